"""The leaf over a batch of looks and the proof of one: exact grammar, exact bytes, and every change found."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from layani.rules.record.encoding import Malformed
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.look_proof import LookProof, parse_look_proof
from layani.rules.record.merkle import MemoryTree, inclusion_proof
from layani.rules.record.view_batch import ViewBatchLeaf, batch_root, look_body, look_hash, look_salt

AT = datetime(2026, 11, 30, 8, 15, tzinfo=UTC)
SALT = bytes(range(32))
BODIES = [look_body({"id": number, "purpose": "decide"}) for number in range(5)]
HASHES = [look_hash(body, look_salt(SALT, number)) for number, body in enumerate(BODIES)]
LEAF = ViewBatchLeaf(5, batch_root(HASHES), AT)
TEXT = LEAF.text()


def proof(place=2):
    tree = MemoryTree(HASHES)
    path = tuple(inclusion_proof(place, tree.size, tree.node))
    return LookProof(BODIES[place], look_salt(SALT, place), LEAF, place, path)


def test_its_bytes():
    leaf = ViewBatchLeaf(3, bytes(range(32)), AT)
    assert leaf.text() == "view-batch/v1\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n2026-11-30T08:15:00Z\n"
    assert BODIES[0] == b'{"format":"layani-look/1","id":0,"purpose":"decide"}'


def test_it_is_read_as_it_was_written():
    assert parse_leaf(TEXT.encode()) == LEAF


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n5\n", "\n0\n"),
        TEXT.replace("\n5\n", "\n05\n"),
        TEXT.replace("\n5\n", "\n-1\n"),
        TEXT.replace("view-batch/v1", "view-batch/v2"),
        TEXT.replace("Z\n", "+00:00\n"),
        TEXT + "\n",
        TEXT[:-1],
        TEXT.replace("=\n", "\n"),
    ],
)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(Malformed):
        parse_leaf(text.encode())


@pytest.mark.parametrize("place", range(5))
def test_each_look_is_shown_to_be_in_it(place):
    one = proof(place)
    assert one.fits and parse_look_proof(one.to_json()) == one


def test_any_change_is_found():
    one = proof()
    assert not replace(one, body=BODIES[3]).fits
    assert not replace(one, salt=look_salt(SALT, 3)).fits
    assert not replace(one, place=3).fits
    assert not replace(one, path=one.path[:-1]).fits
    assert not replace(one, leaf=replace(LEAF, count=4)).fits


def test_the_salts_of_others_do_not_follow_from_one():
    assert len({look_salt(SALT, number) for number in range(100)}) == 100
    assert SALT not in proof().to_json()


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "x"}, {"place": "2"}, {"path": "x"}, {"path": ["x"]}, {"path": ["A" * 44] * 64}, {"salt": "AA=="},
        {"leaf": "case-event/v1\n"}, {"leaf": "\ud800"}, {"look": 1},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changed):
    told = json.loads(proof().to_json())
    with pytest.raises(Malformed):
        parse_look_proof(json.dumps({**told, **changed}).encode())


@pytest.mark.parametrize("extra", [b"", b"[]", b"[" * 100_000, b"\xff", b"null"])
def test_what_is_no_json_is_refused(extra):
    with pytest.raises(Malformed):
        parse_look_proof(extra)
