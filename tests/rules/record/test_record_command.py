"""`layani verify`: its exit codes, its words, and that it runs where only `cryptography` is installed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from layani.cli import main
from layani.commands import verify
from layani.rules.importing.words import ACTS
from layani.rules.record.act_words import act_rows
from tests.rules.record.small_log import entries_around, final_receipt, openings, provisional_receipt, write_log
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_VKEY, WITNESS_KEY, WITNESS_VKEY

ROOT = Path(__file__).parents[3]
FILED, ASSIGNED, DECIDED = openings()

ONLY_CRYPTOGRAPHY = """
import sys

class Blocker:
    allowed = {"layani", "cryptography", "_cffi_backend", "cffi"} | set(sys.stdlib_module_names)

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.allowed:
            raise ModuleNotFoundError(f"{name} is blocked: the verifier needs cryptography alone", name=name)
        return None

sys.meta_path.insert(0, Blocker())
from layani.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture
def policy(tmp_path):
    file = tmp_path / "trust.policy"
    lines = [
        f"log {LOG_VKEY}",
        f"# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}",
        f"witness ombudsman {WITNESS_VKEY}",
        "quorum none",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def receipt(tmp_path):
    file = tmp_path / "case.tlog-proof"
    file.write_text(final_receipt(DECIDED, 600, 256, [WITNESS_KEY]), encoding="utf-8")
    return file


def test_a_proven_receipt_exits_0_and_says_what_is_proven_and_what_not(receipt, policy, capsys):
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("PROVEN: this act is in the office's record")
    assert "\nProven:\n  - This is act number 3 of this case" in out
    assert "\nNot proven:\n  - That the stated time is exact" in out
    assert "Content of the act:\n  Act: number 3, decided" in out
    assert "{" not in out, "words for people; --json is for programs"


def test_times_are_those_of_this_machines_clock(receipt, policy, capsys, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Jakarta")
    time.tzset()
    try:
        main(["verify", "receipt", str(receipt), "--policy", str(policy)])
        out = capsys.readouterr().out
        assert "WIB (UTC+07:00)" in out
        assert "T" not in out.split("clock at ")[1].split(" WIB")[0]
        assert verify.local_time("2026-11-23T08:15:00Z", "id") == "23 November 2026 pukul 15.15.00 WIB (UTC+07:00)"
        assert verify.local_time("2026-13-23T08:15:00Z", "en") == "2026-13-23T08:15:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_program_gets_the_same_answer_with_the_act_as_it_was_recorded(receipt, policy, capsys):
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "proven"
    assert answer["act"] == {"number": 3, "body": '{"act":"decided","outcome":"granted"}'}


def test_an_act_tells_what_was_promised_and_hides_nothing_that_is_odd():
    body = {
        "act": "file",
        "at": "2026-11-23T08:15:00+00:00",
        "by": {"kind": "officer", "officer": 7, "role": "front-desk"},
        "data": {
            "number": "SKM-2026-1",
            "promise": [3, "working days"],
            "promise_starts": "complete",
            "channel": "fax",
        },
        "sealed": "abc",
    }
    rows = {label.en: value.en for label, value in act_rows(json.dumps(body), 1, ACTS)}
    assert rows["Act"] == "number 1, application filed"
    assert (rows["Time promised for the decision"], rows["Counted"]) == (
        "3 working days",
        "from when the case is complete",
    )
    assert (rows["By"], rows["Filed"]) == ("front-desk, officer 7", "fax")
    body["data"]["promise"] = [1, "working days"]
    assert {label.en: value.en for label, value in act_rows(json.dumps(body), 1, ACTS)}[
        "Time promised for the decision"
    ] == "1 working day"
    assert "seal" in rows["Sealed"]
    assert act_rows("no json", 1, ACTS) == act_rows("[1]", 1, ACTS) == ()
    odd = {"act": "file", "by": 3, "data": {"promise": "soon", "fee": None, "channel": [1]}}
    assert ("Time promised for the decision", "soon") in {(a.en, b.en) for a, b in act_rows(json.dumps(odd), 1, ACTS)}


def test_the_answer_is_given_in_indonesian(receipt, policy, capsys):
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy), "--language", "id"]) == 0
    assert capsys.readouterr().out.startswith("TERBUKTI: tindakan ini ada di dalam catatan kantor")


