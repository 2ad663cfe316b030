"""Record at the counter that somebody may act for the person: who, for what, until when, and what the officer saw."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import LONGEST_WORDS, Wish, offered_services, reachable, record
from layani.office.actions.parties import find_party, person_of
from layani.office.house import calendar
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import field_part
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Party
from layani.rules.catalogue.model import Field
from layani.rules.mandates.giving import WORDS_AT_LEAST
from layani.rules.mandates.model import BASES, LONGEST, MOST_SERVICES, bases
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

SCAN = Field(
    "scan",
    "file",
    Text("Pindaian suratnya", "Scan of the paper"),
    required=False,
    accept=("pdf", "jpg", "png"),
    max_bytes=5_000_000,
)
UNKNOWN = Text(
    "Orang dengan NIK ini belum tercatat. Catat dia dahulu di Loket, lalu kembali ke sini.",
    "Nobody with this NIK is entered. Enter them at the counter first, then come back here.",
)
WORDS = {"longest": LONGEST_WORDS}


def form() -> OwnForm:
    """Return the questions."""
    return OwnForm(
        (
            Field("holder", "nik", Text("NIK yang menerima kuasa", "NIK of who will act")),
            Field("basis", "choice", Text("Dasarnya", "On the basis of"),
                  options=tuple((one, bases()[one].says) for one in BASES)),
            Field("seen", "text", Text("Apa yang Anda lihat", "What you saw"),
                  Text(f"Nomor surat kuasa, atau bukti hubungannya (paling sedikit {WORDS_AT_LEAST} huruf). Kosong "
                       "bila orangnya menyebutkan kode.",
                       f"Number of the letter, or what proves the relation (at least {WORDS_AT_LEAST} characters). "
                       "Empty if the person says the code."),
                  required=False, limits=WORDS),
            Field("services", "several", Text("Untuk urusan apa", "For which services"),
                  Text(f"Paling banyak {MOST_SERVICES}.", f"{MOST_SERVICES} at most."),
                  options=tuple(sorted(offered_services().items()))),
            Field("until", "date", Text("Hari terakhir", "Last day"),
                  Text(f"Paling lama {LONGEST} hari.", f"{LONGEST} days at most.")),
            Field("receives", "declaration", Text("Juga mengambil suratnya.", "Fetches the letter, too."),
                  required=False),
            Field("why_not", "text", Text("Mengapa orangnya tidak dapat dikabari", "Why the person cannot be told"),
                  Text("Hanya bila ia tidak punya telepon dan surel sendiri; pengawas memeriksanya.",
                       "Only if they have no phone and no e-mail of their own; a supervisor looks at it."),
                  required=False, limits=WORDS),
        )
    )  # fmt: skip


@for_the_person
def counter_mandate(request: HttpRequest, party: Party) -> HttpResponse:
    """Ask, and record it; the person is told at once."""
    if request.method != "POST":
        return _ask(request, party, {})
    posted, now, once = posted_by(request), timezone.now(), once_of(request)
    values, problems = form().read(posted)
    holder = find_party(values["holder"]) if "holder" in values else None
    if "holder" in values and holder is None:
        problems["holder"] = UNKNOWN
    if problems or holder is None:
        return _ask(request, party, posted, problems, status=422)
    if once is None:
        return bad_request(request)
    taken = take_files(party, (SCAN,), request.FILES, now)
    taken.settle(taken.files)
    if taken.refused:
        return _ask(request, party, posted, taken.refused, status=422)
    note_look(request, holder)
    try:
        row = record(_wish(party, holder, values, taken.files, now), actor=request.actor, now=now, once=UUID(once))
    except Refused as refused:
        return _ask(request, party, posted, refusals=refused.refusals, status=409)
    return redirect("counter-mandate-one", row.ref)


def _wish(
    party: Party, holder: Party, values: Mapping[str, Any], files: Mapping[str, Mapping[str, Any]], now: datetime
) -> Wish:
    return Wish(
        giver=party,
        holder=holder,
        services=tuple(values["services"]),
        basis=values["basis"],
        since=calendar().local(now).date(),
        until=date.fromisoformat(values["until"]),
        receives=bool(values.get("receives")),
        seen=values.get("seen") or "",
        why_not=values.get("why_not") or "",
        scan=UUID(files["scan"]["id"]) if "scan" in files else None,
    )


def _ask(
    request: HttpRequest,
    party: Party,
    posted: Mapping[str, list[str]],
    problems: Mapping[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    asked = (*form().fields, SCAN)
    fields = [field_part(one, problem=problems.get(one.name), posted=posted, ask_identity=True) for one in asked]
    person = person_of(party)
    shown = {
        "party": party,
        "name": person.name,
        "reachable": reachable(person),
        "fields": fields,
        "problems": problems,
        "refusals": refusals,
        "once": uuid4(),
    }
    return render(request, "counter/mandate.html", shown, status=status)


PAGE = Page(path="counter/mandate/", name="counter-mandate", view=counter_mandate, readers=Readers.COUNTER)
