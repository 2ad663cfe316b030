"""A small ward serves a case with separation on: the pool is asked, an exemption is used, and chance checks it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from layani.office import house
from layani.office.actions import after_checking, checking, deciding, exempting, serving
from layani.office.actions.asking_for_help import end_exemptions, find_hands
from layani.office.actions.rebuilding import differences
from layani.office.jobs.ask_pool import JOB
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import (
    AfterDraw,
    AfterFinding,
    Attempt,
    Case,
    Checkpoint,
    DoneAlone,
    Event,
    Exemption,
    ExemptionRuling,
    SecondOfficer,
)
from layani.office.tables.models.people import Role
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.second_officer import Exemption as Proposed
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.merkle import leaf_hash
from layani.rules.record.note import parse_note
from layani.rules.record.sampling import is_sampled
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import another, filed
from tests.office.officer.ward import ward_in

SAYS = "Hanya satu kepala di kelurahan ini, dan kelurahan lain berjarak satu hari perjalanan perahu."
WHY = "Setuju untuk tiga bulan, sampai kepala seksi yang baru dilantik dan dapat memutuskan."
FOUND = "Alamatnya cocok dengan kartu keluarga, dan suratnya benar."
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    return ward_in(tmp_path_factory.mktemp("ward"))


@pytest.fixture(autouse=True)
def in_the_ward(ward, monkeypatch, db):
    monkeypatch.setattr(house, "_given", [ward])
    house.calendar.cache_clear()
    yield
    house.calendar.cache_clear()


@pytest.fixture
def log_folders(settings, tmp_path):
    """Let the record live in folders of this test alone."""
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    settings.LOG_ORIGIN = "office.example/cases"


def on_duty(name, *roles, nik=None):
    """An officer who also holds the roles in the staff's table, where the sweep looks."""
    actor = officer(name, *roles, nik=nik)
    for role in roles:
        Role.objects.create(user_id=actor.user, office=actor.office, name=role, since=date(2026, 1, 1))
    if nik:
        type(Role.objects.get(user_id=actor.user, name=roles[0]).user).objects.filter(pk=actor.user).update(
            nik_mac=actor.nik_mac
        )
    return actor


@pytest.fixture
def clerks():
    return [on_duty(name, "front-desk") for name in ("adi", "bela", "cici")]


@pytest.fixture
def neighbour():
    return on_duty("nina", "neighbour")


@pytest.fixture
def supervisor():
    return on_duty("sari", "supervisor")


