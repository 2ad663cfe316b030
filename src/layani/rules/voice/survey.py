"""The satisfaction survey (SKM) and its index (IKM): what is asked, how scores become a grade, how many are enough.

Everything that the regulation sets stands in ``skm.yaml`` beside this file, each part with its source and status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any, Literal

import yaml

from layani.rules.text import Text

Weight = Literal["exact", "printed"]
Scores = Mapping[str, int]
LOWEST, HIGHEST = 1, 4
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that is asked: its key, its question, and the words for the scores 1 to 4."""

    key: str
    name: Text
    question: Text
    options: tuple[Text, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One class of the conversion table: every index up to ``upto`` that is above the class before."""

    upto: Decimal
    letter: str
    words: Text


@dataclass(frozen=True, slots=True)
class Index:
    """The index of a set of answers.

    value:  IKM, 25 to 100, two decimals
    means:  element -> mean score, 1 to 4, exact
    n:      number of answers
    """

    value: Decimal
    grade: Grade
    means: Mapping[str, Fraction]
    n: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """The survey as its regulation sets it. ``recalled`` names the parts that still are to be read in the source."""

    cite: str
    source: str
    checked_on: str
    elements: tuple[Element, ...]
    weights: Mapping[str, Fraction]
    times: int
    grades: tuple[Grade, ...]
    sample: Mapping[str, Fraction]
    recalled: tuple[str, ...]


def _text(node: Mapping[str, str]) -> Text:
    return Text(id=node["id"], en=node["en"])


def _question(ask: Mapping[str, str], what: Mapping[str, str]) -> Text:
    return Text(id=ask["id"].format(what=what["id"]), en=ask["en"].format(what=what["en"]))


def _read(node: Mapping[str, Any]) -> Instrument:
    elements = tuple(
        Element(
            key=one["key"],
            name=_text(one["name"]),
            question=_question(node["ask"], one["what"]),
            options=tuple(_text(option) for option in one["options"]),
            status=one["status"],
        )
        for one in node["elements"]
    )
    dated = [(one.name.en, one.status) for one in elements]
    dated += [(part, node[part]["status"]) for part in ("index", "sample")]
    sample = {name: Fraction(value) for name, value in node["sample"].items() if name not in ("source", "status")}
    return Instrument(
        cite=node["law"]["cite"],
        source=node["law"]["source"],
        checked_on=str(node["law"]["checked_on"]),
        elements=elements,
        weights={name: Fraction(value) for name, value in node["index"]["weights"].items()},
        times=node["index"]["times"],
        grades=tuple(Grade(Decimal(c["upto"]), c["grade"], _text(c["words"])) for c in node["classes"]),
        sample=sample,
        recalled=tuple(name for name, status in dated if status == "recalled"),
    )


SKM = _read(yaml.safe_load(files(__package__).joinpath("skm.yaml").read_text(encoding="utf-8")))
KEYS = tuple(element.key for element in SKM.elements)


def complete(scores: Mapping[str, Any]) -> bool:
    """Say whether every element, and nothing else, has a score from 1 to 4.

    >>> complete(dict.fromkeys(KEYS, 4)), complete({"waktu": 4})
    (True, False)
    """
    return set(scores) == set(KEYS) and all(
        type(score) is int and LOWEST <= score <= HIGHEST for score in scores.values()
    )


def total(answers: Iterable[Scores]) -> tuple[dict[str, int], int]:
    """Return the sum of the scores of each element, and the number of answers; each answer must be complete."""
    sums, n = dict.fromkeys(KEYS, 0), 0
    for answer in answers:
        if not complete(answer):
            raise ValueError(f"{dict(answer)} is not a whole answer: every element needs a score from 1 to 4.")
        n += 1
        for key in KEYS:
            sums[key] += answer[key]
    return sums, n


def index(sums: Mapping[str, int], n: int, weight: Weight = "exact") -> Index:
    """Return the index of ``n`` answers whose scores add up to ``sums`` by element; ValueError without an answer.

    weight: "exact" takes 1/9, so that full marks give 100; "printed" takes the 0.11 that many reports used.

    >>> index(dict.fromkeys(KEYS, 4), 1).value, index(dict.fromkeys(KEYS, 4), 1, "printed").value
    (Decimal('100.00'), Decimal('99.00'))
    """
    if n < 1:
        raise ValueError("Without an answer there is no index.")
    means = {key: Fraction(sums[key], n) for key in KEYS}
    value = rounded(sum(means.values(), Fraction()) * SKM.weights[weight] * SKM.times)
    return Index(value, grade_of(value), means, n)


def rounded(value: Fraction, unit: Decimal = CENT) -> Decimal:
    """Round half up, as the conversion table wants it; exact, because a float's half is seldom a half.

    >>> rounded(Fraction("76.605"))
    Decimal('76.61')
    """
    steps = value / Fraction(unit) + Fraction(1, 2)
    return (Decimal(steps.numerator // steps.denominator) * unit).quantize(unit, ROUND_HALF_UP)


def grade_of(value: Decimal) -> Grade:
    """Return the class of an index that is rounded to two decimals.

    >>> [grade_of(Decimal(v)).letter for v in ("64.99", "65.00", "76.60", "76.61", "88.30", "88.31")]
    ['D', 'C', 'C', 'B', 'B', 'A']
    """
    if value != value.quantize(CENT):
        raise ValueError(f"Round {value} half up to two decimals before the look-up: the table has gaps.")
    return next(grade for grade in SKM.grades if value <= grade.upto)


def sample_size(population: int) -> int:
    """Return how many of ``population`` served people must answer for the index to count (Krejcie and Morgan).

    >>> sample_size(220)
    140
    """
    chi, share, error = SKM.sample["chi_square"], SKM.sample["share"], SKM.sample["error"]
    spread = chi * share * (1 - share)
    if population < 1:
        return 0
    return int(rounded(population * spread / (error**2 * (population - 1) + spread), Decimal(1)))
