"""How far an officer's cases lie from colleagues' cases of the same kind: exact permutation nulls, no global averages.

The null hypothesis: within one stratum (lane x quarter) it is chance which officer had which case. Then an officer's
sum is a draw without replacement from the stratum, whose mean and variance are known exactly; nothing is simulated.

Honest specialisation makes officers differ more than chance alone would. The spread among the *other* officers is
therefore measured, and an officer is held against that spread: multiplicative over-dispersion (Spiegelhalter 2005,
doi 10.1002/sim.1970), by the median as in genomic control (Devlin & Roeder 1999, doi 10.1111/j.0006-341X.1999.00997.x),
so that a few true outliers do not hide one another.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from layani.rules.indicators.indicator import Shape

MEDIAN_OF_CHI_SQUARE_1 = 0.4549364
LEAST_UNITS = 5
"""With fewer officers there is no telling an odd one from an ordinary difference between two people."""
MOST_UNITS_ONE_BY_ONE = 60
"""Beyond this many officers leaving one out does not change the median; the spread of all is used."""
MOST_HITS_EXACT = 3000
"""Beyond this many hits the exact tail equals the normal one to the digits shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One officer in one stratum: n cases, the sum of their values, and of their squares."""

    unit: str
    stratum: str
    n: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class Score:
    """One officer against colleagues. Sums over comparable cases; p is two-sided, q after Benjamini-Hochberg."""

    unit: str
    n: int
    observed: float
    expected: float
    z: float
    spread: float
    p: float
    q: float = 1.0

    @property
    def adjusted(self) -> float:
        """Return z in units of the colleagues' own spread."""
        return self.z / math.sqrt(self.spread)


@dataclass(frozen=True, slots=True)
class _Sum:
    n: int
    total: float
    squares: float


def score(cells: Iterable[Cell], shape: Shape, least_cases: int) -> tuple[tuple[Score, ...], int]:
    """Return the scores of all officers with enough comparable cases, and how many had too few.

    A stratum that only one officer worked in compares nobody and is left out. With fewer than LEAST_UNITS officers
    there are no scores.
    """
    by_unit = _comparable(tuple(cells))
    enough = {unit: own for unit, own in by_unit.items() if sum(cell.n for cell in own) >= least_cases}
    too_few = len(by_unit) - len(enough)
    if len(enough) < LEAST_UNITS:
        return (), too_few
    strata = _totals(cell for own in by_unit.values() for cell in own)
    all_z = {unit: _z(own, strata) for unit, own in enough.items()}
    scores = [
        _score(unit, own, strata, shape, _spread(unit, enough, strata, all_z)) for unit, own in sorted(enough.items())
    ]
    return _with_q(scores), too_few


