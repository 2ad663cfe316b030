"""Proofs of absence: they hold for what is absent, for nothing else, and no change to one makes another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.cli import main
from layani.rules.record.absence import (
    AbsenceProof,
    EpochAbsence,
    Neighbour,
    Present,
    neighbours,
    parse_absence,
)
from layani.rules.record.absence_check import verify_absence
from layani.rules.record.encoding import Malformed
from layani.rules.record.epochs import tag_in, tags_root
from layani.rules.record.leaf import EpochIndexLeaf
from layani.rules.record.merkle import MemoryTree, inclusion_proof, leaf_hash
from layani.rules.record.receipt import make_final
from layani.rules.record.sealing import case_tag
from layani.rules.record.verify import Verdict
from tests.rules.record.small_log import (
    CASE_KEY,
    MORNING,
    openings,
    policy,
    provisional_receipt,
    signed_checkpoint,
)
from tests.rules.record.test_record_epochs import event
from tests.rules.record.vectors import LOG_VKEY, WITNESS_KEY

DAY = date(2026, 11, 23)
TAGS = st.sets(st.binary(min_size=16, max_size=16), max_size=40)


@given(TAGS, st.binary(min_size=16, max_size=16))
def test_two_neighbours_show_what_is_absent_and_nothing_that_is_there(tags, wanted):
    held = sorted(tags - {wanted})
    leaf = EpochIndexLeaf(DAY, 0, 100, len(held), tags_root(held), MORNING)
    left, right = neighbours(wanted, held)
    one = EpochAbsence(101, leaf, (), left, right)
    assert one.shows(wanted)
    assert not any(one.shows(tag) for tag in held)
    with pytest.raises(Present):
        neighbours(wanted, sorted({*held, wanted}))


@given(TAGS.filter(lambda tags: len(tags) > 2), st.data())
def test_tags_that_are_no_neighbours_show_nothing(tags, data):
    """An office that has an act cannot show its absence by the tags around it."""
    held = sorted(tags)
    at = data.draw(st.integers(0, len(held) - 1))
    leaf = EpochIndexLeaf(DAY, 0, 100, len(held), tags_root(held), MORNING)
    tree = MemoryTree(map(leaf_hash, held))

    def beside(place):
        if not 0 <= place < len(held):
            return None
        return Neighbour(place, held[place], tuple(inclusion_proof(place, len(held), tree.node)))

    left, right = beside(at - 1), beside(at + 1)
    for sides in ((left, right), (left, None), (None, right), (None, None)):
        assert not EpochAbsence(101, leaf, (), *sides).shows(held[at])
    for moved in (-1, 1):
        for side in filter(None, (left, right)):
            place = side.place + moved
            if place >= 0:
                sides = (replace(left, place=place), right) if side is left else (left, replace(right, place=place))
                assert not EpochAbsence(101, leaf, (), *sides).shows(held[at])


ACTS = openings()


class Office:
    """A record of three days with the first two acts of a case at 4 and 12, and each day's index behind it."""

    def __init__(self, per_day=10, days=3):
        self.entries, self.leaves = [], []
        first = 0
        for day in range(days):
            for place in range(per_day):
                self.entries.append(event(day * per_day + place))
            if day == 0:
                self.entries[4] = ACTS[0].leaf.text().encode()
            if day == 1:
                self.entries[12] = ACTS[1].leaf.text().encode()
            last = len(self.entries) - 1
            tags = [tag for tag in map(tag_in, self.entries[first:]) if tag]
            leaf = EpochIndexLeaf(DAY + timedelta(days=day), first, last, len(tags), tags_root(tags), MORNING)
            self.leaves.append((len(self.entries), leaf, sorted(tags)))
            self.entries.append(leaf.text().encode())
            first = last + 1
        self.tree = MemoryTree(map(leaf_hash, self.entries))

    def checkpoint(self, witnesses=()):
        return signed_checkpoint(len(self.entries), self.tree.root(), witnesses=witnesses)

    def path(self, index):
        return tuple(inclusion_proof(index, len(self.entries), self.tree.node))

    def proof(self, tag, epochs=slice(None), witnesses=()):
        found = [
            EpochAbsence(index, leaf, self.path(index), *neighbours(tag, tags))
            for index, leaf, tags in self.leaves[epochs]
        ]
        return AbsenceProof(tag, tuple(found), self.checkpoint(witnesses))

    def receipt(self, act, index):
        return make_final(act, index=index, hashes=self.path(index), checkpoint=self.checkpoint()).encode()


OFFICE = Office()
THIRD = bytes.fromhex(case_tag(CASE_KEY, 2))
PROOF = OFFICE.proof(THIRD)
FILE = PROOF.render().encode()
LAST = OFFICE.receipt(ACTS[1], 12)


def test_the_file_reads_back_as_it_was_written():
    assert parse_absence(FILE) == PROOF
    assert parse_absence(FILE).render().encode() == FILE


def test_with_the_receipt_of_the_last_act_it_proves_that_none_followed():
    found = verify_absence(FILE, policy(), LAST)
    assert found.verdict is Verdict.PROVEN
    assert found.summary.en == (
        "PROVEN: up to the day 2026-11-25 there is no act number 3 of this case in the record's daily indices."
    )
    assert any("cover the entries 0 to 31 without a gap" in one.en for one in found.proven)
    assert any("'layani verify tiles'" in one.en for one in found.not_proven), "an index may lie; a copy shows it"


def test_without_a_receipt_it_speaks_of_the_tag_only():
    found = verify_absence(FILE, policy())
    assert (found.verdict, THIRD.hex() in found.summary.en) == (Verdict.PROVEN, True)