def codes(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return [one.code for one in refused.value.refusals]


def checked(actor, number, at):
    """Let an officer be given a case, and find it complete."""
    assert serving.take_next(actor=actor, now=at).row.number == number
    checking.check_complete(number, actor=actor, now=at + MINUTE)


def at_the_second_check(clerk, person=CARLA, at=MONDAY):
    number = filed(person, at=at)
    checked(clerk, number, at + MINUTE)
    return number


def done_again(actor, number, at):
    assert serving.take_next(actor=actor, now=at).row.number == number
    checking.check_complete(number, actor=actor, now=at + MINUTE)


def proposed(**other):
    values = {
        "service": "residence-letter", "step": "decide", "ground": "one-officer", "since": date(2026, 11, 23),
        "until": date(2027, 2, 20), "one_in": 1, "says": SAYS,
    }  # fmt: skip
    return Proposed(**{**values, **other})


def in_force(head, supervisor, *, at=MONDAY, **other):
    row = exempting.propose(proposed(**other), actor=head, now=at)
    exempting.rule(row.pk, "approved", WHY, actor=supervisor, now=at)
    return row


def events(number):
    return [event_of(row) for row in Event.objects.filter(case__number=number).order_by("seq")]


def nothing_differs():
    return [one for one in differences() if not isinstance(one, int)] == []


def test_two_officers_and_three_clerks_serve_a_case_with_separation_on(clerks):
    olga, oman = on_duty("olga", "verifier", "head"), on_duty("oman", "verifier", "head")
    number = at_the_second_check(clerks[0])
    done_again(olga, number, MONDAY + 5 * MINUTE)
    assert find_hands(MONDAY + 7 * MINUTE, 10) == 0, "nobody beyond the ward is needed"
    assert serving.take_next(actor=olga, now=MONDAY + 8 * MINUTE) is None
    assert serving.take_next(actor=oman, now=MONDAY + 9 * MINUTE).row.number == number
    deciding.grant(number, actor=oman, now=MONDAY + 10 * MINUTE)
    assert Case.objects.get().status == "granted"


def test_what_nobody_of_the_ward_may_do_goes_to_the_pool_with_the_reason_and_the_promise_as_it_was(clerks, neighbour):
    own = on_duty("olga", "verifier", nik=CARLA.nik)
    ill = on_duty("oman", "verifier")
    number = at_the_second_check(clerks[0])
    serving.take_next(actor=ill, now=MONDAY + 5 * MINUTE)
    assert find_hands(MONDAY + 5 * MINUTE, 10) == 0, "it is on a desk"
    serving.put_back(number, "conflict", actor=ill, now=MONDAY + 6 * MINUTE)
    before = Case.objects.get()
    assert JOB.run(MONDAY + 7 * MINUTE) == 1
    after = Case.objects.get()
    assert (after.step_role, after.due_at, after.step_due_at, after.received_at) == (
        "neighbour", before.due_at, before.step_due_at, before.received_at,
    )  # fmt: skip
    asked = events(number)[-1]
    assert (asked.act, asked.data["role"], asked.data["why"]) == ("pool_asked", "neighbour", ["own-case", "recused"])
    assert find_hands(MONDAY + 7 * MINUTE, 10) == 0, "it is asked once"
    for actor in (own, ill):
        assert serving.take_next(actor=actor, now=MONDAY + 8 * MINUTE) is None
    assert serving.take_next(actor=neighbour, now=MONDAY + 8 * MINUTE).row.number == number
    checking.check_complete(number, actor=neighbour, now=MONDAY + 9 * MINUTE)
    assert events(number)[-1].by.role == "neighbour"
    helped = SecondOfficer.objects.get()
    assert (helped.role, helped.ended_at - helped.asked_at) == ("neighbour", 2 * MINUTE)
    assert nothing_differs()


def test_where_the_role_is_vacant_nobody_is_asked_for_that_is_no_question_of_separation(clerks, neighbour):
    at_the_second_check(clerks[0])
    assert find_hands(MONDAY + 7 * MINUTE, 10) == 0


def stuck_for_all_but_the_pool(clerk, verifier, person, at):
    number = at_the_second_check(clerk, person, at)
    assert serving.take_next(actor=verifier, now=at + 5 * MINUTE).row.number == number
    serving.put_back(number, "conflict", actor=verifier, now=at + 6 * MINUTE)
    return number


def test_an_officer_of_the_pool_who_is_busy_lets_it_wait_its_turn_and_nobody_jumps_it(clerks, neighbour):
    olga = on_duty("olga", "verifier")
    first = stuck_for_all_but_the_pool(clerks[0], olga, another(1), MONDAY)
    second = stuck_for_all_but_the_pool(clerks[1], olga, another(2), MONDAY + 10 * MINUTE)
    at = MONDAY + 20 * MINUTE
    assert find_hands(at, 10) == 2
    assert serving.take_next(actor=neighbour, now=at).row.number == first
    assert serving.take_next(actor=neighbour, now=at + MINUTE).row.number == first, "one at a time"
    assert codes(serving.take, second, actor=olga, now=at + MINUTE) == ["not-your-role"]
    assert Case.objects.get(number=second).holder_id is None
    checking.check_complete(first, actor=neighbour, now=at + 2 * MINUTE)
    assert serving.take_next(actor=neighbour, now=at + 3 * MINUTE).row.number == second


def test_a_member_of_the_pool_decides_nothing_by_being_one(clerks, neighbour):
    olga = on_duty("olga", "verifier", "head")
    number = at_the_second_check(clerks[0])
    done_again(olga, number, MONDAY + 5 * MINUTE)
    assert find_hands(MONDAY + 7 * MINUTE, 10) == 0
    assert codes(serving.take, number, actor=neighbour, now=MONDAY + 8 * MINUTE) == ["not-your-role"]
    assert codes(deciding.grant, number, actor=neighbour, now=MONDAY + 8 * MINUTE)[0] in (
        "not-your-role", "not-on-your-desk",
    )  # fmt: skip


# Exemptions


@pytest.fixture
def alone(clerks):
    """The only officer of a ward: verifier and head at once."""
    return on_duty("olga", "verifier", "head")


def ready_to_decide(clerk, alone, person=CARLA, at=MONDAY):
    number = at_the_second_check(clerk, person, at)
    done_again(alone, number, at + 5 * MINUTE)
    return number


def test_under_an_exemption_one_officer_does_both_and_the_event_says_by_which(clerks, alone, supervisor):
    boss = on_duty("hana", "supervisor")
    row = in_force(boss, supervisor)
    number = ready_to_decide(clerks[0], alone)
    assert serving.take_next(actor=alone, now=MONDAY + 8 * MINUTE) is None, "no sweep has opened it yet"
    assert find_hands(MONDAY + 8 * MINUTE, 10) == 1
    assert serving.take_next(actor=alone, now=MONDAY + 9 * MINUTE).row.number == number
    deciding.grant(number, actor=alone, now=MONDAY + 10 * MINUTE)
    told = {event.act: event.data.get("exemption") for event in events(number)}
    assert told["decide_grant"] == told["take"] == row.number == "E-0001/2026"
    assert told["check_complete"] is None
    done = DoneAlone.objects.get()
    assert (done.case.number, done.step, done.officer_id) == (number, "decide", alone.user)
    assert nothing_differs()


def test_it_lifts_four_eyes_and_nothing_else(clerks, supervisor):
    boss = on_duty("hana", "supervisor")
    own, recused = on_duty("olga", "verifier", "head", nik=CARLA.nik), on_duty("oman", "head", "verifier")
    in_force(boss, supervisor)
    number = at_the_second_check(clerks[0])
    done_again(recused, number, MONDAY + 5 * MINUTE)
    assert find_hands(MONDAY + 8 * MINUTE, 10) == 1
    assert serving.take_next(actor=own, now=MONDAY + 8 * MINUTE) is None
    assert codes(serving.take, number, actor=own, now=MONDAY + 8 * MINUTE) == ["own-case"]
    serving.take_next(actor=recused, now=MONDAY + 9 * MINUTE)
    serving.put_back(number, "conflict", actor=recused, now=MONDAY + 10 * MINUTE)
    assert serving.take_next(actor=recused, now=MONDAY + 11 * MINUTE) is None
    assert codes(serving.take, number, actor=recused, now=MONDAY + 12 * MINUTE) == ["recused"]


def test_one_that_expires_in_the_middle_stops_the_decision_at_once(clerks, alone, supervisor):
    boss = on_duty("hana", "supervisor")
    in_force(boss, supervisor, until=date(2026, 11, 23))
    number, later = ready_to_decide(clerks[0], alone), None
    later = ready_to_decide(clerks[1], alone, another(1), MONDAY + 30 * MINUTE)
    assert find_hands(MONDAY + 40 * MINUTE, 10) == 2
    serving.take_next(actor=alone, now=MONDAY + 41 * MINUTE)
    tomorrow = MONDAY + DAY
    assert codes(deciding.grant, number, actor=alone, now=tomorrow) == ["four-eyes"]
    assert Case.objects.get(number=number).decided_at is None
    serving.put_back(number, "ill", actor=alone, now=tomorrow + MINUTE)
    assert serving.take_next(actor=alone, now=tomorrow + 2 * MINUTE) is None, "neither, and before any sweep ran"
    assert all(state_of(row).exempt == {} for row in Case.objects.filter(number__in=(number, later)))
    assert end_exemptions(tomorrow + 3 * MINUTE, 10) == 0
    assert not DoneAlone.objects.exists()
    assert nothing_differs()


def test_the_sweep_ends_what_is_over_also_on_a_desk(clerks, alone, supervisor):
    boss = on_duty("hana", "supervisor")
    in_force(boss, supervisor, until=date(2026, 11, 23))
    number = ready_to_decide(clerks[0], alone)
    JOB.run(MONDAY + 8 * MINUTE)
    serving.take_next(actor=alone, now=MONDAY + 9 * MINUTE)
    assert JOB.run(MONDAY + 10 * MINUTE) == 0
    assert JOB.run(MONDAY + DAY) == 1
    assert events(number)[-1].act == "exemption_over"
    assert codes(deciding.grant, number, actor=alone, now=MONDAY + DAY) == ["four-eyes"]


def test_one_that_expires_during_a_second_check_stops_that_at_once_too(supervisor):
    boss, both = on_duty("hana", "supervisor"), on_duty("olga", "front-desk", "verifier")
    in_force(boss, supervisor, step="again", until=date(2026, 11, 23))
    number = at_the_second_check(both)
    assert find_hands(MONDAY + 5 * MINUTE, 10) == 1
    assert serving.take_next(actor=both, now=MONDAY + 6 * MINUTE).row.number == number
    assert codes(checking.check_complete, number, actor=both, now=MONDAY + DAY) == ["four-eyes"]
    checking.check_complete(number, actor=both, now=MONDAY + 7 * MINUTE)
    assert DoneAlone.objects.get().step == "again"


def test_one_that_is_ended_early_holds_no_more_at_once(clerks, alone, supervisor):
    boss = on_duty("hana", "supervisor")
    row = in_force(boss, supervisor)
    number = ready_to_decide(clerks[0], alone)
    find_hands(MONDAY + 8 * MINUTE, 10)
    serving.take_next(actor=alone, now=MONDAY + 9 * MINUTE)
    exempting.end(row.pk, WHY, actor=boss, now=MONDAY + 10 * MINUTE)
    assert codes(deciding.grant, number, actor=alone, now=MONDAY + 11 * MINUTE) == ["four-eyes"]
    assert codes(exempting.end, row.pk, WHY, actor=boss, now=MONDAY + 12 * MINUTE) == ["ruled-already"]
    exempting.propose(proposed(), actor=boss, now=MONDAY + 13 * MINUTE)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"step": "check"}, "exemption-not-listed"),
        ({"service": "hall-use"}, "exemption-not-listed"),
        ({"ground": "because"}, "exemption-ground"),
        ({"says": "ya"}, "exemption-words"),
        ({"one_in": 6}, "exemption-rate"),
        ({"one_in": 0}, "exemption-rate"),
        ({"since": date(2026, 11, 22)}, "exemption-past"),
        ({"until": date(2027, 5, 23)}, "exemption-too-long"),
        ({"until": date(2026, 11, 22)}, "exemption-too-long"),
    ],
)
def test_what_is_no_exemption_is_not_written_down_and_the_attempt_is_kept(supervisor, other, code):
    assert codes(exempting.propose, proposed(**other), actor=supervisor, now=MONDAY) == [code]
    assert not Exemption.objects.exists() and Attempt.objects.filter(code=code).exists()


