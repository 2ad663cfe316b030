"""How a rule says no: with a reason and with what to do instead."""

from dataclasses import dataclass

from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One "no": a stable code for programs, the reason and the remedy for people."""

    code: str
    reason: Text
    remedy: Text


class Refused(Exception):
    """The act was refused; nothing was changed."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(" ".join(f"{r.reason.en} {r.remedy.en}" for r in refusals))
