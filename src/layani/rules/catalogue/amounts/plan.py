"""The plan of one case's money: which parts are due to whom, when, on what condition. It tells of no payment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from layani.rules.catalogue.fees import NO_FACTS, applying_row, reckon_fee, reckon_pays
from layani.rules.catalogue.model import Service
from layani.rules.money.amount import Money
from layani.rules.money.fee import Conditional
from layani.rules.text import Language, Text

Way = Literal["from the applicant", "to the applicant"]
WHOLE: Final = Text("seluruhnya", "the whole of it")


@dataclass(frozen=True, slots=True)
class Planned:
    """One part of the plan.

    id:        its name ("fee", "fee:2", "deposit", "deposit:back", "pays:1"), parts counted from 1
    says:      when it is due, in words
    condition: what must be recorded before it is due; None where nothing must
    """

    id: str
    way: Way
    says: Text
    amount: Money
    condition: Conditional | None = None


def plan_of(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any] = NO_FACTS) -> tuple[Planned, ...]:
    """Return the parts in which a case's fee, deposit and benefit are due; () where there is no money in it."""
    return (*_fee(service, answers, facts), *_pays(service, answers, facts))


def _fee(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Planned]:
    found, row = reckon_fee(service, answers, facts), applying_row(service, answers, facts)
    if found.amount is None or row is None:
        return
    if found.amount and not found.instalments:
        yield Planned("fee", "from the applicant", row.says or WHOLE, found.amount)
    for number, (one, (says, amount)) in enumerate(zip(row.instalments, found.instalments, strict=False), start=1):
        yield Planned(f"fee:{number}", "from the applicant", says, amount, one.condition)
    if row.deposit and found.deposit:
        yield Planned("deposit", "from the applicant", row.deposit.says, found.deposit)
        back = row.deposit.back
        yield Planned("deposit:back", "to the applicant", back.says if back else row.deposit.says, found.deposit, back)


def _pays(service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[Planned]:
    found, pays = reckon_pays(service, answers, facts), service.amounts.pays
    if found is None or pays is None or not found.amount:
        return
    if not found.instalments:
        yield Planned("pays", "to the applicant", pays.row.says or WHOLE, found.amount)
    for number, (one, (says, amount)) in enumerate(zip(pays.row.instalments, found.instalments, strict=False), start=1):
        yield Planned(f"pays:{number}", "to the applicant", says, amount, one.condition)


def plan_in_words(plan: tuple[Planned, ...], language: Language) -> str:
    """Return the plan as one line of a letter; "–" where there is no money in the case."""
    to = Text("kepada Anda", "to you"), Text("dari Anda", "from you")
    said = []
    for one in plan:
        way = to[one.way == "from the applicant"].in_(language)
        condition = Text("syarat", "condition").in_(language)
        more = f"; {condition}: {one.condition.says.in_(language)}" if one.condition else ""
        said.append(f"{one.amount.words(language)} {way} ({one.says.in_(language)}{more})")
    return "; ".join(said) or "–"


def conditions_in(plan: tuple[Planned, ...]) -> dict[str, str]:
    """Return {part: role that records its condition} of the parts that have one."""
    return {one.id: one.condition.by for one in plan if one.condition}
