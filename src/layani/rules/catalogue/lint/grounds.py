"""What can fail can be refused on a listed ground; a rule and a ground have names of their own."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Ask for grounds where rules may fail, and for different names."""
    if one.entry.rules and not one.entry.grounds:
        yield one.source.problem(
            ("rules",),
            "there are rules, but no ground for a refusal.",
            "Add: grounds: [{id: …, law: …, says: {id: …, en: …}, remedy: {id: …, en: …}}]",
            "A case that fails a rule could be neither granted nor refused.",
        )
    for part, names in (("rules", [r.id for r in one.entry.rules]), ("grounds", [g.id for g in one.entry.grounds])):
        for number, name in enumerate(names):
            if name in names[:number]:
                path = (part, number, "id")
                yield one.source.problem(path, f"'{name}' stands here a second time.", "Give it a name of its own.")
    rules = [rule.id for rule in one.entry.rules]
    for number, ground in enumerate(one.entry.grounds):
        if ground.rule is not None and ground.rule not in rules:
            path = ("grounds", number, "rule")
            yield one.source.problem(path, f"there is no rule '{ground.rule}'.", meant(ground.rule, rules))


CHECK = check
