"""The ``layani`` command: an overview, help with an example for each command, and sentences instead of tracebacks."""

import ast
import importlib
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError

from layani import __version__, cli
from layani.office import start  # noqa: F401  commands that touch the database have loaded it
from layani.office.environment import SettingError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def command(monkeypatch):
    """Add the command ``layani greet``, whose ``run`` is the given function."""

    def add(run):
        module = types.ModuleType("layani.commands.greet", "Greets a person.\n\nExample:\n  layani greet Ana\n")
        module.add_arguments = lambda parser: parser.add_argument("person", help="whom to greet")
        module.run = run
        monkeypatch.setitem(sys.modules, "layani.commands.greet", module)
        monkeypatch.setattr(cli, "command_files", lambda: {"greet": None})

    return add


def test_the_overview_names_every_command_with_one_sentence(capsys):
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    for name, file in cli.command_files().items():
        sentence = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n", 1)[0]
        assert sentence.endswith("."), f"{file}: the first line of the docstring must be a sentence."
        assert f"  {name} " in shown
        assert sentence in shown


@pytest.mark.parametrize("name", cli.command_files())
def test_the_help_of_every_command_has_an_example(name):
    module = importlib.import_module(f"layani.commands.{name.replace('-', '_')}")
    shown = cli.parser_of(name, module).format_help()
    assert "Example" in shown, f"src/layani/commands/{name}.py: add an 'Example:' to the docstring."
    assert f"layani {name}" in shown.split("Example", 1)[1]


def test_a_misspelt_command_is_told_with_the_nearest_one(capsys):
    assert cli.main(["setings"]) == 2
    assert capsys.readouterr().err == "layani: there is no command 'setings'. Did you mean 'layani settings'?\n"


def test_the_version_is_the_packages(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"layani {__version__}\n"


def test_a_command_gets_its_arguments_and_gives_the_exit_code(command):
    command(lambda args: 1 if args.person == "Ana" else 0)
    assert cli.main(["greet", "Ana"]) == 1
    assert cli.main(["greet", "Ben"]) == 0


def test_a_wrong_setting_is_a_sentence_and_not_a_traceback(command, capsys):
    def run(args):
        raise SettingError("LAYANI_PORT is 'x', but it must be a whole number.")

    command(run)
    assert cli.main(["greet", "Ana"]) == 2
    assert capsys.readouterr().err == "layani greet: LAYANI_PORT is 'x', but it must be a whole number.\n"


def test_a_package_that_is_not_installed_is_told_with_the_line_that_installs_it(command, capsys):
    def run(args):
        raise ModuleNotFoundError("No module named 'duckdb'", name="duckdb")

    command(run)
    assert cli.main(["greet", "Ana"]) == 2
    assert "pip install 'layani[office,lake]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fault", [ModuleNotFoundError("No module named 'layani.lost'", name="layani.lost"), ZeroDivisionError("lost")]
)
def test_a_fault_of_ours_keeps_its_traceback_and_finds_nothing_wrong(command, capsys, fault):
    def run(args):
        raise fault

    command(run)
    assert cli.main(["greet", "Ana"]) == 2
    told = capsys.readouterr().err
    assert "Traceback" in told and "lost" in told and "this is a fault of Layani" in told


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (FileNotFoundError(2, "No such file or directory", "a.csv"), "a.csv: No such file or directory."),
        (PermissionError(13, "Permission denied", "a.csv"), "a.csv: Permission denied."),
        (MemoryError(), "not enough memory"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), "an argument is not written in UTF-8"),
        (
            OperationalError("no such table: tables_case\nwords of a person"),
            "no such table: tables_case). Make it with",
        ),
        (ProgrammingError('relation "x" does not exist\nwords of a person'), "does not exist). Make it with"),
        (OperationalError("connection refused"), "the database cannot be used: connection refused. Its address is"),
        (DatabaseError("file is not a database"), "the database cannot be used: file is not a database."),
    ],
)
def test_what_a_person_can_put_right_is_a_sentence(command, capsys, fault, told):
    def run(args):
        raise fault

    command(run)
    assert cli.main(["greet", "Ana"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("layani greet: ")
    assert told in said
    assert "Traceback" not in said and "words of a person" not in said


def test_wrong_arguments_exit_2_and_help_0(command):
    command(lambda args: 0)
    assert (cli.main(["greet"]), cli.main(["greet", "--help"])) == (2, 0)


def layani(arguments, **streams):
    """Run the real command line; returns (exit code, standard error)."""
    line = [sys.executable, "-c", "from layani.cli import main; raise SystemExit(main())", *arguments]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **streams.pop("env", {})}
    done = subprocess.run(line, env=environment, stderr=subprocess.PIPE, text=True, check=False, **streams)
    return done.returncode, done.stderr


UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


@pytest.mark.parametrize("env", [{}, UNBUFFERED], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--help"], ["--version"], []])
def test_a_full_disk_below_the_output_is_told_and_exits_2(arguments, env):
    with Path("/dev/full").open("wb") as full:
        assert layani(arguments, stdout=full, env=env) == (
            2, "layani: standard output took no more: No space left on device.\n"
        )  # fmt: skip


def test_a_closed_output_is_told_and_exits_2():
    code, told = layani(["rules"], preexec_fn=lambda: os.close(1))
    assert (code, told) == (2, "layani: standard output is closed. To see nothing, send it to /dev/null.\n")


@pytest.mark.parametrize("env", [{}, UNBUFFERED], ids=["buffered", "unbuffered"])
def test_a_reader_who_goes_away_changes_neither_the_work_nor_the_exit_code(tmp_path, env):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        assert layani(["rules"], stdout=gone, env=env) == (0, "")
        assert layani(["check", str(tmp_path)], stdout=gone, env=env) == (1, "")


def test_an_output_that_lacks_a_letter_shows_its_number(tmp_path):
    with (tmp_path / "out").open("wb") as file:
        assert layani([], stdout=file, env={"PYTHONIOENCODING": "ascii"}) == (0, "")
    assert (tmp_path / "out").read_bytes().startswith(b"usage: layani COMMAND \\u2026")


def test_stopping_a_command_by_hand_is_not_a_fault(command):
    def run(args):
        raise KeyboardInterrupt

    command(run)
    assert cli.main(["greet", "Ana"]) == 130
