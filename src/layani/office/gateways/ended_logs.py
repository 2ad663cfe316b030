"""The logs of this office that were ended because their key was taken; kept in a file beside the keys.

A log has its name for ever, so the one that continues it has another: the office's own, a slash, and its number.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from layani.durable_file import write_durably
from layani.office.house import catalogue
from layani.rules.record.encoding import decode_base64, encode_base64, parse_decimal
from layani.rules.record.merkle import HASH_SIZE
from layani.rules.record.note import VerifierKey, parse_vkey

ENDED_FILE = "log.ended"
"""In the key folder: lines ``<origin> <size> <root> <vkey>,…``, the oldest first."""


@dataclass(frozen=True, slots=True)
class EndedLog:
    """A log that was ended.

    size, root: of its last checkpoint that a quorum of witnesses had seen; 0 and the empty root where none had
    keys:       that signed it at its end, all of which may have been taken
    """

    origin: str
    size: int
    root: bytes
    keys: tuple[VerifierKey, ...]

    def line(self) -> str:
        """Return it as a line of the file."""
        keys = ",".join(key.text() for key in self.keys)
        return f"{self.origin} {self.size} {encode_base64(self.root)} {keys}\n"


def first_origin() -> str:
    """Return the name of the office's first log, from the settings, else from the office's file."""
    return settings.LOG_ORIGIN or catalogue().office.log_origin


def origin_after(ended: int) -> str:
    """Return the name of the log that follows so many ended ones."""
    return first_origin() if not ended else f"{first_origin()}/{ended + 1}"


def ended_logs() -> tuple[EndedLog, ...]:
    """Return the logs that were ended, the oldest first."""
    file = Path(settings.KEY_FOLDER) / ENDED_FILE
    if not file.exists():
        return ()
    return tuple(_parsed(line, file) for line in file.read_text(encoding="utf-8").splitlines())


def keep_ended(log: EndedLog) -> None:
    """Add a log to the file; from then on the office's log has the next name."""
    lines = "".join(one.line() for one in (*ended_logs(), log))
    write_durably(settings.KEY_FOLDER, [(ENDED_FILE, lines.encode())])


def _parsed(line: str, file: Path) -> EndedLog:
    origin, size, root, keys = line.split(" ")
    return EndedLog(
        origin,
        parse_decimal(size, f"The size in {file}"),
        decode_base64(root, f"The root in {file}", HASH_SIZE),
        tuple(parse_vkey(key) for key in keys.split(",")),
    )
