"""A chain of initials (*paraf*) before the signature is short, of known roles, and never of who signs."""

from collections.abc import Iterator

from layani.rules.authority.initials import AT_MOST
from layani.rules.authority.model import BY_POST
from layani.rules.catalogue.definition import Definition
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_


def check(one: Definition) -> Iterator[Problem]:
    """Look at the chain of each post that decides here: the service's own, or that of 'signers' in office.yaml."""
    own = one.entry.gives.initials
    for path, post in _deciding(one):
        chain = tuple(own) if own is not None else _of_office(one, post)
        at: Path_ = ("gives", "initials") if own is not None else path
        yield from _links(one, at, chain, post)
        if len(chain) > AT_MOST:
            yield one.source.problem(
                at,
                f"{len(chain)} people initial a letter of this service before it is signed: {', '.join(chain)}.",
                f"Keep {AT_MOST} at most, those who answer for what it says.",
                f"Permendagri 54/2009, annex C, knows {AT_MOST} at most; each desk costs the applicant up to a day.",
                warning=True,
            )


def _links(one: Definition, path: Path_, chain: tuple[str, ...], post: str) -> Iterator[Problem]:
    for role in chain:
        if role not in one.office.roles:
            known = ", ".join(one.office.roles)
            yield one.source.problem(path, f"the office has no role '{role}'.", f"Write one of: {known}.")
        elif role == post:
            yield one.source.problem(
                path,
                f"'{role}' decides here and signs, and stands among those who initial.",
                "Remove it: nobody initials and signs the same letter.",
                warning=True,
            )


def _of_office(one: Definition, post: str) -> tuple[str, ...]:
    powers = (signer for signer in one.office.signers if signer.kind in BY_POST and signer.post == post)
    return next((power.initials for power in powers if power.covers(one.entry.service, "grant") and power.initials), ())


def _deciding(one: Definition) -> Iterator[tuple[Path_, str]]:
    for number, step in enumerate(one.entry.steps):
        if step.kind == "decide":
            yield ("steps", number, "decide"), step.work.by


CHECK = check
