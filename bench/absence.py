"""Proofs of absence in the daily index: how long one takes to make and to check, and how long its file is."""

import time
from datetime import UTC, date, datetime
from hashlib import sha256

from layani.rules.record.absence import AbsenceProof, EpochAbsence, neighbours
from layani.rules.record.absence_check import verify_absence
from layani.rules.record.checkpoint import sign_checkpoint
from layani.rules.record.epochs import tags_root
from layani.rules.record.leaf import EpochIndexLeaf
from layani.rules.record.note import SigningKey
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict

EVENTS = (1_000, 200_000)
REPEATS = 100
NOW = datetime(2026, 12, 1, tzinfo=UTC)
KEY = SigningKey.from_seed("office.example/cases", bytes(32))


def measure() -> str:
    """Return the lines of a table, for days of a small and of a very large office; raises when a proof is not one."""
    lines = [
        "## Proofs of absence",
        "",
        "| acts a day | index made | proof made | proof checked | file |",
        "|---:|---:|---:|---:|---:|",
    ]
    lines += [_one(events) for events in EVENTS]
    return "\n".join([*lines, ""])


def _one(events: int) -> str:
    tags = sorted(sha256(b"%d" % number).digest()[:16] for number in range(events))
    wanted = sha256(b"not there").digest()[:16]
    started = time.perf_counter()
    leaf = EpochIndexLeaf(date(2026, 11, 30), 0, events - 1, events, tags_root(tags), NOW)
    indexed = time.perf_counter()
    sides = neighbours(wanted, tags)
    made = time.perf_counter()
    # The record of this day alone: the index stands behind its acts, whose hashes do not matter here.
    path = tuple(sha256(b"path %d" % level).digest() for level in range(events.bit_count()))
    root = _root_by(leaf.hash(), path)
    checkpoint = sign_checkpoint(events + 1, root, KEY).render()
    file = AbsenceProof(wanted, (EpochAbsence(events, leaf, path, *sides),), checkpoint).render().encode()
    policy = parse_policy(f"log {KEY.verifier.text()}\nquorum none\n".encode())
    before = time.perf_counter()
    for _ in range(REPEATS):
        if verify_absence(file, policy).verdict is not Verdict.PROVEN:
            raise RuntimeError("The proof of absence does not prove anything.")
    checked = (time.perf_counter() - before) / REPEATS
    times = f"{indexed - started:.2f} s | {made - indexed:.2f} s | {checked * 1000:.1f} ms"
    return f"| {events:,} | {times} | {len(file):,} B |"


def _root_by(hashed: bytes, path: tuple[bytes, ...]) -> bytes:
    """Return the root to which the path of a tree's last entry leads: every sibling stands to the left."""
    for sibling in path:
        hashed = sha256(b"\x01" + sibling + hashed).digest()
    return hashed


if __name__ == "__main__":
    print(measure())
