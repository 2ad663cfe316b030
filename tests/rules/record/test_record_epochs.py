"""The daily index: where days are cut, what a whole copy shows of it, and each way in which an index can lie."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layani.cli import main
from layani.rules.record.encoding import Malformed
from layani.rules.record.epochs import Audit, cut, tag_in, tags_root
from layani.rules.record.leaf import NO_PREVIOUS, AttemptLeaf, CaseEventLeaf, EpochIndexLeaf, parse_leaf
from layani.rules.record.merkle import EMPTY_ROOT, leaf_hash, root_of
from tests.rules.record.small_log import MORNING, write_log
from tests.rules.record.vectors import LOG_VKEY

DAY = date(2026, 11, 23)
NEXT = date(2026, 11, 24)
ROOT = bytes(range(32))
INDEX = EpochIndexLeaf(DAY, 3, 12, 7, ROOT, MORNING)
TEXT = INDEX.text()


def event(number, at=MORNING):
    """Return an act's entry with a tag of its own."""
    return CaseEventLeaf(leaf_hash(b"%d" % number)[:16].hex(), NO_PREVIOUS, bytes(32), at).text().encode()


def attempt(at=MORNING):
    return AttemptLeaf(bytes(32), at).text().encode()


def test_the_leaf_has_the_agreed_text():
    assert TEXT == (
        "epoch-index/v1\n2026-11-23\n3\n12\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n2026-11-23T08:15:00Z\n"
    )


HASHES = st.binary(min_size=32, max_size=32)


@given(first=st.integers(0, 2**62), more=st.integers(0, 2**40), days=st.dates(), root=HASHES, data=st.data())
def test_an_index_reads_back_as_it_was_written(first, more, days, root, data):
    count = data.draw(st.integers(1, more + 1))
    leaf = EpochIndexLeaf(days, first, first + more, count, root, MORNING)
    assert parse_leaf(leaf.text().encode()) == leaf
    assert parse_leaf(replace(leaf, count=0, root=EMPTY_ROOT).text().encode()).count == 0


@given(data=st.data())
def test_a_changed_index_is_malformed_or_says_so_in_its_hash(data):
    text = bytearray(TEXT.encode())
    text[data.draw(st.integers(0, len(text) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        changed = parse_leaf(bytes(text))
    except Malformed:
        return
    assert changed.text().encode() == bytes(text)
    assert changed.hash() != INDEX.hash()


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("2026-11-23\n", "2026-11-31\n"),
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n-3\n"),
        TEXT.replace("\n3\n", "\n13\n"),
        TEXT.replace("\n7\n", "\n11\n"),
        TEXT.replace("\n7\n", "\n0\n"),
        TEXT.replace("\n7\n", "\n٧\n"),
        TEXT.replace("\n12\n", "\n9223372036854775808\n"),
        replace(INDEX, root=EMPTY_ROOT).text(),
        TEXT.replace("Hh8=", "Hh9="),
        TEXT + "Carla\n",
        TEXT[:-1],
        TEXT.replace("epoch-index/v1", "epoch-index/v2"),
    ],
)
def test_whatever_is_not_exactly_an_index_is_refused(text):
    with pytest.raises(Malformed):
        parse_leaf(text.encode())


def test_only_a_case_event_has_a_tag():
    entry = event(1)
    assert tag_in(entry) == leaf_hash(b"1")[:16]
    assert tag_in(attempt()) is tag_in(TEXT.encode()) is None
    for changed in (entry[:46], entry.replace(b"v2", b"v3"), entry[:15] + b"G" + entry[16:], entry[:46] + entry[47:]):
        assert tag_in(changed) is None


def test_the_root_is_over_the_sorted_tags():
    tags = [leaf_hash(b"%d" % i)[:16] for i in range(5)]
    assert tags_root(tags) == tags_root(reversed(tags)) == root_of(map(leaf_hash, sorted(tags)))
    assert tags_root([]) == EMPTY_ROOT


def rows(*days, first=0):
    """Return entries of these days, one after another."""
    return [(index, event(index), day) for index, day in enumerate(days, first)]


def spans(epochs):
    return [(epoch.day, epoch.first, epoch.last) for epoch in epochs]


TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("days", "before", "expected"),
    [
        ([], None, []),
        ([DAY, DAY, NEXT, NEXT, TODAY], None, [(DAY, 0, 1), (NEXT, 2, 3)]),
        ([TODAY, TODAY], NEXT, []),
        ([DAY, TODAY], DAY, [(NEXT, 0, 0)]),
        ([NEXT, DAY, NEXT, DAY], None, [(NEXT, 0, 3)]),
        ([DAY, date(2030, 1, 1), DAY, NEXT], None, [(DAY, 0, 2), (NEXT, 3, 3)]),
        ([date(2030, 1, 1), date(2030, 1, 1)], DAY, [(NEXT, 0, 1)]),
        ([date(2030, 1, 1), NEXT], None, [(date(2026, 11, 25), 0, 1)]),
    ],
    ids=["none", "two days", "today", "late entry", "clock behind", "clock ahead", "only ahead", "ahead at first"],
)
def test_days_are_cut_where_the_clock_goes_on_and_a_wrong_clock_stops_nothing(days, before, expected):
    assert spans(cut(rows(*days), before, TODAY)) == expected


