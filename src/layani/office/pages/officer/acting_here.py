"""What an officer can do to the case on their desk: each posted form calls one action."""

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from layani.office.actions import (
    checking,
    conditions,
    deciding,
    evidence,
    extending,
    looking_up,
    pausing,
    releasing,
    serving,
    signing,
)
from layani.office.actor import Actor
from layani.office.pages.citizen.case_words import service_of_case
from layani.office.pages.parts.asking import posted_by
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.catalogue.answers import read_form
from layani.rules.catalogue.partly import PLACE, Partly, partly_of
from layani.rules.text import Text

log = logging.getLogger(__name__)
LANGUAGES = frozenset({"id", "en"})
LONGEST_WORDS = 1_000  # characters of one item of a notice, and of a fact
BOX, WORDS = "ask-", "words-"


class NotFilledIn(Exception):
    """A form lacks something; ``problems`` says what to write, by the name of the box."""

    def __init__(self, problems: Mapping[str, Text]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(text.en for text in self.problems.values()))


@dataclass(frozen=True, slots=True)
class Sending:
    """One posted form: on which case, by whom, when, and under which key, so that a form sent twice acts once."""

    request: HttpRequest
    row: Case
    actor: Actor
    now: datetime

    @property
    def once(self) -> str | None:
        """The form's own key; a form that was tampered with has none."""
        try:
            return str(uuid.UUID(self.request.POST.get("once", "")))
        except ValueError:
            return None

    def text(self, name: str) -> str:
        """Return what was written in a box, trimmed, and cut where the form would not have let it grow."""
        return self.request.POST.get(name, "").replace("\r\n", "\n").strip()[:LONGEST_WORDS]


def complete(sending: Sending) -> None:
    """Find the application complete."""
    checking.check_complete(sending.row.number, actor=sending.actor, now=sending.now, once=sending.once)


def ask(sending: Sending) -> None:
    """Ask for everything that is missing; a ticked item needs its words, and words need no tick."""
    posted = sending.request.POST
    ticked = {key.removeprefix(BOX) for key in posted if key.startswith(BOX)}
    written = {key.removeprefix(WORDS): sending.text(key) for key in posted if key.startswith(WORDS)}
    items = {name: words for name, words in written.items() if words}
    if silent := ticked - items.keys():
        say = Text("Tulis apa yang kurang atau salah pada isian ini.", "Write what is missing or wrong with this item.")
        raise NotFilledIn({WORDS + name: say for name in sorted(silent)})
    revealed = [name for name in items if f"revealed-{name}" in posted]
    checking.ask_missing(
        sending.row.number, items, actor=sending.actor, now=sending.now, once=sending.once, revealed=revealed
    )


def grant(sending: Sending) -> None:
    """Grant, and issue the letter."""
    deciding.grant(
        sending.row.number, actor=sending.actor, now=sending.now, once=sending.once, seen=_differences_seen(sending)
    )
    issue_at_once(sending.row.number, sending.now)


def _differences_seen(sending: Sending) -> list[str]:
    """Return the answers about the person that the page showed as others than the register's, as its form says."""
    return sending.text("differs").split(",")


def why_of(sending: Sending) -> deciding.Why:
    """Return the reason that was written into the form of a refusal."""
    otherwise = sending.request.POST.get("seen_otherwise") == "yes"
    written_in = sending.text("fact_language")
    said_in = written_in if written_in in LANGUAGES else ""
    return deciding.Why(sending.text("ground"), sending.text("fact"), otherwise, said_in)


def refuse(sending: Sending) -> None:
    """Refuse with ground and fact, and issue the letter that says them."""
    deciding.refuse(sending.row.number, why_of(sending), actor=sending.actor, now=sending.now, once=sending.once)
    issue_at_once(sending.row.number, sending.now)


