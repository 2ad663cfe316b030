"""Tiles: their names, what appending writes, and proofs read back from them."""

import hashlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import Malformed
from layani.rules.record.merkle import (
    MemoryTree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from layani.rules.record.mirror import find_faults
from layani.rules.record.tiles import (
    ENTRIES,
    FULL,
    Tile,
    edge_from_tiles,
    grow,
    grown_tiles,
    make_bundle,
    narrow,
    node_reader,
    parse_bundle,
    parse_tile_path,
    right_edge_tiles,
    tiles_of,
)
from tests.rules.record.small_log import tiles_for
from tests.rules.record.vectors import LEAVES, ROOTS, TESSERA_WORDS


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 5, FULL), "tile/0/005"),
        (Tile(1, 1_234_067, FULL), "tile/1/x001/x234/067"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(63, 1000, 1), "tile/63/x001/000.p/1"),
    ],
)
def test_a_tile_has_its_standard_path(tile, path):
    assert tile.path == path
    assert parse_tile_path(path) == tile


@given(st.builds(Tile, st.integers(-1, 63), st.integers(0, 2**40), st.integers(1, 256)))
def test_every_path_names_its_tile_again(tile):
    assert parse_tile_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    ["", "tile/0/5", "tile/00/005", "tile/64/005", "tile/-1/005", "tile/0/x000/005", "tile/0/005.p/0",
     "tile/0/005.p/256", "tile/0/005.p/012", "tile/0/005/", "tile/0/../005", "/tile/0/005", "tile/0/００５",
     "tile/entries/x1/005", "tile/0/005\n"],
)  # fmt: skip
def test_what_is_no_path_of_a_tile_is_refused(path):
    with pytest.raises(Malformed, match="not the path of a tile"):
        parse_tile_path(path)


def test_the_seven_leaf_log_has_the_agreed_tiles():
    store, root = tiles_for(LEAVES[:7])
    assert root == ROOTS[7]
    assert set(store) == {Tile(ENTRIES, 0, 7), Tile(0, 0, 7)}
    bundle = bytes.fromhex("0000 0001 00 0001 10 0002 2021 0002 3031 0004 40414243 0008 5051525354555657")
    assert store[Tile(ENTRIES, 0, 7)] == bundle
    digest = "ec88933a26b0c5a411a10c4afb43f254255423d6a269e8975a7fa0841434e577"
    assert hashlib.sha256(store[Tile(0, 0, 7)]).hexdigest() == digest


def test_the_bundle_is_the_one_another_program_wrote():
    assert make_bundle(TESSERA_WORDS[:3]) == bytes.fromhex("00036f6e65000374776f00057468726565")


def test_a_log_of_70000_has_the_tiles_that_the_specification_lists():
    edge = right_edge_tiles(70_000)
    assert {tile.path for tile in edge.values()} == {
        "tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"
    }  # fmt: skip
    everything = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == FULL for tile in everything) == 273
    assert sum(tile.level == 1 and tile.width == FULL for tile in everything) == 1


