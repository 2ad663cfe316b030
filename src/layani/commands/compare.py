"""Compare a service's folder with the version in force: what changes, and for whom it would have come out otherwise.

It checks the files as `layani check` does, and judges the latest cases of the service by both versions. Nothing is
written, and no personal data is shown. Ends with 0, with 1 when the files have an error, and with 2 when there is no
such service.

Example:
  layani compare my-office/hall-use
  layani compare my-office/hall-use --json
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from layani.office.start import start_django

start_django()

from layani.office.actions.closing import effect_of_closing  # noqa: E402  Django must have started
from layani.office.actions.fitting_together import misfits  # noqa: E402
from layani.office.actions.open_cases import Effect, effect_on_open  # noqa: E402
from layani.office.actions.replaying_rules import MOST_CASES, Replay, replay  # noqa: E402
from layani.office.gateways.kept_versions import files_of  # noqa: E402
from layani.office.house import catalogue, kept_files  # noqa: E402
from layani.rules.catalogue import CatalogueError, Problem, Service  # noqa: E402
from layani.rules.catalogue.definition import Definition  # noqa: E402
from layani.rules.catalogue.differing import Change, differences, whole  # noqa: E402
from layani.rules.catalogue.examples import run_examples  # noqa: E402
from layani.rules.catalogue.loading import compile_service, read_service  # noqa: E402
from layani.rules.catalogue.problems import as_published  # noqa: E402
from layani.rules.catalogue.reading import parse_yaml  # noqa: E402

REPLAYED = {
    "worse": "would now fail a mandatory rule",
    "better": "would no longer fail one",
    "unknown": "cannot be told: the new rules ask what was not asked then",
    "dearer": "would cost more",
    "cheaper": "would cost less",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder, --cases and --json."""
    parser.add_argument("folder", type=Path, help="the service's folder, such as my-office/hall-use")
    parser.add_argument("--cases", type=int, default=MOST_CASES, help="how many past cases at most (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON, for other programs")


def run(args: argparse.Namespace) -> int:
    """Print what differs; see the module for the exit codes."""
    folder = args.folder.resolve()
    if not (folder / "service.yaml").is_file():
        print(f"layani compare: there is no service.yaml in '{args.folder}'.", file=sys.stderr)
        return 2
    found = compared(folder, args.cases)
    print(json.dumps(found, ensure_ascii=False) if args.json else "\n".join(_words(found)))
    return 1 if found["errors"] else 0


def compared(folder: Path, cases: int) -> dict[str, Any]:
    """Return what is wrong with a service's files, and what they would change.

    {"service", "version", "digest", "errors", "warnings", "changes", "replay", "open_cases", "closing"}; the last three
    are None for a new service, open_cases also where they keep their version, and closing where the service goes on;
    digest, version and all after the warnings are missing when the files have an error
    """
    office = catalogue().office
    names = frozenset({*catalogue().services, *(one.name for one in folder.parent.iterdir() if one.is_dir())})
    try:
        one = read_service(folder, office, names)
        service, warnings = compile_service(one)
    except CatalogueError as fault:
        return {"service": folder.name, "errors": [str(problem) for problem in fault.problems], "warnings": []}
    ran = run_examples(folder, service, office)
    problems = list(as_published([*warnings, *ran.problems, *misfits(service, one)]))
    return {
        "service": folder.name,
        "version": str(service.version),
        "digest": service.digest,
        "errors": _told(problems, "error"),
        "warnings": _told(problems, "warning"),
        **_against_what_is_in_force(folder, service, one, cases),
    }


def _against_what_is_in_force(folder: Path, service: Service, one: Definition, cases: int) -> dict[str, Any]:
    before = catalogue().services.get(service.slug)
    if before is None:
        return {"changes": [], "replay": None, "open_cases": None, "closing": None}
    files = kept_files(before.slug, str(before.version))
    values = parse_yaml(files["service.yaml"], "service.yaml").values if files else {}
    examples = folder / "examples.yaml"
    after = whole(one.source.values, examples.read_text(encoding="utf-8") if examples.is_file() else None)
    changes = differences(whole(values, files.get("examples.yaml")), after, before.letters, one.letters)
    replayed = replay(before, service, most=cases).as_json()
    effect = effect_on_open(service, files_of(folder), most=cases)
    return {
        "changes": [_as_json(change) for change in changes],
        "replay": replayed,
        "open_cases": effect.as_json() if effect else None,
        "closing": effect_of_closing(service),
    }


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "group": change.group.name.en,
        "where": change.where.en,
        "before": change.before.en if change.before else None,
        "after": change.after.en if change.after else None,
    }


def _told(problems: list[Problem], level: str) -> list[str]:
    return [str(problem) for problem in problems if problem.level == level]


def _words(found: dict[str, Any]) -> Iterator[str]:
    yield from (f"error: {one}" for one in found["errors"])
    yield from (f"warning: {one}" for one in found["warnings"])
    if "changes" not in found:
        return
    yield from _changes(found["changes"])
    if found["replay"] is None:
        yield f"{found['service']} is new: there is nothing to compare it with."
        return
    if not found["changes"]:
        yield "It says what is in force already."
    yield from _replayed(Replay(**found["replay"]))
    if found["open_cases"] is None:
        yield "\nOpen cases keep their version."
    else:
        yield from _followed(Effect(**found["open_cases"]))
    if found["closing"]:
        yield "\nThe service ends: {open} open cases are finished, {drafts} were begun and not sent.".format(
            **found["closing"]
        )


def _changes(changes: list[dict[str, Any]]) -> Iterator[str]:
    for group, some in groupby(changes, key=lambda change: change["group"]):
        yield f"\n{group}"
        yield from (f"  {one['where']}: {_value(one['before'])} -> {_value(one['after'])}" for one in some)


def _replayed(told: Replay) -> Iterator[str]:
    yield f"\n{told.looked_at} of {told.of} past cases judged by both versions:"
    for kind, words in REPLAYED.items():
        if count := getattr(told, kind):
            yield f"  {count} {words}: {', '.join(told.named[kind][:5])}{' …' if count > 5 else ''}"
    for count, words in (
        (told.unanswered, "left out: imported without answers"),
        (told.erased, "left out: erased"),
        (told.not_reached, "left out: older ones, beyond --cases or the time that a comparison may take"),
    ):
        if count:
            yield f"  {count} {words}"
    if told.looked_at and not told.named:
        yield "  all would come out the same"


def _followed(told: Effect) -> Iterator[str]:
    yield f"\n{told.looked_at} of {told.of} open cases judged by the new version, which they follow by law:"
    yield f"  {told.follow} go over to it"
    if told.fails:
        yield f"  {told.fails} of these then fail a mandatory rule: {', '.join(told.named['fails'][:5])}"
    if told.stay:
        yield f"  {told.stay} cannot and keep theirs: {', '.join(told.named['stay'][:5])}"
    yield from (f"    {why}: {count}" for why, count in told.why.items())


def _value(text: str | None) -> str:
    if text is None:
        return "(not there)"
    return repr(text if len(text) <= 200 else f"{text[:200]}…")
