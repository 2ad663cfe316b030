"""What a proposed version would have said about cases that are over: before anybody is judged by it."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag

from layani.office.actions.viewing import answers_of, findings_of
from layani.office.gateways.key_store import KeyGone
from layani.office.house import calendar, facts_on
from layani.office.tables.models.cases import Case
from layani.rules.catalogue import Service, evaluate_rules
from layani.rules.catalogue.fees import reckon_fee

MOST_CASES = 500
MOST_NAMED = 50
SECONDS = 30.0


@dataclass(slots=True)
class Replay:
    """How past cases would come out; numbers of cases, and the first of each kind by name.

    looked_at:     of so many; the latest cases first, also those that were imported, as far as time allowed
    unanswered, erased: left out, for they were imported without answers, or their answers are gone
    worse, better: they would now fail, or no longer fail, a rule that is mandatory
    unknown:       the new rules ask what was never asked of them
    dearer, cheaper: their fee would be another
    """

    looked_at: int = 0
    of: int = 0
    unanswered: int = 0
    erased: int = 0
    worse: int = 0
    better: int = 0
    unknown: int = 0
    dearer: int = 0
    cheaper: int = 0
    named: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, number: str) -> None:
        """Count one case of a kind."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(names := self.named.setdefault(kind, [])) < MOST_NAMED:
            names.append(number)

    @property
    def not_reached(self) -> int:
        """Return how many cases are older than those that there was time for."""
        return self.of - self.looked_at - self.unanswered - self.erased

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)


def replay(before: Service, after: Service, *, most: int = MOST_CASES, seconds: float = SECONDS) -> Replay:
    """Judge the latest cases of a service by both versions; nothing is written.

    before: the version in force; after: the proposed one. The law's numbers are those of the day of each filing.
    """
    rows = Case.objects.filter(service=before.slug).order_by("-id")
    found, until = Replay(of=rows.count()), time.monotonic() + seconds
    for row in rows[:most]:
        if time.monotonic() > until:
            break
        try:
            answers, findings = answers_of(row), findings_of(row)
        except (KeyGone, InvalidTag):
            found.erased += 1
            continue
        if before.fields.keys().isdisjoint(answers):  # a log that was replayed knows its own number and no answer
            found.unanswered += 1
            continue
        found.looked_at += 1
        for kind in _otherwise(row, before, after, answers, findings):
            found.note(kind, row.number)
    return found


def _otherwise(
    row: Case, before: Service, after: Service, answers: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Yield in which ways a case would come out otherwise."""
    facts = facts_on(calendar().local(row.received_at).date())
    was, now = (_mandatory(one, answers, facts, findings) for one in (before, after))
    if "failed" in now and "failed" not in was:
        yield "worse"
    elif "failed" in was and "failed" not in now:
        yield "better"
    elif "unknown" in now and "unknown" not in was:
        yield "unknown"
    paid, pays = (reckon_fee(one, answers, facts).amount for one in (before, after))
    if paid is not None and pays is not None and paid != pays:
        yield "dearer" if pays.minor > paid.minor else "cheaper"


def _mandatory(
    service: Service, answers: Mapping[str, Any], facts: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]]
) -> frozenset[str]:
    """Return the outcomes of the mandatory rules, without saying which is whose."""
    mandatory = {rule.id for rule in service.rules if rule.mandatory}
    results = evaluate_rules(service, answers, facts, findings)
    return frozenset(result.outcome for result in results if result.rule in mandatory)
