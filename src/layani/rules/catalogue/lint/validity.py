"""What ends can be renewed in time, and what may be revoked is revoked by two people after a warning."""

from collections.abc import Iterator, Mapping
from typing import Final

from layani.rules.cases.clock import CALENDAR_DAYS, Term
from layani.rules.catalogue.definition import Definition, meant, repeated
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

LEAST_DAYS: Final = 5
"""A shorter time to answer is no time to answer: a letter may be on its way for three days. A house rule, not a law."""
_WORKED: Final = "working days"


def check(one: Definition) -> Iterator[Problem]:
    """Look at the end of the product, at what a renewal takes over, and at who may revoke."""
    yield from _end(one)
    if one.entry.renews and one.entry.changes:
        what = "it renews and changes at once."
        write = "Make two services: a renewal begins a new term, a change keeps the old one's end."
        yield one.source.problem(("changes",), what, write)
    yield from _taken(one)
    yield from _objection(one)
    if one.entry.revoke:
        yield from _people(one)
        yield from _answer(one)
        for number in repeated([ground.id for ground in one.entry.revoke.grounds]):
            path: Path_ = ("revoke", "grounds", number, "id")
            yield one.source.problem(path, "a ground of this name stands above.", "Give it a name of its own.")


def _end(one: Definition) -> Iterator[Problem]:
    gives = one.entry.gives
    if gives.lasts and gives.valid:
        what = "'valid' and 'lasts' both say how long it holds."
        yield one.source.problem(("gives", "valid"), what, "Keep 'lasts', and take 'valid' out.")
    if one.entry.changes and gives.lasts:
        what = "what was changed ends when the earlier product ends."
        yield one.source.problem(("gives", "lasts"), what, "Take 'lasts' out.")
    if gives.remind and not gives.lasts and not one.entry.changes:
        what = "it reminds of an end, but nothing says when it ends."
        yield one.source.problem(("gives", "remind"), what, "Add: lasts: 5 years")
    if gives.remind and gives.lasts and days(gives.remind) >= days(gives.lasts):
        what = "the holder would be reminded before the product begins."
        yield one.source.problem(("gives", "remind"), what, "Write a shorter time than 'lasts'.")


def _taken(one: Definition) -> Iterator[Problem]:
    fields = {name: field for _, name, field in one.fields()}
    for path, name in _over(one):
        field = fields.get(name)
        if field is None:
            yield one.source.problem(path, f"the form has no field '{name}'.", meant(name, fields))
        elif field.is_ in ("file", "declaration"):
            what = f"'{name}' is a {field.is_} and belongs to the case for which it was given."
            yield one.source.problem(path, what, "Ask it again, or take the field out of the form.")
        elif field.from_:
            what = f"the office knows '{name}' already (from: {field.from_})."
            yield one.source.problem(path, what, "Take it out of this list.")
    every = list(_over(one))
    for number in repeated([name for _, name in every]):
        path, name = every[number]
        yield one.source.problem(path, f"'{name}' is taken over twice.", "Name it under 'keeps' or 'takes', once.")


def _over(one: Definition) -> Iterator[tuple[Path_, str]]:
    """Yield (path, name) of every field that is taken over from the earlier case."""
    for part, renews in (("renews", one.entry.renews), ("changes", one.entry.changes)):
        for key, names in (("keeps", renews.keeps), ("takes", renews.takes)) if renews else ():
            yield from (((part, key, number), name) for number, name in enumerate(names))


def _objection(one: Definition) -> Iterator[Problem]:
    objection = one.entry.objection
    if objection is None or objection.by is None:
        return
    roles, path = one.office.roles, ("objection", "by")
    if objection.by not in roles:
        yield one.source.problem(path, f"nobody at the office is called '{objection.by}'.", meant(objection.by, roles))
    elif roles[objection.by].holders == 1 and objection.by in {step.work.by for step in one.entry.steps}:
        what = f"one person holds '{objection.by}', works on the case, and would have to answer the objection."
        yield one.source.problem(path, what, "Name another role.", "Nobody answers the objection to their own work.")


