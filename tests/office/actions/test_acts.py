"""The acts on a case, through the office's own actions."""

import dataclasses
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from layani.office.actions import checking, deciding, filing, serving, viewing
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.looking import Shown, keep_look
from layani.office.actions.parties import person_of
from layani.office.actions.rebuilding import differences
from layani.office.actions.staffing import Ended, end_roles
from layani.office.gateways.key_store import KeyGone
from layani.office.house import codes, key_store
from layani.office.tables.models import Attempt, Case, Event, Message, Outbox, Party, Role
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.sealing import case_tag, commitment, event_salt
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, answers, application
from tests.office.conftest import CARLA, officer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def file(now, **changed):
    return filing.file(application(**changed), actor=CITIZEN, now=now).row.number


def checked(number, ana, now):
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)


def test_one_case_goes_from_filing_to_decision(ana, ben, now):
    number = file(now)
    checked(number, ana, now)
    assert serving.take_next(actor=ben, now=now + 3 * MINUTE).row.number == number
    done = deciding.grant(number, actor=ben, now=now + 4 * MINUTE)
    assert done.case.status == "granted"
    acts = list(Event.objects.of_case(done.row.pk).values_list("act", flat=True))
    assert acts == ["file", "take", "check_complete", "take", "decide_grant"]
    assert list(Message.objects.order_by("id").values_list("kind", flat=True)) == ["filed", "granted"]


def test_the_leaves_of_a_case_are_chained_and_open_to_their_bodies(ana, now):
    number = file(now)
    checked(number, ana, now)
    row = Case.objects.get(number=number)
    key, prev = key_store().get(row.ref)[:32], bytes(32)
    for event in Event.objects.of_case(row.pk).select_related("outbox"):
        leaf = parse_leaf(event.outbox.leaf.encode())
        assert leaf.follows(key, prev)
        assert leaf.link not in (prev, bytes(32))
        assert leaf.tag == case_tag(key, event.seq)
        assert leaf.commitment == commitment(event.body.encode(), event_salt(key, event.seq))
        prev = leaf.hash()
    assert bytes(row.head) == prev


def test_nothing_personal_stands_in_bodies_leaves_or_columns(ana, now):
    number = file(now)
    checked(number, ana, now)
    row = Case.objects.get(number=number)
    shown = "".join(Outbox.objects.values_list("leaf", flat=True))
    shown += "".join(Event.objects.values_list("body", flat=True)) + str(vars(row)) + str(row.rest)
    sealed = b"".join(bytes(e.sealed) for e in Event.objects.exclude(sealed=None))
    sealed += bytes(Party.objects.get().sealed)
    for personal in (CARLA.name, CARLA.nik, CARLA.phone, CARLA.birth_date, "Mawar"):
        assert personal not in shown
        assert personal.encode() not in sealed


def test_what_was_sealed_opens_with_the_key_and_never_without(now):
    row = Case.objects.get(number=file(now))
    assert viewing.answers_of(row) == answers()
    assert person_of(row.party) == CARLA
    key_store().erase(row.ref)
    with pytest.raises(KeyGone):
        viewing.answers_of(row)


def test_the_same_key_files_once(now):
    first = filing.file(application(once="one-key"), actor=CITIZEN, now=now)
    again = filing.file(application(once="one-key"), actor=CITIZEN, now=now + MINUTE)
    assert (again.row.pk, Case.objects.count(), Event.objects.count()) == (first.row.pk, 1, 1)


def test_the_same_key_with_other_content_is_refused(now):
    filing.file(application(once="one-key"), actor=CITIZEN, now=now)
    with pytest.raises(Refused, match="already used for other content"):
        filing.file(application(once="one-key", purpose="school"), actor=CITIZEN, now=now)


def test_the_same_person_is_one_party_in_many_cases(now):
    file(now)
    file(now + MINUTE)
    assert (Party.objects.count(), Case.objects.count()) == (1, 2)


def test_wrong_answers_leave_nothing_behind(now):
    with pytest.raises(AnswersRejected, match="tenancy"):
        file(now, tenancy="a-castle")
    assert not (Case.objects.exists() or Party.objects.exists() or Outbox.objects.exists())