def test_six_months_to_the_day_are_the_most(supervisor):
    assert exempting.propose(proposed(until=date(2027, 5, 22)), actor=supervisor, now=MONDAY)


def test_two_people_stand_behind_one_and_neither_gains_from_it(supervisor):
    boss, head = on_duty("hana", "supervisor"), on_duty("heru", "head", "supervisor")
    row = exempting.propose(proposed(), actor=boss, now=MONDAY)
    rule = exempting.rule
    assert codes(rule, row.pk, "approved", WHY, actor=boss, now=MONDAY) == ["exemption-own"]
    assert codes(rule, row.pk, "approved", WHY, actor=head, now=MONDAY) == ["exemption-gains"]
    for name, role in (("ivan", "auditor"), ("joko", "operator"), ("nina", "neighbour")):
        found = codes(rule, row.pk, "approved", WHY, actor=on_duty(name, role), now=MONDAY)
        assert found == ["exemption-no-superior"]
        assert codes(exempting.propose, proposed(), actor=on_duty(f"{name}2", role), now=MONDAY) == [
            "exemption-no-power"
        ]
    assert codes(rule, row.pk, "approved", "ya", actor=supervisor, now=MONDAY) == ["exemption-words"]
    assert codes(rule, row.pk, "perhaps", WHY, actor=supervisor, now=MONDAY) == ["exemption-ruling"]
    rule(row.pk, "approved", WHY, actor=supervisor, now=MONDAY)
    assert codes(rule, row.pk, "declined", WHY, actor=supervisor, now=MONDAY) == ["ruled-already"]
    assert codes(exempting.propose, proposed(), actor=boss, now=MONDAY) == ["exemption-twice"]


