"""The ``layani`` command: an overview, help with an example for each command, and sentences instead of tracebacks."""

import ast
import importlib
import sys
import types

import pytest

from layani import __version__, cli
from layani.office.environment import SettingError


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


def test_a_module_of_our_own_that_is_missing_is_a_fault_and_keeps_its_traceback(command):
    def run(args):
        raise ModuleNotFoundError("No module named 'layani.lost'", name="layani.lost")

    command(run)
    with pytest.raises(ModuleNotFoundError, match="layani.lost"):
        cli.main(["greet", "Ana"])


def test_stopping_a_command_by_hand_is_not_a_fault(command):
    def run(args):
        raise KeyboardInterrupt

    command(run)
    assert cli.main(["greet", "Ana"]) == 130