def test_a_form_of_another_version_is_refused(now):
    old = dataclasses.replace(application(), version="2001-01-01")
    with pytest.raises(Refused, match="renewed since you began"):
        filing.file(old, actor=CITIZEN, now=now)


def test_the_assessor_may_not_decide(ana, now):
    number = file(now)
    checked(number, ana, now)
    assert serving.take_next(actor=ana, now=now + 3 * MINUTE) is None
    with pytest.raises(Refused, match="You have checked this case"):
        serving.take(number, actor=ana, now=now + 3 * MINUTE)
    attempt = Attempt.objects.get()
    assert (attempt.code, attempt.officer_id, attempt.act, attempt.observed) == ("four-eyes", ana.user, "take", False)
    assert parse_leaf(attempt.outbox.leaf.encode()).commitment == commitment(attempt.body.encode(), bytes(attempt.salt))


def test_nobody_takes_what_is_not_the_head_of_the_queue(ana, now):
    first, second = file(now), file(now + MINUTE)
    with pytest.raises(Refused, match="1 cases that come before it"):
        serving.take(second, actor=ana, now=now + 2 * MINUTE)
    assert serving.take_next(actor=ana, now=now + 2 * MINUTE).row.number == first


def test_a_second_pull_gives_the_case_that_is_on_the_desk(ana, now):
    first = file(now)
    file(now + MINUTE)
    for minutes in (2, 3):
        assert serving.take_next(actor=ana, now=now + minutes * MINUTE).row.number == first


def test_nobody_is_given_their_own_case(now):
    carla_at_work = officer("carla", "front-desk", nik=CARLA.nik)
    number = file(now)
    assert serving.take_next(actor=carla_at_work, now=now) is None
    with pytest.raises(Refused, match="You are the applicant"):
        serving.take(number, actor=carla_at_work, now=now)


def test_ones_own_case_does_not_block_the_queue_behind_it(now):
    carla_at_work = officer("carla", "front-desk", nik=CARLA.nik)
    file(now)
    other = dataclasses.replace(CARLA, nik="3174015501900003", name="Dewi")
    second = filing.file(application(other), actor=CITIZEN, now=now + MINUTE).row.number
    assert serving.take_next(actor=carla_at_work, now=now + 2 * MINUTE).row.number == second


def test_what_was_put_back_for_a_conflict_is_never_given_to_that_officer_again(ana, now):
    first, second = file(now), file(now + MINUTE)
    serving.take_next(actor=ana, now=now + 2 * MINUTE)
    serving.put_back(first, "conflict", actor=ana, now=now + 3 * MINUTE)
    assert serving.take_next(actor=ana, now=now + 4 * MINUTE).row.number == second
    with pytest.raises(Refused, match="declared a conflict of interest"):
        serving.take(first, actor=ana, now=now + 5 * MINUTE)
    assert Attempt.objects.filter(code="recused", act="take", officer_id=ana.user).exists()
    assert [d for d in differences() if not isinstance(d, int)] == []


def test_when_an_officers_roles_end_their_case_goes_back_to_its_place_in_the_queue(ana, now):
    first, eve = file(now), officer("eve", "front-desk")
    file(now + MINUTE)
    Role.objects.create(user_id=eve.user, office=eve.office, name="front-desk", since=now.date())
    serving.take_next(actor=eve, now=now + 2 * MINUTE)
    assert end_roles("eve", on=now + 3 * MINUTE) == Ended(roles=1, cases=1)
    assert end_roles("eve", on=now + 4 * MINUTE) == Ended(roles=0, cases=0)
    assert serving.take_next(actor=ana, now=now + 5 * MINUTE).row.number == first
    assert not Attempt.objects.exists()
    assert not [found for found in differences() if not isinstance(found, int)]


