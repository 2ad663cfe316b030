"""The key of provisional receipts is changed: old receipts stay valid, and the old key makes none of later."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.cli import main
from layani.commands.verify import read_from
from layani.office.actions import changing_keys
from layani.office.actions.changing_keys import (
    STILL_SIGNS,
    KeysStay,
    change_acknowledgement_key,
    end_taken_acknowledgement_key,
    keys,
)
from layani.office.actions.receipts import provisional_receipt
from layani.office.gateways.log_keys import acknowledgement_key, trust_policy
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import KeyChange, Outbox
from layani.rules.record.epochs import Audit
from layani.rules.record.leaf import KeyLeaf, parse_leaf
from layani.rules.record.mirror import Mirror, find_faults
from layani.rules.record.policy import parse_policy
from layani.rules.record.receipt import make_provisional, parse_provisional
from layani.rules.record.verify import Verdict, verify_receipt
from tests.office.record.test_receipts import acts, case  # noqa: F401  case is a fixture

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def policy():
    return parse_policy(trust_policy().encode())


@pytest.fixture
def receipt(case):  # noqa: F811
    return provisional_receipt(acts(case)[0])


def test_old_receipts_stay_valid_and_new_ones_are_signed_by_the_new_key(receipt, case, now):  # noqa: F811
    old = acknowledgement_key().verifier
    found = change_acknowledgement_key(now=now + HOUR)
    assert found.acknowledging != old and found.acknowledged == ((old, now + HOUR + STILL_SIGNS),)
    again = provisional_receipt(acts(case)[0])
    assert again != receipt and again.split("\n\n")[0] == receipt.split("\n\n")[0]
    for one in (receipt, again):
        assert verify_receipt(one.encode(), policy()).verdict is Verdict.PROVEN
    assert policy().acknowledgements == (old, found.acknowledging)
    assert policy().acknowledged_until == {old: now + HOUR + STILL_SIGNS}


def test_the_old_key_announces_the_new_one_in_the_record(receipt, own_record, now):
    old = acknowledgement_key().verifier
    new = change_acknowledgement_key(now=now).acknowledging
    leaf = parse_leaf(Outbox.objects.latest("pk").leaf.encode())
    assert isinstance(leaf, KeyLeaf) and leaf.is_signed and (leaf.old, leaf.new) == (old, new)
    integrate(now=now)
    copy, audit = Mirror((own_record / "log" / "checkpoint").read_bytes(), read_from(own_record / "log")), Audit()
    assert list(find_faults(policy().open_checkpoint(copy.checkpoint).checkpoint, copy.read, audit)) == []
    assert [one.new for _, one in audit.keys] == [new]


def test_a_stolen_old_key_makes_no_receipt_of_later(receipt, own_record, now):
    stolen = acknowledgement_key()
    change_acknowledgement_key(now=now)
    genuine = parse_provisional(receipt.split("\n\n")[0] + "\n")

    def forged(issued):
        return make_provisional(genuine.opening, log=genuine.log, office="x", issued=issued, key=stolen).encode()

    assert verify_receipt(forged(now + STILL_SIGNS), policy()).verdict is Verdict.PROVEN  # its time is its word
    found = verify_receipt(forged(now + STILL_SIGNS + timedelta(seconds=1)), policy())
    assert found.verdict is Verdict.NOT_CHECKABLE and "was retired at" in found.summary.en


def test_the_old_private_half_is_gone(receipt, own_record, now):
    before = (own_record / "keys" / "acknowledgement.key").read_text(encoding="utf-8")
    change_acknowledgement_key(now=now)
    files = [one for one in (own_record / "keys").rglob("*") if one.is_file()]
    assert [one for one in files if before.strip() in one.read_text(encoding="utf-8", errors="replace")] == []
    assert {"acknowledgement.key", "acknowledgement.key.pub", "acknowledgement.retired"} <= {one.name for one in files}
    assert (own_record / "keys" / "acknowledgement.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("step", ["_announce", "retire_acknowledgement_key"])
def test_a_change_that_died_is_ended_by_repeating_it(step, receipt, own_record, now, monkeypatch):
    old = acknowledgement_key().verifier

    def die(*_, **__):
        raise OSError("the machine was switched off")

    with monkeypatch.context() as patched:
        patched.setattr(changing_keys, step, die)
        with pytest.raises(OSError, match="switched off"):
            change_acknowledgement_key(now=now)
    assert acknowledgement_key().verifier == old
    found = change_acknowledgement_key(now=now + HOUR)
    assert len(found.acknowledged) == 1 and KeyChange.objects.count() == 1
    assert found.acknowledged[0][1] == now + HOUR + STILL_SIGNS  # it signed all the time until then
    assert verify_receipt(receipt.encode(), policy()).verdict is Verdict.PROVEN


@pytest.mark.parametrize("dies_at", [1, 2])
def test_one_that_died_among_the_files_is_ended_too(dies_at, receipt, own_record, now, monkeypatch):
    calls, replace = [], os.replace

    def dying(source, target):
        if str(target).endswith(("acknowledgement.retired", "acknowledgement.key")):
            calls.append(target)
            if len(calls) == dies_at:
                raise OSError("the machine was switched off")
        return replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", dying)
        with pytest.raises(OSError, match="switched off"):
            change_acknowledgement_key(now=now)
    found = change_acknowledgement_key(now=now + HOUR)
    assert policy().acknowledgements[-1] == found.acknowledging == acknowledgement_key().verifier
    assert len(found.acknowledged) == 1
    assert verify_receipt(receipt.encode(), policy()).verdict is Verdict.PROVEN


def test_it_can_be_changed_twice(receipt, case, own_record, now):  # noqa: F811
    change_acknowledgement_key(now=now)
    second = provisional_receipt(acts(case)[0])
    change_acknowledgement_key(now=now + HOUR)
    assert len(policy().acknowledgements) == 3 and len(policy().acknowledged_until) == 2
    for one in (receipt, second, provisional_receipt(acts(case)[0])):
        assert verify_receipt(one.encode(), policy()).verdict is Verdict.PROVEN


def test_the_command_changes_it_and_says_so(receipt, own_record, capsys):
    old = acknowledgement_key().verifier.text()
    assert main(["keys", "rotate-acknowledgement"]) == 0
    said = capsys.readouterr().out
    assert "retired, signed provisional receipts until" in said and old in said
    assert f"signs provisional receipts: {keys().acknowledging.text()}" in said
    assert keys().acknowledged[0][1] > timezone.now()


def end_taken(now, since):
    return end_taken_acknowledgement_key(acknowledgement_key().verifier.text(), since, now=now)


def test_a_taken_key_is_believed_for_nothing_of_then_and_later(receipt, case, own_record, now):  # noqa: F811
    stolen = acknowledgement_key()
    genuine = parse_provisional(receipt.split("\n\n")[0] + "\n")
    found = end_taken(now + HOUR, genuine.issued)
    assert found.taken == {stolen.verifier: genuine.issued} and found.acknowledging != stolen.verifier
    assert policy().acknowledgements == (found.acknowledging,)  # older programs do not believe it either
    answer = verify_receipt(receipt.encode(), policy())
    assert answer.verdict is Verdict.NOT_CHECKABLE and "somebody else's hands" in answer.summary.en
    again = provisional_receipt(acts(case)[0])
    assert verify_receipt(again.encode(), policy()).verdict is Verdict.PROVEN


def test_what_a_taken_key_signed_before_stands_by_the_record_alone(receipt, own_record, now):
    integrate(now=now)
    end_taken(now + HOUR, now + HOUR)
    copy = Mirror((own_record / "log" / "checkpoint").read_bytes(), read_from(own_record / "log"))
    alone, held = verify_receipt(receipt.encode(), policy()), verify_receipt(receipt.encode(), policy(), copy)
    assert (alone.verdict, held.verdict) == (Verdict.NOT_CHECKABLE, Verdict.PROVEN)
    assert "--tiles" in alone.summary.en and not any("signed this receipt" in one.en for one in held.proven)
    assert any("somebody else's hands" in one.en for one in held.not_proven)


@pytest.mark.parametrize("died", ["change_acknowledgement_key", "mend_acknowledgement_half"])
def test_saying_that_it_was_taken_can_be_repeated(died, receipt, own_record, now, monkeypatch):
    vkey = acknowledgement_key().verifier.text()

    def die(*_, **__):
        raise OSError("the machine was switched off")

    with monkeypatch.context() as patched:
        patched.setattr(changing_keys, died, die)
        with pytest.raises(OSError, match="switched off"):
            end_taken_acknowledgement_key(vkey, now, now=now)
    assert verify_receipt(receipt.encode(), policy()).verdict is Verdict.NOT_CHECKABLE
    found = end_taken_acknowledgement_key(vkey, now, now=now + HOUR)
    assert policy().acknowledgements == (found.acknowledging,) and found.acknowledging.text() != vkey
    later = end_taken_acknowledgement_key(vkey, now + HOUR, now=now + HOUR)
    assert later.acknowledging == found.acknowledging and list(later.taken.values()) == [now]  # the earlier counts
    earlier = end_taken_acknowledgement_key(vkey, now - HOUR, now=now + HOUR)
    assert earlier.acknowledging == found.acknowledging and list(earlier.taken.values()) == [now - HOUR]


def test_a_key_that_is_none_or_a_time_to_come_changes_nothing(receipt, own_record, now, capsys):
    before = trust_policy()
    with pytest.raises(KeysStay, match="still to come"):
        end_taken(now, now + HOUR)
    with pytest.raises(KeysStay, match="has signed no provisional receipts"):
        end_taken_acknowledgement_key("office.example/x+1", now, now=now)
    assert main(["keys", "compromised-acknowledgement", acknowledgement_key().verifier.text(), "yesterday"]) == 2
    assert "SINCE is 'yesterday'" in capsys.readouterr().err
    assert trust_policy() == before


def test_the_command_says_which_key_was_taken(receipt, own_record, capsys):
    vkey = acknowledgement_key().verifier.text()
    assert main(["keys", "compromised-acknowledgement", vkey, "2026-01-04T02:00:00Z"]) == 0
    said = capsys.readouterr().out
    assert f"taken, believed for no receipt of 2026-01-04T02:00:00Z or later: {vkey}" in said
    assert f"# acknowledgement-compromised {vkey} 2026-01-04T02:00:00Z\n" in trust_policy()
