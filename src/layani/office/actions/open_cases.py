"""A law makes a new version count for the applications that are open: each follows, or keeps its own and says why."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on_locked, keep_refused
from layani.office.actions.amounts import amounts_of, conditions_of
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import SYSTEM
from layani.office.gateways.key_store import KeyGone
from layani.office.house import calendar, facts_on, kept_files, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.publications import Proposal
from layani.office.tables.projection import state_of
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service, evaluate_rules
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.fees import priorities_for
from layani.rules.catalogue.loading import letters_in
from layani.rules.catalogue.model import Rule
from layani.rules.catalogue.open_cases import OpenCases, in_the_way
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.catalogue.rules import RuleResult, reads_findings
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.refusal import Refused
from layani.rules.text import Text

Files = Mapping[str, str]

PART, ANSWER = "part:", "answer:"
"""With the name of a part of the file that differs, and of a rule that needs what was not answered."""
NOT_KEPT, ERASED, QUESTIONS, AMOUNT, FIRST, RANKING, GROUND = (
    "not-kept", "erased", "questions", "amount", "first", "ranking", "ground",
)  # fmt: skip
MOST_CASES = 500
MOST_NAMED = 50
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One open case under a new version.

    why:     what keeps it from following; () when it can
    results: its rules as they come out under the new version
    """

    why: tuple[str, ...]
    results: tuple[RuleResult, ...] = ()

    @property
    def outcomes(self) -> dict[str, str]:
        """Return {rule: outcome}."""
        return {one.rule: one.outcome for one in self.results}

    @property
    def must(self) -> tuple[str, ...]:
        """Return the rules among them that the law makes mandatory."""
        return tuple(one.rule for one in self.results if one.mandatory)


