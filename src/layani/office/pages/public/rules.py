"""The rules that hold the office itself, made from their files: every control with what it stopped, every indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.acting import CONTROLS
from layani.office.house import calendar
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.models.attempts import Attempt
from layani.rules import indicators
from layani.rules.controls.control import Control
from layani.rules.discover import discover
from layani.rules.indicators.indicator import Indicator
from layani.rules.text import Text

INDICATORS: tuple[Indicator, ...] = tuple(discover(indicators, "INDICATOR").values())
OWNERS = {
    "inspectorate": Text("Inspektorat", "Inspectorate"),
    "head": Text("Kepala kantor", "Head of the office"),
    "operator": Text("Operator", "Operator"),
    "treasurer": Text("Bendahara", "Treasurer"),
}


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control, and how often it spoke this month: stopped an act, or noted one of an imported log."""

    control: Control
    owner: Text
    stopped: int
    observed: int

    @property
    def review(self) -> date:
        """The day by which it must have shown its benefit."""
        return date.fromisoformat(self.control.review)

    @property
    def anchor(self) -> str:
        """The control's id on the page."""
        return self.control.id.lower()


def codes_of(control: Control) -> frozenset[str]:
    """Return the codes of a control's refusals, found by trying the attempts that it must stop."""
    answers = (control.check(attempt) for attempt in control.stopped)
    return frozenset(refusal.code for refusal in answers if refusal)


def control_lines(spoken: Mapping[tuple[str, bool], int]) -> list[ControlLine]:
    """Return every control with its counts. spoken: {(code, only observed): how often}."""
    return [
        ControlLine(
            control,
            OWNERS.get(control.owner, Text(control.owner, control.owner)),
            stopped=sum(spoken.get((code, False), 0) for code in codes_of(control)),
            observed=sum(spoken.get((code, True), 0) for code in codes_of(control)),
        )
        for control in sorted(CONTROLS, key=lambda control: control.id)
    ]


def start_of_month(now: datetime) -> datetime:
    """Return the first moment of the month in which ``now`` lies, at the office."""
    return calendar().at(calendar().local(now).date().replace(day=1), time())


def found(since: datetime) -> dict[str, Any]:
    """Return everything that the page lists, with the counts from ``since`` on."""
    return {
        "controls": control_lines(Attempt.objects.counted_since(since)),
        "indicators": INDICATORS,
        "since": since,
    }


def rules(request: HttpRequest) -> HttpResponse:
    """Show all of them; the counts are made once a minute, with one query."""
    since = start_of_month(timezone.now())
    shown = body("public/rules_body.html", f"{since:%Y-%m}", lambda: found(since))
    return render(request, "public/rules.html", {"body": shown})


PAGE = Page(path="rules/", name="rules", readers=Readers.EVERYONE, view=rules, methods=("GET", "HEAD"))
