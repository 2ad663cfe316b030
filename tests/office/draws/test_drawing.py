"""A drawn step: it waits for its lot, goes to one officer alone, and is drawn anew when they cannot do it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.commands.verify import read_from
from layani.office.actions import draw_pool, drawing
from layani.office.actions.comparing import altered
from layani.office.actions.draw_files import draw_file
from layani.office.actions.drawing import draw_officers, redraw_officers
from layani.office.actions.ending_log import end_log
from layani.office.actions.filing import file
from layani.office.actions.place_in_log import log_of_place
from layani.office.actions.rebuilding import differences
from layani.office.actions.serving import put_back, take, take_next
from layani.office.gateways.beacon import Unreachable
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import codes
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Draw, Drawn, DrawPool, Event, Outbox, Role, User
from layani.office.tables.projection import state_of
from layani.rules.record import verify_draw as verifying
from layani.rules.record.allocation_leaves import PoolLeaf, QueueLeaf, parse_allocation
from layani.rules.record.draw import awaited_round, time_of
from layani.rules.record.mirror import Mirror
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict
from layani.rules.record.verify_draw import verify_draw
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.draws.conftest import at_the_desk
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=1)


def sweep(now=LATER, times=1):
    """Run what the worker runs: the lots, and the record."""
    for _ in range(times):
        redraw_officers(now)
        draw_officers(now)
        integrate(now=now)


def filed(now=MONDAY, person=CARLA, **changed):
    return file(application(person, **changed), actor=CITIZEN, now=now).row


def drawn_case(now=LATER, **changed):
    """File a case and let the lot fall."""
    draw_officers(MONDAY)  # the pool of the morning
    row = filed(**changed)
    sweep(now, 2)
    row.refresh_from_db()
    return row, state_of(row)


def test_before_the_lot_falls_nobody_is_given_the_case(desk):
    row = filed()
    assert row.lane.endswith("#0")
    assert [take_next(actor=one, now=LATER) for one in desk.values()] == [None] * 5
    with pytest.raises(Refused) as refused:
        take(row.number, actor=desk[min(desk)], now=LATER)
    assert "drawn-for-another" in [one.code for one in refused.value.refusals]


def test_the_drawn_officer_and_nobody_else_is_given_the_case(desk):
    row, case = drawn_case()
    chosen = case.drawn_to
    assert chosen in desk and row.lane.endswith(f"#{chosen}")
    for user, one in desk.items():
        if user != chosen:
            assert take_next(actor=one, now=LATER) is None
            with pytest.raises(Refused):
                take(row.number, actor=one, now=LATER)
    assert take_next(actor=desk[chosen], now=LATER).row.number == row.number


def test_the_lot_of_the_office_is_marked_local_and_can_be_done_again(desk, policy, own_record):
    row, case = drawn_case()
    finding = verify_draw(
        draw_file(Event.objects.get(act="drawn")).encode(),
        policy,
        Mirror((own_record / "log" / "checkpoint").read_bytes(), read_from(own_record / "log")),
    )
    assert finding.verdict is Verdict.NOT_CHECKABLE and "the office could choose" in finding.summary.en
    assert codes().drawn(case.drawn_to) in finding.summary.en
    assert any("holds no other draw" in one.en for one in finding.proven)


def test_a_public_leaf_names_no_officer_no_service_and_no_person(desk):
    row, _ = drawn_case()
    text = "\n".join(leaf for (leaf,) in Outbox.objects.values_list("leaf") if leaf.startswith(("pool", "alloc")))
    people = [one.name for one in desk.values()]
    assert [word for word in ("residence", "check\n", row.number, "Carla", *people) if word in text] == []


def test_the_pool_is_in_the_record_before_the_case(desk):
    drawn_case()
    draw = Draw.objects.get()
    first = Event.objects.get(seq=0).outbox.idx
    assert draw.pool.outbox.idx < first < draw.outbox.idx < draw.drawn.get().outbox.idx


def test_chances_fall_with_the_open_cases(desk):
    row, case = drawn_case()
    DrawPool.objects.all()
    leaf = parse_allocation(draw_pool.pool_for("front-desk", MONDAY + timedelta(days=1)).outbox.leaf.encode())
    assert isinstance(leaf, PoolLeaf) and (leaf.count, leaf.total) == (5, 4 * 60 + 30)


def test_who_said_today_that_they_are_ill_is_out_of_the_next_pool_and_the_case_is_drawn_anew(desk):
    row, case = drawn_case()
    first = case.drawn_to
    take_next(actor=desk[first], now=LATER)
    put_back(row.number, "ill", actor=desk[first], now=LATER + timedelta(minutes=1))
    sweep(LATER + timedelta(minutes=2))
    row.refresh_from_db()
    assert state_of(row).drawn_to not in (first, 0)
    assert list(Drawn.objects.order_by("k").values_list("reason", "instead_of")) == [("first", None), ("away", first)]
    assert Drawn.objects.counted(MONDAY) == {"draws": 1, "redraws": 1, "voids": 0, "local": 1}
    assert Drawn.objects.redrawn(MONDAY) == [(desk[first].name, desk[first].name.title(), "away", 1)]


def test_who_declares_a_conflict_is_drawn_over_and_never_gets_it_again(desk):
    row, case = drawn_case()
    gone = []
    for minute in range(2, 5):
        chosen = case.drawn_to
        take_next(actor=desk[chosen], now=LATER + timedelta(minutes=minute))
        put_back(row.number, "conflict", actor=desk[chosen], now=LATER + timedelta(minutes=minute))
        gone.append(chosen)
        sweep(LATER + timedelta(minutes=minute, seconds=30))
        row.refresh_from_db()
        case = state_of(row)
        assert case.drawn_to not in (*gone, 0)
    assert list(Drawn.objects.order_by("k").values_list("reason", flat=True)) == ["first", *["recused"] * 3]


def test_a_role_that_ends_takes_the_case_off_the_desk(desk):
    row, case = drawn_case()
    chosen = case.drawn_to
    take_next(actor=desk[chosen], now=LATER)
    User.objects.filter(pk=chosen).update(is_active=False)
    sweep(LATER + timedelta(minutes=2))
    row.refresh_from_db()
    assert state_of(row).drawn_to not in (chosen, 0) and row.holder_id is None
    assert Drawn.objects.latest("id").reason == "role-ended"


def test_a_case_that_nobody_takes_up_past_its_time_is_drawn_anew_once_a_day(desk):
    row, case = drawn_case()
    late = row.step_due_at + timedelta(days=1, minutes=5)
    sweep(late)
    row.refresh_from_db()
    assert state_of(row).drawn_to not in (case.drawn_to, 0)
    sweep(late + timedelta(minutes=5), 2)
    assert Drawn.objects.count() == 2


def test_the_same_person_who_applies_again_comes_to_the_same_officer(desk):
    row, case = drawn_case()
    for minute in range(10):
        again = filed(MONDAY + timedelta(minutes=5 + minute), purpose="work")
        sweep(MONDAY + timedelta(minutes=5 + minute, seconds=30))
        again.refresh_from_db()
        assert state_of(again).drawn_to == case.drawn_to
    assert Draw.objects.count() == 1
    assert '"reason":"as-before"' in Event.objects.latest("id").body


def test_the_own_case_of_an_officer_is_not_drawn_to_them(db, own_record, drawing):
    desk = at_the_desk(4)
    User.objects.filter(pk=min(desk)).update(nik_mac=codes().nik(CARLA.nik))
    at_five = officer("fifth", "front-desk")
    Role.objects.create(user_id=at_five.user, office=at_five.office, name="front-desk", since="2026-01-01")
    row, case = drawn_case()
    assert case.drawn_to not in (min(desk), 0)
    leaf = parse_allocation(Draw.objects.get().outbox.leaf.encode())
    assert isinstance(leaf, QueueLeaf) and leaf.out == ((codes().drawn(min(desk)), "own-case"),)


def test_fewer_than_four_are_no_draw_and_the_case_waits_for_everybody(db, own_record, drawing):
    desk = at_the_desk(3)
    row, case = drawn_case()
    assert case.drawn_to is None and not Draw.objects.exists() and "#" not in row.lane
    assert '"reason":"small-pool"' in Event.objects.latest("id").body
    assert take_next(actor=desk[max(desk)], now=LATER).row.number == row.number


def test_when_all_are_drawn_over_the_draw_is_void_and_the_case_goes_on(desk):
    row, case = drawn_case()
    now = LATER
    while case.drawn_to:
        now += timedelta(minutes=1)
        take_next(actor=desk[case.drawn_to], now=now)
        put_back(row.number, "conflict", actor=desk[case.drawn_to], now=now)
        sweep(now)
        row.refresh_from_db()
        case = state_of(row)
    sweep(now, 2)
    row.refresh_from_db()
    assert Drawn.objects.counted(MONDAY)["voids"] == 1
    assert state_of(row).draws["check"]["reason"] == "small-pool"


def test_sweeping_again_changes_nothing(desk):
    drawn_case()
    before = (Event.objects.count(), Outbox.objects.count())
    sweep(LATER + timedelta(minutes=3), 3)
    assert (Event.objects.count(), Outbox.objects.count()) == before


def test_the_rows_are_what_the_events_and_the_record_say(desk, policy):
    drawn_case()
    assert [one for one in altered() if not isinstance(one, int)] == []
    assert [one for one in differences() if not isinstance(one, int)] == []


@pytest.mark.parametrize("table", ["drawpool", "draw", "drawn"])
def test_nobody_edits_a_draw(desk, append_only, table):
    drawn_case()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update tables_{table} set at = at")


@pytest.mark.parametrize(
    "change",
    [
        "drawpool set lines = 'a1 60'",
        "drawpool set lines = 'nonsense'",
        "draw set round = 7",
        "drawn set reason = 'away'",
        "drawn set officer_id = null",
    ],
)
def test_a_row_that_says_something_else_than_its_leaf_is_found(desk, change):
    drawn_case()
    by_hand(f"update tables_{change}")
    assert [one.what for one in altered() if not isinstance(one, int)] != []


def test_another_officer_in_a_row_is_found(desk):
    drawn_case()
    one = Drawn.objects.get()
    by_hand("update tables_drawn set officer_id = %s", next(user for user in desk if user != one.officer_id))
    assert [one.what for one in altered() if not isinstance(one, int)] == [
        "says another officer or reason than its leaf"
    ]


# The beacon


@pytest.fixture
def beacon(settings, monkeypatch):
    """A beacon that signs with bytes made of the round; ``reached`` says whether it answers."""
    settings.BEACON = "drand"
    state = {"reached": True, "asked": 0}

    def signature_of(round_):
        state["asked"] += 1
        if not state["reached"]:
            raise Unreachable("no route")
        return round_.to_bytes(48, "big")

    monkeypatch.setattr(drawing, "signature_of", signature_of)
    return state


def test_the_lot_waits_for_the_round_that_was_named(desk, beacon):
    row, case = drawn_case()
    assert case.drawn_to == 0
    round_ = Draw.objects.get().round
    assert round_ == awaited_round(LATER)
    sweep(time_of(round_) - timedelta(seconds=1))
    assert not Drawn.objects.exists()
    sweep(time_of(round_))
    row.refresh_from_db()
    assert state_of(row).drawn_to in desk
    assert bytes(Drawn.objects.get().source) == round_.to_bytes(48, "big")


@pytest.mark.parametrize("queued", ["before", "after"])
def test_the_log_that_is_ended_between_queue_and_lot_changes_no_lot(queued, desk, beacon, own_record, monkeypatch):
    """The lot is that of the log in which the case was queued; a copy of the second log shows which that was."""
    monkeypatch.setattr(verifying, "is_signature", lambda round_, signature: signature == round_.to_bytes(48, "big"))
    row, _ = drawn_case() if queued == "before" else (None, None)
    end_log("office.example/cases", now=LATER)
    integrate(now=LATER)
    row = row or drawn_case()[0]
    published = time_of(Draw.objects.get().round)
    sweep(published, 2)
    row.refresh_from_db()
    first = state_of(row).drawn_to
    one = Role.objects.get(user=first)
    one.until = (published - timedelta(days=1)).date()
    one.save()
    sweep(published + timedelta(minutes=1), 2)  # drawn anew: from the same lot
    row.refresh_from_db()
    assert state_of(row).drawn_to not in (0, first)
    copy = Mirror((own_record / "log" / "checkpoint").read_bytes(), read_from(own_record / "log"))
    file = draw_file(Event.objects.filter(act="drawn").latest("id")).encode()
    keys = parse_policy(trust_policy().encode())
    assert verify_draw(file, keys, copy).verdict is Verdict.PROVEN, verify_draw(file, keys, copy)
    assert verify_draw(file, keys).verdict is Verdict.NOT_CHECKABLE
    log = "office.example/cases" if queued == "before" else "office.example/cases/2"
    assert log_of_place(Draw.objects.get().outbox.idx) == log


def test_a_beacon_that_is_late_is_waited_for_and_given_up_after_hours(desk, beacon):
    row, _ = drawn_case()
    published = time_of(Draw.objects.get().round)
    beacon["reached"] = False
    sweep(published + timedelta(hours=3))
    assert not Drawn.objects.exists()
    sweep(published + timedelta(hours=4, seconds=1), 3)
    row.refresh_from_db()
    assert list(Drawn.objects.order_by("id").values_list("reason", flat=True)) == ["unreachable", "first"]
    assert list(Draw.objects.order_by("id").values_list("turn", flat=True)) == [0, 0]
    assert '"beacon":"local"' in Event.objects.latest("id").body and state_of(row).drawn_to in desk


def test_a_beacon_that_is_not_reached_is_asked_once_in_a_sweep(desk, beacon):
    draw_officers(MONDAY)
    for number in range(3):
        filed(MONDAY, replace(CARLA, nik=f"317401550190001{number}", name=f"Putri {number}"))
    sweep(LATER, 2)
    beacon |= {"reached": False, "asked": 0}
    draw_officers(time_of(Draw.objects.latest("id").round))
    assert (Draw.objects.count(), beacon["asked"], Drawn.objects.count()) == (3, 1, 0)


def test_an_unreachable_beacon_gives_a_draw_that_says_local(desk, beacon):
    beacon["reached"] = False
    row, case = drawn_case()
    assert Draw.objects.get().round is None and case.drawn_to in desk


def test_the_lots_of_many_cases_fall_on_all(desk):
    draw_officers(MONDAY)
    people = [f"31740155019000{number:02}" for number in range(10, 40)]
    for number, nik in enumerate(people):
        filed(MONDAY + timedelta(seconds=number), replace(CARLA, nik=nik, name=f"Putri {number}"))
    sweep(LATER, 2)
    count = Counter(state_of(row).drawn_to for row in Case.objects.all())
    assert set(count) <= set(desk) and sum(count.values()) == 30 and len(count) == 5
