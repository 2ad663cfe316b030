"""No question hangs on itself through the conditions of others."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition, tree
from layani.rules.catalogue.expressions import names_in
from layani.rules.catalogue.lint.circles import circles, shown
from layani.rules.catalogue.problems import Problem


def check(one: Definition) -> Iterator[Problem]:
    """Follow each question to those that its condition reads."""
    places = {name: path for path, name, _ in one.fields()}
    leads_to = {
        name: sorted(names_in(when) & places.keys()) if (when := tree(field.when)) else []
        for _, name, field in one.fields()
    }
    for circle in circles(leads_to):
        what = f"the question '{circle[0]}' depends on itself: {shown(circle)}."
        write = "Take the condition away from one of them."
        yield one.source.problem((*places[circle[0]], "when"), what, write, "None of them could ever be asked.")


CHECK = check
