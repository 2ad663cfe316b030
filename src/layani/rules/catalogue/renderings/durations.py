"""A term as ISO 8601 writes one. ISO knows no working days, so whoever reads it also needs the term in words."""

from layani.rules.cases.clock import Term


def iso_duration(term: Term) -> str:
    """Return the term as xsd:duration: hours for working hours, days for days of any kind.

    Source: ISO 8601-1:2019, 5.5.2.

    >>> iso_duration(Term(4, "working hours")), iso_duration(Term(3, "working days"))
    ('PT4H', 'P3D')
    """
    if term.unit.endswith("hours"):
        return f"PT{term.amount}H"
    if term.unit.endswith("months"):
        return f"P{term.amount}M"
    return f"P{term.amount}D"
