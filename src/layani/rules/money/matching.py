"""Which receivable a line of a statement pays, and what a person has to do where that is not plain.

Only references and amounts decide. A name is never a ground: people share names, and pay for each other. A reference
with a typing error is never applied by itself either; it is proposed to a person, and only where the amount is exactly
what is due.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Literal

from layani.rules.money.amount import Money
from layani.rules.money.reference import LENGTH, compact, is_reference
from layani.rules.money.statement import StatementLine
from layani.rules.text import Text

MOST_SIGNS: Final = 1_000
"""Letters and digits of a payer's text that are looked through; banks carry far fewer."""

MOST_WORDS: Final = 4
"""Words in a row that may together be one reference: it is printed in three groups, and typed in up to four."""


_WRITTEN: Final = re.compile(r"\b(?:[0-9A-Z]{4}[- ][0-9A-Z]{4}[- ][0-9A-Z]{3}|[0-9A-Z]{11})\b")
"""A reference as it is printed, in its groups or in one piece."""


class Outcome(StrEnum):
    """What became of a line that arrived."""

    PAID = "paid"
    PART = "part"
    OVER = "over"
    AGAIN = "again"
    NOTHING_DUE = "nothing-due"
    LIKELY = "likely"
    DOES_NOT_FIT = "does-not-fit"
    SEVERAL = "several"
    UNKNOWN_REFERENCE = "unknown-reference"
    NO_REFERENCE = "no-reference"
    RETURNED = "returned"
    LEFT = "left"


APPLIED: Final = frozenset({Outcome.PAID, Outcome.PART, Outcome.OVER, Outcome.AGAIN, Outcome.NOTHING_DUE})
"""Outcomes that the reference alone settles; all others wait for a person, and the money stays unmatched."""

TO_DO: Final[dict[Outcome, Text]] = {
    Outcome.PAID: Text(id="Tidak ada; biayanya lunas.", en="Nothing; the fee is paid."),
    Outcome.PART: Text(
        id="Tidak ada; pemohon membaca berapa sisanya.", en="Nothing; the applicant reads how much is left to pay."
    ),
    Outcome.OVER: Text(
        id="Lepaskan kelebihannya kembali ke rekening pembayar.", en="Release the rest back to the payer's own account."
    ),
    Outcome.AGAIN: Text(
        id="Biaya ini sudah tidak terutang lagi: lepaskan uangnya kembali ke rekening pembayar.",
        en="This fee is settled already: release the money back to the payer's own account.",
    ),
    Outcome.NOTHING_DUE: Text(
        id="Tidak ada biaya yang terutang: lepaskan uangnya kembali ke rekening pembayar.",
        en="Nothing is due here: release the money back to the payer's own account.",
    ),
    Outcome.LIKELY: Text(
        id="Satu tanda berbeda dan jumlahnya tepat: bandingkan kedua nomor itu, lalu benarkan atau tolak.",
        en="One sign differs and the amount is exact: compare the two references, then confirm or refuse.",
    ),
    Outcome.DOES_NOT_FIT: Text(
        id="Nomornya mirip, tetapi jumlahnya lain: tanyakan kepada pembayar berkas mana yang dimaksud.",
        en="The reference is nearly one of ours and the amount is not: ask the payer which case is meant.",
    ),
    Outcome.SEVERAL: Text(
        id="Lebih dari satu nomor cocok: tanyakan kepada pembayar bagaimana uang itu dibagi.",
        en="More than one reference is meant: ask the payer how the money is to be shared out.",
    ),
    Outcome.UNKNOWN_REFERENCE: Text(
        id="Nomornya benar bentuknya tetapi tidak dikenal di sini: cari kantor lain yang menerbitkannya.",
        en="It has the form of a reference and is not known here: find out which office gave it.",
    ),
    Outcome.NO_REFERENCE: Text(
        id="Tanpa nomor: tanyakan kepada pembayar; nama saja tidak cukup.",
        en="No reference: ask the payer; a name alone is not enough.",
    ),
    Outcome.RETURNED: Text(
        id="Pembayaran kembali: perbaiki rekeningnya bersama penerima, lalu bayar dengan nomor baru.",
        en="A payment came back: put the account right with its receiver, then pay under a new number.",
    ),
    Outcome.LEFT: Text(
        id="Uang keluar: cocokkan dengan pembayaran yang dilepas.", en="Money left: hold it against what was released."
    ),
}


@dataclass(frozen=True, slots=True)
class Receivable:
    """What somebody is to pay under a reference.

    of:          the case, or the deposit that a till's money is taken to the bank as
    due:         all that was ever due; outstanding: what of it is not paid
    """

    reference: str
    of: str
    due: Money
    outstanding: Money
    kind: Literal["fee", "deposit"] = "fee"


