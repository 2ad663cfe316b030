"""What cannot work in a bundle: unknown services and questions, questions that are not the same, circles, waiting."""

from collections.abc import Iterator, Mapping
from typing import Final

from layani.rules.catalogue.bundles.model import SERVICES
from layani.rules.catalogue.definition import meant, repeated, tree
from layani.rules.catalogue.examples import held
from layani.rules.catalogue.expressions.nodes import names_in
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.grammar.bundle import AfterEntry, BundleFile, JoinedEntry
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.model import Field, Service
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_, Source

Services = Mapping[str, Service]

_TEXT: Final = frozenset({"text", "long text"})
"""Kinds of question that can take another case's number."""


def lint_bundle(source: Source, entry: BundleFile, services: Services) -> tuple[Problem, ...]:
    """Return every problem of a bundle over these services, in the order of the lines."""
    unknown = tuple(_unknown(source, entry, services))
    found = unknown or (
        *_one_alone(source, entry),
        *_mapped(source, entry, services),
        *_same(source, entry, services),
        *_waiting(source, entry, services),
        *_conditions(source, entry, services),
        *_ways_in(source, entry, services),
        *_ending(source, entry, services),
    )
    return tuple(sorted(found, key=lambda problem: problem.line))


def _unknown(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    if entry.bundle in services:
        what = f"a service is called '{entry.bundle}' too."
        yield source.problem(("bundle",), what, "Give the bundle's folder another name.")
    for number, one in enumerate(entry.services):
        if one.service not in services:
            what = f"the office has no service '{one.service}'."
            yield source.problem(("services", number, "service"), what, meant(one.service, services))
        elif services[one.service].renews:
            what = f"'{one.service}' renews or changes an earlier product."
            write = "Take it out: it begins with the case of that product, and not with a bundle."
            yield source.problem(("services", number, "service"), what, write)
    for number in repeated([one.service for one in entry.services]):
        what = "this service stands above already."
        yield source.problem(("services", number, "service"), what, "Keep one of the two.")


def _ending(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    """Warn of a service that ends; whoever has chosen it after its last day can file nothing."""
    for number, one in enumerate(entry.services):
        if closing := services[one.service].closing:
            what = f"'{one.service}' takes no applications after {closing.last_day}."
            who = "the whole bundle is closed" if one.taken == "always" else "whoever chooses it can file nothing"
            write = f"Take it out by then: from the day after on {who}."
            yield source.problem(("services", number, "service"), what, write, warning=True)


def _one_alone(source: Source, entry: BundleFile) -> Iterator[Problem]:
    if len(entry.services) < 2:
        what = "it joins one service only."
        yield source.problem(("services",), what, "Add another one, or let people find the service itself.")


def _mapped(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    """Compare 'questions' and 'gives' with the questions that there are."""
    for number, one in enumerate(entry.services):
        fields = services[one.service].fields
        for name, shared in one.questions.items():
            path: Path_ = ("services", number, "questions", name)
            if name not in fields:
                yield source.problem(path, f"'{one.service}' has no question '{name}'.", meant(name, fields))
            elif fields[name].source == "identity" and name != shared:
                what = f"'{name}' is filled in from the register by its name."
                yield source.problem(path, what, "Leave it out of 'questions'.")
        yield from _sets(source, ("services", number, "sets"), one, services[one.service])
        names = {one.questions.get(name, name) for name in fields}
        if SERVICES in names:
            what = f"'{one.service}' has a question '{SERVICES}', which is the bundle's own."
            write = f"Add a line such as: questions: {{{SERVICES}: {SERVICES}_of_{one.service.replace('-', '_')}}}"
            yield source.problem(("services", number), what, write)
        mapped = [one.questions.get(name, name) for name in fields]
        for twice in sorted({name for name in mapped if mapped.count(name) > 1}):
            what = f"two questions of '{one.service}' would be the bundle's '{twice}'."
            yield source.problem(("services", number, "questions"), what, "Give one of them another name.")


def _sets(source: Source, path: Path_, one: JoinedEntry, service: Service) -> Iterator[Problem]:
    """Compare the answers that follow from the bundle with what the service takes."""
    for name, value in held(service, one.sets).items():
        if name not in service.fields:
            what = f"'{one.service}' has no question '{name}'."
            yield source.problem((*path, name), what, meant(name, service.fields))
        elif not service.answers.validator.is_valid({name: value}):
            what = f"'{one.service}' does not take {value!r} as an answer to '{name}'."
            yield source.problem((*path, name), what, "Write one of its answers.")


def _same(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    """Find questions of one name that are not one question."""
    first: dict[str, tuple[str, Field]] = {}
    for number, one in enumerate(entry.services):
        given = {name for after in one.after for name in after.gives} | set(one.sets)
        for name, field in services[one.service].fields.items():
            if name in given:
                continue
            shared = one.questions.get(name, name)
            where, other = first.setdefault(shared, (one.service, field))
            if other is field or (differs := _difference(other, field)) is None:
                continue
            what = f"'{shared}' is not the same question in '{where}' and in '{one.service}': {differs}."
            write = f"Make them the same, or add here: questions: {{{name}: {name}_2}}"
            path: Path_ = ("services", number, "questions", name) if name in one.questions else ("services", number)
            yield source.problem(path, what, write, "A question of one name is asked once.")


def _difference(one: Field, other: Field) -> str | None:
    """Return in which way two questions differ, or None when one answer serves both."""
    if one.kind != other.kind:
        return f"one is {one.kind}, the other {other.kind}"
    if one.source != other.source:
        return "one is filled in from the register, the other is asked"
    if one.kind == "declaration" and one.label != other.label:
        return "the two declare something else"
    if one.kind == "file" and one.label != other.label:
        return "the two ask for another document"
    if one.kind == "file" and (set(one.accept), one.max_bytes) != (set(other.accept), other.max_bytes):
        return "the two take other files"
    # The schema holds every bound: choices, lengths, amounts, wards.
    return None if KINDS[one.kind].schema(one) == KINDS[other.kind].schema(other) else "they take other answers"


def _waiting(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    joined = {one.service: one for one in entry.services}
    for number, one in enumerate(entry.services):
        for place, after in enumerate(one.after):
            path: Path_ = ("services", number, "after", place)
            if after.service not in joined:
                what = f"'{after.service}' does not belong to this bundle."
                yield source.problem((*path, "service"), what, meant(after.service, joined))
                continue
            yield from _left_out(source, path, one, joined[after.service])
            yield from _ground(source, path, after, services[one.service])
            yield from _gives(source, path, after, services[one.service], services[after.service])
    leads = {one.service: [after.service for after in one.after if after.service in joined] for one in entry.services}
    for circle in circles(leads):
        number = list(joined).index(circle[0])
        what = f"'after' leads back to this service: {shown(circle)}."
        yield source.problem(
            ("services", number, "after"), what, "Take one of them out: none of these would ever begin."
        )


def _left_out(source: Source, path: Path_, one: JoinedEntry, before: JoinedEntry) -> Iterator[Problem]:
    """Find a service that waits for one which may not be filed."""
    same = before.when is None or before.when == one.when
    if before.taken == "always" and same:
        return
    how = "the person may leave it out" if before.taken == "chosen" else "its condition may not hold"
    what = f"it waits for '{before.service}', which may not be filed: {how}."
    yield source.problem(
        (*path, "service"), what, f"Write at '{before.service}': taken: always, and no other condition."
    )


def _ground(source: Source, path: Path_, after: AfterEntry, service: Service) -> Iterator[Problem]:
    grounds = [ground.id for ground in service.grounds]
    if after.otherwise not in grounds:
        what = f"'{service.slug}' has no ground '{after.otherwise}'."
        yield source.problem((*path, "otherwise"), what, meant(after.otherwise, grounds))


def _gives(source: Source, path: Path_, after: AfterEntry, service: Service, before: Service) -> Iterator[Problem]:
    findings = {f"findings.{step.name}.{one.name}" for step in before.steps if step.finds for one in step.finds.fields}
    for name, what_ in after.gives.items():
        place = (*path, "gives", name)
        field = service.fields.get(name)
        if field is None:
            yield source.problem(place, f"'{service.slug}' has no question '{name}'.", meant(name, service.fields))
        elif field.kind not in _TEXT:
            what = f"'{name}' is a question of the kind {field.kind}; a number of another case is a text."
            yield source.problem(place, what, "Write: is: text")
        elif any(name in reads for reads in service.answers.depends().values()) or any(
            name in service.reads[part].tree for part in ("steps", "fee")
        ):
            what = (
                f"questions, steps or fee of '{service.slug}' depend on '{name}', which is not known when it is filed."
            )
            yield source.problem(place, what, "Take it out of their conditions.")
        if what_ != "letter" and what_ not in findings:
            what = f"no step of '{before.slug}' finds '{what_}'."
            yield source.problem(place, what, meant(what_, {"letter", *findings}))


def _conditions(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    """A condition reads what services ask that are always filed; and who is left out by one is told why."""
    certain = {
        one.questions.get(name, name)
        for one in entry.services
        if one.taken == "always" and one.when is None
        for name in services[one.service].fields
    }
    for number, one in enumerate(entry.services):
        if one.when is None:
            continue
        path: Path_ = ("services", number, "when")
        if one.why is None:
            what = f"nobody is told why '{one.service}' is not filed when its condition does not hold."
            yield source.problem(path, what, "Add a line such as: why: {id: …, en: …}")
        read = tree(one.when)
        known = {one_.questions.get(name, name) for one_ in entry.services for name in services[one_.service].fields}
        for name in sorted(names_in(read) & (known - certain)) if read else ():
            what = f"'{name}' may not be asked: no service that is always filed asks it."
            yield source.problem(path, what, "Read an answer that everybody gives.")


def _ways_in(source: Source, entry: BundleFile, services: Services) -> Iterator[Problem]:
    ways = [set(services[one.service].channels) for one in entry.services]
    if not set.intersection(*ways) & {"online", "counter"}:
        what = "its services have no way in in common."
        yield source.problem(("services",), what, "Add 'online' or 'counter' to the channels of each.")