def test_of_two_proposals_for_the_same_days_one_alone_is_agreed_on(supervisor):
    boss = on_duty("hana", "supervisor")
    one, two = (exempting.propose(proposed(), actor=boss, now=MONDAY) for _ in range(2))
    exempting.rule(one.pk, "approved", WHY, actor=supervisor, now=MONDAY)
    assert codes(exempting.rule, two.pk, "approved", WHY, actor=supervisor, now=MONDAY) == ["ruled-already"]


# Checked afterwards


def decided_alone(clerk, alone, person=CARLA, at=MONDAY):
    number = ready_to_decide(clerk, alone, person, at)
    find_hands(at + 8 * MINUTE, 10)
    assert serving.take_next(actor=alone, now=at + 9 * MINUTE).row.number == number
    deciding.grant(number, actor=alone, now=at + 10 * MINUTE)
    return number


def test_the_record_draws_after_the_decision_and_anybody_can_work_it_out_again(clerks, alone, supervisor, log_folders):
    in_force(on_duty("hana", "supervisor"), supervisor, one_in=3)
    for place in range(6):
        decided_alone(clerks[0], alone, another(place), MONDAY + timedelta(minutes=30 * place))
    at = MONDAY + 4 * timedelta(hours=1)
    assert after_checking.draw(at, 10) == 0, "no checkpoint was signed since: nobody can know"
    integrate(now=at)
    assert after_checking.draw(at, 10) == 6
    assert after_checking.draw(at, 10) == 0
    drawn = list(AfterDraw.objects.select_related("done__event__outbox"))
    for one in drawn:
        leaf = one.done.event.outbox
        sizes = [row.size for row in Checkpoint.objects.all() if row.size > leaf.idx]
        root = parse_checkpoint(parse_note(Checkpoint.objects.get(size=min(sizes)).text.encode()).text).root
        assert one.size == min(sizes)
        assert one.sampled == is_sampled(leaf_hash(leaf.leaf.encode()), root, 3)
        assert (one.due_at is not None) == one.sampled


