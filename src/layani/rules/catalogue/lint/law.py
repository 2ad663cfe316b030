"""Whatever binds a citizen cites a law that the file lists. Each law stands once."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, laws_of, meant, repeated
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Compare every citation with the list of laws."""
    known = [law.id for law in one.entry.law]
    listed = frozenset(known)
    for path, law in _citations(one):
        if law not in listed:
            yield one.source.problem(path, f"the law '{law}' is not listed under 'law:'.", meant(law, known))
    for number in repeated(known):
        what = f"the law '{known[number]}' is listed twice."
        yield one.source.problem(("law", number, "id"), what, "Keep one of the two.")
    late = one.entry.promise.if_late
    if late != "escalate" and not (one.entry.promise.law or one.entry.promise.legal):
        yield one.source.problem(
            ("promise", "if_late"),
            f"'if_late: {late}' names no law.",
            "Add below 'promise:' a line such as: law: uu-30-2014-53",
            f"Only a law can {late} by silence.",
        )
    yield from _silence_that_begins(one)


def _silence_that_begins(one: Definition) -> Iterator[Problem]:
    """A limit that counts from completeness needs a time by which completeness is found: the first step's."""
    promise = one.entry.promise
    legal = promise.legal.from_ if promise.legal else promise.counts_from
    if promise.if_late != "grant" or legal != "complete" or not one.entry.steps or one.entry.steps[0].kind == "check":
        return
    yield one.source.problem(
        ("promise", "if_late"),
        "'if_late: grant' counts from completeness, and the first step does not check it.",
        "Let the steps begin with 'check:', or count from arrival: from: received",
        "Otherwise the limit may never begin, and silence would never grant.",
    )


def _citations(one: Definition) -> Iterator[tuple[Path_, str]]:
    entry = one.entry
    yield from ((("rules", number, "law"), rule.law) for number, rule in enumerate(entry.rules))
    yield from ((("grounds", number, "law"), ground.law) for number, ground in enumerate(entry.grounds))
    for key in (
        "fee",
        "parameters",
        "numbers",
        "tables",
        "pays",
        "score",
        "quota",
        "priority",
        "expedite",
        "revoke",
        "objection",
        "owes",
        "tells",
        "open_cases",
        "closes",
        "retention",
    ):
        yield from laws_of(getattr(entry, key), (key,))
    yield from (((*path, "law"), field.law) for path, _, field in one.fields() if field.law is not None)
    for path, _, field in one.fields():
        yield from laws_of(field.each or {}, (*path, "each"))
    yield from laws_of(entry.steps, ("steps",))
    if entry.promise.law is not None:
        yield ("promise", "law"), entry.promise.law
    for name in ("legal", "extension", "answer", "outage"):
        if (part := getattr(entry.promise, name)) is not None:
            yield ("promise", name, "law"), part.law


CHECK = check
