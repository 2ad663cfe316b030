"""Verify a receipt, or a copy of the whole record, without trusting the office.

Needs no office, no network and no database: a receipt, the file of keys that you trust (the office gives its own at the
address /record/policy), and this command. Times are shown in this machine's time zone (the variable TZ names another);
--json gives the same answer to a program, with the times as the record writes them.
Exit code 0: proven. 1: disproved. 2: not checkable, because a signature, a key or a file is missing, or because this
machine could not check it or could not print the answer.

Only "database" needs the office: it does what "layani rebuild --check" does, on the office's machine or with a copy of
its database and keys, and writes nothing. Bring a copy of the record and a policy of your own: --tiles, --policy.

Example:
  layani verify receipt SKM-2026-000123-1.tlog-proof --policy policy
  layani verify receipt SKM-2026-000123-1.txt --policy policy --tiles record
  layani verify letter SKM-2026-000123.pdf --policy policy
  layani verify case SKM-2026-000123-*.tlog-proof --tiles record --policy policy
  layani verify absence SKM-2026-000123.absence --receipt SKM-2026-000123-3.tlog-proof --policy policy
  layani verify tiles record --policy policy
  layani verify compare mine.tlog-proof theirs.tlog-proof --policy policy --tiles record
  layani verify fork fork-300-400.proof --policy policy
  layani verify draw draw-SKM-2026-000123.json --policy policy --tiles record
  layani verify look look-17.tlog-proof --policy policy
  layani verify paths record/checkpoint
  layani verify database --tiles record --policy policy
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from layani.rules.importing.words import ACTS
from layani.rules.record import words
from layani.rules.record.absence import LARGEST_FILE as LARGEST_ABSENCE
from layani.rules.record.absence_check import verify_absence
from layani.rules.record.act_words import act_rows
from layani.rules.record.case_check import verify_case
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.compare import compare, verify_fork
from layani.rules.record.continuation import unbound
from layani.rules.record.encoding import Malformed, time_text
from layani.rules.record.epochs import Audit
from layani.rules.record.look_proof import verify_look
from layani.rules.record.mirror import Fault, Mirror, find_faults
from layani.rules.record.note import BadSignature, Unsigned, parse_note
from layani.rules.record.policy import Policy, parse_policy
from layani.rules.record.tiles import FULL, MissingTile, Tile, TileReader, narrow, tiles_of
from layani.rules.record.verify import Finding, Verdict, verify_receipt
from layani.rules.record.verify_draw import verify_draw
from layani.rules.record.verify_letter import verify_letter
from layani.rules.text import Text

MOST_FAULTS = 20
"""Faults shown; a copy with more is broken as a whole."""
MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")
"""A time as the record writes it, RFC 3339."""
LARGEST_LETTER = 100_000_000
"""Bytes; a scan of a letter that was signed in ink may be large."""
LARGEST_FILE = 4_000_000
"""Bytes; a note may have a quarter of it (``rules.record.note``), a bundle of entries a fifteenth."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be verified, each with its own arguments."""
    what = parser.add_subparsers(
        dest="what", required=True, metavar="receipt|letter|case|absence|tiles|compare|fork|draw|look|paths|database"
    )
    receipt = what.add_parser("receipt", help="check one receipt, provisional or final")
    receipt.add_argument("file", type=Path, metavar="FILE", help="the receipt")
    receipt.add_argument("--tiles", type=Path, metavar="DIR", help="a copy of the record to look into as well")
    letter = what.add_parser("letter", help="check the file of a letter by its proof")
    letter.add_argument("file", type=Path, metavar="FILE", help="the letter as it was downloaded, a PDF")
    letter.add_argument("--proof", type=Path, metavar="FILE", help="its proof; left out: beside it, FILE.tlog-proof")
    letter.add_argument("--tiles", type=Path, metavar="DIR", help="a copy of the record to compare with")
    case = what.add_parser("case", help="find all acts of a case in a copy of the record, and that there is no other")
    case.add_argument("files", type=Path, nargs="+", metavar="RECEIPT", help="receipts of one case, at least one")
    case.add_argument("--tiles", type=Path, required=True, metavar="DIR", help="a copy of the record")
    absence = what.add_parser("absence", help="check a file that says that no further act is in the daily indices")
    absence.add_argument("file", type=Path, metavar="FILE", help="the proof of absence")
    absence.add_argument("--receipt", type=Path, metavar="RECEIPT", help="of the last act that you know of")
    tiles = what.add_parser("tiles", help="re-hash every entry of a copy of the record")
    tiles.add_argument("dir", type=Path, metavar="DIR", help="holds the file 'checkpoint' and the folder 'tile'")
    both = what.add_parser("compare", help="say whether two receipts or checkpoints are of one history")
    both.add_argument("one", type=Path, metavar="ONE", help="a final receipt or a checkpoint")
    both.add_argument("other", type=Path, metavar="OTHER", help="another")
    both.add_argument("--tiles", type=Path, metavar="DIR", help="a copy of the record, where their sizes differ")
    both.add_argument("--proof", type=Path, metavar="FILE", help="where the proof of two histories is written")
    fork = what.add_parser("fork", help="check a file that says that two histories were signed")
    fork.add_argument("file", type=Path, metavar="FILE", help="the fork proof")
    drawn = what.add_parser("draw", help="do again the draw by which an officer got a case")
    drawn.add_argument("file", type=Path, metavar="FILE", help="the file of the draw, from the case's page")
    drawn.add_argument("--tiles", type=Path, metavar="DIR", help="a copy of the record: was it drawn once only?")
    look = what.add_parser("look", help="check that a look at your data stands in the record")
    look.add_argument("file", type=Path, metavar="FILE", help="the proof of the look, from 'My data'")
    paths = what.add_parser("paths", help="print the path of every file of a record, to fetch a copy of it")
    paths.add_argument("file", type=Path, metavar="CHECKPOINT", help="the record's file 'checkpoint'")
    database = what.add_parser("database", help="compare the office's database with the record; needs layani[office]")
    database.add_argument("--tiles", type=Path, metavar="DIR", help="your own copy of the record to compare with")
    database.add_argument("--policy", type=Path, metavar="FILE", help="with --tiles: the keys that you trust")
    for one in (receipt, letter, case, absence, tiles, both, fork, drawn, look):
        one.add_argument("--policy", type=Path, required=True, metavar="FILE", help="the keys that you trust")
        one.add_argument("--language", choices=("id", "en"), default="en", help="language of the answer (default: en)")
        one.add_argument("--json", action="store_true", help="print the answer as JSON, for a program")


