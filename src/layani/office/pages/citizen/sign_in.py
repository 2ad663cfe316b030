"""A citizen signs in: the NIK, and from newcomers the name and the phone."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from layani.office.actions.signing_in import BY_EMAIL, Claim, ask_code
from layani.office.gateways.notification import notifier
from layani.office.gateways.openid import provider
from layani.office.network import network_address
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.form_script import with_form_script
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.say import language
from layani.rules.catalogue.model import Field
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

# What the session remembers between the two pages: the code's reference, and where to go afterwards.
ASKED_KEY = "sign-in"

NIK = Field(
    "nik",
    "nik",
    Text("NIK Anda", "Your NIK"),
    Text("16 angka pada KTP atau kartu keluarga.", "The 16 digits on your identity card or family card."),
)
NAME = Field(
    "name", "text", Text("Nama lengkap", "Full name"), Text("Seperti di KTP.", "As on your identity card."), False
)
PHONE = Field(
    "phone",
    "phone",
    Text("Nomor telepon", "Phone number"),
    Text("Kode masuk kami kirim ke sini.", "We send the sign-in code here."),
    False,
)
BY = Field(
    "by",
    "several",
    Text("Kirim kodenya ke", "Send the code to"),
    required=False,
    options=((BY_EMAIL, Text("surel saya yang dicatat petugas", "my e-mail, as an officer entered it")),),
)
FORM = OwnForm((NIK, NAME, PHONE, BY))
BOTH = {
    "name": Text("Tulis nama Anda juga.", "Write your name, too."),
    "phone": Text("Tulis nomor telepon Anda juga.", "Write your phone number, too."),
}


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Return the address to go to after signing in: one of our own, or else the list of one's cases."""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("my-cases")


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is, and send a code; known and unknown people are sent on to the same page."""
    wanted = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.actor.is_citizen:
        return HttpResponseRedirect(wanted)
    if request.method != "POST":
        return _page(request, wanted)
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if not problems and ("name" in values) != ("phone" in values):
        lacking = "phone" if "name" in values else "name"
        problems[lacking] = BOTH[lacking]
    if problems:
        return _page(request, wanted, posted, problems, status=422)
    claim = Claim(values["nik"], values.get("name", ""), values.get("phone", ""), language(), _by(values))
    try:
        ref = ask_code(claim, address=network_address(request), now=timezone.now())
    except Refused as refused:
        return _page(request, wanted, posted, refusals=refused.refusals, status=429)
    request.session[ASKED_KEY] = {"ref": str(ref), "next": wanted}
    return redirect("citizen-sign-in-code")


def _by(values: dict[str, Any]) -> str:
    return BY_EMAIL if BY_EMAIL in (values.get("by") or ()) else ""


def _page(
    request: HttpRequest,
    wanted: str,
    posted: dict[str, list[str]] | None = None,
    problems: dict[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    nik, name, phone, by = (field_part(one, problem=problems.get(one.name), posted=posted) for one in FORM.fields)
    shown: dict[str, Any] = {
        "next": wanted,
        "nik": nik,
        # Not required of those whom the office knows, but of newcomers.
        "newcomer": (replace(name, required=True), replace(phone, required=True)),
        "by": by if notifier().reaches("email") else None,
        "fields": (nik, name, phone, by),
        "problems": problems,
        "refusals": refusals,
        "passkey_page": f"{reverse('citizen-sign-in-passkey')}?{urlencode({'next': wanted})}",
        "account": provider(),
        "account_page": f"{reverse('citizen-account')}?{urlencode({'next': wanted})}",
        # What a newcomer has written stays in sight.
        "opened": bool({"name", "phone"} & problems.keys()) or any(box.value for box in (*name.boxes, *phone.boxes)),
    }
    return with_form_script(render(request, "citizen/sign_in.html", shown, status=status))


PAGE = Page(path="sign-in/", name="citizen-sign-in", readers=Readers.EVERYONE, view=sign_in)
