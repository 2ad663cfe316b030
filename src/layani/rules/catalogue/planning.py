"""What a filing writes down of its service: the planned steps, and what the law says of the time."""

from typing import Any

from layani.rules.cases.state import PlannedStep
from layani.rules.catalogue.model import Promise, Step


def planned_step(step: Step) -> PlannedStep:
    """Return a step as the case keeps it."""
    notice = step.notice
    return PlannedStep(
        step.id,
        step.kind,
        step.role,
        step.within.amount,
        step.within.unit,
        step.not_same_as,
        length=(notice.length.amount, notice.length.unit) if notice else None,
        objections=(notice.objections.amount, notice.objections.unit) if notice else None,
        office_unit=step.office_unit,
        after=step.after,
    )


def lawful(promise: Promise) -> dict[str, Any]:
    """Return the law's own term, the extension and the limits of pauses, where the service names them."""
    legal, more, answer, out = promise.legal, promise.extension, promise.answer, promise.outage
    return {
        **({"silence_refuses": True} if promise.if_late == "refuse" else {}),
        **({"legal": [legal.term.amount, legal.term.unit, legal.starts]} if legal else {}),
        **({"extension": [more.by.amount, more.by.unit]} if more else {}),
        **({"answer": [answer.within.amount, answer.warn_after.amount, answer.within.unit]} if answer else {}),
        **({"outage": [out.most.amount, out.most.unit, list(out.systems)]} if out else {}),
    }
