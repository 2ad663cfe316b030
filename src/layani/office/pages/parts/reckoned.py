"""What a case costs or pays, as pages show it: the amount, and each line with the law behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from layani.office.pages.public.service import step_words
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.amounts.model import Reckoning
from layani.rules.catalogue.fees import numbers_read, reckon_fee
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.model import Field
from layani.rules.money.amount import Money
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a reckoning; ``amount`` is None where it is no amount."""

    says: Text
    amount: Money | None
    law: Law | None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A reckoning for a page: ``amount`` None when it cannot be told; ``open`` shows the lines at once.

    waits: what the office has to do first, where the amount is set by what it finds there
    """

    amount: Money | None
    lines: tuple[ShownLine, ...]
    instalments: tuple[tuple[Text, Money], ...]
    open: bool
    waits: tuple[Text, ...] = ()


def reckoned(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Reckoned:
    """Return the fee of one case; what is free of charge has no lines. The numbers that were answered come first."""
    found = reckon_fee(service, answers, facts)
    numbers = tuple(_answered(one, answers[one.name]) for one in numbers_read(service, found) if one.name in answers)
    told = shown(service, found)
    return replace(told, lines=numbers + told.lines)


def _answered(one: Field, value: Any) -> ShownLine:
    words = Text(f"{one.label.id} {show(one, value, 'id')}", f"{one.label.en} {show(one, value, 'en')}")
    return ShownLine(words, None, None)


def shown(service: Service, found: Reckoning) -> Reckoned:
    """Return a reckoning with its laws; the lines stand open where something was waived or bounded."""
    lines = tuple(ShownLine(one.says, one.amount, service.law.get(one.law or "")) for one in found.lines)
    opened = any(not one.id.startswith("row:") for one in found.lines)
    waits = tuple(step_words(service.slug, name) for name in found.waits)
    return Reckoned(found.amount, lines, found.instalments, opened, waits)
