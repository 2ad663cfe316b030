"""What people come for: the services with a counter, those asked for most on top; and the classes that go first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from layani.office.actions.door import LONGEST_WORDS, Opening
from layani.office.actions.door_reading import offered_as
from layani.office.actions.trying import Limit
from layani.office.actor import Actor
from layani.office.house import catalogue
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.closing import still_offered
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.say import language
from layani.rules.catalogue.bundles.model import Bundle
from layani.rules.catalogue.model import Field, Service
from layani.rules.door.priorities import priorities
from layani.rules.text import Text

MOST_ON_TOP = 8
# Whoever stands at a kiosk or holds a phone is nobody to the ticket: it never learns who is signed in.
VISITOR = Actor(kind="citizen")
# A hall's visitors share one network address; a program that fills the line from elsewhere is stopped.
FROM_ADDRESS = Limit("tickets-from-address", most=120, span=timedelta(hours=1))

CHANNELS = {
    "kiosk": Text("kios", "kiosk"),
    "counter": Text("meja penerima", "reception"),
    "gate": Text("telepon di pintu", "own phone at the gate"),
    "phone": Text("telepon", "telephone"),
    "web": Text("dari rumah", "from home"),
    "whatsapp": Text("WhatsApp", "WhatsApp"),
    "sp4n": Text("SP4N-LAPOR!", "SP4N-LAPOR!"),
}

WORDS = Field(
    "words",
    "long text",
    Text("Tulis keperluan Anda", "Write what you need"),
    Text("Jangan tulis nama atau NIK di sini.", "Write no name and no NIK here."),
    required=False,
    limits={"longest": LONGEST_WORDS},
)
WHAT_HAPPENED = Field(
    "words",
    "long text",
    Text("Apa yang terjadi?", "What happened?"),
    Text(
        "Siapa yang menyuruh pulang, kapan, dan apa katanya. Tanpa NIK.",
        "Who sent you away, when, and with what words. No NIK.",
    ),
    limits={"longest": LONGEST_WORDS},
)
ANSWER_PHONE = Field(
    "phone",
    "phone",
    Text("Kabari jawabannya ke nomor", "Tell me of the answer at this number"),
    Text(
        "Kami kirim SMS begitu dijawab. Hanya untuk tiket ini; dihapus sehari sesudah tiketnya selesai.",
        "We send a text message once it is answered. Only for this ticket; erased on the day after it ends.",
    ),
    required=False,
)
CODE = Field(
    "code",
    "text",
    Text("Kode tiket atau daftar yang Anda bawa", "Code of the ticket or list that you bring"),
    Text("Sepuluh huruf dan angka, di bawah nomornya.", "Ten letters and digits, below the number."),
    required=False,
    limits={"longest": 20},
)
PHONE = Field(
    "phone",
    "phone",
    Text("Nomor telepon", "Phone number"),
    Text("Hanya untuk mengabari tiket ini; dihapus esok harinya.", "Only to tell you of this ticket; erased next day."),
    required=False,
)


@dataclass(frozen=True, slots=True)
class Needs:
    """The bundles and services to choose from."""

    bundles: Sequence[Bundle]
    top: Sequence[Service]
    others: Sequence[Service]


def needs() -> Needs:
    """Return what a ticket can be taken for by one tap."""
    bundles = [one for one in still_offered(catalogue().bundles.values()) if "counter" in one.channels]
    found = by_demand(one for one in catalogue().services.values() if "counter" in one.channels)
    return Needs(bundles, found[:MOST_ON_TOP], found[MOST_ON_TOP:])


def need_field(*, required: bool = False) -> Field:
    """Return the question for the need, as a list to choose from."""
    offered = (*still_offered(catalogue().bundles.values()), *by_demand(catalogue().services.values()))
    options = tuple((one.slug, one.need) for one in offered)
    return Field("need", "choice", Text("Keperluan", "Need"), required=required, options=options)


def first_field() -> Field:
    """Return the question for the reason to go first."""
    options = tuple((one.id, one.says) for one in priorities().values())
    return Field(
        "first", "choice", Text("Didahulukan karena", "Goes first because of"), required=False, options=options
    )


def read(form: OwnForm, request: HttpRequest, channel: str) -> tuple[Opening, dict[str, Text]]:
    """Return the opening that was posted, and what is wrong by the name of the question."""
    values, problems = form.read(posted_by(request))
    need = request.POST.get("need", "")
    known = need if offered_as(need) else ""
    opening = Opening(
        channel,
        need=known,
        words=str(values.get("words", "")),
        first=str(values.get("first", "")),
        code=str(values.get("code", "")),
        phone=str(values.get("phone", "")),
        texts=bool(values.get("phone")),
        sent_away="sent_away" in request.POST,
        language=language(),
    )
    return opening, problems


def parts(form: OwnForm, request: HttpRequest, problems: dict[str, Text]) -> dict[str, FieldPart]:
    """Return the questions by name, as a template shows them."""
    posted = posted_by(request) if request.method == "POST" else None
    return {
        one.name: field_part(one, problem=problems.get(one.name), posted=posted, ask_identity=True)
        for one in form.fields
    }


def shown_form(form: OwnForm, request: HttpRequest, problems: dict[str, Text] | None) -> dict[str, Any]:
    """Return what a page with a form for a ticket shows: the needs, the questions, and what is wrong with them."""
    problems = problems or {}
    asked = parts(form, request, problems)
    return {"needs": needs(), "asked": asked, "fields": list(asked.values()), "problems": problems}


def need_words(slug: str) -> Text:
    """Return a need in words; of a service that is gone, its name in addresses."""
    offered = offered_as(slug)
    return offered.need if offered else Text(slug or "–", slug or "–")


def service_words(slug: str) -> Text:
    """Return the name of a service or bundle; "another need" where the ticket has only words."""
    offered = offered_as(slug)
    return offered.name if offered else Text("Keperluan lain", "Another need")
