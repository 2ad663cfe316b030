"""A log that continues one whose key was taken: its leaf, what the policy says of both, and what is believed."""

from datetime import UTC, datetime

import pytest

from layani.commands.verify import read_from
from layani.rules.record.checkpoint import open_checkpoint, sign_checkpoint
from layani.rules.record.continuation import ContinuationLeaf
from layani.rules.record.encoding import Malformed
from layani.rules.record.epochs import Audit
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.merkle import leaf_hash, root_of
from layani.rules.record.mirror import find_faults
from layani.rules.record.note import SigningKey, Unsigned
from layani.rules.record.policy import parse_policy
from tests.rules.record.small_log import signed_checkpoint, write_log
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN, WITNESS_KEY, WITNESS_VKEY

AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
SECOND = f"{ORIGIN}/2"
NEW = SigningKey.from_seed(SECOND, bytes(range(64, 96))).verifier.text()
LEAF = ContinuationLeaf(ORIGIN, 7, bytes(range(32)), AT)
WITNESSED = f"log {NEW}\nwitness ombudsman {WITNESS_VKEY}\nquorum ombudsman\n"
TAKEN = f"{WITNESSED}# compromised {LOG_VKEY} 7\n# continued {ORIGIN} {SECOND}\n"


def policy(text=TAKEN):
    return parse_policy(text.encode())


def test_the_leaf_is_read_as_it_is_written():
    assert LEAF.text().split("\n")[:3] == ["continues/v1", ORIGIN, "7"]
    assert parse_leaf(LEAF.text().encode()) == LEAF


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ORIGIN, ""),
        (ORIGIN, "two words"),
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n-7\n"),
        ("\n7\n", "\n\u0667\n"),
        ("=\n", "\n"),
        ("2026-11-23T08:15:00Z", "23 November"),
        ("continues/v1", "continues/v2"),
        ("Z\n", "Z\nmore\n"),
        ("Z\n", "Z"),
    ],
)
def test_no_other_spelling_is_a_leaf(old, new):
    changed = LEAF.text().replace(old, new, 1)
    assert changed != LEAF.text()
    with pytest.raises(Malformed):
        parse_leaf(changed.encode())


def faults(folder, entries):
    write_log(folder, entries)
    checkpoint = open_checkpoint((folder / "checkpoint").read_bytes(), [LOG_KEY.verifier]).checkpoint
    audit = Audit()
    return [one.says.en for one in find_faults(checkpoint, read_from(folder), audit)], audit.continued


def test_a_copy_is_compared_with_what_it_says_of_the_log_before(tmp_path):
    entries = [b"entry %d\n" % n for n in range(300)]
    root = root_of(map(leaf_hash, entries[:260]))
    true, false = ContinuationLeaf(ORIGIN, 260, root, AT), ContinuationLeaf(ORIGIN, 259, root, AT)
    assert faults(tmp_path / "true", [*entries, true.text().encode(), b"more\n"]) == ([], [(300, true)])
    (said,), _ = faults(tmp_path / "false", [*entries, false.text().encode()])
    assert "Entry 300 says that it continues" in said and "does not begin with them" in said
    (said,), _ = faults(tmp_path / "ahead", [*entries[:259], true.text().encode()])
    assert "it continues a record of 260 entries, and only 259 stand before it" in said


def test_a_taken_key_counts_up_to_the_witnessed_size_and_with_the_witnesses_alone():
    def opened(size, witnesses=(WITNESS_KEY,), trusted=None):
        signed = signed_checkpoint(size, bytes(32), witnesses=witnesses)
        return (trusted or policy()).open_checkpoint(signed.encode()).checkpoint.size

    assert [opened(size) for size in (1, 6, 7)] == [1, 6, 7]
    with pytest.raises(Unsigned, match="witnesses had seen 7 entries before"):
        opened(8)
    with pytest.raises(Unsigned, match="only witnesses vouch"):
        opened(7, witnesses=())
    nobody = policy(f"log {NEW}\nquorum none\n# compromised {LOG_VKEY} 7\n")
    with pytest.raises(Unsigned, match="only witnesses vouch"):
        opened(7, trusted=nobody)


def test_a_checkpoint_of_the_new_log_is_believed_by_its_own_key():
    key = SigningKey.from_seed(SECOND, bytes(range(64, 96)))
    signed = sign_checkpoint(9, bytes(32), key).render().encode()
    assert policy().open_checkpoint(signed).checkpoint.origin == SECOND


def test_which_log_holds_today_what_another_held():
    chain = policy(f"{TAKEN}# continued {SECOND} {ORIGIN}/3\n")
    assert [chain.successor(one) for one in (ORIGIN, SECOND, "another")] == [f"{ORIGIN}/3", f"{ORIGIN}/3", "another"]
    ring = policy(f"{TAKEN}# continued {SECOND} {ORIGIN}\n")
    assert ring.successor(ORIGIN) == SECOND  # it ends, whatever somebody wrote


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"# compromised {LOG_VKEY}", "must have the form: # compromised"),
        (f"# compromised {LOG_VKEY} many", "The size up to which the record stands"),
        (f"# compromised {NEW} 7", "is listed twice"),
        (f"# compromised {WITNESS_VKEY} 7", "cannot stand here"),
        (f"# continued {ORIGIN}", "must have the form: # continued"),
        (f"# continued {ORIGIN} {ORIGIN}", "by one other record, once"),
    ],
)
def test_what_a_policy_cannot_say(line, reason):
    with pytest.raises(Malformed, match=reason):
        policy(f"{WITNESSED}{line}\n")


def test_it_says_each_once():
    for line in (f"# compromised {LOG_VKEY} 9", f"# continued {ORIGIN} elsewhere.example/log", f"log {LOG_VKEY}"):
        with pytest.raises(Malformed, match=r"twice|once"):
            policy(f"{TAKEN}{line}\n")
