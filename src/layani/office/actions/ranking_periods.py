"""Which period a ranking is of, and by which version of the service its places are given out."""

from datetime import date

from layani.office.house import service_on
from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.model import Quota
from layani.rules.catalogue.amounts.ranking import days_of
from layani.rules.catalogue.model import Step
from layani.rules.catalogue.step_kinds import Rank


def rank_step(definition: Service) -> tuple[Step, Rank, Quota] | None:
    """Return the step in which a service ranks, and its quota; None for a service that does not."""
    step = next((one for one in definition.steps if one.rank), None)
    quota = definition.amounts.quota
    return (step, step.rank, quota) if step and step.rank and quota else None


def day_of(quota: Quota, period: str) -> date | None:
    """Return a day of the period with this name, or None for what names none."""
    full = {"window": period, "year": f"{period}-01-01", "month": f"{period}-01"}[quota.per]
    try:
        return date.fromisoformat(full) if len(full) == len("2027-01-04") else None
    except ValueError:
        return None


def as_closed(definition: Service, period: str, today: date) -> Service:
    """Return the service as it was in force on the last day of a period, or is today while the period lasts.

    Who knows the applications may publish a new version; what it says of places and ties is for the next period.
    """
    found = rank_step(definition)
    day = day_of(found[2], period) if found else None
    if found is None or day is None:
        return definition
    begun = service_on(definition.slug, day)  # a later version need no longer name the window
    ranks = rank_step(begun)
    days = days_of(ranks[2], begun.amounts.intake, day) if ranks else None
    return service_on(definition.slug, min(days[1], today)) if days else definition
