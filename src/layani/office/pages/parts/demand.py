"""Services in the order in which people come for them."""

from collections.abc import Iterable

from layani.rules.catalogue import Service


def by_demand(services: Iterable[Service]) -> list[Service]:
    """Return the services that most people ask for first (``cases_a_year``), those of unknown demand last, by name."""
    return sorted(services, key=lambda one: (-one.cases_a_year, one.slug))
