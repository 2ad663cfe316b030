"""A whole case in a copy of the record: exactly its acts, one chain, no other; and each way to cheat is found."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.cli import main
from layani.rules.record import case_check
from layani.rules.record.case_check import verify_case
from layani.rules.record.closing import closing_of
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.mirror import Mirror
from layani.rules.record.note import SigningKey
from layani.rules.record.receipt import Opening, make_final
from layani.rules.record.sealing import case_tag, commitment, event_salt
from layani.rules.record.tiles import ENTRIES, Tile
from layani.rules.record.verify import Verdict
from tests.rules.record.small_log import (
    BODIES,
    CASE_KEY,
    MORNING,
    openings,
    policy,
    provisional_receipt,
    signed_checkpoint,
    tiles_for,
    write_log,
)
from tests.rules.record.vectors import LOG_VKEY, ORIGIN, WITNESS_KEY

SIZES = (3, 255, 256, 257, 700)


def entries_with(leaves, size):
    """Return ``size`` entries: leaves ({index: leaf}) and, elsewhere, acts of other cases."""
    other = bytes(range(32, 64))
    entries = [CaseEventLeaf(case_tag(other, i), NO_PREVIOUS, bytes(32), MORNING).text().encode() for i in range(size)]
    for index, leaf in leaves.items():
        entries[index] = leaf.text().encode()
    return entries


class Log:
    """A log with a case's acts at certain places; ``size`` entries."""

    def __init__(self, leaves, size):
        self.entries = entries_with(leaves, size)
        self.tree = MemoryTree(map(leaf_hash, self.entries))
        self.store, self.root = tiles_for(self.entries)

    def mirror(self, witnesses=()):
        return Mirror(signed_checkpoint(self.size, self.root, witnesses=witnesses).encode(), self.store.__getitem__)

    @property
    def size(self):
        return len(self.entries)

    def receipt(self, opening, index, size=None, witnesses=()):
        """Return the final receipt as it was when the log had ``size`` entries."""
        size = size or self.size
        checkpoint = signed_checkpoint(size, self.tree.root(size), witnesses=witnesses)
        proof = tuple(inclusion_proof(index, size, self.tree.node))
        return make_final(opening, index=index, hashes=proof, checkpoint=checkpoint).encode()


def log_of(acts, places, size):
    return Log({place: act.leaf for place, act in zip(places, acts, strict=True)}, size)


ACTS = openings()
PLACES = (0, 3, 9)
LOG = log_of(ACTS, PLACES, 20)
RECEIPTS = [LOG.receipt(act, place) for act, place in zip(ACTS, PLACES, strict=True)]


@pytest.mark.parametrize("size", SIZES)
def test_all_acts_are_found_with_their_places_from_any_one_receipt(size):
    places = (0, size // 2, size - 1)
    log = log_of(ACTS, places, size)
    for act, place in zip(ACTS, places, strict=True):
        found = verify_case([log.receipt(act, place)], policy(), log.mirror())
        assert found.verdict is Verdict.PROVEN
        assert [(one.seq, one.index, one.leaf) for one in found.events] == [
            (number, place, act.leaf) for number, (act, place) in enumerate(zip(ACTS, places, strict=True))
        ]
        assert f"exactly 3 acts of this case, no fewer and no more, up to its {size} entries" in found.summary.en
        assert f"tepat 3 tindakan pada permohonan ini, tidak kurang dan tidak lebih, sampai {size}" in found.summary.id
        assert any("What the 2 acts say whose receipts were not given" in one.en for one in found.not_proven)


def test_a_provisional_receipt_and_older_final_ones_do_as_well():
    receipts = [provisional_receipt(ACTS[0]).encode(), LOG.receipt(ACTS[1], 3, size=5)]
    found = verify_case(receipts, policy(), LOG.mirror())
    assert (found.verdict, len(found.events)) == (Verdict.PROVEN, 3)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 299), min_size=1, max_size=12))
def test_whatever_the_places_exactly_the_acts_are_found(places):
    ordered = sorted(places)
    acts = openings([json.dumps({"act": str(i)}) for i in range(len(ordered))])
    log = log_of(acts, ordered, 300)
    found = verify_case([log.receipt(acts[-1], ordered[-1])], policy(), log.mirror())
    assert found.verdict is Verdict.PROVEN
    assert [one.index for one in found.events] == ordered


def test_an_act_without_a_receipt_shows_itself():
    acts = openings([*BODIES, '{"act":"in secret"}'])
    log = log_of(acts, (0, 3, 9, 11), 20)
    found = verify_case([log.receipt(act, p) for act, p in zip(acts[:3], PLACES, strict=True)], policy(), log.mirror())
    assert len(found.events) == 4
    assert any("1 acts say whose receipts" in one.en for one in found.not_proven)


@pytest.mark.parametrize("old", [1, 2, 3])
def test_a_case_begun_with_open_links_goes_on_with_blind_ones(old):
    acts = openings(old=old)
    log = log_of(acts, PLACES, 20)
    receipts = [log.receipt(act, place) for act, place in zip(acts, PLACES, strict=True)]
    assert verify_case(receipts, policy(), log.mirror()).verdict is Verdict.PROVEN


