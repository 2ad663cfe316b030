"""Going through tables into which their administrator may have written anything: no row is left out, none ends it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.exceptions import FieldError, ObjectDoesNotExist
from django.db.models import AutoField

Found = TypeVar("Found")

BEFORE_ALL: Final = -(2**63)
"""An id that stands before all others. The database gives ids from 1 on, but its administrator can write any."""
UNREADABLE: Final = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, InvalidTag, FieldError,
    ObjectDoesNotExist,
)  # fmt: skip
"""What a row raises that is not as the program writes it. Faults of the database or of the machine are not among it."""


def legible(found: Iterable[Found], instead: Callable[[str], Found]) -> Iterator[Found]:
    """Yield what is found, and where a row ends the search, what ``instead`` makes of the words for that."""
    try:
        yield from found
    except UNREADABLE as fault:
        yield instead(illegible(fault))


def legible_at(where: str, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the (where, what) that are found, and where a row ends the search, that ``where`` cannot be read."""
    return legible(found, lambda what: (where, what))


def illegible(fault: Exception) -> str:
    """Return the words for a row that cannot be read, with the kind of the fault: its message may quote the row."""
    return f"cannot be read, so nothing more of it was compared ({type(fault).__name__})"


def ids_below_one() -> Iterator[tuple[str, str]]:
    """Yield (line, what) of each line with an id that the database never gives; seals begin behind those."""
    for model in apps.get_app_config("tables").get_models():
        if isinstance(model._meta.pk, AutoField):
            for pk in model._default_manager.filter(pk__lt=1).order_by("pk").values_list("pk", flat=True):
                yield f"{model._meta.model_name} {pk}", "has an id below 1, which the database gives no line"
