"""Hold the register of letters against the acts of their cases: none invented, gone, with other words or standing."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby

from cryptography.exceptions import InvalidTag

from layani.office.actions.comparing_editions import FELL, ISSUED, number_in, wrong_day, wrong_editions
from layani.office.actions.comparing_papers import altered_papers
from layani.office.actions.issuing import BOUND
from layani.office.actions.looking_through import BEFORE_ALL, legible_at
from layani.office.actions.viewing import opened
from layani.office.gateways.sealing import canonical, open_sealed
from layani.office.house import calendar, key_store
from layani.office.tables.models import Case, Event, Letter, Signature
from layani.office.tables.models.signatures import SIGNED

CASES_AT_A_TIME = 500


def altered_letters() -> Iterator[tuple[str, str]]:
    """Yield which letter is not what its act says, and what is wrong; without its content."""
    last = BEFORE_ALL
    with_letters = Case.objects.filter(pk__in=Event.objects.filter(act__in=ISSUED).values("case_id"))
    with_letters |= Case.objects.filter(pk__in=Letter.objects.values("case_id"))
    while rows := list(with_letters.filter(pk__gt=last).order_by("pk")[:CASES_AT_A_TIME]):
        events = Event.objects.filter(case__in=rows, act__in=ISSUED + FELL).order_by("case_id", "seq")
        acts = {case: list(some) for case, some in groupby(events, key=lambda one: one.case_id)}
        held = Letter.objects.filter(case__in=rows).order_by("case_id", "edition")
        letters = {case: list(some) for case, some in groupby(held, key=lambda one: one.case_id)}
        unsigned = set(Signature.objects.filter(case__in=rows).exclude(state=SIGNED).values_list("case_id", "edition"))
        keys = key_store().held(row.ref for row in rows)
        for row in rows:
            of_case, of_acts = letters.get(row.pk, []), acts.get(row.pk, [])
            issued = [act for act in of_acts if act.act in ISSUED]
            yield from legible_at(f"letters of {row.number}", _gone(row, issued, of_case))
            yield from legible_at(f"letters of {row.number}", wrong_editions(row, of_acts, of_case))
            for letter in of_case:
                waits = (row.pk, letter.edition) in unsigned or not letter.in_force
                found = _in_letter(letter, issued, keys.get(row.ref), waits=waits)
                yield from legible_at(f"letter {letter.number}", found)
        yield from legible_at("files of letters", altered_papers(rows, acts, keys))
        last = rows[-1].pk


def _gone(row: Case, acts: Sequence[Event], letters: Sequence[Letter]) -> Iterator[tuple[str, str]]:
    held = {letter.number for letter in letters}
    for number in sorted({number_in(act) for act in acts} - held - {""}):
        yield f"letter {number}", f"was issued by an act of {row.number} and is gone"


def _in_letter(letter: Letter, acts: Sequence[Event], key: bytes | None, *, waits: bool) -> Iterator[tuple[str, str]]:
    """waits: it may have its number without an act, because nobody has signed it."""
    by = [act for act in acts if number_in(act) == letter.number]
    if not by:
        if not waits:
            yield f"letter {letter.number}", "counts, and no act issued it"
        return
    day = calendar().local(letter.issued_at).date().isoformat()
    if key is None:
        yield from _at(letter, wrong_day(letter, by[-1], signing=None, day=day, issued_on=""))
        return
    try:
        content: Mapping[str, object] = open_sealed(key, bytes(letter.sealed), BOUND)
        told = opened(by[-1], key).get("letter")
    except InvalidTag:
        yield f"letter {letter.number}", "or its act has a sealed part that its key does not open"
        return
    if told and sha256(canonical(content)).hexdigest() != told:
        yield f"letter {letter.number}", "does not say what its act says that it said"
    if content.get("number") != letter.number or content.get("code") != letter.code:
        yield f"letter {letter.number}", "has another number or code in the register than in its text"
    signing, issued_on = bool(content.get("signing")), str(content.get("issued_on", ""))
    yield from _at(letter, wrong_day(letter, by[-1], signing=signing, day=day, issued_on=issued_on))


def _at(letter: Letter, found: Iterator[str]) -> Iterator[tuple[str, str]]:
    yield from ((f"letter {letter.number}", what) for what in found)
