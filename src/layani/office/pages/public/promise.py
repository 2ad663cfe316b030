"""One service's promise and what became of it: in words, in charts, in a table, and how it was measured."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.surveying import Heard
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.charts import BarChart, LineChart, bar_chart, line_chart
from layani.office.pages.parts.minute import body
from layani.office.pages.parts.say import language
from layani.office.pages.public.door_figures import at_the_door
from layani.office.pages.public.promise_figures import (
    EarlierPromise,
    MonthLine,
    earlier_promises,
    first_month,
    lines,
    promised_minutes,
    running_month,
    survey_of,
    together,
    working_words,
)
from layani.office.pages.public.promise_turns import turn_lines
from layani.office.pages.public.service import service_or_404
from layani.office.tables.models.papers import Figures
from layani.rules.catalogue import Service, Term
from layani.rules.text import Text
from layani.rules.voice.survey import SKM, index, rounded

LOWEST_TOP = 50  # per cent: the axis of the share in time begins here, or lower where a month was worse


def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it; what it shows is set once a minute, with four queries."""
    service, today = service_or_404(slug), timezone.localdate()
    shown = body("public/promise_body.html", f"{slug}/{today}", lambda: figures(service, today))
    return render(request, "public/promise.html", {"service": service, "body": shown})


def figures(service: Service, today: date) -> dict[str, Any]:
    """Return everything that the page says of a service."""
    rows = list(Figures.objects.months_of(service.slug, first_month(today), running_month(today)))
    months, first = lines(rows), turn_lines(rows)
    told = [line for line in months if line.decided]
    earlier = earlier_promises(service, told)
    return {
        "service": service,
        "demo": settings.LAYANI_DEMO,
        "kept": together(service, months),
        "partly": any(step.partly for step in service.steps),
        "earlier": earlier,
        "months": list(reversed(months)),
        "turns": list(reversed(first)),
        "puts_first": bool(service.amounts.priority or service.amounts.expedite),
        "latest": told[-1] if told else None,
        "since": first_month(today),
        "decided_since": told[0].month if told else None,
        "share": share_chart(service, told) if len(told) > 1 else None,
        "times": times_chart(service, told, earlier) if told else None,
        **survey_words(survey_of(service.slug, today)),
        **at_the_door(service.slug, today),
    }


def share_chart(service: Service, months: Sequence[MonthLine]) -> LineChart:
    """Return the share in time by month, beside the pledge."""
    shares = [(line, line.percent) for line in months]
    rows = [(short_month(line), float(share), f"{share} %") for line, share in shares if share is not None]
    first, last, lowest = rows[0], rows[-1], min(value for _, value, _ in rows)
    pledge = service.promise.pledge
    return line_chart(
        "share",
        Text("Tepat waktu, bulan demi bulan (%)", "In time, month by month (%)"),
        Text(
            f"Dari {first[2]} ({first[0]}) ke {last[2]} ({last[0]}). Terendah {lowest:g} %. Janji: {pledge} %.",
            f"From {first[2]} ({first[0]}) to {last[2]} ({last[0]}). Lowest: {lowest:g} %. Pledge: {pledge} %.",
        ),
        Text("Tepat waktu", "In time"),
        rows,
        span=(min(LOWEST_TOP, lowest // 10 * 10), 100),
        goal=(pledge, Text(f"Garis putus-putus: janji kami, {pledge} %.", f"Dashed line: our pledge, {pledge} %.")),
    )


def times_chart(service: Service, months: Sequence[MonthLine], earlier: Sequence[EarlierPromise]) -> BarChart:
    """Return by month the time within which nine of ten were decided, beside the promised time.

    A line across months that had different promises would measure some against a promise that they never had.
    """
    total = service.promise.total
    goal, words = None if earlier else promised_minutes(total), promise_words(total, earlier)
    rows = [(short_month(line), line.p90_minutes or 0, working_words(line.p90_minutes or 0)) for line in months]
    slowest = max(rows, key=lambda row: row[1])
    return bar_chart(
        "times",
        Text("Sembilan dari sepuluh diputuskan dalam", "Nine of ten were decided within"),
        Text(
            f"Paling lama pada {slowest[0]}: {slowest[2].id}. Janji: {words.id}.",
            f"Longest in {slowest[0]}: {slowest[2].en}. Promise: {words.en}.",
        ),
        Text("Waktu kerja", "Working time"),
        [(label, minutes, said.in_(language())) for label, minutes, said in rows],
        goal=(goal, Text(f"Garis putus-putus: janji, {words.id}.", f"Dashed line: promise, {words.en}."))
        if goal
        else None,
    )


def promise_words(total: Term, earlier: Sequence[EarlierPromise]) -> Text:
    """Return the promise in words, with those that were in force before it: "sampai Nov 26 2 hari kerja, kini …"."""
    now = total.words()
    if not earlier:
        return now
    before = [(one.term.words(), format_date(one.until, "MMM yy", locale=language())) for one in earlier]
    return Text(
        f"{', '.join(f'sampai {month} {words.id}' for words, month in before)}, kini {now.id}",
        f"{', '.join(f'until {month} {words.en}' for words, month in before)}, now {now.en}",
    )


def short_month(line: MonthLine) -> str:
    """Return a month for a chart: "Nov 26"."""
    return format_date(line.month, "MMM yy", locale=language())


def survey_words(found: Heard) -> dict[str, Any]:
    """Return what the page says of the survey; without five answers only that there are too few."""
    if found.index is None:
        return {"heard": found, "index": None, "instrument": SKM}
    sums = {key: int(mean * found.index.n) for key, mean in found.index.means.items()}
    return {
        "heard": found,
        "index": found.index,
        "printed": index(sums, found.index.n, "printed").value,
        "elements": [(one.name, rounded(found.index.means[one.key])) for one in SKM.elements],
        "instrument": SKM,
        "enough": found.answers >= found.enough,
    }


PAGE = Page(
    path="promise/<slug:slug>/", name="promise", readers=Readers.EVERYONE, view=promise, methods=("GET", "HEAD")
)
