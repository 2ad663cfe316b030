"""How far a case has come: each of its steps, in words that fit how far that step is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from layani.office.house import role_title
from layani.office.pages.citizen.case_words import STATUS, ball_words
from layani.office.pages.citizen.timeline_acting import for_a_post
from layani.office.pages.parts.lists import StepPart
from layani.office.pages.public.service import step_name
from layani.rules.cases.acts.objecting import SETS_ASIDE
from layani.rules.cases.decider import evolve
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import GRANTED_STATUSES, NOBODY_YET, Case, Event
from layani.rules.catalogue.renderings.step_words import if_found
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
    "visit": {
        "later": Text("Lokasi akan ditinjau", "The place will be visited"),
        "queued": Text("Menunggu peninjauan lokasi", "Waiting for a visit to the place"),
        "at work": Text("Lokasi sedang ditinjau", "The place is being visited"),
        "done": Text("Lokasi sudah ditinjau", "The place was visited"),
    },
    "initial": {
        "later": Text("Paraf menyusul", "An initial will follow"),
        "queued": Text("Menunggu paraf", "Waiting for an initial"),
        "at work": Text("Sedang diparaf", "Being initialled"),
        "done": Text("Sudah diparaf", "Initialled"),
    },
    "notice": {
        "later": Text("Akan diumumkan kepada publik", "Will be made public"),
        "queued": Text("Menunggu diumumkan kepada publik", "Waiting to be made public"),
        "at work": Text("Pengumuman sedang disiapkan", "The notice is being prepared"),
        "outside": Text("Sedang diumumkan kepada publik", "Public for everybody to read"),
        "done": Text("Sudah diumumkan kepada publik", "Was made public"),
    },
    "rank": {
        "later": Text(
            "Peringkat menyusul setelah pendaftaran ditutup", "The ranking follows the close of applications"
        ),
        "queued": Text("Menunggu peringkat", "Waiting for the ranking"),
        "done": Text("Peringkat sudah berlaku", "The ranking counts"),
    },
    "decide": {
        "later": Text("Keputusan menyusul", "The decision will follow"),
        "queued": Text("Menunggu keputusan", "Waiting for the decision"),
        "at work": Text("Sedang diputuskan", "Being decided"),
        "yours": Text("Keputusan menunggu jawaban Anda", "The decision waits for your answer"),
        "done": Text("Sudah diputuskan", "Decided"),
    },
}


def _title(case: Case, step: PlannedStep, progress: str) -> Text:
    return PROGRESS.get(step.kind, {}).get(progress) or step_name(case.service, step.id, step.kind)


def steps_of(case: Case, events: Sequence[Event], now: datetime) -> list[StepPart]:
    """Return how far a case has come: its arrival, its planned steps, and its letter."""
    ended = _ends_side_by_side(events) if case.branches else _step_ends(case, events)
    parts = [StepPart(Text("Permohonan diterima", "Application received"), "done", done_at=case.received_at)]
    ids = [step.id for step in case.steps]
    open_now = {one.id for one in case.open_steps()}
    # Where steps run one after the other, what stands above the open one is over, also where a log does not say when.
    over = set() if case.branches or case.step not in ids else set(ids[: ids.index(case.step)])
    for step in case.steps:
        holder = role_title(case.pooled.get(step.id, step.role))
        if step.id in open_now:
            parts.append(_open_step(case.seen_at(step.id), step, holder, now))
        elif step.id in over or step.id in ended:
            holder = (_decided_for(events) if step.kind == "decide" else None) or holder
            parts.append(StepPart(_title(case, step, "done"), "done", holder, done_at=ended.get(step.id)))
        elif case.is_open:
            parts.append(StepPart(_title(case, step, "later"), "later", holder, note=_if_needed(case, step)))
    return [*parts, *_outcome(case)]


def _decided_for(events: Sequence[Event]) -> Text | None:
    """Return the form in which the last decision was signed for a post that is not the decider's own, as its letter."""
    decisions = (one for one in reversed(events) if one.act in DECISIONS)
    return next((for_a_post(one.data) for one in decisions), None)


def _if_needed(case: Case, step: PlannedStep) -> Text | None:
    """Return on what it depends whether a step that is still to come is needed at all."""
    if not step.waits:
        return None
    kinds = {one.id: one.kind for one in case.steps}
    names = [step_name(case.service, name, kinds.get(name, "")) for name in step.waits]
    words = if_found(names)
    return Text(f"{words.id[0].upper()}{words.id[1:]}.", f"{words.en[0].upper()}{words.en[1:]}.")


