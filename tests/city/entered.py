"""The made-up city's staff, entered for a fill of few cases."""

import pytest

from layani.city import fill as city
from layani.city.stories import Staff
from layani.office.house import catalogue
from tests.office.conftest import officer

FEW = {"PAST": 12, "TO_DECIDE": 3, "WITH_CITIZENS": 1, "LIVE": 2}
SCENES_ALONE = dict.fromkeys(FEW, 0)


def entered(patched: pytest.MonkeyPatch, counts: dict[str, int]) -> Staff:
    """Enter the officers, and let a fill make so many cases beside its scenes."""
    for name, count in counts.items():
        patched.setattr(city, name, count)
    people = {role: (officer(f"one-{role}", role).user,) for role in catalogue().office.roles}
    people["building-assessor"] += (officer("another-assessor", "building-assessor").user,)
    return Staff(people)
