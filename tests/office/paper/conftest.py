"""A block of receipts, a supervisor, officers, and a morning without electricity."""

from datetime import UTC, date, datetime, timedelta

import pytest

from layani.office.actions.paper.blocks import issue
from layani.office.actions.paper.declaring import declare
from layani.office.tables.models import Role
from layani.rules.paper.windows import Declared
from tests.office.conftest import MONDAY, officer
from tests.office.officer.conftest import browser_of

__all__ = ["browser_of"]

OUT = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday, 08:00 in Jakarta
BACK = OUT + timedelta(hours=3)


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    """What other tests published is not this office's record."""
    settings.LOG_FOLDER = tmp_path / "log"


def serving(name, *roles):
    """An officer with these roles since January, also in the register."""
    found = officer(name, *roles)
    for role in roles:
        Role.objects.create(user_id=found.user, office=found.office, name=role, since=date(2026, 1, 1))
    return found


@pytest.fixture
def eva(db):
    """A front-desk officer."""
    return serving("eva", "front-desk")


@pytest.fixture
def hana(db):
    """The head."""
    return officer("hana", "head")


@pytest.fixture
def block(eva, hana):
    """A block of ten that Eva holds since Monday morning."""
    return issue(eva.user, 10, actor=hana, now=MONDAY)


@pytest.fixture
def outage(hana):
    """No electricity on Tuesday from eight to eleven."""
    return declare(Declared("outage", OUT, BACK, "power"), actor=hana, now=BACK + timedelta(minutes=10))
