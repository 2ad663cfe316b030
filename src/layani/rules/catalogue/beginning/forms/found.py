"""What was found in a form of another system, in our words, and how it becomes the pages of a new service."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from layani.rules.catalogue.beginning.start import Question, QuestionPage
from layani.rules.catalogue.beginning.yaml_text import one_line
from layani.rules.catalogue.lint.fields import RESERVED
from layani.rules.catalogue.model import IDENTITY_FIELDS
from layani.rules.catalogue.rows import MOST_ROWS, ROW_KINDS
from layani.rules.text import Text

MOST_QUESTIONS: Final = 1_000
LONGEST_LABEL: Final = 300
LONGEST_NAME: Final = 40
_SAMPLES: Final[Mapping[str, Any]] = {
    "text": "Contoh", "long text": "Contoh", "yes no": True, "email": "carla@example.org", "phone": "+6281234567890",
}  # fmt: skip


_SPELT: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


class NotAForm(Exception):
    """The file cannot be read as a form; the message says why and what to do."""


@dataclass
class FoundQuestion:
    """One question.

    key:      its name in the other system; kind: one of our kinds
    options:  (value there, label) of a choice
    limits:   longest, least, most, as far as given
    shown_if: (key of another question, value there): asked only then
    columns:  of a list, what is asked in every row
    """

    key: str
    label: str
    kind: str
    hint: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    limits: dict[str, int] = field(default_factory=dict)
    shown_if: tuple[str, str] | None = None
    columns: "tuple[FoundQuestion, ...]" = ()


@dataclass
class FoundForm:
    """A form: its title, its pages (title, questions), and what could not be translated, one line each.

    in_row: what is found stands in the rows of a list, where no further list can stand
    """

    title: str
    pages: list[tuple[str, list[FoundQuestion]]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    in_row: bool = False

    def question(self, one: FoundQuestion) -> None:
        """Add a question to the last page; raises NotAForm when there are too many."""
        if sum(len(questions) for _, questions in self.pages) >= MOST_QUESTIONS:
            raise NotAForm(f"it asks more than {MOST_QUESTIONS} questions. Divide it, and import the parts.")
        if not self.pages:
            self.page(self.title)
        self.pages[-1][1].append(one)

    def page(self, title: str) -> None:
        """Begin a page."""
        self.pages.append((title, []))

    def listed(self, label: str, inner: "FoundForm", limits: Mapping[str, int]) -> bool:
        """Take what another form asks as the rows of one list, on a page of its own; say whether that can be.

        Rows hold no files, no lists and no conditions: a condition is told, and the rest stays as it was found.
        """
        columns = [one for _, questions in inner.pages for one in questions]
        if not 1 <= len(columns) <= MOST_COLUMNS or not {one.kind for one in columns} <= ROW_KINDS.keys():
            return False
        before = self.pages[-1][0] if self.pages else self.title
        self.left += inner.left
        for one in columns:
            if one.shown_if:
                what = f"'{one.label}' is asked only in some rows of '{label}'; here a row may leave it empty"
                self.left.append(what)
                one.required, one.shown_if = False, None
        self.page(label)
        self.question(FoundQuestion(label, label, "list", limits=dict(limits), columns=tuple(columns)))
        self.page(before)
        return True


MOST_COLUMNS: Final = 12
"""Questions in a row, as the service file takes them."""


def name_of(label: str, taken: Iterable[str], otherwise: str = "answer") -> str:
    """Return a name for a field that no other has.

    >>> name_of("Größe (m²)", ()), name_of("Ja?", {"ja"}), name_of("名前", ())
    ('groesse_m2', 'ja_2', 'answer')
    """
    spelt = "".join(_SPELT.get(letter, letter) for letter in label.lower())
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    name = re.sub("[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_NAME - 4].strip("_")
    name = name if name[:1].isalpha() else f"a_{name}".strip("_") if name else otherwise
    if name in RESERVED or name in IDENTITY_FIELDS:
        name = f"your_{name}"
    used, number = set(taken), 2
    free = name
    while free in used:
        free, number = f"{name}_{number}", number + 1
    return free


def pages_of(form: FoundForm) -> tuple[QuestionPage, ...]:
    """Return the form's pages; raises NotAForm when nothing is asked."""
    translate = _Translation()
    pages = [page for page in form.pages if page[1]]
    if not pages:
        raise NotAForm("it asks nothing. Export the form with its fields, and import that.")
    made: list[QuestionPage] = []
    slugs: list[str] = ["you"]
    for number, (title, questions) in enumerate(pages, start=1):
        slug = name_of(title, slugs, f"page_{number}").replace("_", "-")
        slugs.append(slug.replace("-", "_"))
        shown = one_line(title)[:LONGEST_LABEL] or f"Halaman {number}"
        found = tuple(translate.question(one, number, form) for one in questions)
        made.append(QuestionPage(slug, Text(id=shown, en=shown), found))
    return tuple(made)


