"""Discretion takes effect on a case: the applicant is given time, or it is noted for who checks and decides."""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.discretion import KINDS, MOST_DAYS, TIME
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_discretion(case: Case, act: Act) -> Refusal | None:
    """It has one of its kinds, and gives time only to an applicant who has some."""
    if act.data.get("kind") not in KINDS:
        return Refusal(
            "discretion-bare",
            Text("Jenis diskresi ini tidak dikenal.", "There is no such kind of discretion."),
            Text("Pilih dari daftar.", "Choose from the list."),
        )
    days = int(act.data.get("days", 0))
    if act.data["kind"] != TIME or (case.answer_by is not None and 1 <= days <= MOST_DAYS):
        return None
    return Refusal(
        "no-time-to-give",
        Text("Berkas ini tidak menunggu pemohon.", "This case does not wait for the applicant."),
        Text("Waktu hanya dapat ditambah selama pemohon diminta menjawab.", "Time is given while they are asked."),
    )


def record_discretion(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the applicant's new day."""
    if act.data.get("kind") != TIME or case.answer_by is None:
        return act.data
    until = due(calendar, max(case.answer_by, act.at), Term(int(act.data["days"]), "working days"))
    return {**act.data, "answer_by": written(until)}


def use(case: Case, event: Event) -> Case:
    """Move the applicant's day, and nothing else of the case."""
    until = moment(event.data.get("answer_by"))
    return replace(case, answer_by=until, warned_at=None) if until else case


ACTS = (
    ActRule("discretion", OPEN_STATUSES, frozenset({"officer"}), use, check=check_discretion, record=record_discretion),
)
