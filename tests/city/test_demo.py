"""``layani demo``: opens in seconds, says what to do when it cannot, and leaves nothing behind when it is stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

WAIT_SECONDS = 60


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def demo(port, folder, *options):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LAYANI_", "DJANGO_"))}
    command = [sys.executable, "-m", "layani.cli", "demo", "--port", str(port), "--data", str(folder), *options]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def opened(port):
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/", timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the demo did not answer")


def test_the_demo_opens_and_a_stop_ends_all_that_it_started(port, tmp_path):
    process = demo(port, tmp_path, "--no-fill")
    try:
        # The address is told once the office answers; a stop before that would be another story.
        assert any(f"http://localhost:{port}/demo/" in line for line in process.stdout)
        assert "ana" in opened(port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_busy_port_is_told_with_the_remedy(port, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        words, _ = demo(port, tmp_path).communicate(timeout=WAIT_SECONDS)
    assert f"make demo PORT={port + 1}" in words
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told_with_the_remedy(port, tmp_path):
    (tmp_path / "file").write_text("")
    words, _ = demo(port, Path(tmp_path / "file" / "folder")).communicate(timeout=WAIT_SECONDS)
    assert "--data DIR" in words
