"""From a question of the catalogue to what form_field.html shows: boxes with their attributes, value and problem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from layani.office.pages.parts.say import language
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.kind import Posted
from layani.rules.catalogue.kinds.file import TYPES
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.rows import most_rows, posted_rows, read_row, row_name
from layani.rules.text import Text

Attributes = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class Box:
    """One box to write in.

    attributes: further HTML attributes
    choices:    (value, words); they make it a list to choose from
    width:      class of its width in characters ("w-4"); ``wide`` gives it a line of its own
    """

    name: str
    attributes: Attributes
    label: Text | None = None
    value: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    width: str = ""
    wide: bool = False

    @property
    def id(self) -> str:
        """The box's id on the page, to which labels and the error summary point."""
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. The first one's id is that of the field, so that the error summary lands on it."""

    id: str
    value: str
    words: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldPart:
    """What form_field.html shows.

    shape:     "box", "long", "money", "file" (one box), "boxes" (several), "choice", "several", "declaration", "known",
               "rows" (a list)
    known:     what the office holds already, or the name of the file that was uploaded, in words
    heading:   the question is the page's only one, and so its heading
    opens:     where the uploaded file can be opened; with it stands a button that removes it
    rows:      of a list, every row with its questions; blank ones at the end
    adds:      what the button that gives more blank rows is called; None where the list is full
    register:  what a register of another body has to do with the answer (registers.py)
    """

    name: str
    shape: str
    label: Text
    hint: Text | None
    problem: Text | None
    required: bool
    boxes: tuple[Box, ...] = ()
    options: tuple[Option, ...] = ()
    known: str = ""
    heading: bool = False
    opens: str = ""
    rows: "tuple[RowPart, ...]" = ()
    adds: Text | None = None
    register: "RegisterPart | None" = None

    @property
    def id(self) -> str:
        """The id at which the error summary lands: the first box, the first option, or the first wrong box of a row."""
        if self.rows:
            cells = [cell for row in self.rows for cell in row.fields]
            return next((cell.id for cell in cells if cell.problem), cells[0].id)
        return self.boxes[0].id if self.boxes else f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of hint and problem, for aria-describedby; empty when there is neither."""
        ids = (self.hint and f"f-{self.name}-hint", self.problem and f"f-{self.name}-problem")
        return " ".join(one for one in ids if one)


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """What a register of another body has to do with an answer (registers.py).

    state:     "filled", "wrong" (the person says so), "silent", "unknown" (it holds nothing), "stranger" (nobody knows
               yet that this is the person) or "closed" (the office has no access)
    basis:     the law by which the office looks; certain: it was read at its source
    said:      what it says, in words;  at, until: when that was looked up, and how long it may be relied on
    """

    state: str
    name: Text
    basis: str
    certain: bool
    said: str = ""
    at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of a list: its number as people count, what it is called ("Heir 2"), and its questions."""

    number: int
    name: Text
    fields: tuple[FieldPart, ...]


Typed = Mapping[str, str]
"""What stands in the boxes of one question, by part ("" for its only box)."""
Boxes = Callable[[Field, Typed], tuple[Box, ...]]
PLAIN: dict[str, str | bool] = {"type": "text", "autocomplete": "off"}
DIGITS: dict[str, str | bool] = PLAIN | {
    "inputmode": "numeric"
}  # type=number would hide wrong input and turn with the mouse wheel
# What the browser may fill in by itself (WCAG 2.2, 1.3.5), by the names that service files give to such questions.
AUTOCOMPLETE = {"name": "name", "full_name": "name", "email": "email", "phone": "tel", "organisation": "organization"}
BIRTHDAYS = ("born", "born_on", "birth_date", "birthday", "date_of_birth")


def _one(attributes: Attributes, width: str = "") -> Boxes:
    """Return what makes the single box of a question."""

    def boxes(asked: Field, typed: Typed) -> tuple[Box, ...]:
        fill = AUTOCOMPLETE.get(asked.name)
        own = {**attributes, **({"autocomplete": fill} if fill else {})}
        return (Box(asked.name, own, value=typed.get("", ""), width=width),)

    return boxes


