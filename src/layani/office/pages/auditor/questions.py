"""What looks odd in this office's own cases, as questions: with evidence, arithmetic and what may explain it.

The worker asks (jobs/raise_questions.py); this page only reads what it wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from layani.office.gateways.raised_questions import Asked, Question, Round, read_round
from layani.office.pages.page import Page, Readers
from layani.office.pages.public.rules import INDICATORS
from layani.rules.indicators.indicator import Indicator
from layani.rules.text import Text

SMALLEST_Q = 0.0001  # below this the exact figure says nothing more


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question with its arithmetic, in words."""

    question: Question
    arithmetic: Text


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator with what it found. asked: None where the last round did not know it yet."""

    indicator: Indicator
    asked: Asked | None
    base: Text
    questions: Sequence[QuestionLine]


@never_cache
def questions(request: HttpRequest) -> HttpResponse:
    """Show the last round; no query."""
    last = read_round(settings.LAKE_FOLDER)
    return render(request, "auditor/questions.html", {"round": last, "parts": parts_of(last) if last else ()})


def parts_of(last: Round) -> Sequence[IndicatorPart]:
    """Return every indicator in the order of its number, with what the round found."""
    asked = {one.indicator: one for one in last.asked}
    return [_part(indicator, asked.get(indicator.id)) for indicator in sorted(INDICATORS, key=lambda one: one.id)]


def _part(indicator: Indicator, asked: Asked | None) -> IndicatorPart:
    lines = [QuestionLine(one, arithmetic(one, asked)) for one in asked.questions] if asked else []
    return IndicatorPart(indicator, asked, base_rate(asked) if asked else Text("", ""), lines)


def base_rate(asked: Asked) -> Text:
    """Return what is usual in this office, without which no question can be weighed; empty where none was asked."""
    if asked.measure is None or not asked.scored:
        return Text("", "")
    return Text(
        f"Biasanya di kantor ini: {asked.measure.id}, rata-rata {_percent(asked.base).id} dari "
        f"{asked.scored} permohonan. "
        f"{asked.compared} petugas dibandingkan; {asked.too_few} punya kurang dari {asked.least_cases} permohonan.",
        f"Usual in this office: {asked.measure.en}, {_percent(asked.base).en} on average over {asked.scored} cases. "
        f"Officers compared: {asked.compared}; with fewer than {asked.least_cases} cases: {asked.too_few}.",
    )


def arithmetic(one: Question, asked: Asked) -> Text:
    """Return how the question came about, so that it can be computed again."""
    value, expected = _percent(one.value), _percent(one.expected)
    z, wider, left = _number(one.z), _number(one.spread**0.5), _number(one.z / one.spread**0.5)
    q = _number(max(one.q, SMALLEST_Q), 4)
    sign = "<" if one.q < SMALLEST_Q else "="
    return Text(
        f"{value.id} berbanding {expected.id} pada {one.n} permohonan; pembanding: {one.reference.id}. z = {z.id} "
        f"terhadap kebetulan; rekan-rekan tersebar {wider.id} kali lebih lebar daripada kebetulan, jadi tersisa "
        f"{left.id} (ambang {one.threshold:.0f}); q {sign} {q.id} sesudah Benjamini–Hochberg. "
        f"Aturan {asked.indicator}, versi {asked.version}.",
        f"{value.en} against {expected.en} over {one.n} cases; compared with: {one.reference.en}. z = {z.en} against "
        f"chance; colleagues are spread {wider.en} times wider than chance, which leaves {left.en} (threshold "
        f"{one.threshold:.0f}); q {sign} {q.en} after Benjamini–Hochberg. "
        f"Rule {asked.indicator}, version {asked.version}.",
    )


def _number(value: float, places: int = 1) -> Text:
    written = f"{value:.{places}f}"
    return Text(written.replace(".", ","), written)


def _percent(share: float) -> Text:
    number = _number(100 * share)
    return Text(f"{number.id} %", f"{number.en}%")


PAGE = Page(
    path="auditor/questions/",
    name="auditor-questions",
    readers=Readers.AUDITOR,
    view=questions,
    methods=("GET", "HEAD"),
)
