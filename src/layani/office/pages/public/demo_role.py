"""Change roles in the demo with one button: who was signed in before is signed out first."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse

from layani.office.gateways.demo_sign_ins import read_sign_ins
from layani.office.pages.citizen.sign_in import sign_in
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.demo import start_of


def demo_role(request: HttpRequest) -> HttpResponse:
    """Sign out, and go to where the chosen person signs in: for a citizen the code is on its way already."""
    sign_ins = read_sign_ins(settings.KEY_FOLDER)
    nik, username = request.POST.get("nik", ""), request.POST.get("username", "")
    chosen = next((one for one in sign_ins if username and one.username == username), None)
    if chosen is None and not any(nik and one.nik == nik for one in sign_ins):
        return HttpResponseBadRequest("There is no such person in this demo.")
    request.session.flush()
    if chosen is None:
        return sign_in(request)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': start_of(chosen)})}")


PAGE = Page(
    path="demo/role/",
    name="demo-role",
    readers=Readers.EVERYONE,
    view=demo_role,
    methods=("POST",),
    only_for_trying=True,
)
