"""Doing a draw again: what holds is proven, what was changed is disproved, a local draw never passes for a fair one."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from layani.cli import main
from layani.commands.verify import read_from
from layani.rules.record import verify_draw as module
from layani.rules.record.allocation_leaves import AWAY, FIRST, RECUSED, AllocationLeaf, Entry, VoidLeaf
from layani.rules.record.beacon import QUICKNET, CannotCheck
from layani.rules.record.mirror import Mirror
from layani.rules.record.verify import Finding, Verdict
from layani.rules.record.verify_draw import verify_draw
from tests.rules.record.small_draw import (
    FILING,
    POOL,
    PUBLISHED,
    QUEUED,
    ROUND,
    SIGNATURE,
    changed,
    complete,
    draw_file,
    draws,
    log_of,
    pool_leaf,
    queue_leaf,
)
from tests.rules.record.small_log import policy, write_log
from tests.rules.record.vectors import LOG_VKEY, WITNESS_KEY


@pytest.fixture(autouse=True)
def _one_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mathematics of the beacon have their own test; here one signature is right and all others are wrong."""
    monkeypatch.setattr(module, "is_signature", lambda round_, signature: (round_, signature) == (ROUND, SIGNATURE))


def witnessed(leaves: Sequence[AllocationLeaf]) -> Finding:
    return verify_draw(draw_file(leaves, witnesses=[WITNESS_KEY]), policy(witnesses=True))


def said(finding: Finding) -> str:
    return " ".join(one.en for one in (finding.summary, *finding.proven, *finding.not_proven))


def test_a_draw_by_the_beacon_that_witnesses_saw_in_time_is_proven() -> None:
    finding = witnessed(complete())
    assert finding.verdict is Verdict.PROVEN and "nobody could choose it" in finding.summary.en
    assert "round 657413 of drand" in said(finding)


def test_without_witnesses_nobody_is_told_that_nobody_could_choose() -> None:
    finding = verify_draw(draw_file(complete()), policy())
    assert finding.verdict is Verdict.PROVEN and "nobody could choose" not in said(finding)
    assert "only the office's clock says so" in said(finding)


def test_witnesses_who_signed_after_the_round_prove_nothing() -> None:
    late = draw_file(complete(), witnesses=[WITNESS_KEY], cosigned=PUBLISHED)
    finding = verify_draw(late, policy(witnesses=True))
    assert finding.verdict is Verdict.NOT_CHECKABLE and "fewer than your policy asks for" in finding.summary.en


def test_a_local_draw_that_is_right_is_marked_and_not_proven() -> None:
    finding = verify_draw(draw_file(complete(local=True), witnesses=[WITNESS_KEY]), policy(witnesses=True))
    assert finding.verdict is Verdict.NOT_CHECKABLE and "the office could choose" in finding.summary.en
    assert "committed to before the draw" in said(finding)


def test_redraws_are_done_again_with_their_reasons() -> None:
    finding = witnessed(complete(reasons=[FIRST, AWAY, RECUSED]))
    assert finding.verdict is Verdict.PROVEN
    assert "away" in said(finding) and "conflict of interest" in said(finding)


def test_a_void_says_that_the_draw_no_longer_counts() -> None:
    queue = queue_leaf()
    leaves = [pool_leaf(), queue, *draws(queue, [FIRST]), VoidLeaf(queue.hash(), "ended", PUBLISHED)]
    assert "the step ended without that officer" in said(witnessed(leaves))


@pytest.mark.parametrize("local", [False, True], ids=["drand", "local"])
@pytest.mark.parametrize("values", [{"officer": "officer-d"}, {"officer": "officer-b"}, {"k": 1}, {"reason": AWAY}])
def test_another_officer_or_number_is_disproved(values: dict[str, object], *, local: bool) -> None:
    leaves = complete(local=local)
    if values.get("officer") == leaves[2].officer:  # type: ignore[union-attr]
        values = {"officer": "officer-c"}
    assert witnessed(changed(leaves, 2, **values)).verdict is Verdict.DISPROVED


@pytest.mark.parametrize("local", [False, True], ids=["drand", "local"])
def test_another_random_number_is_disproved(*, local: bool) -> None:
    other = bytes(32) if local else bytes(48)
    assert witnessed(changed(complete(local=local), 2, source=other)).verdict is Verdict.DISPROVED


