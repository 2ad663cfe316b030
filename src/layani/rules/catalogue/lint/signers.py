"""Where an office keeps an authority register, every post that decides needs an entry there."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold the roles that decide and revoke against ``signers:``; an office without any decides by its roles."""
    posts = {signer.post for signer in one.office.signers}
    if not posts:
        return
    for path, role in _deciding(one):
        if role not in posts and role in one.office.roles:
            yield one.source.problem(
                path,
                f"'{role}' decides here, and 'signers:' in office.yaml leaves it out.",
                f"Add there an entry such as: - {{post: {role}, kind: own, decree: …, dated: …, since: …}}",
                "Without one nobody may sign for that post, and every decision of it is refused.",
                warning=True,
            )


def _deciding(one: Definition) -> Iterator[tuple[Path_, str]]:
    for number, step in enumerate(one.entry.steps):
        if step.kind == "decide":
            yield ("steps", number, "decide"), step.work.by
    if one.entry.revoke:
        yield ("revoke", "decides"), one.entry.revoke.decides


CHECK = check
