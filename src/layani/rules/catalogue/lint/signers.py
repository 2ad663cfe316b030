"""Where an office keeps an authority register, every post that decides has an entry there that reaches the service."""

from collections.abc import Iterator

from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Hold the roles that decide and revoke against ``signers:``; an office without any decides by its roles."""
    posts = {signer.post for signer in one.office.signers}
    if not posts:
        return
    for path, role, acts in _deciding(one):
        if role not in posts and role in one.office.roles:
            yield one.source.problem(
                path,
                f"'{role}' decides here, and 'signers:' in office.yaml leaves it out.",
                f"Add there an entry such as: - {{post: {role}, kind: own, decree: …, dated: …, since: …}}",
                "Without one nobody may sign for that post, and every decision of it is refused.",
                warning=True,
            )
        else:
            yield from _left_out(one, path, role, acts)


def _left_out(one: Definition, path: Path_, role: str, acts: tuple[str, ...]) -> Iterator[Problem]:
    """Remark what no entry of a post reaches: its letter would never be signed."""
    mine = [signer for signer in one.office.signers if signer.post == role]
    missing = [act for act in acts if mine and not any(signer.covers(one.entry.service, act) for signer in mine)]
    if missing:
        said = ", ".join(missing)
        yield one.source.problem(
            path,
            f"'{role}' decides here, and none of its entries in 'signers:' reaches this service ({said}).",
            f"In office.yaml add '{one.entry.service}' to 'services' of an entry, or one with: acts: [{said}]",
            "Every decision of it is refused until somebody is entered on the pages.",
            warning=True,
        )


def _deciding(one: Definition) -> Iterator[tuple[Path_, str, tuple[str, ...]]]:
    for number, step in enumerate(one.entry.steps):
        if step.kind == "decide":
            yield ("steps", number, "decide"), step.work.by, ("grant", "refuse")
    if one.entry.revoke:
        yield ("revoke", "decides"), one.entry.revoke.decides, ("revoke",)


CHECK = check
