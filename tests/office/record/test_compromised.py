"""A drill: the key of the record is taken. It ends at what witnesses had seen, and a second record continues it."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layani.cli import main
from layani.commands.verify import read_from
from layani.office.actions import checking, ending_log, filing, serving
from layani.office.actions.changing_keys import SHORTEST_OVERLAP, KeysStay, announce_key
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.ending_log import end_log
from layani.office.actions.receipts import Witnessing, best_final, provisional_receipt
from layani.office.gateways.ended_logs import ended_logs
from layani.office.gateways.log_keys import log_key, log_origin, next_log_key, trust_policy
from layani.office.gateways.published_log import keep_shown
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Outbox
from layani.office.tables.models.witnessing import Witnessed
from layani.rules.record.checkpoint import open_checkpoint, sign_checkpoint
from layani.rules.record.continuation import ContinuationLeaf
from layani.rules.record.epochs import Audit
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.merkle import EMPTY_ROOT, MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.mirror import Mirror, find_faults
from layani.rules.record.note import SigningKey, Unsigned, with_signatures
from layani.rules.record.policy import parse_policy
from layani.rules.record.proof import parse_proof
from layani.rules.record.receipt import make_final, parse_opening
from layani.rules.record.verify import Verdict, verify_receipt
from layani.watchers.fetching import source_of
from layani.watchers.mirror import CannotContinue, pull
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_receipts import acts, others
from tests.office.record.witnesses import policy_file, sweep

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "office.example/cases", "office.example/cases/2", "office.example/cases/3"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def scene(two, ana, now):
    """Give a case with an act that was witnessed, and one that the record holds and no witness saw."""
    row = filing.file(application(), actor=CITIZEN, now=now).row
    others(5, now)
    integrate(now=now)
    sweep(now)
    serving.take_next(actor=ana, now=now + MINUTE)
    integrate(now=now + MINUTE)
    return Case.objects.get(pk=row.pk)


def policy():
    return parse_policy(trust_policy().encode())


def receipt_of(case, seq):
    return best_final(acts(case)[seq]).text.encode()


def verdict(receipt, mirror=None):
    return verify_receipt(receipt, policy(), mirror).verdict


def copy(folder):
    return Mirror((folder / "log" / "checkpoint").read_bytes(), read_from(folder / "log"))


def taken(now):
    """Do what the how-to says; the witnesses are told by the caller."""
    ended = end_log(log_origin(), now=now)
    integrate(now=now)
    return ended


def tell(witnesses):
    """The witnesses enter the new key by hand, as the page of keys names it."""
    for one in witnesses:
        one.witness.logs = policy().logs


def forged(thief, entries, index, opening):
    """A receipt as a thief makes one: any entries, and the stolen key under them."""
    tree = MemoryTree(map(leaf_hash, entries))
    signed = sign_checkpoint(len(entries), tree.root(), thief).render()
    hashes = tuple(inclusion_proof(index, len(entries), tree.node))
    return make_final(opening, index=index, hashes=hashes, checkpoint=signed).encode()


def test_what_witnesses_had_seen_stands_and_the_rest_is_not_checkable(scene, now):
    seen, unseen = receipt_of(scene, 0), receipt_of(scene, 1)
    assert verdict(seen) is Verdict.PROVEN and verdict(unseen) is Verdict.NOT_CHECKABLE
    ended = taken(now + 2 * MINUTE)
    assert (ended.origin, ended.size) == (FIRST, 6) and log_origin() == SECOND
    assert verdict(seen) is Verdict.PROVEN
    found = verify_receipt(unseen, policy())
    assert found.verdict is Verdict.NOT_CHECKABLE
    assert "was taken" in found.summary.en and f"Get a new receipt, of {SECOND}" in found.summary.en


def test_nothing_that_the_thief_signs_is_believed(scene, own_record, now):
    thief, opening = log_key(), parse_opening(parse_proof(receipt_of(scene, 0)).extra)
    size = taken(now + 2 * MINUTE).size
    entry = opening.leaf.text().encode()
    for length in (size - 1, size, size + 1, 90):
        entries = [b"false\n"] * (length - 1) + [entry]
        assert verdict(forged(thief, entries, length - 1, opening)) is Verdict.NOT_CHECKABLE, length
    with pytest.raises(Unsigned):
        policy().open_checkpoint(sign_checkpoint(99, bytes(32), thief).render().encode())
    assert f"log {thief.verifier.text()}" not in trust_policy()  # others would believe it at any size


def test_the_second_log_begins_with_the_first_ones_entries_and_then_says_how_far_that_stands(scene, own_record, now):
    before = Outbox.objects.filter(idx__isnull=False).count()
    filing.file(application(), actor=CITIZEN, now=now + 2 * MINUTE)  # waits, and comes after it
    others(3, now)
    strangers = strange()
    ended = taken(now + 3 * MINUTE)
    leaf = parse_leaf(Outbox.objects.get(idx=before).leaf.encode())
    assert isinstance(leaf, ContinuationLeaf)
    assert (leaf.origin, leaf.size, leaf.root) == (FIRST, 6, ended.root)
    held, audit = copy(own_record), Audit()
    checkpoint = policy().open_checkpoint(held.checkpoint).checkpoint
    assert (checkpoint.origin, checkpoint.size) == (SECOND, before + 5)
    assert list(find_faults(checkpoint, held.read, audit)) == []
    assert audit.continued == [(before, leaf)]
    assert strange() == strangers  # those that the test itself added, which belong to no act


def strange():
    return {one.where for one in altered() if isinstance(one, Altered)}


def test_a_leaf_that_says_otherwise_of_the_ended_log_is_found(scene, own_record, now):
    before = strange()
    ended = taken(now + 2 * MINUTE)
    assert strange() == before
    false = Outbox.objects.create(leaf=ContinuationLeaf(FIRST, ended.size - 1, ended.root, now).text())
    twice = Outbox.objects.create(leaf=ContinuationLeaf(FIRST, ended.size, ended.root, now).text())
    assert strange() - before == {f"leaf {false.pk}", f"leaf {twice.pk}"}


def test_a_continuation_that_is_not_in_the_record_is_missed(scene, own_record, now):
    before = strange()
    ended = taken(now + 2 * MINUTE)
    (own_record / "keys" / "log.ended").write_text(replace(ended, size=2).line(), encoding="utf-8")
    assert f"record {FIRST}" in strange() - before


def test_the_witnesses_cosign_the_second_log_and_every_act_gets_a_new_receipt(scene, two, own_record, now):
    promise = provisional_receipt(acts(scene)[1]).encode()
    taken(now + 2 * MINUTE)
    assert sweep(now + 3 * MINUTE) == 0  # they do not know the new key yet
    tell(two)
    assert sweep(now + 10 * MINUTE) == 2
    for event in acts(scene):
        best = best_final(event)
        assert best.witnessing is Witnessing.QUORUM
        assert verdict(best.text.encode(), copy(own_record)) is Verdict.PROVEN
    assert verdict(promise, copy(own_record)) is Verdict.PROVEN  # of the first log, kept by the second
    others(2, now)
    integrate(now=now + 11 * MINUTE)
    assert sweep(now + 12 * MINUTE) == 2


def test_a_copy_goes_on_into_the_second_log_and_keeps_what_it_saw(scene, own_record, two, now, tmp_path):
    source, mine = source_of(str(own_record / "log")), tmp_path / "copy"
    assert pull(source, mine, policy()).now == 7
    taken(now + 2 * MINUTE)
    assert pull(source, mine, policy()).now == 8
    checkpoint = open_checkpoint((mine / "checkpoint").read_bytes(), policy().logs).checkpoint
    assert checkpoint.origin == SECOND and list(find_faults(checkpoint, read_from(mine))) == []
    assert (mine / "seen" / "7").read_text(encoding="utf-8").startswith(f"{FIRST}\n")


def test_a_copy_that_the_thief_led_astray_is_kept_as_evidence(scene, own_record, now, tmp_path):
    from tests.rules.record.small_log import tiles_for  # noqa: PLC0415  beside the one thief who publishes

    thief, source = log_key(), source_of(str(own_record / "log"))
    mine, entries = tmp_path / "copy", [b"false\n"] * 20
    stolen, root = tiles_for(entries)
    for tile, data in stolen.items():
        (mine / tile.path).parent.mkdir(parents=True, exist_ok=True)
        (mine / tile.path).write_bytes(data)
    before = sign_checkpoint(20, root, thief).render()
    (mine / "checkpoint").write_text(before, encoding="utf-8")
    taken(now + 2 * MINUTE)
    others(30, now)
    integrate(now=now + 3 * MINUTE)
    with pytest.raises(CannotContinue, match="Keep it as evidence"):
        pull(source, mine, policy())
    assert (mine / "checkpoint").read_text(encoding="utf-8") == before


def test_what_the_thief_published_does_not_stop_the_second_log(scene, own_record, now):
    false = sign_checkpoint(500, bytes(32), log_key()).render()
    for place in ("log/checkpoint", "keys/log.shown", "keys/log.signed"):
        (own_record / place).write_text(false, encoding="utf-8")
    taken(now + 2 * MINUTE)
    checkpoint = policy().open_checkpoint(copy(own_record).checkpoint).checkpoint
    assert (checkpoint.origin, checkpoint.size) == (SECOND, 8)


def test_a_smaller_false_statement_of_the_taken_key_does_not_stop_the_second_log(scene, own_record, now):
    false = sign_checkpoint(4, bytes(32), log_key()).render()  # fewer entries than witnesses had seen
    for place in ("log/checkpoint", "keys/log.shown", "keys/log.signed"):
        (own_record / place).write_text(false, encoding="utf-8")
    taken(now + 2 * MINUTE)
    held = copy(own_record)
    checkpoint = policy().open_checkpoint(held.checkpoint).checkpoint
    assert (checkpoint.origin, checkpoint.size) == (SECOND, 8) and list(find_faults(checkpoint, held.read)) == []


def test_a_file_of_the_ended_log_makes_room_for_what_a_witness_shows(own_record, tmp_path):
    taken_key = log_key()
    fresh, former = (SigningKey.from_seed(SECOND, bytes([n]) * 32) for n in (1, 2))

    def signed(size, key):
        return sign_checkpoint(size, bytes(32), key).render().encode()

    (tmp_path / "log.shown").write_bytes(signed(500, taken_key))
    assert keep_shown(tmp_path, signed(9, fresh), fresh.verifier)
    assert (tmp_path / "log.shown").read_bytes() == signed(9, fresh)
    assert (tmp_path / "log.shown.1").read_bytes() == signed(500, taken_key)
    (tmp_path / "log.shown").write_bytes(signed(12, former))  # retired as planned: it still counts
    assert not keep_shown(tmp_path, signed(9, fresh), fresh.verifier, former.verifier)
    with pytest.raises(Unsigned):
        keep_shown(tmp_path, signed(99, taken_key), fresh.verifier)


def test_who_kept_the_old_keys_is_told_to_take_the_new_ones(scene, own_record, now):
    old = policy()
    taken(now + 2 * MINUTE)
    with pytest.raises(Unsigned):
        old.open_checkpoint(copy(own_record).checkpoint)


def test_the_stolen_key_is_gone_and_the_last_statement_is_public(scene, own_record, client, now):
    before, stolen = log_key().verifier, (own_record / "keys" / "log.key").read_text(encoding="utf-8").strip()
    taken(now + 2 * MINUTE)
    files = [one for one in (own_record / "keys").rglob("*") if one.is_file()]
    assert [one.name for one in files if stolen in one.read_text(encoding="utf-8", errors="replace")] == []
    assert log_key().verifier.name == SECOND
    last = client.get("/record/ended/1")
    opened = open_checkpoint(last.content, [before], policy().cosigners)
    assert opened.checkpoint.size == 6 and len(opened.note.verified) == 3
    assert client.get("/record/ended/2").status_code == 404
    page = client.get("/record/").content.decode()
    assert SECOND in page and "Berakhir, karena kuncinya dicuri" in page


@pytest.mark.parametrize("step", ["_begin", "keep_ended", "put_in_fresh_key"])
def test_an_ending_that_died_is_ended_by_repeating_it(step, scene, own_record, now, monkeypatch):
    def die(*_, **__):
        raise OSError("the machine was switched off")

    with monkeypatch.context() as patched:
        patched.setattr(ending_log, step, die)
        with pytest.raises(OSError, match="switched off"):
            end_log(FIRST, now=now)
    ended = end_log(FIRST, now=now + MINUTE)
    integrate(now=now + MINUTE)
    assert (ended.size, log_origin(), len(ended_logs())) == (6, SECOND, 1)
    assert [isinstance(parse_leaf(one.leaf.encode()), ContinuationLeaf) for one in Outbox.objects.all()].count(
        True
    ) == 1
    assert policy().open_checkpoint(copy(own_record).checkpoint).checkpoint.origin == SECOND


@pytest.mark.parametrize("dies_at", ["put_in_fresh_key", "log.key", "log.key.pub"])
def test_the_page_of_keys_is_whole_where_an_ending_died(dies_at, scene, own_record, now, monkeypatch):
    """The taken key has no line as a log's, and no key stands there twice, which would make the file unreadable."""
    stolen, real = log_key().verifier, os.replace
    announce_key(overlap=SHORTEST_OVERLAP, now=now)  # one was to follow it: its public half lies beside, too
    coming = next_log_key().verifier

    def die(*_):
        raise OSError("the machine was switched off")

    with monkeypatch.context() as patched:
        if dies_at == "put_in_fresh_key":
            patched.setattr(ending_log, dies_at, die)
        elif dies_at == "log.key":
            patched.setattr(os, "replace", lambda old, new: die() if Path(new).name == dies_at else real(old, new))
        else:
            patched.setattr("layani.office.gateways.log_keys.show_public", die)
        with pytest.raises(OSError, match="switched off"):
            end_log(FIRST, now=now)
    (own_record / "keys" / "log.next.key.pub").write_text(coming.text(), encoding="utf-8")  # not taken away in time
    half = policy()
    assert set(half.compromised) == {stolen, coming}
    assert [key.name for key in half.logs] == [SECOND]
    if dies_at == "log.key.pub":
        with pytest.raises(KeysStay):
            end_log(FIRST, now=now)  # it is ended already; the public half is mended
    else:
        end_log(FIRST, now=now)
    assert policy().logs == half.logs == (log_key().verifier,)


