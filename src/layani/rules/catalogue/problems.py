"""What is wrong with a catalogue file: where, what, why, and what to write instead."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``file`` is relative to the catalogue; ``line`` counts from 1, 0 is the file as a whole."""

    file: str
    line: int
    what: str
    write: str
    why: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        place = f"{self.file}: line {self.line}" if self.line else self.file
        return " ".join(part for part in (f"{place}: {self.what}", self.why, self.write) if part)


class CatalogueError(Exception):
    """The catalogue cannot be used; ``problems`` says where and what to write."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