def upper_tail(z: float) -> float:
    """Return the chance of a standard normal at or above z.

    >>> round(upper_tail(1.959964), 4)
    0.025
    """
    return 0.5 * math.erfc(z / math.sqrt(2))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return each p value's q: the false discovery rate at which it would just be called.

    Source: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57(1), section 3.1.

    >>> [round(q, 3) for q in benjamini_hochberg([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i], reverse=True)
    q_values = [1.0] * len(p_values)
    least = 1.0
    for place, i in enumerate(order):
        least = min(least, p_values[i] * (len(p_values) / (len(p_values) - place)))
        q_values[i] = least
    return q_values


def hypergeometric_tails(draws: Iterable[tuple[int, int, int]], hits: int) -> tuple[float, float]:
    """Return (chance of at most ``hits``, chance of at least ``hits``) over independent draws without replacement.

    draws: (population, hits in the population, sample size) of each stratum.

    >>> low, high = hypergeometric_tails([(10, 5, 5)], 5)   # all five of five: 1 in 252
    >>> round(1 / high), low
    (252, 1.0)
    """
    distribution = [1.0]
    for population, marked, sample in draws:
        distribution = _convolve(distribution, _hypergeometric(population, marked, sample))
    return min(1.0, math.fsum(distribution[: hits + 1])), min(1.0, math.fsum(distribution[hits:]))


def _hypergeometric(population: int, marked: int, sample: int) -> list[float]:
    most = min(marked, sample)
    logs = [
        _log_choose(marked, k) + _log_choose(population - marked, sample - k) - _log_choose(population, sample)
        for k in range(most + 1)
    ]
    return [math.exp(value) for value in logs]


def _log_choose(n: int, k: int) -> float:
    if not 0 <= k <= n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _convolve(left: list[float], right: list[float]) -> list[float]:
    result = [0.0] * (len(left) + len(right) - 1)
    for j, weight in enumerate(right):
        if weight:
            for i, value in enumerate(left):
                result[i + j] += weight * value
    return result


def _comparable(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    officers: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        officers[cell.stratum].add(cell.unit)
    by_unit: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if len(officers[cell.stratum]) > 1:
            by_unit[cell.unit].append(cell)
    return by_unit


def _totals(cells: Iterable[Cell]) -> dict[str, _Sum]:
    n: dict[str, int] = defaultdict(int)
    total: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(float)
    for cell in cells:
        n[cell.stratum] += cell.n
        total[cell.stratum] += cell.total
        squares[cell.stratum] += cell.squares
    return {stratum: _Sum(n[stratum], total[stratum], squares[stratum]) for stratum in n}


def _moments(own: Iterable[Cell], strata: Mapping[str, _Sum]) -> tuple[float, float, float]:
    """Return (observed sum, expected sum, its variance) under drawing without replacement."""
    observed = expected = variance = 0.0
    for cell in own:
        whole = strata[cell.stratum]
        mean = whole.total / whole.n
        observed += cell.total
        expected += cell.n * mean
        if whole.n > 1:
            dispersion = max(0.0, whole.squares / whole.n - mean * mean)
            variance += cell.n * dispersion * (whole.n - cell.n) / (whole.n - 1)
    return observed, expected, variance


def _z(own: Iterable[Cell], strata: Mapping[str, _Sum]) -> float:
    observed, expected, variance = _moments(own, strata)
    return (observed - expected) / math.sqrt(variance) if variance > 1e-12 else 0.0


def _spread(
    unit: str, units: Mapping[str, list[Cell]], strata: Mapping[str, _Sum], all_z: Mapping[str, float]
) -> float:
    """Return how much wider than chance the other officers lie around one another; never below 1."""
    if len(units) > MOST_UNITS_ONE_BY_ONE:
        others = list(all_z.values())
    else:
        without = dict(strata)
        for cell in units[unit]:
            whole = without[cell.stratum]
            without[cell.stratum] = _Sum(whole.n - cell.n, whole.total - cell.total, whole.squares - cell.squares)
        others = [_z(own, without) for other, own in units.items() if other != unit]
    return max(1.0, median(z * z for z in others) / MEDIAN_OF_CHI_SQUARE_1)


def _score(unit: str, own: list[Cell], strata: Mapping[str, _Sum], shape: Shape, spread: float) -> Score:
    observed, expected, _ = _moments(own, strata)
    z = _z(own, strata)
    p = 2 * upper_tail(abs(z) / math.sqrt(spread))
    if shape == "share" and sum(strata[cell.stratum].total for cell in own) <= MOST_HITS_EXACT:
        draws = [(strata[c.stratum].n, round(strata[c.stratum].total), c.n) for c in own]
        p = max(p, min(1.0, 2 * min(hypergeometric_tails(draws, round(observed)))))
    return Score(unit, sum(cell.n for cell in own), observed, expected, z, spread, min(1.0, p))


def _with_q(scores: list[Score]) -> tuple[Score, ...]:
    q_values = benjamini_hochberg([score.p for score in scores])
    return tuple(
        Score(s.unit, s.n, s.observed, s.expected, s.z, s.spread, s.p, q) for s, q in zip(scores, q_values, strict=True)
    )
