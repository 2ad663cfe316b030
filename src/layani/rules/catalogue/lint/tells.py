"""Who else is told is a list whose rows say how to reach each person, and a finding that counts them exists for it."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant, repeated
from layani.rules.catalogue.grammar.service import TellEntry
from layani.rules.catalogue.grammar.steps import FindingEntry, PerformEntry, VisitEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

CONTACTS = frozenset({"phone", "email"})
COUNTED = frozenset({"yes no", "number"})


def check(one: Definition) -> Iterator[Problem]:
    """Look at each entry of tells, then at the findings that follow from one."""
    for number in repeated([tell.id for tell in one.entry.tells]):
        what = f"an entry before this one is also called '{one.entry.tells[number].id}'."
        yield one.source.problem(("tells", number, "id"), what, "Give it a name of its own.")
    for number, tell in enumerate(one.entry.tells):
        yield from _who(one, tell, ("tells", number, "who"))
    for number, step in enumerate(one.entry.steps):
        if isinstance(step.work, PerformEntry | VisitEntry):
            for name, finding in step.work.find.items():
                yield from _finding(one, finding, ("steps", number, step.kind, "find", name))


def _who(one: Definition, tell: TellEntry, path: Path_) -> Iterator[Problem]:
    lists = {name: field for _, name, field in one.fields() if field.each}
    if tell.who not in lists:
        yield one.source.problem(path, f"'{tell.who}' is no list of the form.", meant(tell.who, lists))
    elif not CONTACTS & {column.is_ for column in (lists[tell.who].each or {}).values()}:
        what = f"nobody of '{tell.who}' can be reached: its rows hold neither a phone nor an e-mail."
        yield one.source.problem(path, what, "Add to its 'each': phone: {is: phone, required: false, label: {…}}")


def _finding(one: Definition, finding: FindingEntry, path: Path_) -> Iterator[Problem]:
    if finding.from_ is None:
        return
    tells = {tell.id: tell for tell in one.entry.tells}
    if finding.from_ not in tells:
        what = f"nothing under 'tells' is called '{finding.from_}'."
        yield one.source.problem((*path, "from"), what, meant(finding.from_, tells))
    elif tells[finding.from_].at != "filed":
        what = f"'{finding.from_}' is told when the case is {tells[finding.from_].at}, after every step."
        yield one.source.problem((*path, "from"), what, "Write there: at: filed")
    if finding.is_ not in COUNTED:
        what = f"a finding of the kind '{finding.is_}' cannot follow from who was told."
        yield one.source.problem((*path, "is"), what, "Write: is: yes no (all were told), or is: number (how many).")


CHECK = check
