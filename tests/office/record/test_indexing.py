"""The daily index as the office makes it: once a day, over what the record holds, and what follows from it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from layani.cli import main
from layani.commands.verify import read_from
from layani.office.actions import checking, filing, serving
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.indexing import NoAbsence, RecordGap, absence_of, index_days, no_further_act
from layani.office.actions.receipts import final_receipt, provisional_receipt
from layani.office.house import calendar
from layani.office.jobs.index_days import JOB
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, EpochIndex, Event, Outbox
from layani.rules.record.absence import Present
from layani.rules.record.absence_check import verify_absence
from layani.rules.record.case_check import verify_case
from layani.rules.record.checkpoint import open_checkpoint
from layani.rules.record.epochs import Audit, tag_in
from layani.rules.record.leaf import AttemptLeaf, parse_leaf
from layani.rules.record.mirror import Mirror, find_faults
from layani.rules.record.verify import Verdict
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def case(own_record, ana, now):
    """Give a case with three acts on one day: filed, taken, found complete."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)
    integrate(now=now + 3 * MINUTE)
    return Case.objects.get(number=number)


def attempts(count, at):
    """Let other leaves of a moment come into the record."""
    leaves = [AttemptLeaf(i.to_bytes(32, "big"), at).text() for i in range(count)]
    Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])
    integrate(now=at)


def audited(folder, policy):
    """Return what a stranger with a copy finds of the indices; no fault."""
    checkpoint = open_checkpoint((folder / "log" / "checkpoint").read_bytes(), policy.logs).checkpoint
    audit = Audit()
    assert [fault.says.en for fault in find_faults(checkpoint, read_from(folder / "log"), audit)] == []
    return audit


def made():
    return [(row.day, row.first, row.last) for row in EpochIndex.objects.order_by("day")]


def test_a_day_is_indexed_once_it_is_over(case, own_record, policy, now):
    today = calendar().local(now).date()
    assert JOB.run(now + 5 * MINUTE) == 0
    assert JOB.run(now + DAY) == 1
    assert JOB.run(now + DAY) == 0, "a second run finds it made"
    integrate(now=now + DAY)
    assert made() == [(today, 0, 2)]
    audit = audited(own_record, policy)
    assert (audit.epochs, audit.covered, audit.events) == (1, 3, 3)
    leaf = parse_leaf(EpochIndex.objects.get().outbox.leaf.encode())
    assert (leaf.count, leaf.day) == (3, today)


def test_missed_days_are_caught_up_each_by_its_own_entries(case, own_record, policy, now):
    today = calendar().local(now).date()
    attempts(4, now + DAY)
    attempts(2, now + 3 * DAY)
    assert index_days(now=now + 5 * DAY) == 3
    integrate(now=now + 5 * DAY)
    assert made() == [(today, 0, 2), (today + DAY, 3, 6), (today + 3 * DAY, 7, 8)]
    assert index_days(now=now + 6 * DAY) == 1, "the leaves of the indices themselves"
    integrate(now=now + 6 * DAY)
    assert made()[-1] == (today + 5 * DAY, 9, 11)
    assert audited(own_record, policy).epochs == 4


def test_what_waits_for_its_place_is_of_the_next_index(case, own_record, policy, now):
    Outbox.objects.create(leaf=AttemptLeaf(bytes(32), now).text())
    index_days(now=now + DAY)
    integrate(now=now + DAY)
    index_days(now=now + 2 * DAY)
    integrate(now=now + 2 * DAY)
    assert [(first, last) for _, first, last in made()] == [(0, 2), (3, 4)]
    assert audited(own_record, policy).covered == 5


def test_an_empty_record_has_no_index(own_record, now):
    assert index_days(now=now + DAY) == 0


def test_two_at_once_make_it_once(case, now, monkeypatch):
    """The second has read before the first wrote: the day's own constraint refuses it, and nothing is half written."""
    index_days(now=now + DAY)
    leaves = Outbox.objects.count()
    monkeypatch.setattr(type(EpochIndex.objects.all()), "latest_made", lambda _: None)
    with pytest.raises(DatabaseError):
        index_days(now=now + DAY)
    monkeypatch.undo()
    assert Outbox.objects.count() == leaves