def test_another_round_than_the_awaited_is_disproved() -> None:
    assert witnessed(changed(complete(), 2, round=ROUND + 1)).verdict is Verdict.DISPROVED


def test_a_round_that_came_too_soon_is_disproved() -> None:
    queue = queue_leaf(at=PUBLISHED - timedelta(seconds=119))
    finding = witnessed([pool_leaf(), queue, *draws(queue, [FIRST])])
    assert finding.verdict is Verdict.DISPROVED and "less than two minutes" in finding.summary.en


def test_a_pool_of_other_lines_is_disproved() -> None:
    more = (replace(POOL[0], weight=9), *POOL[1:])
    assert verify_draw(draw_file(complete(), entries=more), policy()).verdict is Verdict.DISPROVED


def test_a_draw_from_fewer_than_four_is_disproved() -> None:
    queue = replace(queue_leaf(), out=(("officer-a", RECUSED),))
    finding = witnessed([pool_leaf(), queue, *draws(queue, [FIRST])])
    assert finding.verdict is Verdict.DISPROVED and "at least four" in finding.summary.en


def test_a_pool_made_after_the_case_is_disproved() -> None:
    """The leaves say which is which; their places say when."""
    leaves = complete()
    queue, pool = leaves[1], leaves[0]
    log = log_of([queue, pool, *leaves[2:]])
    data = json.loads(draw_file([queue, pool, *leaves[2:]], in_log=log))
    data["proofs"][:2] = data["proofs"][1::-1]
    assert verify_draw(json.dumps(data).encode(), policy()).verdict is Verdict.DISPROVED


def test_a_leaf_that_the_record_does_not_hold_is_disproved() -> None:
    leaves = complete()
    data = json.loads(draw_file(leaves, in_log=log_of(changed(leaves, 2, officer="officer-a"))))
    true_leaf = json.loads(draw_file(leaves))["proofs"][2].split("index")[0]
    data["proofs"][2] = true_leaf + "index" + data["proofs"][2].split("index", 1)[1]
    finding = verify_draw(json.dumps(data).encode(), policy())
    assert finding.verdict is Verdict.DISPROVED


def test_a_beacon_that_nobody_knows_is_not_checkable() -> None:
    queue = replace(queue_leaf(), beacon=QUICKNET[:-1] + "2")
    assert witnessed([pool_leaf(), queue, *draws(queue, [FIRST])]).verdict is Verdict.NOT_CHECKABLE


def test_without_the_package_it_is_not_checkable(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bool:
        raise CannotCheck("install it")

    monkeypatch.setattr(module, "is_signature", fails)
    assert witnessed(complete()).verdict is Verdict.NOT_CHECKABLE


def test_what_is_not_drawn_yet_is_not_checkable() -> None:
    finding = witnessed(complete()[:2])
    assert finding.verdict is Verdict.NOT_CHECKABLE and "nothing has been drawn yet" in finding.summary.en


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"v": 1}', b'{"v": 2, "pool": [], "proofs": []}', b'{"v": 1, "pool": [1], "proofs": []}']
)
def test_a_file_of_another_kind_is_not_checkable(data: bytes) -> None:
    assert verify_draw(data, policy()).verdict is Verdict.NOT_CHECKABLE


def test_every_flipped_byte_of_a_file_changes_the_answer_or_is_noticed() -> None:
    leaves = complete()
    whole = draw_file(leaves, witnesses=[WITNESS_KEY])
    right = verify_draw(whole, policy(witnesses=True))
    for at in range(0, len(whole), 41):
        damaged = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        finding = verify_draw(damaged, policy(witnesses=True))
        assert finding.verdict is not Verdict.PROVEN or finding.summary == right.summary


# With a copy of the record


def copy_of(folder: Path, log: Sequence[bytes]) -> Mirror:
    write_log(folder, log)
    return Mirror((folder / "checkpoint").read_bytes(), read_from(folder))


def test_a_copy_shows_that_the_case_was_drawn_once(tmp_path: Path) -> None:
    leaves = complete()
    finding = verify_draw(draw_file(leaves), policy(), copy_of(tmp_path, log_of(leaves)))
    assert finding.verdict is Verdict.PROVEN and "holds no other draw" in said(finding)


