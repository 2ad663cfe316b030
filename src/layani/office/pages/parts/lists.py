"""Lists that tell how things stand: the steps of a case, tasks to do, answers given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from layani.rules.text import Text

StepState = Literal["done", "now", "late", "later"]
TaskState = Literal["done", "look", "todo", "fix", "later"]


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step of a case for steps.html.

    state:     "done", "now", "late" (now, and past its time) or "later"
    holder:    the desk and role that has the case in this step
    yours:     True when the citizen has the ball
    due:       when the step must end, for "now" and "late"
    done_at:   when it ended, for "done"
    """

    title: Text
    state: StepState
    holder: Text | None = None
    yours: bool = False
    due: date | datetime | None = None
    done_at: datetime | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class TaskPart:
    """One task for task_list.html; without an address it cannot be started yet."""

    title: Text
    state: TaskState
    address: str | None = None
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer for summary_list.html: ``change`` is where to change it, ``file`` where to open the file it names."""

    label: Text
    value: str
    change: str | None = None
    file: str | None = None