def run(args: argparse.Namespace) -> int:
    """Print the answer in words; return 0 proven, 1 disproved, 2 not checkable."""
    try:
        if args.what == "paths":
            return _print_paths(args.file)
        if args.what == "database":
            return _compare_database(args)
        policy = parse_policy(_content(args.policy))
        finding = _CHECKS[args.what](args, policy)
    except Malformed as fault:
        print(f"layani verify: {fault}", file=sys.stderr)
        return Verdict.NOT_CHECKABLE.value
    if args.json:
        print(as_json(finding, args.language))
    else:
        _show(finding, args.language)
    return finding.verdict.value


def _print_paths(file: Path) -> int:
    """Print what a copy holds beside its checkpoint, one path a line; nothing is verified by that."""
    for tile in tiles_of(parse_checkpoint(parse_note(_content(file)).text).size):
        print(tile.path)
    return Verdict.PROVEN.value


def _compare_database(args: argparse.Namespace) -> int:
    """Compare the office's database with the record; nothing else here needs the office's packages."""
    try:
        from layani.commands import rebuild  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        if not missing.name or missing.name.split(".")[0] == "layani":
            raise  # a fault of ours
        raise Malformed(
            f"A database is compared by the office's own program, and its package '{missing.name}' is not installed "
            "here, so nothing was compared. Install it with: pip install 'layani[office]'. Then run this where the "
            "office's database, keys and settings are, or a copy of them (layani settings names them)."
        ) from missing
    return rebuild.run(argparse.Namespace(check=True, tiles=args.tiles, policy=args.policy), "layani verify database")


def _check_receipt(args: argparse.Namespace, policy: Policy) -> Finding:
    return verify_receipt(_content(args.file), policy, _mirror(args.tiles))


def _check_letter(args: argparse.Namespace, policy: Policy) -> Finding:
    proof = args.proof or args.file.with_suffix(".tlog-proof")
    if not proof.exists():
        raise Malformed(
            f"The proof {proof} does not exist. It can be had where the letter is: on the page of its case, or behind "
            "the QR code on the letter. Save it beside the letter, or name it with --proof."
        )
    return verify_letter(_content(args.file, LARGEST_LETTER), _content(proof), policy, _mirror(args.tiles))


def _check_case(args: argparse.Namespace, policy: Policy) -> Finding:
    mirror = Mirror(_content(args.tiles / "checkpoint"), read_from(args.tiles))
    return verify_case([_content(file) for file in args.files], policy, mirror)


def _check_absence(args: argparse.Namespace, policy: Policy) -> Finding:
    receipt = _content(args.receipt) if args.receipt else None
    return verify_absence(_content(args.file, LARGEST_ABSENCE), policy, receipt)


