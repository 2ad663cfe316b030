"""Check the office's services: what is missing, in which file and line, and what to write.

Reads office.yaml and every service.yaml of a folder, says what is wrong with them, and runs the worked cases of each
examples.yaml. Errors come first; a warning does not stop a service. --burden adds what citizens would save if the
requirements that the warnings name were abolished; --coverage shows, example by example, what they prove: every rule
passed and failed, every waiver given, every step reached, every ground used (of a revocation: warned of), every letter
read. A TODO that is left is a warning; where
citizens would read it, it is an error with --strict and when the service is proposed. Ends with 0 when there is no
error, with 1 when there is one (with --strict also when there is a warning), and with 2 when there is no such folder.

Example:
  layani check
  layani check catalogue/
  layani check --burden catalogue/
  layani check --json catalogue/ > check.json
  layani check --coverage catalogue/
  layani check --schema > service.schema.json
"""

import argparse
import gc
import json
import multiprocessing
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import layani.example_office
from layani.rules.catalogue import Catalogue, CatalogueError, Problem, load_catalogue
from layani.rules.catalogue.bundles.examples import run_bundle_examples
from layani.rules.catalogue.burden import rows, table, wage_words
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.problems import as_published
from layani.rules.catalogue.schema import SHIPPED, schema_text
from layani.rules.systems.warnings import register_warnings

EXAMPLE_OFFICE = Path(layani.example_office.__file__).parent

SECONDS = 60
"""Time for reading a catalogue and running its examples; a definition that needs more is refused."""

MOST_SHOWN = 100
"""Problems of one file that are printed; who has more has one cause for most of them. --json holds all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder, --strict, --burden, --json and --schema."""
    parser.add_argument("folder", nargs="?", type=Path, help="the catalogue; left out, the example office's")
    parser.add_argument("--strict", action="store_true", help="end with 1 on warnings too")
    parser.add_argument("--burden", action="store_true", help="also print what abolishing requirements would save")
    parser.add_argument("--json", action="store_true", help="print problems and savings as JSON, for other programs")
    parser.add_argument("--coverage", action="store_true", help="show what the examples prove, and what none does")
    parser.add_argument(
        "--schema",
        nargs="?",
        const="service",
        choices=tuple(SHIPPED),
        help="print the JSON Schema of service.yaml, or of another file of the catalogue, for editors, and end",
    )


def run(args: argparse.Namespace) -> int:
    """Print the problems and a summary; 1 if there is an error, 2 if the folder is none or not the office's."""
    if args.schema:
        print(schema_text(args.schema), end="")
        return 0
    folder = (args.folder or EXAMPLE_OFFICE).resolve()
    if _is_of_one_service(folder):
        print(
            f"layani check: '{args.folder}' is the folder of one service or bundle. Services are checked together with "
            f"their office, because they name each other and its roles. Write: layani check {_above(args.folder)}",
            file=sys.stderr,
        )
        return 2
    if not folder.is_dir():
        print(
            f"layani check: there is no folder '{args.folder}'. Give the folder that holds office.yaml.",
            file=sys.stderr,
        )
        return 2
    problems, summary = checked_in_time(folder, SECONDS, coverage=args.coverage)
    if args.strict:
        problems = as_published(problems)
    if args.json:
        print(json.dumps(as_json(problems), indent=1, ensure_ascii=False))
    else:
        print("".join(text_of(problems, summary, burden=args.burden)), end="")
    return 1 if count_errors(problems) or (args.strict and problems) else 0


def _is_of_one_service(folder: Path) -> bool:
    """Return whether this is a folder inside a catalogue, and not the catalogue."""
    of_service = any((folder / name).is_file() for name in ("service.yaml", "bundle.yaml"))
    return of_service and not (folder / "office.yaml").is_file()


def _above(folder: Path) -> str:
    """Return the folder above as one types it from where one stands."""
    written = str(folder.parent) if folder.name not in ("", "..") else str(folder / "..")
    return ".." if folder == Path() else written


def count_errors(problems: Iterable[Problem]) -> int:
    """Return how many of the problems stop the catalogue."""
    return sum(problem.level == "error" for problem in problems)