class _Translation:
    """The names that were given so far, by which conditions find the questions that they depend on."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.pages: dict[str, int] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.samples: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}

    def question(self, one: FoundQuestion, page: int, form: FoundForm) -> Question:
        """Return a question of ours."""
        name = name_of(one.label or one.key, self.names.values())
        values = self._options(one)
        when = self._when(one, page, form)
        columns = self._columns(one)
        entry = dict(_entry(one, values, name))
        if columns:
            entry |= {"one": entry["label"], "each": {column.name: dict(column.entry) for column in columns}}
        required = one.required and not (one.shown_if and when is None)
        if not required:
            entry["required"] = False
        if when:
            entry["when"] = when[0]
        sample = _rows_of(one, columns) if columns else _sample(one, values, name)
        self.names[one.key], self.pages[one.key], self.kinds[one.key] = name, page, one.kind
        self.values[one.key], self.samples[one.key] = values, sample
        return Question(name, entry, sample if when is None or when[1] else None)

    def _columns(self, one: FoundQuestion) -> list[Question]:
        """Return the questions of a list's rows; their names need to differ only from one another."""
        row: list[Question] = []
        for column in one.columns:
            values = self._options(column)
            name = name_of(column.label or column.key, [other.name for other in row])
            entry = dict(_entry(column, values, name)) | ({} if column.required else {"required": False})
            row.append(Question(name, entry, _sample(column, values, name)))
        return row

    def _options(self, one: FoundQuestion) -> dict[str, str]:
        values: dict[str, str] = {}
        for value, label in one.options:
            values[value] = name_of(value if re.search("[A-Za-z]", value) else label, values.values(), "option")
        return values

    def _when(self, one: FoundQuestion, page: int, form: FoundForm) -> tuple[str, bool] | None:
        """Return (our condition, whether it holds in the example); None when there is none or it cannot be said."""
        if one.shown_if is None:
            return None
        other, value = one.shown_if
        if self.pages.get(other, page) < page:
            name, kind = self.names[other], self.kinds[other]
            if kind == "yes no" and value.lower() in ("true", "false"):
                wanted = value.lower() == "true"
                return name if wanted else f"!{name}", self.samples[other] is wanted
            if kind == "choice" and value in self.values[other]:
                ours = self.values[other][value]
                return f'{name} == "{ours}"', self.samples[other] == ours
        form.left.append(f"'{one.label}' is asked only if '{other}' is '{value}': put it on a later page with when:")
        return None


def _entry(one: FoundQuestion, values: Mapping[str, str], name: str) -> Iterator[tuple[str, Any]]:
    label = one_line(one.label or one.key)[:LONGEST_LABEL] or name
    yield "is", one.kind
    yield "label", Text(id=label, en=label)
    if hint := one_line(one.hint)[:LONGEST_LABEL]:
        yield "hint", Text(id=hint, en=hint)
    if one.options:
        labels = {values[value]: one_line(text)[:LONGEST_LABEL] or value for value, text in one.options}
        yield "of", {value: Text(id=text, en=text) for value, text in labels.items()}
    if one.kind == "file":
        yield "accept", ["pdf", "jpg", "png"]
        yield "max", "5 MB"
    yield from one.limits.items()


def _rows_of(one: FoundQuestion, columns: list[Question]) -> list[dict[str, Any]]:
    row = {column.name: column.sample for column in columns}
    return [dict(row) for _ in range(max(one.limits.get("least", 1), 1))]


def row_limits(least: int, most: int) -> dict[str, int]:
    """Return the bounds of a list as the service file takes them; 0 is none.

    >>> row_limits(2, 0), row_limits(0, 99)
    ({'least': 2}, {'most': 50})
    """
    found = {"least": min(least, MOST_ROWS)} if least > 1 else {}
    return found | ({"most": min(max(most, least, 1), MOST_ROWS)} if most else {})


def _sample(one: FoundQuestion, values: Mapping[str, str], name: str) -> Any:
    first = next(iter(values.values()), None)
    least, most = one.limits.get("least", 0), one.limits.get("most")
    number = least if most is None else min(max(least, 0), most)
    match one.kind:
        case "choice" | "several":
            return first if one.kind == "choice" else [first]
        case "number" | "money":
            return number if one.kind == "number" else f"{number} IDR"
        case "date" | "file":
            return "2026-01-15" if one.kind == "date" else f"{name.replace('_', '-')}.pdf"
    return _shortened(_SAMPLES.get(one.kind), one)


def _shortened(value: Any, one: FoundQuestion) -> Any:
    return value[: one.limits.get("longest", len(value))] if isinstance(value, str) else value
