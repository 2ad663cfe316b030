"""What the made-up residents apply for: answers to the example office's services."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from layani.city.people import Resident

STREETS = ("Jalan Melati", "Jalan Kenanga", "Jalan Anggrek", "Gang Mawar", "Jalan Cempaka", "Jalan Dahlia")
EVENTS = ("Kursus menjahit", "Rapat RT", "Latihan tari", "Posyandu", "Pernikahan", "Lomba catur")

# Share of the applications for each service; the letter is what people come for most.
SHARES = {"residence-letter": 60, "move-of-address": 25, "hall-use": 15}


def answers(service: str, who: Resident, wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    """Return answers without files; ``files_of`` says which files they need."""
    known = {"name": who.name, "nik": who.nik, "birth_date": who.birth_date, "phone": who.phone}
    return {**known, **_ANSWERS[service](wards, day, chance)}


def files_of(service: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the file fields that these answers ask for."""
    if service == "residence-letter":
        return ("contract",) if given["tenancy"] == "rent" else ()
    if service == "move-of-address":
        proof = {"own": "ownership", "rent": "contract", "family": "host_note"}[given["tenancy"]]
        return (proof, "family_card")
    return ()


def _address(wards: tuple[str, ...], chance: random.Random) -> dict[str, str]:
    return {
        "street": f"{chance.choice(STREETS)} {chance.randint(1, 80)}",
        "rt": f"{chance.randint(1, 12):03d}",
        "rw": f"{chance.randint(1, 8):03d}",
        "ward": chance.choice(wards),
    }


def _letter(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "address": _address(wards, chance),
        "tenancy": chance.choice(("own", "own", "rent", "family")),
        "purpose": chance.choice(("bank", "school", "work")),
    }


def _move(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "old_address": f"{chance.choice(STREETS)} {chance.randint(1, 80)}, RT 002/RW 004, Harapan Baru",
        "address": _address(wards, chance),
        "moved_on": (day - timedelta(days=chance.randint(1, 20))).isoformat(),
        "tenancy": chance.choice(("own", "rent", "family")),
        "family_role": "head",
        "movers": 1,
        "truthful": True,
    }


def _hall(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    wanted = day + timedelta(days=chance.randint(14, 60))
    return {
        "purpose": chance.choice(("meeting", "course", "wedding", "sports")),
        "event_name": chance.choice(EVENTS),
        "event_date": wanted.isoformat(),
        "part_of_day": chance.choice(("morning", "afternoon")),
        "guests": chance.randint(15, 190),
        "leaves_clean": True,
    }


_ANSWERS: dict[str, Callable[[tuple[str, ...], date, random.Random], dict[str, Any]]] = {
    "residence-letter": _letter,
    "move-of-address": _move,
    "hall-use": _hall,
}
