"""Whatever way a role is given or ends, the ledgers explain it: the check accuses nobody honest."""

from datetime import timedelta

import pytest

from layani.office.actions.authorising import confirm_power, end_power, enter_power
from layani.office.actions.comparing_roles import altered_roles, roles_before_the_ledger
from layani.office.actions.inviting import accept, invite_first
from layani.office.actions.moving_staff import confirm_change, decline_change
from layani.office.actions.staff_at_the_shell import end_at_the_shell, enter_at_the_shell
from layani.office.actions.staffing import Officer
from layani.office.tables.models import Role, StaffEntry
from tests.office.authority.conftest import acting
from tests.office.conftest import MONDAY
from tests.office.staff.test_moving_staff import PASSWORD, TODAY, change, entered

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def done(oki, citra):
    """Give a function that enters a change and lets the second person confirm it."""
    return lambda *what, **said: confirm_change(entered(change(*what, **said), oki), actor=citra, now=MONDAY)


def last_days():
    return sorted((row.user.username, row.name, row.until) for row in Role.objects.all())


def test_who_joins_moves_comes_back_and_leaves(done):
    done()
    done("move", "dewi", roles=("verifier", "head"), day=TODAY + WEEK)
    done("leave", "dewi", day=TODAY + 2 * WEEK)
    done("move", "dewi", roles=("front-desk",), day=TODAY + 3 * WEEK)
    assert last_days() == [
        ("dewi", "front-desk", None), ("dewi", "head", TODAY + 2 * WEEK), ("dewi", "verifier", TODAY + 2 * WEEK),
    ]  # fmt: skip
    assert list(altered_roles()) == []


@pytest.mark.parametrize("kind", ["at-once", "lock"])
def test_who_is_stopped_at_once(kind, done):
    done()
    done(kind, "dewi")
    assert [until for _, _, until in last_days()] == [TODAY - timedelta(days=1)]
    assert list(altered_roles()) == []


def test_what_the_command_line_gave_and_ended_or_a_keeper_declined(oki):
    for name in ("sari", "lina"):
        enter_at_the_shell(Officer(name, name.title(), ("head", "verifier"), PASSWORD), now=MONDAY)
    end_at_the_shell("sari", now=MONDAY + WEEK)
    decline_change(StaffEntry.objects.get(username="lina").pk, actor=oki, now=MONDAY + WEEK)
    assert {until for _, _, until in last_days()} == {TODAY + WEEK, TODAY + WEEK - timedelta(days=1)}
    assert list(altered_roles()) == []


def test_the_first_operator_has_a_line_of_the_command_line():
    accept(invite_first("oki", "Oki Saputra", now=MONDAY, today=TODAY), PASSWORD, now=MONDAY, today=TODAY)
    line = StaffEntry.objects.get()
    assert (line.kind, line.username, line.roles, line.is_from_shell) == ("join", "oki", ["operator"], True)
    assert list(altered_roles()) == []


def test_who_signs_for_a_post_has_its_queue_by_the_authority_register(ben, oki, citra, done):
    done()
    entry = enter_power(acting(), actor=oki, now=MONDAY)
    confirm_power(entry.pk, actor=citra, now=MONDAY)
    assert len(last_days()) == 2 and list(altered_roles()) == []
    end_power(entry.pk, TODAY, "Camat kembali.", actor=citra, now=MONDAY + timedelta(hours=1))
    assert TODAY in {until for _, _, until in last_days()}
    assert list(altered_roles()) == []


def test_roles_of_before_the_ledger_are_named_and_end_by_it(bens_roles, done):
    done()
    assert roles_before_the_ledger() == ["ben: verifier"]
    done("leave", "ben", day=TODAY + WEEK)
    assert list(altered_roles()) == []
    Role.objects.filter(user=bens_roles).update(until=None)
    [(where, what)] = altered_roles()
    assert where == "role verifier of ben from 2026-01-01 on"
    assert what == "has none as its last day; the ledgers say 2026-11-30"


def test_an_office_without_a_ledger_is_accused_of_nothing(bens_roles):
    assert list(altered_roles()) == []
    assert roles_before_the_ledger() == ["ben: verifier"]
