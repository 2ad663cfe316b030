"""What the holder of a case can do in a step that neither checks nor decides: each posted form calls one action."""

from collections.abc import Callable, Mapping

from layani.office.actions import performing
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.performing import Found, Objection, step_of_case
from layani.office.pages.citizen.case_words import service_of
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.officer.acting_here import NotFilledIn, Sending
from layani.office.pages.parts.asking import posted_by
from layani.rules.catalogue.answers import read_form
from layani.rules.catalogue.model import Findings, Step
from layani.rules.text import Text

MOST_OF_A_TEAM = 20
LONGEST_NAME = 100  # characters


def find(sending: Sending) -> None:
    """End the step with what was found; a photo of a form that lacks something must be chosen once more."""
    step = _step(sending)
    if step is None or step.finds is None:
        _finish(sending, step.id if step else sending.text("step"), {})
        return
    taken = take_files(sending.row.party, step.finds.fields, sending.request.FILES, sending.now)
    result = read_form(step.finds, step.id, posted_by(sending.request), {}, files=taken.files)
    problems = {problem.field: problem.text for problem in result.problems} | taken.refused
    if problems or taken.fault:
        taken.settle({})
        raise NotFilledIn(problems | _again(step.finds, set(taken.files) - problems.keys()))
    try:
        _finish(sending, step.id, result.answers)
    except BaseException:
        taken.settle({})
        raise


def _finish(sending: Sending, step: str, values: Mapping[str, object]) -> None:
    found = Found(step, values, team_of(sending), told_by_mouth(sending))
    try:
        performing.finish(sending.row.number, found, actor=sending.actor, now=sending.now, once=sending.once)
    except AnswersRejected as rejected:
        raise NotFilledIn({problem.field: problem.text for problem in rejected.problems}) from rejected


def _again(finds: Findings, photos: set[str]) -> dict[str, Text]:
    say = Text("Pilih foto ini sekali lagi.", "Choose this picture once more.")
    return {one.name: say for one in finds.fields if one.name in photos}


def _step(sending: Sending) -> Step | None:
    service = service_of(sending.row.service)
    return step_of_case(service, sending.text("step")) if service else None


def team_of(sending: Sending) -> tuple[str, ...]:
    """Return the names of all who were there, one from each line; the same name twice is one person."""
    names = (" ".join(line.split())[:LONGEST_NAME] for line in sending.text("team").splitlines())
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_OF_A_TEAM]


def told_by_mouth(sending: Sending) -> frozenset[int]:
    """Return the places of the people whom the officer ticked as told by mouth."""
    ticked = sending.request.POST.getlist("by_mouth")
    return frozenset(int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) <= 3)


def _of_the_step(action: Callable[..., object], *boxes: str) -> Callable[[Sending], None]:
    """Return what calls an action on a step with what stands in some boxes, in their order."""

    def do(sending: Sending) -> None:
        said = (sending.text(box) for box in boxes)
        action(sending.row.number, sending.text("step"), *said, actor=sending.actor, now=sending.now, once=sending.once)

    return do


def objection(sending: Sending) -> None:
    """Record what somebody has against the application."""
    performing.take_objection(
        sending.row.number,
        sending.text("step"),
        Objection(sending.text("words"), sending.text("who")[:LONGEST_NAME]),
        actor=sending.actor,
        now=sending.now,
        once=sending.once,
    )


WORK_DEEDS: Mapping[str, Callable[[Sending], None]] = {
    "visit": find,
    "perform": find,
    "external_done": find,
    "initial": _of_the_step(performing.initial, "words"),
    "external_sent": _of_the_step(performing.send_outside),
    "outage": _of_the_step(performing.record_outage, "words"),
    "notice_opened": _of_the_step(performing.open_notice),
    "notice_objection": objection,
    "turn_done": find,
    "turn_again": _of_the_step(performing.not_done_yet, "words"),
    "notice_closed": _of_the_step(performing.close_notice),
}
STAYS = frozenset({"outage", "notice_objection", "evidence_noted", "condition_met", "looked_up"})
"""Acts after which the case is still on the desk."""
