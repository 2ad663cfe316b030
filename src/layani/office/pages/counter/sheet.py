"""One sheet in large print of everything that a person filed at the counter today: day, fee, and where to complain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from layani.office.actions.letters.content import masked
from layani.office.actions.numbering import first_code
from layani.office.actions.parties import person_of
from layani.office.house import calendar, catalogue, key_store
from layani.office.pages.citizen.case_words import begins_after, service_name, service_of
from layani.office.pages.counter.person_here import for_the_person
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_language import render_in
from layani.office.pages.parts.promised import expected_of
from layani.office.pages.parts.receipt_fee import fees_of, waits_of
from layani.office.tables.models import Case, Party
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case as State
from layani.rules.money.amount import Money
from layani.rules.text import Text

MOST = 20
"""The most applications on one sheet; of more than these, the newest are shown and the page says so."""


@dataclass(frozen=True, slots=True)
class Product:
    """One application on the sheet.

    fee_waits: what must be found before its fee can be set, in words; begins: after which others its time counts
    """

    number: str
    code: str
    service: Text
    due: datetime | None
    fee: Money
    fee_waits: tuple[Text, ...]
    begins: Text | None


@for_the_person
def sheet(request: HttpRequest, party: Party) -> HttpResponse:
    """Show what goes on the paper: the person's initials, so that no sheet goes to another, and never the NIK."""
    now = timezone.now()
    rows = list(Case.objects.of_party(party.pk, request.actor.roles).filed_at_counter(_midnight(now))[: MOST + 1])
    shown = {
        "initials": masked(person_of(party).name),
        "day": now,
        "products": _products(rows[:MOST][::-1]),
        "more": len(rows) > MOST,
        "party": party,
        "follow_page": f"{settings.SITE_ADDRESS.rstrip('/')}/follow/",
        "contacts": catalogue().office.contacts,
    }
    return render_in(party.language, request, "counter/sheet.html", shown)


def _midnight(now: datetime) -> datetime:
    """Return when this day began where the office is."""
    return calendar().local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _products(rows: list[Case]) -> list[Product]:
    """Return the lines of the sheet: one query for all fees, one look for all keys.

    Only a case that waits for others asks when those will be decided.
    """
    fees, keys = fees_of(rows), key_store().get_many([row.ref for row in rows])
    places = {row.number: place for place, row in enumerate(rows, 1)}
    return [
        _product(row, first_code(keys[row.ref], row.receipt_edition), fees.get(row.pk, Money(0)), places)
        for row in rows
    ]


def _product(row: Case, code: str, fee: Money, places: Mapping[str, int]) -> Product:
    case = state_of(row)
    due = expected_of(case, service_of(row.service, row.version))
    return Product(row.number, code, service_name(row.service), due, fee, waits_of(case), _begins(case, places))


def _begins(case: State, places: Mapping[str, int]) -> Text | None:
    """Say after which others its time counts, by their places on the sheet: four products must fit on one."""
    waits = [places[number] for number in case.waits_for.values() if number in places]
    if not case.is_open or len(waits) != len(case.waits_for) or not waits:
        return begins_after(case)
    told = ", ".join(str(place) for place in sorted(waits))
    return Text(f"Perkiraan: sesudah nomor {told} selesai.", f"Expected: once number {told} is done.")


PAGE = Page(
    path="counter/person/sheet/",
    name="counter-sheet",
    view=sheet,
    readers=Readers.COUNTER,
    methods=("GET", "HEAD"),
)
