"""An amount of money; the answer is whole minor units (sen), so that sums are exact."""

from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.expressions.types import MONEY, Type
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.money.amount import LARGEST_MINOR, AmountError, Money
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    if not parts[""]:
        return None
    try:
        return Money.parse(parts[""], "IDR").minor
    except AmountError as fault:
        example = Text(id="Tulis jumlah uang, misalnya Rp50.000.", en="Write an amount of money, such as Rp50.000.")
        raise Unreadable(example) from fault


def _bounds(one: Field) -> tuple[Money, Money]:
    least = Money.units(one.limits.get("least", 0))
    return least, Money.units(one.limits["most"]) if "most" in one.limits else Money(LARGEST_MINOR)


def _schema(one: Field) -> dict[str, Any]:
    least, most = _bounds(one)
    return {"type": "integer", "minimum": least.minor, "maximum": most.minor}


def _problem(one: Field, value: Any) -> Text:
    least, most = _bounds(one)
    return Text(
        id=f"Tulis jumlah dari {least.words('id')} sampai {most.words('id')}.",
        en=f"Write an amount from {least.words('en')} to {most.words('en')}.",
    )


def _confirm(one: Field, value: Any) -> Text | None:
    return None if type(value) is int else _problem(one, value)  # JSON Schema takes 4.0 for an integer


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": Money(value).words("id")}


def _show(one: Field, value: Any, language: str) -> str:
    return Money(value).words(language)


def _type(one: Field) -> Type:
    return MONEY


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    confirm=_confirm,
    keys=frozenset({"least", "most"}),
)