def _check_look(args: argparse.Namespace, policy: Policy) -> Finding:
    return verify_look(_content(args.file), policy)


def _mirror(folder: Path | None) -> Mirror | None:
    return Mirror(_content(folder / "checkpoint"), read_from(folder)) if folder else None


def _check_compared(args: argparse.Namespace, policy: Policy) -> Finding:
    """Compare two files; the proof of two histories is kept, for it convinces others without either file."""
    comparison = compare(_content(args.one), _content(args.other), policy, _mirror(args.tiles))
    if comparison.fork is not None:
        file = args.proof or Path("fork.proof")
        file.write_bytes(comparison.fork.render())
        print(f"The proof of it is in {file}; anyone can check it with 'layani verify fork'.", file=sys.stderr)
    return comparison.finding


def _check_fork(args: argparse.Namespace, policy: Policy) -> Finding:
    return verify_fork(_content(args.file), policy)


def _check_draw(args: argparse.Namespace, policy: Policy) -> Finding:
    return verify_draw(_content(args.file), policy, _mirror(args.tiles))


def read_from(folder: Path) -> TileReader:
    """Return a reader of the tiles below ``folder``; a partial tile that is gone is cut from its full one."""

    def read(tile: Tile) -> bytes:
        full = Tile(tile.level, tile.n, FULL)
        if (folder / tile.path).is_file():
            return _content(folder / tile.path)
        if (folder / full.path).is_file():
            return narrow(tile, _content(folder / full.path))
        raise MissingTile(f"{folder / tile.path} does not exist")

    return read


def _content(file: Path, most: int = LARGEST_FILE) -> bytes:
    """Return what a file of the record holds; raises OSError, or Malformed for one that is too large for it."""
    with file.open("rb") as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise Malformed(f"{file} has more than {most} bytes; no receipt, list of keys or file of a record has.")
    return content


def _check_tiles(args: argparse.Namespace, policy: Policy) -> Finding:
    """Re-hash the whole copy and compare it with its signed checkpoint."""
    folder: Path = args.dir
    try:
        opened = policy.open_checkpoint(_content(folder / "checkpoint"))
    except BadSignature as fault:
        return Finding(Verdict.DISPROVED, Text(id=f"TERBANTAH: {fault}", en=f"DISPROVED: {fault}"))
    except Unsigned as fault:
        reason = Text(id=f"TIDAK DAPAT DIPERIKSA: {fault}", en=f"NOT CHECKABLE: {fault}")
        return Finding(Verdict.NOT_CHECKABLE, reason)
    except Malformed as fault:
        return Finding(Verdict.NOT_CHECKABLE, words.copy_damaged(f"checkpoint: {fault}"))
    checkpoint = opened.checkpoint
    audit = Audit()
    faults = tuple(islice(find_faults(checkpoint, read_from(folder), audit), MOST_FAULTS))
    bound = unbound((leaf for _, leaf in audit.continued), policy.ended_before(checkpoint.origin))
    if faults or bound:
        return _faulty(faults or tuple(Fault(says, of_record=True) for says in bound))
    summary = Text(
        id=f"TERBUKTI: salinan ini adalah catatan {checkpoint.origin} yang ditandatangani, {checkpoint.size} entri.",
        en=f"PROVEN: this copy is the signed record {checkpoint.origin}, all {checkpoint.size} entries of it.",
    )
    return Finding(Verdict.PROVEN, summary, *_audited(audit, checkpoint.size))


