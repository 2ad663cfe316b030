"""The column of a decision table in words, as the head of a printed table, and the labels of what its cells hold."""

from collections.abc import Mapping
from typing import Final

from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.expressions.nodes import Call, Name, Node, Part
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.renderings.condition_words import condition_words
from layani.rules.catalogue.renderings.formula_words import formula_words, named
from layani.rules.text import Text

PLACES: Final = {
    "street": Text("Jalan dan nomor", "Street and number"),
    "rt": Text("RT", "RT (neighbourhood)"),
    "rw": Text("RW", "RW (neighbourhood)"),
    "ward": Text("Kelurahan atau desa", "Ward or village"),
}
_TODAY: Final = Text("hari pengajuan", "the day of filing")
_FALLBACK: Final = Text("Menurut jawaban Anda", "By your answers")


def column_words(column: Expression, service: Service) -> Text:
    """Return what a column looks at: a question's label, what a table says it is, or a condition in words."""
    fields, amounts = service.fields, service.amounts
    found = named(column.tree, fields, amounts) or _of_place(column.tree, service) or _counted(column.tree, service)
    if found:
        return found
    return (
        condition_words(column, fields) or formula_words(column.tree, fields, amounts) or _by_questions(column, service)
    )


def column_options(column: Expression, service: Service, office: OfficeFile) -> Mapping[str, Text]:
    """Return the labels of the words that a column's cells hold; {} where they are shown as they stand."""
    match column.tree:
        case Name(name=name) | Part(of=Name(name="answers"), name=name) if name in service.fields:
            return dict(service.fields[name].options)
        case Part(of=Name(name="tables"), name=name) if name in service.amounts.tables:
            rows = service.amounts.tables[name].rows
            return {row.gives: row.says for row in rows if row.says and isinstance(row.gives, str)}
        case Part(name="ward"):
            return office.regions
    return {}


def _of_place(node: Node, service: Service) -> Text | None:
    """Return the words for one part of an address."""
    if not (isinstance(node, Part) and node.name in PLACES):
        return None
    whole = named(node.of, service.fields, service.amounts)
    part = PLACES[node.name]
    return Text(f"{whole.id}: {part.id}", f"{whole.en}: {part.en}") if whole else None


def _counted(node: Node, service: Service) -> Text | None:
    """Return the words for full years between two days, or for the number of rows of a list."""
    match node:
        case Call(function="years", arguments=(start, end)):
            one, other = _day(start, service), _day(end, service)
            if one and other:
                return Text(f"Tahun penuh dari {one.id} sampai {other.id}", f"Full years from {one.en} to {other.en}")
        case Call(function="size", arguments=(of,)):
            found = named(of, service.fields, service.amounts)
            if found:
                return Text(f"Berapa banyak: {found.id}", f"How many: {found.en}")
    return None


def _day(node: Node, service: Service) -> Text | None:
    if node == Name("today"):
        return _TODAY
    found = named(node, service.fields, service.amounts)
    return Text(f"“{found.id}”", f"“{found.en}”") if found else None


def _by_questions(column: Expression, service: Service) -> Text:
    """Return the questions on which an involved column depends."""
    labels = [service.fields[path[0]].label for path in column.paths if path[0] in service.fields]
    if not labels:
        return _FALLBACK
    return Text(
        f"Menurut {', '.join(f'“{one.id}”' for one in labels)}", f"By {', '.join(f'“{one.en}”' for one in labels)}"
    )