def test_one_that_died_behind_the_new_key_is_mended(scene, own_record, now, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("layani.office.gateways.log_keys.show_public", lambda *_: None)
        end_log(FIRST, now=now)
    (own_record / "keys" / "log.key.pub").write_text("stale", encoding="utf-8")
    with pytest.raises(KeysStay, match="The record in use is office.example/cases/2"):
        end_log(FIRST, now=now)
    assert SECOND in (own_record / "keys" / "log.key.pub").read_text(encoding="utf-8")


def test_it_can_happen_twice(scene, two, own_record, now):
    first = receipt_of(scene, 0)
    taken(now + 2 * MINUTE)
    tell(two)
    sweep(now + 10 * MINUTE)
    second = receipt_of(scene, 1)
    taken(now + 20 * MINUTE)
    assert log_origin() == THIRD and policy().successor(FIRST) == THIRD
    for receipt in (first, second):
        assert verdict(receipt) is Verdict.PROVEN
        assert verdict(receipt, copy(own_record)) is Verdict.PROVEN
    assert (
        list(find_faults(policy().open_checkpoint(copy(own_record).checkpoint).checkpoint, copy(own_record).read)) == []
    )


def test_a_second_log_that_no_quorum_saw_stands_nowhere(scene, two, own_record, now):
    opening = parse_opening(parse_proof(receipt_of(scene, 0)).extra)
    taken(now + 2 * MINUTE)
    thief = log_key()
    ended = taken(now + 3 * MINUTE)  # the witnesses have not entered the second log's key yet
    assert (ended.origin, ended.size, ended.root) == (SECOND, 0, EMPTY_ROOT)
    assert not (own_record / "log" / "ended" / "2").exists()
    assert policy().compromised[thief.verifier] == 0 and policy().successor(FIRST) == THIRD
    tree = MemoryTree([opening.leaf.hash()])
    note = sign_checkpoint(1, tree.root(), thief)
    cosigned = [one.witness.key.cosign(note.text, int(now.timestamp())) for one in two]
    signed = with_signatures(note, cosigned).render()
    false = make_final(opening, index=0, hashes=(), checkpoint=signed).encode()
    assert verdict(false) is Verdict.NOT_CHECKABLE
    assert verdict(receipt_of(scene, 0), copy(own_record)) is Verdict.PROVEN


def test_the_log_stands_as_far_as_the_witnesses_of_today_saw_it(scene, two, own_record, settings, now):
    both = settings.WITNESSES
    settings.WITNESSES = policy_file(own_record / "one", [two[0].line()], 1)
    sweep(now + 10 * MINUTE)
    assert Witnessed.objects.newest().size == 7
    settings.WITNESSES = both  # who was a quorum then is none today
    assert taken(now + 11 * MINUTE).size == 6
    assert verdict(receipt_of(scene, 0)) is Verdict.PROVEN
    assert (own_record / "log" / "ended" / "1").read_text(encoding="utf-8").startswith(f"{FIRST}\n6\n")


def test_without_witnesses_nothing_of_the_first_log_stands_and_the_second_holds_all(scene, own_record, settings, now):
    settings.WITNESSES = ""
    old = receipt_of(scene, 0)
    assert taken(now + 2 * MINUTE).size == 0
    assert verdict(old) is Verdict.NOT_CHECKABLE
    assert verdict(receipt_of(scene, 0), copy(own_record)) is Verdict.PROVEN


def test_the_command_asks_for_the_name_and_says_what_it_did(scene, capsys):
    assert main(["keys", "compromised", "office.example/other"]) == 2
    assert "The record in use is office.example/cases" in capsys.readouterr().err
    assert log_origin() == FIRST
    assert main(["keys", "compromised", FIRST]) == 0
    said = capsys.readouterr().out
    assert "it stands to 6 entries, which witnesses had seen" in said and f"continued by: {SECOND}" in said
    assert main(["keys", "compromised", FIRST]) == 2


def test_the_acts_go_on_as_before(scene, ana, own_record, now):
    taken(now + 2 * MINUTE)
    checking.check_complete(scene.number, actor=ana, now=now + 3 * MINUTE)
    integrate(now=now + 3 * MINUTE)
    held = copy(own_record)
    assert held.checkpoint.decode().startswith(f"{SECOND}\n9\n")
    assert json.loads(acts(scene)[2].body)["act"] == "check_complete"
