"""How sure a share can be, given how many cases it rests on."""

import math

Z_95 = 1.959963985
"""Standard normal quantile of a 95 % interval."""


def wilson(hits: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Return the Wilson score interval of the share hits/n; (0, 1) when there are no cases.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22(158), 209-212.

    >>> [round(x, 3) for x in wilson(8, 10)]
    [0.49, 0.943]
    """
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    centre = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, (centre - half) / whole), min(1.0, (centre + half) / whole)
