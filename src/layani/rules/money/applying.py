"""From a line of a statement to the ledger: the bank's word first, then what it pays."""

from layani.rules.money.amount import Money
from layani.rules.money.matching import Match, Outcome
from layani.rules.money.postings import Entry, Event, Posting, entry
from layani.rules.money.statement import StatementLine


class NotDecided(ValueError):
    """A person has to decide about the line before its money is applied."""


def booked(line: StatementLine, bank: str, event: Event) -> Entry:
    """Return the entry that repeats what the bank says: money arrived and is not matched, or left unexplained.

    bank: the office's name of the bank account
    """
    posting = Posting.BANK_IN if line.amount.minor > 0 else Posting.BANK_OUT
    amount = Money(abs(line.amount.minor), line.amount.currency)
    return entry(posting, event, amount, bank=bank, statement=line.id)


def applied(match: Match, event: Event, *, confirmed: bool = False) -> tuple[Entry, ...]:
    """Return the entries by which a match is applied, or raise NotDecided.

    confirmed: ``event`` is the act of a person who compared a likely reference and said yes
    """
    one = match.receivable
    if one is None or (match.waits and not (confirmed and match.outcome is Outcome.LIKELY)):
        raise NotDecided(f"The line {match.line.id} is '{match.outcome}'. {match.to_do.en}")
    entries = []
    if match.applied and one.kind == "deposit":
        entries.append(entry(Posting.MATCH_DEPOSIT, event, match.applied, deposit=one.of, statement=match.line.id))
    elif match.applied:
        entries.append(entry(Posting.MATCH_FEE, event, match.applied, case=one.of, statement=match.line.id))
    # Too much on a till's deposit is no payer's: it stays unmatched until somebody counts again.
    if match.left and one.kind == "fee":
        entries.append(entry(Posting.OVERPAID, event, match.left, case=one.of, statement=match.line.id))
    return tuple(entries)
