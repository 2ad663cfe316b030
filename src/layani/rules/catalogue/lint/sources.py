"""What is looked up elsewhere exists there; and without access it stays a declaration, which is said."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.form import FromEntry
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Hold each field's source against office.yaml."""
    for path, name, field in one.fields():
        if not isinstance(field.from_, FromEntry):
            continue
        source = one.office.sources.get(field.from_.source)
        if source is None:
            what = f"the office has no source '{field.from_.source}'."
            write = f"List it under 'sources:' in office.yaml. {meant(field.from_.source, one.office.sources)}"
            yield one.source.problem((*path, "from", "source"), what, write)
        elif field.from_.element not in source.gives:
            what = f"'{source.id}' does not give '{field.from_.element}'."
            yield one.source.problem((*path, "from", "element"), what, meant(field.from_.element, source.gives))
        elif field.evidence:
            what = "an answer is either looked up or shown on paper."
            yield one.source.problem((*path, "evidence"), what, "Keep one of 'from' and 'evidence'.")
        elif not source.access:
            what = f"the office has no access to '{source.id}', so '{name}' stays what the applicant declares."
            write = "Agree on access with that body, then write in office.yaml: access: granted, and its system"
            yield one.source.problem((*path, "from"), what, write, "The page says so, too.", warning=True)
        elif field.from_.element not in source.fills:
            what = f"everybody is asked '{name}', although the office may look it up in '{source.id}'."
            write = (
                f"If the agreement with that body covers it, list the element in office.yaml: fills: "
                f"[{', '.join([*source.fills, field.from_.element])}]. Then the form is filled in with it."
            )
            why = "Nobody should be asked for what can be looked up."
            yield one.source.problem((*path, "from"), what, write, why, warning=True)


CHECK = check
