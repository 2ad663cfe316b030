"""Statements that nearly every call asks: written once, and on PostgreSQL parsed and planned once for each connection.

Django's own cursor sends a statement anew each time, and to plan a join of three tables costs more than to run it. The
ORM writes each statement anew, which costs six times as much as SQLite takes to answer it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models

Row = TypeVar("Row", bound=models.Model)
Converter = Callable[[Any, Any, Any], Any]


# Both databases take these values as they are; asking each field would be half of the cost of writing a row.
PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey, models.BinaryField,
)  # fmt: skip


def rows_of(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query whose every value is a parameter (%s)."""
    connection = connections[DEFAULT_DB_ALIAS]
    # Who counts or reads the questions asked (a test, a developer) must see this one too.
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with psycopg.Cursor(connection.connection) as prepared:
                return prepared.execute(statement, values, prepare=True).fetchall()
        # The module keeps the statements that it has parsed; Django's cursor would look through each one anew.
        rows: list[tuple[Any, ...]] = connection.connection.execute(_for_sqlite(statement), values).fetchall()
        return rows


@lru_cache(maxsize=512)
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")


def found(model: type[Row], condition: str, values: Sequence[Any]) -> list[Row]:
    """Return the rows of a table as the ORM would.

    condition: what follows WHERE, a constant; every value in it is a parameter (%s) that both databases take as it is
    (a number, a text, bytes, a moment that is ``stored``)
    """
    reading = _reading(model)
    statement = f"select {reading.columns} from {_name(model._meta.db_table)} where {condition}"  # noqa: S608  constants
    return [_made(model, reading, row) for row in rows_of(statement, values)]


def found_with(model: type[Row], key: str, condition: str, values: Sequence[Any]) -> list[Row]:
    """Return rows of a table as ``found`` does, each with the row that its foreign key names; one query.

    key: a foreign key that is never null; condition: its columns are named with their tables where both have them
    """
    reference = cast("models.ForeignKey[Any]", model._meta.get_field(key))
    other = reference.related_model
    left, right = _reading(model), _reading(other)
    table, owner = _name(model._meta.db_table), _name(other._meta.db_table)
    joined = f"{owner}.id = {table}.{_name(reference.column)}"
    statement = f"select {left.columns}, {right.columns} from {table} join {owner} on {joined} where {condition}"  # noqa: S608
    rows = []
    for read in rows_of(statement, values):
        row, owned = _made(model, left, read[: len(left.names)]), _made(other, right, read[len(left.names) :])
        setattr(row, key, owned)
        rows.append(row)
    return rows


def rows_with(model: type[Row], more: str, joined: str, values: Sequence[Any]) -> list[tuple[Row, tuple[Any, ...]]]:
    """Return rows of a table, each with further columns of other tables.

    more: the further columns; joined: the joins and the condition after the table's name; both are constants
    """
    reading = _reading(model)
    statement = f"select {reading.columns}, {more} from {_name(model._meta.db_table)} {joined}"  # noqa: S608
    width = len(reading.names)
    return [(_made(model, reading, read[:width]), read[width:]) for read in rows_of(statement, values)]


def stored(moment: datetime) -> Any:
    """Return a moment as the database at hand stores it, to be a value of a question."""
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(moment)


def read_moment(value: Any) -> datetime:
    """Return a moment that the database at hand gave: SQLite gives a text, or a time without its zone, in UTC."""
    found: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def for_update() -> str:
    """Return what locks the rows of a question until the transaction ends; SQLite's one writer locks all anyway."""
    return " for update" if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" else ""


