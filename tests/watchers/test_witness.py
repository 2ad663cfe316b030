"""A witness on disk and on the network: what it vouched for outlives it, and two requests at once meet one memory."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from layani.cli import main
from layani.key_file import load_or_create
from layani.rules.record.merkle import consistency_proof
from layani.rules.record.note import COSIGNATURE, open_note, parse_vkey
from layani.rules.record.witness import Refusal, Submission, origin_hash
from layani.watchers.serving import WitnessServer
from layani.watchers.witness import Witness, WitnessDamaged
from tests.rules.record.small_log import signed_checkpoint
from tests.rules.record.test_record_witness import LONG, OTHER
from tests.rules.record.vectors import LOG_KEY, LOG_VKEY, ORIGIN

NAME = "ombudsman.example/w1"
LOGS = (LOG_KEY.verifier,)
NOW = 1_795_000_000


def request(new: int, old: int = 0, tree=LONG) -> bytes:
    proof = tuple(consistency_proof(old, new, tree.node))
    return Submission(old, proof, signed_checkpoint(new, tree.root(new)).encode()).render()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "witness"


def test_what_was_vouched_for_outlives_the_process(folder):
    first = Witness(folder, NAME, LOGS)
    line = first.add_checkpoint(request(7), now=NOW)
    again = Witness(folder, NAME, LOGS)
    assert again.key.verifier == first.key.verifier
    with pytest.raises(Refusal) as refused:
        again.add_checkpoint(request(9, tree=OTHER), now=NOW)
    assert (refused.value.status, refused.value.size) == (409, 7)
    held = again.last_cosigned(origin_hash(ORIGIN))
    assert held is not None
    assert held.decode().endswith(line)
    opened = open_note(held, [*LOGS, first.key.verifier.as_cosigner()])
    assert len(opened.verified) == 2


def test_a_witness_that_lost_its_memory_does_not_sign(folder):
    Witness(folder, NAME, LOGS).add_checkpoint(request(7), now=NOW)
    (folder / "logs").rename(folder / "gone")
    with pytest.raises(WitnessDamaged, match="new key"):
        Witness(folder, NAME, LOGS)


@pytest.mark.parametrize("content", [b"", b"junk", request(7).split(b"\n\n", 1)[1]])
def test_a_memory_that_was_changed_is_not_relied_on(folder, content):
    witness = Witness(folder, NAME, LOGS)
    witness.add_checkpoint(request(7), now=NOW)
    file = folder / "logs" / origin_hash(ORIGIN) / "checkpoint"
    file.write_bytes(content)
    with pytest.raises(WitnessDamaged, match="cannot be relied on"):
        witness.add_checkpoint(request(9, 7), now=NOW)
    assert file.read_bytes() == content


def test_a_clock_that_went_back_refuses_nobody(folder):
    witness = Witness(folder, NAME, LOGS)
    witness.add_checkpoint(request(7), now=NOW)
    assert witness.add_checkpoint(request(9, 7), now=NOW - 3600)


def test_of_two_histories_sent_at_once_one_is_vouched_for(folder):
    witness = Witness(folder, NAME, LOGS)

    def ask(tree):
        try:
            return witness.add_checkpoint(request(20, tree=tree), now=NOW)
        except Refusal as refused:
            return refused.status

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, [LONG, OTHER] * 8))
    # Whoever comes first is remembered; the same text again needs "old 20", so every other answer is a conflict.
    assert sorted(map(type, answers), key=str).count(str) == 1
    assert set(answers) - {one for one in answers if isinstance(one, str)} == {409}


@pytest.fixture
def server(folder):
    made = WitnessServer(("127.0.0.1", 0), Witness(folder, NAME, LOGS), clock=lambda: NOW)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def asked(server):
    connection = http.client.HTTPConnection(*server.server_address, timeout=10)

    def ask(method: str, path: str, body: bytes | None = None, headers=()):
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read().decode()

    yield ask
    connection.close()


def test_a_conversation_on_one_connection(asked):
    status, _, line = asked("POST", "/add-checkpoint", request(7))
    assert status == 200
    assert line.startswith(f"— {NAME} ")
    assert asked("POST", "/add-checkpoint", request(9)) == (409, "text/x.tlog.size", "7\n")
    assert asked("POST", "/add-checkpoint", request(9, 7))[0] == 200
    assert asked("POST", "/add-checkpoint", request(9, 9, OTHER))[0] == 422
    assert asked("POST", "/add-checkpoint", b"nonsense")[0] == 400
    status, _, held = asked("GET", f"/{origin_hash(ORIGIN)}/checkpoint")
    assert status == 200
    assert held.split("\n")[1] == "9"
    assert asked("GET", f"/{'0' * 64}/checkpoint")[0] == 404
    assert asked("GET", f"/{origin_hash(ORIGIN)}/../../witness.key")[0] == 404
    assert asked("POST", "/other", b"x")[0] == 404


def test_both_spellings_of_the_key_are_shown(asked):
    status, _, text = asked("GET", "/")
    new, old = (parse_vkey(line) for line in text.splitlines())
    assert status == 200
    assert (new.algorithm, old.as_cosigner()) == (COSIGNATURE, new)


def test_what_is_too_large_is_not_read(asked):
    assert asked("POST", "/add-checkpoint", headers={"Content-Length": "2000000"}.items())[0] == 413


def test_a_memory_that_cannot_be_read_is_told_to_the_operator_alone(asked, folder, capfd):
    asked("POST", "/add-checkpoint", request(7))
    (folder / "logs" / origin_hash(ORIGIN) / "checkpoint").write_bytes(b"junk")
    status, _, text = asked("POST", "/add-checkpoint", request(9, 7))
    assert status == 500
    assert str(folder) not in text
    assert "WitnessDamaged" in capfd.readouterr().err


def policy_file(folder: Path) -> str:
    file = folder / "policy"
    file.write_text(f"log {LOG_VKEY}\nquorum none\n", encoding="utf-8")
    return str(file)


def test_a_witness_without_network_answers_by_file(tmp_path, folder, capsys):
    (tmp_path / "request").write_bytes(request(7))
    common = ["--name", NAME, "--policy", policy_file(tmp_path)]
    files = [str(tmp_path / "request"), str(tmp_path / "answer")]
    assert main(["witness", "once", str(folder), *common, *files]) == 0
    key = load_or_create(folder / "witness.key", NAME).verifier.as_cosigner()
    note = request(7).split(b"\n\n", 1)[1] + (tmp_path / "answer").read_bytes()
    assert open_note(note, [key]).signed_by(key)
    (tmp_path / "request").write_bytes(request(9, tree=OTHER))
    assert main(["witness", "once", str(folder), *common, *files]) == 1
    assert "409" in capsys.readouterr().err


def test_a_name_with_a_scheme_is_refused_before_there_is_a_key(tmp_path, folder, capsys):
    named = ["--name", "https://press.example/w1/", "--policy", policy_file(tmp_path)]
    assert main(["witness", "key", str(folder), *named]) == 2
    said = capsys.readouterr().err
    assert "begins with a scheme" in said and "--name press.example/w1\n" in said
    assert not (folder / "witness.key").exists()


def test_the_key_is_shown_as_a_line_of_a_policy(tmp_path, folder, capsys):
    assert main(["witness", "key", str(folder), "--name", NAME, "--policy", policy_file(tmp_path)]) == 0
    first = capsys.readouterr().out.splitlines()[0].split()
    assert first[:2] == ["witness", "ombudsman.example"]
    assert parse_vkey(first[2]).name == NAME


def test_a_name_that_cannot_name_a_key_is_refused(tmp_path, folder, capsys):
    assert main(["witness", "key", str(folder), "--name", "a b", "--policy", policy_file(tmp_path)]) == 2
    assert "cannot name a key" in capsys.readouterr().err
