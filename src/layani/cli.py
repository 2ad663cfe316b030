"""The ``layani`` command: finds its subcommands in ``layani.commands``, one file each."""

import argparse
import ast
import difflib
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from layani import __version__, commands
from layani.office.environment import SettingError
from layani.output import unbreakable_streams

DONE, FOUND_WRONG, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done. 1: found something wrong. 2: could not be done, also when a fault of ours or a full disk is to blame.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:
        # The next file that is opened would become standard output, and what is printed would be written into it.
        return _could_not("layani: standard output is closed. To see nothing, send it to /dev/null.")
    with unbreakable_streams() as output:
        code = _answered(args)
        sys.stdout.flush()
        if output.lost:
            # What was found wrong is wrong all the same; that nothing is wrong nobody could read.
            return _could_not(f"layani: standard output took no more: {output.lost.strerror}.") and (code or NOT_DONE)
        return code


def _answered(args: Sequence[str]) -> int:
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


def _guarded(name: str, rest: Sequence[str]) -> int:
    """Run a command; what a person can put right is said in a sentence, a fault of ours keeps its traceback."""
    try:
        module = load(name)
        return int(module.run(parser_of(name, module).parse_args(rest)))
    except SystemExit as ended:  # argparse has shown the help, or said what is wrong with the arguments
        return ended.code if isinstance(ended.code, int) else NOT_DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:
        if sentence := _remedy(fault):
            return _could_not(f"layani {name}: {sentence}")
        traceback.print_exc()
        return _could_not(f"layani {name}: this is a fault of Layani. Report what stands above.")


def _remedy(fault: Exception) -> str:
    """Return what is wrong and what to do, where a person can put it right; nothing where the program is to blame."""
    if isinstance(fault, ModuleNotFoundError):
        if not fault.name or fault.name.split(".")[0] == "layani":
            return ""
        return (
            f"the Python package '{fault.name}' is not installed. "
            "Install the office and the analytics with: pip install 'layani[office,lake]'"
        )
    if isinstance(fault, SettingError):
        return str(fault)
    if isinstance(fault, UnicodeEncodeError) and fault.reason == "surrogates not allowed":
        return "an argument is not written in UTF-8. Write it again, in a terminal that is set to UTF-8."
    if isinstance(fault, MemoryError):
        return "this machine has not enough memory for it. Close other programs, or use a larger machine."
    if isinstance(fault, OSError) and fault.strerror:
        return (
            f"{fault.filename or 'a file or a connection'}: {fault.strerror}. Check that it is there and may be used."
        )
    # Commands that start Django have loaded this; the others need nothing but what they import themselves.
    start = sys.modules.get("layani.office.start")
    return start.database_trouble(fault) if start else ""


def _could_not(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return NOT_DONE


def _summary(file: Path) -> str:
    """Return the first line of the file's docstring, read without importing what the command needs."""
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n", 1)[0]


if __name__ == "__main__":
    sys.exit(main())
