"""What is owed after the grant can be recorded, counts from a day that is asked, and leads to a ground that exists."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant, repeated
from layani.rules.catalogue.grammar.duties import DutyEntry
from layani.rules.catalogue.lint.validity import days
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Look at the role, the day, the reminder and the ground of each duty."""
    for number, duty in enumerate(one.entry.owes):
        path: Path_ = ("owes", number)
        yield from _role(one, duty, path)
        yield from _day(one, duty, path)
        yield from _ground(one, duty, path)
    for number in repeated([duty.id for duty in one.entry.owes]):
        what = "a duty of this name stands above."
        yield one.source.problem(("owes", number, "id"), what, "Give it a name of its own.")


def _role(one: Definition, duty: DutyEntry, path: Path_) -> Iterator[Problem]:
    role = one.office.roles.get(duty.by)
    if role is None:
        what = f"nobody at the office is called '{duty.by}'."
        yield one.source.problem((*path, "by"), what, meant(duty.by, one.office.roles))
    elif role.holders == 0:
        write = f"Set 'holders' of '{duty.by}' in office.yaml, or name another role."
        why = "Whoever did what they owed would never read that it was seen."
        yield one.source.problem((*path, "by"), f"nobody holds the role '{duty.by}'.", write, why)


def _day(one: Definition, duty: DutyEntry, path: Path_) -> Iterator[Problem]:
    if duty.from_ is not None:
        dates = {name: field for _, name, field in one.fields() if field.is_ == "date"}
        if duty.from_ not in dates:
            what = f"'{duty.from_}' is no question for a day."
            write = meant(duty.from_, dates) if dates else "Take 'from' out: it then counts from the letter's date."
            yield one.source.problem((*path, "from"), what, write)
    if duty.remind and days(duty.remind) >= days(duty.within):
        what = "the holder would be reminded before the time begins."
        yield one.source.problem((*path, "remind"), what, "Write a shorter time than 'within'.")


def _ground(one: Definition, duty: DutyEntry, path: Path_) -> Iterator[Problem]:
    if duty.ground is None:
        return
    known = [ground.id for ground in one.entry.revoke.grounds] if one.entry.revoke else []
    if not known:
        what = f"'{duty.ground}' is no ground, because nothing says how the product is revoked."
        write = "Add 'revoke:' with this ground, or take 'ground' out: then a late duty is only shown."
        yield one.source.problem((*path, "ground"), what, write)
    elif duty.ground not in known:
        what = f"'revoke' has no ground '{duty.ground}'."
        yield one.source.problem((*path, "ground"), what, meant(duty.ground, known))


CHECK = check
