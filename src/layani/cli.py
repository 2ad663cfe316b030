"""The ``layani`` command: finds its subcommands in ``layani.commands``, one file each."""

import argparse
import ast
import difflib
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from layani import __version__, commands
from layani.office.environment import SettingError

DONE, FOUND_WRONG, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 found something wrong, 2 could not be done."""
    args = list(sys.argv[1:] if argv is None else argv)
    names = command_files()
    if not args or args[0] in ("-h", "--help", "help"):
        print(overview(names))
        return DONE
    if args[0] in ("-V", "--version"):
        print(f"layani {__version__}")
        return DONE
    if args[0] not in names:
        close = difflib.get_close_matches(args[0], names, n=1)
        hint = f"Did you mean 'layani {close[0]}'?" if close else "Run 'layani' to see the commands."
        return _could_not(f"layani: there is no command '{args[0]}'. {hint}")
    return _guarded(args[0], args[1:])


def command_files() -> dict[str, Path]:
    """Return {command name: file}; ``verify_receipt.py`` would be the command ``verify-receipt``."""
    root = Path(commands.__path__[0])
    return {m.name.replace("_", "-"): root / f"{m.name}.py" for m in sorted(pkgutil.iter_modules([str(root)]))}


def overview(names: dict[str, Path]) -> str:
    """Return what ``layani`` alone prints: each command with its one-sentence summary."""
    width = max((len(name) for name in names), default=0)
    lines = [f"  {name:<{width}}  {_summary(file)}" for name, file in names.items()]
    return "\n".join(
        ["usage: layani COMMAND …", "", "Public services as promises that anyone can check.", "", "commands:", *lines]
        + ["", "layani COMMAND --help explains one command, with an example."]
    )


def parser_of(name: str, module: ModuleType) -> argparse.ArgumentParser:
    """Return the parser of one command; its help is the module's docstring."""
    parser = argparse.ArgumentParser(
        prog=f"layani {name}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    module.add_arguments(parser)
    return parser


def load(name: str) -> ModuleType:
    """Import one command and what it needs."""
    return importlib.import_module(f"layani.commands.{name.replace('-', '_')}")


def _guarded(name: str, rest: list[str]) -> int:
    """Run a command; what a person can put right is said in a sentence, anything else keeps its traceback."""
    try:
        module = load(name)
        code = int(module.run(parser_of(name, module).parse_args(rest)))
        sys.stdout.flush()
        return code
    except ModuleNotFoundError as missing:
        if not missing.name or missing.name.split(".")[0] == "layani":
            raise
        return _could_not(
            f"layani {name}: the Python package '{missing.name}' is not installed. "
            "Install the office and the analytics with: pip install 'layani[office,lake]'"
        )
    except SettingError as wrong:
        return _could_not(f"layani {name}: {wrong}")
    except BrokenPipeError:
        # The reader of our output (such as `head`) has seen enough. Nothing may be written at exit any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _could_not(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return NOT_DONE


def _summary(file: Path) -> str:
    """Return the first line of the file's docstring, read without importing what the command needs."""
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n", 1)[0]


if __name__ == "__main__":
    sys.exit(main())
