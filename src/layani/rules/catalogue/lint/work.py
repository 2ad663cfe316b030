"""What a step needs beyond its role can be had: its team's roles, its findings' keys, time for its notice."""

from collections.abc import Iterator
from datetime import datetime, time

from layani.rules.cases.clock import due
from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.steps import ApplicantEntry, FindingEntry, NoticeEntry, PerformEntry, VisitEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_
from layani.rules.catalogue.working_time import calendar_of

RESERVED = frozenset({"act", "step", "once", "team"})
"""Names of the boxes that stand beside the findings in the officer's form."""

_KEYS = frozenset({"of", "longest", "least", "most", "max"})


def check(one: Definition) -> Iterator[Problem]:
    """Look at each step's own keys."""
    for number, step in enumerate(one.entry.steps):
        path: Path_ = ("steps", number, step.kind)
        work = step.work
        if isinstance(work, PerformEntry | VisitEntry):
            for name, finding in work.find.items():
                yield from _name(one, name, (*path, "find", name))
                yield from _finding(one, finding, (*path, "find", name))
        if isinstance(work, VisitEntry):
            yield from _team(one, work, (*path, "team", "roles"))
        if isinstance(work, ApplicantEntry):
            yield from _applicant(one, work, path)
        if isinstance(work, NoticeEntry):
            yield from _notice(one, work, path)


def _name(one: Definition, name: str, path: Path_) -> Iterator[Problem]:
    if name in RESERVED:
        write = f"Call it such as: the_{name}"
        yield one.source.problem(
            path, f"a finding cannot be called '{name}'.", write, "The office's form uses this name."
        )


def _finding(one: Definition, finding: FindingEntry, path: Path_) -> Iterator[Problem]:
    kind = KINDS["file" if finding.is_ == "photo" else finding.is_]
    known = kind.keys - {"accept", "max"} | ({"max"} if finding.is_ == "photo" else set())
    given = {type(finding).model_fields[name].alias or name for name in finding.model_fields_set} & _KEYS
    for key in sorted(given - known):
        what = f"a finding of the kind '{finding.is_}' does not know '{key}'."
        write = f"Remove it. Keys of this kind: {', '.join(sorted(known)) or 'none of its own'}."
        yield one.source.problem((*path, key), what, write)
    if finding.is_ in ("choice", "several") and not finding.of:
        what = f"'of' is missing: a finding of the kind '{finding.is_}' needs it."
        yield one.source.problem(path, what, "Add: of: {good: {id: …, en: …}, poor: {id: …, en: …}}")
    if finding.least is not None and finding.most is not None and finding.least > finding.most:
        yield one.source.problem((*path, "least"), "'least' is greater than 'most'.", "Exchange them.")


def _team(one: Definition, work: VisitEntry, path: Path_) -> Iterator[Problem]:
    roles = one.office.roles
    for number, name in enumerate(work.team.roles):
        if name not in roles:
            yield one.source.problem((*path, number), f"nobody at the office is called '{name}'.", meant(name, roles))
    able = sum(role.holders for role in roles.values())
    if work.team.people > able:
        what = f"{work.team.people} people must go, and the roles of the office are held by {able}."
        yield one.source.problem((*path[:-1], "people"), what, "Ask for fewer, or enter who else holds a role.")


def _applicant(one: Definition, work: ApplicantEntry, path: Path_) -> Iterator[Problem]:
    if path[1] == 0:
        what = "the applicant would act before anybody at the office has."
        write = "Ask for it in the form, or let a step such as 'check:' come first."
        yield one.source.problem(path, what, write)
    for key, asked in (("pays", "asked to pay"), ("offers", "made an offer")):
        if getattr(work, key) and not one.entry.fee:
            write = f"Remove '{key}', or say what it costs: fee: {{amount: 50_000 IDR, law: …}}"
            yield one.source.problem((*path, key), f"the applicant is {asked}, and the service is free.", write)


def _notice(one: Definition, work: NoticeEntry, path: Path_) -> Iterator[Problem]:
    calendar = calendar_of(one.office)
    start = datetime.combine(one.entry.version, time(9), calendar.timezone)
    ends, closed = due(calendar, start, work.length), due(calendar, start, work.within)
    if ends > closed:
        what = f"a notice of {work.length.words().en} does not fit into the {work.within.words().en} of its step."
        write = "Give the step more time: 'within' counts from its beginning to the closing of the notice."
        yield one.source.problem((*path, "within"), what, write)
    if work.objections and due(calendar, start, work.objections) > ends:
        what = f"objections are taken for {work.objections.words().en}, longer than the notice is public."
        yield one.source.problem((*path, "objections"), what, "Make the notice as long, or take objections for less.")


CHECK = check
