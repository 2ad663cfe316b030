"""The money ledger: an append-only book, which is the fold over its entries, and what it refuses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from layani.rules.money import ledger_refusals as refusals
from layani.rules.money.accounts import KINDS, Account, Kind, Part, Track
from layani.rules.money.amount import LARGEST_MINOR, Money
from layani.rules.money.postings import (
    BY_THE_BANK,
    MOVES,
    RELEASES,
    Entry,
    EntryName,
    Event,
    Line,
    Posting,
    counter_entry,
)
from layani.rules.refusal import Refusal, Refused

SHARED: Final[tuple[Part, ...]] = ("line", "case", "payment")
"""Parts that all accounts of one entry must agree on: an entry is about one budget line, one case, one payment."""


class Book:
    """What the entries so far add up to. Nothing is ever taken out of it; ``post`` is the only way in.

    currency: of every amount in it; another currency is another book
    """

    def __init__(self, currency: str = "IDR") -> None:
        self.currency = Money(0, currency).currency
        self._entries: list[Entry] = []
        self._by_name: dict[EntryName, Entry] = {}
        self._balances: dict[Account, int] = {}
        self._of_account: defaultdict[Account, list[Entry]] = defaultdict(list)
        self._of_event: defaultdict[Event, list[Entry]] = defaultdict(list)
        self._reversed: dict[EntryName, EntryName] = {}
        self._released: dict[str, EntryName] = {}
        self._payment_of: dict[str, str] = {}
        self._bank_lines: dict[str, EntryName] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry], currency: str = "IDR") -> "Book":
        """Return the book of entries as they were posted, or raise Refused at the first that could not have been."""
        book = cls(currency)
        for one in entries:
            book.post(one)
        return book

    def post(self, entry: Entry) -> None:
        """Append an entry, or raise Refused and change nothing."""
        refusal = self.objection(entry)
        if refusal is not None:
            raise Refused(refusal)
        self._entries.append(entry)
        self._by_name[entry.name] = entry
        self._of_event[entry.name.event].append(entry)
        for line in entry.lines:
            self._balances[line.account] = self._balances.get(line.account, 0) + line.amount.minor
            self._of_account[line.account].append(entry)
        self._remember(entry)

    def objection(self, entry: Entry) -> Refusal | None:
        """Return why the entry cannot be posted, or None when it can."""
        for objection in (
            _misshapen,
            self._known,
            self._unlike_its_posting,
            self._paid_before,
            self._banked_before,
            self._overdrawn,
        ):
            refusal = objection(entry)
            if refusal is not None:
                return refusal
        return None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, first to last."""
        return tuple(self._entries)

    def balance(self, kind: Kind, *of: str) -> Money:
        """Return the balance of one account on its own side: what is committed is positive, what is owed back too."""
        signed = self._balances.get(Account(kind, of), 0)
        return Money(-signed if KINDS[kind].side == "credit" else signed, self.currency)

    def total(self, kind: Kind, **about: str) -> Money:
        """Return what all accounts of a kind hold whose parts are as ``about`` says, on the kind's own side."""
        signed = sum(
            minor for account, minor in self._balances.items() if account.kind is kind and _is_about(account, about)
        )
        return Money(-signed if KINDS[kind].side == "credit" else signed, self.currency)

    def balances(self) -> Mapping[Account, int]:
        """Return {account: minor units, debits positive} of every account that was ever touched."""
        return dict(self._balances)

    def track_total(self, track: Track) -> int:
        """Return what a track's accounts are together, in minor units: always 0."""
        return sum(minor for account, minor in self._balances.items() if account.track is track)

    def behind(self, account: Account) -> tuple[Entry, ...]:
        """Return the entries that made an account's balance, first to last."""
        return tuple(self._of_account.get(account, ()))

    def of_event(self, event: Event) -> tuple[Entry, ...]:
        """Return the entries that one event made."""
        return tuple(self._of_event.get(event, ()))

    def of_budget_line(self, line: str) -> Iterator[Entry]:
        """Yield the entries that touched a budget line, first to last; each names its event."""
        return (one for one in self._entries if any(each.account.part("line") == line for each in one.lines))

    def find(self, name: EntryName) -> Entry | None:
        """Return the entry of a name, or None."""
        return self._by_name.get(name)

    def reversed_by(self, name: EntryName) -> EntryName | None:
        """Return the name of the entry that took this one back, or None while it stands."""
        return self._reversed.get(name)

    def _remember(self, entry: Entry) -> None:
        if entry.reverses is not None:
            self._reversed[entry.reverses] = entry.name
        for payment in _parts(entry.lines, "payment"):
            self._payment_of.setdefault(payment, _about(entry))
            if entry.name.posting in RELEASES:
                self._released[payment] = entry.name
        if entry.name.posting in BY_THE_BANK:
            for statement in _parts(entry.lines, "statement"):
                self._bank_lines[statement] = entry.name

    def _known(self, entry: Entry) -> Refusal | None:
        currency = next((x.amount.currency for x in entry.lines if x.amount.currency != self.currency), None)
        if currency is not None:
            return refusals.other_currency(entry, currency, self.currency)
        return refusals.posted_before(entry) if entry.name in self._by_name else None

    def _unlike_its_posting(self, entry: Entry) -> Refusal | None:
        """Return why the lines are not those that the posting makes, or not those of the entry that they take back."""
        if entry.name.posting is not Posting.REVERSE:
            if entry.reverses is not None:
                return refusals.reverses_by_the_way(entry)
            return refusals.wrong_lines(entry) if not _is_as_posted(entry) else _of_two_things(entry)
        first = self._by_name.get(entry.reverses) if entry.reverses else None
        if first is None:
            return refusals.nothing_to_reverse(entry)
        if first.name.posting is Posting.REVERSE or first.name.posting in BY_THE_BANK:
            return refusals.cannot_be_reversed(first)
        if first.name in self._reversed:
            return refusals.reversed_before(first, self._reversed[first.name])
        if entry.lines != counter_entry(first, entry.name.event).lines:
            return refusals.not_the_opposite(entry, first)
        return None

    def _paid_before(self, entry: Entry) -> Refusal | None:
        """Return why it would owe or pay one payment a second time, or a part of it."""
        posting = entry.name.posting
        for payment in _parts(entry.lines, "payment"):
            if self._payment_of.get(payment, _about(entry)) != _about(entry) and posting is not Posting.REVERSE:
                return refusals.payment_of_another(entry, payment, self._payment_of[payment])
            if posting in (*RELEASES, Posting.OWE) and payment in self._released:
                return refusals.paid_twice(payment, self._released[payment])
            if posting is Posting.OWE and self._payable(entry):
                return refusals.owed_before(payment, self._payable(entry))
            if posting is Posting.RELEASE and entry.amount < self._payable(entry).minor:
                return refusals.in_part(payment, Money(entry.amount, self.currency), self._payable(entry))
        return None

    def _banked_before(self, entry: Entry) -> Refusal | None:
        """Return why it would take in one line of the bank a second time."""
        for statement in _parts(entry.lines, "statement") if entry.name.posting in BY_THE_BANK else ():
            if statement in self._bank_lines:
                return refusals.bank_line_twice(statement, self._bank_lines[statement])
        return None

    def _payable(self, entry: Entry) -> Money:
        """Return what is payable already of the payment that an entry is about."""
        account = next(line.account for line in entry.lines if line.account.kind is Kind.PAYABLE)
        return Money(self._balances.get(account, 0), self.currency)

    def _overdrawn(self, entry: Entry) -> Refusal | None:
        for line in entry.lines:
            held = self._balances.get(line.account, 0)
            after, side = held + line.amount.minor, KINDS[line.account.kind].side
            if (side == "debit" and after < 0) or (side == "credit" and after > 0):
                asked = Money(abs(line.amount.minor), self.currency)
                return refusals.overdrawn(entry, line.account, asked, Money(abs(held), self.currency))
            if abs(after) > LARGEST_MINOR:
                return refusals.beyond_bounds(entry, line.account)
        return None


