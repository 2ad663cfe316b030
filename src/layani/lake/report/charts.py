"""Charts as inline SVG that stay readable on a phone: places in per cent, letters in pixels; a table beside each."""

from collections.abc import Sequence
from dataclasses import dataclass

from layani.lake.report.markup import Column, Markup, cut, el, join, table
from layani.lake.report.words import Words

HEIGHT = 200
TOP = 14
FOOT = 26
LABELS = 6
"""Labels under an axis that fit on a phone."""
LINE = 62
"""Height of one horizontal bar with the two lines of its label above it."""
LABEL_LENGTH = 42
"""Characters that fit beside one another on a phone."""


@dataclass(frozen=True, slots=True)
class Series:
    """One set of bars: its name and one number per label."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: title, one sentence that says what is to be seen, labels, and what the labels are called.

    ticks: shorter labels for the axis.
    """

    key: str
    title: str
    says: str
    label_name: str
    labels: Sequence[str]
    series: Sequence[Series]
    ticks: Sequence[str] = ()


def columns(chart: Chart, words: Words) -> Markup:
    """Return upright bars over time or size, one or two series, with a table."""
    most = max((value for series in chart.series for value in series.values), default=0) or 1
    slot = 100 / max(1, len(chart.labels))
    width = slot * 0.8 / len(chart.series)
    shapes: list[Markup] = [_axis(most, words)]
    for place, series in enumerate(chart.series):
        for i, value in enumerate(series.values):
            height = (HEIGHT - TOP - FOOT) * value / most
            x = i * slot + slot * 0.1 + place * width
            fill = f"bar{place}"
            shapes.append(
                el("rect", class_=fill, x=f"{x:.2f}%", y=f"{HEIGHT - FOOT - height:.1f}", width=f"{width:.2f}%",
                   height=f"{height:.1f}")
            )  # fmt: skip
    every = max(1, -(-len(chart.labels) // LABELS))
    for place, i in enumerate(range(0, len(chart.labels), every)):
        # every second label gives way on a phone
        fits = "tick" if place % 2 == 0 and i * slot < 80 else "tick wide"
        label = (chart.ticks or chart.labels)[i]
        shapes.append(el("text", label, x=f"{i * slot + 0.3:.2f}%", y=HEIGHT - 8, class_=fits))
    return _figure(chart, HEIGHT, shapes, words)


def bars(chart: Chart, written: Sequence[str], words: Words) -> Markup:
    """Return lying bars with their labels above them; ``written`` is the value of each bar in words."""
    most = max(chart.series[0].values, default=0) or 1
    shapes: list[Markup] = []
    for i, value in enumerate(chart.series[0].values):
        y = i * LINE
        for line, text in enumerate(chart.labels[i].split("\n")[:2]):
            shapes.append(el("text", cut(text, LABEL_LENGTH), x="0", y=y + 15 + 17 * line, class_="label"))
        width = max(0.4, 76 * value / most)
        shapes.append(el("rect", class_="bar0", x="0", y=y + 38, width=f"{width:.2f}%", height=14))
        shapes.append(el("text", written[i], x=f"{width + 1:.2f}%", y=y + 50, class_="tick"))
    return _figure(chart, len(chart.labels) * LINE, shapes, words)


def _axis(most: float, words: Words) -> Markup:
    base = el("line", x1="0", x2="100%", y1=HEIGHT - FOOT, y2=HEIGHT - FOOT, class_="axis")
    top = el("line", x1="0", x2="100%", y1=TOP, y2=TOP, class_="grid")
    return join([top, el("text", words.n(most), x="0", y=TOP - 3, class_="tick"), base])


def _figure(chart: Chart, height: int, shapes: list[Markup], words: Words) -> Markup:
    title, desc = f"{chart.key}-title", f"{chart.key}-desc"
    svg = el(
        "svg",
        el("title", chart.title, id=title),
        el("desc", chart.says, id=desc),
        *shapes,
        role="img",
        aria_labelledby=f"{title} {desc}",
        width="100%",
        height=height,
    )
    legend = None
    if len(chart.series) > 1:
        keys = [join([el("span", class_=f"key bar{i}"), series.name]) for i, series in enumerate(chart.series)]
        legend = el("p", *(el("span", key, class_="legend") for key in keys))
    rows = [
        [label.replace("\n", " "), *(words.n(series.values[i]) for series in chart.series)]
        for i, label in enumerate(chart.labels)
    ]
    as_table = table(chart.title, [Column(chart.label_name, False), *(Column(s.name) for s in chart.series)], rows)
    more = el("details", el("summary", words.say("Angka sebagai tabel", "The numbers as a table")), as_table)
    return el("figure", el("figcaption", el("b", chart.title), " ", chart.says), legend, svg, more)
