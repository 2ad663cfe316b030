"""The retention schedule at work: its rules, what is due now and within a month, and what was erased."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.retention_facts import Due, today_at, what_is_due
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Erasure
from layani.rules.retention.deciding import HELD_WORDS
from layani.rules.retention.schedule import CASES, MANDATE, UNLISTED, Rule, schedule_on
from layani.rules.text import Text

ROWS = 25
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, with how much is due by it now and within a month; None where that is not counted."""

    rule: Rule
    now: int | None
    soon: int | None


def retention(request: HttpRequest) -> HttpResponse:
    """Show one page of what was erased, the latest first, below the schedule. The first page counts what is due."""
    moment, before = timezone.now(), key_before(request)
    schedule = schedule_on(today_at(moment))
    erasing = [rule for rule in schedule.rules.values() if rule.id not in UNLISTED]
    due, soon = (None, None) if before else (what_is_due(moment), what_is_due(moment + SOON))
    rows = list(Erasure.objects.listed().newest_first(before)[: ROWS + 1])
    shown = {
        "since": schedule.since,
        "lines": [_line(rule, due, soon) for rule in erasing] if due and soon else [],
        "held": [(HELD_WORDS[why], many) for why, many in sorted(due.held.items())] if due else [],
        "erasures": [(row, schedule.rules[row.rule].what if row.rule in schedule.rules else Text(row.rule, row.rule))
                     for row in rows[:ROWS]],
        "first": before is None,
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }  # fmt: skip
    return render(request, "retention/retention.html", shown)


def _line(rule: Rule, due: Due, soon: Due) -> Line:
    if rule.id not in (*CASES, MANDATE):
        return Line(rule, None, None)
    return Line(rule, due.rules.get(rule.id, 0), soon.rules.get(rule.id, 0))


PAGE = Page(path="retention/", name="retention", readers=Readers.RETENTION, view=retention, methods=("GET", "HEAD"))