def _text(asked: Field, typed: Typed) -> tuple[Box, ...]:
    longest = asked.limits.get("longest")
    return _one(PLAIN | ({"maxlength": str(longest)} if longest else {}))(asked, typed)


def _long_text(asked: Field, typed: Typed) -> tuple[Box, ...]:
    return (Box(asked.name, {"rows": str(asked.limits.get("rows", 5))}, value=typed.get("", "")),)


def _date(asked: Field, typed: Typed) -> tuple[Box, ...]:
    rows = (
        ("day", Text("Tanggal", "Day"), "2"),
        ("month", Text("Bulan", "Month"), "2"),
        ("year", Text("Tahun", "Year"), "4"),
    )
    return tuple(
        Box(
            f"{asked.name}-{part}",
            DIGITS | {"maxlength": digits, "autocomplete": f"bday-{part}" if asked.name in BIRTHDAYS else "off"},
            words,
            typed.get(part, ""),
            width=f"w-{digits}",
        )
        for part, words, digits in rows
    )


def _address(asked: Field, typed: Typed) -> tuple[Box, ...]:
    street = Text("Jalan, gang, dan nomor rumah", "Street, lane and house number")
    unit = DIGITS | {"maxlength": "3"}
    ward: dict[str, Any] = {"width": "", "wide": True, "choices": asked.options}
    boxes = (
        Box(
            f"{asked.name}-street",
            {"type": "text", "autocomplete": "address-line1"},
            street,
            typed.get("street", ""),
            wide=True,
        ),
        Box(f"{asked.name}-rt", unit, Text("RT", "RT"), typed.get("rt", ""), width="w-4"),
        Box(f"{asked.name}-rw", unit, Text("RW", "RW"), typed.get("rw", ""), width="w-4"),
        Box(f"{asked.name}-ward", {}, Text("Kelurahan", "Ward (kelurahan)"), typed.get("ward", ""), **ward),
    )
    return tuple(box for box in boxes if not asked.parts or box.name.rpartition("-")[2] in asked.parts)


def _file(asked: Field, typed: Typed) -> tuple[Box, ...]:
    # The media types, too: a phone offers its camera only for these, and .jpeg is as good as .jpg.
    accept = ",".join([*(f".{ending}" for ending in asked.accept), *(TYPES[ending] for ending in asked.accept)])
    return (
        Box(asked.name, {"type": "file", "accept": accept or False, "data-most": str(asked.max_bytes or "") or False}),
    )


def _hint(asked: Field) -> Text | None:
    """Return the help below a question; of a file also which kinds and sizes are taken, before one is refused."""
    if asked.kind != "file":
        return asked.hint
    limits = kind_of(asked).problem(asked, None)
    return Text(f"{asked.hint.id} {limits.id}", f"{asked.hint.en} {limits.en}") if asked.hint else limits


# Kind of question -> (shape, what makes its boxes); kinds without boxes have options.
SHAPES: dict[str, tuple[str, Boxes | None]] = {
    "text": ("box", _text),
    "long text": ("long", _long_text),
    "number": ("box", _one(DIGITS, "w-10")),
    "money": ("money", _one(DIGITS)),
    "date": ("boxes", _date),
    "yes no": ("choice", None),
    "choice": ("choice", None),
    "several": ("several", None),
    "nik": ("box", _one(DIGITS | {"maxlength": "24"}, "w-16")),
    "phone": ("box", _one({"type": "tel", "autocomplete": "tel"}, "w-16")),
    "email": ("box", _one({"type": "email", "autocomplete": "email", "spellcheck": "false"})),
    "address": ("boxes", _address),
    "file": ("file", _file),
    "declaration": ("declaration", None),
}
YES_NO = (("yes", Text("Ya", "Yes")), ("no", Text("Tidak", "No")))


def _typed(asked: Field, value: Any, posted: Posted | None) -> Typed:
    """Return the strings to put into the boxes: what was posted, or else the answer as it would be posted."""
    if posted is None:
        return {} if value is None else kind_of(asked).post(asked, value)
    names = {part: f"{asked.name}-{part}" if part else asked.name for part in kind_of(asked).parts}
    return {part: "\n".join(posted.get(name, ())) for part, name in names.items()}