def _audited(audit: Audit, size: int) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return what the tags and the indices of a whole copy prove, and what they leave open."""
    once_ = Text(
        id=f"Tidak ada tindakan yang tercatat dua kali: {audit.events} tanda tindakan permohonan semuanya berbeda.",
        en=f"No act is there twice: the {audit.events} tags of acts on cases are all different.",
    )
    changes = tuple(
        Text(
            id=f"Entri {index}: kunci {leaf.old.id.hex()} menyerahkan kepada kunci baru {leaf.new.text()}.",
            en=f"Entry {index}: the key {leaf.old.id.hex()} hands over to the new key {leaf.new.text()}.",
        )
        for index, leaf in audit.keys
    )
    once = (once_, *changes)
    if not audit.epochs:
        open_ = Text(id="Indeks harian: catatan ini belum memuatnya.", en="Daily indices: this record has none yet.")
        return once, (open_,)
    right = Text(
        id=f"Ke-{audit.epochs} indeks harian benar; semuanya mencakup entri 0 sampai {audit.covered - 1}.",
        en=f"The {audit.epochs} daily indices are right; they cover the entries 0 to {audit.covered - 1}.",
    )
    if audit.covered == size:
        return (*once, right), ()
    rest = Text(
        id=f"Indeks harian untuk entri {audit.covered} sampai {size - 1}: belum dibuat.",
        en=f"Daily indices of the entries {audit.covered} to {size - 1}: they are not made yet.",
    )
    return (*once, right), (rest,)


_CHECKS: Mapping[str, Callable[[argparse.Namespace, Policy], Finding]] = {
    "receipt": _check_receipt,
    "letter": _check_letter,
    "case": _check_case,
    "absence": _check_absence,
    "tiles": _check_tiles,
    "compare": _check_compared,
    "fork": _check_fork,
    "draw": _check_draw,
    "look": _check_look,
}


def _faulty(faults: Sequence[Fault]) -> Finding:
    says = tuple(fault.says for fault in faults)
    if all(fault.missing for fault in faults):
        summary = Text(
            id="TIDAK DAPAT DIPERIKSA: salinan ini tidak lengkap. Lengkapi lalu periksa lagi.",
            en="NOT CHECKABLE: this copy is incomplete. Complete it and check again.",
        )
        return Finding(Verdict.NOT_CHECKABLE, summary, not_proven=says)
    if all(fault.of_record for fault in faults):
        summary = Text(
            id="TERBANTAH: salinan ini adalah catatan yang ditandatangani, dan catatan itu sendiri tidak benar. Simpan "
            "salinannya: itulah buktinya.",
            en="DISPROVED: this copy is the record that was signed, and the record itself is false. Keep the copy: it "
            "is the evidence.",
        )
        return Finding(Verdict.DISPROVED, summary, not_proven=says)
    summary = Text(
        id="TERBANTAH: salinan ini bukan catatan yang ditandatangani.",
        en="DISPROVED: this copy is not the record that was signed.",
    )
    return Finding(Verdict.DISPROVED, summary, not_proven=says)


def as_json(finding: Finding, language: str) -> str:
    """Return the answer for a program: verdict, sentences, and the act with its number counted from 1.

    ``body`` is the content exactly as it was recorded, as text; null when the file holds none. ``events``
    are the acts of a whole case: number from 1, index in the record from 0, time as it is recorded (RFC 3339, UTC).
    """
    opening = finding.opening
    act = {"number": opening.seq + 1, "body": opening.body} if opening is not None else None
    answer: dict[str, object] = {
        "verdict": finding.verdict.name.lower(),
        "summary": finding.summary.in_(language),
        "proven": [one.in_(language) for one in finding.proven],
        "not_proven": [one.in_(language) for one in finding.not_proven],
        "act": act,
    }
    if finding.events:
        answer["events"] = [
            {"number": one.seq + 1, "index": one.index, "time": time_text(one.leaf.time)} for one in finding.events
        ]
    return json.dumps(answer, ensure_ascii=True, indent=2)


def _show(finding: Finding, language: str) -> None:
    print(_readable(finding.summary, language))
    _show_list(Text(id="Terbukti:", en="Proven:"), finding.proven, language)
    _show_list(Text(id="Tidak terbukti:", en="Not proven:"), finding.not_proven, language)
    if finding.opening is None:
        return
    rows = act_rows(finding.opening.body, finding.opening.seq + 1, ACTS)
    print("\n" + Text(id="Isi tindakan:", en="Content of the act:").in_(language))
    for label, value in rows:
        print(f"  {label.in_(language)}: {_readable(value, language)}")
    if not rows:  # not an act of an office like ours: shown as it is
        print(f"  {_printable(finding.opening.body)}")


def _show_list(title: Text, lines: Sequence[Text], language: str) -> None:
    if lines:
        print(f"\n{title.in_(language)}")
    for line in lines:
        print(f"  - {_readable(line, language)}")


def _readable(text: Text, language: str) -> str:
    """Return a sentence with its times as this machine's clock shows them."""
    return _printable(MOMENT.sub(lambda found: local_time(found[0], language), text.in_(language)))


def local_time(written: str, language: str) -> str:
    """Return a time of the record (RFC 3339) in this machine's zone, which is named; one that no calendar has stays."""
    try:
        at = datetime.fromisoformat(written).replace(microsecond=0).astimezone()
    except (ValueError, OverflowError, OSError):
        return written
    day = f"{at.day} {MONTHS[language].split()[at.month - 1]} {at.year}"
    clock = f"{at:%H.%M.%S}" if language == "id" else f"{at:%H:%M:%S}"
    between = " pukul " if language == "id" else ", "
    from_utc = f" (UTC{at.isoformat()[-6:]})" if at.utcoffset() else ""
    return f"{day}{between}{clock} {at:%Z}{from_utc}"


def _printable(text: str) -> str:
    """Return ``text`` with control characters spelled out: a file from a stranger must not steer the terminal."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