def text_of(problems: tuple[Problem, ...], summary: str, *, burden: bool) -> Iterator[str]:
    """Yield what is printed: the problems, an empty line between files, the table of burdens if asked, the summary."""
    groups = groupby(ordered(problems), key=lambda problem: (problem.level, problem.file))
    for number, ((_, file), group) in enumerate(groups):
        found = list(group)
        yield "\n" if number else ""
        yield "".join(f"{problem.level}: {problem}\n" for problem in found[:MOST_SHOWN])
        if len(found) > MOST_SHOWN:
            yield f"{found[0].level}: {file}: {len(found) - MOST_SHOWN:,} more are not shown. Begin with those above.\n"
    if burden:
        yield "\n" if problems else ""
        yield table(rows(problems)) or "Nothing is asked that could be abolished, as far as the check sees.\n"
        yield "\n"
    errors = count_errors(problems)
    yield f"{summary}{errors} errors, {len(problems) - errors} warnings.\n"


def as_json(problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return the problems, and what abolishing requirements would save, as values that JSON can hold."""
    errors = count_errors(problems)
    savings = [{**asdict(row), **asdict(row.saving), "rupiah_a_year": row.rupiah} for row in rows(problems)]
    for one in savings:
        one["hours_a_year"] = one.pop("hours")
        del one["saving"]
    return {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [asdict(problem) for problem in ordered(problems)],
        "burden": {"counted_by": wage_words(), "could_be_abolished": savings},
    }


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Return errors before warnings, each by file and line."""
    return sorted(problems, key=lambda problem: (problem.level, problem.file, problem.line))


def checked_in_time(folder: Path, seconds: float, *, coverage: bool = False) -> tuple[tuple[Problem, ...], str]:
    """Return what ``checked`` finds, run in a process of its own that is killed after ``seconds``.

    Nothing that the grammar accepts takes long. This is the second line, for the day the first one is wrong.
    """
    # To read all modules anew costs a tenth of two hundred services; only where other threads run must it be done.
    alone = sys.platform == "linux" and threading.active_count() == 1
    processes = multiprocessing.get_context("fork") if alone else multiprocessing.get_context("spawn")
    receiver, sender = processes.Pipe(duplex=False)
    child = processes.Process(target=_check_and_send, args=(folder, sender, coverage), daemon=True)
    child.start()
    sender.close()
    try:
        if receiver.poll(seconds):
            problems, summary = receiver.recv()
            return tuple(problems), str(summary)
        what, write = f"checking was stopped after {seconds:g} seconds.", "Take out the newest part and check again."
    except EOFError:
        what, write = "checking ended by itself, without a result.", "Run it again and report what is printed above."
    finally:
        child.kill()
        child.join()
        receiver.close()
    return (Problem(folder.name, 0, what, write),), ""


def _check_and_send(folder: Path, sender: Connection, coverage: bool) -> None:
    # The process ends with its answer, so nothing need be looked through for what could be freed.
    gc.disable()
    sender.send(checked(folder, coverage=coverage))


def checked(folder: Path, *, coverage: bool = False) -> tuple[tuple[Problem, ...], str]:
    """Return every problem of a catalogue, and lines that say what was looked at.

    coverage: the lines also show what the examples prove
    """
    try:
        catalogue = load_catalogue(folder)
    except CatalogueError as fault:
        return fault.problems, ""
    ran = {slug: run_examples(folder / slug, service, catalogue.office) for slug, service in catalogue.services.items()}
    for slug, bundle in catalogue.bundles.items():
        ran[slug] = run_bundle_examples(folder / slug, bundle, catalogue.office)
    today = datetime.now(ZoneInfo(catalogue.office.timezone)).date()
    told = (*catalogue.warnings, *register_warnings(catalogue.office, today))
    problems = (*told, *(problem for one in ran.values() for problem in one.problems))
    shown = "".join(f"{line}\n" for one in ran.values() for line in one.coverage.lines()) if coverage else ""
    return problems, shown + summary_of(catalogue, sum(one.count for one in ran.values()))


def summary_of(catalogue: Catalogue, examples: int) -> str:
    """Return one line per service, and the number of examples."""
    lines = [
        f"{one.slug}: version {one.version}, {one.promise.total.words().en}, {one.fee.words().en.lower()}\n"
        for one in catalogue.services.values()
    ]
    bundles = [
        f"{one.slug}: joins {', '.join(joined.slug for joined in one.joined)}\n" for one in catalogue.bundles.values()
    ]
    counted = f"{len(bundles)} bundle{'' if len(bundles) == 1 else 's'}, " if bundles else ""
    return f"{''.join(lines)}{''.join(bundles)}{len(lines)} services, {counted}{examples} examples, "
