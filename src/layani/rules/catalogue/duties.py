"""What a granted case still owes, worked out from its answers and findings when its letter is issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from layani.rules.cases.clock import Term
from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.expressions import Expression, Reads
from layani.rules.catalogue.lasting import lasting_words
from layani.rules.text import Text

if TYPE_CHECKING:  # the model imports this module; here only a name is needed
    from layani.rules.catalogue.model import Service


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is owed after the grant.

    by:      the role that records that it was done
    within:  the holder's time from the letter's date, or from the day of the question ``since`` when that is later
    remind:  how long before its last day the holder is reminded; None: not
    ground:  id of the ground of a revocation that holds when it is not done in time; "" for none
    """

    id: str
    says: Text
    law: str
    by: str
    within: Term
    since: str = ""
    when: Expression | None = field(default=None, compare=False)
    remind: Term | None = None
    ground: str = ""


def owed_by(service: "Service", answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return {id: what the event of a letter says of it, without its days} of the duties of one granted case.

    facts: as ``scope.office_facts`` makes them on the day of filing, with all findings
    A condition that cannot be told keeps its duty: nobody is surprised by one that the letter did not name.
    """
    if not service.owes:
        return {}
    figures = Figures(service.amounts, answers, facts)
    scope = figures.scope(Reads(one.when for one in service.owes))
    return {
        one.id: _planned(one, answers)
        for one in service.owes
        if one.when is None or one.when.evaluate(scope) is not False
    }


def duty_words(one: Duty) -> Text:
    """Return what is owed and in which time, as the paper form and the diagram of the process say it."""
    within = lasting_words(one.within)
    perhaps = Text(", bila ditentukan dalam surat", ", where the letter says so") if one.when else Text("", "")
    return Text(f"{one.says.id}, dalam {within.id}{perhaps.id}", f"{one.says.en}, within {within.en}{perhaps.en}")


def _planned(one: Duty, answers: Mapping[str, Any]) -> dict[str, Any]:
    day = answers.get(one.since) if one.since else None
    return {
        "role": one.by,
        "within": [one.within.amount, one.within.unit],
        **({"from": str(day)} if day else {}),
        **({"remind": [one.remind.amount, one.remind.unit]} if one.remind else {}),
    }
