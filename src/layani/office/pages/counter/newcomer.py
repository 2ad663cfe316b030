"""A person whom the register does not know yet: what stands on their card, typed once."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.parties import Person, find_party
from layani.office.actions.vouching import enter, require_another
from layani.office.house import codes
from layani.office.pages.citizen.access import private
from layani.office.pages.counter.paper_here import open_paper
from layani.office.pages.counter.person_here import note_card, welcome
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.forms import field_part
from layani.office.tables.models import Party
from layani.rules.catalogue.kinds.nik import holds_birth_date
from layani.rules.catalogue.model import Field
from layani.rules.record.look_words import ENTERED
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

NIK = Field("nik", "nik", Text("NIK", "NIK"))
NAME = Field("name", "text", Text("Nama lengkap", "Full name"), Text("Seperti di KTP.", "As on the identity card."))
BORN = Field("birth_date", "date", Text("Tanggal lahir", "Date of birth"))
PHONE = Field(
    "phone",
    "phone",
    Text("Nomor telepon", "Phone number"),
    Text("Untuk mengabari perkembangannya.", "To tell them how it goes."),
    required=False,
)
EMAIL = Field("email", "email", Text("Surel", "E-mail"), required=False)
LANGUAGE = Field(
    "language",
    "choice",
    Text("Bahasa surat dan pesan", "Language of letters and messages"),
    options=(("id", Text("Bahasa Indonesia", "Indonesian")), ("en", Text("Bahasa Inggris", "English"))),
)
SEEN = Field(
    "seen",
    "declaration",
    Text(
        "Saya memegang KTP aslinya, dan fotonya cocok dengan orangnya.",
        "I hold the original card, and its photo matches the person.",
    ),
    required=False,
)
# Asked only where the two contradict each other: there are real cards on which they do.
AS_ON_THE_CARD = Field(
    "as_on_card",
    "declaration",
    Text(
        "NIK dan tanggal lahir memang tertulis begitu di KTP-nya.",
        "NIK and date of birth really stand like this on the card.",
    ),
    required=False,
)
FORM = OwnForm((NIK, NAME, BORN, PHONE, EMAIL, LANGUAGE, SEEN, AS_ON_THE_CARD))
CONTRADICTION = Text(
    "Tanggal lahir ini tidak sama dengan yang ada di dalam NIK (angka ke-7 sampai ke-12). Betulkan salah satunya, atau "
    "centang di bawah bila KTP-nya memang begitu.",
    "This date of birth is not the one inside the NIK (digits 7 to 12). Correct one of the two, or tick below if the "
    "card really says so.",
)


@private
def newcomer(request: HttpRequest) -> HttpResponse:
    """Enter the person and begin to serve them."""
    if request.method != "POST":
        return show_newcomer(request, {})
    posted = posted_by(request)
    values, problems = FORM.read(posted)
    if problems:
        return show_newcomer(request, posted, problems, status=422)
    if not values.pop("as_on_card", False) and not holds_birth_date(values["nik"], values["birth_date"]):
        return show_newcomer(request, posted, {"birth_date": CONTRADICTION}, status=422)
    seen, language = bool(values.pop("seen", False)), str(values.pop("language"))
    try:
        require_another(find_party(values["nik"]) or _stranger(values["nik"]), request.actor)
    except Refused as refused:
        return show_newcomer(request, posted, refusals=refused.refusals, status=409)
    party = enter(Person(**values), seen=seen, language=language, actor=request.actor, now=timezone.now())
    welcome(request, party, ENTERED)
    if seen:
        note_card(request, party)
    return open_paper(request) or redirect("counter-person")


def _stranger(nik: str) -> Party:
    """Return an unsaved party by which the officer's own NIK is recognised."""
    return Party(nik_mac=codes().nik(nik))


def show_newcomer(
    request: HttpRequest,
    posted: Mapping[str, list[str]],
    problems: Mapping[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the form; the NIK that was not found stands in it already."""
    problems = problems or {}
    parts = [
        field_part(one, problem=problems.get(one.name), posted={"language": ["id"], **posted})
        for one in FORM.fields
        if one is not AS_ON_THE_CARD or CONTRADICTION in problems.values() or AS_ON_THE_CARD.name in posted
    ]
    shown = {
        "fields": parts,
        "problems": problems,
        "refusals": refusals,
        "looked_for": "nik" in posted and not problems,
    }
    return render(request, "counter/newcomer.html", shown, status=status)


PAGE = Page(path="counter/new/", name="counter-newcomer", view=newcomer, readers=Readers.COUNTER)
