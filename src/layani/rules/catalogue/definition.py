"""One service as its files say it, before it is compiled: what the lint looks at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from layani.rules.catalogue.grammar.form import FieldEntry
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.reading import Path_, Source


@dataclass(frozen=True)
class Definition:
    """A service's files, and what they refer to.

    letters:   (outcome, language) -> text
    services:  slugs of all services of the catalogue
    """

    source: Source
    entry: ServiceFile
    letters: Mapping[tuple[str, str], str]
    office: OfficeFile
    services: frozenset[str]

    def fields(self) -> Iterator[tuple[Path_, str, FieldEntry]]:
        """Yield (path, name, entry) of every field, in the form's order."""
        for number, page in enumerate(self.entry.ask):
            for name, one in page.fields.items():
                yield ("ask", number, "fields", name), name, one


def meant(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean …?", or the names that there are.

    >>> meant("haed", ["head", "verifier"])
    "Did you mean 'head'?"
    """
    names = sorted(known)
    close = get_close_matches(name, names, n=1)
    return f"Did you mean '{close[0]}'?" if close else f"There are: {', '.join(names) or 'none'}."


def words_of(part: object, path: Path_ = ()) -> Iterator[tuple[Path_, Words]]:
    """Yield (path, words) of every text in two languages, anywhere below a part of the grammar."""
    if isinstance(part, Words):
        yield path, part
        return
    for key, value in _below(part):
        yield from words_of(value, (*path, key))


def _below(part: object) -> Iterator[tuple[str | int, object]]:
    fields = getattr(type(part), "model_fields", None)
    if fields is not None:
        yield from ((one.alias or name, getattr(part, name)) for name, one in fields.items())
    elif isinstance(part, dict):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)