def part_of(sending: Sending) -> deciding.Part:
    """Return what was written into the form of a grant in part; raises NotFilledIn for what it lacks."""
    partly = partly_here(sending.row)
    given: Mapping[str, Any] = {}
    if partly:
        result = read_form(partly.sets, PLACE, posted_by(sending.request), {})
        if result.problems:
            raise NotFilledIn({problem.field: problem.text for problem in result.problems})
        given = result.answers
    why = why_of(sending)
    part = deciding.Part(given, why.ground, why.fact, why.language)
    if problems := part.problems(sending.row):
        raise NotFilledIn({problem.field: problem.text for problem in problems})
    return part


def partly_here(row: Case) -> Partly | None:
    """Return how the open step of a case may grant a part; None where it may not."""
    service = service_of_case(row)
    return partly_of(service, state_of(row).step) if service else None


def grant_partly(sending: Sending) -> None:
    """Grant a part, refuse the rest, and issue the letter that says both."""
    part = part_of(sending)
    deciding.grant_partly(
        sending.row.number, part, actor=sending.actor, now=sending.now, once=sending.once,
        seen=_differences_seen(sending),
    )  # fmt: skip
    issue_at_once(sending.row.number, sending.now)


def put_back(sending: Sending) -> None:
    """Return the case to its place in the queue."""
    serving.put_back(
        sending.row.number, sending.text("reason"), actor=sending.actor, now=sending.now, once=sending.once
    )


def release(sending: Sending) -> None:
    """Free another officer's desk."""
    releasing.release(
        sending.row.number, sending.text("reason"), actor=sending.actor, now=sending.now, once=sending.once
    )


def extend(sending: Sending) -> None:
    """Take more time, once."""
    extending.extend(
        sending.row.number, sending.text("reason"), actor=sending.actor, now=sending.now, once=sending.once
    )


def pause(sending: Sending) -> None:
    """Stop the clock, because another body's system is out."""
    pausing.pause(
        sending.row.number,
        sending.text("system"),
        sending.text("evidence"),
        actor=sending.actor,
        now=sending.now,
        once=sending.once,
    )


def resume(sending: Sending) -> None:
    """Let the clock run on."""
    pausing.resume(sending.row.number, actor=sending.actor, now=sending.now, once=sending.once)


def record_evidence(sending: Sending) -> None:
    """Record what was done with the paper behind one answer."""
    field, kind = sending.text("field"), sending.text("kind")
    evidence.record(sending.row.number, field, kind, actor=sending.actor, now=sending.now, once=sending.once)


def meet_condition(sending: Sending) -> None:
    """Record that a part of the plan is due."""
    part, words = sending.text("part"), sending.text("words")
    conditions.meet(sending.row.number, part, words, actor=sending.actor, now=sending.now, once=sending.once)


def look_up(sending: Sending) -> None:
    """Look declared answers up in a register of another body."""
    source = sending.text("source")
    looking_up.look_up(sending.row.number, source, actor=sending.actor, now=sending.now, once=sending.once)


DEEDS: Mapping[str, Callable[[Sending], None]] = {
    "check_complete": complete,
    "ask_missing": ask,
    "decide_grant": grant,
    "decide_partly": grant_partly,
    "decide_refuse": refuse,
    "put_back": put_back,
    "release": release,
    "extend": extend,
    "pause": pause,
    "resume": resume,
    "looked_up": look_up,
    "condition_met": meet_condition,
    "evidence_noted": record_evidence,
}


def issue_at_once(number: str, now: datetime) -> None:
    """Issue the letter, so that the citizen has it in seconds.

    Where letters are signed, it waits in the queue of who decided. The decision stands already. Whatever keeps the
    letter from being written now is logged, and the sweep
    ``issue_letters`` writes it as soon as it can.
    """
    try:
        signing.issue_or_wait(number, now=now)
    except Exception:  # the officer has decided and must not be told otherwise
        log.exception("The letter of case %s waits for the sweep.", number)
