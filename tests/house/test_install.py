"""``requirements/install`` prints the exact remedy where this machine lacks something. Nothing is fetched here."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Machine:
    """A folder with a copy of the requirements, and programs that stand in for this machine's own."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        self.programs = folder / "programs"
        self.programs.mkdir()
        shutil.copytree(ROOT / "requirements", self.clone / "requirements")
        shutil.copy(ROOT / "pyproject.toml", self.clone)
        for name in (
            "sh",
            "awk",
            "basename",
            "cat",
            "cksum",
            "dirname",
            "df",
            "env",
            "grep",
            "mkdir",
            "sleep",
            "tail",
            "tr",
            "chmod",
        ):
            (self.programs / name).symlink_to(shutil.which(name))

    def program(self, name: str, script: str) -> None:
        file = self.programs / name
        file.unlink(missing_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def python(
        self, name: str = "python3", version: str = "3.11.2", ensurepip: str = "true", pip: str = "true"
    ) -> None:
        """Add a Python of this version, whose environments have a pip that does ``pip``."""
        major_minor = tuple(map(int, version.split(".")[:2]))
        inner = f'case "$*" in *" install "*) {pip} ;; --version) echo Python {version} ;; esac'
        self.program(
            name,
            f"""case "$*" in
            *version_info*) {"true" if (3, 11) <= major_minor <= (3, 13) else "false"} ;;
            *ensurepip*) {ensurepip} ;;
            --version) echo Python {version} ;;
            *"-m venv"*) mkdir -p .venv/bin; printf '#!/bin/sh\\n%s\\n' '{inner}' >.venv/bin/python
                chmod +x .venv/bin/python ;;
            esac""",
        )

    def install(self, name: str = "demo", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.clone / "requirements" / "install", name],
            env={"PATH": str(self.programs), **variables},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_machine_that_has_everything_installs_once(machine):
    machine.python()
    first = machine.install()
    assert first.returncode == 0, first.stderr
    assert "Installing" in first.stdout
    assert machine.install().stdout == ""


def test_a_long_installation_says_how_far_it_is(machine):
    machine.program("sleep", f"exec {shutil.which('sleep')} 0.05")
    machine.python(pip=f"echo Collecting one; {shutil.which('sleep')} 0.5")
    told = machine.install().stdout
    pins = (ROOT / "requirements" / "demo.txt").read_text("utf-8").splitlines()
    total = sum("==" in line for line in pins)
    assert f"  fetched: 1 of {total}\n" in told


def test_a_quick_installation_says_no_more_than_that_it_installs(machine):
    machine.python()
    assert "fetched" not in machine.install().stdout


def test_a_changed_pin_is_installed_again(machine):
    machine.python()
    machine.install()
    with (machine.clone / "requirements" / "demo.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert "Installing" in machine.install().stdout


def test_the_developers_set_contains_the_demos(machine):
    machine.python()
    assert machine.install("dev").returncode == 0
    assert machine.install("demo").stdout == ""


def test_without_venv_the_debian_package_is_named(machine):
    machine.python(ensurepip="false")
    done = machine.install()
    assert done.returncode == 2
    assert "sudo apt-get install -y python3-venv" in done.stderr


def test_the_venv_package_is_that_of_the_chosen_python(machine):
    machine.python("python3.12", version="3.12.1", ensurepip="false")
    assert "sudo apt-get install -y python3.12-venv" in machine.install(PYTHON="python3.12").stderr


def test_a_python_that_is_too_old_is_named_with_the_remedy(machine):
    machine.python(version="3.9.2")
    done = machine.install()
    assert done.returncode == 2
    assert "this machine has Python 3.9.2" in done.stderr
    assert "sudo apt-get install -y python3 python3-venv" in done.stderr


def test_a_newer_python_beside_an_old_one_is_found(machine):
    machine.python(version="3.9.2")
    machine.python("python3.12", version="3.12.1")
    assert "Python 3.12.1" in machine.install().stdout


def test_a_chosen_python_that_does_not_suit_or_exist_is_refused(machine):
    machine.python("python3.14", version="3.14.0")
    assert "which is Python 3.14.0" in machine.install(PYTHON="python3.14").stderr
    assert "there is no such program" in machine.install(PYTHON="python9").stderr


def test_another_chosen_python_makes_the_environment_anew(machine):
    machine.python()
    machine.python("python3.12", version="3.12.1")
    machine.install()
    assert "with Python 3.12.1" in machine.install(PYTHON="python3.12").stdout


def test_a_full_disk_is_told_before_anything_is_fetched(machine):
    machine.python()
    machine.program("df", "echo header; echo /dev/x 9 9 120 9% /")
    done = machine.install()
    assert done.returncode == 2
    assert "has 120 MB free, and 1000 MB are needed" in done.stderr
    assert not (machine.clone / ".venv").exists()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("Failed to establish a new connection: Temporary failure in name resolution", "set https_proxy"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "is not the one that was pinned"),
        ("something else", "the whole reason is in that file"),
    ],
)
def test_each_failure_of_the_installer_has_its_remedy(machine, words, remedy):
    machine.python(pip=f'echo "{words}"; exit 1')
    done = machine.install()
    assert done.returncode == 2
    assert words in done.stderr
    assert remedy in done.stderr
    assert machine.install().returncode == 2, "a failed installation must not count as done"


def test_a_set_that_does_not_exist_is_refused_with_those_that_do(machine):
    machine.python()
    assert "base, office, lake, demo, dev" in machine.install("everything").stderr


def test_every_task_of_the_makefile_is_listed_by_help():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for task in ("demo", "test", "check", "bench", "soak", "reference", "screenshots"):
        assert f"  {task} " in shown
