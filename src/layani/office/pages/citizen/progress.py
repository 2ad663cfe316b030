"""How far a case has come: each of its steps, in words that fit how far that step is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from layani.office.pages.citizen.case_words import STATUS
from layani.office.pages.parts.lists import StepPart
from layani.office.pages.public.service import role_title, step_title
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event, PlannedStep
from layani.rules.text import Text

# Kind of step -> how far it is -> words; a kind of another system goes by its name alone.
PROGRESS = {
    "check": {
        "later": Text("Kelengkapan akan diperiksa", "Will be checked for completeness"),
        "queued": Text("Menunggu diperiksa kelengkapannya", "Waiting to be checked for completeness"),
        "at work": Text("Kelengkapan sedang diperiksa", "Being checked for completeness"),
        "yours": Text("Kelengkapan menunggu jawaban Anda", "Completeness waits for your answer"),
        "done": Text("Kelengkapan sudah diperiksa", "Checked for completeness"),
    },
    "decide": {
        "later": Text("Keputusan menyusul", "The decision will follow"),
        "queued": Text("Menunggu keputusan", "Waiting for the decision"),
        "at work": Text("Sedang diputuskan", "Being decided"),
        "yours": Text("Keputusan menunggu jawaban Anda", "The decision waits for your answer"),
        "done": Text("Sudah diputuskan", "Decided"),
    },
}


def _title(step: PlannedStep, progress: str) -> Text:
    return PROGRESS.get(step.kind, {}).get(progress) or step_title(step.kind, step.id)


def steps_of(case: Case, events: Sequence[Event], now: datetime) -> list[StepPart]:
    """Return how far a case has come: its arrival, its planned steps, and its letter."""
    ended = _step_ends(case, events)
    parts = [StepPart(Text("Permohonan diterima", "Application received"), "done", done_at=case.received_at)]
    ids = [step.id for step in case.steps]
    open_at = ids.index(case.step) if case.step in ids else None
    for place, step in enumerate(case.steps):
        holder = role_title(step.role)
        if open_at is not None and place == open_at:
            parts.append(_open_step(case, step, holder, now))
        elif (open_at is not None and place < open_at) or step.id in ended:
            parts.append(StepPart(_title(step, "done"), "done", holder, done_at=ended.get(step.id)))
        elif case.is_open:
            parts.append(StepPart(_title(step, "later"), "later", holder))
    return [*parts, *_outcome(case)]


def _open_step(case: Case, step: PlannedStep, holder: Text, now: datetime) -> StepPart:
    if case.ball == "citizen":
        note = Text("Lihat apa yang kurang di atas.", "See above what is missing.")
        return StepPart(_title(step, "yours"), "now", yours=True, note=note)
    late = bool(case.step_due_at and now > case.step_due_at)
    title = _title(step, "queued" if case.holder is None else "at work")
    return StepPart(title, "late" if late else "now", holder, due=case.step_due_at)


def _outcome(case: Case) -> list[StepPart]:
    """Return the end of the way: granted or refused, and the letter."""
    if case.status == "withdrawn":
        return [StepPart(Text("Ditarik kembali oleh Anda", "Withdrawn by you"), "done", done_at=case.closed_at)]
    if case.status == "lapsed":
        return [
            StepPart(Text("Ditutup karena tidak dijawab", "Closed without an answer"), "done", done_at=case.closed_at)
        ]
    letter = Text("Surat terbit", "Letter issued")
    deemed = [StepPart(STATUS["deemed_granted"][0], "done", done_at=case.decided_at)]
    before = deemed if case.status == "deemed_granted" else []
    if case.issued_at:
        held = [StepPart(letter, "done", done_at=case.issued_at)]
        if case.delivered_at:
            held.append(StepPart(Text("Surat Anda terima", "You have the letter"), "done", done_at=case.delivered_at))
        return [*before, *held]
    if case.status in GRANTED_STATUSES or case.status == "refused":
        title = Text("Surat sedang diterbitkan", "The letter is being issued")
        return [*before, StepPart(title, "now", Text("Diterbitkan oleh sistem", "Issued by the system"))]
    return [StepPart(Text("Surat menyusul", "The letter will follow"), "later")]


# Acts by which an officer ends the open step.
ENDS_A_STEP = frozenset({"check_complete", "decide_grant", "decide_refuse"})


def _step_ends(case: Case, events: Sequence[Event]) -> Mapping[str, datetime]:
    """Return when each planned step was ended, by its id."""
    ended: dict[str, datetime] = {}
    open_steps = iter(case.steps)
    for event in events:
        if event.act in ENDS_A_STEP and (step := next(open_steps, None)):
            ended[step.id] = event.occurred_at
        elif event.act in ("perform", "visit"):
            ended[str(event.data.get("step", ""))] = event.occurred_at
    return ended
