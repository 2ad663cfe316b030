"""What the made-up officers find between checking and deciding, by service and step."""

import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

# Share of the families that are in no list and unknown to the ward, and of those whose heirs quarrel; made up.
NOT_IN_NEED, QUARREL = 0.08, 0.1


def found(service: str, step: str, day: date, chance: random.Random) -> Mapping[str, Any]:
    """Return the findings of a step by name; {} for a step that finds nothing.

    day: local date on which it was found
    """
    make = _FINDINGS.get((service, step))
    return make(day, chance) if make else {}


def _certificate(day: date, chance: random.Random) -> dict[str, Any]:
    return {"number": f"9901-LU-{day:%d%m%Y}-{chance.randint(1, 9999):04d}"}


def _print_request(day: date, chance: random.Random) -> dict[str, Any]:
    return {"number": f"{day:%Y%m%d}{chance.randint(1, 999):03d}"}


def _blank(day: date, chance: random.Random) -> dict[str, Any]:
    return {"card": chance.choice(("ready", "ready", "ready", "none"))}


def _in_need(day: date, chance: random.Random) -> dict[str, Any]:
    if chance.random() < NOT_IN_NEED:
        return {"registered": False, "hardship": False}
    registered = chance.random() < 0.7  # noqa: PLR2004  made up
    return {"registered": registered, "hardship": not registered}


def _heirs(day: date, chance: random.Random) -> dict[str, Any]:
    return {"told": 2, "all_told": True, "agree": chance.random() >= QUARREL}


_FINDINGS: dict[tuple[str, str], Callable[[date, random.Random], dict[str, Any]]] = {
    ("birth-certificate", "siak"): _certificate,
    ("id-card", "siak"): _print_request,
    ("id-card", "blank"): _blank,
    ("poverty-letter", "look-up"): _in_need,
    ("heirs-statement", "tell"): _heirs,
}
