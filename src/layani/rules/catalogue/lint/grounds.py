"""What can fail can be refused on a listed ground, each with a remedy that somebody can carry out."""

import re
from collections.abc import Iterator
from typing import Final

from layani.rules.catalogue.data import read_data
from layani.rules.catalogue.definition import Definition, meant, repeated
from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.lint.phrases import WORD, Phrases
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_WORDS: Final = read_data("remedies")
_NO_ACT: Final = {language: Phrases(_WORDS["no_act"][language]) for language in ("id", "en")}
_ACT: Final = {language: Phrases(_WORDS["act"][language]) for language in ("id", "en")}
_REQUEST: Final = re.compile(r"\w{3,}lah\b", re.IGNORECASE)
"""Indonesian makes a request of any verb by -lah."""


def check(one: Definition) -> Iterator[Problem]:
    """Ask for grounds where rules may fail, for remedies that are acts, and for different names."""
    if one.entry.rules and not one.entry.grounds:
        yield one.source.problem(
            ("rules",),
            "there are rules, but no ground for a refusal.",
            "Add: grounds: [{id: …, law: …, says: {id: …, en: …}, remedy: {id: …, en: …}}]",
            "A case that fails a rule could be neither granted nor refused.",
        )
    for part, names in (("rules", [r.id for r in one.entry.rules]), ("grounds", [g.id for g in one.entry.grounds])):
        for number in repeated(names):
            path = (part, number, "id")
            yield one.source.problem(
                path, f"'{names[number]}' stands here a second time.", "Give it a name of its own."
            )
    for number, ground in enumerate(one.entry.grounds):
        yield from _act(one, ("grounds", number, "remedy"), ground.remedy, "remedy")
        if ground.rule is not None and ground.rule not in (names := [rule.id for rule in one.entry.rules]):
            path = ("grounds", number, "rule")
            yield one.source.problem(path, f"there is no rule '{ground.rule}'.", meant(ground.rule, names))
    for number, rule in enumerate(one.entry.rules):
        yield from _act(one, ("rules", number, "fix"), rule.fix, "fix")
    yield from _linked(one)


def _act(one: Definition, path: Path_, words: Words, key: str) -> Iterator[Problem]:
    """Refuse what is known to be no act; warn where no word of the list says what to do."""
    write = "Write what the citizen can do, such as: Apply again with …, Ask …, Bring …"
    for language in ("id", "en"):
        text = getattr(words, language)
        if _ACT[language].find(text) or (language == "id" and _REQUEST.search(text)):
            continue
        none = _NO_ACT[language].find(text)
        what = f"the {key} is nothing that the citizen can do: '{text[:60]}'."
        why = "Nobody is sent away without a next step."
        yield one.source.problem((*path, language), what, write, why, warning=none is None and bool(WORD.search(text)))


def _covers(law: str, other: str) -> bool:
    """Return whether a ground's law is a rule's, or the whole decree of which the rule cites an article."""
    return other == law or other.startswith(f"{law}-")


def _linked(one: Definition) -> Iterator[Problem]:
    """Warn of rules without a ground of the same law, and of grounds that nobody and nothing can find."""
    grounds, rules = {ground.law for ground in one.entry.grounds}, {rule.law for rule in one.entry.rules}
    for number, rule in enumerate(one.entry.rules):
        if rule.mandatory and grounds and not any(_covers(ground, rule.law) for ground in grounds):
            what = f"no ground follows the law '{rule.law}', on which the rule '{rule.id}' stops a grant."
            write = f"Add under 'grounds:' one with law: {rule.law}"
            why = "A case that fails it could not be refused on its own law."
            yield one.source.problem(("rules", number, "law"), what, write, why, warning=True)
    if any(step.kind != "decide" for step in one.entry.steps):
        return
    for number, ground in enumerate(one.entry.grounds):
        if ground.law not in rules:
            what = (
                f"nothing can lead to the ground '{ground.id}': no rule follows its law, and no step checks anything."
            )
            write = "Add a rule with the same law or a step that checks, or remove the ground."
            yield one.source.problem(("grounds", number), what, write, warning=True)


CHECK = check
