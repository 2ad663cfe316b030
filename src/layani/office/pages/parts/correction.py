"""What is said of the correction of a letter: for correction.html, to the applicant and to who decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.actions.viewing import opened_events
from layani.office.pages.parts.say import language
from layani.office.tables.models import Case as Row
from layani.office.tables.projection import event_of
from layani.rules.cases.act import moment
from layani.rules.cases.acts.correcting import CORRECTION_GROUNDS
from layani.rules.cases.parts import CORRECTION_PROPOSED_BY
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Service
from layani.rules.catalogue.fields import show
from layani.rules.text import Text

WORDS_OF_CORRECTIONS = frozenset({"propose_correction", "answer_correction", "correct", "drop_correction"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that is put right: the question, what stands now and what shall stand."""

    label: Text
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """The last correction of a case.

    open:   it is not decided; waits: the applicant still has time and has not answered
    answer_by, decide_by: until when they can answer, and when it must be decided
    answer: what they said; disputed: and that they do not agree, None while they have not answered
    why:    what was decided, in words; dropped: and that the letter stays as it is
    """

    ground: Text
    wrong: str
    right: str
    source: str
    changes: tuple[Changed, ...]
    at: datetime
    answer_by: datetime | None
    decide_by: datetime | None
    open: bool
    answer: str
    disputed: bool | None
    why: str
    dropped: bool

    def waits(self, now: datetime) -> bool:
        """Whether the applicant still has time, and has not answered."""
        return self.open and self.disputed is None and self.answer_by is not None and now <= self.answer_by


def correction_part(row: Row, case: Case, service: Service | None) -> CorrectionPart | None:
    """Return the last correction of a case, None where there was none; one query where there was one."""
    if not (case.correction or case.corrected or CORRECTION_PROPOSED_BY in case.done_by):
        return None
    return correction_in([(event_of(event), said) for event, said in opened_events(row)], service)


def correction_in(opened: Sequence[tuple[Event, Mapping[str, Any]]], service: Service | None) -> CorrectionPart | None:
    """Return the last correction among opened events; answers of before it are read from them, too."""
    last = max((place for place, (event, _) in enumerate(opened) if event.act == "propose_correction"), default=None)
    if last is None:
        return None
    event, said = opened[last]
    after = {one.act: (one, words) for one, words in opened[last + 1 :] if one.act in WORDS_OF_CORRECTIONS}
    answered = after.get("answer_correction")
    dropped, decided = after.get("drop_correction"), after.get("correct")
    ended = dropped or decided
    return CorrectionPart(
        ground=CORRECTION_GROUNDS.get(str(event.data.get("ground")), Text("–", "–")),
        wrong=str(said.get("wrong", "")),
        right=str(said.get("right", "")),
        source=str(said.get("source", "")),
        changes=_changes(said.get("changes", {}), opened[:last], service),
        at=event.occurred_at,
        answer_by=moment(event.data.get("answer_by")),
        decide_by=moment(event.data.get("decide_by")),
        open=ended is None,
        answer=str(answered[1].get("words", "")) if answered else "",
        disputed=not answered[0].data.get("agrees") if answered else None,
        why=str(ended[1].get("why", "")) if ended else "",
        dropped=dropped is not None,
    )


def _changes(
    changes: Mapping[str, Any], before: Sequence[tuple[Event, Mapping[str, Any]]], service: Service | None
) -> tuple[Changed, ...]:
    answers: dict[str, Any] = {}
    for _, said in before:
        answers.update(said.get("answers", {}))
    fields = service.fields if service else {}
    return tuple(
        Changed(
            fields[name].label,
            show(fields[name], answers.get(name), language()),
            show(fields[name], value, language()),
        )
        for name, value in changes.items()
        if name in fields
    )
