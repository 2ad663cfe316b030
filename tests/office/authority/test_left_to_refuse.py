"""What can only be refused goes to nobody who may not refuse; what was put back does not come straight back."""

from datetime import timedelta

import pytest

from layani.office.actions import objecting, serving
from layani.office.actions.authorising import confirm_power, enter_power
from layani.office.actor import Actor
from layani.office.house import catalogue
from layani.office.pages.officer.late import jams_of
from layani.office.tables.desk import queues_for
from layani.office.tables.models import Case, Role
from layani.office.tables.projection import event_of
from layani.office.tables.queues import PASSED_OVER
from layani.office.tables.served_now import server_for
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.authority.conftest import acting
from tests.office.conftest import MONDAY, officer
from tests.office.officer.walks import another, checked, refused, with_failed_rule

MINUTE = timedelta(minutes=1)
SOON = MONDAY + 30 * MINUTE
HEAD = frozenset({"head"})


@pytest.fixture
def lia(oki, citra):
    """She decides for the head by a mandate that leaves refusals out."""
    found = officer("lia", "head")
    signs_as = Text("Sekretaris Camat", "Secretary of the district")
    power = acting("lia", kind="mandate", not_acts=("refuse",), signs_as=signs_as)
    confirm_power(enter_power(power, actor=oki, now=MONDAY).pk, actor=citra, now=MONDAY)
    return found


def two_waiting(ana):
    """The number of one that can only be refused, and of one that came after it."""
    first = with_failed_rule(checked(ana, another(0)))
    return first, checked(ana, another(1), at=MONDAY + 5 * MINUTE)


def waiting(actor, at=SOON):
    return sum(one.count for one in queues_for(server_for(actor, at), at, at))


def served(actor, at=SOON):
    done = serving.take_next(actor=actor, now=at)
    return done and done.row.number


def test_what_can_only_be_refused_is_not_given_to_whom_may_not_refuse(lia, ana, ben):
    first, second = two_waiting(ana)
    assert (waiting(lia), waiting(ben)) == (1, 2)
    assert served(lia) == second and served(ben) == first


def test_it_does_not_block_the_queue_behind_it(lia, ana):
    _, second = two_waiting(ana)
    assert serving.take(second, actor=lia, now=SOON).row.number == second


def test_the_objection_behind_it_is_reached(lia, ana, ben, citra):
    objected = refused(ana, ben, another(1), at=MONDAY + 5 * MINUTE)
    with_failed_rule(checked(ana, another(0)))
    person = Actor(kind="citizen", party=Case.objects.get(number=objected).party_id)
    objecting.object_to(objected, "Saya tinggal di sini sejak 2019.", actor=person, now=SOON)
    why = "Rekening listrik atas nama pemohon menunjukkan alamat itu."
    sari = officer("sari", "supervisor")
    objecting.uphold(objected, why, "decide", actor=sari, now=SOON + MINUTE)
    assert served(lia, SOON + 2 * MINUTE) == objected


def test_a_failed_rule_that_is_not_mandatory_keeps_it_from_nobody(lia, ana):
    number = with_failed_rule(checked(ana))
    rest = Case.objects.get(number=number).rest
    Case.objects.filter(number=number).update(rest={**rest, "must": []})
    assert served(lia) == number


def test_a_case_that_fell_with_another_of_its_bundle_can_only_be_refused(lia, ana):
    number = checked(ana)
    rest = Case.objects.get(number=number).rest
    Case.objects.filter(number=number).update(rest={**rest, "without": ["family-card"]})
    assert served(lia) is None


def test_what_turned_out_so_on_the_desk_goes_back_with_the_true_reason(lia, ana):
    number = checked(ana)
    assert served(lia) == number
    with pytest.raises(Refused):
        serving.put_back(number, "power-rests", actor=lia, now=SOON + MINUTE)
    with_failed_rule(number)
    done = serving.put_back(number, "power-rests", actor=lia, now=SOON + 2 * MINUTE)
    assert event_of(done.event).data["reason"] == "power-rests"
    assert served(lia, SOON + 3 * MINUTE) is None


def test_where_nobody_may_refuse_the_day_of_the_office_says_so(lia, ana, ben):
    first, _ = two_waiting(ana)
    office = catalogue().office.slug
    Role.objects.filter(name="head").exclude(user_id=lia.user).delete()
    jams = jams_of(office, SOON, HEAD)
    assert [(one.role.en, one.count) for one in jams] == [("Head of the district", 1)]
    Role.objects.create(user_id=ben.user, office=office, name="head", since=MONDAY.date())
    assert jams_of(office, SOON, HEAD) == []
    Case.objects.filter(number=first).update(barred=f",{ben.user},")
    row = Case.objects.get(number=first)
    Case.objects.filter(number=first).update(rest={**row.rest, "recused": [ben.user]})
    assert [one.count for one in jams_of(office, SOON, HEAD)] == [1]


def test_who_put_a_case_back_is_given_the_next_one_first(ana, ben):
    first, second, third = (checked(ana, another(at), at=MONDAY + at * 5 * MINUTE) for at in range(3))
    assert served(ben) == first
    serving.put_back(first, "other-skill", actor=ben, now=SOON + MINUTE)
    assert served(ben, SOON + 2 * MINUTE) == second
    serving.put_back(second, "system-down", actor=ben, now=SOON + 3 * MINUTE)
    assert served(ben, SOON + 4 * MINUTE) == third
    assert waiting(ben, SOON + 5 * MINUTE) == 2  # it waits for them still, and for everybody else in its place


def test_where_nothing_else_waits_it_comes_back_to_them(ana, ben):
    number = checked(ana)
    assert served(ben) == number
    serving.put_back(number, "ill", actor=ben, now=SOON + MINUTE)
    assert served(ben, SOON + 2 * MINUTE) == number


def test_on_another_day_it_stands_at_the_head_for_them_again(ana, ben):
    first, _ = (checked(ana, another(at), at=MONDAY + at * 5 * MINUTE) for at in range(2))
    assert served(ben) == first
    serving.put_back(first, "ill", actor=ben, now=SOON + MINUTE)
    assert served(ben, SOON + timedelta(days=1)) == first


def test_nobody_gets_through_a_queue_by_putting_back(ana, ben):
    numbers = [checked(ana, another(at), at=MONDAY + at * 5 * MINUTE) for at in range(PASSED_OVER + 2)]
    at = SOON
    for number in numbers[: PASSED_OVER + 1]:
        assert served(ben, at) == number
        serving.put_back(number, "other-skill", actor=ben, now=at + MINUTE)
        at += 2 * MINUTE
    assert served(ben, at) == numbers[PASSED_OVER]


def test_the_desk_says_what_is_kept_from_it_and_who_may(lia, ana, citra, browser_of, monkeypatch):
    two_waiting(ana)
    monkeypatch.setattr("django.utils.timezone.now", lambda: SOON)
    desk = browser_of("lia")
    page = desk.text("/officer/")
    assert "Yang hanya dapat ditolak tidak diberikan kepada Anda" in page and "tidak mencakup menolak" in page
    assert "Serahkan kepada: Citra (Camat)" in page
