"""``layani demo``: up in seconds, ended by one signal, and a sentence with the remedy where it cannot start."""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from layani.cli import main
from layani.commands import demo
from layani.office.gateways.witness_policy import read_witnesses
from layani.watchers import beside
from layani.watchers.witness import Witness


@pytest.fixture
def taken():
    """A port at which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def arguments(tmp_path, **values):
    return argparse.Namespace(host="127.0.0.1", port=8000, data=tmp_path / "demo", no_fill=True, **values)


@pytest.mark.parametrize("host", ["192.0.2.1", "two..dots"])
def test_an_address_of_another_machine_is_not_called_a_busy_port(host, tmp_path, capsys):
    assert main(["demo", "--host", host, "--data", str(tmp_path / "demo")]) == 2
    assert f"{host} is no address of this machine" in capsys.readouterr().err


def test_a_busy_port_is_answered_with_the_command_to_type(taken, tmp_path, capsys):
    assert main(["demo", "--port", str(taken), "--data", str(tmp_path / "demo")]) == 2
    assert f"make demo PORT={taken + 1}" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999999"])
def test_a_port_that_is_none_is_answered_with_one_that_is(port, tmp_path, capsys):
    assert main(["demo", f"--port={port}", "--data", str(tmp_path)]) == 2
    assert "make demo PORT=8001" in capsys.readouterr().err


def test_a_port_of_the_system_leads_to_one_that_everybody_may_use(monkeypatch):
    def denied(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", denied)
    assert "make demo PORT=8001" in demo.port_trouble("127.0.0.1", 80)


def test_a_missing_package_is_named_with_its_remedy(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(demo, "find_spec", lambda name: None if name == "granian" else object())
    assert main(["demo", "--data", str(tmp_path)]) == 2
    assert "'granian' is not installed. Install the office" in capsys.readouterr().err


def test_a_real_office_is_never_opened_as_a_demo(tmp_path):
    (tmp_path / "office.sqlite3").touch()
    assert "not a demo" in demo.folder_trouble(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").touch()
    assert "--data DIR" in demo.folder_trouble(tmp_path / "file" / "demo")


def test_a_full_disk_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: argparse.Namespace(free=10**6))
    assert "1 MB free" in demo.folder_trouble(tmp_path)


def test_a_demo_never_writes_into_the_database_of_a_real_office(tmp_path):
    around = {
        "LAYANI_DATABASE_URL": "postgresql:///real", "LAYANI_KEYS_URL": "x", "LAYANI_SMTP": "smtp://mail",
        "LAYANI_CATALOGUE": "/services", "PATH": "/bin",
    }  # fmt: skip
    found = demo.demo_environment(around, arguments(tmp_path))
    assert {name for name in around if name in found} == {"LAYANI_CATALOGUE", "PATH"}
    assert found["LAYANI_MODE"] == "demo"


@pytest.mark.parametrize("kind", demo.SIGNINGS)
def test_letters_are_signed_in_a_demo_as_the_how_to_says(tmp_path, kind):
    found = demo.demo_environment({"LAYANI_SIGNING": kind, "LAYANI_SIGNING_KEYS": "/k"}, arguments(tmp_path))
    asked = "from layani.office import settings; print(settings.SIGNING, settings.SIGNING_KEYS)"
    around = {**os.environ, **found}
    done = subprocess.run([sys.executable, "-c", asked], env=around, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [kind, "/k"]


def test_a_kind_of_signing_that_there_is_not_is_refused_with_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LAYANI_SIGNING", "wax")
    asked = arguments(tmp_path)
    asked.port = free_port()
    assert demo.run(asked) == 2
    assert "LAYANI_SIGNING is 'wax'" in capsys.readouterr().err
    assert not (tmp_path / "office.sqlite3").exists()


def test_what_a_demo_does_not_heed_is_named(tmp_path):
    around = {"LAYANI_SMTP": "smtp://mail", "LAYANI_SIGNING": "ink", "LAYANI_DATA": "x", "PATH": "/bin"}
    assert demo.dropped_settings(around) == ["LAYANI_SMTP"]


def test_its_witness_listens_to_this_machine_alone_and_keeps_its_key(tmp_path):
    first, again = beside.prepare(tmp_path), beside.prepare(tmp_path)
    asked = read_witnesses(again.asked_for)[0]
    assert first.folder == again.folder and asked.quorum == beside.NAME
    assert list(asked.addresses.values()) == [f"http://127.0.0.1:{again.port}"]
    assert asked.witnesses[beside.NAME] == Witness(tmp_path, beside.SIGNS_AS, ()).key.verifier.as_cosigner()


def test_without_the_records_key_there_is_no_witness_and_no_endless_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(beside, "KEY_WITHIN", 0.05)
    assert beside.start(beside.prepare(tmp_path), tmp_path / "log.key.pub", {}) is None


class Running:
    """A demo in a process of its own."""

    def __init__(self, folder):
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "layani.cli",
            "demo",
            "--port",
            str(self.port),
            "--data",
            str(folder),
            "--no-fill",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []

    def wait_until_open(self):
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("Stop it with"):
                return self
        raise AssertionError("".join(self.said))

    def page(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/demo/", timeout=30) as answer:
            return answer.read().decode()

    def record(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/record/checkpoint", timeout=30) as answer:
            return answer.read().decode()

    def end(self, number):
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest


@pytest.fixture
def start():
    running = []

    def start(folder):
        running.append(Running(folder))
        return running[-1].wait_until_open()

    yield start
    for one in running:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
        one.process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_opens_and_one_signal_ends_all_of_it(start, tmp_path, number):
    office = start(tmp_path)
    assert f"http://localhost:{office.port}/demo/" in "".join(office.said)
    assert re.search(r"<code>\d{6}</code>", office.page())
    code, rest = office.end(number)
    assert (code, "Traceback" in rest) == (0, False)
    assert "Everything is kept" in rest
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", office.port)) != 0


@pytest.mark.slow
def test_a_second_start_keeps_the_sign_ins_and_the_record_of_the_first(start, tmp_path):
    office = start(tmp_path)
    before = (tmp_path / demo.SIGN_INS).read_text()
    log_key = (tmp_path / "keys" / "log.key").read_text() if (tmp_path / "keys" / "log.key").exists() else None
    office.end(signal.SIGINT)
    again = start(tmp_path)
    assert (tmp_path / demo.SIGN_INS).read_text() == before
    if log_key:
        assert (tmp_path / "keys" / "log.key").read_text() == log_key
    assert "demo" in again.page()


@pytest.mark.slow
def test_a_sample_witness_cosigns_the_record_and_ends_with_the_demo(start, tmp_path):
    office = start(tmp_path)
    port = int(re.search(r"127\.0\.0\.1:(\d+)", (tmp_path / "witness" / "witnesses").read_text())[1])
    until, seen = time.monotonic() + 60, ""
    while time.monotonic() < until and f"\n— {beside.SIGNS_AS} " not in seen:
        time.sleep(0.2)
        with suppress(urllib.error.HTTPError):  # 404 while the record is empty
            seen = office.record()
    assert f"\n— {beside.SIGNS_AS} " in seen
    code, rest = office.end(signal.SIGTERM)
    assert (code, "Traceback" in rest) == (0, False)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.slow
def test_the_worker_runs_inside(start, tmp_path):
    start(tmp_path)
    until = time.monotonic() + 20
    while time.monotonic() < until and not (tmp_path / "worker.lock").exists():
        time.sleep(0.2)
    assert Path(tmp_path / "worker.lock").exists()