def test_a_provisional_receipt_does_too_when_the_indices_begin_with_the_record():
    receipt = provisional_receipt(ACTS[1]).encode()
    assert verify_absence(FILE, policy(), receipt).verdict is Verdict.PROVEN
    late = OFFICE.proof(THIRD, slice(1, None)).render().encode()
    assert verify_absence(late, policy(), receipt).verdict is Verdict.NOT_CHECKABLE
    assert verify_absence(late, policy(), LAST).verdict is Verdict.PROVEN


@pytest.mark.parametrize(
    ("epochs", "says"),
    [
        (slice(2, None), "the indices begin at entry 21"),
        (slice(0, 1), "the indices end at entry 9"),
    ],
)
def test_indices_that_leave_out_where_the_next_act_could_stand_prove_nothing(epochs, says):
    found = verify_absence(OFFICE.proof(THIRD, epochs).render().encode(), policy(), LAST)
    assert (found.verdict, says in found.summary.en) == (Verdict.NOT_CHECKABLE, True)


def test_a_day_left_out_in_the_middle_is_a_gap():
    proof = replace(PROOF, epochs=(PROOF.epochs[0], PROOF.epochs[2]))
    found = verify_absence(proof.render().encode(), policy(), LAST)
    assert (found.verdict, "stop at entry 9 and go on only at entry 21" in found.summary.en) == (
        Verdict.NOT_CHECKABLE,
        True,
    )
    swapped = replace(PROOF, epochs=PROOF.epochs[::-1])
    assert verify_absence(swapped.render().encode(), policy(), LAST).verdict is Verdict.NOT_CHECKABLE


def test_the_receipt_of_another_act_or_case_does_not_fit():
    assert verify_absence(FILE, policy(), OFFICE.receipt(ACTS[0], 4)).verdict is Verdict.NOT_CHECKABLE
    assert verify_absence(FILE, policy(), b"nothing").verdict is Verdict.NOT_CHECKABLE


def test_an_act_that_is_there_has_no_proof_of_absence():
    with pytest.raises(Present):
        OFFICE.proof(bytes.fromhex(case_tag(CASE_KEY, 1)))
    first_day = OFFICE.proof(bytes.fromhex(case_tag(CASE_KEY, 1)), slice(0, 1))
    assert verify_absence(first_day.render().encode(), policy(), OFFICE.receipt(ACTS[0], 4)).verdict is Verdict.PROVEN


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, leaf=replace(one.leaf, root=bytes(32))),
        lambda one: replace(one, leaf=replace(one.leaf, count=one.leaf.count - 1)),
        lambda one: replace(one, leaf=replace(one.leaf, last=one.leaf.last - 1)),
        lambda one: replace(one, leaf=replace(one.leaf, day=DAY + timedelta(days=9))),
        lambda one: replace(one, index=one.index - 1),
        lambda one: replace(one, record=one.record[1:]),
        lambda one: replace(one, record=one.record[::-1]),
        lambda one: replace(one, left=None),
        lambda one: replace(one, right=None),
        lambda one: replace(one, left=one.right, right=one.left),
        lambda one: replace(one, left=replace(one.left, hashes=one.left.hashes[1:])),
    ],
    ids=["root", "count", "last", "day", "index", "path", "order", "left", "right", "swapped", "hashes"],
)
def test_each_field_counts(change):
    middle = PROOF.epochs[1]
    assert middle.left, "the case whose neighbours are changed has both"
    assert middle.right
    changed = replace(PROOF, epochs=(PROOF.epochs[0], change(middle), PROOF.epochs[2]))
    assert verify_absence(changed.render().encode(), policy(), LAST).verdict is not Verdict.PROVEN


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_with_one_byte_changed_proves_nothing_else(data):
    changed = bytearray(FILE)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        same = parse_absence(bytes(changed)) == PROOF
    except Malformed:
        same = False
    assert not same
    assert verify_absence(bytes(changed), policy(), LAST).verdict is not Verdict.PROVEN


@pytest.mark.parametrize("cut", [1, 30, 200, 1000])
def test_a_file_cut_short_is_refused(cut):
    assert verify_absence(FILE[:cut], policy(), LAST).verdict is Verdict.NOT_CHECKABLE
    assert verify_absence(FILE.replace(b"epochs 3", b"epochs 4"), policy()).verdict is Verdict.NOT_CHECKABLE
    assert verify_absence(FILE.replace(b"epochs 3", b"epochs 0"), policy()).verdict is Verdict.NOT_CHECKABLE


def test_the_policys_witnesses_must_have_seen_it():
    asks = policy(witnesses=True)
    assert verify_absence(FILE, asks, LAST).verdict is Verdict.NOT_CHECKABLE
    witnessed = OFFICE.proof(THIRD, witnesses=[WITNESS_KEY]).render().encode()
    assert verify_absence(witnessed, asks, LAST).verdict is Verdict.PROVEN


def test_the_command_checks_it_without_a_copy(tmp_path, capsys):
    (tmp_path / "policy").write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    (tmp_path / "file").write_bytes(FILE)
    (tmp_path / "receipt").write_bytes(LAST)
    asked = ["verify", "absence", str(tmp_path / "file"), "--policy", str(tmp_path / "policy")]
    assert main([*asked, "--receipt", str(tmp_path / "receipt")]) == 0
    assert capsys.readouterr().out.startswith("PROVEN: up to the day 2026-11-25 there is no act number 3")
    (tmp_path / "file").write_bytes(FILE.replace(b"absence/v1", b"absence/v2"))
    assert main([*asked, "--language", "id"]) == 2
    assert capsys.readouterr().out.startswith("TIDAK DAPAT DIPERIKSA")
