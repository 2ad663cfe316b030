"""Writes the reference pages from the program itself, or checks that they are current.

``python docs/reference/generate.py`` writes; with ``--check`` it only ends with 1 if a page is out of date.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from layani import cli
from layani.lake.export import TICKETS
from layani.office.start import start_django
from layani.rules.door.decider import RULES as DOOR_RULES
from layani.rules.door.priorities import priorities

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCS = HERE.parent
DECISIONS = DOCS / "decisions"
WISHES = {
    "tutorial": "Learn by doing, from nothing",
    "how-to": "Do a certain thing",
    "how-to/service": "Write one thing in a service file",
    "reference": "Look something up",
    "explanation": "Understand",
}
WRITTEN = "<!-- Written by make reference; do not edit. -->\n"


def commands() -> Iterator[str]:
    """Yield the page of all commands: each one's docstring and arguments."""
    yield f"# The commands of `layani`\n\n{WRITTEN}\n"
    names = cli.command_files()
    yield "".join(f"* [`layani {name}`](#layani-{name}): {first_line(name)}\n" for name in names)
    yield "\nEvery command ends with 0 when it is done, 1 when it found something wrong, 2 when it could not be done.\n"
    for name in names:
        yield f"\n## `layani {name}`\n\n{as_markdown(cli.load(name).__doc__ or '')}"
        yield arguments(cli.parser_of(name, cli.load(name)))


def first_line(name: str) -> str:
    """Return a command's one-sentence summary."""
    return (cli.load(name).__doc__ or "").split("\n", 1)[0]


def as_markdown(docstring: str) -> str:
    """Return a docstring with its indented lines as code."""
    lines: list[str] = []
    code = False
    for line in docstring.strip().split("\n"):
        indented = line.startswith("  ")
        if indented != code and line.strip():
            lines.append("\n```console" if indented else "```\n")
            code = indented
        lines.append(f"$ {line.strip()}" if indented and line.strip().startswith(("layani ", "LAYANI_")) else line)
    return "\n".join([*lines, "```"] if code else lines) + "\n"


def arguments(parser: argparse.ArgumentParser) -> str:
    """Return a list of a command's arguments, the same under every version of Python."""
    shown, below = [], []
    # argparse has no public list of what was added; its printed help differs between versions of Python.
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below += [f"\n### `{one.prog}`\n{arguments(one)}" for one in action.choices.values()]
        elif action.dest != "help" and action.help != argparse.SUPPRESS:
            shown.append(f"* `{written(action)}`: {(action.help or '').replace('%(default)s', str(action.default))}\n")
    return "\n" * bool(shown) + "".join(shown) + "".join(below)


def written(action: argparse.Action) -> str:
    """Return an argument as one types it, such as ``--port PORT``."""
    if action.nargs == 0:
        return ", ".join(action.option_strings)
    value = str(action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper())
    return ", ".join(f"{option} {value}" for option in action.option_strings) or value


def settings() -> Iterator[str]:
    """Yield the page of all settings with their defaults in production."""
    # Importing the settings reads the environment, which main() has set for this page.
    from layani.office.settings import read  # noqa: PLC0415

    yield f"# The settings of the office\n\n{WRITTEN}\n"
    yield "Environment variables; `layani settings` shows those of this machine. An empty one counts as not set.\n"
    yield "A secret or an address may also stand in a file that `NAME_FILE` names.\n\n"
    yield "| name | type | default | what for |\n|---|---|---|---|\n"
    for setting in read.settings:
        default = setting.default.replace(f"{Path.cwd()}/", "").replace(f"{ROOT}/", "")
        shown = f"`{default}`" if default else "(empty)"
        yield f"| `{setting.name}` | {setting.type.replace('|', ' or ')} | {shown} | {setting.help} |\n"


