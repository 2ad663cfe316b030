"""Reads an event log (CSV or XES, also .gz) and writes a report: promises kept, waiting, rework, hands, questions.

The file needs no description: which column is the case, the activity, the time and the rest is found by name and by
content, and the report says what was chosen and why. A choice can be overridden; 'none' leaves a role without a column.
The report is one HTML file without scripts that loads nothing. Nothing is sent anywhere; the file is not changed.

Example:
  layani scan receipt.csv.gz --out receipt.html --lang id
  layani scan berkas.csv --timezone Asia/Jakarta --deadline-column batas_waktu
"""

import argparse
import re
import shlex
import sys
from pathlib import Path

from layani.lake.normal_form import OfficeHours
from layani.lake.raw import MEMORY
from layani.lake.reading import ReadOptions
from layani.lake.report.page import page
from layani.lake.report.placing import place
from layani.lake.report.words import Words
from layani.lake.roles import ROLES
from layani.lake.scan import Scan, scanned
from layani.lake.unpack import CannotRead, Limits, cannot_read
from layani.rules.indicators.indicator import Finding
from layani.rules.text import Text

GIBIBYTE = 1024**3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, where to write, the language, and what the user knows about the file."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="event log: .csv or .xes, plain, .gz, or alone in a .zip"
    )
    parser.add_argument(
        "--out", metavar="REPORT", type=Path, help="where to write the report (default: NAME.report.html here)"
    )
    parser.add_argument("--lang", choices=("en", "id"), default="en", help="language of the report (default: en)")
    parser.add_argument("--timezone", metavar="ZONE", help="where the office is, such as Asia/Jakarta")
    parser.add_argument("--separator", metavar="CHAR", help="what separates the cells of a CSV file ('tab' for a tab)")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of the file, such as cp1252 (default: found out)")
    parser.add_argument("--hours", metavar="FROM-TO", default="08:00-16:00", help="office hours (default: 08:00-16:00)")
    parser.add_argument(
        "--week", metavar="DAYS", type=int, default=5, choices=(5, 6, 7), help="working days (default: 5)"
    )
    parser.add_argument(
        "--max-gigabytes", metavar="N", type=_above_nothing, default=4.0, help="most a file may unpack to (default: 4)"
    )
    parser.add_argument(
        "--max-ratio", metavar="N", type=_above_nothing, default=200, help="most times a file may grow (default: 200)"
    )
    parser.add_argument(
        "--memory", metavar="SIZE", default=MEMORY, help=f"memory for the questions (default: {MEMORY})"
    )
    group = parser.add_argument_group("columns", "name a column where the choice was wrong, or 'none'")
    for role in ROLES:
        flag = f"--{role.key.replace('_', '-')}-column"
        group.add_argument(flag, metavar="NAME", dest=f"column_{role.key}", help=role.label.en)


def _above_nothing(written: str) -> float:
    """Return a number above 0, at most a million; argparse tells the reader what the error says."""
    try:
        number = float(written)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1e6:
        raise argparse.ArgumentTypeError(f"'{written}' is not a number above 0; write for example 4")
    return number


def run(args: argparse.Namespace) -> int:
    """Write the report and name it; 2 with the reason where the file cannot be read."""
    out = args.out or Path(re.sub(r"\.(gz|zip)$", "", args.file.name, flags=re.IGNORECASE) + ".report.html")
    try:
        options = _options(args)
        options.tell(Text(id=f"membaca {args.file} …", en=f"reading {args.file} …"))
        with scanned(args.file, options, args.memory) as scan:
            place(out, page(scan, args.lang, _command(args)))
            print(_in_short(scan, Words(args.lang)))
    except CannotRead as refused:
        return _told(refused, args.lang)
    except OSError as error:
        return _told(_cannot_write(out, error), args.lang)
    print(out)
    return 0


def _told(refused: CannotRead, language: str) -> int:
    for refusal in refused.refusals:
        print(f"layani scan: {refusal.reason.in_(language)}\n{refusal.remedy.in_(language)}", file=sys.stderr)
    return 2


