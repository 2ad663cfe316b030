"""The made-up city's staff, entered for a fill of few cases, and the city filled once for several tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from layani.city import fill as city
from layani.city.stories import Staff
from layani.office.house import catalogue
from tests.office.conftest import officer
from tests.office.lasting import lasting

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)

FEW = {"PAST": 12, "TO_DECIDE": 3, "WITH_CITIZENS": 1, "LIVE": 2}
SCENES_ALONE = dict.fromkeys(FEW, 0)


def entered(patched: pytest.MonkeyPatch, counts: dict[str, int]) -> Staff:
    """Enter the officers, and let a fill make so many cases beside its scenes."""
    for name, count in counts.items():
        patched.setattr(city, name, count)
    people = {role: (officer(f"one-{role}", role).user,) for role in catalogue().office.roles}
    people["building-assessor"] += (officer("another-assessor", "building-assessor").user,)
    return Staff(people)


@contextmanager
def filled_for_long(blocker: Any, folder: Path, counts: dict[str, int]) -> Iterator[Staff]:
    """Fill an office that stays so until the end of the block; see ``lasting``."""
    with lasting(blocker, folder), pytest.MonkeyPatch.context() as patched:
        staff = entered(patched, counts)
        for _ in city.fill(staff, NOW):
            pass
        yield staff