DOOR = """# The front door: tickets

{written}
A ticket is opened at the kiosk, at the reception, on one's own phone at the gate (these wait in the hall to be
called), by telephone, on the web or by WhatsApp (these wait for an answer).
[How to use it](../how-to/open-the-door.md).
Why it is so: [0040](../decisions/0040-a-ticket-ends-three-ways.md) and
[0041](../decisions/0041-a-list-binds-the-check.md).

## Acts

What may happen to a ticket (`rules/door`). "Held": only by the officer at whose counter the ticket is.

| act | from | by | held | what it does |
|---|---|---|---|---|
{acts}
There is no other act. `end_receipt`, `end_answer`, `end_list`, `leave` and `close_day` end it; a refused act of an
officer is kept.

## Who is called first

1. Those of a published class, without a limit;
2. those who were not there and came back in time;
3. all others. In each, who came first.

| class | who | law | status |
|---|---|---|---|
{classes}
## In the record

Each opening and each end is a leaf of three lines, each ending in a newline:

    ticket/v1
    <commitment: base64>
    <time: RFC 3339 UTC, server clock>

The commitment is SHA-256("case-commit/v1" NUL salt SHA-256(body)), the salt that of the ticket's own key. The body of
an end holds `opened`, the leaf hash of its opening. Nothing in a body is personal; what was written and told is sealed
beside it.

## In the lake

`tickets/` in the lake's folder holds one row for each event: {columns}.
"""


def door() -> Iterator[str]:
    """Yield the page of the front door: its acts, its classes, its leaf and its columns."""
    acts = "".join(
        f"| `{kind}` | {', '.join(sorted(rule.statuses)) or 'nothing'} | {', '.join(sorted(rule.by))} "
        f"| {'yes' if rule.held else ''} | {(rule.change.__doc__ or '').split(chr(10), 1)[0]} |\n"
        for kind, rule in sorted(DOOR_RULES.items())
    )
    classes = "".join(
        f"| `{one.id}` | {one.says.en} | {one.law or 'the office, by its own rule'} | {one.status} |\n"
        for one in priorities().values()
    )
    columns = ", ".join(f"`{name}`" for name in TICKETS.names)
    yield DOOR.format(written=WRITTEN, acts=acts, classes=classes, columns=columns)


def openapi() -> Iterator[str]:
    """Yield the OpenAPI document of the API."""
    start_django()
    # The router builds the whole API when it is imported, which needs Django.
    from layani.office.api.router import api  # noqa: PLC0415

    yield f"{json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False)}\n"


def decisions() -> Iterator[str]:
    """Yield the index of the decisions: each page's number and title."""
    yield f"# Decisions\n\n{WRITTEN}\n"
    yield "A choice that a newcomer would question has a page: the decision first, then what we knew, what else\n"
    yield "was possible, and what it costs. A page is not rewritten when we think otherwise; a new page replaces it\n"
    yield "and says so.\n\n"
    for page in sorted(DECISIONS.glob("[0-9]*.md")):
        yield f"* [{page.stem[:4]}]({page.name}) {title(page)}\n"


def index() -> Iterator[str]:
    """Yield the map of the documentation: every page, under what its reader wants."""
    yield f"# Documentation\n\n{WRITTEN}\n"
    yield "Four kinds of page, because people come with four kinds of question. A page is of one kind only.\n"
    for folder, wish in WISHES.items():
        yield f"\n## {wish}\n\n"
        pages = sorted((DOCS / folder).glob("*.md"))
        yield "".join(f"* [{title(page)}]({folder}/{page.name})\n" for page in pages)
    yield "\n## Why it is so: the decisions\n\n[The choices](decisions/README.md) that a newcomer would question.\n"
    yield "\n## For developers\n\n"
    yield "[ARCHITECTURE.md](../ARCHITECTURE.md) says where a file goes,\n"
    yield "[CONTRIBUTING.md](../CONTRIBUTING.md) how to send a change. The pages of commands, settings and decisions\n"
    yield "are written by the program itself (`make reference`), and `make check` fails when one is out of date; the\n"
    yield "tutorial's commands are typed by a test.\n"


def title(page: Path) -> str:
    """Return a page's first line without its marks and number."""
    return page.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# 0123456789.")


PAGES: dict[Path, Callable[[], Iterator[str]]] = {
    HERE / "commands.md": commands,
    HERE / "settings.md": settings,
    HERE / "door.md": door,
    HERE / "openapi.json": openapi,
    DECISIONS / "README.md": decisions,
    DOCS / "README.md": index,
}


def main() -> int:
    """Write or check every page; 1 if one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is out of date")
    check = parser.parse_args().check
    for name in [name for name in os.environ if name.startswith(("LAYANI_", "DJANGO_"))]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # a fresh office: no settings, no files
        pages = {file: "".join(page()) for file, page in PAGES.items()}
        os.chdir(ROOT)
    old = [file for file, text in pages.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in old:
        print(f"{file.relative_to(ROOT)} {'is out of date. Run: make reference' if check else 'written'}")
        if not check:
            file.write_text(pages[file], encoding="utf-8")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
