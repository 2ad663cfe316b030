"""Enter an organisation whose people act for others, ask people in, and let each say for themselves that they do.

A supervisor enters it with whoever leads it; nobody works there by somebody else's word alone. What its lead reads of
clients is what these were told when they gave their mandate.
"""

from datetime import datetime
from typing import NoReturn
from uuid import uuid4

from django.db import IntegrityError, transaction

from layani.office.actions.mandating import serves_here, with_agent_code
from layani.office.actor import Actor
from layani.office.tables.models import AgentMember, AgentOrganisation, Party
from layani.rules.mandates.giving import serves_here as office_serves_here
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

SUPERVISORS = frozenset({"supervisor", "head"})
SHORTEST = 3  # characters of a name and of a registration's number


def enter(name: str, registration: str, code: str, *, actor: Actor, now: datetime) -> AgentOrganisation:
    """Enter an organisation and ask whoever has this agent's code to lead it, or raise Refused and keep nothing."""
    name, registration = " ".join(name.split()), " ".join(registration.split())
    if actor.user is None or not actor.roles & SUPERVISORS:
        _refuse("not-supervisor", "Hanya pengawas yang mencatat kantor perantara.", "Supervisors alone enter one.")
    if len(name) < SHORTEST or len(registration) < SHORTEST:
        _refuse(
            "no-registration",
            "Tulis nama kantor itu dan nomor pendaftarannya (NIB), seperti di dokumennya.",
            "Write the organisation's name and its registration (NIB), as its document has them.",
        )
    lead = with_agent_code(code, asker=f"officer/{actor.user}", now=now)
    try:
        with transaction.atomic():
            row = AgentOrganisation.objects.create(
                ref=uuid4(), name=name, registration=registration, entered_by_id=actor.user, entered_at=now
            )
            _ask_in(row, lead, leads=True, now=now)
            return row
    except IntegrityError:
        _refuse(
            "registered-before",
            f"Nomor {registration} sudah tercatat, atau orang itu sudah bekerja di kantor perantara.",
            f"The number {registration} is entered already, or that person works for an organisation already.",
        )


def ask_in(code: str, *, actor: Actor, now: datetime) -> AgentMember:
    """Let the lead of an organisation ask somebody in by their code; they work there once they say so themselves."""
    mine = _led_by(actor)
    somebody = with_agent_code(code, asker=str(actor.party), now=now)
    try:
        with transaction.atomic():
            return _ask_in(mine.organisation, somebody, leads=False, now=now)
    except IntegrityError:
        _refuse(
            "works-elsewhere",
            "Orang itu sudah bekerja di kantor perantara, atau sudah ditanya.",
            "That person works for an organisation already, or was asked already.",
        )


def confirm(*, actor: Actor, now: datetime) -> AgentMember:
    """Let somebody say that they work where they were asked in, or raise Refused."""
    with transaction.atomic():
        row = _own(actor)
        if row is None:
            _refuse("not-asked", "Tidak ada yang meminta Anda.", "Nobody has asked you.")
        if serves_here(row.party, now):
            raise Refused(office_serves_here())
        row.confirmed_at = row.confirmed_at or now
        row.save(update_fields=["confirmed_at"])
        return row


def leave(*, actor: Actor, now: datetime) -> None:
    """Let somebody say that they do not work there, or no longer; does nothing where they work nowhere."""
    with transaction.atomic():
        if row := _own(actor):
            _end(row, "member", now)


def let_go(member: int, *, actor: Actor, now: datetime) -> None:
    """Let the lead, or a supervisor, end somebody's work for an organisation, or raise Refused."""
    with transaction.atomic():
        row = AgentMember.objects.select_for_update().filter(pk=member, ended_at=None).first()
        by = "officer" if actor.is_officer and actor.roles & SUPERVISORS else "lead"
        if by == "lead" and (row is None or row.organisation_id != _led_by(actor).organisation_id):
            _refuse("not-yours", "Orang itu tidak bekerja di kantor Anda.", "That person does not work for yours.")
        if row is not None:
            _end(row, by, now)


def led_by(party: int | None) -> AgentMember | None:
    """Return the membership of whoever leads an organisation by their own word, or None."""
    row = AgentMember.objects.now_of(party)
    return row if row is not None and row.leads else None


def _led_by(actor: Actor) -> AgentMember:
    row = led_by(actor.party) if actor.is_citizen else None
    if row is None:
        _refuse("not-lead", "Hanya pimpinan kantor perantara.", "Only whoever leads an organisation.")
    return row


def _own(actor: Actor) -> AgentMember | None:
    rows = AgentMember.objects.select_for_update(of=("self",)).select_related("party", "organisation")
    return rows.filter(party_id=actor.party or 0, ended_at=None).first() if actor.is_citizen else None


def _ask_in(organisation: AgentOrganisation, party: Party, *, leads: bool, now: datetime) -> AgentMember:
    if serves_here(party, now):
        raise Refused(office_serves_here())
    return AgentMember.objects.create(organisation=organisation, party=party, leads=leads, entered_at=now)


def _end(row: AgentMember, by: str, now: datetime) -> None:
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["ended_at", "ended_by"])


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text("Tidak ada yang berubah. Periksa, lalu coba lagi.", "Nothing changed. Check it and try again.")
    raise Refused(Refusal(code, Text(id_, en), remedy))