def _misshapen(entry: Entry) -> Refusal | None:
    """Return what is wrong with an entry wherever it would be posted: nothing moves, or it is not balanced."""
    if not entry.lines or any(not line.amount for line in entry.lines):
        return refusals.zero(entry)
    if entry.name.event.seq < 1 or not entry.name.event.of or entry.name.nth < 1:
        return refusals.no_event(entry)
    for track in Track:
        sides = {x.amount.currency: 0 for x in entry.lines}
        for line in entry.lines:
            if line.account.track is track:
                sides[line.amount.currency] += line.amount.minor
        for currency, left in sides.items():
            if left:
                return refusals.unbalanced(entry, track, left, currency)
    return None


def _is_as_posted(entry: Entry) -> bool:
    """Tell whether each line is on the side and the kind of account that the posting moves, all of one amount."""
    wanted = [pair for move in MOVES[entry.name.posting] for pair in ((move.debit, 1), (move.credit, -1))]
    found = [(line.account.kind, 1 if line.amount.minor > 0 else -1) for line in entry.lines]
    return sorted(wanted) == sorted(found) and len({abs(line.amount.minor) for line in entry.lines}) == 1


def _of_two_things(entry: Entry) -> Refusal | None:
    """Return why an entry is about two budget lines, cases or payments at once."""
    for part in SHARED:
        values = _parts(entry.lines, part)
        if len(values) > 1:
            return refusals.two_subjects(entry, part, sorted(values))
    return None


def _is_about(account: Account, about: Mapping[str, str]) -> bool:
    held: dict[str, str] = dict(zip(KINDS[account.kind].parts, account.of, strict=True))
    return all(held.get(part) == value for part, value in about.items())


def _parts(lines: tuple[Line, ...], name: Part) -> set[str]:
    return {value for line in lines if (value := line.account.part(name)) is not None}


def _about(entry: Entry) -> str:
    """Return whose payment it is, in words: its case."""
    return " ".join(sorted(_parts(entry.lines, "case")))