def _open_step(case: Case, step: PlannedStep, holder: Text, now: datetime) -> StepPart:
    if case.ball == "citizen":
        note = Text("Lihat apa yang kurang di atas.", "See above what is missing.")
        if step.turn:
            note = Text("Lihat di atas apa yang harus Anda lakukan.", "See above what you have to do.")
        return StepPart(_title(case, step, "yours"), "now", yours=True, note=note)
    late = bool(case.step_due_at and now > case.step_due_at)
    outside = case.ball == "outside"
    title = _title(case, step, "outside" if outside else "queued" if case.holder is None else "at work")
    waits = ball_words(replace(case, beside=())) if outside else _lot(case)
    return StepPart(title, "late" if late else "now", holder, due=case.step_due_at, note=waits)


def _lot(case: Case) -> Text | None:
    """Return how the officer of an open step is found, where that is by lot."""
    if case.drawn_to is None:
        return None
    if case.drawn_to == NOBODY_YET:
        return Text("Petugasnya sedang diundi.", "The officer is being drawn by lot.")
    return Text("Petugasnya dipilih dengan undian.", "The officer was drawn by lot.")


def _outcome(case: Case) -> list[StepPart]:
    """Return the end of the way: granted or refused, and the letter."""
    if case.status == "withdrawn" and case.disowned_at:
        return [StepPart(Text("Dihentikan oleh orangnya", "Stopped by the person"), "done", done_at=case.closed_at)]
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
        if case.posted_at and not case.delivered_at:
            held.append(StepPart(Text("Dikirim lewat pos", "Sent by post"), "done", done_at=case.posted_at))
        if case.delivered_at:
            held.append(StepPart(Text("Surat Anda terima", "You have the letter"), "done", done_at=case.delivered_at))
        return [*before, *held]
    if case.status in GRANTED_STATUSES or case.status == "refused":
        title = Text("Surat sedang diterbitkan", "The letter is being issued")
        return [*before, StepPart(title, "now", Text("Diterbitkan oleh sistem", "Issued by the system"))]
    return [StepPart(Text("Surat menyusul", "The letter will follow"), "later")]


DECISIONS = frozenset({"decide_grant", "decide_refuse"})
# Acts by which an officer ends the open step.
ENDS_A_STEP = DECISIONS | {"check_complete"}
# Acts that name the step that they end; those of an imported log may name one that is not open, or none.
ENDS_ITS_STEP = frozenset(
    {
        "perform",
        "visit",
        "initial",
        "external_done",
        "turn_done",
        "notice_closed",
        "rank_final",
        "moved_up",
        "waiting_ended",
    }
)


def ends(event: Event, step: PlannedStep | None) -> bool:
    """Say whether an act ends the step that is open."""
    named = event.act in ENDS_ITS_STEP and step is not None and event.data.get("step") == step.id
    return named or event.act in ENDS_A_STEP


def _ends_side_by_side(events: Sequence[Event]) -> Mapping[str, datetime]:
    """Return when each step of a case ended in which steps run side by side, by its id."""
    ended: dict[str, datetime] = {}
    case = Case()
    for event in events:
        before, case = {one.id for one in case.open_steps()}, evolve(case, event)
        if case.is_open or event.act in ENDS_A_STEP:  # what else closes a case ends no step
            ended |= dict.fromkeys(before - {one.id for one in case.open_steps()}, event.occurred_at)
    return ended


def _step_ends(case: Case, events: Sequence[Event]) -> Mapping[str, datetime]:
    """Return when each planned step was ended, by its id."""
    ended: dict[str, datetime] = {}
    left = list(case.steps)
    for event in events:
        if left and ends(event, left[0]):
            ended[left.pop(0).id] = event.occurred_at
        elif event.act in ENDS_ITS_STEP:
            ended[str(event.data.get("step", ""))] = event.occurred_at
        elif back := _taken_up_again(case, event):
            left = back
            for step in back:
                ended.pop(step.id, None)
    return ended


def _taken_up_again(case: Case, event: Event) -> list[PlannedStep]:
    """Return the steps that are done anew because a decision was set aside; none for any other act."""
    back_to = event.data.get("back_to") if event.act in SETS_ASIDE else None
    ids = [step.id for step in case.steps]
    return list(case.steps[ids.index(back_to) :]) if back_to in ids else []
