"""Lists every setting of the office: its type, its value now, where that came from, and what it is for.

Settings are environment variables. A secret is never shown; a secret or an address may also be read from a file that
NAME_FILE names. A variable that begins with LAYANI_ but that no setting has is told, and the command then ends with 1.

Example:
  LAYANI_MODE=demo layani settings
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from layani.office.environment import Environment, Setting
from layani.office.settings import read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take --json for programs."""
    parser.add_argument("--json", action="store_true", help="print one JSON object per line, for programs")


def run(args: argparse.Namespace) -> int:
    """Print the settings; 1 if a variable is set that no setting reads."""
    return show(read, as_json=args.json)


def show(environment: Environment, *, as_json: bool = False) -> int:
    """Print the settings that ``environment`` has read; return 1 if it holds a variable that nothing read."""
    unknown = environment.unknown()
    lines = json_lines(environment.settings) if as_json else paragraphs(environment.settings)
    problems = (json.dumps({"problem": s}) if as_json else f"\nCheck the spelling: {s}" for s in unknown)
    print("\n".join([*lines, *problems]))
    return 1 if unknown else 0


def paragraphs(settings: Iterable[Setting]) -> Iterable[str]:
    """Yield two lines for each setting: the line one would write, and what it means."""
    for setting in settings:
        yield f"{setting.name}={setting.value}"
        yield f"    {setting.help} ({setting.type}; {_origin(setting)})"


def _origin(setting: Setting) -> str:
    if setting.origin == "default":
        return "the default"
    where = "set in the environment" if setting.origin == "environment" else f"read from {setting.name}_FILE"
    return f"{where}; the default is {setting.default or 'empty'}"


def json_lines(settings: Iterable[Setting]) -> Iterable[str]:
    """Yield one JSON object for each setting."""
    yield from (json.dumps(asdict(setting), ensure_ascii=False) for setting in settings)
