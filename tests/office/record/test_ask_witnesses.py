"""Asking witnesses: what they sign is kept and published, what they do wrong harms nobody, and quorum is counted."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.office.actions import shown_outside
from layani.office.actions.quorum import may_release, standing
from layani.office.gateways import witness_client
from layani.office.gateways.log_keys import log_key, trust_policy
from layani.office.gateways.witness_policy import WitnessesRefused, read_witnesses
from layani.office.jobs import ask_witnesses
from layani.office.jobs.integrate_record import RolledBack, integrate
from layani.office.tables.models import Cosignature, Outbox, Witnessed, WitnessState
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.cosigning import Fault
from layani.rules.record.note import SigningKey, open_note, parse_note
from layani.rules.record.policy import parse_policy
from tests.office.record.test_integrate import restorable, restore, wait
from tests.office.record.witnesses import Odd, policy_file, serving, sweep

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    # The witnesses' own clocks run: what they sign must be of about this time.
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def quick(monkeypatch):
    """Deadlines that a test can wait for."""
    monkeypatch.setattr(witness_client.ask, "__kwdefaults__", {"deadline": 0.6})


def publish(count, now):
    wait(count, start=Outbox.objects.count())
    return integrate(now=now).size


def public(folder):
    return (folder / "log" / "checkpoint").read_bytes()


def test_two_witnesses_cosign_what_was_published(two, own_record, now):
    publish(5, now)
    assert sweep(now) == 2
    keys = [log_key().verifier, *(one.key for one in two)]
    assert len(open_note(public(own_record), keys).verified) == 3
    assert [row.size for row in Cosignature.objects.all()] == [5, 5]
    assert Witnessed.objects.get().size == 5
    assert sweep(now + timedelta(seconds=3)) == 0
    publish(300, now)
    assert sweep(now + timedelta(seconds=4)) == 2
    assert len(open_note(public(own_record), keys).verified) == 3
    assert Cosignature.objects.of_size(305).count() == 2


def test_nothing_is_asked_while_nothing_is_signed_and_without_witnesses(own_record, now, django_assert_num_queries):
    publish(5, now)
    with django_assert_num_queries(0):
        assert ask_witnesses.run(now) == 0
    assert not standing(now).asked
    assert may_release(now)


def test_an_empty_record_asks_nobody_and_misses_nobody(two, now):
    assert sweep(now) == 0
    assert standing(now + timedelta(days=2)).since is None
    assert may_release(now + timedelta(days=2))


def test_when_nothing_changes_they_are_asked_again_after_ten_minutes(two, own_record, now):
    publish(5, now)
    sweep(now)
    first = list(Cosignature.objects.values_list("line", flat=True))
    assert sweep(now + 9 * MINUTE) == 0
    for real in two:
        real.server.clock = lambda: time.time() + 601
    assert sweep(now + 10 * MINUTE) == 2
    assert list(Cosignature.objects.values_list("line", flat=True)) == first
    assert all(row.line not in first and row.line.encode() in public(own_record) for row in WitnessState.objects.all())


def test_a_dead_witness_delays_nobody_and_is_asked_more_and_more_rarely(two, own_record, settings, now, quick):
    dead = f"witness dead {SigningKey.from_seed('dead.example/w', bytes(32)).verifier.text()} http://127.0.0.1:1\n"
    settings.WITNESSES = policy_file(own_record / "three", [two[0].line(), two[1].line(), dead], 2)
    publish(5, now)
    assert sweep(now) == 2
    row = WitnessState.objects.get(fault="unreachable")
    assert (row.failures, row.due_at) == (1, now + timedelta(seconds=2))
    for n in range(2, 10):
        now = row.due_at
        sweep(now)
        row.refresh_from_db()
        assert row.failures == n
    assert row.due_at == now + 5 * MINUTE
    assert standing(now).since is None


def test_a_slow_witness_delays_neither_the_others_nor_the_sweep(two, own_record, settings, now, quick):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    with serving(Odd(drip)) as slow:
        line = f"witness slow {SigningKey.from_seed('slow.example/w', bytes(32)).verifier.text()} {slow.address}\n"
        settings.WITNESSES = policy_file(own_record / "three", [two[0].line(), two[1].line(), line], 2)
        publish(5, now)
        kept = ask_witnesses.run(now)
        end = time.monotonic() + 5
        while kept < 2 and time.monotonic() < end:
            kept += ask_witnesses.run(now)
        assert kept == 2
        assert Witnessed.objects.get().size == 5
        began = time.monotonic()
        sweep(now + timedelta(seconds=1))
        assert time.monotonic() - began < 3  # the answer would take five seconds, the deadline is 0.6
    assert WitnessState.objects.get(vkey__startswith="slow").known_fault is Fault.TIMEOUT


def cosigned_by(key, text="another text\n"):
    return key.cosign(text, int(time.time())).text().encode()


LIAR = SigningKey.from_seed("liar.example/w", bytes(32))
OTHER = SigningKey.from_seed("other.example/w", bytes(32))
LIES = {
    "a wrong signature": (lambda h: h.send(200, cosigned_by(LIAR)), Fault.BAD_ANSWER),
    "nonsense": (lambda h: h.send(200, b"\xff\xfe"), Fault.BAD_ANSWER),
    "another's line": (
        lambda h: h.send(200, cosigned_by(OTHER)),
        Fault.BAD_ANSWER,
    ),
    "a longer text": (lambda h: h.send(200, b"text\n\n" + cosigned_by(LIAR)), Fault.BAD_ANSWER),
    "a huge body": (lambda h: h.send(200, b"x" * 1_000_000), Fault.TOO_LARGE),
    "a redirect": (lambda h: h.send(302, b"", Location="http://127.0.0.1:1/"), Fault.REDIRECT),
    "not known": (lambda h: h.send(404, b"no\n"), Fault.UNKNOWN_LOG),
    "not trusted": (lambda h: h.send(403, b"no\n"), Fault.NOT_OUR_KEY),
    "a size for ever": (lambda h: h.send(409, b"3\n"), Fault.CONFLICT),
    "no size": (lambda h: h.send(409, b"many\n"), Fault.BAD_ANSWER),
    "a size that we never had": (lambda h: h.send(409, b"900\n"), Fault.AHEAD),
    "another history": (lambda h: h.send(422, b"no\n"), Fault.CONTRADICTS),
    "a fault of its own": (lambda h: h.send(500, b"oops\n"), Fault.REFUSED),
    "no HTTP": (lambda h: h.wfile.write(b"\x00\x01\n\n"), Fault.UNREACHABLE),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_witness_changes_nothing_and_stops_nobody(lie, two, own_record, settings, now, quick):
    answer, fault = LIES[lie]
    with serving(Odd(answer)) as liar:
        line = f"witness liar {LIAR.verifier.as_cosigner().text()} {liar.address}\n"
        settings.WITNESSES = policy_file(own_record / "three", [two[0].line(), two[1].line(), line], 2)
        publish(5, now)
        assert sweep(now) == 2
        row = WitnessState.objects.get(vkey__startswith="liar")
        assert row.known_fault is fault
        assert row.size == 0
        assert liar.asked <= 2
    assert not Cosignature.objects.filter(vkey__startswith="liar").exists()
    assert b"liar" not in public(own_record)
    assert not (own_record / "keys" / "log.shown").exists()
    publish(1, now)  # the integrator believes our own signature alone


def showing(status, shown):
    """Answer every question with a status, and show something as what was cosigned last."""
    return Odd(lambda h: h.send(status, b"900\n") if h.command == "POST" else h.send(200, shown))


@pytest.mark.parametrize("status", [409, 422])
@pytest.mark.parametrize("what", ["a stranger's record", "our own smaller one", "nonsense"])
def test_only_our_own_signature_on_another_history_is_kept_as_evidence(
    status, what, two, own_record, settings, now, quick
):
    publish(5, now)
    shown = {
        "a stranger's record": sign_checkpoint(900, bytes(32), SigningKey.from_seed("office.example/cases", bytes(32))),
        "our own smaller one": parse_note(public(own_record)),
        "nonsense": parse_note(public(own_record)),
    }[what].render()
    publish(5, now)
    with serving(showing(status, b"\xff" if what == "nonsense" else shown.encode())) as liar:
        line = f"witness liar {LIAR.verifier.as_cosigner().text()} {liar.address}\n"
        settings.WITNESSES = policy_file(own_record / "one", [line], 1)
        sweep(now)
        assert WitnessState.objects.get(vkey__startswith="liar").known_fault.alarms
        assert not (own_record / "keys" / "log.shown").exists()
        shown_outside._passed.clear()
        assert publish(1, now) == 11


def test_a_second_history_of_our_own_that_a_witness_shows_stops_us(own_record, settings, now, quick):
    publish(5, now)
    other = sign_checkpoint(4, bytes(32), log_key()).render().encode()
    with serving(showing(422, other)) as witness:
        line = f"witness honest {LIAR.verifier.as_cosigner().text()} {witness.address}\n"
        settings.WITNESSES = policy_file(own_record / "one", [line], 1)
        sweep(now)
    assert (own_record / "keys" / "log.shown").read_bytes() == other
    settings.WITNESSES = ""
    with pytest.raises(RolledBack, match=r"log\.shown says that the record had 4 entries; the database has 5"):
        publish(1, now)


@pytest.mark.parametrize("table", ["cosignature", "witnessed"])
@pytest.mark.parametrize("statement", ["update tables_{} set size = 6", "delete from tables_{}"])
def test_the_database_refuses_to_edit_or_delete_what_was_witnessed(table, statement, two, now, append_only):
    publish(5, now)
    sweep(now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_cosignature_of_another_time_does_not_count(two, now):
    two[1].server.clock = lambda: time.time() - 7200
    publish(5, now)
    assert sweep(now) == 1
    assert WitnessState.objects.get(vkey__startswith="press").known_fault is Fault.WRONG_TIME
    assert not Witnessed.objects.exists()


def test_a_witness_that_knows_another_size_is_taken_at_its_word_once(two, now):
    publish(5, now)
    sweep(now)
    WitnessState.objects.update(size=0)  # as in a database that was restored
    publish(4, now)
    assert sweep(now + timedelta(seconds=3)) == 2
    assert set(WitnessState.objects.values_list("size", flat=True)) == {9}


def test_who_dies_between_publishing_and_asking_asks_when_it_is_back(two, own_record, now):
    publish(5, now)
    ask_witnesses._pending.clear()  # a new process
    assert sweep(now + MINUTE) == 2
    # And between keeping the signatures and publishing them:
    (own_record / "log" / "checkpoint").unlink()
    integrate(now=now)
    assert b"ombudsman" not in public(own_record)
    sweep(now + MINUTE)
    assert b"ombudsman" in public(own_record)


def test_nobody_is_asked_about_what_is_not_public_yet(two, own_record, now):
    publish(5, now)
    (own_record / "log" / "checkpoint").unlink()
    assert sweep(now) == 0
    assert not Cosignature.objects.exists()


def test_the_public_checkpoint_never_goes_back_to_a_smaller_cosigned_one(two, own_record, now, monkeypatch):
    publish(5, now)
    sweep(now)
    publish(5, now)
    larger = public(own_record)
    monkeypatch.setattr(ask_witnesses, "questions", lambda now: [])
    sweep(now)
    assert public(own_record) == larger


def restored(own_record, backup, forget=("keys/log.signed", "log/checkpoint")):
    """Restore the tables, on a machine that has lost its disks too, and begin a new process."""
    restore(backup)
    for path in forget:
        (own_record / path).unlink()
    shown_outside._passed.clear()


def test_after_a_restore_the_witnesses_remember_and_nothing_is_signed(two, own_record, now):
    publish(5, now)
    backup = restorable()
    publish(5, now)
    sweep(now)
    restored(own_record, backup)
    wait(9, start=100)
    with pytest.raises(RolledBack, match="The witness (ombudsman|press) says that the record had 10 entries"):
        integrate(now=now)
    assert not (own_record / "log" / "checkpoint").exists()


def test_a_fork_that_no_guard_saw_is_refused_by_the_witnesses_and_then_by_us(two, own_record, now, monkeypatch):
    publish(5, now)
    backup = restorable()
    publish(5, now)
    sweep(now)
    restored(own_record, backup)
    # The witnesses cannot be reached while the process begins: the office goes on, and signs a second history.
    monkeypatch.setattr("layani.office.actions.shown_outside.shown_side_by_side", lambda *a, **k: {})
    wait(9, start=100)
    assert integrate(now=now).size == 14
    assert sweep(now + MINUTE) == 0
    assert {row.known_fault for row in WitnessState.objects.all()} == {Fault.CONTRADICTS}
    with pytest.raises(RolledBack, match=r"log\.shown says that the record had 10 entries"):
        integrate(now=now)
    # A shorter one is asked for the size that they know.
    assert (own_record / "keys" / "log.shown").exists()


def test_a_shorter_record_after_a_restore_is_told_that_the_witness_is_ahead(two, own_record, now, monkeypatch):
    publish(5, now)
    backup = restorable()
    publish(5, now)
    sweep(now)
    restored(own_record, backup)
    monkeypatch.setattr("layani.office.actions.shown_outside.shown_side_by_side", lambda *a, **k: {})
    integrate(now=now)
    WitnessState.objects.update(size=0, line_size=0, kept_at=None)
    sweep(now + MINUTE)
    assert {(row.known_fault, row.told) for row in WitnessState.objects.all()} == {(Fault.AHEAD, 10)}
    with pytest.raises(RolledBack, match=r"log\.shown says that the record had 10 entries; the database has 5"):
        integrate(now=now)


def test_witnesses_that_cannot_be_reached_stop_nobody_from_signing(own_record, settings, now):
    dead = f"witness dead {LIAR.verifier.text()} http://127.0.0.1:1\n"
    settings.WITNESSES = policy_file(own_record / "witnesses", [dead], 1)
    assert publish(5, now) == 5


def test_money_waits_once_the_quorum_has_been_missing_for_four_hours(two, now):
    publish(5, now)
    sweep(now)
    assert standing(now + 14 * MINUTE).since is None
    gone = standing(now + 16 * MINUTE)
    assert gone.since is not None
    assert abs(gone.since - now) < MINUTE
    assert not gone.alarms(now + 16 * MINUTE)
    assert standing(now + 62 * MINUTE).alarms(now + 62 * MINUTE)
    assert may_release(now + 238 * MINUTE)
    assert not may_release(now + 242 * MINUTE)


def test_money_waits_where_there_was_never_a_quorum(own_record, settings, now):
    dead = f"witness dead {LIAR.verifier.text()} http://127.0.0.1:1\n"
    settings.WITNESSES = policy_file(own_record / "witnesses", [dead], 1)
    publish(5, now)
    sweep(now)
    assert may_release(now + timedelta(hours=3, minutes=59))
    assert not may_release(now + timedelta(hours=4))


def test_the_public_policy_names_the_witnesses_and_the_quorum(two):
    policy = parse_policy(trust_policy().encode())
    assert set(policy.witnesses) == {"ombudsman", "press"}
    assert policy.quorum == "outsiders"
    assert policy.is_quorum(frozenset(one.key for one in two))
    assert not policy.is_quorum(frozenset([two[0].key]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("quorum none\nwitness a b\n", "line 2"),
        (f"witness a {LIAR.verifier.text()} ftp://x/\nquorum none\n", "the address of a"),
        (f"witness a {LIAR.verifier.text()} https://u@x/\nquorum none\n", "the address of a"),
        (f"witness a {LIAR.verifier.text()} https://x:99999/\nquorum none\n", "the address of a"),
        (f"witness a {LIAR.verifier.text()} https://x/?q\nquorum none\n", "the address of a"),
        ("", "0 quorum lines"),
    ],
)
def test_a_file_of_witnesses_that_cannot_be_used_is_refused_with_its_line(text, says, tmp_path):
    file = tmp_path / "witnesses"
    file.write_text(text)
    with pytest.raises(WitnessesRefused, match=says):
        read_witnesses(file)


def test_a_file_that_was_changed_counts_at_once(two, own_record, settings):
    file = own_record / "witnesses"
    policy_file(file, [two[0].line()], 1)
    os.utime(file, ns=(1, 1))
    assert set(parse_policy(trust_policy().encode()).witnesses) == {"ombudsman"}


@pytest.mark.parametrize("broken", ["gone", "changed"])
def test_a_file_that_breaks_while_the_office_runs_stops_no_page_and_is_told(broken, two, own_record, now):
    publish(5, now)
    before = trust_policy()
    file = own_record / "witnesses"
    if broken == "gone":
        file.unlink()
    else:
        file.write_text("witness a b\n")
    assert trust_policy() == before
    with pytest.raises(WitnessesRefused, match="witnesses"):
        sweep(now)
    assert standing(now).asked