def _people(one: Definition) -> Iterator[Problem]:
    revoke = one.entry.revoke
    if revoke is None:
        return
    roles = one.office.roles
    for key, name in (("warns", revoke.warns), ("decides", revoke.decides)):
        if name not in roles:
            yield one.source.problem(("revoke", key), f"nobody at the office is called '{name}'.", meant(name, roles))
        elif roles[name].holders == 0:
            write = f"Set 'holders' of '{name}' in office.yaml, or name another role."
            yield one.source.problem(("revoke", key), f"nobody holds the role '{name}'.", write)
    if revoke.warns == revoke.decides and revoke.decides in roles and roles[revoke.decides].holders == 1:
        what = f"one person holds '{revoke.decides}', and would have to warn and to revoke."
        write = "Name another role for one of the two."
        yield one.source.problem(("revoke", "decides"), what, write, "Whoever warned may not revoke.")


def _answer(one: Definition) -> Iterator[Problem]:
    revoke = one.entry.revoke
    if revoke and (length := days(revoke.answer)) < LEAST_DAYS:
        what = f"the holder has {length:g} days to answer, which may be over before the letter arrives."
        write = "Write at least: 5 working days"
        yield one.source.problem(("revoke", "answer"), what, write, "Nothing is revoked without a hearing.")


def days(term: Term) -> float:
    """Return about how many days a term has; minutes and hours are none."""
    return term.amount * (1.0 if term.unit == _WORKED else CALENDAR_DAYS.get(term.unit, 0.0))


def renewals(definitions: Mapping[str, Definition]) -> Iterator[Problem]:
    """Hold each renewal and change against the service whose product it is about; looks at the whole catalogue."""
    for one in definitions.values():
        for part, about in (("renews", one.entry.renews), ("changes", one.entry.changes)):
            if about is None:
                continue
            if about.service == one.entry.service:
                what = "it is about its own product, so nobody could apply the first time."
                write = "Make it a service of its own, beside the one that gives the product first."
                yield one.source.problem((part, "service"), what, write)
            earlier = definitions.get(about.service)
            if earlier is not None:
                yield from _alike(one, earlier)
                yield from _in_time(one, earlier)
            elif about.service not in one.services:  # one that has errors of its own is not missing
                what = f"the office has no service '{about.service}'."
                yield one.source.problem((part, "service"), what, meant(about.service, one.services))


def _in_time(one: Definition, earlier: Definition) -> Iterator[Problem]:
    """What is renewed has an end, and is renewed after its beginning."""
    renews, lasts = one.entry.renews, earlier.entry.gives.lasts
    if renews is None:
        return
    if lasts is None and earlier.entry.changes is None:
        what = f"what '{renews.service}' gives has no end, so there is nothing to renew."
        write = f"Add to 'gives:' of {renews.service}/service.yaml a line such as: lasts: 5 years"
        yield one.source.problem(("renews", "service"), what, write)
    elif lasts and days(renews.opens) >= days(lasts):
        what = "one could renew before the product begins."
        yield one.source.problem(("renews", "opens"), what, "Write a shorter time than it lasts.")


def _alike(one: Definition, earlier: Definition) -> Iterator[Problem]:
    """What is taken over must have been asked, and in the same way."""
    before = {name: field for _, name, field in earlier.fields()}
    now = {name: field for _, name, field in one.fields()}
    for path, name in _over(one):
        if name in now and name not in before:
            what = f"'{earlier.entry.service}' does not ask '{name}', so it cannot be taken over."
            yield one.source.problem(path, what, meant(name, before))
        elif name in now and now[name].is_ != before[name].is_:
            what = f"'{name}' is a {before[name].is_} there and a {now[name].is_} here."
            yield one.source.problem(path, what, f"Write here: is: {before[name].is_}")


CHECK = check
