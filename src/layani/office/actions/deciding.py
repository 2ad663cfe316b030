"""Decide: grant, grant a part, or refuse with ground, fact and remedy; and grant by law what the office left lying."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.authorising import signed
from layani.office.actions.differing import require_seen
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.viewing import answers_of
from layani.office.actor import SYSTEM, Actor
from layani.office.house import service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.catalogue import FieldProblem
from layani.rules.catalogue.partly import part_data, part_problems, partly_of


def grant(number: str, *, actor: Actor, now: datetime, once: str | None = None, seen: Collection[str] = ()) -> Done:
    """Grant; refused while a rule that the law makes mandatory has failed.

    seen: names of the answers of which the officer was shown that the register of people says something else; it is
        refused while there are others
    """
    agreed = signed(Deed("decide_grant", once=once), actor=actor, now=now)
    return act_on(number, _having_seen(agreed, seen), actor=actor, now=now)


def _having_seen(deed: Deed, seen: Collection[str]) -> Deed:
    """Return a deed that is refused where the letter would say of its person what the office holds otherwise."""

    def finish(row: CaseRow, case: Case) -> Deed:
        require_seen(row, seen)
        return deed.finish(row, case) if deed.finish else deed

    return replace(deed, finish=finish)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case is refused.

    ground: id in the service's list, which carries the law and the remedy
    fact:   what was found and in which document, in words to the citizen (sealed)
    language: in which the fact is written, "id" or "en" (sealed with it); empty when nobody said
    seen_otherwise: the officer saw evidence against a rule that the answers meet; it stands in the event
    """

    ground: str
    fact: str
    seen_otherwise: bool = False
    language: str = ""

    def data(self, row: CaseRow) -> dict[str, Any]:
        """Return the act's values that are not personal."""
        grounds = {one.id: one for one in service(row.service, row.version).grounds}
        rule = grounds[self.ground].rule if self.ground in grounds else ""
        found: dict[str, Any] = {
            "ground": self.ground,
            "grounds": list(grounds),
            "fact_length": len(self.fact.strip()),
        }
        if rule and state_of(row).rules.get(rule) == "passed":
            found |= {"rule_met": rule, "seen_otherwise": self.seen_otherwise}
        return found


def refuse(number: str, why: Why, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Refuse on one of the service's grounds, with the fact."""
    data = why.data(CaseRow.objects.get(number=number))
    said = {"fact": why.fact.strip()} | ({"language": why.language} if why.language else {})
    deed = Deed("decide_refuse", data, personal=said, once=once)
    return act_on(number, signed(deed, actor=actor, now=now), actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class Part:
    """What is granted of an application, and why the rest is refused.

    given:  what the officer set, by name, as JSON holds it (sealed)
    ground: id in the service's list; fact: what was found, in words to the citizen, and in which language (both sealed)
    """

    given: Mapping[str, Any]
    ground: str
    fact: str
    language: str = ""

    def data(self, row: CaseRow) -> dict[str, Any]:
        """Return the act's values that are not personal."""
        step = state_of(row).step
        return part_data(service(row.service, row.version), step, self.ground, len(self.fact.strip()))

    def personal(self) -> dict[str, Any]:
        """Return what is sealed with the act."""
        said = {"fact": self.fact.strip()} | ({"language": self.language} if self.language else {})
        return {"given": dict(self.given), **said}

    def problems(self, row: CaseRow) -> tuple[FieldProblem, ...]:
        """Return what is wrong with what was set: it must be less than what was asked, and more than nothing."""
        partly = partly_of(service(row.service, row.version), state_of(row).step)
        return part_problems(partly, self.given, answers_of(row)) if partly else ()


def grant_partly(
    number: str, part: Part, *, actor: Actor, now: datetime, once: str | None = None, seen: Collection[str] = ()
) -> Done:
    """Grant a part and refuse the rest on a ground; raises AnswersRejected for what is no part, and Refused.

    seen: as for ``grant``
    """
    row = CaseRow.objects.get(number=number)
    if problems := part.problems(row):
        raise AnswersRejected(problems)
    deed = Deed("decide_grant", part.data(row), personal=part.personal(), once=once)
    agreed = _having_seen(signed(deed, actor=actor, now=now), seen)

    def still_a_part(row: CaseRow, case: Case) -> Deed:
        # What was asked may have been put right since the page was read; only here does nobody else change it.
        if problems := part.problems(row):
            raise AnswersRejected(problems)
        return agreed.finish(row, case) if agreed.finish else deed

    return act_on(number, replace(agreed, finish=still_a_part), actor=actor, now=now)


def deem_granted(number: str, *, now: datetime) -> Done:
    """Grant by law, because the limit has passed in silence; the system does it, no officer can stop it."""
    return act_on(number, Deed("deem_granted", role="system"), actor=SYSTEM, now=now)


def note_silence(number: str, *, now: datetime) -> Done:
    """Note that the limit has passed in silence, which the law takes for a refusal; the office still has to decide."""
    return act_on(number, Deed("silence", role="system"), actor=SYSTEM, now=now)


def withdraw(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Take the application back."""
    return act_on(number, Deed("withdraw", once=once), actor=actor, now=now)