@dataclass(frozen=True, slots=True)
class Match:
    """What a line pays.

    receivable:  as it was before this line, or None
    applied:     what of the amount goes to it; with LIKELY what would, once a person confirms
    left:        what of the amount does not
    seen:        the references that were found or nearly found, for the person who looks
    """

    line: StatementLine
    outcome: Outcome
    applied: Money
    left: Money
    receivable: Receivable | None = None
    seen: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Tell whether a person has to decide before the money is applied."""
        return self.outcome not in APPLIED

    @property
    def to_do(self) -> Text:
        """Return what a person has to do."""
        return TO_DO[self.outcome]


class Receivables:
    """The receivables that lines are held against, found by a whole reference or by one with a sign wrong."""

    def __init__(self, receivables: Iterable[Receivable]) -> None:
        self._by_reference = {one.reference: one for one in receivables}
        self._without_one: defaultdict[str, set[str]] = defaultdict(set)
        for reference in self._by_reference:
            for shorter in _shorter(reference):
                self._without_one[shorter].add(reference)

    def get(self, reference: str) -> Receivable:
        """Return the receivable of a reference that is known; KeyError otherwise."""
        return self._by_reference[reference]

    def pay(self, reference: str, amount: Money) -> None:
        """Take ``amount`` off what is outstanding."""
        one = self._by_reference[reference]
        self._by_reference[reference] = replace(one, outstanding=one.outstanding - amount)

    def whole(self, line: StatementLine) -> set[str]:
        """Return the known references that stand whole in a line, whatever stands around and between their signs."""
        fields = [compact(field)[:MOST_SIGNS] for field in _fields(line)]
        places = (field[at : at + LENGTH] for field in fields for at in range(len(field) - LENGTH + 1))
        return {signs for signs in places if signs in self._by_reference}

    def near(self, line: StatementLine) -> set[str]:
        """Return the known references from which something in the line is one sign off.

        One sign wrong, missing or too many, or two neighbours swapped.
        """
        return {known for signs in _words(line) for known in self._one_off(signs)}

    def _one_off(self, signs: str) -> set[str]:
        if len(signs) == LENGTH - 1:
            return set(self._without_one.get(signs, ()))
        if len(signs) == LENGTH + 1:
            return {shorter for shorter in _shorter(signs) if shorter in self._by_reference}
        one_wrong = {
            known
            for shorter in _shorter(signs)
            for known in self._without_one.get(shorter, ())
            if sum(mine != theirs for mine, theirs in zip(signs, known, strict=True)) == 1
        }
        return one_wrong | {swapped for swapped in _swapped(signs) if swapped in self._by_reference}


def match(line: StatementLine, receivables: Receivables) -> Match:
    """Return what one line pays. Nothing is changed: ``match_all`` takes off what each line pays."""
    if line.returned or line.amount.minor <= 0:
        return _unmatched(line, Outcome.RETURNED if line.returned and line.amount.minor > 0 else Outcome.LEFT)
    whole = receivables.whole(line)
    if len(whole) == 1:
        return _by_reference(line, receivables.get(whole.pop()))
    if whole:
        return _unmatched(line, Outcome.SEVERAL, whole)
    near = receivables.near(line)
    if len(near) == 1:
        return _by_near(line, receivables.get(near.pop()))
    if near:
        return _unmatched(line, Outcome.SEVERAL, near)
    strange = _strange(line)
    return _unmatched(line, Outcome.UNKNOWN_REFERENCE if strange else Outcome.NO_REFERENCE, strange)


def match_all(lines: Iterable[StatementLine], receivables: Receivables) -> Iterator[Match]:
    """Yield what each line pays, in order; what one line pays is no longer due to the next."""
    for line in lines:
        found = match(line, receivables)
        if found.receivable and not found.waits:
            receivables.pay(found.receivable.reference, found.applied)
        yield found


def _by_reference(line: StatementLine, one: Receivable) -> Match:
    """Return what a line pays whose reference is whole."""
    if one.outstanding.currency != line.amount.currency:
        return _unmatched(line, Outcome.DOES_NOT_FIT, {one.reference})
    applied = min(line.amount, one.outstanding, key=lambda amount: amount.minor)
    if not one.outstanding:
        outcome = Outcome.AGAIN if one.due else Outcome.NOTHING_DUE
    elif line.amount < one.outstanding:
        outcome = Outcome.PART
    else:
        outcome = Outcome.PAID if line.amount == one.outstanding else Outcome.OVER
    return Match(line, outcome, applied, line.amount - applied, one, (one.reference,))


def _by_near(line: StatementLine, one: Receivable) -> Match:
    """Return the proposal for a line whose reference has an error: only where the amount is exactly what is due."""
    if line.amount == one.outstanding:
        return Match(line, Outcome.LIKELY, line.amount, Money(0, line.amount.currency), one, (one.reference,))
    return _unmatched(line, Outcome.DOES_NOT_FIT, {one.reference})


def _unmatched(line: StatementLine, outcome: Outcome, seen: Iterable[str] = ()) -> Match:
    return Match(line, outcome, Money(0, line.amount.currency), line.amount, seen=tuple(sorted(seen)))


def _fields(line: StatementLine) -> tuple[str, ...]:
    return (*line.references, line.end_to_end, line.text)


def _strange(line: StatementLine) -> set[str]:
    """Return what has the whole form of a reference; words of a language have no digits, other numbers no letters."""
    written = (found.group() for field in _fields(line) for found in _WRITTEN.finditer(field.upper()[:MOST_SIGNS]))
    mixed = (one for one in written if re.search("[0-9]", one) and re.search("[A-Z]", one))
    return {compact(one) for one in mixed if is_reference(compact(one))}


def _words(line: StatementLine) -> set[str]:
    """Return what can be a reference with at most one sign too many or too few: words, alone or some in a row."""
    found = set()
    for field in _fields(line):
        words = [compact(word) for word in re.findall(r"[0-9A-Z]+", field.upper()[:MOST_SIGNS])]
        for first in range(len(words)):
            for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1):
                signs = "".join(words[first:last])
                if abs(len(signs) - LENGTH) <= 1:
                    found.add(signs)
    return found


def _shorter(signs: str) -> set[str]:
    return {signs[:at] + signs[at + 1 :] for at in range(len(signs))}


def _swapped(signs: str) -> set[str]:
    return {signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :] for at in range(len(signs) - 1)}
