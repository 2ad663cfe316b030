"""The due days of an open case are computed again, because a decree changed the calendar."""

from dataclasses import replace

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.recalendaring import DUES
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_recalendar(case: Case, act: Act) -> Refusal | None:
    """The days that stand must be those that were looked at: an act in between may have moved them."""
    was, beside = act.data.get("was", {}), act.data.get("beside", {})
    stands = all(written(getattr(case, name)) == value for name, value in was.items() if name in DUES)
    stands = stands and all(written(case.seen_at(step).step_due_at) == old for step, (old, _) in beside.items())
    if (was or beside) and stands and act.data.get("step", case.step) == case.step:
        return None
    return Refusal(
        code="changed-meanwhile",
        reason=Text(
            id="Hari paling lambat berkas ini berubah sejak dihitung ulang.",
            en="The due days of this case have changed since they were computed again.",
        ),
        remedy=Text(id="Jalankan perhitungan ulang sekali lagi.", en="Run the computation once more."),
    )


def recalendar(case: Case, event: Event) -> Case:
    """Put the new days in the place of the old ones."""
    moved = {name: moment(event.data[name]) for name in DUES if event.data.get(name)}
    news = {step: moment(new) for step, (_, new) in event.data.get("beside", {}).items()}
    beside = tuple(replace(one, due_at=news.get(one.id) or one.due_at) for one in case.beside)
    return replace(case, **moved, beside=beside)  # type: ignore[arg-type]


ACTS = (ActRule("recalendar", OPEN_STATUSES, frozenset({"system"}), recalendar, check=check_recalendar),)
