"""Verifying receipts: what is proven, what is disproved, what cannot be checked; and no changed file is ever proven."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.rules.record import words
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.mirror import Mirror, find_faults
from layani.rules.record.note import SigningKey
from layani.rules.record.policy import parse_policy
from layani.rules.record.receipt import make_final, make_provisional, parse_opening
from layani.rules.record.tiles import MissingTile, Tile
from layani.rules.record.verify import Verdict, verify_receipt
from tests.rules.record.small_log import (
    COSIGNED_AT,
    entries_around,
    final_receipt,
    openings,
    policy,
    provisional_receipt,
    signed_checkpoint,
    tiles_for,
)
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_KEY, ORIGIN, PROOF_5_OF_7, WITNESS_KEY

FILED, ASSIGNED, DECIDED = openings()
FINAL = final_receipt(DECIDED, 300, 256, [WITNESS_KEY])
PROVISIONAL = provisional_receipt(FILED)
PROVEN, DISPROVED, NOT_CHECKABLE = Verdict.PROVEN, Verdict.DISPROVED, Verdict.NOT_CHECKABLE


def answer(text, rules=None, mirror=None):
    return verify_receipt(text.encode(), rules or policy(), mirror)


def english(lines):
    return " ".join(line.en for line in lines)


def mirror_of(entries, witnesses=(WITNESS_KEY,), key=LOG_KEY):
    store, root = tiles_for(entries)

    def read(tile: Tile) -> bytes:
        if tile not in store:
            raise MissingTile(f"{tile.path} does not exist")
        return store[tile]

    checkpoint = signed_checkpoint(len(entries), root, key=key, witnesses=witnesses)
    return Mirror(checkpoint.encode(), read)


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (255, 254), (256, 0), (257, 256), (600, 300)])
def test_a_final_receipt_is_proven(size, index):
    finding = answer(final_receipt(DECIDED, size, index))
    assert finding.verdict is PROVEN
    assert f"when it had {size} entries, held it as entry number {index}, counted from 0." in english(finding.proven)
    assert "act number 3 of this case, by the office's clock at 2026-11-23T08:15:02Z" in english(finding.proven)
    assert finding.opening.body == '{"act":"decided","outcome":"granted"}'


def test_what_is_left_open_is_said():
    alone = answer(final_receipt(DECIDED, 300, 256))
    assert "no witness from outside" in english(alone.not_proven)
    assert "no other act followed" in english(alone.not_proven)
    seen = answer(FINAL)
    assert "ombudsman.example/w1 saw this record at 2026-11-18" in english(seen.proven)
    assert "no witness" not in english(seen.not_proven)


def test_the_answer_has_both_languages():
    finding = answer(FINAL)
    assert finding.summary.id.startswith("TERBUKTI")
    assert all(line.id != line.en for line in (*finding.proven, *finding.not_proven))


def test_fewer_witnesses_than_the_policy_asks_for_is_not_checkable():
    assert answer(FINAL, policy(witnesses=True)).verdict is PROVEN
    finding = answer(final_receipt(DECIDED, 300, 256), policy(witnesses=True))
    assert finding.verdict is NOT_CHECKABLE
    assert "no witness has signed" in finding.summary.en


def test_a_log_that_is_not_trusted_is_not_checkable():
    finding = answer(FINAL, parse_policy(b"quorum none"))
    assert finding.verdict is NOT_CHECKABLE
    assert "no key that you trust" in finding.summary.en


def test_a_receipt_with_another_body_is_disproved():
    entries = entries_around(DECIDED.leaf, 3, 1)
    forged = type(DECIDED)(DECIDED.leaf, '{"act":"decided","outcome":"refused"}', *_secrets(DECIDED))
    finding = answer(_receipt_over(entries, 1, forged))
    assert finding.verdict is DISPROVED
    assert finding.opening is None


@pytest.mark.parametrize("field", ["salt", "case_key", "seq"])
def test_a_receipt_with_another_secret_is_disproved(field):
    values = {"salt": DECIDED.salt, "case_key": DECIDED.case_key, "seq": DECIDED.seq}
    values[field] = bytes(32) if field != "seq" else 1
    forged = type(DECIDED)(leaf=DECIDED.leaf, body=DECIDED.body, **values)
    assert answer(_receipt_over(entries_around(DECIDED.leaf, 3, 1), 1, forged)).verdict is DISPROVED


def test_an_act_that_is_not_in_the_log_is_disproved():
    finding = answer(_receipt_over(entries_around(FILED.leaf, 3, 1), 1, DECIDED))
    assert finding.verdict is DISPROVED
    assert "does not hold this act" in finding.summary.en


def _secrets(opening):
    return opening.salt, opening.case_key, opening.seq


def _receipt_over(entries, index, opening):
    """Return a receipt that claims ``opening`` for whatever stands at ``index``, under an honest checkpoint."""
    tree = MemoryTree(map(leaf_hash, entries))
    proof = tuple(inclusion_proof(index, tree.size, tree.node))
    return make_final(opening, index=index, hashes=proof, checkpoint=signed_checkpoint(tree.size, tree.root()))


def test_a_changed_checkpoint_is_disproved():
    finding = answer(FINAL.replace("\n300\n", "\n301\n"))
    assert finding.verdict is DISPROVED
    assert "signature does not fit" in finding.summary.en


def test_a_proof_without_the_act_in_it_is_not_checkable():
    without = "\n".join(line for line in FINAL.split("\n") if not line.startswith("extra "))
    assert answer(without).verdict is NOT_CHECKABLE
    assert answer(PROOF_5_OF_7).verdict is NOT_CHECKABLE  # someone else's extra data


@pytest.mark.parametrize("text", ["", "hello", "provisional-receipt/v1\n", FINAL[:200], PROVISIONAL[:-20], "\0" * 500])
def test_what_is_no_receipt_is_not_checkable(text):
    finding = answer(text)
    assert finding.verdict is NOT_CHECKABLE
    assert finding.proven == ()


@settings(max_examples=1500, deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_never_proven(data):
    """With the witness asked for, every byte of either receipt counts."""
    rules, original = policy(witnesses=True), data.draw(st.sampled_from([FINAL, PROVISIONAL])).encode()
    at = data.draw(st.integers(0, len(original) - 1))
    changed = bytearray(original)
    changed[at] ^= data.draw(st.integers(1, 255))
    assert verify_receipt(original, rules).verdict is PROVEN
    assert verify_receipt(bytes(changed), rules).verdict is not PROVEN


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_a_receipt_with_bytes_taken_out_or_put_in_is_never_proven(data):
    rules, original = policy(witnesses=True), data.draw(st.sampled_from([FINAL, PROVISIONAL])).encode()
    at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(original))] * 2)))
    changed = original[:at] + data.draw(st.binary(max_size=4)) + original[end:]
    if changed != original:
        assert verify_receipt(changed, rules).verdict is not PROVEN


@given(junk=st.binary(max_size=400))
def test_junk_never_raises(junk):
    for start in (b"", b"c2sp.org/tlog-proof@v1\n", b"provisional-receipt/v1\n"):
        assert verify_receipt(start + junk, policy()).verdict is NOT_CHECKABLE


def test_a_provisional_receipt_proves_the_acknowledgement_and_says_what_it_does_not():
    finding = answer(PROVISIONAL)
    assert finding.verdict is PROVEN
    assert "signed that it received" in finding.summary.en
    assert "Kelurahan Contoh signed this receipt at 2026-11-23T08:15:01Z" in english(finding.proven)
    assert "by 2026-11-24T08:15:00Z at the latest" in english(finding.proven)
    assert f"already in the record {ORIGIN}" in english(finding.not_proven)


def test_a_provisional_receipt_signed_by_the_log_key_alone_is_not_accepted():
    receipt = make_provisional(FILED, log=ORIGIN, office="X", issued=FILED.leaf.time, key=LOG_KEY)
    assert answer(receipt).verdict is NOT_CHECKABLE


def test_an_acknowledgement_key_cannot_sign_checkpoints():
    """It lies on the web server: whoever takes it must not be able to make a log of their own."""
    entries = entries_around(FILED.leaf, 1, 0)
    _, root = tiles_for(entries)
    name_of_log = SigningKey(ORIGIN, ACKNOWLEDGEMENT_KEY.private)
    for key in (ACKNOWLEDGEMENT_KEY, name_of_log):
        text = make_final(FILED, index=0, hashes=(), checkpoint=signed_checkpoint(1, root, key=key))
        assert answer(text).verdict is NOT_CHECKABLE


def test_a_provisional_receipt_is_found_in_the_tiles():
    mirror = mirror_of(entries_around(FILED.leaf, 600, 300))
    finding = answer(PROVISIONAL, mirror=mirror)
    assert finding.verdict is PROVEN
    assert "when it had 600 entries, held it as entry number 300, counted from 0." in english(finding.proven)
    assert "already in the record" not in english(finding.not_proven)


def test_a_broken_promise_is_disproved_by_a_later_entry():
    late = openings(["{}"], FILED.leaf.time + timedelta(hours=24, seconds=1))[0]
    finding = answer(PROVISIONAL, mirror=mirror_of(entries_around(late.leaf, 300, 299)))
    assert finding.verdict is DISPROVED
    assert "promise was broken" in finding.summary.en


def test_a_broken_promise_is_disproved_by_a_witness_after_the_due_time():
    early = openings(["{}"], FILED.leaf.time.replace(year=2020))[0]
    receipt = make_provisional(early, log=ORIGIN, office="X", issued=early.leaf.time, key=ACKNOWLEDGEMENT_KEY)
    assert early.leaf.time.timestamp() < COSIGNED_AT
    assert answer(receipt, mirror=mirror_of([b"unknown leaf"])).verdict is DISPROVED


def test_an_act_that_is_not_due_yet_is_not_checkable():
    on_time = openings(["{}"], FILED.leaf.time + timedelta(hours=24))[0]
    for last in (on_time.leaf.text().encode(), b"a leaf of a later version\n"):
        finding = answer(PROVISIONAL, mirror=mirror_of([b"x", last], witnesses=()))
        assert finding.verdict is NOT_CHECKABLE
        assert "does not hold it yet" in finding.summary.en
    assert answer(PROVISIONAL, mirror=mirror_of([], witnesses=())).verdict is NOT_CHECKABLE


def test_absence_is_not_claimed_from_tiles_that_do_not_fit_their_checkpoint():
    late = openings(["{}"], FILED.leaf.time + timedelta(days=2))[0]
    good = mirror_of(entries_around(late.leaf, 300, 299))
    shifted = Mirror(good.checkpoint, mirror_of(entries_around(late.leaf, 300, 298)).read)
    finding = answer(PROVISIONAL, mirror=shifted)
    assert finding.verdict is NOT_CHECKABLE
    assert "do not lead to the root" in finding.summary.en


@pytest.mark.parametrize("size", [300, 301, 511, 512, 600])
def test_a_copy_that_continues_the_receipts_record_is_named(size):
    entries = entries_around(DECIDED.leaf, 300, 256) + [b"later %d" % i for i in range(size - 300)]
    finding = answer(FINAL, mirror=mirror_of(entries))
    assert finding.verdict is PROVEN
    assert f"The copy of the record ({size} entries) continues" in english(finding.proven)


@pytest.mark.parametrize("size", [300, 301, 512, 600])
def test_two_histories_of_one_log_are_disproved(size):
    other = [b"another history %d" % i for i in range(size)]
    finding = answer(FINAL, mirror=mirror_of(other))
    assert finding.verdict is DISPROVED
    assert "contradict each other" in finding.summary.en


def test_a_damaged_copy_is_not_taken_for_a_second_history():
    entries = entries_around(DECIDED.leaf, 600, 256)
    good = mirror_of(entries)
    damaged = Mirror(good.checkpoint, lambda tile: good.read(tile)[:-1] + b"\0")
    assert answer(FINAL, mirror=damaged).verdict is NOT_CHECKABLE

    def missing(tile):
        raise MissingTile(f"{tile.path} does not exist")

    finding = answer(FINAL, mirror=Mirror(good.checkpoint, missing))
    assert finding.verdict is NOT_CHECKABLE
    assert "does not exist" in finding.summary.en


def test_an_older_copy_or_one_of_another_log_is_not_checkable():
    older = answer(FINAL, mirror=mirror_of(entries_around(DECIDED.leaf, 299, 256)))
    assert older.verdict is NOT_CHECKABLE
    assert "Fetch a newer copy" in older.summary.en
    other = SigningKey.from_seed("other.example/log", bytes(32))
    both = parse_policy(f"log {LOG_KEY.verifier.text()}\nlog {other.verifier.text()}\nquorum none".encode())
    finding = answer(FINAL, both, mirror_of([b"x"] * 300, key=other))
    assert finding.verdict is NOT_CHECKABLE
    assert "other.example/log" in finding.summary.en


def test_an_opening_has_one_spelling():
    data = FILED.to_json()
    assert parse_opening(data) == FILED
    values = json.loads(data)
    for spelling in (
        json.dumps(values, sort_keys=True).encode(),
        json.dumps(dict(reversed(values.items())), separators=(",", ":")).encode(),
        data + b" ",
        data.replace(b'"v":1', b'"v":1,"w":1'),
        data.replace(b'"v":1', b'"v":1,"v":1'),
        data.replace(b'"v":1', b'"v":true'),
        data.replace(b'"v":1', b'"v":1.0'),
        data.replace(b'"v":1', b'"v":2'),
        data.replace(b'"seq":0', b'"seq":-1'),
        data.replace(b'"seq":0', b'"seq":false'),
        data.replace(b'"seq":0', b'"seq":18446744073709551616'),
        data.replace(b'"seq":0', b'"seq":1' + b"0" * 5000),
        data.replace(b"filed", b"\\u0066iled"),
        data.replace(b"filed", b"\\ud800"),
        data.replace(b"case-event", b"\\ud800-event"),
        data.replace(b"case-event/v2", b"attempt/v1"),
        data[:-1],
        b"[" * 100_000,
        b"[]",
        b"\xff",
        b" " * 400_001,
    ):
        with pytest.raises(Malformed):
            parse_opening(spelling)


def test_a_body_may_hold_any_text():
    for body in ("", "keterangan: Jl. Melati №7 \u2028 😀", '\0\n\r\t"\\'):
        opening = openings([body])[0]
        assert parse_opening(opening.to_json()) == opening
        assert answer(final_receipt(opening, 5, 2)).opening.body == body
        assert answer(provisional_receipt(opening)).opening.body == body


@pytest.mark.parametrize("office", ["", "two\nlines"])
def test_a_provisional_receipt_that_no_one_could_read_is_not_made(office):
    with pytest.raises(Malformed):
        make_provisional(FILED, log=ORIGIN, office=office, issued=FILED.leaf.time, key=ACKNOWLEDGEMENT_KEY)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600, 17_000])
def test_a_whole_copy_is_free_of_faults(size):
    mirror = mirror_of([b"entry %d" % i for i in range(size)])
    assert list(find_faults(_checkpoint(mirror), mirror.read)) == []


def _checkpoint(mirror):
    return parse_checkpoint(mirror.checkpoint.decode().partition("\n\n")[0] + "\n")


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001"])
def test_every_changed_or_missing_tile_is_found(path):
    mirror = mirror_of([b"entry %d" % i for i in range(600)])

    def changed(tile):
        data = mirror.read(tile)
        return data[:-1] + bytes([data[-1] ^ 1]) if tile.path == path else data

    def without(tile):
        if tile.path == path:
            raise MissingTile(f"{path} does not exist")
        return mirror.read(tile)

    faults = list(find_faults(_checkpoint(mirror), changed))
    assert any(not fault.missing for fault in faults)
    [gone] = find_faults(_checkpoint(mirror), without)
    assert gone.missing
    assert path in gone.says.en


def test_a_cut_bundle_ends_the_check():
    mirror = mirror_of([b"entry %d" % i for i in range(600)])
    [fault] = find_faults(_checkpoint(mirror), lambda tile: mirror.read(tile)[:-1])
    assert "tile/entries/000: The entry bundle is cut short" in fault.says.en
    assert not fault.missing


def test_one_witness_is_no_plural_and_none_is_none():
    said = [words.no_quorum(signed, "both") for signed in (0, 1, 2)]
    assert [one.en.split(",")[0].partition(": ")[2] for one in said] == [
        "no witness has signed",
        "only 1 witness has signed",
        "only 2 witnesses have signed",
    ]
    assert "belum ada saksi yang menandatangani" in said[0].id and "hanya 1 saksi menandatangani" in said[1].id
