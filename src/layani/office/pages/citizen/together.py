"""The cases that were filed together as a bundle: number, receipt's code, day and state of each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from layani.office.actions.bundling import siblings
from layani.office.actions.numbering import receipt_code
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.pages.citizen.case_words import ball_words, due_of, service_name, status_tag
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Sibling:
    """One case of a bundle; due: when it is decided at the latest as things stand; here: it is the one being read."""

    number: str
    name: Text
    status: Text
    colour: str
    ball: Text
    due: datetime | None
    received_at: datetime
    code: str
    here: bool


def together(row: CaseRow) -> list[Sibling]:
    """Return all cases of the bundle with which a case was filed, itself among them; none for a case alone.

    Only for whoever may read all of them: a receipt's code opens one case, and not the others. A case whose key was
    erased is left out.
    """
    now = timezone.now()
    found = ((one, _code(one)) for one in siblings(row))
    return [_sibling(one, code, now, here=one.pk == row.pk) for one, code in found if code]


def _code(row: CaseRow) -> str:
    """Return the code of a case's receipt; "" where the key was erased."""
    try:
        return receipt_code(key_store().get(row.ref), row.receipt_edition)
    except KeyGone:
        return ""


def _sibling(row: CaseRow, code: str, now: datetime, *, here: bool) -> Sibling:
    case = state_of(row)
    status, colour = status_tag(case, now)
    return Sibling(
        row.number,
        service_name(row.service),
        status,
        colour,
        ball_words(case),
        due_of(case, now).when,
        row.received_at,
        code,
        here,
    )
