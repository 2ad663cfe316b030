"""A decision that may grant a part sets something of what was asked, names grounds that exist, and has its letter."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.partly import PartlyEntry, SetEntry
from layani.rules.catalogue.partly import LETTER
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Look at each decision that may grant a part."""
    may = False
    for number, step in enumerate(one.entry.steps):
        partly = step.decide.partly if step.decide else None
        if partly is None:
            continue
        may = True
        path: Path_ = ("steps", number, "decide", "partly")
        yield from _grounds(one, partly, path)
        yield from _sets(one, partly, path)
        yield from _letters(one)
        for key in ("pays", "quota"):
            if getattr(one.entry, key):
                what = f"a part is granted beside '{key}:', which reckons with the whole."
                write = "Let a step find the amount, and read it in the formula; then grant that amount."
                yield one.source.problem(path, what, write)
    for outcome, language in one.letters:
        if outcome == LETTER and not may:
            file = f"{one.entry.service}/letters/{outcome}.{language}.md"
            what = "no decision may grant a part, so this letter never goes out."
            yield Problem(file, 0, what, "Add 'partly:' to the step of deciding, or remove the letter.")


def _grounds(one: Definition, partly: PartlyEntry, path: Path_) -> Iterator[Problem]:
    known = [ground.id for ground in one.entry.grounds]
    if not known:
        what = "the part that is refused needs a ground, and the service has none."
        yield one.source.problem(path, what, "Add a ground under 'grounds:'.", "Nothing is refused without a law.")
    for number, name in enumerate(partly.grounds):
        if name not in known:
            yield one.source.problem((*path, "grounds", number), f"there is no ground '{name}'.", meant(name, known))


_TAKEN = frozenset({"act", "once", "ground", "fact", "fact_language", "seen_otherwise", "csrfmiddlewaretoken"})
"""What the officer's form of a decision calls its own boxes."""

_SAME = {"number": ("number",), "money": ("money",), "several": ("several",)}


def _sets(one: Definition, partly: PartlyEntry, path: Path_) -> Iterator[Problem]:
    fields = {name: field for _, name, field in one.fields()}
    for name, entry in partly.sets.items():
        if name in _TAKEN:
            what = f"'{name}' is what the form of a decision calls a box of its own."
            yield one.source.problem((*path, "sets", name), what, f"Call it, for instance: {name}_given")
        if entry.asked is None:
            continue
        place = (*path, "sets", name, "asked")
        if entry.asked not in fields:
            what = f"the form has no question '{entry.asked}'."
            yield one.source.problem(place, what, meant(entry.asked, fields))
        elif fields[entry.asked].is_ not in _SAME.get(entry.is_, ()):
            yield one.source.problem(place, *_unlike(entry, fields[entry.asked].is_))


def _unlike(entry: SetEntry, kind: str) -> tuple[str, str]:
    if entry.is_ not in _SAME:
        return f"a {entry.is_} is not less than another.", "Take 'asked' out, or set a number, money or several."
    return f"'{entry.asked}' is a {kind}, and a part of it is too.", f"Write: is: {kind}"


def _letters(one: Definition) -> Iterator[Problem]:
    for language in ("id", "en"):
        if (LETTER, language) not in one.letters:
            file = f"{one.entry.service}/letters/{LETTER}.{language}.md"
            write = "Add the file: what is given ({{ partly.NAME }}), and what is not, with ground, fact and remedy."
            yield Problem(file, 0, "the letter of a grant in part is missing.", write)


CHECK = check
