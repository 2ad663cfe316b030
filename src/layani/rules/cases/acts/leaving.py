"""The citizen takes the application back."""

from layani.rules.cases.act import ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event


def withdraw(case: Case, event: Event) -> Case:
    """Close the case without a decision."""
    return replace(
        case,
        status="withdrawn",
        closed_at=event.occurred_at,
        step="",
        step_due_at=None,
        holder=None,
        paused_at=None,
        work={},
    ).with_ball("nobody", event.occurred_at)


ACTS = (ActRule("withdraw", OPEN_STATUSES, frozenset({"citizen", "officer", "importer"}), change=withdraw),)
