"""What fell with a refusal comes back with it: an objection to the refusal is upheld, and its followers wait again."""

from datetime import timedelta

import pytest

from layani.office.actions import checking, deciding, objecting, performing, serving
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.deciding import Why
from layani.office.actions.issuing import issue
from layani.office.actions.performing import Found
from layani.office.actions.rebuilding import differences
from layani.office.actor import SYSTEM, Actor
from layani.office.jobs import open_followers
from layani.office.jobs.integrate_record import JOB as INTEGRATE
from layani.office.tables.models import Event, Letter, Message
from layani.office.tables.projection import state_of
from tests.office.bundles.widow import HOUR, MINUTE, file_all, granted, officer, refused, row, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FACT = "Surat kematian itu sah; rumah sakit sudah membenarkannya dengan surat."
FIRST, FAMILY, CARD, GRANT = "death-certificate", "family-card", "id-card", "death-grant"
MORE = {"wira": "ward-officer", "camat": "head"}


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.LOG_FOLDER, settings.KEY_FOLDER = tmp_path / "log", tmp_path / "keys"


@pytest.fixture
def fallen(carla, now):
    """The certificate is refused; the death grant is refused for want of it, the others stand open without it."""
    rows, people = file_all(carla, now), {**staff(), **{name: officer(name, role) for name, role in MORE.items()}}
    at = refused(rows[FIRST].number, people, now + HOUR)
    issue(rows[FIRST].number, actor=SYSTEM, now=at)
    assert open_followers.run(at + MINUTE) == 3
    number = rows[GRANT].number
    to_its_decision(number, people, at + HOUR)
    why = Why(state_of(row(number)).otherwise[FIRST], "Akta kematiannya tidak terbit, jadi kematian itu belum dicatat.")
    deciding.refuse(number, why, actor=people["camat"], now=at + 2 * HOUR)
    issue(number, actor=SYSTEM, now=at + 2 * HOUR + MINUTE)
    return {name: one.number for name, one in rows.items()}, people, at + 3 * HOUR


def to_its_decision(number, people, at):
    """Check the death grant, look at the account, and put it on the decider's desk."""
    serving.take(number, actor=people["dewi"], now=at)
    checking.check_complete(number, actor=people["dewi"], now=at + MINUTE)
    serving.take(number, actor=people["wira"], now=at + 2 * MINUTE)
    performing.finish(number, Found("account", {"own_account": True}), actor=people["wira"], now=at + 3 * MINUTE)
    serving.take(number, actor=people["camat"], now=at + 4 * MINUTE)


def upheld(numbers, carla, at):
    first = numbers[FIRST]
    me = Actor(kind="citizen", party=carla.pk, seen=True)
    objecting.object_to(first, "Surat itu asli, tanyakan rumah sakitnya.", actor=me, now=at)
    back_to = objecting.steps_to_redo(state_of(row(first)))[-1].id
    hana = officer("hana", "supervisor")
    return objecting.uphold(first, FACT, back_to, actor=hana, now=at + HOUR)


def in_order():
    found = [one for one in altered() if isinstance(one, Altered)]
    return found == [] and [one for one in differences() if not isinstance(one, int)] == []


def test_those_that_were_refused_for_want_of_it_and_those_that_stand_open_wait_again(fallen, carla):
    numbers, _, at = fallen
    upheld(numbers, carla, at)
    for name in (FAMILY, CARD, GRANT):
        case = state_of(row(numbers[name]))
        assert (case.is_open, case.step, case.without) == (True, "", ()), name
        assert case.waits_for == {FIRST: numbers[FIRST]}
    letter = Letter.objects.get(case__number=numbers[GRANT])
    assert not letter.in_force and letter.superseded_at
    assert Message.objects.filter(kind="turn-again").count() == 3
    assert open_followers.run(at + 2 * HOUR) == 0, "it is decided anew, and has not ended yet"
    INTEGRATE.run(at + 2 * HOUR)
    assert in_order()


def test_granted_anew_it_opens_them_and_each_has_a_letter_of_its_new_decision(fallen, carla):
    numbers, people, at = fallen
    upheld(numbers, carla, at)
    again = officer("again", "registration-head")
    serving.take(numbers[FIRST], actor=again, now=at + 2 * HOUR)
    deciding.grant(numbers[FIRST], actor=again, now=at + 2 * HOUR + MINUTE)
    issue(numbers[FIRST], actor=SYSTEM, now=at + 2 * HOUR + 2 * MINUTE)
    assert open_followers.run(at + 3 * HOUR) == 3
    number = numbers[GRANT]
    assert (state_of(row(number)).step, state_of(row(number)).failed_mandatory) == ("check", ())
    to_its_decision(number, people, at + 3 * HOUR)
    deciding.grant(number, actor=people["camat"], now=at + 3 * HOUR + 5 * MINUTE)
    issue(number, actor=SYSTEM, now=at + 3 * HOUR + 6 * MINUTE)
    assert row(number).status == "granted"
    assert [one.in_force for one in Letter.objects.filter(case__number=number).order_by("edition")] == [False, True]
    INTEGRATE.run(at + 4 * HOUR)
    assert in_order()


def test_one_on_somebodys_desk_leaves_it(fallen, carla):
    numbers, people, at = fallen
    serving.take(numbers[FAMILY], actor=people["dewi"], now=at)
    upheld(numbers, carla, at + MINUTE)
    assert row(numbers[FAMILY]).holder_id is None


def test_what_its_person_took_back_stays_taken_back(fallen, carla):
    numbers, _, at = fallen
    me = Actor(kind="citizen", party=carla.pk, seen=True)
    deciding.withdraw(numbers[FAMILY], actor=me, now=at)
    upheld(numbers, carla, at + MINUTE)
    assert row(numbers[FAMILY]).status == "withdrawn"
    assert not Event.objects.filter(case__number=numbers[FAMILY], act="predecessor_reopened").exists()


def test_where_the_objection_is_rejected_nothing_comes_back(fallen, carla):
    numbers, _, at = fallen
    me = Actor(kind="citizen", party=carla.pk, seen=True)
    objecting.object_to(numbers[FIRST], "Surat itu asli.", actor=me, now=at)
    objecting.reject(numbers[FIRST], FACT, actor=officer("hana", "supervisor"), now=at + HOUR)
    assert row(numbers[GRANT]).status == "refused"
    assert not Event.objects.filter(act="predecessor_reopened").exists()


def test_a_case_that_was_granted_had_no_followers_to_bring_back(carla, now):
    rows, people = file_all(carla, now), staff()
    open_followers.run(granted(rows[FIRST].number, people, now + HOUR))
    assert objecting.come_back(row(rows[FIRST].number), now=now + DAY) == 0
