"""How sure the office is of who somebody is: three levels, and what an identity provider's word for them means here."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from layani.rules.text import Text

Level = Literal["declared", "seen", "high"]
DECLARED: Final = "declared"
SEEN: Final = "seen"
HIGH: Final = "high"

LEVELS: Final[tuple[str, ...]] = (DECLARED, SEEN, HIGH)
"""From least to most: the person's own word; their card seen, by us or a provider; and, this time, a strong proof."""

LEVEL_WORDS: Final[Mapping[str, Text]] = {
    DECLARED: Text("pernyataan Anda sendiri", "your own word"),
    SEEN: Text("KTP yang sudah dilihat petugas atau penyedia identitas", "a card that an officer or provider has seen"),
    HIGH: Text(
        "masuk dengan akun identitas berjaminan tinggi", "signing in with an identity account of high assurance"
    ),
}


def reaches(level: str, needed: str) -> bool:
    """Say whether a level is the needed one or more; an unknown or empty level reaches nothing.

    >>> reaches("high", "seen"), reaches("declared", "seen"), reaches("", "declared")
    (True, False, False)
    """
    return level in LEVELS and LEVELS.index(level) >= LEVELS.index(needed)


def level_of(acr: str, levels: Mapping[str, str]) -> str:
    """Return the level of a provider's ``acr``; one that the office has not put in its map is worth the person's word.

    >>> level_of("urn:loa:2", {"urn:loa:2": "seen"}), level_of("urn:loa:9", {"urn:loa:2": "seen"})
    ('seen', 'declared')
    """
    return levels.get(acr, DECLARED)


def asked_for(needed: str, levels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ``acr_values`` that reach a level, in the order of the map; empty where none does.

    >>> asked_for("seen", {"low": "declared", "loa3": "high", "loa2": "seen"})
    ('loa3', 'loa2')
    """
    return tuple(acr for acr, level in levels.items() if reaches(level, needed))


def read_levels(pairs: Sequence[str]) -> dict[str, str]:
    """Return the map that a setting writes as "acr=level" for each; raises ValueError.

    >>> read_levels(["urn:loa:2=seen", "urn:loa:3=high"])
    {'urn:loa:2': 'seen', 'urn:loa:3': 'high'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        acr, _, level = pair.rpartition("=")
        if not acr or level not in LEVELS or any(c.isspace() for c in acr):
            raise ValueError(f"'{pair}' is not of the form ACR=LEVEL, where LEVEL is {', '.join(LEVELS)}")
        found[acr] = level
    return found