def test_an_entry_that_is_missing_in_the_database_stops_the_index(case, now):
    by_hand("update tables_outbox set idx = 50 where idx = 1")
    with pytest.raises(RecordGap, match="Entry 1 of the record is missing"):
        index_days(now=now + DAY)
    assert not EpochIndex.objects.exists()


def test_an_index_cannot_be_edited_and_rebuild_check_finds_one_that_was(case, append_only, now):
    index_days(now=now + DAY)
    integrate(now=now + DAY)
    assert [one for one in altered() if isinstance(one, Altered)] == []
    with pytest.raises(DatabaseError):
        EpochIndex.objects.update(last=1)


def test_an_altered_index_is_found(case, now):
    index_days(now=now + DAY)
    integrate(now=now + DAY)
    by_hand("update tables_epochindex set last = %s", 1)
    [found] = [one for one in altered() if isinstance(one, Altered)]
    assert (found.where.startswith("daily index of "), found.what) == (True, "is not what its leaf says")
    by_hand("delete from tables_epochindex")
    [found] = [one for one in altered() if isinstance(one, Altered)]
    assert "belongs to no act" in found.what


def test_an_index_that_the_database_forgot_in_a_restore_is_not_made_a_second_time(case, own_record, policy, now):
    for day in (1, 2, 3):
        index_days(now=now + day * DAY)
        integrate(now=now + day * DAY)
    before = made()
    by_hand("delete from tables_epochindex where first > %s", 0)
    assert index_days(now=now + 4 * DAY) == 1
    integrate(now=now + 4 * DAY)
    assert made()[:-1] == before
    assert audited(own_record, policy).epochs == 4


def test_the_holder_of_a_receipt_is_shown_that_no_further_act_is_there(case, policy, now):
    with pytest.raises(NoAbsence, match="There is no index of today yet"):
        no_further_act(case.number)
    index_days(now=now + DAY)
    integrate(now=now + DAY)
    index_days(now=now + 2 * DAY)
    integrate(now=now + 2 * DAY)
    proof = no_further_act(case.number).encode()
    last = Event.objects.of_case(case.pk).select_related("case", "outbox").latest("seq")
    for receipt in (final_receipt(last),):
        found = verify_absence(proof, policy, receipt.encode())
        assert found.verdict is Verdict.PROVEN, found.summary.en
        assert "no act number 4 of this case" in found.summary.en
    earlier = Event.objects.of_case(case.pk).select_related("case", "outbox").get(seq=1)
    assert verify_absence(proof, policy, final_receipt(earlier).encode()).verdict is Verdict.NOT_CHECKABLE
    assert verify_absence(proof, policy, provisional_receipt(last).encode()).verdict is Verdict.NOT_CHECKABLE
    assert case.number.encode() not in proof
    with pytest.raises(Present):
        absence_of(tag_in(last.outbox.leaf.encode()), 0)


def test_an_act_that_waits_is_not_said_to_be_absent(case, ana, now):
    index_days(now=now + DAY)
    filed = filing.file(application(), actor=CITIZEN, now=now + DAY).row
    with pytest.raises(NoAbsence, match="no place in the record yet"):
        no_further_act(filed.number)


def test_the_command_prints_the_file_and_says_why_there_is_none(case, policy, now, capsys):
    assert main(["absence", case.number]) == 2
    assert "Try again tomorrow" in capsys.readouterr().err
    assert main(["absence", "NOPE-1"]) == 2
    assert "no application NOPE-1" in capsys.readouterr().err
    for day in (1, 2):
        index_days(now=now + day * DAY)
        integrate(now=now + day * DAY)
    assert main(["absence", case.number]) == 0
    assert verify_absence(capsys.readouterr().out.encode(), policy).verdict is Verdict.PROVEN


def test_a_whole_case_of_the_office_is_verified_in_the_public_copy(case, policy, own_record):
    first = Event.objects.of_case(case.pk).select_related("case", "outbox").get(seq=0)
    folder = own_record / "log"
    copy = Mirror((folder / "checkpoint").read_bytes(), read_from(folder))
    for receipt in (final_receipt(first), provisional_receipt(first)):
        found = verify_case([receipt.encode()], policy, copy)
        assert (found.verdict, [one.index for one in found.events]) == (Verdict.PROVEN, [0, 1, 2])
