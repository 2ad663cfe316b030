"""Three offices work on one case side by side: each from its own queue, at its own desk, until the last joins them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layani.office import house
from layani.office.actions import checking, deciding, filing, performing, serving
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.performing import Found
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.jobs.export_lake import rows
from layani.office.pages.citizen.case_words import ball_words
from layani.office.pages.citizen.progress import steps_of
from layani.office.pages.citizen.timeline import timeline
from layani.office.pages.officer.desk import outside_of, queues_of
from layani.office.tables.models import Attempt, Beside, Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.office.tables.served_now import server_for
from layani.office.tables.unserved import unserved
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.building import side_by_side_office
from tests.office.officer.conftest import browser_of
from tests.office.officer.test_serving_at_once import press_at_once

__all__ = ["browser_of", "side_by_side_office"]
pytestmark = pytest.mark.usefixtures("side_by_side_office")
ROLES = {
    "dewi": "front-desk", "rudi": "road-engineer", "rina": "road-engineer", "eko": "ecologist", "tata": "planner",
    "juru": "surveyor", "kadis": "head",
}  # fmt: skip
FOUND = {"roads": {"width": 4}, "environment": {"drain": True}, "planning": {"number": "KKPR-123456"}, "structure": {}}


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=2)


@pytest.fixture
def staff(db, side_by_side_office):
    return {name: officer(name, role) for name, role in ROLES.items()}


def filed(at, floors=1):
    answers = {"name": CARLA.name, "nik": CARLA.nik, "floors": floors}
    application = filing.Application(house.service("house-approval"), CARLA, answers, "online")
    return filing.file(application, actor=Actor(kind="citizen"), now=at).row.number


def checked(staff, at, floors=1):
    number = filed(at, floors)
    assert serving.take_next(actor=staff["dewi"], now=at).row.number == number
    checking.check_complete(number, actor=staff["dewi"], now=at)
    return number


def finished(number, step, actor, at):
    assert serving.take_next(actor=actor, now=at).row.number == number
    performing.finish(number, Found(step, FOUND[step]), actor=actor, now=at)


def state(number):
    return state_of(Case.objects.get(number=number))


def holders(number):
    return {one.id: one.holder for one in state(number).open_steps()}


def is_whole():
    return [one for one in differences() if not isinstance(one, int)] == []


def test_every_office_is_served_from_its_own_queue(staff, early):
    number = checked(staff, early)
    for name, step in (("rudi", "roads"), ("eko", "environment"), ("tata", "planning")):
        assert [one.count for one in queues_of(server_for(staff[name], early), early)] == [1]
        assert serving.take_next(actor=staff[name], now=early).row.number == number
        assert holders(number)[step] == staff[name].user
        assert serving.on_desk(staff[name]).number == number
    assert serving.take_next(actor=staff["rina"], now=early) is None
    assert is_whole()


def test_it_goes_on_when_the_last_office_has_finished(staff, early):
    number = checked(staff, early)
    for step, name in (("planning", "tata"), ("roads", "rudi"), ("environment", "eko")):
        assert "site-visit" not in holders(number)
        finished(number, step, staff[name], early)
        assert is_whole()
    assert list(holders(number)) == ["site-visit"] and not Beside.objects.exists()
    case = state(number)
    assert case.rules["dry-and-reachable"] == "passed"
    assert case.done_by.keys() >= {"roads", "environment", "planning"}
    assert serving.take_next(actor=staff["juru"], now=early).row.number == number


def test_what_two_offices_find_at_the_same_time_is_all_read_by_the_rules(staff, early, monkeypatch):
    number = checked(staff, early)
    for name in ("rudi", "eko"):
        serving.take_next(actor=staff[name], now=early)
    real = performing.documents_in

    def while_another_office_finishes(finds, values):
        monkeypatch.setattr(performing, "documents_in", real)
        performing.finish(number, Found("environment", {"drain": True}), actor=staff["eko"], now=early)
        return real(finds, values)

    monkeypatch.setattr(performing, "documents_in", while_another_office_finishes)
    performing.finish(number, Found("roads", {"width": 4}), actor=staff["rudi"], now=early)
    assert state(number).rules["dry-and-reachable"] == "passed"


def test_the_earlier_arrival_is_served_first_wherever_its_row_stands(staff, early):
    first = checked(staff, early)
    finished(first, "environment", staff["eko"], early)
    second = checked(staff, early + timedelta(hours=1))
    assert {row.number: row.step for row in Case.objects.all()} == {first: "planning", second: "environment"}
    assert set(Beside.objects.values_list("number", "step")) == {
        (first, "roads"), (second, "roads"), (second, "planning"),
    }  # fmt: skip
    later = early + timedelta(hours=2)
    with pytest.raises(Refused) as refused:
        serving.take(second, actor=staff["tata"], now=later)
    assert refused.value.refusals[0].code == "head-of-queue"
    for name in ("tata", "rudi"):
        assert serving.take_next(actor=staff[name], now=later).row.number == first


def test_whoever_is_barred_from_one_desk_is_not_given_it(staff, early):
    number = checked(staff, early, floors=2)
    finished(number, "roads", staff["rudi"], early)
    assert "structure" in holders(number)
    assert serving.take_next(actor=staff["rudi"], now=early) is None  # not_same_as: [roads]
    assert serving.take_next(actor=staff["rina"], now=early).row.number == number


def test_a_declared_conflict_keeps_the_officer_from_every_other_desk(staff, early):
    both = officer("dwi", "road-engineer", "ecologist")
    number = checked(staff, early)
    assert serving.take_next(actor=both, now=early).row.number == number
    serving.put_back(number, "conflict", actor=both, now=early)
    assert serving.take_next(actor=both, now=early) is None
    assert serving.take_next(actor=staff["eko"], now=early).row.number == number


def test_nobody_handles_a_step_of_their_own_case(staff, early):
    checked(staff, early)
    kin = officer("carla", "ecologist", nik=CARLA.nik)
    assert queues_of(server_for(kin, early), early) == [] and serving.take_next(actor=kin, now=early) is None


def test_nobody_ends_the_step_of_another_desk(staff, early):
    number = checked(staff, early)
    for name in ("rudi", "eko"):
        serving.take_next(actor=staff[name], now=early)
    with pytest.raises(Refused) as refused:
        performing.finish(number, Found("environment", {"drain": False}), actor=staff["rudi"], now=early)
    codes = {"not-on-your-desk", "not-your-role"}
    assert {one.code for one in refused.value.refusals} == codes
    assert set(Attempt.objects.values_list("code", flat=True)) == codes and "environment" in holders(number)


def test_what_waits_outside_is_on_its_own_desk_and_the_others_go_on(staff, early):
    number = checked(staff, early)
    serving.take_next(actor=staff["tata"], now=early)
    performing.send_outside(number, "planning", actor=staff["tata"], now=early)
    tata, eko = (server_for(staff[name], early) for name in ("tata", "eko"))
    assert [one.number for one in outside_of(tata)] == [number] and outside_of(eko) == []
    assert state(number).turn == "office"
    finished(number, "environment", staff["eko"], early)
    serving.take_up(number, actor=staff["tata"], now=early)
    performing.finish(number, Found("planning", FOUND["planning"]), actor=staff["tata"], now=early)
    assert list(holders(number)) == ["roads"] and is_whole()


def test_an_officer_who_leaves_leaves_every_desk_free(staff, early):
    number = checked(staff, early)
    for name in ("rudi", "eko"):
        serving.take_next(actor=staff[name], now=early)
    for name in ("rudi", "eko"):
        assert serving.clear_desk(name, now=early) == 1
    assert set(holders(number).values()) == {None} and is_whole()


def test_what_nobody_on_duty_may_serve_is_told_for_each_desk(staff, early):
    checked(staff, early)
    told = {(one.step, one.count) for one in unserved(house.catalogue().office.slug, timezone.localdate())}
    assert told == {("roads", 1), ("environment", 1), ("planning", 1)}  # the actors of this test hold no dated role


def test_withdrawing_clears_every_desk(staff, early):
    number = checked(staff, early)
    serving.take_next(actor=staff["rudi"], now=early)
    act_on(number, Deed("withdraw"), actor=Actor(kind="citizen"), now=early)
    assert not Beside.objects.exists() and serving.on_desk(staff["rudi"]) is None and is_whole()


def test_a_difference_in_a_beside_row_is_found_and_mended(staff, early):
    checked(staff, early)
    Beside.objects.filter(step="roads").update(lane="elsewhere")
    assert [one.column for one in differences() if not isinstance(one, int)] == ["beside"]
    list(differences(mend=True))
    assert is_whole()


def test_the_citizen_reads_every_desk_and_how_far_each_is(staff, early):
    number = checked(staff, early)
    serving.take_next(actor=staff["rudi"], now=early)
    finished(number, "environment", staff["eko"], early)
    case = state(number)
    assert ball_words(case).id == (
        "Dikerjakan bersamaan: di meja Dinas Pekerjaan Umum; dalam antrean Dinas Tata Ruang."
    )
    events = [event_of(one) for one in Event.objects.all_of_case(Case.objects.get(number=number).pk)]
    parts = {part.holder.id: part.state for part in steps_of(case, events, early) if part.holder}
    assert parts["Dinas Lingkungan Hidup"] == "done" and parts["Dinas Tata Ruang"] == "now"
    assert parts["Dinas Pekerjaan Umum"] == "now" and parts["Juru ukur"] == "later"
    assert "Dinas Pekerjaan Umum mulai mengerjakan berkas Anda" in [one.words.id for one in timeline(case, events)]


def test_the_lake_keeps_the_queue_of_each_act(staff, early):
    number = checked(staff, early)
    finished(number, "environment", staff["eko"], early)
    finished(number, "roads", staff["rudi"], early)
    office = house.catalogue().office.slug
    lanes = [(one.act, one.lane) for one in rows()][-4:]
    assert lanes == [
        (act, f"{office}/house-approval/{step}") for step in ("environment", "roads") for act in ("take", "perform")
    ]


def test_each_officer_sees_the_form_of_their_own_step_and_who_else_works_on_it(browser_of, staff, early):
    number = checked(staff, early)
    road, water = browser_of("rara", "road-engineer"), browser_of("lala", "ecologist")
    for one in (road, water):
        one.post("/officer/")
    page = f"/officer/case/{number}/"
    shown, other = road.text(page), water.text(page)
    assert "Lebar jalan (meter)" in shown and "Ada saluran air?" not in shown
    assert "Ada saluran air?" in other and "Lebar jalan (meter)" not in other
    assert "Dikerjakan bersamaan" in shown and "Dinas Tata Ruang" in shown
    assert "di meja Anda" in shown and "Di meja Anda" in road.text("/officer/")
    done = water.post(page, {"act": "perform", "step": "environment", "drain": "yes"})
    assert done.status_code == 302
    assert "di meja Anda" in road.text(page)
    wrong = road.post(page, {"act": "perform", "step": "environment", "drain": "no"})
    assert wrong.status_code == 409 and set(holders(number)) == {"roads", "planning"}


def test_a_stranger_and_an_officer_of_no_desk_read_nothing(browser_of, staff, early, client):
    number = checked(staff, early)
    page = f"/officer/case/{number}/"
    assert client.get(page).status_code in (302, 403)
    assert browser_of("asing", "surveyor").get(page).status_code == 403


def test_the_supervisor_sees_the_case_once_with_its_most_urgent_desk(browser_of, staff, early):
    number = checked(staff, early - timedelta(days=30))
    html = browser_of("bupati", "supervisor").get("/officer/late/").content.decode()
    # Above the list, each desk of it that nobody here may serve is told with its reason.
    text = html[html.index('<ul class="tasks">') :]
    assert text.count(f"{number} ·") == 1 and "2 meja lain bersamaan" in text and "Dinas Lingkungan Hidup" in text


def test_the_desk_costs_as_many_questions_with_several_desks_as_with_one(staff, early):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queues_of(server_for(staff["rudi"], early), early)
            outside_of(server_for(staff["rudi"], early))
            serving.on_desk(staff["rudi"])
        return len(seen)

    before = questions()
    checked(staff, early)
    checked(staff, early)
    assert questions() == before == 3


def test_the_decision_waits_for_all_and_not_for_whoever_did_a_step(staff, early):
    number = checked(staff, early)
    for step, name in (("planning", "tata"), ("environment", "eko"), ("roads", "rudi")):
        finished(number, step, staff[name], early)
    with pytest.raises(Refused):
        deciding.grant(number, actor=staff["kadis"], now=early)
    serving.take_next(actor=staff["juru"], now=early)
    performing.finish(number, Found("site-visit", {"setback": 4}, ("A", "B")), actor=staff["juru"], now=early)
    both = officer("rangkap", "head")
    assert state(number).barred == tuple(sorted(staff[name].user for name in ("dewi", "rudi", "eko")))
    assert serving.take_next(actor=both, now=early).row.number == number
    deciding.grant(number, actor=both, now=early)
    assert state(number).status == "granted" and is_whole()


def test_a_case_that_several_work_on_is_late_for_all_when_its_promise_has_passed(staff, early):
    row = Case.objects.get(number=checked(staff, early - timedelta(days=90)))
    assert list(Case.objects.late(timezone.now())) == [row]


@pytest.mark.django_db(transaction=True)
def test_officers_of_all_offices_who_press_next_at_once_get_every_desk_of_the_first_case(side_by_side_office):
    staff = {name: officer(name, role) for name, role in ROLES.items()}
    morning = MONDAY + timedelta(hours=1)
    first, second = (checked(staff, MONDAY + timedelta(minutes=place)) for place in range(2))
    given, faults = press_at_once([staff[name] for name in ("rudi", "rina", "eko", "tata")], at=morning)
    assert faults == []
    assert given["eko"] == given["tata"] == first and {given["rudi"], given["rina"]} == {first, second}
    taken = {number: {step for step, holder in holders(number).items() if holder} for number in (first, second)}
    assert taken == {first: {"roads", "environment", "planning"}, second: {"roads"}}
    assert is_whole()


def test_a_step_that_decides_nothing_is_being_worked_on_and_not_ready_to_decide(staff, early, browser_of):
    number = checked(staff, early)
    eko = browser_of("ekowati", "ecologist")
    eko.post("/officer/")
    shown = eko.text(f"/officer/case/{number}/")
    assert "Sedang dikerjakan" in shown and "Siap diputuskan" not in shown


def test_what_a_rule_still_lacks_is_said_in_the_readers_language(staff, early, browser_of):
    number = checked(staff, early)
    eko = browser_of("ekowati", "ecologist")
    eko.post("/officer/")
    shown = eko.text(f"/officer/case/{number}/")
    assert "Belum ada: Penilaian lingkungan." in shown
    assert "is missing" not in shown


def test_a_step_that_was_done_is_called_by_its_name(staff, early):
    number = checked(staff, early)
    finished(number, "environment", staff["eko"], early)
    row = Case.objects.get(number=number)
    told = timeline(state_of(row), [event_of(one) for one in Event.objects.all_of_case(row.pk)])
    assert told[0].words.id == "Selesai: Penilaian lingkungan"


def test_the_list_of_what_is_late_counts_one_other_desk_and_several(staff, browser_of, early):  # noqa: F811
    number, head = checked(staff, early, floors=2), browser_of("hadi", "head")
    desks = len(state(number).open_steps())
    assert desks > 2

    def read():
        return head.get("/officer/late/", headers={"accept-language": "en"}).content.decode()

    Case.objects.filter(number=number).update(step_due_at=early)
    assert f"{desks - 1} other desks side by side" in read()
    by = {"roads": "rudi", "environment": "eko", "planning": "tata", "structure": "juru"}
    for one in state(number).open_steps()[2:]:
        finished(number, one.id, staff[by[one.id]], timezone.now())
    Case.objects.filter(number=number).update(step_due_at=early)
    assert "1 other desk side by side" in read()
