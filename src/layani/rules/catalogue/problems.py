"""What is wrong with a catalogue file: where, what, why, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Saving:
    """What citizens would save if a requirement were abolished.

    minutes, rupiah:  in one case: of a citizen's time, and paid out of pocket (whole rupiah)
    cases:            cases a year, as the service file says; None when it does not
    """

    requirement: str
    minutes: int
    rupiah: int
    cases: int | None = None

    def __str__(self) -> str:
        """Return it in a sentence.

        >>> str(Saving("duty stamp", minutes=20, rupiah=10_000, cases=600))
        'Without it a case saves about 20 minutes and Rp10,000, and 600 cases a year 200 hours.'
        """
        paid = f" and Rp{self.rupiah:,}" if self.rupiah else ""
        minutes = f"{self.minutes} minute{'' if self.minutes == 1 else 's'}"
        year = (
            "" if self.cases is None else f", and {self.cases:,} cases a year {self.minutes * self.cases // 60:,} hours"
        )
        return f"Without it a case saves about {minutes}{paid}{year}."


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``file`` is relative to the catalogue; ``line`` counts from 1, 0 is the file as a whole.

    saves: what abolishing it would save, where it is a burden
    todo:  "text" where citizens would read the TODO that is left there, "mark" where it marks a guess; else ""
    """

    file: str
    line: int
    what: str
    write: str
    why: str = ""
    level: Level = "error"
    saves: Saving | None = None
    todo: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line else self.file
        saves = str(self.saves) if self.saves else ""
        return " ".join(part for part in (f"{place}: {self.what}", self.why, self.write, saves) if part)


def as_published(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems as they count for a publication: a TODO that citizens would read is an error then."""
    return tuple(replace(one, level="error") if one.todo == "text" else one for one in problems)


class CatalogueError(Exception):
    """The catalogue cannot be used; ``problems`` says where and what to write."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
