"""A server whose clock was set back records nothing untrue: it refuses, says why, and the operator sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import checking, filing, issuing, serving
from layani.office.actions.rebuilding import Difference, differences
from layani.office.actor import SYSTEM
from layani.office.tables.models import Attempt, Case, Event
from layani.rules.cases.decider import CLOCK_SKEW
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.api.conftest import desk  # noqa: F401  a fixture
from tests.office.api.conftest import filing as body
from tests.office.citizen.conftest import carla, signed_in  # noqa: F401  a fixture
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture
from tests.office.officer.walks import granted
from tests.office.security.visitors import visitor

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def taken(ana, now):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    return number


def test_an_act_before_the_last_one_is_refused_with_the_remedy_and_changes_nothing(taken, ana, now):
    before = Case.objects.values().get()
    with pytest.raises(Refused) as refused:
        checking.check_complete(taken, actor=ana, now=now)
    refusal = refused.value.refusals[0]
    assert refusal.code == "clock-behind"
    assert "Jam server" in refusal.reason.id and "operator diberi tahu" in refusal.remedy.id
    assert Case.objects.values().get() == before
    assert list(Event.objects.values_list("act", flat=True)) == ["file", "take"]


def test_next_pressed_before_the_case_was_filed_is_kept_as_an_attempt_and_gives_nothing(ana, now):
    filing.file(application(), actor=CITIZEN, now=now + HOUR)
    with pytest.raises(Refused):
        serving.take_next(actor=ana, now=now)
    assert Attempt.objects.values_list("act", "code", "role").get() == ("take", "clock-behind", "front-desk")
    assert Case.objects.get().holder is None


def test_the_difference_between_the_clocks_of_two_machines_is_let_pass(taken, ana, now):
    done = checking.check_complete(taken, actor=ana, now=now + HOUR - CLOCK_SKEW)
    assert done.case.status == "deciding"
    assert not [found for found in differences() if isinstance(found, Difference)]


def test_once_the_clock_is_right_again_the_same_act_goes_through(taken, ana, now):
    with pytest.raises(Refused):
        checking.check_complete(taken, actor=ana, now=now, once="the-same-act")
    done = checking.check_complete(taken, actor=ana, now=now + 2 * HOUR, once="the-same-act")
    assert done.case.status == "deciding"


def test_the_operator_sees_it_on_the_page_and_in_the_log(ana, caplog):
    ahead = timezone.now() + HOUR
    number = filing.file(application(), actor=CITIZEN, now=ahead).row.number
    serving.take_next(actor=ana, now=ahead)
    operator = visitor("operator")
    assert "Jam server mundur" not in operator.get("/operator/").content.decode()
    with pytest.raises(Refused):
        checking.check_complete(number, actor=ana, now=timezone.now())
    assert Attempt.objects.get().code == "clock-behind"
    assert "Jam server mundur" in operator.get("/operator/").content.decode()
    assert "set it right (timedatectl)" in caplog.text


def test_an_officer_who_presses_next_reads_why_nothing_is_given(browser_of, ana):  # noqa: F811
    filing.file(application(), actor=CITIZEN, now=timezone.now() + HOUR)
    answer = browser_of("eva", "front-desk").post("/officer/")
    assert answer.status_code == 409
    assert "Jam server" in answer.content.decode()


def test_a_letter_is_read_also_when_its_handing_over_cannot_be_noted(ana, ben, carla):  # noqa: F811
    ahead = timezone.now() + HOUR
    number = granted(ana, ben, at=ahead)
    issuing.issue(number, actor=SYSTEM, now=ahead + HOUR)
    answer = signed_in(carla).get(f"/case/{number}/letter/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert Case.objects.get(number=number).delivered_at is None


def test_a_program_is_told_in_both_languages(desk, ana):  # noqa: F811
    filed = desk.post("/cases/", body(), once="before-the-clock").json()
    ahead = timezone.now() + HOUR
    serving.take_next(actor=ana, now=ahead)
    checking.ask_missing(filed["number"], {"purpose": "Bank yang mana?"}, actor=ana, now=ahead)
    answer = desk.post(f"/cases/{filed['number']}/answer", {"answers": {"purpose": "work"}}, once="after-the-clock")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "clock-behind")
    assert set(answer.json()["refusals"][0]["remedy"]) == {"id", "en"}


def test_filing_goes_on_and_every_case_keeps_its_own_order(desk, ana, now):  # noqa: F811
    """A new case has no earlier act to be behind of: what the clock says is all that is known."""
    filing.file(application(), actor=CITIZEN, now=timezone.now() + 24 * HOUR)
    assert desk.post("/cases/", body(), once="with-an-early-clock").status_code == 201
    assert not [found for found in differences() if isinstance(found, Difference)]
