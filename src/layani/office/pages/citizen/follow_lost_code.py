"""The code from the contact, and who one is: both together open one's applications, under new codes."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.recovering import use_recovery
from layani.office.network import network_address
from layani.office.pages.citizen.follow_lost import ASKED_KEY, OPEN_KEY
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import address_of
from layani.office.pages.parts.forms import Box, FieldPart
from layani.rules.refusal import Refused
from layani.rules.text import Text

OPEN_FOR = timedelta(minutes=15)
LONGEST = 200
CODE = Text("Kode 6 angka", "The code of 6 digits")
CODE_HINT = Text("Dari pesan yang baru Anda terima.", "From the message that you just got.")
WHO = Text("NIK pemohon", "The applicant’s NIK")
WHO_HINT = Text(
    "Satu telepon dapat dipakai banyak orang. Diajukan tanpa NIK? Tulis nama lengkapnya.",
    "Many people may share one phone. Applied without a NIK? Write the full name.",
)
EMPTY = {"code": Text("Tulis kodenya.", "Write the code."), "who": Text("Tulis NIK atau nama.", "Write NIK or name.")}
CODE_BOX = {"type": "text", "inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}
WHO_BOX = {"type": "text", "autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST)}


@never_cache
def lost_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the person; the right ones open the list for a quarter of an hour, in a new session key."""
    asked = request.session.get(ASKED_KEY)
    if not asked:
        return redirect("follow-lost")
    if request.method != "POST":
        return _page(request)
    typed = {name: request.POST.get(name, "")[:LONGEST].strip() for name in ("code", "who")}
    if missing := {name: EMPTY[name] for name, value in typed.items() if not value}:
        return _page(request, typed["who"], missing)
    now = timezone.now()
    try:
        party = use_recovery(UUID(asked), typed["code"], typed["who"], address=network_address(request), now=now)
    except Refused as refused:
        (refusal,) = refused.refusals
        if refusal.code != "wrong-recovery":
            del request.session[ASKED_KEY]
            return render(request, "citizen/follow_lost_over.html", {"refusals": refused.refusals}, status=410)
        text = Text(f"{refusal.reason.id} {refusal.remedy.id}", f"{refusal.reason.en} {refusal.remedy.en}")
        return _page(request, typed["who"], {"code": text})
    del request.session[ASKED_KEY]
    request.session.cycle_key()
    request.session[OPEN_KEY] = {
        "party": party.pk,
        "vouched": party.vouched,
        "until": (now + OPEN_FOR).isoformat(),
    }
    return redirect("follow-lost-cases")


def _page(request: HttpRequest, who: str = "", problems: dict[str, Text] | None = None) -> HttpResponse:
    problems = problems or {}
    fields = (
        FieldPart(
            "code",
            "box",
            CODE,
            CODE_HINT,
            problems.get("code"),
            required=True,
            boxes=(Box("code", CODE_BOX, width="w-10"),),
        ),
        FieldPart(
            "who",
            "box",
            WHO,
            WHO_HINT,
            problems.get("who"),
            required=True,
            boxes=(Box("who", WHO_BOX, value=who, width="w-16"),),
        ),
    )
    shown = {"fields": fields, "problems": problems, "messages_page": address_of("demo-messages")}
    return render(request, "citizen/follow_lost_code.html", shown, status=422 if problems else 200)


PAGE = Page(path="follow/lost/code/", name="follow-lost-code", readers=Readers.EVERYONE, view=lost_code)
