"""A term as ISO 8601 writes one. ISO knows no working days, so whoever reads it also needs the term in words."""

from typing import Final

from layani.rules.cases.clock import Term

WRITTEN: Final = {"minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D", "months": "P{}M", "years": "P{}Y"}
"""The last word of a unit -> how ISO 8601 writes that many of it."""

WEEK: Final = 7
"""Days; xsd:duration has no weeks."""


def iso_duration(term: Term) -> str:
    """Return the term as xsd:duration, the same for time of work and time of the calendar; raise KeyError for others.

    Source: ISO 8601-1:2019, 5.5.2; XML Schema 1.1 part 2, 3.3.6.

    >>> iso_duration(Term(4, "working hours")), iso_duration(Term(3, "working days"))
    ('PT4H', 'P3D')
    """
    unit = term.unit.split()[-1]
    if unit == "weeks":
        return WRITTEN["days"].format(term.amount * WEEK)
    return WRITTEN[unit].format(term.amount)
