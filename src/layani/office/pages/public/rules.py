"""The rules that hold the office itself, made from their files: every control with what it stopped and cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.acting import CONTROLS
from layani.office.house import calendar
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.instructions import Instruction
from layani.rules import indicators
from layani.rules.controls.control import Control
from layani.rules.discover import discover
from layani.rules.indicators.indicator import Indicator
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST

INDICATORS: tuple[Indicator, ...] = tuple(discover(indicators, "INDICATOR").values())
COST_DAYS = 365  # of which the cost of a control is worked out
MOST_WAITS = 2000  # refused attempts from which the cost is worked out, the latest
OWNERS = {
    "inspectorate": Text("Inspektorat", "Inspectorate"),
    "head": Text("Kepala kantor", "Head of the office"),
    "operator": Text("Operator", "Operator"),
    "treasurer": Text("Bendahara", "Treasurer"),
}


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control, and how often it spoke this month: stopped an act, or noted one of an imported log.

    cost: the median time from a refused attempt until the case's next act; None where fewer than five are known
    """

    control: Control
    owner: Text
    stopped: int
    observed: int
    cost: Text | None = None

    @property
    def review(self) -> date:
        """The day by which it must have shown its benefit."""
        return date.fromisoformat(self.control.review)

    @property
    def overdue(self) -> bool:
        """Its review is past, so that nobody answers for it any more."""
        return self.review < today()

    @property
    def anchor(self) -> str:
        """The control's id on the page."""
        return self.control.id.lower()


def codes_of(control: Control) -> frozenset[str]:
    """Return the codes of a control's refusals, found by trying the attempts that it must stop."""
    answers = (control.check(attempt) for attempt in control.stopped)
    return frozenset(refusal.code for refusal in answers if refusal)


def control_lines(
    spoken: Mapping[tuple[str, bool], int], waits: Mapping[str, Sequence[timedelta]] | None = None
) -> list[ControlLine]:
    """Return every control with its figures.

    spoken: {(code, only observed): how often}; waits: {code: how long each case stood after a refused attempt}
    """
    return [
        ControlLine(
            control,
            OWNERS.get(control.owner, Text(control.owner, control.owner)),
            stopped=sum(spoken.get((code, False), 0) for code in codes_of(control)),
            observed=sum(spoken.get((code, True), 0) for code in codes_of(control)),
            cost=median_words([one for code in codes_of(control) for one in (waits or {}).get(code, ())]),
        )
        for control in sorted(CONTROLS, key=lambda control: control.id)
    ]


def overdue_controls() -> list[ControlLine]:
    """Return the controls whose review is past, for who supervises and who inspects; no query."""
    return [line for line in control_lines({}) if line.overdue]


def median_words(waits: Sequence[timedelta]) -> Text | None:
    """Return the median in words, in whole minutes, hours or days; None for fewer than may be shown."""
    if len(waits) < LEAST:
        return None
    minutes = round(median(wait / timedelta(minutes=1) for wait in waits))
    if minutes < 2 * 60:
        return Text(f"{minutes} menit", f"{minutes} minutes")
    if minutes < 2 * 24 * 60:
        return Text(f"{round(minutes / 60)} jam", f"{round(minutes / 60)} hours")
    return Text(f"{round(minutes / 60 / 24)} hari", f"{round(minutes / 60 / 24)} days")


def instruction_months(now: datetime) -> list[tuple[date, int]]:
    """Return the whole months of the last year in which enough instructions were written down to say how many.

    Nought is hidden like four: a superior who gave one must not learn from the number that it was written down.
    """
    until = calendar().local(now).date().replace(day=1)
    since = until.replace(year=until.year - 1)
    counted = Instruction.objects.by_month(calendar().at(since, time()), calendar().at(until, time()))
    return sorted((month, n) for month, n in counted.items() if n >= LEAST)


def today() -> date:
    """Return the office's day."""
    return calendar().local(timezone.now()).date()


def start_of_month(now: datetime) -> datetime:
    """Return the first moment of the month in which ``now`` lies, at the office."""
    return calendar().at(calendar().local(now).date().replace(day=1), time())


def found(since: datetime) -> dict[str, Any]:
    """Return everything that the page lists, with the counts from ``since`` on."""
    return {
        "controls": control_lines(
            Attempt.objects.counted_since(since),
            Attempt.objects.waits_since(
                timezone.now() - timedelta(days=COST_DAYS),
                frozenset(code for control in CONTROLS for code in codes_of(control)),
                MOST_WAITS,
            ),
        ),
        "least": LEAST,
        "instructions": instruction_months(timezone.now()),
        "indicators": INDICATORS,
        "since": since,
    }


def rules(request: HttpRequest) -> HttpResponse:
    """Show all of them; the figures are made once a minute, with three queries."""
    since = start_of_month(timezone.now())
    shown = body("public/rules_body.html", f"{since:%Y-%m}", lambda: found(since))
    return render(request, "public/rules.html", {"body": shown})


PAGE = Page(path="rules/", name="rules", readers=Readers.EVERYONE, view=rules, methods=("GET", "HEAD"))