def test_a_disproved_receipt_exits_1(receipt, policy, capsys):
    receipt.write_text(receipt.read_text("utf-8").replace("\n600\n", "\n601\n"), encoding="utf-8")
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy)]) == 1
    assert capsys.readouterr().out.startswith("DISPROVED:")


def test_a_receipt_of_a_log_that_is_not_trusted_exits_2(receipt, tmp_path, capsys):
    (tmp_path / "none.policy").write_text("quorum none\n", encoding="utf-8")
    assert main(["verify", "receipt", str(receipt), "--policy", str(tmp_path / "none.policy")]) == 2
    assert capsys.readouterr().out.startswith("NOT CHECKABLE:")


@pytest.mark.parametrize("fault", [MemoryError(), OSError(5, "Input/output error"), ZeroDivisionError()])
def test_what_this_machine_could_not_check_is_not_disproved(receipt, policy, monkeypatch, capsys, fault):
    def fail(*_):
        raise fault

    monkeypatch.setattr(verify, "verify_receipt", fail)
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy)]) == 2
    assert capsys.readouterr().err.startswith(("layani verify: ", "Traceback"))


@pytest.mark.parametrize("large", ["receipt", "policy", "checkpoint"])
def test_an_endless_file_exits_2_and_is_named(large, receipt, policy, tmp_path, capsys):
    log = write_log(tmp_path / "log", entries_around(DECIDED.leaf, 600, 256))
    file = {"receipt": receipt, "policy": policy, "checkpoint": log / "checkpoint"}[large]
    file.unlink()
    file.symlink_to("/dev/zero")
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy), "--tiles", str(log)]) == 2
    assert f"{file} has more than 4000000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("broken", "code", "told"),
    [
        ("reader has gone", {True: 0, False: 1}, ""),
        ("full", {True: 2, False: 1}, "layani: standard output took no more: No space left on device.\n"),
        ("closed", {True: 2, False: 2}, "layani: standard output is closed. To see nothing, send it to /dev/null.\n"),
    ],
)
@pytest.mark.parametrize("proven", [True, False], ids=["proven", "disproved"])
def test_an_output_that_breaks_disproves_nothing(receipt, policy, proven, broken, code, told):
    if not proven:
        receipt.write_text(receipt.read_text("utf-8").replace("\n600\n", "\n601\n"), encoding="utf-8")
    read, gone = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "layani.cli", "verify", "receipt", str(receipt), "--policy", str(policy)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    with os.fdopen(gone, "wb") as pipe, Path("/dev/full").open("wb") as full:
        streams = {"reader has gone": {"stdout": pipe}, "full": {"stdout": full}}
        output = streams.get(broken) or {"preexec_fn": lambda: os.close(1)}
        done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False, **output)
    assert (done.returncode, done.stderr) == (code[proven], told)


@pytest.mark.parametrize("missing", ["receipt", "policy", "tiles"])
def test_a_missing_file_exits_2_and_is_named(missing, receipt, policy, tmp_path, capsys):
    files = {"receipt": receipt, "policy": policy, "tiles": tmp_path / "absent"}
    if missing != "tiles":
        files[missing].unlink()
        files["tiles"] = write_log(tmp_path / "log", entries_around(DECIDED.leaf, 600, 256))
    command = ["verify", "receipt", str(files["receipt"]), "--policy", str(files["policy"])]
    assert main([*command, "--tiles", str(files["tiles"])]) == 2
    assert str(files[missing]) in capsys.readouterr().err


def test_a_broken_policy_exits_2_and_names_the_line(receipt, policy, capsys):
    policy.write_text("quorum\n", encoding="utf-8")
    assert main(["verify", "receipt", str(receipt), "--policy", str(policy)]) == 2
    assert "Policy, line 1: The line must have the form: quorum <name>|none" in capsys.readouterr().err


