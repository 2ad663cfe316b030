"""The tables of a new office in one step, instead of in the hundred by which older offices came to them.

Running every migration on an empty database takes a quarter of a minute, of which nine tenths are Django's imagining
of all tables after every step. An empty database is given the tables as they stand at the end instead, from
``schema/DATABASE.sql``; ``tests/upgrade/test_at_once.py`` holds that both roads lead to the same tables and triggers.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module, resources
from typing import Any

from django.db.migrations.operations.base import Operation

BETWEEN = "\n--\n"
"""Stands between two statements of a schema; no statement holds such a line."""


class AtOnce(Operation):
    """What the replaced migrations come to, for a database that has run none of them."""

    reversible = False
    reduces_to_sql = True

    def __init__(self, replaced: Sequence[str]) -> None:
        """Take their names, in order."""
        self.replaced = list(replaced)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Let each replaced migration say what it changes, without imagining the tables in between."""
        state.__dict__.pop("apps", None)
        for operation in _operations(self.replaced):
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the tables, with their rows and triggers."""
        for statement in statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """Return what is done, for the command line."""
        return f"Makes the tables of {len(self.replaced)} steps at once"


def statements(vendor: str) -> list[str]:
    """Return the statements that make the tables; vendor: "sqlite" or "postgresql"."""
    text = resources.files("layani.office.tables").joinpath("schema", f"{vendor}.sql").read_text(encoding="utf-8")
    return text.removesuffix("\n").split(BETWEEN)[1:]  # the first says what the file is


def _operations(replaced: Sequence[str]) -> Iterator[Operation]:
    for name in replaced:
        yield from import_module(f"layani.office.tables.migrations.{name}").Migration.operations
