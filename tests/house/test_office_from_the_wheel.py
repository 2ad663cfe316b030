"""An office is set up from the wheel alone, by the words of its own how-to: no checkout, and only what it asks for."""

import importlib.metadata
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
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs/how-to/open-an-office.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy/systemd").glob("layani-*.*"))
DAY_ONE = HOW_TO[HOW_TO.index("## The first day") : HOW_TO.index("## Every day")]
FIRST_DAY = re.findall(r"(?m)^\.venv/bin/layani (.+)$", DAY_ONE)


def asked_for(requirements, extras=frozenset({""})):
    """Return the distributions that some requirements ask for, with all that those ask for."""
    found, todo = {}, [(Requirement(one), extras) for one in requirements]
    while todo:
        one, wanted = todo.pop()
        if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in wanted or {""}):
            continue
        name, of = canonicalize_name(one.name), frozenset(one.extras) | {""}
        if of <= found.get(name, (None, frozenset()))[1]:
            continue
        made = importlib.metadata.distribution(one.name)
        found[name] = (made, of | found.get(name, (None, frozenset()))[1])
        todo += [(Requirement(other), of) for other in made.requires or ()]
    return [made for made, _ in found.values()]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a function that runs Python with the wheel and what layani[office] asks for, and nothing else."""
    built, folder, pinned = (tmp_path_factory.mktemp(name) for name in ("built", "wheel", "pinned"))
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
    metadata = next(folder.glob("*.dist-info/METADATA")).read_text(encoding="utf-8")
    requirements = re.findall(r"(?m)^Requires-Dist: (.+)$", metadata)
    for one in asked_for(requirements, frozenset({"", "office"})):
        for top in {file.parts[0] for file in one.files or () if not file.parts[0].startswith((".", "__pycache__"))}:
            place = Path(str(one.locate_file(top)))
            if place.exists() and not (pinned / top).exists():
                (pinned / top).symlink_to(place)
    home = tmp_path_factory.mktemp("srv")
    shutil.copytree(folder / "layani/example_office", home / "catalogue")
    (home / "data").mkdir()  # the how-to says so
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{folder}:{pinned}",
        "LAYANI_SITE": "https://layanan.example.go.id",
        "LAYANI_HOSTS": "layanan.example.go.id",
        "LAYANI_CATALOGUE": str(home / "catalogue"),
        "LAYANI_DATA": str(home / "data"),
        "LAYANI_SMTP": "smtp://127.0.0.1:9",
        "LAYANI_SMS": "https://127.0.0.1:9/send",
        "LAYANI_CLAMD": "127.0.0.1:9",
        "LAYANI_SECRET_KEY": "k" * 64,
    }

    def run(*args, start=False):
        command = [sys.executable, "-S", *args]
        if start:
            return subprocess.Popen(
                command, env=environment, cwd=home, stdout=subprocess.DEVNULL, start_new_session=True
            )
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=home)

    run.home = home
    return run


def test_the_how_to_names_the_commands_of_the_first_day():
    assert "mkdir -p /srv/layani/data" in DAY_ONE
    assert [line.split()[0] for line in FIRST_DAY][:2] == ["check", "prepare"] and len(FIRST_DAY) >= 5


@pytest.mark.slow
def test_an_office_is_set_up_and_answers_by_the_how_to_alone(office):
    assert office("-c", "import pytest").returncode != 0  # it is bare indeed
    for line in FIRST_DAY:
        words = [word.strip('"') for word in re.findall(r'"[^"]+"|\S+', line)]
        words = [str(office.home / "catalogue") if word == "/srv/layani/catalogue" else word for word in words]
        done = office("-m", "layani.cli", *words)
        assert done.returncode == 0, f"layani {line}\n{done.stdout}{done.stderr}"
    _answers(office)


def _answers(office):
    """Start the server as the how-to does, and ask it for a page, for a style sheet, and for a service."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = re.search(r"(?m)^\.venv/bin/python (-m granian .+)$", HOW_TO)[1].split()
    server = office(*command, "--port", str(port), start=True)
    try:
        page = _get(port, "/", until=time.monotonic() + 60)
        assert "Kecamatan" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
        assert len(_get(port, style)) > 1000
        assert "Surat" in _get(port, "/service/residence-letter/")
    finally:
        _end(server)


def _end(server):
    """End the server and its workers. How soon they stop is the service manager's business; this test leaves none."""
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(20)


def _get(port, path, until=0.0):
    headers = {"Host": "layanan.example.go.id", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def test_systemd_itself_takes_the_units(tmp_path):
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze is not on this machine; the units were read, not checked by systemd")
    # What they start need not be on this machine for the units to be right.
    for unit in UNITS:
        text = re.sub(r"(?m)^(Exec\w+=)\S+", rf"\g<1>{shutil.which('true')}", unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = [program, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "layani" in line]
    assert ours == [], done.stderr
    assert done.returncode == 0, done.stderr