def test_a_provisional_receipt_is_looked_for_in_the_tiles(policy, tmp_path, capsys):
    file = tmp_path / "receipt.txt"
    file.write_text(provisional_receipt(FILED), encoding="utf-8")
    log = write_log(tmp_path / "log", entries_around(FILED.leaf, 300, 7))
    assert main(["verify", "receipt", str(file), "--policy", str(policy), "--tiles", str(log)]) == 0
    assert "held it as entry number 7, counted from 0." in capsys.readouterr().out


def test_the_content_of_a_strangers_file_cannot_steer_the_terminal(policy, tmp_path, capsys):
    hostile = openings(["\x1b]0;title\x07 \u202eodd"])[0]
    file = tmp_path / "case.tlog-proof"
    file.write_text(final_receipt(hostile, 3, 1), encoding="utf-8")
    assert main(["verify", "receipt", str(file), "--policy", str(policy)]) == 0
    assert "\\x1b]0;title\\x07 \\u202eodd" in capsys.readouterr().out


def test_a_whole_copy_is_proven(policy, tmp_path, capsys):
    log = write_log(tmp_path / "log", [b"entry %d" % i for i in range(600)])
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 0
    assert "the signed record office.example/cases, all 600 entries" in capsys.readouterr().out


def test_a_partial_tile_that_was_deleted_is_read_from_the_full_one(policy, tmp_path):
    log = write_log(tmp_path / "log", [b"entry %d" % i for i in range(100)])
    checkpoint = (log / "checkpoint").read_bytes()
    write_log(log, [b"entry %d" % i for i in range(300)])
    (log / "checkpoint").write_bytes(checkpoint)
    for level in ("entries", "0"):
        (log / "tile" / level / "000.p" / "100").unlink()
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 0


def test_a_changed_tile_exits_1_and_a_missing_one_2(policy, tmp_path, capsys):
    log = write_log(tmp_path / "log", [b"entry %d" % i for i in range(600)])
    tile = log / "tile" / "0" / "001"
    data = tile.read_bytes()
    tile.write_bytes(data[:-1] + b"\0")
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 1
    assert "tile/0/001 is not what its entries imply" in capsys.readouterr().out
    tile.unlink()
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 2
    assert "this copy is incomplete" in capsys.readouterr().out


def test_a_copy_with_a_false_checkpoint_exits_1_and_one_of_an_unknown_log_2(policy, tmp_path, capsys):
    log = write_log(tmp_path / "log", [b"entry"])
    text = (log / "checkpoint").read_text("utf-8")
    (log / "checkpoint").write_text(text.replace("\n1\n", "\n2\n"), encoding="utf-8")
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 1
    assert "DISPROVED: The signature of office.example/cases" in capsys.readouterr().out
    policy.write_text("quorum none\n", encoding="utf-8")
    assert main(["verify", "tiles", str(log), "--policy", str(policy)]) == 2
    assert "NOT CHECKABLE: No trusted key has signed" in capsys.readouterr().out


def test_the_verifier_runs_with_cryptography_alone(receipt, policy, tmp_path):
    log = write_log(tmp_path / "log", entries_around(DECIDED.leaf, 600, 256))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-W", "error", "-c", ONLY_CRYPTOGRAPHY, "verify"]
    for arguments in (["receipt", receipt, "--tiles", log], ["tiles", log]):
        line = [*command, *map(str, arguments), "--policy", str(policy)]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_blocker_of_that_test_does_block():
    code = ONLY_CRYPTOGRAPHY.replace("from layani.cli import main", "import django")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "django is blocked" in done.stderr


def test_a_database_is_not_compared_where_only_cryptography_is_installed_and_it_says_what_to_install():
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", ONLY_CRYPTOGRAPHY, "verify", "database"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == ""
    assert "package 'django' is not installed here" in done.stderr and "pip install 'layani[office]'" in done.stderr
    assert "Traceback" not in done.stderr
