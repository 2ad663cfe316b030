"""What is wrong with a catalogue file: where, what, why, and what to write instead."""

from dataclasses import dataclass
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
    """

    file: str
    line: int
    what: str
    write: str
    why: str = ""
    level: Level = "error"
    saves: Saving | None = None

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line else self.file
        saves = str(self.saves) if self.saves else ""
        return " ".join(part for part in (f"{place}: {self.what}", self.why, self.write, saves) if part)


class CatalogueError(Exception):
    """The catalogue cannot be used; ``problems`` says where and what to write."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