def test_who_lost_the_role_of_a_step_can_put_its_case_back_and_do_nothing_else(ana, now):
    number = file(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    without = dataclasses.replace(ana, roles=frozenset({"head"}))
    with pytest.raises(Refused, match="which you do not hold"):
        checking.check_complete(number, actor=without, now=now + 2 * MINUTE)
    serving.put_back(number, "ill", actor=without, now=now + 3 * MINUTE)
    assert Case.objects.get(number=number).holder_id is None


def test_what_was_put_back_for_a_conflict_keeps_its_place_for_everybody_else(ana, now):
    first, _ = file(now), file(now + MINUTE)
    serving.take_next(actor=ana, now=now + 2 * MINUTE)
    serving.put_back(first, "conflict", actor=ana, now=now + 3 * MINUTE)
    assert serving.take_next(actor=officer("eva", "front-desk"), now=now + 4 * MINUTE).row.number == first


def test_a_conflict_declared_while_checking_also_keeps_from_deciding(ana, ben, now):
    number = file(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    serving.put_back(number, "conflict", actor=ana, now=now + 2 * MINUTE)
    eva = officer("eva", "front-desk")
    serving.take_next(actor=eva, now=now + 3 * MINUTE)
    checking.check_complete(number, actor=eva, now=now + 4 * MINUTE)
    assert serving.take_next(actor=ana, now=now + 5 * MINUTE) is None
    assert serving.take_next(actor=ben, now=now + 5 * MINUTE).row.number == number


def test_any_number_of_officers_may_declare_a_conflict(ana, now):
    number = file(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    row = Case.objects.get(number=number)
    many = list(range(1000, 1100))
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "recused": many})
    serving.put_back(number, "conflict", actor=ana, now=now + 2 * MINUTE)
    row.refresh_from_db()
    assert row.holder is None
    assert set(row.rest["recused"]) == {*many, ana.user}
    Case._meta.get_field("barred").clean(row.barred, row)  # SQLite itself takes what is too long for the column


def test_an_officer_without_the_role_is_given_nothing(dan, now):
    number = file(now)
    assert serving.take_next(actor=dan, now=now) is None
    with pytest.raises(Refused, match="role"):
        serving.take(number, actor=dan, now=now)


def test_nobody_grants_against_a_failed_mandatory_rule(ana, ben, now, monkeypatch):
    number = file(now)
    checked(number, ana, now)
    serving.take_next(actor=ben, now=now + 3 * MINUTE)
    row = Case.objects.get(number=number)
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "rules": {"lives-here": "failed"}})
    with pytest.raises(Refused, match="law makes mandatory has failed"):
        deciding.grant(number, actor=ben, now=now + 4 * MINUTE)
    assert Case.objects.get(pk=row.pk).status == "deciding"
    done = deciding.refuse(
        number,
        deciding.Why("not-resident", "The address is in the next district."),
        actor=ben,
        now=now + 5 * MINUTE,
    )
    assert done.case.status == "refused"


def test_a_refused_attempt_changes_nothing_in_the_case(ana, now):
    number = file(now)
    before = Case.objects.values().get(number=number)
    with pytest.raises(Refused):
        checking.check_complete(number, actor=ana, now=now + MINUTE)
    assert Case.objects.values().get(number=number) == before
    assert Event.objects.count() == 1