def test_every_case_is_drawn_where_one_in_one_is_checked(clerks, alone, supervisor, neighbour, log_folders):
    in_force(on_duty("hana", "supervisor"), supervisor)
    number = decided_alone(clerks[0], alone)
    at = MONDAY + timedelta(hours=2)
    integrate(now=at)
    after_checking.draw(at, 10)
    (one,) = DoneAlone.objects.to_check("sukamaju")
    args = (one.pk, "right", FOUND)
    assert codes(after_checking.check, *args, actor=alone, now=at) == ["not-your-role"]
    both = on_duty("olaf", "neighbour", nik=CARLA.nik)
    assert codes(after_checking.check, *args, actor=both, now=at) == ["own-case"]
    assert codes(after_checking.check, one.pk, "right", "ya", actor=neighbour, now=at) == ["finding-bare"]
    assert codes(after_checking.check, one.pk, "perhaps", FOUND, actor=neighbour, now=at) == ["finding-bare"]
    assert not AfterFinding.objects.exists()
    after_checking.check(*args, actor=neighbour, now=at)
    assert AfterFinding.objects.get().outcome == "right"
    assert codes(after_checking.check, *args, actor=neighbour, now=at) == ["nothing-to-check"]
    last = events(number)[-1]
    assert (last.act, last.data["outcome"], FOUND in str(last.data)) == ("after_checked", "right", False)
    assert not DoneAlone.objects.to_check("sukamaju").exists()
    assert Attempt.objects.filter(act="after_checked").count() == 5
    assert nothing_differs()


def test_nobody_checks_their_own_work_afterwards_whatever_roles_they_hold(clerks, alone, supervisor, log_folders):
    in_force(on_duty("hana", "supervisor"), supervisor)
    decided_alone(clerks[0], alone)
    at = MONDAY + timedelta(hours=2)
    integrate(now=at)
    after_checking.draw(at, 10)
    one = DoneAlone.objects.get()
    for actor in (alone, clerks[0]):
        also = type(actor)(**{**vars(actor), "roles": actor.roles | {"neighbour"}})
        assert codes(after_checking.check, one.pk, "right", FOUND, actor=also, now=at) == ["four-eyes"]


def test_the_database_itself_refuses_to_change_any_of_it(
    append_only, clerks, alone, supervisor, neighbour, log_folders
):
    in_force(on_duty("hana", "supervisor"), supervisor)
    decided_alone(clerks[0], alone)
    at = MONDAY + timedelta(hours=2)
    integrate(now=at)
    after_checking.draw(at, 10)
    after_checking.check(DoneAlone.objects.get().pk, "wrong", FOUND, actor=neighbour, now=at)
    columns = {Exemption: "says", ExemptionRuling: "why", DoneAlone: "step", AfterFinding: "outcome"}
    for model, column in columns.items():
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**{column: "x"})
    with pytest.raises(DatabaseError), transaction.atomic():
        AfterDraw.objects.update(sampled=False)
    for model in (*columns, AfterDraw):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
