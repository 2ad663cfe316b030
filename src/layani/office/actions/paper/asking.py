"""Whoever holds a receipt on paper asks what became of it, and tells the office where it was not typed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from layani.office.actions.door import Opening, open_ticket
from layani.office.actions.numbering import first_code
from layani.office.actions.paper.ledger import OnPaper, found
from layani.office.actions.paper.numbers import read_paper_number
from layani.office.actions.trying import Limit, count_try
from layani.office.actor import Actor
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.tables.models import PaperNote, Ticket

PER_NUMBER = Limit("code-of-paper", most=10, span=timedelta(hours=1))
PER_ADDRESS = Limit("paper-from-address", most=60, span=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a paper. state: "used", "spoiled", "lost" or "waits".

    entered: when it was typed in; number, code: of the application that it became, for whoever holds the paper
    ticket:  code of the ticket by which the office was told already
    """

    state: str
    entered: datetime | None = None
    number: str = ""
    code: str = ""
    ticket: str = ""


def ask(number: str, code: str, *, address: str, now: datetime) -> tuple[OnPaper, Answer]:
    """Return the paper and what became of it, or raise Refused; address: of the network, for counting only."""
    count_try(PER_ADDRESS, address, now)
    read = read_paper_number(number)
    count_try(PER_NUMBER, f"{read[0]}/{read[1]}" if read else number[:40], now)
    paper = found(number, code, now)
    return paper, answer_of(paper)


def answer_of(paper: OnPaper) -> Answer:
    """Return what became of a paper; one query, and one look for the key of the application."""
    notes = list(PaperNote.objects.of_number(paper.block.pk, paper.seq))
    use = next((one for one in notes if one.kind == "used"), None)
    if use is not None and use.case is not None:
        try:
            own = first_code(key_store().get(use.case.ref), use.case.receipt_edition)
        except KeyGone:
            own = ""
        return Answer("used", use.at, use.case.number, own)
    kinds = {one.kind for one in notes}
    state = next((kind for kind in ("spoiled", "lost") if kind in kinds), "waits")
    told = [one.ticket_id for one in notes if one.kind == "asked"]
    ticket = Ticket.objects.numbered(told[-1]) if told else None
    return Answer(state, ticket=ticket.code if ticket else "")


def tell(paper: OnPaper, words: str, *, actor: Actor, language: str, now: datetime) -> Ticket:
    """Open a ticket that a supervisor answers by a day, and note it at the number; one ticket while it is open."""
    with transaction.atomic():
        told = PaperNote.objects.select_related("ticket").filter(block=paper.block, seq=paper.seq, kind="asked").last()
        if told is not None and told.ticket is not None and told.ticket.status != "ended":
            return told.ticket
        opening = Opening("gate", words=f"{paper.number}: {words}", sent_away=True, language=language)
        ticket = open_ticket(opening, actor=actor, now=now)
        PaperNote.objects.create(block=paper.block, seq=paper.seq, kind="asked", at=now, ticket=ticket)
        return ticket
