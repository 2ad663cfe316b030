"""What a filing writes down of its service: the planned steps, and what the law says of the time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from layani.rules.cases.calendar import Calendar
from layani.rules.cases.parts import PlannedStep
from layani.rules.catalogue.amounts.ranking import days_of
from layani.rules.catalogue.model import Service, Step
from layani.rules.catalogue.promise import Promise


def planned_step(step: Step) -> PlannedStep:
    """Return a step as the case keeps it."""
    notice, rank, turn = step.notice, step.rank, step.turn
    if rank:
        # Nobody takes it from a queue: it waits for the list, so no role stands beside it.
        waits = (rank.waits.amount, rank.waits.unit) if rank.waits else None
        objections = (rank.objections.amount, rank.objections.unit)
        within = (step.within.amount, step.within.unit)
        return PlannedStep(step.id, step.kind, "", *within, step.not_same_as, waits, objections, step.office_unit)
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
        waits=step.waits,
        turn=(turn.within.amount, turn.remind_after.amount if turn.remind_after else 0, turn.within.unit)
        if turn
        else None,
        closes=turn is not None and turn.closes,
        declines=turn is not None and turn.declines is not None,
        draw=step.mode == "draw",
    )


def afterwards(service: Service) -> dict[str, Any]:
    """Return how long the product holds, when its holder is reminded, and who may revoke it on which grounds."""
    gives, revocation = service.gives, service.revocation
    return {
        **({"lasts": [gives.lasts.amount, gives.lasts.unit]} if gives.lasts else {}),
        **({"remind": [gives.remind.amount, gives.remind.unit]} if gives.remind else {}),
        **(
            {
                "revocable": {
                    "warns": revocation.warns,
                    "decides": revocation.decides,
                    "answer": [revocation.answer.amount, revocation.answer.unit],
                    "grounds": [ground.id for ground in revocation.grounds],
                }
            }
            if revocation
            else {}
        ),
    }


def closes_at(service: Service, calendar: Calendar, day: date) -> datetime | None:
    """Return the last second (UTC) of the window, month or year whose places an application shares; None without one.

    day: the local day of filing
    """
    quota = service.amounts.quota
    days = days_of(quota, service.amounts.intake, day) if quota else None
    return calendar.at(days[1] + timedelta(days=1), time()).astimezone(UTC) - timedelta(seconds=1) if days else None


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