def test_an_act_that_fails_half_way_leaves_nothing(ana, now):
    number = file(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    before = Case.objects.values().get(number=number), Event.objects.count(), Outbox.objects.count()

    def break_down(row, case):
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        act_on(number, Deed("check_complete"), actor=ana, now=now + 2 * MINUTE, also=break_down)
    assert (Case.objects.values().get(number=number), Event.objects.count(), Outbox.objects.count()) == before


@pytest.mark.parametrize("table", ["tables_event", "tables_attempt", "tables_outbox", "tables_look"])
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
@pytest.mark.usefixtures("append_only")
def test_the_database_refuses_to_edit_or_delete_what_happened(table, verb, ana, now):
    if (verb, connection.vendor) == ("truncate", "sqlite"):
        pytest.skip("SQLite has no truncate")
    number = file(now)
    with pytest.raises(Refused):
        checking.check_complete(number, actor=ana, now=now)
    keep_look(Shown(Party.objects.get().pk, None, "found-by-nik", "counter"), actor=ana, role="front-desk", now=now)
    column = {"tables_outbox": "leaf", "tables_look": "role"}.get(table, "body")
    statement = {
        "delete": f"delete from {table}",
        "update": f"update {table} set {column} = 'x'",
        # PostgreSQL checks what is deferred before it truncates; done now, the refusal is the trigger's own.
        "truncate": f"set constraints all immediate; truncate {table} cascade",
    }[verb]
    with pytest.raises(DatabaseError, match="Layani"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_leaf_gets_its_place_once(now):
    file(now)
    Outbox.objects.update(idx=0)
    with pytest.raises(DatabaseError, match="Layani"), transaction.atomic():
        Outbox.objects.update(idx=1)


def test_the_projection_is_what_the_events_add_up_to(ana, ben, now):
    numbers = [file(now + place * MINUTE) for place in range(3)]
    checked(numbers[0], ana, now + 10 * MINUTE)
    serving.take_next(actor=ana, now=now + 20 * MINUTE)
    checking.ask_missing(numbers[1], {"tenancy": "Tidak jelas"}, actor=ana, now=now + 21 * MINUTE)
    checking.answer(numbers[1], {"tenancy": "family"}, actor=CITIZEN, now=now + 30 * MINUTE)
    assert [d for d in differences() if not isinstance(d, int)] == []
    Case.objects.filter(number=numbers[2]).update(status="granted", received_at=now)
    found = {d.column for d in differences(mend=True) if not isinstance(d, int)}
    assert found == {"status", "received_at"}
    assert [d for d in differences() if not isinstance(d, int)] == []


def test_the_one_statement_of_postgresql_writes_the_rows_that_the_twin_writes(now, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("there is one way to write a filing on SQLite; the twins meet on PostgreSQL")
    monkeypatch.setattr(filing, "case_number", lambda prefix, day: next(numbers))
    numbers = iter(["PLG-2026-0000-0001", "PLG-2026-0000-0002"])
    fast = filing.file(application(once="fast-key"), actor=CITIZEN, now=now)
    monkeypatch.setattr(filing, "_in_one_statement", filing._row_by_row)
    slow = filing.file(application(once="slow-key"), actor=CITIZEN, now=now)
    random = {"id", "number", "ref", "head", "case_id", "outbox_id", "sealed", "once", "request", "body"}
    for table, first, second in (
        (Case, fast.row.pk, slow.row.pk),
        (Event, fast.event.pk, slow.event.pk),
    ):
        one, two = (table.objects.values().get(pk=pk) for pk in (first, second))
        assert {k: v for k, v in one.items() if k not in random} == {k: v for k, v in two.items() if k not in random}
        assert one.keys() == two.keys()
    assert list(Message.objects.values_list("kind", "due_at", "params", "tries")) == [("filed", now, {}, 0)] * 2


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_at_once_by_many_threads_files_once(now):
    done, barrier = [], threading.Barrier(4)

    def post():
        barrier.wait()
        try:
            done.append(filing.file(application(once="double-click"), actor=CITIZEN, now=now).row.number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    assert len(set(done)) == 1
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_next_at_once_get_different_cases(now):
    numbers = {file(now + place * MINUTE) for place in range(4)}
    officers = [officer(f"ana{place}", "front-desk") for place in range(4)]
    got, barrier = [], threading.Barrier(4)

    def press(who):
        barrier.wait()
        try:
            got.append(serving.take_next(actor=who, now=now + 60 * MINUTE).row.number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(who,)) for who in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(got) == numbers


def test_codes_find_equal_numbers_however_they_are_written():
    assert codes().phone("0812 3456 7890") == codes().phone("+62 812-3456-7890")
    assert codes().nik("3174015501900002") != codes().nik("3174015501900003")


def test_a_number_that_was_drawn_before_is_drawn_again(now, monkeypatch):
    numbers = iter(["SKM-2026-0000-0000", "SKM-2026-0000-0000", "SKM-2026-0000-001Z"])
    monkeypatch.setattr(filing, "case_number", lambda prefix, day: next(numbers))
    assert [file(now), file(now)] == ["SKM-2026-0000-0000", "SKM-2026-0000-001Z"]
    assert (Case.objects.count(), Event.objects.count(), Outbox.objects.count()) == (2, 2, 2)


def test_who_lost_the_role_since_taking_a_case_cannot_finish_it(ana, now):
    number = file(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    with pytest.raises(Refused, match="which you do not hold"):
        checking.check_complete(number, actor=dataclasses.replace(ana, roles=frozenset()), now=now + 2 * MINUTE)
    assert Case.objects.get(number=number).status == "checking"
