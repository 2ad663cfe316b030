"""What a step's officer wrote down: whether the step can end so."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.answers import FieldProblem, check_answers
from layani.rules.catalogue.model import Step
from layani.rules.catalogue.step_kinds import DONE, NUMBER, ApplicantTurn
from layani.rules.text import Text


def findings_problems(step: Step, found: Mapping[str, Any]) -> tuple[FieldProblem, ...]:
    """Return what is wrong with the findings of a step, in their order; () when the step can end so.

    found: values by the finding's name, as JSON holds them
    """
    if step.finds is None:
        return ()
    if problems := check_answers(step.finds, found):
        return problems
    if step.external and not step.external.number.fits(str(found[NUMBER])):
        return (FieldProblem(NUMBER, _other_number(step)),)
    turn = step.turn
    if turn and turn.number and found.get(DONE) and not turn.number.fits(str(found.get(NUMBER, ""))):
        return (FieldProblem(NUMBER, _other_receipt(turn)),)
    return ()


def _other_receipt(turn: ApplicantTurn) -> Text:
    label, written = turn.label or Text("", ""), turn.number.words() if turn.number else Text("", "")
    return Text(
        id=f"{label.id} ditulis seperti ini: {written.id}. Salin lagi dari buktinya.",
        en=f"{label.en} is written like this: {written.en}. Copy it again from the proof.",
    )


def _other_number(step: Step) -> Text:
    label, written = (step.external.label, step.external.number.words()) if step.external else (Text("", ""),) * 2
    return Text(
        id=f"{label.id} ditulis seperti ini: {written.id}. Salin lagi dari sistem itu.",
        en=f"{label.en} is written like this: {written.en}. Copy it again from that system.",
    )