def test_a_log_of_256_has_a_full_tile_and_its_root_above():
    assert {tile.path for tile in tiles_of(256)} == {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"}
    assert not list(tiles_of(0))


@given(old=st.integers(0, 70_000), more=st.integers(0, 1000))
def test_what_grows_between_two_sizes_is_what_the_larger_has_and_the_smaller_has_not(old, more):
    grown = list(grown_tiles(old, old + more))
    assert len(set(grown)) == len(grown)
    assert set(grown) == set(tiles_of(old + more)) - set(tiles_of(old))


SIZES = st.one_of(st.integers(0, 600), st.sampled_from([255, 256, 257, 511, 512, 513]))


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(SIZES, min_size=1, max_size=4))
@example(batches=[255, 1, 1, 255])
@example(batches=[256, 256])
@example(batches=[0, 0])
def test_tiles_do_not_depend_on_how_the_entries_were_batched(batches):
    entries = [b"%d" % i for i in range(sum(batches))]
    apart, root = tiles_for(entries, batches)
    at_once, same_root = tiles_for(entries)
    assert root == same_root == MemoryTree(map(leaf_hash, entries)).root()
    assert {tile: apart[tile] for tile in tiles_of(len(entries))} == at_once


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_535, 65_536, 65_537, 66_000])
def test_proofs_read_from_tiles_are_those_of_the_whole_tree(size):
    hashes = [hashlib.sha256(b"%d" % i).digest() for i in range(size)]
    tree, tiles = MemoryTree(hashes), hash_tiles(hashes)
    node = node_reader(size, tiles.__getitem__)
    for index in {0, size // 2, size - 1}:
        proof = inclusion_proof(index, size, node)
        assert proof == inclusion_proof(index, size, tree.node)
        assert verify_inclusion(hashes[index], index, size, proof, tree.root())
    for old in {1, 255, 256, 257, size // 2, size - 1, size} & set(range(1, size + 1)):
        proof = consistency_proof(old, size, node)
        assert verify_consistency((old, tree.root(old)), (size, tree.root()), proof)


@pytest.mark.parametrize("size", [255, 256, 257, 65_535, 65_536, 65_537])
def test_a_whole_copy_of_every_critical_size_is_checked(size):
    store, root = tiles_for([b"%d" % i for i in range(size)], [size - 1])
    checkpoint = Checkpoint("office.example/cases", size, root)
    assert list(find_faults(checkpoint, store.__getitem__)) == []
    last = max(tile for tile in tiles_of(size) if tile.level == 0)
    broken = store | {last: bytes(len(store[last]))}
    (fault,) = find_faults(checkpoint, broken.__getitem__)
    assert last.path in fault.says.en


def hash_tiles(hashes):
    """Return the hash tiles over given leaf hashes, made plainly: row by row, without the appending under test."""
    tiles, level, row = {}, 0, hashes
    while row:
        for at in range(0, len(row), FULL):
            chunk = row[at : at + FULL]
            tiles[Tile(level, at // FULL, len(chunk))] = b"".join(chunk)
        row = [MemoryTree(row[at : at + FULL]).root() for at in range(0, len(row) - FULL + 1, FULL)]
        level += 1
    return tiles


def test_the_edge_is_found_again_in_the_tiles():
    store, root = tiles_for([b"%d" % i for i in range(70_000)])
    partial = {level: store[tile] for level, tile in right_edge_tiles(70_000).items()}
    assert edge_from_tiles(70_000, partial).root() == root


def test_a_partial_tile_is_cut_from_its_full_one():
    entries = [b"%d" % i for i in range(300)]
    store, _ = tiles_for(entries, [100])
    for tile in (Tile(ENTRIES, 0, 100), Tile(0, 0, 100)):
        assert narrow(tile, store[Tile(tile.level, 0, FULL)]) == store[tile]


@pytest.mark.parametrize("cut", [1, 31, 32])
def test_appending_to_a_tile_of_the_wrong_width_is_refused(cut):
    store, _ = tiles_for([b"a", b"b", b"c"])
    partial = {level: store[tile] for level, tile in right_edge_tiles(3).items()}
    with pytest.raises(Malformed):
        grow(3, partial | {0: partial[0][:-cut]}, [b"d"])
    with pytest.raises(Malformed):
        grow(3, partial | {ENTRIES: partial[ENTRIES][:-1]}, [b"d"])


def test_an_entry_that_the_format_cannot_hold_is_refused():
    assert len(make_bundle([b"x" * 65_535])) == 65_537
    with pytest.raises(ValueError, match="65536 bytes"):
        grow(0, {}, [b"x" * 65_536])


@given(entries=st.lists(st.binary(max_size=300), max_size=256), data=st.data())
def test_a_bundle_gives_its_entries_back_and_a_cut_one_is_refused(entries, data):
    bundle = make_bundle(entries)
    assert parse_bundle(bundle, len(entries)) == entries
    if bundle:
        with pytest.raises(Malformed):
            parse_bundle(bundle[: data.draw(st.integers(0, len(bundle) - 1))], len(entries))
    with pytest.raises(Malformed):
        parse_bundle(bundle + b"\0", len(entries))


@pytest.mark.parametrize(("level", "n", "width"), [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)])
def test_there_is_no_tile_out_of_range(level, n, width):
    with pytest.raises(ValueError, match="no tile"):
        Tile(level, n, width)
