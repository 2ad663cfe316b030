"""Change roles in the demo with one button: who was signed in before is signed out first."""

from urllib.parse import urlencode

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse

from layani.office.gateways.demo_sign_ins import DemoSignIn, read_sign_ins
from layani.office.pages.citizen.sign_in import sign_in
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.demo import start_of


def demo_role(request: HttpRequest) -> HttpResponse:
    """Sign out, and in as the chosen person: an officer at once, a citizen with a code that is on its way already."""
    sign_ins = read_sign_ins(settings.KEY_FOLDER)
    nik, username = request.POST.get("nik", ""), request.POST.get("username", "")
    chosen = next((one for one in sign_ins if username and one.username == username), None)
    if chosen is None and not any(nik and one.nik == nik for one in sign_ins):
        return HttpResponseBadRequest("There is no such person in this demo.")
    request.session.flush()
    if chosen is None:
        return sign_in(request)
    if _sign_in_officer(request, chosen):
        return HttpResponseRedirect(start_of(chosen))
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': start_of(chosen)})}")


def _sign_in_officer(request: HttpRequest, chosen: DemoSignIn) -> bool:
    """Give the password and the second factor that the demo's page shows; False if they are not right any more.

    The page is in the demo alone (``only_for_trying``), and only what it shows to everybody opens the door.
    """
    user = authenticate(request, username=chosen.username, password=chosen.password)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first() if user else None
    if factor is None:
        return False
    login(request, user)
    post_authentication(request, factor)
    return True


PAGE = Page(
    path="demo/role/",
    name="demo-role",
    readers=Readers.EVERYONE,
    view=demo_role,
    methods=("POST",),
    only_for_trying=True,
)