@settings(max_examples=60)
@given(st.lists(st.integers(-3, 9), max_size=40), st.sampled_from([None, DAY]))
def test_epochs_follow_one_another_without_a_gap_and_later_runs_go_on(offsets, before):
    """Cut day by day as the job does, every entry gets into exactly one epoch, and days only go on."""
    entries = rows(*(DAY + timedelta(days=one) for one in offsets))
    made, today = [], DAY
    for _ in range(30):
        today += timedelta(days=1)
        begin = made[-1].last + 1 if made else 0
        new = list(cut(entries[begin:], made[-1].day if made else before, today))
        assert all(epoch.day < today for epoch in new)
        made += new
    assert [index for epoch in made for index in range(epoch.first, epoch.last + 1)] == list(range(len(entries)))
    assert all(one.day < other.day for one, other in zip(made, made[1:], strict=False))
    assert [tag for epoch in made for tag in epoch.tags] == [tag_in(entry) for _, entry, _ in entries]


def indexed(count=8, times=3):
    """Return entries of some days, each day's index behind it: [events…, index, events…, index, …, events…]."""
    entries, first, number = [], 0, 0
    for day in range(times):
        tags = []
        for place in range(count):
            entries.append(event(number) if place != 2 else attempt())
            tags += filter(None, [tag_in(entries[-1])])
            number += 1
        last = len(entries) - 1
        covered = [tag for tag in map(tag_in, entries[first : last + 1]) if tag]
        leaf = EpochIndexLeaf(DAY + timedelta(days=day), first, last, len(covered), tags_root(covered), MORNING)
        entries.append(leaf.text().encode())
        first = last + 1
    return entries


def audited(entries, at_once=1000):
    audit = Audit()
    for at in range(0, len(entries), at_once):
        audit.see(entries[at : at + at_once])
    return audit, [fault.en for fault in audit.faults()]


@pytest.mark.parametrize("at_once", [1, 5, 256])
def test_true_indices_are_found_true(at_once):
    audit, faults = audited([*indexed(), event(1000)], at_once)
    assert faults == []
    assert (audit.epochs, audit.covered, audit.events) == (3, 26, 22)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"first": 9}, "begins at entry 9, not at 8"),
        ({"first": 7}, "begins at entry 7, not at 8"),
        ({"last": 15, "count": 7}, "counts 7 case events where there are 6"),
        ({"last": 17}, "tells of entry 17, which comes after it"),
        ({"count": 6}, "counts 6 case events where there are 7"),
        ({"root": ROOT}, "its root is not that of the 7 tags"),
        ({"day": DAY}, "its day 2026-11-23 is not after 2026-11-23"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_way_in_which_an_index_lies_is_found(change, says):
    entries = indexed()
    leaf = parse_leaf(entries[17])
    entries[17] = replace(leaf, **change).text().encode()
    _, faults = audited(entries)
    assert faults
    assert "Entry 17 is a false index" in faults[0]
    assert says in faults[0]


def test_a_tag_left_out_and_another_order_of_entries_are_found():
    whole = indexed()
    leaf = parse_leaf(whole[8])
    without = [tag for tag in map(tag_in, whole[1:8]) if tag]
    lied = [*whole]
    lied[8] = replace(leaf, count=len(without), root=tags_root(without)).text().encode()
    assert "Entry 8 is a false index: it counts 6" in audited(lied)[1][0]
    moved = [*whole]
    moved[3], moved[12] = moved[12], moved[3]
    assert len(audited(moved)[1]) == 2, "both days' roots are wrong"


def test_a_tag_that_occurs_twice_is_reported_with_both_places():
    entries = indexed()
    entries[10] = entries[1]
    _, faults = audited(entries)
    assert "Entry 1 and entry 10 bear the same tag: one act is in the record twice." in faults


def test_an_entry_that_begins_like_an_index_and_is_none_is_a_fault():
    _, faults = audited([event(1), b"epoch-index/v1\nnonsense\n"])
    assert "Entry 1 is not valid: A leaf of 2 lines" in faults[0]


def verify_tiles(tmp_path, entries, capsys):
    record = write_log(tmp_path / "record", entries)
    trusted = tmp_path / "policy"
    trusted.write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    code = main(["verify", "tiles", str(record), "--policy", str(trusted)])
    return code, capsys.readouterr().out


@pytest.mark.parametrize("count", [84, 85, 86, 200])
def test_verify_tiles_computes_every_index_again(tmp_path, capsys, count):
    code, out = verify_tiles(tmp_path, [*indexed(count), event(5000)], capsys)
    assert code == 0
    assert f"The 3 daily indices are right; they cover the entries 0 to {3 * count + 1}." in out
    assert "are not made yet" in out


def test_verify_tiles_reports_a_false_index_and_a_tag_twice_as_the_records_own_lie(tmp_path, capsys):
    entries = indexed()
    entries[10] = entries[1]
    code, out = verify_tiles(tmp_path, entries, capsys)
    assert code == 1
    assert out.startswith("DISPROVED: this copy is the record that was signed, and the record itself is false.")
    assert "Entry 17 is a false index: its root" in out
    assert "Entry 1 and entry 10 bear the same tag" in out
