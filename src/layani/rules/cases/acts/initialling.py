"""An initial (*paraf*): one link of the chain through which a draft goes before it is decided."""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.state import OPEN_STATUSES, Case
from layani.rules.cases.steps import not_the_step, to_next_step, with_next_due
from layani.rules.refusal import Refusal


def check_initial(case: Case, act: Act) -> Refusal | None:
    """The link that is open is initialled, not one further on."""
    return not_the_step(case, act, "initial")


ACTS = (
    ActRule(
        "initial",
        OPEN_STATUSES,
        frozenset({"officer", "importer"}),
        to_next_step,
        held=True,
        check=check_initial,
        record=with_next_due,
    ),
)
