"""What the page of a service says of money and places: who pays less, by which numbers, when it is open."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from layani.office.house import catalogue
from layani.rules.catalogue import Law, Service
from layani.rules.catalogue.admission import not_open
from layani.rules.catalogue.amounts.model import Quota, Window
from layani.rules.catalogue.expressions.types import MONEY
from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.renderings.tariff import Tariff, benefit_tariff, fee_tariff, parameters_read
from layani.rules.money.amount import Money
from layani.rules.refusal import Refusal
from layani.rules.text import Text

OPEN_ROWS: Final = 8
MOST_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class Told:
    """One line with its law; ``amount`` is money, ``number`` anything counted."""

    says: Text
    law: Law
    amount: Money | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is paid out: the fixed amount, or in words how it is worked out."""

    amount: Money | None
    says: Text
    law: Law
    budget: str
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that may go ahead: by whose leave, and how many a day."""

    says: Text
    law: Law
    by: Text
    a_day: int


@dataclass(frozen=True, slots=True)
class AmountsTold:
    """Everything of the amounts that the page shows; empty lists are not shown.

    tariff:   that of the fee
    numbers:  parameters on which no amount rests
    open_rows, most_rows: up to so many rows of tables are shown at once, and folded; longer ones only in the standard
    """

    tariff: Tariff
    numbers: tuple[Told, ...]
    pays: Benefit | None
    criteria: tuple[Told, ...]
    places: Told | None
    order: Text | None
    ranked: bool
    priority: tuple[Told, ...]
    expedite: tuple[Matter, ...]
    windows: tuple[Window, ...]
    closed: Refusal | None
    seen: bool = False
    open_rows: int = OPEN_ROWS
    most_rows: int = MOST_ROWS


def amounts_told(service: Service, office: OfficeFile, today: date) -> AmountsTold:
    """Return what the page says on a day; windows that are over are left out."""
    amounts, law = service.amounts, service.law
    quota = amounts.quota
    return AmountsTold(
        tariff=fee_tariff(service, office, today),
        numbers=_numbers(service, today),
        pays=_benefit(service, office, today),
        criteria=tuple(Told(one.says, law[one.law]) for one in amounts.score),
        places=_places(service, quota) if quota else None,
        order=order_in_words(service),
        ranked=any(step.rank for step in service.steps),
        priority=tuple(Told(one.says, law[one.law]) for one in amounts.priority),
        seen=any(one.when is None for one in amounts.priority),
        expedite=tuple(Matter(one.says, law[one.law], _title(one.by), one.a_day) for one in amounts.expedite),
        windows=tuple(one for one in amounts.intake if one.closes >= today),
        closed=not_open(service, today),
    )


def _title(role: str) -> Text:
    found = catalogue().office.roles.get(role)
    return found.title if found else Text(role, role)


def _places(service: Service, quota: Quota) -> Told:
    """Return how many places there are, and for which time."""
    return Told(_PER[quota.per], service.law[quota.law], number=quota.places)


def order_in_words(service: Service) -> Text | None:
    """Return who comes first where there are fewer places than applications, with what decides between equals."""
    quota = service.amounts.quota
    if quota is None:
        return None
    first, ties = _BY[quota.ranked_by], ties_in_words(service, quota)
    return Text(f"{first.id}. Bila sama: {ties.id}.", f"{first.en}. If equal: {ties.en}.")


def ties_in_words(service: Service, quota: Quota) -> Text:
    """Return what decides between equal scores, in its order."""
    criteria = {one.id: one.says for one in service.amounts.score}
    words = [_TIES[tie] if tie in _TIES else _in_a_sentence(criteria[tie]) for tie in quota.ties]
    return Text("; lalu ".join(one.id for one in words), "; then ".join(one.en for one in words))


def _in_a_sentence(words: Text) -> Text:
    return Text(*(f"{said[:1].lower()}{said[1:]}" for said in (words.id, words.en)))


_TIES = {
    "complete": Text("yang lebih dulu lengkap", "the one complete earlier"),
    "received": Text("yang lebih dulu diterima", "the one received earlier"),
    "draw": Text("undian yang dapat dihitung ulang siapa saja", "a draw that everybody can work out again"),
}


def _numbers(service: Service, today: date) -> tuple[Told, ...]:
    """Return the parameters on which no amount rests, as they stand on the day; the others stand in the tariff."""
    found, told = [], parameters_read(service)
    for one in service.amounts.parameters.values():
        value = one.on(today)
        if value is not None and one.name not in told:
            money = Money(value.value) if one.type is MONEY else None
            found.append(
                Told(one.says, service.law[one.law], amount=money, number=value.value if money is None else None)
            )
    return tuple(found)


def _benefit(service: Service, office: OfficeFile, today: date) -> Benefit | None:
    pays = service.amounts.pays
    if pays is None or pays.row.law is None:
        return None
    says = pays.row.says or Text("Dihitung dari jawaban Anda", "Worked out from your answers")
    tariff = benefit_tariff(service, office, today)
    return Benefit(pays.row.fixed, says, service.law[pays.row.law], pays.budget, tariff)


_PER = {
    "window": Text("Setiap masa pendaftaran", "In each time of application"),
    "year": Text("Setiap tahun", "Each year"),
    "month": Text("Setiap bulan", "Each month"),
}
_BY = {
    "score": Text("Nilai tertinggi didahulukan", "The highest score is first"),
    "received": Text("Yang lebih dulu diterima didahulukan", "The earlier is first"),
}