def lock(model: type[models.Model], pk: int) -> None:
    """Lock one row against another who does the same, not against who only refers to it, until the transaction ends."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        rows_of(f"select id from {_name(model._meta.db_table)} where id = %s for no key update", [pk])  # noqa: S608


def insert(row: models.Model) -> None:
    """Write a new row and fill in its id; raises what ``save()`` would."""
    statement, fields = _inserting(type(row))
    row.pk = rows_of(statement, _values(row, fields))[0][0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: models.Model) -> None:
    """Write every column of a row that is in its table."""
    statement, fields = _updating(type(row))
    if not rows_of(statement, [*_values(row, fields), row.pk]):
        raise _nothing_written(row)


def write_together(changed: models.Model, made: models.Model, referring: models.Model, key: str) -> None:
    """Update a row, insert a second, and insert a third whose foreign key ``key`` names the second.

    One statement on PostgreSQL, where a round trip costs as much as the writing; fills in the ids of the new rows.
    """
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        update(changed)
        insert(made)
        setattr(referring, key, made)
        insert(referring)
        return
    statement, fields = _writing_together(type(changed), type(made), type(referring), key)
    values = (_values(row, mine) for row, mine in zip((changed, made, referring), fields, strict=True))
    rows = rows_of(statement, [value for several in values for value in several])
    if not rows:
        raise _nothing_written(changed)
    made.pk, referring.pk = rows[0]
    setattr(referring, key, made)
    for row in (made, referring):
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _nothing_written(row: models.Model) -> DatabaseError:
    return DatabaseError(f"{row._meta.db_table} has no row {row.pk}, so nothing was written.")


def _values(row: models.Model, fields: list[Any]) -> list[Any]:
    held = vars(row)
    return [_written(field)(held[field.attname]) for field in fields]


@cache
def _written(field: Any) -> Callable[[Any], Any]:
    """Return what makes the database at hand's value of a field's value, without what Django asks for each of them."""
    connection = connections[DEFAULT_DB_ALIAS]
    if isinstance(field, PLAIN):
        return lambda value: value

    def saved(value: Any) -> Any:
        return None if value is None else field.get_db_prep_save(value, connection)

    if not isinstance(field, models.DateTimeField):
        return saved
    if connection.vendor == "postgresql":
        return lambda value: value if value is None or value.tzinfo else saved(value)
    return lambda value: str(value.astimezone(UTC).replace(tzinfo=None)) if value and value.tzinfo else saved(value)


@cache
def _inserting(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = _writable(model)
    columns = ", ".join(_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"insert into {_name(model._meta.db_table)} ({columns}) values ({marks}) returning id", fields  # noqa: S608


@cache
def _updating(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = _writable(model)
    columns = ", ".join(f"{_name(field.column)} = %s" for field in fields)
    return f"update {_name(model._meta.db_table)} set {columns} where id = %s returning id", fields  # noqa: S608


@cache
def _writing_together(
    changed: type[models.Model], made: type[models.Model], referring: type[models.Model], key: str
) -> tuple[str, tuple[list[Any], list[Any], list[Any]]]:
    """Return the statement, and the fields of each row whose values it takes, in their order."""
    updating, changes = _updating(changed)
    own, others = _writable(made), _writable(referring)
    reference = cast("models.ForeignKey[Any]", referring._meta.get_field(key))
    columns = ", ".join(_name(field.column) for field in others)
    marks = ", ".join("made.id" if field == reference else "%s" for field in others)
    statement = (
        f"with changed as ({updating}), made as (insert into {_name(made._meta.db_table)} "  # noqa: S608
        f"({', '.join(_name(field.column) for field in own)}) select {', '.join(['%s'] * len(own))} from changed "
        f"returning id) insert into {_name(referring._meta.db_table)} ({columns}) select {marks} from made "
        f"returning {_name(reference.column)}, id"
    )
    pk = changed._meta.pk
    return statement, ([*changes, pk], own, [field for field in others if field != reference])


def _writable(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _name(name: str | None) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(str(name))


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a table is read: its columns, the fields' names, and how a value becomes Python's, by its place."""

    columns: str
    names: list[str]
    converters: list[tuple[int, Any, list[Converter]]]


@cache
def _reading(model: type[models.Model]) -> _Reading:
    connection = connections[DEFAULT_DB_ALIAS]
    fields = model._meta.concrete_fields
    table = _name(model._meta.db_table)
    columns = ", ".join(f"{table}.{_name(field.column)}" for field in fields)
    converters = []
    for place, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        if steps := [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]:
            converters.append((place, column, steps))
    return _Reading(columns, [field.attname for field in fields], converters)


def _made(model: type[Row], reading: _Reading, read: Sequence[Any]) -> Row:
    connection, row = connections[DEFAULT_DB_ALIAS], list(read)
    for place, column, steps in reading.converters:
        for step in steps:
            row[place] = step(row[place], column, connection)
    return model.from_db(DEFAULT_DB_ALIAS, reading.names, row)
