"""In which order a queue is served: who is first by law, who was let ahead for a published reason, then the others.

Within each of these the earlier comes first. Nobody chooses a case: the order follows from what stands in the record.
"""

FIRST, AHEAD, IN_TURN = 0, 1, 2
"""By a priority class of the service, which is never capped; by an expedite class, of which there are few a day."""

DECLARED, RECORDED, EXPEDITED = "declared", "recorded", "expedited"
"""Why a case goes before others: by its answers, by what an officer saw at the counter, by an expedite class."""


def urgency_of(reasons: tuple[str, ...]) -> int:
    """Return a case's place among FIRST, AHEAD and IN_TURN.

    >>> urgency_of(("expedited", "declared")), urgency_of(("expedited",)), urgency_of(())
    (0, 1, 2)
    """
    if DECLARED in reasons or RECORDED in reasons:
        return FIRST
    return AHEAD if EXPEDITED in reasons else IN_TURN


def with_reason(reasons: tuple[str, ...], reason: str, *, holds: bool = True) -> tuple[str, ...]:
    """Return the reasons with one more, or without it where it does not hold any more.

    >>> with_reason(("expedited",), "declared"), with_reason(("declared",), "declared", holds=False)
    (('declared', 'expedited'), ())
    """
    return tuple(sorted({*reasons, reason} if holds else set(reasons) - {reason}))