@dataclass(slots=True)
class Effect:
    """What a version would do to the cases that are open now; numbers of cases, and the first of each kind by name.

    of, looked_at: how many are open under an earlier version, and how many of them were judged
    follow: they go over; stay: they cannot; fails: they go over, and then fail a mandatory rule
    why:    what keeps how many from following
    """

    of: int = 0
    looked_at: int = 0
    follow: int = 0
    stay: int = 0
    fails: int = 0
    why: dict[str, int] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, number: str) -> None:
        """Count one case of a kind."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(names := self.named.setdefault(kind, [])) < MOST_NAMED:
            names.append(number)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        return asdict(self)


def effect_on_open(after: Service, files: Files, *, most: int = MOST_CASES, seconds: float = SECONDS) -> Effect | None:
    """Judge the open cases of a service by a proposed version; nothing is written. None where they keep theirs.

    files: {path: text} of the proposed version
    """
    if after.open_cases is None:
        return None
    rows = CaseRow.objects.to_follow(after.slug, str(after.version))
    found, until = Effect(of=rows.count()), time.monotonic() + seconds
    for row in rows[:most]:
        if time.monotonic() > until:
            break
        found.looked_at += 1
        case = state_of(row)
        judged = judged_by(row, case, after, after.open_cases, files)
        found.note("stay" if judged.why else "follow", row.number)
        for why in judged.why:
            found.why[why] = found.why.get(why, 0) + 1
        if not judged.why and _newly_failed(case, judged):
            found.note("fails", row.number)
    return found


def _newly_failed(case: Case, judged: Judged) -> bool:
    return any(
        one.outcome == "failed" and case.rules.get(one.rule) != "failed" for one in judged.results if one.mandatory
    )


def follow(number: str, after: Service, *, now: datetime) -> Done:
    """Let an open case go over to a version, or note why it keeps its own; in a transaction of its own.

    Raises Refused when it was decided or went over meanwhile, and ValueError for a version that no open case follows.
    """
    says = after.open_cases
    if says is None:
        raise ValueError(f"No law makes {after.slug} {after.version} count for open cases.")
    files = kept_files(after.slug, str(after.version))
    deed: Deed | None = None
    try:
        with transaction.atomic():
            row = CaseRow.objects.locked(number)
            case = state_of(row)
            deed = _deed(case, judged_by(row, case, after, says, files), after, says)
            return act_on_locked(row, deed, actor=SYSTEM, now=now)
    except Refused as refused:
        if deed is not None:
            keep_refused(CaseRow.objects.get(number=number), deed, refused, actor=SYSTEM, now=now)
        raise


def _deed(case: Case, judged: Judged, after: Service, says: OpenCases) -> Deed:
    data: dict[str, Any] = {"version": str(after.version), "was": case.version, "law": says.law}
    if judged.why:
        return Deed("version_kept", {**data, "why": list(judged.why)}, role="system")
    changed = {
        **data,
        "cite": after.law[says.law].cite,
        "why": {"id": says.says.id, "en": says.says.en},
        "rules": judged.outcomes,
        "must": list(judged.must),
    }
    return Deed("version_changed", changed, role="system")


def open_cases_of(proposal: Proposal) -> tuple[tuple[str, ...], str, Text] | None:
    """Return (parts that open cases follow, the law as it is cited, why) of a version; None where they keep theirs."""
    said = _values(proposal.files).get("open_cases") if "service.yaml" in proposal.files else None
    if said is None:
        return None
    law = next(one["cite"] for one in _values(proposal.files)["law"] if one["id"] == said["law"])
    return tuple(said["follow"]), law, Text(**said["says"])


def judged_by(row: CaseRow, case: Case, after: Service, says: OpenCases, files: Files) -> Judged:
    """Return how an open case stands under a later version of its service, and what keeps it from following."""
    if parts := _parts(row, says, files):
        return Judged(parts)
    try:
        answers, findings = answers_of(row), findings_of(row)
    except KeyGone:
        return Judged((ERASED,))
    before = service(row.service, row.version)
    # As at its filing: the numbers of the law are those of that day, in the new version's tables.
    facts = {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings}
    results = evaluate_rules(after, answers, facts, findings)
    why = (
        *_otherwise(before, after, answers, facts),
        *_of_the_case(case, after),
        *_unanswered(case, after, answers, results),
    )
    return Judged(tuple(why), results)


def _parts(row: CaseRow, says: OpenCases, files: Files) -> tuple[str, ...]:
    before = kept_files(row.service, row.version)
    if not (files and before):
        return (NOT_KEPT,)
    differing = in_the_way(_values(before), _values(files), (letters_in(before), letters_in(files)), says.follow)
    return tuple(f"{PART}{part}" for part in differing)


def _values(files: Files) -> Mapping[str, Any]:
    return _parsed(files["service.yaml"])


@lru_cache(maxsize=16)
def _parsed(text: str) -> Mapping[str, Any]:
    """Return what a service file says; reading it takes longer than judging a case, and many cases share it."""
    return parse_yaml(text, "service.yaml").values


def _otherwise(before: Service, after: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was settled at the filing and would come out otherwise: what is asked, what it costs, who is first.

    Questions, fee and classes are the same in both files, but they may read a number or a table that is not.
    """
    if asked_fields(before.on(facts), answers) != asked_fields(after.on(facts), answers):
        yield QUESTIONS
    was, now = ({**amounts_of(one, answers, facts), **conditions_of(one, answers, facts)} for one in (before, after))
    if was != now:
        yield AMOUNT
    if priorities_for(before, answers, facts) != priorities_for(after, answers, facts):
        yield FIRST


def _of_the_case(case: Case, after: Service) -> Iterator[str]:
    """Yield what the case holds that a new version must not take away."""
    if any(step.kind == "rank" for step in case.steps):
        yield RANKING  # those who are compared with each other are measured alike
    if not set(case.otherwise.values()) <= {ground.id for ground in after.grounds}:
        yield GROUND


def _unanswered(
    case: Case, after: Service, answers: Mapping[str, Any], results: tuple[RuleResult, ...]
) -> Iterator[str]:
    """Yield the rules that cannot be told for want of an answer, and could before or did not stand there."""
    rules = {rule.id: rule for rule in after.rules}
    for one in results:
        if one.outcome != "unknown" or case.rules.get(one.rule) == "unknown":
            continue
        if not _waits(rules[one.rule], after, case, answers):
            yield f"{ANSWER}{one.rule}"


def _waits(rule: Rule, after: Service, case: Case, answers: Mapping[str, Any]) -> bool:
    """Say whether a rule will be told in time: a step or another case of the bundle gives all that it still lacks."""
    read = {path[0] for one in (rule.must, rule.when) if one for path in one.paths}
    lacks = (read & after.fields.keys()) - answers.keys()
    return lacks <= case.awaits.keys() and (bool(lacks) or reads_findings(rule))
