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


def _zone(day: date, chance: random.Random) -> dict[str, Any]:
    limits = {"most_covered": 60, "most_floor_ratio": 120, "least_green": 20}
    return {"zone_allows": True, **limits, "building_line": chance.choice((500, 600))}


def _structure(day: date, chance: random.Random) -> dict[str, Any]:
    return {"safe": True, "air_and_light": True, "drawn_area": 36}


def _drainage(day: date, chance: random.Random) -> dict[str, Any]:
    return {"soakaway": True, "drain": chance.random() < 0.5, "road_width": chance.randint(320, 500)}  # noqa: PLR2004


def _site(day: date, chance: random.Random) -> dict[str, Any]:
    return {"setback": chance.randint(620, 800), "clear_of_lines": True, "begun": False}


def _payment(day: date, chance: random.Random) -> dict[str, Any]:
    return {"settled": True, "receipt": f"NTPD {chance.randint(1000, 9999)}"}


def _registered(day: date, chance: random.Random) -> dict[str, Any]:
    return {"str_active": True, "permits_found": 0}


_FINDINGS: dict[tuple[str, str], Callable[[date, random.Random], dict[str, Any]]] = {
    ("birth-certificate", "siak"): _certificate,
    ("id-card", "siak"): _print_request,
    ("id-card", "blank"): _blank,
    ("poverty-letter", "look-up"): _in_need,
    ("heirs-statement", "tell"): _heirs,
    ("health-practice-permit", "register"): _registered,
    ("house-building-approval", "planning"): _zone,
    ("house-building-approval", "structure"): _structure,
    ("house-building-approval", "drainage"): _drainage,
    ("house-building-approval", "visit"): _site,
    ("house-building-approval", "payment"): _payment,
}
