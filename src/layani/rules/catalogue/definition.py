"""One service as its files say it, before it is compiled: what the lint looks at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from typing import Any, Final

from layani.rules.catalogue.expressions import ExpressionError, Node, Patience, Question, Truth, outcomes, parse
from layani.rules.catalogue.grammar.form import FieldEntry
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.grammar.service import ServiceFile
from layani.rules.catalogue.kinds.number import LARGEST
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.reading import Path_, Source
from layani.rules.money.amount import Money

MOST_COMPARED: Final = 300
"""Names that a misspelt one is compared with; looking through more takes longer than reading the list."""

MOST_NAMED: Final = 30
"""Names in one message."""


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

    @cached_property
    def texts(self) -> tuple[tuple[Path_, Words], ...]:
        """Every text in two languages of the service file, with its path."""
        return tuple(words_of(self.entry))

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """What is known of every question before anybody answers it, by name."""
        return {name: _question(field) for _, name, field in self.fields()}

    @cached_property
    def _patience(self) -> Patience:
        return Patience()

    def outcomes(self, *conditions: Node, anywhere: bool = False) -> frozenset[tuple[Truth, ...]] | None:
        """Return every combination of outcomes of the conditions, or None when they cannot all be tried.

        anywhere: whatever the office's facts are, not only with those that it has today
        """
        return outcomes(conditions, self.questions, {} if anywhere else self.facts, self._patience)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What the office's file says of it that a condition can be compared with, by path."""
        return {f"office.{name}": value for name, value in self.office.facts.items() if not isinstance(value, list)}


def tree(condition: str | None) -> Node | None:
    """Return a condition as a tree; None when there is none, or when it cannot be read (compiling it says why)."""
    if condition is None:
        return None
    try:
        return parse(condition)
    except ExpressionError:
        return None


def _question(field: FieldEntry) -> Question:
    values: tuple[str | bool, ...] = {
        "yes no": (True, False),
        "declaration": (True,),
        "choice": tuple(field.of or ()),
    }.get(field.is_, ())
    least, most = (None, None) if field.is_ not in ("number", "money") else (field.least or 0, field.most or LARGEST)
    if field.is_ == "money" and least is not None and most is not None:
        least, most = Money.units(least).minor, Money.units(min(most, LARGEST // 100)).minor
    return Question(values, least, most, tree(field.when), field.required)


def meant(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean …?", or the names that there are.

    >>> meant("haed", ["head", "verifier"])
    "Did you mean 'head'?"
    """
    names = sorted(known)
    close = get_close_matches(name, names[:MOST_COMPARED], n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"There are: {', '.join(islice(names, MOST_NAMED)) or 'none'}{more}."


def repeated(names: Iterable[str]) -> Iterator[int]:
    """Yield the places, from 0, of names that stood before.

    >>> list(repeated(["a", "b", "a"]))
    [2]
    """
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield number
        seen.add(name)


def words_of(part: object, path: Path_ = ()) -> Iterator[tuple[Path_, Words]]:
    """Yield (path, words) of every text in two languages, anywhere below a part of the grammar."""
    if isinstance(part, Words):
        yield path, part
        return
    for key, value in _below(part):
        yield from words_of(value, (*path, key))


def laws_of(part: object, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Yield (path, id) of every law that is cited, anywhere below a part of the grammar."""
    law = getattr(part, "law", None)
    if isinstance(law, str):
        yield (*path, "law"), law
    for key, value in _below(part):
        yield from laws_of(value, (*path, key))


def _below(part: object) -> Iterator[tuple[str | int, object]]:
    fields = getattr(type(part), "model_fields", None)
    if fields is not None:
        yield from ((one.alias or name, getattr(part, name)) for name, one in fields.items())
    elif isinstance(part, dict):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)
