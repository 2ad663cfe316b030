"""What happened to a case, one plain sentence for each act, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from layani.office.pages.citizen.progress import ends
from layani.office.pages.citizen.timeline_words import WORDS, Act
from layani.office.pages.public.service import step_name
from layani.rules.cases.decider import evolve
from layani.rules.cases.side_by_side import about
from layani.rules.cases.state import Case, Event
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline; ``seq`` names the act's receipt; drawn: there is the file of a draw to it."""

    seq: int
    at: datetime
    words: Text
    drawn: bool = False


def timeline(case: Case, events: Sequence[Event]) -> list[Entry]:
    """Return the acts in words, the latest first; one without words is told as a note."""
    acts = _with_roles(case, events)
    return [
        Entry(
            act.event.seq,
            act.event.occurred_at.replace(microsecond=0),
            _words(case, act),
            drawn=act.event.act == "drawn" and "k" in act.event.data,
        )
        for act in reversed(acts)
    ]


def _words(case: Case, act: Act) -> Text:
    """Return one act in words; a step that the service has a name for is called by it."""
    if act.event.act == "perform" and (step := act.data.get("step")):
        name = step_name(case.service, str(step), "perform")
        return Text(f"Selesai: {name.id}", f"Done: {name.en}")
    return WORDS.get(act.event.act, WORDS["note"])(act)


def _with_roles_side_by_side(events: Sequence[Event]) -> list[Act]:
    acts, case = [], Case()
    for event in events:
        before, case = case, evolve(case, event)
        acts.append(Act(event, about(before if before.number else case, event.by, event.data).step_role))
    return acts


def _with_roles(case: Case, events: Sequence[Event]) -> list[Act]:
    """Return each act with the role of the step that was open when it happened."""
    if case.branches:
        return _with_roles_side_by_side(events)
    steps = iter(case.steps)
    open_step = next(steps, None)
    acts = []
    for event in events:
        acts.append(Act(event, open_step.role if open_step else ""))
        if ends(event, open_step):
            open_step = next(steps, None)
    return acts
