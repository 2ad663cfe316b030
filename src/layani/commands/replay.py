"""Runs a real event log through the office's own actions, at the log's own times, and reports what it shows.

A map says which act of Layani each activity of the log is. Every case, officer, channel and deadline is the log's; what
is recorded is marked imported for ever; controls observe and report, and stop nothing. Trying it changes no office:
without --into the log goes into a fresh one in a temporary folder, which is removed afterwards unless --keep names it.
The same log again files nothing twice.

Example:
  layani replay receipt.csv.gz --map receipt.yaml --report receipt.html
  layani replay permits.csv --draft-map > permits.yaml
  layani replay permits.csv --map permits.yaml --dry-run
"""

import argparse
import shlex
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from layani.lake.log_rows import read_rows, seen
from layani.lake.report.placing import place
from layani.lake.report.replay.page import replay_page
from layani.lake.report.replay.short import dry_run, in_short
from layani.lake.report.replay.shown import Replay
from layani.office.fresh import CATALOGUE, AnotherFolder, make_fresh_office
from layani.rules.importing.drafting import draft
from layani.rules.importing.office_folder import office_files
from layani.rules.importing.plan import Plan, plan
from layani.rules.importing.reading_map import MapError, read_map
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the log, its map, where the result goes, and what shall become of the fresh office."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="event log: .csv or .xes, plain, .gz, or alone in a .zip"
    )
    parser.add_argument("--map", metavar="MAP.yaml", type=Path, help="what the log's columns and activities mean")
    parser.add_argument("--report", metavar="OUT.html", type=Path, help="where to write the report")
    parser.add_argument("--lang", choices=("en", "id"), default="en", help="language of the report (default: en)")
    parser.add_argument("--dry-run", action="store_true", help="read, map and count; write nothing")
    parser.add_argument("--draft-map", action="store_true", help="print a first map with a guess for each activity")
    parser.add_argument("--timezone", metavar="ZONE", default="Asia/Jakarta", help="time zone of a draft's office")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="make the fresh office here and keep it")
    parser.add_argument("--database", metavar="URL", help="its database (with --keep), such as postgresql:///replay")
    parser.add_argument("--into", choices=("this-office",), help="replay into the office that the settings name")


def run(args: argparse.Namespace) -> int:
    """Replay and report; 2 with the reason where the log or the map cannot be used."""
    try:
        if args.draft_map:
            print(draft(seen(args.file, args.timezone)), end="")
            return 0
        _require_sense(args)
        found, source = read_map(args.map)
        _say(f"layani replay: {args.file.name} …")
        planned = plan(read_rows(args.file, found, source), found)
        if args.dry_run:
            print(dry_run(planned, [source.line(("acts", number)) for number in planned.unused], args.lang))
            return 0
        return _replay(args, planned)
    except MapError as wrong:
        print("\n".join(str(problem) for problem in wrong.problems), file=sys.stderr)
    except Refused as refused:
        for refusal in refused.refusals:
            _say(f"layani replay: {refusal.reason.in_(args.lang)}\n{refusal.remedy.in_(args.lang)}")
    return 2


def _require_sense(args: argparse.Namespace) -> None:
    """Refuse options that contradict each other, and a replay without a map."""
    if not args.map:
        raise Refused(_cannot("no-map", "Peta tidak disebut.", "No map is named.", "--draft-map > map.yaml"))
    if args.into and (args.keep or args.database):
        raise Refused(
            _cannot(
                "two-offices", "Dua kantor disebut.", "Two offices are named.", "--into this-office, without --keep"
            )
        )
    if args.database and not args.keep:
        why = "Kunci-kuncinya akan hilang bersama folder sementara.", "Its keys would go with the temporary folder."
        raise Refused(_cannot("no-folder", *why, "--keep FOLDER --database URL"))


def _cannot(code: str, id: str, en: str, write: str) -> Refusal:
    return Refusal(code, Text(id=id, en=en), Text(id=f"Tulis: {write}", en=f"Write: {write}"))


def _replay(args: argparse.Namespace, planned: Plan) -> int:
    """Replay into the office that was asked for; a fresh one lives as long as --keep says."""
    if args.into:
        return _in_this_process(args, planned)
    first, last = planned.log.first_and_last
    files = office_files(planned.map, first.date(), last.date())
    with nullcontext(args.keep) if args.keep else tempfile.TemporaryDirectory(prefix="layani-replay-") as folder:
        try:
            make_fresh_office(Path(folder), files, planned.map.log, args.database)
        except AnotherFolder as other:
            raise Refused(_folder_in_use(other)) from other
        return _in_this_process(args, planned)


def _folder_in_use(other: AnotherFolder) -> Refusal:
    return Refusal(
        "folder-in-use",
        Text(id=f"Folder {other} berisi hal lain.", en=f"The folder {other} holds something else."),
        Text(id="Sebutkan folder baru atau yang kosong.", en="Name a new folder, or an empty one."),
    )


def _in_this_process(args: argparse.Namespace, planned: Plan) -> int:
    # Django reads its settings once, so it may start only now that it is known which office is meant.
    from layani.office.start import start_django  # noqa: PLC0415

    start_django()
    from layani.office.jobs.replay_log import replay_log  # noqa: PLC0415

    result = replay_log(planned, fresh=not args.into, progress=_progress)
    print(file=sys.stderr)
    replay = Replay(planned, result.figures, _command(args), args.map.name, result.checked)
    print(in_short(replay, args.lang))
    if args.report:
        _write(args.report, replay_page(replay, args.lang))
        print(args.report)
    if args.keep:
        print(
            f"LAYANI_MODE=demo LAYANI_DATA={args.keep} LAYANI_CATALOGUE={args.keep / CATALOGUE} layani rebuild --check"
        )
    return 1 if result.checked and result.checked[1] else 0


def _progress(done: int, total: int) -> None:
    print(f"\r{done:,} / {total:,}", end="", file=sys.stderr, flush=True)


def _command(args: argparse.Namespace) -> str:
    """Return the command line without folders, so that a report can be passed on."""
    words = ["layani", "replay", args.file.name, "--map", args.map.name, "--lang", args.lang]
    return shlex.join(words + (["--into", args.into] if args.into else []))


def _write(out: Path, html: str) -> None:
    try:
        place(out, html)
    except OSError as error:
        why = error.strerror or str(error)
        raise Refused(
            Refusal(
                "cannot-write",
                Text(id=f"Tidak dapat menulis {out}: {why}.", en=f"Cannot write {out}: {why}."),
                Text(id="Sebutkan tempat lain dengan --report.", en="Name another place with --report."),
            )
        ) from error


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
