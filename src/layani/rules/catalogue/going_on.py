"""What to write where an example cannot go on: its act was refused, as a real one would be."""

from typing import Final

from layani.rules.catalogue.course import Course
from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.grammar.examples import ThenEntry
from layani.rules.refusal import Refusal, Refused


def said(refused: Refused) -> str:
    """Return the reasons of a refusal, in English as all messages of the check are."""
    return " ".join(refusal.reason.en for refusal in refused.refusals)


def cannot(do: str, refused: Refused) -> str:
    """Return what is wrong with an act of an example that was refused."""
    return f"'{do}' is not possible here ({refused.refusals[0].code}): {said(refused)}"


def can_do(course: Course, then: ThenEntry, refusal: Refusal) -> str:
    """Return what to write in the example, or before the act, so that it goes on."""
    service = course.service
    if then.do == "decide refuse" and then.ground not in {one.id for one in service.grounds}:
        return f"Write a ground. {meant(then.ground or '', [one.id for one in service.grounds])}"
    if then.do == "ask" and not then.fields:
        return "Write what is asked for, such as: fields: [contract]"
    if refusal.code == "evidence-not-recorded":
        return f"Put before it: {{do: record evidence, fields: [{', '.join(course.case.unseen)}]}}"
    if refusal.code == "findings-rejected":
        return f"{refusal.remedy.en} 'like' takes over answers, not findings."
    return f"Correct the order, or expect it: expect: {{stopped: {refusal.code}}}"


BACKWARDS: Final = (
    "it happens before what stands above it, or more than ten years after.",
    "Write the things in their order, such as: after: 2 working days",
)
"""What is wrong with a thing that happens too early or much too late, and what to write."""
