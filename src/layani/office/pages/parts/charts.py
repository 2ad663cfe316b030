"""Where bars and points lie: charts are SVG written by a template, and this is their arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from layani.rules.text import Text

WIDTH = 360
"""Units of the drawing; on a small phone one unit is about one pixel, so that its words stay readable."""
BAR, ROW, TOP = 16, 46, 6
LEFT, RIGHT, HEIGHT, FOOT = 44, 28, 170, 26
GOAL_BEYOND = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is counted, how much, and where it is drawn."""

    label: Text | str
    value: float
    shown: str
    late: bool
    y: int
    width: float

    @property
    def label_y(self) -> int:
        """Base line of the words above the bar."""
        return self.y - 6

    @property
    def goal_from(self) -> int:
        """Where the goal's line begins at this bar: just above it, so that it never runs through words."""
        return self.y - GOAL_BEYOND

    @property
    def goal_to(self) -> int:
        """Where the goal's line ends at this bar."""
        return self.y + BAR + GOAL_BEYOND


@dataclass(frozen=True, slots=True)
class BarChart:
    """What bar_chart.html shows. ``goal_x`` is the place of the goal's line, None without a goal."""

    id: str
    title: Text
    says: Text
    unit: Text
    bars: tuple[Bar, ...]
    height: int
    goal_x: float | None
    goal_words: Text | None


def bar_chart(
    name: str,
    title: Text,
    says: Text,
    unit: Text,
    rows: Sequence[tuple[Text | str, float, str]],
    *,
    goal: tuple[float, Text] | None = None,
) -> BarChart:
    """Return a chart of horizontal bars.

    name:   id on the page
    says:   what the chart shows, in a sentence, for those who do not see it
    unit:   heading of the values in the table
    rows:   (label, value, value in words); values are not negative
    goal:   (value, words); bars above it are drawn as late
    """
    most = max([value for _, value, _ in rows] + ([goal[0]] if goal else []) + [0]) or 1
    reach = WIDTH - 4
    bars = tuple(
        Bar(label, value, shown, bool(goal and value > goal[0]), TOP + place * ROW + 22, round(value / most * reach, 1))
        for place, (label, value, shown) in enumerate(rows)
    )
    goal_x = round(goal[0] / most * reach, 1) if goal else None
    return BarChart(name, title, says, unit, bars, TOP + len(rows) * ROW, goal_x, goal[1] if goal else None)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line, with the words below it."""

    label: str
    value: float
    shown: str
    x: float
    y: float
    worded: bool


@dataclass(frozen=True, slots=True)
class LineChart:
    """What line_chart.html shows; ``path`` are the points as SVG writes them."""

    id: str
    title: Text
    says: Text
    unit: Text
    points: tuple[Point, ...]
    path: str
    rules: tuple[tuple[float, str], ...]
    goal_y: float | None
    goal_words: Text | None


def line_chart(
    name: str,
    title: Text,
    says: Text,
    unit: Text,
    rows: Sequence[tuple[str, float, str]],
    *,
    span: tuple[float, float],
    goal: tuple[float, Text] | None = None,
) -> LineChart:
    """Return a line over time.

    rows:  (label of the time, value, value in words), oldest first; at most six labels are written
    span:  (lowest, highest) value of the axis; say so in the words when it does not begin at nought
    """
    low, high = span
    step = (WIDTH - LEFT - RIGHT) / max(1, len(rows) - 1)
    every = max(1, -(-len(rows) // 6))

    def height_of(value: float) -> float:
        return round(TOP + 14 + (high - value) / (high - low) * (HEIGHT - FOOT - TOP - 14), 1)

    last = len(rows) - 1
    points = tuple(
        Point(label, value, shown, round(LEFT + place * step, 1), height_of(value), (last - place) % every == 0)
        for place, (label, value, shown) in enumerate(rows)
    )
    path = " ".join(f"{point.x},{point.y}" for point in points)
    rules = tuple((height_of(value), f"{value:g}") for value in (low, (low + high) / 2, high))
    goal_y = height_of(goal[0]) if goal else None
    return LineChart(name, title, says, unit, points, path, rules, goal_y, goal[1] if goal else None)