def _options(asked: Field, chosen: frozenset[str]) -> tuple[Option, ...]:
    """Return what can be chosen: the field's own options, yes and no, or the one box of a declaration."""
    fixed = {"yes no": YES_NO, "declaration": (("yes", asked.label),)}
    rows = fixed.get(asked.kind, asked.options)
    ids = (f"f-{asked.name}" if place == 0 else f"f-{asked.name}-{place}" for place in range(len(rows)))
    return tuple(Option(one, value, words, value in chosen) for one, (value, words) in zip(ids, rows, strict=True))


def field_part(
    asked: Field,
    value: Any = None,
    problem: Text | None = None,
    *,
    posted: Posted | None = None,
    heading: bool = False,
    ask_identity: bool = False,
    known_already: bool = False,
) -> FieldPart:
    """Return what form_field.html shows for one question.

    value:         the answer given before (as ``read_form`` types it), or None
    problem:       what is wrong with it, in both languages
    posted:        the form as it was posted, when it must be shown again as the citizen wrote it
    heading:       make the question the page's heading
    known_already: the earlier case of a renewal holds it
    ask_identity:  True at the counter, where an officer types what the identity would give
    """
    shown = kind_of(asked).show(asked, value, language()) if value is not None and problem is None else ""
    common = (asked.label, _hint(asked), problem, asked.required)
    if (asked.source == "identity" or known_already) and shown and not ask_identity:
        return FieldPart(asked.name, "known", *common, known=shown)
    if asked.columns:
        return FieldPart(asked.name, "rows", *common, heading=heading, **_rows(asked, value, problem, posted))
    shape, boxes = SHAPES[asked.kind]
    typed = _typed(asked, value, posted)
    if boxes is not None:
        known = shown if shape == "file" else ""
        return FieldPart(asked.name, shape, *common, boxes=boxes(asked, typed), known=known, heading=heading)
    chosen = frozenset(typed.get("", "").split("\n"))
    return FieldPart(asked.name, shape, *common, options=_options(asked, chosen), heading=heading)


BLANK_ROWS = 3
"""Rows that stand ready to be filled in behind those that have something in them."""


def row_part(asked: Field, row: int, written: Posted, problems: Mapping[str, Text]) -> RowPart:
    """Return one row of a list; ``row`` counts from 0.

    written:   what stands in its boxes, by COLUMN or COLUMN-PART;  problems: what is wrong, by column
    """
    cells = []
    for column in asked.columns:
        name = f"{asked.name}-{row}-{column.name}"
        part = field_part(
            replace(column, name=name),
            problem=problems.get(column.name),
            posted={f"{asked.name}-{row}-{box}": values for box, values in written.items()},
        )
        # The browser knows what to fill in of whoever sits before it, and a row is about somebody else.
        boxes = tuple(
            replace(box, attributes={**box.attributes, "autocomplete": "off"}) if not box.choices else box
            for box in part.boxes
        )
        cells.append(replace(part, boxes=boxes))
    return RowPart(row + 1, row_name(asked, row), tuple(cells))


def written_rows(asked: Field, value: Any, posted: Posted | None) -> list[Posted]:
    """Return what stands in the boxes of each row that has something in it: as posted, or as answered before."""
    if posted is None:
        again = {} if value is None else kind_of(asked).post(asked, value)
        posted = {f"{asked.name}-{box}": [text] for box, text in again.items()}
    return list(posted_rows(asked, posted))


def _rows(asked: Field, value: Any, problem: Text | None, posted: Posted | None) -> dict[str, Any]:
    written, most = written_rows(asked, value, posted), most_rows(asked)
    blank = max(0, min(BLANK_ROWS, most - len(written)))
    rows = [
        row_part(asked, place, row, read_row(asked, row).problems if problem else {})
        for place, row in enumerate(written)
    ]
    rows += [row_part(asked, place, {}, {}) for place in range(len(written), len(written) + blank)]
    called = asked.one or Text("baris", "row")
    adds = Text(f"Beri tempat untuk {called.id} lagi", f"Make room for another {called.en}")
    return {"rows": tuple(rows), "adds": adds if len(rows) < most else None}
