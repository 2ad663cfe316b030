"""Made-up residents: names that sound like the country's, and NIKs that nobody holds."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

FIRST = (
    "Siti", "Dewi", "Rina", "Wulan", "Ayu", "Ningsih", "Maria", "Yohana", "Fatimah", "Kadek", "Sri", "Lestari",
    "Agus", "Bambang", "Eko", "Hendra", "Joko", "Made", "Rahmat", "Slamet", "Teguh", "Wayan", "Yusuf", "Zainal",
)  # fmt: skip
LAST = (
    "Wijaya", "Santoso", "Lestari", "Hidayat", "Siregar", "Nasution", "Simanjuntak", "Pratama", "Saputra", "Kusuma",
    "Halim", "Gunawan", "Rahayu", "Setiawan", "Tanjung", "Manurung", "Wibowo", "Purnama", "Mulyani", "Suryani",
)  # fmt: skip
WOMEN = 12  # the first names of FIRST up to here
REGION = "317101"
# No district registers nine thousand births of one day, so these serial numbers belong to nobody.
FIRST_SERIAL = 9000
OLDEST, YOUNGEST = date(1950, 1, 1), date(2007, 1, 1)


@dataclass(frozen=True)
class Resident:
    """One made-up person; birth_date is ISO 8601."""

    nik: str
    name: str
    birth_date: str
    phone: str


def resident(chance: random.Random, serial: int) -> Resident:
    """Return the resident with this serial number (0 to 999 without a repetition)."""
    first = chance.randrange(len(FIRST))
    born = OLDEST + timedelta(days=chance.randrange((YOUNGEST - OLDEST).days))
    day = born.day + (40 if first < WOMEN else 0)  # a woman's NIK carries her day of birth plus 40
    nik = f"{REGION}{day:02d}{born:%m%y}{FIRST_SERIAL + serial % 1000:04d}"
    # 0812 0000 xxxx is given to nobody.
    phone = f"+628120000{serial % 10_000:04d}"
    return Resident(nik, f"{FIRST[first]} {chance.choice(LAST)}", born.isoformat(), phone)


def citizens() -> tuple[Resident, Resident]:
    """Return the two people whom a visitor of the demo can be; always the same ones."""
    chance = random.Random(7)  # noqa: S311  made-up people need no secrets
    return resident(chance, 990), resident(chance, 991)
