"""Every case comes to a section in which each of its steps can be done."""

from collections.abc import Iterable, Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.sections import Sections

KINDS = ("choice", "address")


def check(one: Definition) -> Iterator[Problem]:
    """Hold 'section' against the questions, its answers against the sections, and both against who holds the roles."""
    sections, name = one.office.sections, one.entry.section
    if name is None:
        yield from _held_at_all(one, sections)
        return
    if not sections:
        write = "Add 'sections:' to office.yaml, or remove 'section' here."
        yield one.source.problem(("section",), "the office has no sections.", write)
        return
    found = {key: field for _, key, field in one.fields()}.get(name)
    if found is None:
        names = [key for _, key, _ in one.fields()]
        yield one.source.problem(("section",), f"there is no question '{name}'.", meant(name, names))
        return
    if found.is_ not in KINDS:
        what = f"'{name}' is a {found.is_}, and a section is chosen by one of: {', '.join(KINDS)}."
        yield one.source.problem(("section",), what, "Name a question whose answers are listed.")
        return
    yield from _answers(one, sections, found)
    yield from _holders(one, sections)


def _answers(one: Definition, sections: Sections, found: object) -> Iterator[Problem]:
    """Yield a warning for answers that belong to no section."""
    options: Iterable[str] = getattr(found, "of", None) or ()
    values = one.office.wards if getattr(found, "is_", "") == "address" else tuple(options)
    if lost := [value for value in values if not sections.of(value)]:
        shown = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
        what = f"these answers belong to no section: {shown}."
        write = "List them under 'takes' of a section in office.yaml."
        why = "Such a case waits for those who hold its roles in the whole office."
        yield one.source.problem(("section",), what, write, why, warning=True)


def _holders(one: Definition, sections: Sections) -> Iterator[Problem]:
    """Yield a warning for a step that nobody of some section, and nobody of the whole office, holds the role for."""
    for number, step in enumerate(one.entry.steps):
        places = sections.roles.get(step.work.by)
        if places is None or _everywhere(one, step):
            continue
        empty = [slug for slug in sections.by_slug if not places.get(slug)]
        if empty:
            what = f"nobody holds '{step.work.by}' in: {', '.join(empty)}."
            write = (
                f"Correct 'sections' of '{step.work.by}' in office.yaml, or let one more hold it in the whole office."
            )
            why = "Cases of these sections would wait for nobody."
            yield one.source.problem(("steps", number, step.kind, "by"), what, write, why, warning=True)


def _held_at_all(one: Definition, sections: Sections) -> Iterator[Problem]:
    """Yield a warning for a step of a service without sections whose role is held in sections alone."""
    for number, step in enumerate(one.entry.steps):
        if step.work.by in sections.roles and not _everywhere(one, step):
            what = f"'{step.work.by}' is held in sections alone, and the cases of this service belong to none."
            write = (
                "Add 'section:' with the question that tells the section, or let somebody hold it in the whole office."
            )
            path = ("steps", number, step.kind, "by")
            yield one.source.problem(path, what, write, "Its cases would wait for nobody.", warning=True)


def _everywhere(one: Definition, step: StepEntry) -> int:
    """Return how many hold a step's role in the whole office."""
    role = one.office.roles[step.work.by]
    return role.holders - sum(one.office.sections.roles[step.work.by].values())


CHECK = check
