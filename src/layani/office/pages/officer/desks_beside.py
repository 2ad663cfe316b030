"""The steps of one case that are open side by side, as its page lists them."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.house import role_title
from layani.office.pages.public.service import step_name
from layani.rules.cases.state import Case
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Desk:
    """One of several steps that are open side by side; ``on_desk`` says that an officer has it, not who."""

    step: Text
    role: Text
    due: datetime | None
    on_desk: bool
    outside: bool
    late: bool


def desks_of(case: Case, now: datetime) -> list[Desk]:
    """Return the steps that are open side by side, as they are planned; none where one is open."""
    if not case.beside:
        return []
    views = [case.seen_at(one.id) for one in case.open_steps()]
    return [
        Desk(
            step_name(one.service, one.step, one.open_step.kind if one.open_step else one.step),
            role_title(one.step_role),
            one.step_due_at,
            one.holder is not None,
            one.ball == "outside",
            bool(one.step_due_at and one.step_due_at < now),
        )
        for one in views
    ]
