"""A field is of a kind that exists, has that kind's keys and its own name, and comes after what it depends on."""

from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.definition import Definition, meant, repeated, tree
from layani.rules.catalogue.expressions import names_in
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.form import ColumnEntry, FieldEntry
from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_
from layani.rules.catalogue.rows import MOST_ROWS, ROW_KINDS

KIND_KEYS: Final = frozenset({"of", "accept", "max", "longest", "least", "most", "within", "one", "each"})
"""Keys of a field that only some kinds know."""

_KEY_EXAMPLES: Final = {
    "of": "of: {own: {id: …, en: …}, rent: {id: …, en: …}}",
    "accept": "accept: [pdf, jpg, png]",
    "max": "max: 5 MB",
    "one": "one: {id: ahli waris, en: heir}, what a single row is called",
    "each": "each: {name: {is: text, label: {id: Nama, en: Name}}}",
}

RESERVED: Final = frozenset(
    [
        "office",
        "today",
        "answers",
        "findings",
        "parameters",
        "numbers",
        "tables",
        "case",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "package",
        "namespace",
        "null",
        "return",
        "true",
        "var",
        "void",
        "while",
        "all",
        "exists",
        "exists_one",
        "map",
        "filter",
        "has",
        "size",
        "sum",
    ]
)
"""Names that mean something else in an expression or a letter."""


def check(one: Definition) -> Iterator[Problem]:
    """Look at each field on its own, then at names and at the order of the questions."""
    for path, name, field in one.fields():
        yield from _kind(one, path, field)
        if name in RESERVED:
            what = f"a field cannot be called '{name}'."
            yield one.source.problem(path, what, f"Call it such as: your_{name}", "Expressions use this name.")
    yield from _names(one)
    yield from _order(one)


def _kind(one: Definition, path: Path_, field: FieldEntry) -> Iterator[Problem]:
    kind = KINDS.get(field.is_)
    if kind is None:
        yield one.source.problem(
            (*path, "is"), f"there is no field of the kind '{field.is_}'.", meant(field.is_, KINDS)
        )
        return
    yield from _keys(one, path, field, kind)
    if isinstance(field, FieldEntry):
        yield from _place(one, path, field)


def _keys(one: Definition, path: Path_, field: FieldEntry | ColumnEntry, kind: Kind) -> Iterator[Problem]:
    """Look at the keys that only some kinds know."""
    given = {type(field).model_fields[name].alias or name for name in field.model_fields_set} & KIND_KEYS
    for key in sorted(given - kind.keys):
        known = ", ".join(sorted(kind.keys)) or "none of its own"
        what = f"a field of the kind '{field.is_}' does not know '{key}'."
        yield one.source.problem((*path, key), what, f"Remove it. Keys of this kind: {known}.")
    for key in sorted(kind.needs - given):
        what = f"'{key}' is missing: a field of the kind '{field.is_}' needs it."
        yield one.source.problem(path, what, f"Add: {_KEY_EXAMPLES[key]}")
    if field.least is not None and field.most is not None and field.least > field.most:
        yield one.source.problem((*path, "least"), "'least' is greater than 'most'.", "Exchange them.")


def _place(one: Definition, path: Path_, field: FieldEntry) -> Iterator[Problem]:
    """Look at what the office must have for the question, and at the rows of a list."""
    if field.is_ == "list":
        yield from _list(one, path, field)
    if field.evidence and not {"counter"} & set(one.entry.channels):
        what = "the paper must be shown to an officer, and the service has no counter."
        yield one.source.problem((*path, "evidence"), what, "Write: channels: [online, counter], or remove the line.")
    if field.within == "office" and not one.office.wards:
        what = "'within: office' needs the wards of the office, and regions.csv has none."
        write = f"Add lines such as: {one.office.ward}.1001,Sukamaju"
        yield one.source.problem((*path, "within"), what, write)


def _list(one: Definition, path: Path_, field: FieldEntry) -> Iterator[Problem]:
    """Look at a list: how many rows, alone on its page, and what is asked in every row."""
    for key, value in (("least", field.least), ("most", field.most)):
        if value is not None and not 1 <= value <= MOST_ROWS:
            yield one.source.problem(
                (*path, key), f"a list has 1 to {MOST_ROWS} rows, not {value}.", f"Write: {key}: 10"
            )
    if field.from_ is not None:
        what = "a list cannot be looked up: no register gives rows."
        yield one.source.problem((*path, "from"), what, "Remove the line; the applicant fills the rows in.")
    if len(one.entry.ask[int(path[1])].fields) > 1:
        what = f"the list '{path[-1]}' shares its page with other questions."
        yield one.source.problem(path, what, "Give it a page of its own.", "On a phone each row is a page.")
    for name, column in (field.each or {}).items():
        yield from _column(one, (*path, "each", name), name, column)


def _column(one: Definition, path: Path_, name: str, column: ColumnEntry) -> Iterator[Problem]:
    kind = ROW_KINDS.get(column.is_)
    if name in RESERVED:
        what = f"a field cannot be called '{name}'."
        yield one.source.problem(path, what, f"Call it such as: their_{name}", "Expressions use this name.")
    if kind is not None:
        yield from _keys(one, path, column, kind)
    elif column.is_ in KINDS:
        what = f"a field of the kind '{column.is_}' cannot stand in the rows of a list."
        write = f"Ask for it on a page of its own, or use one of: {', '.join(sorted(ROW_KINDS))}."
        yield one.source.problem((*path, "is"), what, write)
    else:
        yield one.source.problem(
            (*path, "is"), f"there is no field of the kind '{column.is_}'.", meant(column.is_, ROW_KINDS)
        )


def _names(one: Definition) -> Iterator[Problem]:
    seen: dict[str, Path_] = {}
    for path, name, _ in one.fields():
        if name in seen:
            what = f"'{name}' is asked a second time (first in line {one.source.line(seen[name])})."
            yield one.source.problem(path, what, "Remove it, or give it a name of its own.")
        seen.setdefault(name, path)
    pages = [page.page for page in one.entry.ask]
    for number in repeated(pages):
        what = f"a page before this one is also called '{pages[number]}'."
        yield one.source.problem(("ask", number, "page"), what, "Give it a name of its own.")


def _order(one: Definition) -> Iterator[Problem]:
    """A question that depends on an answer comes on a later page: only then can it be left out in time."""
    page_of = {name: path[1] for path, name, _ in one.fields()}
    for path, _, field in one.fields():
        when = tree(field.when)
        for name in sorted(names_in(when) & page_of.keys()) if when else ():
            if int(page_of[name]) > int(path[1]):
                what = f"the question depends on '{name}', which is asked on a later page."
                yield one.source.problem((*path, "when"), what, "Move this question behind it.")
            elif page_of[name] == path[1]:
                what = f"the question depends on '{name}', which is asked on the same page."
                write = "Put it on the next page; a page without questions is passed over."
                yield one.source.problem((*path, "when"), what, write, warning=True)


CHECK = check
