"""The products of a bundle, as pages show them before they are filed: cost, day, and what each waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import calendar, facts_on
from layani.office.pages.parts.reckoned import Reckoned, reckoned
from layani.rules.catalogue import Rule, Service, evaluate_rules
from layani.rules.catalogue.bundles.model import Bundle, Joined, expected_of
from layani.rules.catalogue.promised import Expected
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Product:
    """One service of a bundle that is filed; after: the names of the products that it waits for."""

    service: Service
    reckoned: Reckoned
    expected: Expected
    after: tuple[Text, ...]
    failed: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One that the person wanted, or that belongs to the bundle, and that these answers do not call for; why."""

    service: Service
    why: Text


def products(bundle: Bundle, answers: Mapping[str, Any], now: datetime) -> list[Product]:
    """Return what is filed with these answers, in order."""
    taken = bundle.taken(answers)
    when = expected_of(taken, calendar(), now)
    facts = facts_on(calendar().local(now).date())
    found = []
    for one in taken:
        own = one.own(answers)
        failed = {result.rule for result in evaluate_rules(one.service, own, facts) if result.outcome == "failed"}
        rules = tuple(rule for rule in one.service.rules if rule.id in failed)
        found.append(
            Product(one.service, reckoned(one.service, own, facts), when[one.slug], names_before(one, taken), rules)
        )
    return found


def left_out(bundle: Bundle, answers: Mapping[str, Any]) -> list[LeftOut]:
    """Return what was wanted and is not filed, because its condition does not hold."""
    taken = {one.slug for one in bundle.taken(answers)}
    wanted = [one for one in bundle.joined if one.always or one.slug in (answers.get("services") or ())]
    return [LeftOut(one.service, one.why) for one in wanted if one.slug not in taken and one.why]


def names_before(one: Joined, joined: Iterable[Joined]) -> tuple[Text, ...]:
    """Return the names of the products that a service waits for."""
    names = {other.slug: other.service.gives.name for other in joined}
    return tuple(names[after.service] for after in one.after if after.service in names)
