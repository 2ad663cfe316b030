"""HTML made of parts that are escaped unless they were made here: what comes from a file stays text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from layani.lake.raw import VALUE_SHOWN


class Markup(str):
    """HTML that is safe to put into a page."""

    __slots__ = ()


Part = str | Markup
EMPTY_TAGS = frozenset({"br", "hr", "meta", "rect", "line", "circle", "path"})


def el(tag: str, *parts: Part | None, **attributes: str | int | float | None) -> Markup:
    """Return one element; strings are escaped. ``class_`` and ``for_`` lose the underscore, others change _ to -.

    >>> el("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in EMPTY_TAGS:
        return Markup(f"<{tag}{written}>" if tag in ("br", "hr", "meta") else f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(parts)}</{tag}>")


def join(parts: Iterable[Part | None]) -> Markup:
    """Return all parts one after the other, strings escaped.

    >>> join(["a & b", None, Markup("<br>")])
    'a &amp; b<br>'
    """
    return Markup(
        "".join(part if isinstance(part, Markup) else escape(visible(part)) for part in parts if part is not None)
    )


def visible(text: str) -> str:
    """Return the text without control characters, which no page may hold."""
    return "".join(
        c if c in "\t\n" or (c >= " " and not "\x7f" <= c <= "\x9f") else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def cut(text: object, length: int = VALUE_SHOWN) -> str:
    """Return a value from the file on one line and not longer than ``length`` characters."""
    line = " ".join(str(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and whether the cells below are numbers."""

    name: str
    numeric: bool = True


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Part]]) -> Markup:
    """Return a table with a caption whose first column names its rows, in a frame that scrolls by itself."""
    head = el("tr", *(el("th", c.name, scope="col", class_="number" if c.numeric else None) for c in columns))
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            *(
                el("td", cell, class_="number" if column.numeric else None)
                for column, cell in zip(columns[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    ]
    whole = el("table", el("caption", caption), el("thead", head), el("tbody", *body))
    # tabindex: a region that scrolls must be reachable by keyboard
    return el("div", whole, class_="scroll", role="region", aria_label=caption, tabindex=0)
