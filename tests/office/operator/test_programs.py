"""The operator sees which programs may call, and never a token."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from layani.office.pages.operator import operator, programs
from layani.office.pages.page import guarded
from layani.office.tables.models import Program, ProgramToken, User
from tests.office.api.conftest import enter
from tests.office.conftest import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(rf, db):
    """Read a page as the operator."""
    oki = officer("oki", "operator")

    def see(page=programs.PAGE, address="/operator/programs/"):
        request = rf.get(address)
        request.actor = oki
        with translation.override("en"):
            return guarded(page)(request).content.decode()

    return see


@pytest.fixture
def sari(db):
    return User.objects.create_user(username="sari", full_name="Sari Utami")


def in_days(n):
    return timezone.now() + timedelta(days=n)


def test_no_program_is_a_state(see):
    assert "No program yet" in see()


def test_a_program_with_all_it_may(see, sari):
    enter("kiosk", sari, scopes=["cases:read"], services=["hall-use"], networks=["10.4.0.0/16"], ends_at=in_days(90))
    page = see()
    for shown in (
        "kiosk",
        "The villages&#39; app",
        "Sari Utami",
        "See where a case stands",
        "hall-use",
        "10.4.0.0/16",
        "never used",
        "In force",
    ):
        assert shown in page, shown
    assert "token-of-kiosk" not in page and bytes(ProgramToken.objects.get().token_hash).hex() not in page


@pytest.mark.parametrize(("days", "state"), [(31, "In force"), (29, "Ends soon"), (-1, "Its token is over")])
def test_what_ends_is_said_in_time(see, sari, days, state):
    enter("kiosk", sari, ends_at=in_days(days))
    assert state in see()
    told = "Tokens of programs end soon" in see(operator.PAGE, "/operator/")
    assert told is (state != "In force")


def test_a_rotated_program_does_not_end_soon(see, sari):
    made = enter("kiosk", sari, ends_at=in_days(5))
    ProgramToken.objects.create(program=made, token_hash=b"another", issued_at=timezone.now(), ends_at=in_days(90))
    assert "Ends soon" not in see()
    assert "Tokens of programs end soon" not in see(operator.PAGE, "/operator/")


def test_a_program_from_before_and_one_that_was_revoked(see, sari):
    enter("old", sari, system="")
    made = enter("gone", sari)
    Program.objects.filter(pk=made.pk).update(revoked_at=timezone.now())
    page = see()
    assert "Its system was not entered" in page and "Revoked" in page


def test_the_list_goes_on_by_key_with_two_queries(see, sari, django_assert_num_queries):
    for n in range(programs.ROWS + 2):
        enter(f"program-{n:02}", sari)
    with django_assert_num_queries(2):
        first = see()
    assert "program-21" in first and "program-01<" not in first
    key = Program.objects.order_by("-pk")[programs.ROWS - 1].pk
    assert f"?before={key}" in first
    rest = see(address=f"/operator/programs/?before={key}")
    assert "program-01" in rest and "program-02" not in rest
