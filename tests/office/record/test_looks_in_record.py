"""Looks enter the record in batches: once, without a gap, and nobody adds one, changes one or takes one away unseen."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.cli import main
from layani.office.actions import batching_looks, filing
from layani.office.actions.batching_looks import NoProof, batch_looks, proof_of_look
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.looking import Shown, give_reason, keep_look, words_of
from layani.office.actions.settling import LeftBehind, TableBusy
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import key_store
from layani.office.jobs.batch_looks import JOB
from layani.office.jobs.clock_ahead import ClockAhead
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Look, LookBatch, LookReason, Outbox
from layani.rules.looks.reasons import Said
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.look_proof import verify_look
from layani.rules.record.look_words import BY_NIK, PURPOSES, SHOWN
from layani.rules.record.proof import TlogProof, parse_proof
from layani.rules.record.verify import Verdict
from layani.rules.record.view_batch import ViewBatchLeaf
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_comparing import by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WORDS = "Pemohon menelepon kami."


@pytest.fixture
def case(own_record, now):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    return Case.objects.get(number=number)


def look(case, who, at, *, reason=None, what="counter-case"):
    purpose = "reason" if reason else "counter"
    shown = Shown(case.party_id, case.pk, what, purpose, reason.pk if reason else None)
    keep_look(shown, actor=who, role="front-desk", now=at)
    return Look.objects.latest("pk")


@pytest.fixture
def looks(case, ana, now):
    """Three looks, one of them by a reason, in one batch that the record holds."""
    reason = give_reason(case, Said("asked", WORDS), audit=False, actor=ana, role="supervisor", now=now)
    made = [look(case, ana, now), look(case, ana, now + MINUTE, reason=reason), look(case, ana, now + 2 * MINUTE)]
    assert JOB.run(now + 5 * MINUTE) == 3
    integrate(now=now + 6 * MINUTE)
    assert found() == []
    return made


def found():
    return [f"{one.where} {one.what}" for one in altered() if isinstance(one, Altered)]


def test_one_leaf_holds_them_all_and_says_nothing_of_them(looks, case):
    leaf = parse_leaf(LookBatch.objects.get().outbox.leaf.encode())
    assert isinstance(leaf, ViewBatchLeaf) and leaf.count == 3
    assert Outbox.objects.filter(leaf__startswith="view-batch/v1").count() == 1


def test_each_look_is_in_one_batch(looks, case, ana, now):
    assert JOB.run(now + 6 * MINUTE) == 0, "nothing new"
    look(case, ana, now + 9 * MINUTE)
    assert JOB.run(now + 10 * MINUTE) == 1
    assert JOB.run(now + 15 * MINUTE) == 0
    first, second = LookBatch.objects.order_by("upto")
    assert (first.after, first.upto) == (0, second.after)
    assert found() == []


def test_nobody_is_accused_of_a_clock_that_went_wrong(looks, case, ana, now):
    look(case, ana, now + 7 * MINUTE)
    assert JOB.run(now + DAY) == 1, "the worker's clock is a day ahead"
    look(case, ana, now + 8 * MINUTE)
    assert JOB.run(now + 10 * MINUTE) == 1, "its clock is right again"
    late = look(case, ana, now - DAY)  # by a machine that came up without the time
    assert JOB.run(now + 15 * MINUTE) == 1
    integrate(now=now + 16 * MINUTE)
    assert found() == []
    assert proof_of_look(late)


def test_many_looks_make_many_batches_and_a_proof_reads_one(case, ana, now, policy, monkeypatch):
    monkeypatch.setattr(batching_looks, "LOOKS_AT_ONCE", 3)
    made = [look(case, ana, now + place * MINUTE) for place in range(7)]
    assert JOB.run(now + 10 * MINUTE) == 7
    sizes = [parse_leaf(batch.outbox.leaf.encode()).count for batch in LookBatch.objects.order_by("upto")]
    assert sizes == [3, 3, 1]
    integrate(now=now + 11 * MINUTE)
    for one in made:
        assert verify_look(proof_of_look(one).encode(), policy).verdict is Verdict.PROVEN
    hashed = []
    true_hash = batching_looks.look_hash
    monkeypatch.setattr(batching_looks, "look_hash", lambda *both: hashed.append(both) or true_hash(*both))
    proof_of_look(made[3])
    assert len(hashed) == 3


def test_a_table_that_is_never_free_is_told(case, ana, now, monkeypatch):
    def busy(*_):
        raise TableBusy

    look(case, ana, now)
    monkeypatch.setattr(batching_looks, "settled", busy)
    assert JOB.run(now + 5 * MINUTE) == 0, "once is nothing"
    with pytest.raises(LeftBehind, match="tables_look have waited"):
        JOB.run(now + 11 * MINUTE)


def test_a_run_that_dies_leaves_nothing_half_done(case, ana, now, monkeypatch):
    look(case, ana, now)
    leaves = Outbox.objects.count()

    def dies(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batching_looks.LookBatch.objects, "create", dies)
    with pytest.raises(KeyboardInterrupt):
        batch_looks(now + 5 * MINUTE)
    monkeypatch.undo()
    assert Outbox.objects.count() == leaves and not LookBatch.objects.exists()
    assert batch_looks(now + 6 * MINUTE) == 1


def test_two_at_once_make_it_once(looks, case, now, monkeypatch):
    leaves = Outbox.objects.count()
    monkeypatch.setattr(type(LookBatch.objects.all()), "latest_made", lambda _: None)
    with pytest.raises(DatabaseError):
        batch_looks(now + 10 * MINUTE)
    monkeypatch.undo()
    assert Outbox.objects.count() == leaves


def test_a_clock_that_goes_ahead_makes_no_batch(case, ana, now):
    look(case, ana, now)
    with pytest.raises(ClockAhead):
        JOB.run(now + 400 * DAY)
    assert not LookBatch.objects.exists()


@pytest.mark.parametrize("table", ["tables_look", "tables_lookreason", "tables_lookbatch"])
@pytest.mark.parametrize("verb", ["delete from {}", "update {} set id = id"])
def test_the_database_refuses_to_change_any_of_them(looks, append_only, table, verb):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_a_look_that_is_taken_away_is_found(looks):
    by_hand("delete from tables_look where id = %s", looks[1].pk)
    [one] = found()
    assert "were 3 when they entered the record, and are 2: some were taken away" in one


def test_a_look_that_is_added_among_them_is_found(looks, case, ana, now):
    gone = looks[1]
    by_hand("delete from tables_look where id = %s", gone.pk)
    assert "some were taken away" in found()[0]
    gone.what = "x"
    gone.save(force_insert=True)
    assert "one was changed or replaced" in found()[0]
    one = look(case, ana, now)
    batch = LookBatch.objects.get()
    by_hand("update tables_lookbatch set upto = %s where id = %s", one.pk, batch.pk)
    assert "some were added afterwards" in found()[0]


@pytest.mark.parametrize(
    ("column", "value"),
    [("officer_id", None), ("purpose", "sign"), ("what", "x"), ("role", "head"), ("system", "x"), ("reason_id", None)],
)
def test_a_look_that_is_changed_is_found(looks, ben, column, value):
    by_hand(f"update tables_look set {column} = %s where id = %s", ben.user if column == "officer_id" else value,
            looks[1].pk)  # fmt: skip
    [one] = found()
    assert "one was changed or replaced" in one


def test_a_reason_that_is_changed_is_found(looks):
    by_hand("update tables_lookreason set kind = %s", "order")
    [one] = found()
    assert "one was changed or replaced" in one


def test_a_batch_that_is_moved_or_taken_away_is_found(looks, case, ana, now):
    look(case, ana, now + 9 * MINUTE)
    batch_looks(now + 15 * MINUTE)
    first = LookBatch.objects.earliest("upto")
    by_hand("delete from tables_lookbatch where id = %s", first.pk)
    told = " ".join(found())
    assert "do not follow the batch before" in told and "belongs to no act" in told


def test_the_person_is_shown_that_their_look_is_there(looks, own_record, policy, tmp_path, capsys):
    text = proof_of_look(looks[1])
    assert verify_look(text.encode(), policy).verdict is Verdict.PROVEN
    assert WORDS not in text
    (tmp_path / "look").write_text(text)
    (tmp_path / "policy").write_text(trust_policy())
    assert main(["verify", "look", str(tmp_path / "look"), "--policy", str(tmp_path / "policy")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("PROVEN: this look stands in the record, in a batch of 3")


def test_what_was_looked_at_is_said_in_words(looks, policy):
    for look_ in looks:
        said = verify_look(proof_of_look(look_).encode(), policy).proven[0]
        assert f"What was done: {SHOWN[look_.what].en}. What for: {PURPOSES[look_.purpose].en}." in said.en
        assert f"Yang dilakukan: {SHOWN[look_.what].id}. Tujuannya: {PURPOSES[look_.purpose].id}." in said.id
        assert look_.what not in said.en


def test_a_look_that_is_not_in_its_batch_is_called_disproved(looks, policy):
    proof = parse_proof(proof_of_look(looks[1]).encode())
    for said in (b'"place": 0', b'"place": 2'):
        extra = proof.extra.replace(b'"place": 1', said)
        assert extra != proof.extra
        moved = TlogProof(proof.index, proof.hashes, proof.checkpoint, extra).render()
        finding = verify_look(moved.encode(), policy)
        assert finding.verdict is Verdict.DISPROVED
        assert finding.summary.en.startswith("DISPROVED: the look") and finding.summary.id.startswith("TERBANTAH: ")


def test_a_proof_that_was_changed_proves_nothing(looks, policy):
    one, other = (proof_of_look(looks[place]).split("\n") for place in (0, 1))
    assert one[2:] == other[2:], "both lead to the same leaf"
    index = next(place for place, line in enumerate(one) if line.startswith("index "))
    moved = [*one[:index], "index 0", *one[index + 1 :]]
    assert verify_look("\n".join(moved).encode(), policy).verdict is Verdict.DISPROVED
    for text in (b"", b"x", "\n".join([one[0], *one[2:]]).encode()):
        assert verify_look(text, policy).verdict is Verdict.NOT_CHECKABLE


def test_a_look_of_now_has_no_proof_yet_and_a_changed_one_has_none(looks, case, ana, now):
    with pytest.raises(NoProof, match="has not entered the record yet"):
        proof_of_look(look(case, ana, now + 30 * MINUTE))
    by_hand("update tables_look set what = %s where id = %s", "x", looks[0].pk)
    with pytest.raises(NoProof, match="does not fit the record"):
        proof_of_look(looks[1])


def test_after_an_erasure_the_words_are_gone_and_the_batch_still_holds(looks, case, ana):
    reason = LookReason.objects.get()
    assert words_of(reason, key_store().get(case.ref)) == WORDS
    key_store().erase(case.ref)
    key_store().erase(case.party.ref)
    with pytest.raises(KeyGone):
        words_of(reason, key_store().get(case.ref))
    assert not [one for one in found() if one.startswith("looks ")]
    with pytest.raises(KeyGone):
        give_reason(case, Said("asked", WORDS), audit=False, actor=ana, role="", now=reason.at)
    audit = give_reason(case, Said("sample", WORDS), audit=True, actor=ana, role="auditor", now=reason.at)
    assert (audit.kind, audit.sealed) == ("sample", b""), "what was destroyed can still be inspected"


def test_what_is_delayed_is_shown_from_its_day_on_and_counted(case, ana, now):
    day = date(2026, 12, 10)
    with pytest.raises(Refused):
        give_reason(case, Said("inquiry", WORDS, day + 365 * DAY), audit=True, actor=ana, role="auditor", now=now)
    reason = give_reason(case, Said("inquiry", WORDS, day), audit=True, actor=ana, role="auditor", now=now)
    look(case, ana, now, reason=reason)
    look(case, ana, now + MINUTE)
    for today, shown, counted in ((day - DAY, 1, (1, 0)), (day, 2, (0, 1)), (day + DAY, 2, (0, 1))):
        assert Look.objects.of_case(case).shown_on(today).count() == shown, today
        assert Look.objects.delayed(today) == counted
    assert Look.objects.by_officers_since(now, day - DAY) == [(ana.user, "front-desk", 1, 0, 1)]


def test_who_was_found_at_the_counter_is_in_it_too(case, ana, now):
    keep_look(Shown(case.party_id, None, BY_NIK, "counter"), actor=ana, role="front-desk", now=now)
    assert batch_looks(now + 5 * MINUTE) == 1
    assert found() == []