def test_a_blind_link_to_another_act_breaks_the_chain():
    third = CaseEventLeaf.of_case(CASE_KEY, 2, ACTS[0].leaf.hash(), ACTS[2].leaf.commitment, ACTS[2].leaf.time)
    log = Log({0: ACTS[0].leaf, 3: ACTS[1].leaf, 9: third}, 20)
    found = verify_case([log.receipt(ACTS[0], 0)], policy(), log.mirror())
    assert (found.verdict, "act number 3" in found.summary.en) == (Verdict.DISPROVED, True)


def test_one_number_twice_is_a_forked_case():
    second = replace(ACTS[1].leaf, commitment=bytes(32))
    log = Log({0: ACTS[0].leaf, 3: ACTS[1].leaf, 7: second, 9: ACTS[2].leaf}, 20)
    found = verify_case([log.receipt(ACTS[0], 0)], policy(), log.mirror())
    assert found.verdict is Verdict.DISPROVED
    assert "act number 2 is in the record twice, as entry 3 and as entry 7" in found.summary.en


@pytest.mark.parametrize(
    ("leaves", "says"),
    [
        ({0: 0, 9: 2}, "act number 2 is missing, but act number 3 is there (entry 9)"),
        ({3: 1, 9: 2}, "act number 1 is missing, but act number 2 is there (entry 3)"),
        ({3: 0, 0: 1, 9: 2}, "act number 2 (entry 0) stands before act number 1"),
        ({0: 0, 9: 1, 3: 2}, "act number 3 (entry 3) stands before act number 2"),
    ],
)
def test_an_act_left_out_or_out_of_order_is_found(leaves, says):
    log = Log({place: ACTS[act].leaf for place, act in leaves.items()}, 20)
    place = {act: place for place, act in leaves.items()}[2]
    found = verify_case([log.receipt(ACTS[2], place)], policy(), log.mirror())
    assert (found.verdict, says in found.summary.en) == (Verdict.DISPROVED, True)


