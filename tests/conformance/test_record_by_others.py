"""The record as other people's programs see it: Go from Debian, OpenSSL, tlog-scales. None shares code with us.

``logverify`` and ``logfsck`` are the project's shared checkers, looked for beside the project's folder.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.go_programs import CHECKERS, build
from tests.rules.record.small_log import entries_around, final_receipt, openings, write_log
from tests.rules.record.vectors import LOG_VKEY, WITNESS_KEY, WITNESS_VKEY

ROOT = Path(__file__).parents[2]
TLOG_SCALES = Path(sys.executable).parent / "tlog-tiles"
SIZES = (1, 7, 255, 256, 257, 600, 65_536, 65_537, 70_000)
ACTS = openings()

go = pytest.mark.conformance
checkers = pytest.mark.skipif(not CHECKERS.is_dir(), reason=f"the shared checkers are not at ../shared/{CHECKERS.name}")


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """Give a function that builds a program once."""
    built: dict[Path, Path] = {}

    def built_from(source: Path) -> Path:
        if source not in built:
            built[source] = build(source, tmp_path_factory.mktemp(source.parent.name))
        return built[source]

    return built_from


def run(*command) -> subprocess.CompletedProcess:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def acts_in_a_log(size):
    """Return ``size`` entries, the last of them an act."""
    return entries_around(ACTS[2].leaf, size, size - 1)


@pytest.fixture(scope="module", params=SIZES)
def log(request, tmp_path_factory):
    """Give a published log of each size, with the ombudsman's cosignature."""
    return request.param, write_log(tmp_path_factory.mktemp("log"), acts_in_a_log(request.param))


@go
@checkers
def test_another_program_rehashes_our_tiles_to_the_same_root(log, programs):
    size, folder = log
    done = run(programs(CHECKERS / "logfsck" / "main.go"), folder, LOG_VKEY)
    assert done.returncode == 0, done.stderr
    assert f"fsck ok: {size} entries" in done.stdout


@go
@checkers
def test_another_program_proves_inclusion_and_consistency_from_our_tiles(log, programs, tmp_path):
    size, folder = log
    older = write_log(tmp_path, acts_in_a_log(size)[: max(1, size // 2)]) / "checkpoint"
    for index in {0, size // 2, size - 1}:
        done = run(programs(CHECKERS / "logverify" / "main.go"), folder, LOG_VKEY, index, older, WITNESS_VKEY)
        assert done.returncode == 0, done.stderr
        assert f"checkpoint ok: origin=office.example/cases size={size}" in done.stdout
        assert "cosignature ok: ombudsman.example/w1" in done.stdout
        assert f"inclusion ok: entry {index} " in done.stdout
        assert f"consistency ok: {max(1, size // 2)} -> {size}" in done.stdout


@go
@checkers
@pytest.mark.parametrize("victim", ["tile/entries/001", "tile/0/000", "checkpoint"])
def test_the_other_program_would_notice_a_changed_byte(victim, programs, tmp_path):
    folder = write_log(tmp_path, acts_in_a_log(600))
    data = bytearray((folder / victim).read_bytes())
    data[40] ^= 1
    (folder / victim).write_bytes(data)
    assert run(programs(CHECKERS / "logfsck" / "main.go"), folder, LOG_VKEY).returncode == 1


RECEIPT_PROGRAM = ROOT / "tests" / "conformance" / "receipt" / "main.go"


@go
@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 0), (256, 255), (257, 256), (600, 300)])
def test_a_stranger_with_debian_verifies_a_final_receipt(size, index, programs, tmp_path):
    file = tmp_path / "case.tlog-proof"
    file.write_text(final_receipt(ACTS[1], size, index, [WITNESS_KEY]), encoding="utf-8")
    done = run(programs(RECEIPT_PROGRAM), file, LOG_VKEY)
    assert done.returncode == 0, done.stderr
    where = f"entry number {index}, counted from 0, of the first {size} in the record office.example/cases"
    assert f"PROVEN: {where}" in done.stdout
    assert "act number 2 of this case" in done.stdout
    assert "officer-b" in done.stdout


@go
def test_the_strangers_program_does_not_believe_a_changed_receipt(programs, tmp_path):
    good = final_receipt(ACTS[1], 600, 300, [WITNESS_KEY])
    changes = {
        "index": good.replace("index 300", "index 301"),
        "size": good.replace("\n600\n", "\n601\n"),
        "act": good.replace(_extra(good), _extra(final_receipt(ACTS[0], 600, 300))),
        "key": final_receipt(ACTS[1], 600, 300).replace("office.example/cases", "office.example/other"),
    }
    for name, text in changes.items():
        file = tmp_path / f"{name}.tlog-proof"
        file.write_text(text, encoding="utf-8")
        done = run(programs(RECEIPT_PROGRAM), file, LOG_VKEY)
        assert done.returncode == 1, name
        assert done.stderr.startswith("NOT PROVEN:"), name


def _extra(receipt: str) -> str:
    return receipt.split("\n")[1]


HOW_TO = (ROOT / "docs" / "how-to" / "verify-a-receipt.md").read_text(encoding="utf-8")


def commands_of(heading: str) -> str:
    """Return the indented lines below a heading of the how-to: the commands that a reader would type."""
    section = HOW_TO.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line[4:] for line in section.split("\n") if line.startswith("    ")]
    return "\n".join(line for line in lines if not line.startswith("sudo apt-get"))


def typed(commands: str, folder: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "LOGKEY": LOG_VKEY, "GOCACHE": str(folder / "cache")}
    return subprocess.run(
        ["sh", "-e", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(shutil.which("openssl") is None, reason="OpenSSL is missing: sudo apt-get install -y openssl")
def test_openssl_verifies_the_checkpoint_with_the_commands_of_the_how_to(tmp_path):
    folder = write_log(tmp_path, acts_in_a_log(7))
    done = typed(commands_of("With openssl alone"), folder)
    assert (done.returncode, done.stdout) == (0, "Signature Verified Successfully\n"), done.stderr
    text = (folder / "checkpoint").read_text(encoding="utf-8")
    (folder / "checkpoint").write_text(text.replace("\n7\n", "\n8\n"), encoding="utf-8")
    assert typed(commands_of("With openssl alone"), folder).returncode == 1


@go
def test_the_commands_of_the_how_to_verify_a_receipt_with_debian_alone(tmp_path):
    program = tmp_path / "tests" / "conformance" / "receipt"
    program.mkdir(parents=True)
    shutil.copy(RECEIPT_PROGRAM, program)
    receipt = tmp_path / "SKM-2026-000123-1.tlog-proof"
    receipt.write_text(final_receipt(ACTS[1], 600, 300, [WITNESS_KEY]), encoding="utf-8")
    done = typed(commands_of("Without layani"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("PROVEN: entry number 300, counted from 0, of the first 600")


@pytest.mark.skipif(not TLOG_SCALES.exists(), reason="tlog-scales is missing: pip install tlog-scales")
@pytest.mark.parametrize("size", [7, 256, 600])
def test_tlog_scales_reads_our_tiles(size, tmp_path):
    folder = write_log(tmp_path, acts_in_a_log(size))
    done = run(TLOG_SCALES, "get-leaf", "-c", folder, "-1")
    assert done.returncode == 0, done.stderr
    assert ACTS[2].leaf.text() in done.stdout
