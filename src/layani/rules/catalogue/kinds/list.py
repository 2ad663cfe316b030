"""The same questions of several people or things: heirs, children, vehicles. The answer is a list of rows."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import Type, list_of, record
from layani.rules.catalogue.kind import Kind, Posted, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.rows import (
    ROW_KINDS,
    RowProblem,
    least_rows,
    most_rows,
    posted_rows,
    problems_of,
    read_row,
    row_line,
    said,
    unconfirmed,
)
from layani.rules.text import Text


def _gather(one: Field, posted: Posted) -> dict[str, str]:
    """Return what was posted by ROW-BOX, the rows numbered from 0 without gaps."""
    rows = posted_rows(one, posted)
    return {f"{place}-{box}": values[-1] for place, row in enumerate(rows) for box, values in row.items()}


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    written: dict[int, dict[str, list[str]]] = {}
    for key, value in parts.items():
        place, _, box = key.partition("-")
        written.setdefault(int(place), {})[box] = [value]
    rows = [read_row(one, written[place]) for place in sorted(written)]
    for number, row in enumerate(rows):
        for column, text in row.problems.items():
            raise Unreadable(said(one, RowProblem(number, column, text)))
    return [row.values for row in rows] or None


def _schema(one: Field) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {column.name: ROW_KINDS[column.kind].schema(column) for column in one.columns},
        "required": [column.name for column in one.columns if column.required],
        "additionalProperties": False,
    }
    return {"type": "array", "items": row, "minItems": least_rows(one), "maxItems": most_rows(one)}


def _problem(one: Field, value: Any) -> Text:
    if isinstance(value, list) and len(value) <= most_rows(one):
        for problem in problems_of(one, value):
            return said(one, problem)
    return _count(one)


def _count(one: Field) -> Text:
    least, most = least_rows(one), most_rows(one)
    called = one.one or Text("baris", "row")
    return Text(
        id=f"Sebutkan paling sedikit {least} dan paling banyak {most} {called.id}.",
        en=f"Give at least {least} and at most {most}, each in a row of its own ({called.en}).",
    )


def _confirm(one: Field, value: Any) -> Text | None:
    if len(value) < least_rows(one):
        return _count(one)
    return next((said(one, problem) for problem in unconfirmed(one, value)), None)


def _post(one: Field, value: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, row in enumerate(value):
        for column in one.columns:
            if column.name in row:
                parts = ROW_KINDS[column.kind].post(column, row[column.name])
                found |= {
                    f"{place}-{column.name}-{part}" if part else f"{place}-{column.name}": text
                    for part, text in parts.items()
                }
    return found


def _show(one: Field, value: Any, language: str) -> str:
    return "\n".join(f"{place}. {row_line(one, row, language)}" for place, row in enumerate(value, start=1))


def _type(one: Field) -> Type:
    row = record({column.name: ROW_KINDS[column.kind].type(column) for column in one.columns})
    return list_of(row, most_rows(one))


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    confirm=_confirm,
    gather=_gather,
    parts=(),
    keys=frozenset({"one", "each", "least", "most"}),
    needs=frozenset({"one", "each"}),
)
