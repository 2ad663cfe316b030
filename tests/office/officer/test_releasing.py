"""A desk that is stuck is freed by who may, with a reason; and what those who left still held goes back by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import checking, releasing, serving
from layani.office.actions.rebuilding import differences
from layani.office.actions.staffing import end_roles
from layani.office.jobs import clear_desks, deem_complete
from layani.office.tables.models import Attempt, Case, Event, Role, User
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.asked_why import say_why
from tests.office.officer.walks import another, filed

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def hana():
    return officer("hana", "supervisor")


@pytest.fixture
def held(ana):
    Role.objects.create(user_id=ana.user, office=ana.office, name="front-desk", since=MONDAY.date())
    number = filed()
    serving.take_next(actor=ana, now=MONDAY + MINUTE)
    assert Case.objects.get(number=number).holder_id == ana.user
    return number


def codes(refused):
    return [one.code for one in refused.value.refusals]


def test_a_supervisor_frees_a_desk_with_a_reason_and_the_case_keeps_its_place(held, hana, ana):
    filed(another(1), at=MONDAY + MINUTE)
    releasing.release(held, "absent", actor=hana, now=MONDAY + 2 * MINUTE)
    row = Case.objects.get(number=held)
    event = Event.objects.of_case(row.pk).last()
    assert (row.holder_id, event.act, event.officer_id, event.role) == (None, "release", hana.user, "supervisor")
    assert serving.take_next(actor=ana, now=MONDAY + 3 * MINUTE).row.number == held
    assert [one for one in differences(mend=False) if not isinstance(one, int)] == []


@pytest.mark.parametrize("reason", ["", "because", "overdue"])
def test_without_a_true_reason_it_stays(held, hana, reason):
    with pytest.raises(Refused) as refused:
        releasing.release(held, reason, actor=hana, now=MONDAY + 2 * MINUTE)
    assert codes(refused) == ["reason-missing"]
    assert Attempt.objects.filter(code="reason-missing").count() == 1


def test_late_is_a_reason_once_it_is_true(held, hana):
    releasing.release(held, "overdue", actor=hana, now=MONDAY + 20 * DAY)
    assert Case.objects.get(number=held).holder_id is None


def test_other_officers_free_no_desk_not_even_of_a_case_of_their_role(held):
    eva = officer("eva", "front-desk")
    with pytest.raises(Refused) as refused:
        releasing.release(held, "absent", actor=eva, now=MONDAY + 2 * MINUTE)
    assert codes(refused) == ["not-your-role"]
    assert Attempt.objects.filter(act="release", code="not-your-role").count() == 1


def test_a_supervisor_does_not_move_their_own_case_from_one_desk_to_another(held):
    own = officer("carla", "supervisor", nik=CARLA.nik)
    with pytest.raises(Refused) as refused:
        releasing.release(held, "absent", actor=own, now=MONDAY + 2 * MINUTE)
    assert "own-case" in codes(refused)


def test_the_page_offers_it_to_a_supervisor_alone_and_does_it(browser_of):
    now = timezone.now()
    ana, hana, eva = browser_of("ana", "front-desk"), browser_of("hana", "head"), browser_of("eva", "front-desk")
    number = filed(at=now - MINUTE)
    serving.take_next(actor=ana.actor, now=now)
    page = f"/officer/case/{number}/"
    assert eva.get(page).status_code == 403
    assert eva.post(page, {"act": "release", "reason": "absent", "once": "c"}).status_code == 409
    assert "Kosongkan meja" not in ana.text(page)
    assert "Kosongkan meja" in say_why(hana, page).text(page)
    assert hana.post(page, {"act": "release", "once": "a"}).status_code == 409
    assert hana.post(page, {"act": "release", "reason": "absent", "once": "b"}).status_code == 302
    assert Case.objects.get(number=number).holder_id is None


def test_what_was_taken_on_the_last_day_goes_back_the_day_after(held, ana):
    end_roles(User.objects.get(pk=ana.user).username, on=MONDAY + 2 * MINUTE)
    assert Case.objects.get(number=held).holder_id is None
    serving.take_next(actor=ana, now=MONDAY + 3 * MINUTE)  # the role still holds today
    assert clear_desks.run(MONDAY + 4 * MINUTE) == 0
    assert clear_desks.run(MONDAY + DAY) == 1
    assert Case.objects.get(number=held).holder_id is None
    assert clear_desks.run(MONDAY + DAY + MINUTE) == 0


def test_a_closed_account_holds_nothing(held, ana):
    User.objects.filter(pk=ana.user).update(is_active=False)
    assert clear_desks.run(MONDAY + 2 * MINUTE) == 1
    assert Case.objects.get(number=held).holder_id is None


def test_another_role_does_not_keep_a_case_on_the_desk(held, ana):
    Role.objects.filter(user_id=ana.user).update(name="verifier")
    assert clear_desks.run(MONDAY + 2 * MINUTE) == 1


def test_who_serves_keeps_their_desk(held):
    assert clear_desks.run(MONDAY + 2 * MINUTE) == 0


def test_who_may_not_ask_does_not_learn_by_trying_what_an_application_was_asked(held, ana, ben):
    """Which fields were asked tells how earlier ones were answered: a lease is asked of tenants alone."""
    said = []
    for field in ("lease", "address", "no-such-field"):
        with pytest.raises(Refused) as refused:
            checking.ask_missing(held, {field: "kurang"}, actor=ben, now=MONDAY + 2 * MINUTE)
        said.append(codes(refused))
    assert said[0] == said[1] == said[2] and "not-a-question" not in said[0]
    with pytest.raises(Refused) as refused:
        checking.ask_missing(held, {"no-such-field": "kurang"}, actor=ana, now=MONDAY + 3 * MINUTE)
    assert codes(refused) == ["not-a-question"]
    assert Attempt.objects.filter(code="not-a-question").count() == 1


def test_the_sweep_counts_what_nobody_checked_as_complete_once(ana):
    number = filed()
    row = Case.objects.get(number=number)
    row.silence_grants, row.rest = True, {**row.rest, "promise_starts": "complete"}
    row.due_at = None
    row.save()
    assert deem_complete.run(row.step_due_at) == 0
    assert deem_complete.run(row.step_due_at + MINUTE) == 1
    assert deem_complete.run(row.step_due_at + 2 * MINUTE) == 0
    after = Case.objects.get(number=number)
    assert after.complete_at == row.step_due_at < after.due_at
    assert not Attempt.objects.exists()