@pytest.mark.parametrize("seq", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        {"link": bytes([1]) * 32},
        {"version": 1},
        {"commitment": bytes(32)},
        {"time": MORNING + timedelta(days=1)},
        {"tag": "0" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_field_of_each_act_counts(seq, change):
    leaves = {place: act.leaf for place, act in zip(PLACES, ACTS, strict=True)}
    leaves[PLACES[seq]] = replace(ACTS[seq].leaf, **change)
    log = Log(leaves, 20)
    mine = LOG.receipt(ACTS[seq], PLACES[seq], size=PLACES[seq] + 1)
    assert verify_case([mine], policy(), LOG.mirror()).verdict is Verdict.PROVEN
    assert verify_case([mine], policy(), log.mirror()).verdict is Verdict.DISPROVED, "the receipt is of another record"
    signed = provisional_receipt(ACTS[seq]).encode()
    assert verify_case([signed], policy(), log.mirror()).verdict is not Verdict.PROVEN


def test_a_receipt_that_the_copy_places_elsewhere_is_of_another_history():
    log = log_of(ACTS, (0, 4, 9), 20)
    found = verify_case([LOG.receipt(ACTS[1], 3)], policy(), log.mirror())
    assert (found.verdict, "two records" in found.summary.en) == (Verdict.DISPROVED, True)


def test_a_promised_act_that_is_not_there_is_a_broken_promise_once_the_log_has_gone_on():
    late = replace(openings()[0].leaf, tag="1" * 32, time=MORNING + timedelta(days=2))
    for leaves, verdict in (
        ({0: ACTS[0].leaf, 19: late}, Verdict.DISPROVED),
        ({0: ACTS[0].leaf}, Verdict.NOT_CHECKABLE),
    ):
        log = Log(leaves, 20)
        receipts = [log.receipt(ACTS[0], 0), provisional_receipt(ACTS[1]).encode()]
        assert verify_case(receipts, policy(), log.mirror()).verdict is verdict


def test_receipts_of_two_cases_are_not_mixed():
    key = bytes(32)
    salt = event_salt(key, 0)
    other = Opening(CaseEventLeaf.of_case(key, 0, NO_PREVIOUS, commitment(b"{}", salt), MORNING), "{}", salt, key, 0)
    found = verify_case([RECEIPTS[0], provisional_receipt(other).encode()], policy(), LOG.mirror())
    assert (found.verdict, "not of one case" in found.summary.en) == (Verdict.NOT_CHECKABLE, True)


def test_a_copy_that_ends_before_the_receipt_is_too_old():
    store, root = tiles_for(LOG.entries[:8])
    copy = Mirror(signed_checkpoint(8, root).encode(), store.__getitem__)
    assert verify_case([RECEIPTS[1]], policy(), copy).verdict is Verdict.NOT_CHECKABLE


def test_the_copys_own_checkpoint_must_satisfy_the_policy():
    asks = policy(witnesses=True)
    assert verify_case(RECEIPTS, asks, LOG.mirror()).verdict is Verdict.NOT_CHECKABLE
    assert verify_case(RECEIPTS, asks, LOG.mirror([WITNESS_KEY])).verdict is Verdict.PROVEN


def test_a_copy_of_which_one_tile_was_swapped_proves_nothing():
    log = log_of(ACTS, (0, 256, 512), 700)
    mine = log.receipt(ACTS[0], 0, size=600)
    for tile in (t for t in log.store if t.width == 256 and t.level in (ENTRIES, 0)):
        store = {**log.store, tile: log.store[Tile(tile.level, 1 - tile.n, 256)]}
        found = verify_case([mine], policy(), Mirror(log.mirror().checkpoint, store.__getitem__))
        assert found.verdict is (Verdict.NOT_CHECKABLE if tile.level == ENTRIES else found.verdict)
        assert found.verdict is not Verdict.DISPROVED, "a damaged copy accuses nobody"


def test_another_logs_checkpoint_is_not_the_copy_of_this_one():
    foreign = SigningKey.from_seed(ORIGIN + "/other", bytes(32))
    copy = Mirror(signed_checkpoint(20, LOG.root, key=foreign).encode(), LOG.store.__getitem__)
    assert verify_case(RECEIPTS, policy(), copy).verdict is Verdict.NOT_CHECKABLE


def closed_case(acts=None, head=None, after=()):
    """Return the acts of a case whose third closes it, with the number and the head that it states."""
    filed, assigned = openings(BODIES[:2])
    body = {"act": "closed", "closing": closing_of(3, assigned.leaf.hash())}
    if acts is not None:
        body["closing"]["acts"] = acts
    if head is not None:
        body["closing"]["head"] = head
    return [filed, assigned, *openings([*BODIES[:2], json.dumps(body), *after])[2:]]


def verify_closed(acts):
    log = log_of(acts, range(len(acts)), 20)
    return verify_case([log.receipt(act, i) for i, act in enumerate(acts)], policy(), log.mirror())


def test_a_case_whose_last_act_states_the_number_is_sealed():
    found = verify_closed(closed_case())
    assert found.summary.en.startswith("PROVEN AND SEALED")
    assert any("downloading it are acts of their own, which come later" in one.en for one in found.not_proven)
    again = verify_closed(closed_case(after=['{"act":"objected"}']))
    assert again.summary.en.startswith("PROVEN: ")
    assert any("Act number 3 states that the case was closed; there are 1 more acts" in one.en for one in again.proven)


@pytest.mark.parametrize(
    "wrong", [{"acts": 2}, {"acts": 4}, {"acts": "3"}, {"head": "AAAA"}, {"head": None, "acts": 0}]
)
def test_a_closing_act_that_states_another_number_or_head_is_disproved(wrong):
    found = verify_closed(closed_case(**wrong))
    assert (found.verdict, "act number 3 states another number" in found.summary.en) == (Verdict.DISPROVED, True)


def test_numbers_far_beyond_are_looked_for_from_the_first_entry_on(monkeypatch):
    monkeypatch.setattr(case_check, "LOOKED_FOR", 4)
    acts = openings([f'{{"act":"{i}"}}' for i in range(40)])
    log = log_of(acts, range(40), 60)
    assert len(verify_case([log.receipt(acts[0], 0)], policy(), log.mirror()).events) == 40


def test_a_receipt_of_an_impossible_number_is_not_looked_for():
    seq = case_check.MOST_ACTS
    salt = event_salt(CASE_KEY, seq)
    act = Opening(
        CaseEventLeaf(case_tag(CASE_KEY, seq), NO_PREVIOUS, commitment(b"{}", salt), MORNING), "{}", salt, CASE_KEY, seq
    )
    found = verify_case([provisional_receipt(act).encode()], policy(), LOG.mirror())
    assert (found.verdict, "so many are not looked for" in found.summary.en) == (Verdict.NOT_CHECKABLE, True)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_receipt_with_one_byte_changed_never_passes_for_another(data):
    changed = bytearray(RECEIPTS[1])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    found = verify_case([bytes(changed)], policy(), LOG.mirror())
    assert found.verdict is not Verdict.PROVEN or [one.index for one in found.events] == list(PLACES)


def test_the_command_says_it_in_words_and_to_programs(tmp_path, capsys):
    record = write_log(tmp_path / "record", LOG.entries)
    trusted = tmp_path / "policy"
    trusted.write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    files = []
    for number, data in enumerate(RECEIPTS):
        files.append(tmp_path / f"{number}.tlog-proof")
        files[-1].write_bytes(data)
    asked = ["verify", "case", *map(str, files), "--tiles", str(record), "--policy", str(trusted)]
    assert main(asked) == 0
    out = capsys.readouterr().out
    assert out.startswith("PROVEN: the record office.example/cases holds exactly 3 acts of this case")
    assert "Act number 2: entry number 3, counted from 0, by the office's clock at " in out
    assert main([*asked, "--language", "id", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["events"][1] == {"number": 2, "index": 3, "time": "2026-11-23T08:15:01Z"}
    assert answer["summary"].startswith("TERBUKTI")
    (record / "tile" / "entries" / "000.p" / "20").unlink()
    assert main(asked) == 2