def test_a_second_draw_of_the_same_case_is_disproved(tmp_path: Path) -> None:
    leaves = complete()
    again = replace(queue_leaf(), time=QUEUED + timedelta(seconds=9))
    log = [*log_of(leaves), again.text().encode()]
    finding = verify_draw(draw_file(leaves), policy(), copy_of(tmp_path, log))
    assert finding.verdict is Verdict.DISPROVED and "drawn twice" in finding.summary.en


def test_a_second_draw_after_a_void_is_right(tmp_path: Path) -> None:
    leaves = complete()
    void = VoidLeaf(leaves[1].hash(), "unwitnessed", PUBLISHED)
    again = replace(queue_leaf(), time=QUEUED + timedelta(minutes=9))
    log = [*log_of(leaves), void.text().encode(), again.text().encode()]
    assert verify_draw(draw_file(leaves), policy(), copy_of(tmp_path, log)).verdict is Verdict.PROVEN


def test_another_case_or_another_step_of_it_is_none_of_this(tmp_path: Path) -> None:
    leaves = complete()
    others = [replace(queue_leaf(), turn=1), replace(queue_leaf(), filing=FILING[::-1])]
    log = [*log_of(leaves), *(one.text().encode() for one in others)]
    assert verify_draw(draw_file(leaves), policy(), copy_of(tmp_path, log)).verdict is Verdict.PROVEN


def test_a_draw_that_the_file_leaves_out_is_disproved(tmp_path: Path) -> None:
    leaves = complete(reasons=[FIRST, AWAY])
    log = log_of([*leaves[:2], leaves[3], leaves[2]])
    finding = verify_draw(draw_file(leaves[:3], in_log=log_of(leaves)), policy(), copy_of(tmp_path, log_of(leaves)))
    assert finding.verdict is Verdict.PROVEN and "holds a later one" in said(finding)
    swapped = draw_file([*leaves[:2], leaves[3], leaves[2]], in_log=log)
    assert verify_draw(swapped, policy(), copy_of(tmp_path / "other", log)).verdict is Verdict.DISPROVED


def test_a_copy_of_another_history_is_disproved(tmp_path: Path) -> None:
    leaves = complete()
    log = log_of(leaves)
    log[0] = b"case-event/v1\nof a case that was taken out\n"
    assert verify_draw(draw_file(leaves), policy(), copy_of(tmp_path, log)).verdict is Verdict.DISPROVED


# The command


@pytest.mark.parametrize(("local", "code"), [(False, 0), (True, 2)], ids=["drand", "local"])
def test_the_command_says_it_with_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int, *, local: bool
) -> None:
    leaves = complete(local=local)
    (tmp_path / "draw.json").write_bytes(draw_file(leaves))
    (tmp_path / "policy").write_text(f"log {LOG_VKEY}\nquorum none\n")
    write_log(tmp_path / "record", log_of(leaves), witnesses=())
    asked = [str(tmp_path / "draw.json"), "--policy", str(tmp_path / "policy"), "--tiles", str(tmp_path / "record")]
    assert main(["verify", "draw", *asked]) == code
    assert leaves[2].officer in capsys.readouterr().out  # type: ignore[union-attr]


def test_the_command_disproves_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaves = changed(complete(), 2, officer="officer-a")
    (tmp_path / "draw.json").write_bytes(draw_file(leaves))
    (tmp_path / "policy").write_text(f"log {LOG_VKEY}\nquorum none\n")
    assert main(["verify", "draw", str(tmp_path / "draw.json"), "--policy", str(tmp_path / "policy")]) == 1
    assert "DISPROVED" in capsys.readouterr().out


def test_the_pool_may_be_larger_than_the_draw(tmp_path: Path) -> None:
    pool = (*POOL, Entry("officer-e", 60))
    queue = replace(queue_leaf(entries=pool), out=(("officer-e", AWAY),))
    leaves = [pool_leaf(pool), queue, *draws(queue, [FIRST], pool)]
    finding = verify_draw(draw_file(leaves, entries=pool), policy())
    assert finding.verdict is Verdict.PROVEN and "officer-e was left out: away." in said(finding)