def _options(args: argparse.Namespace) -> ReadOptions:
    named = {role.key: getattr(args, f"column_{role.key}") for role in ROLES}
    return ReadOptions(
        columns={key: name for key, name in named.items() if name},
        timezone=args.timezone,
        separator=_separator(args.separator),
        encoding=args.encoding,
        hours=_hours(args.hours, args.week),
        tell=lambda stage: print(f"layani scan: {stage.in_(args.lang)}", file=sys.stderr),
        limits=Limits(unpacked_bytes=int(args.max_gigabytes * GIBIBYTE), ratio=int(args.max_ratio)),
    )


def _separator(written: str | None) -> str | None:
    if written is None:
        return None
    separator = {"tab": "\t", "\\t": "\t"}.get(written.lower(), written)
    if len(separator) != 1 or separator in '"\r\n' or not separator.isascii():
        raise cannot_read(
            "bad-separator",
            Text(
                id=f"Pemisah '{written}' bukan satu huruf ASCII.",
                en=f"The separator '{written}' is not one ASCII character.",
            ),
            Text(
                id="Tulis misalnya --separator ';' atau --separator tab.",
                en="Write --separator ';' or --separator tab.",
            ),
        )
    return separator


def _hours(written: str, days: int) -> OfficeHours:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", written)
    opens, closes = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if not 0 <= opens < closes <= 24 * 60:
        raise cannot_read(
            "bad-hours",
            Text(id=f"Jam kerja '{written}' tidak dapat dibaca.", en=f"The office hours '{written}' cannot be read."),
            Text(id="Tulis misalnya --hours 08:00-16:00.", en="Write for example --hours 08:00-16:00."),
        )
    return OfficeHours(opens, closes, days)


def _command(args: argparse.Namespace) -> str:
    """Return the command line without folders, so that a report can be passed on."""
    words = ["layani", "scan", args.file.name, "--lang", args.lang]
    for role in ROLES:
        if name := getattr(args, f"column_{role.key}"):
            words += [f"--{role.key.replace('_', '-')}-column", name]
    for option in ("timezone", "separator", "encoding"):
        if value := getattr(args, option):
            words += [f"--{option}", value]
    return shlex.join([*words, "--hours", args.hours, "--week", str(args.week)])


def _cannot_write(out: Path, error: OSError) -> CannotRead:
    why = error.strerror or str(error)
    return cannot_read(
        "cannot-write",
        Text(
            id=f"Tidak dapat menulis {out} atau berkas sementara: {why}.",
            en=f"Cannot write {out} or a temporary file: {why}.",
        ),
        Text(
            id="Periksa folder, hak tulis dan ruang disk; folder sementara dapat dipindah dengan TMPDIR.",
            en="Check the folder, your rights and disk space; TMPDIR moves the temporary folder.",
        ),
    )


def _in_short(scan: Scan, words: Words) -> str:
    raised = sum(len(finding.flags) for finding in scan.findings)
    lines = [
        words.say(
            "{rows} baris dibaca, {events} dipakai; {cases} perkara, {activities} macam kegiatan, {officers} petugas.",
            "{rows} rows read, {events} used; {cases} cases, {activities} kinds of activity, {officers} officers.",
            rows=scan.log.raw.rows,
            events=scan.overview.events,
            cases=scan.overview.cases,
            activities=scan.overview.activities,
            officers=scan.overview.officers,
        ),
        words.say("Tepat waktu: {x}.", "In time: {x}.", x=words.sure(scan.promise.in_time, scan.promise.due))
        if scan.promise.due
        else words.say("Log tanpa tenggat perkara.", "The log has no deadline of cases."),
        words.say("Pertanyaan yang muncul: {n}.", "Questions that arise: {n}.", n=raised),
    ]
    lines += [_asked(finding, words) for finding in scan.findings]
    lines += [f"- {f'{words.n(note.count)} ' if note.count else ''}{words.text(note.what)}" for note in scan.log.notes]
    return "\n".join(lines)


def _asked(finding: Finding, words: Words) -> str:
    """Return one line: the indicator, the log's own base rate, how many officers were compared and asked."""
    name = f"{finding.indicator.id} {words.text(finding.indicator.name)}"
    if finding.not_asked is not None:
        return f"  {name}: {words.text(finding.not_asked)}"
    return words.say(
        "  {name}: dasar {base} dari {n} perkara, {officers} petugas dibandingkan, {flags} tanda.",
        "  {name}: base rate {base} of {n} cases, {officers} officers compared, {flags} flags.",
        name=name,
        base=words.share(finding.base),
        n=finding.scored,
        officers=finding.compared,
        flags=len(finding.flags),
    )
