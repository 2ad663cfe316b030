"""Record what was done with the paper behind an answer: at the counter with the person, or with the case at hand."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actor import Actor
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import section_of
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

COUNTER = frozenset({"counter", "front-desk"})
"""Roles to which people bring their papers."""

_NOT_HERE = Refusal(
    code="paper-not-here",
    reason=Text(
        id="Berkas ini tidak ada di meja Anda, dan Anda tidak bertugas di loket.",
        en="This case is not on your desk, and you do not serve at the counter.",
    ),
    remedy=Text(
        id="Petugas loket, atau yang memegang berkas ini, mencatat apa yang dilihatnya sendiri.",
        en="The counter, or whoever holds the case, records what they have seen themselves.",
    ),
)


def record(number: str, field: str, kind: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Record evidence for one answer.

    kind: one of ``rules.catalogue.evidence.KINDS``; the one that the service asks for
    """
    row = CaseRow.objects.get(number=number)
    if row.holder_id != actor.user and not actor.roles_in(section_of(row)) & COUNTER:
        raise Refused(_NOT_HERE)
    return act_on(number, Deed("evidence_noted", {"field": field, "kind": kind}, once=once), actor=actor, now=now)
