"""A look at a person's data is kept: they may ask who looked, and the inspectorate may ask why."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from layani.office.actor import Actor
from layani.office.tables.models.looks import Look

BY_NIK, BY_RECEIPT, ENTERED = "found-by-nik", "found-by-receipt", "entered"
"""How a person was found at the counter; everything else that is looked at is named by its page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown: whose data, of which application (None for the person themselves), and on which page."""

    party: int
    case: int | None
    what: str


def keep_look(shown: Shown, *, actor: Actor, role: str, now: datetime) -> None:
    """Write that an officer was shown something; whoever shows it does so only after this. One statement.

    role: the one of the officer's that opened the page
    """
    Look.objects.create(
        officer_id=cast("int", actor.user), role=role, party_id=shown.party, case_id=shown.case, what=shown.what, at=now
    )
