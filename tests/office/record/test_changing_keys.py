"""A planned change of the record's key: announced by the old one, signed by both for a while, then the old is gone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError

from layani.cli import main
from layani.commands.verify import read_from
from layani.office.actions import filing
from layani.office.actions.changing_keys import KeysStay, announce_key, keys, retire_key
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.receipts import final_receipt
from layani.office.gateways import log_keys
from layani.office.gateways.log_keys import acknowledgement_key, log_key, next_log_key, trust_policy
from layani.office.jobs.integrate_record import RolledBack, integrate
from layani.office.tables.models import Event, KeyChange, Outbox
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.leaf import AttemptLeaf, KeyLeaf, parse_leaf
from layani.rules.record.mirror import Mirror
from layani.rules.record.note import Unsigned, parse_note
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict, verify_receipt
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH = 30 * DAY


@pytest.fixture
def receipt(own_record, now):
    """File something and give its receipt, signed by the first key."""
    row = filing.file(application(), actor=CITIZEN, now=now).row
    integrate(now=now)
    return final_receipt(Event.objects.of_case(row.pk).select_related("case", "outbox").get(seq=0)).encode()


def more(now):
    """Let another leaf come into the record."""
    Outbox.objects.create(leaf=AttemptLeaf(Outbox.objects.count().to_bytes(32, "big"), now).text())
    return integrate(now=now).size


def policy():
    return parse_policy(trust_policy().encode())


def copy(folder):
    return Mirror((folder / "log" / "checkpoint").read_bytes(), read_from(folder / "log"))


def signers(folder):
    return [line.key_id for line in parse_note((folder / "log" / "checkpoint").read_bytes()).signatures]


def changed(now):
    """Change the key as planned; return (old, new)."""
    old = log_key().verifier
    announce_key(overlap=MONTH, now=now)
    integrate(now=now)
    return old, retire_key(now=now + MONTH).in_use


def test_the_old_key_announces_the_new_one_in_the_record(receipt, own_record, now):
    old = log_key().verifier
    found = announce_key(overlap=MONTH, now=now)
    assert (found.in_use, found.coming, found.ends_at, found.retired) == (old, next_log_key().verifier, now + MONTH, ())
    leaf = parse_leaf(Outbox.objects.latest("pk").leaf.encode())
    assert isinstance(leaf, KeyLeaf)
    assert leaf.is_signed
    assert (leaf.old, leaf.new, leaf.start, leaf.end) == (old, found.coming, now, now + MONTH)
    assert "PRIVATE" not in Outbox.objects.latest("pk").leaf


def test_both_sign_until_the_old_one_is_retired(receipt, own_record, now):
    assert signers(own_record) == [log_key().verifier.id]
    announce_key(overlap=MONTH, now=now)
    more(now)
    assert signers(own_record) == [log_key().verifier.id, next_log_key().verifier.id]
    old, new = log_key().verifier, next_log_key().verifier
    for key in (old, new):
        alone = parse_policy(f"log {key.text()}\nquorum none\n".encode())
        assert alone.open_checkpoint(copy(own_record).checkpoint).checkpoint.size == 3
    retire_key(now=now + MONTH)
    assert log_key().verifier == new
    more(now + MONTH)
    assert signers(own_record) == [new.id]


def test_receipts_of_the_old_key_stay_valid_and_the_record_goes_on(receipt, own_record, now):
    old, new = changed(now)
    assert [one for one in altered() if isinstance(one, Altered)] == []
    size = more(now + MONTH)
    trusted = policy()
    assert trusted.logs == (old, new)
    assert trusted.until == {old: size - 1}
    found = verify_receipt(receipt, trusted, copy(own_record))
    assert found.verdict is Verdict.PROVEN, found.summary.en


def test_a_retired_key_is_not_believed_beyond_what_it_signed(receipt, own_record, now):
    former = log_key()
    changed(now)
    trusted = policy()
    size = trusted.until[former.verifier]
    assert trusted.open_checkpoint(sign_checkpoint(size, bytes(32), former).render().encode()).checkpoint.size == size
    with pytest.raises(Unsigned, match=f"retired when it had {size} entries"):
        trusted.open_checkpoint(sign_checkpoint(size + 1, bytes(32), former).render().encode())


def test_what_a_retired_key_signed_still_binds_the_record(receipt, own_record, now):
    """A checkpoint that only the old key signed, larger than what the database has, stops the new key."""
    former = log_key()
    changed(now)
    ahead = sign_checkpoint(99, bytes(32), former).render()
    (own_record / "keys" / "log.signed").write_text(ahead, encoding="utf-8")
    with pytest.raises(RolledBack, match="had 99 entries"):
        integrate(now=now + MONTH)


def test_the_old_private_key_is_gone_and_no_database_has_one(receipt, own_record, now):
    before = (own_record / "keys" / "log.key").read_text(encoding="utf-8")
    changed(now)
    held = [file.read_text(encoding="utf-8") for file in (own_record / "keys").glob("log*") if file.is_file()]
    assert before not in held
    assert sum("PRIVATE" in text for text in held) == 1
    assert "PRIVATE" not in repr(list(KeyChange.objects.values()) + list(Outbox.objects.values()))


def test_a_key_is_not_retired_before_its_days_are_over_or_unannounced(receipt, own_record, now):
    with pytest.raises(KeysStay, match="No other key is announced"):
        retire_key(now=now)
    announce_key(overlap=MONTH, now=now)
    with pytest.raises(KeysStay, match="not public yet|has not signed"):
        retire_key(now=now + MONTH)
    integrate(now=now)
    with pytest.raises(KeysStay, match="Both keys sign until 2026-12-23T02:00:00Z"):
        retire_key(now=now + MONTH - timedelta(seconds=1))
    assert keys().retired == ()
    assert retire_key(now=now + MONTH).retired


def test_a_key_is_announced_once_and_for_a_month_at_least(receipt, now):
    with pytest.raises(KeysStay, match="30 days at least"):
        announce_key(overlap=29 * DAY, now=now)
    assert next_log_key() is None
    announce_key(overlap=MONTH, now=now)
    with pytest.raises(KeysStay, match="announced already"):
        announce_key(overlap=MONTH, now=now)
    assert KeyChange.objects.count() == 1


def test_a_rotation_that_died_after_making_the_key_goes_on_with_it(receipt, now):
    made = log_keys.make_next_log_key().verifier
    with pytest.raises(KeysStay, match="not announced in the record yet"):
        retire_key(now=now)
    assert announce_key(overlap=MONTH, now=now).coming == made


@pytest.mark.parametrize("step", ["write_durably", "replace", "show_public"])
def test_a_retirement_that_dies_at_any_step_can_be_repeated(step, receipt, own_record, now, monkeypatch):
    old = log_key().verifier
    announce_key(overlap=MONTH, now=now)
    integrate(now=now)
    new = next_log_key().verifier

    def die(*_):
        raise OSError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(log_keys.os if step == "replace" else log_keys, step, die)
        with pytest.raises(OSError, match="power is gone"):
            retire_key(now=now + MONTH)
    assert parse_policy(trust_policy().encode()), "the page of keys can be read meanwhile"
    with suppress(KeysStay):  # it had come to its end but for the public half, which is mended
        retire_key(now=now + MONTH)
    found = keys()
    assert (found.in_use, found.coming, [key for key, _ in found.retired]) == (new, None, [old])
    more(now + MONTH)
    trusted = policy()
    assert trusted.logs == (old, new)
    assert verify_receipt(receipt, trusted, copy(own_record)).verdict is Verdict.PROVEN


def test_a_second_change_follows_the_first(receipt, own_record, now):
    first, second = changed(now)
    more(now + MONTH)
    announce_key(overlap=MONTH, now=now + MONTH)
    integrate(now=now + MONTH)
    third = retire_key(now=now + 2 * MONTH).in_use
    more(now + 2 * MONTH)
    assert policy().logs == (first, second, third)
    assert verify_receipt(receipt, policy(), copy(own_record)).verdict is Verdict.PROVEN


def test_an_announcement_cannot_be_edited(receipt, append_only, now):
    announce_key(overlap=MONTH, now=now)
    with pytest.raises(DatabaseError):
        KeyChange.objects.update(ends_at=now)


def test_an_announcement_that_was_taken_away_is_found(receipt, now):
    announce_key(overlap=MONTH, now=now)
    integrate(now=now)
    by_hand("delete from tables_keychange")
    [found] = [one for one in altered() if isinstance(one, Altered)]
    assert "belongs to no act" in found.what


def test_the_command_shows_changes_and_refuses_with_the_reason(receipt, own_record, tmp_path, capsys):
    assert main(["keys", "show"]) == 0
    assert capsys.readouterr().out == (
        f"in use: {log_key().verifier.text()}\nsigns provisional receipts: {acknowledgement_key().verifier.text()}\n"
    )
    assert main(["keys", "rotate", "--overlap", "7"]) == 2
    assert "7 are too few" in capsys.readouterr().err
    assert main(["keys", "rotate"]) == 0
    out = capsys.readouterr().out
    assert f": {next_log_key().verifier.text()}\n" in out
    assert "coming, both sign until " in out
    assert "PRIVATE" not in out
    assert main(["keys", "retire"]) == 2
    integrate(now=Event.objects.get().recorded_at)
    (tmp_path / "policy").write_text(trust_policy(), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", "tiles", str(own_record / "log"), "--policy", str(tmp_path / "policy")]) == 0
    said = f"Entry 1: the key {log_key().verifier.id.hex()} hands over to the new key {next_log_key().verifier.text()}"
    assert said in capsys.readouterr().out
