"""What the made-up residents apply for: answers to the example office's services."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from layani.city.people import Resident

STREETS = ("Jalan Melati", "Jalan Kenanga", "Jalan Anggrek", "Gang Mawar", "Jalan Cempaka", "Jalan Dahlia")
EVENTS = ("Kursus menjahit", "Rapat RT", "Latihan tari", "Posyandu", "Pernikahan", "Lomba catur")

GIVEN = ("Arif Rahman", "Intan Permata", "Bayu Pratama", "Nadia Putri", "Rizky Maulana", "Salma Azzahra")
SCHOOLS = ("SMP Negeri 3", "SMK Negeri 1", "SD Cempaka 2")

# Share of the applications for each service; the letters and the card are what people come for most.
SHARES = {
    "residence-letter": 30,
    "move-of-address": 10,
    "hall-use": 8,
    "id-card": 22,
    "birth-certificate": 10,
    "poverty-letter": 13,
    "marriage-dispensation": 4,
    "heirs-statement": 3,
}


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
    return _FILES.get(service, lambda given: ())(given)


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


def _card(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.4:
        return {"reason": "damaged", "hands_in": True, "truthful": True}
    lost = day - timedelta(days=chance.choice((1, 2, 3, 5, 9, 30)))
    return {"reason": "lost", "lost_on": lost.isoformat(), "truthful": True}


def _birth(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    given = {
        "child_name": chance.choice(GIVEN),
        "child_sex": chance.choice(("girl", "boy")),
        "born_on": (day - timedelta(days=chance.choice((5, 12, 20, 33, 48, 95, 700)))).isoformat(),
        "born_in": "Kota Contoh",
        "has_letter": True,
        "relation": "mother",
        "truthful": True,
    }
    if chance.random() < 0.2:
        return {**given, "marriage": "mother_only"}
    father = {"father_name": f"Joko {chance.choice(('Santoso', 'Hidayat'))}", "father_nik": "3171010102900000"}
    return {**given, **father, "marriage": "recorded"}


def _poor(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    purpose = chance.choice(("school", "school", "hospital", "lawyer", "other"))
    other = {"other_purpose": f"Keringanan seragam {chance.choice(SCHOOLS)}"} if purpose == "other" else {}
    return {"purpose": purpose, **other, "for_whom": "me", "address": _address(wards, chance), "in_need": True}


def _wedding(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    reason = chance.choice(("duty", "duty", "illness", "other"))
    other = {"other_reason": "Undangan sudah dicetak dan keluarga sudah berkumpul."} if reason == "other" else {}
    return {
        "partner_name": chance.choice(GIVEN),
        "partner_born": f"{chance.randint(1985, 2004)}-04-21",
        "wedding_on": (day + timedelta(days=chance.randint(4, 11))).isoformat(),
        "wedding_place": _address(wards, chance),
        "registry": "kua",
        "registered": True,
        "reason": reason,
        **other,
        "truthful": True,
    }


def _heirs(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "deceased_name": f"Sumarno {chance.choice(('Wijaya', 'Gunawan', 'Halim'))}",
        "died_on": (day - timedelta(days=chance.randint(20, 300))).isoformat(),
        "last_home": _address(wards, chance),
        "relation": "child",
        "other_heirs": [
            {"name": "Sri Lestari", "relation": "spouse", "phone": "+6281200000001"},
            {"name": "Hendra Saputra", "relation": "child", "phone": "+6281200000002"},
        ],
        "minors": False,
        "witness_1": "Slamet Raharjo",
        "witness_2": "Ningsih Utami",
        "all_named": True,
    }


def _grant(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "address": _address(wards, chance),
        "children": chance.randint(1, 4),
        "income": chance.randrange(900_000, 4_500_000, 50_000) * 100,
        "truthful": True,
    }


def _permit(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "profession": chance.choice(("midwife", "nurse", "doctor")),
        "str_number": f"XX{chance.randint(10**12, 10**13 - 1)}",
        "permits_held": 0,
        "place_kind": "facility",
        "place_name": chance.choice(("Klinik Mekar", "Klinik Sehat Bersama", "Puskesmas Sukamaju")),
        "place": _address(wards, chance),
        "truthful": True,
    }


def _house(wards: tuple[str, ...], day: date, chance: random.Random) -> dict[str, Any]:
    return {
        "work": "new",
        "site": _address(wards, chance),
        "land_area": chance.choice((90, 105, 120)),
        "land_owner": "own",
        "use": "home",
        "floors": 1,
        "area": 36,
        "ground_area": 36,
        "material": "walls",
        "design": "prototype",
        "prototype_code": f"T36-{chance.randint(1, 4)}",
        "first_home": False,
        "truthful": True,
    }


_FILES: dict[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "id-card": lambda given: ("police_report",) if given["reason"] == "lost" else (),
    "birth-certificate": lambda given: (
        ("birth_letter", "marriage_book") if given["marriage"] == "recorded" else ("birth_letter",)
    ),
    "poverty-letter": lambda given: ("rt_letter",),
    "heirs-statement": lambda given: ("death_certificate", "statement"),
    "health-practice-permit": lambda given: ("place_letter",),
    "house-building-approval": lambda given: ("land_paper",),
}

_ANSWERS: dict[str, Callable[[tuple[str, ...], date, random.Random], dict[str, Any]]] = {
    "residence-letter": _letter,
    "move-of-address": _move,
    "hall-use": _hall,
    "id-card": _card,
    "birth-certificate": _birth,
    "poverty-letter": _poor,
    "marriage-dispensation": _wedding,
    "heirs-statement": _heirs,
    "education-grant": _grant,
    "health-practice-permit": _permit,
    "house-building-approval": _house,
}
