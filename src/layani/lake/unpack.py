"""Opens a file from a stranger as one stream of UTF-8: unpacked within limits, its encoding mended and reported.

Reading is one pass in small pieces; neither a bomb nor an honest gigabyte is ever held in memory.
"""

import codecs
import gzip
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import IO

from layani.lake.figures import both, number
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PIECE = 1 << 20
"""Bytes read at a time, and the most that is looked at to find out what a file is."""

MEBIBYTE = 1 << 20
RATIO_IS_JUDGED_FROM = 64 * MEBIBYTE
"""Below this size a high ratio of compression is harmless."""

NOT_UTF_8 = re.compile("[\udc80-\udcff]")
WINDOWS_1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Excel/Word 97-2003"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


class CannotRead(Refused):
    """The file cannot be read as an event log; says why and what to do."""


def cannot_read(code: str, reason: Text, remedy: Text) -> CannotRead:
    """Return the error to raise, with a stable code for programs."""
    return CannotRead(Refusal(code, reason, remedy))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may unpack to.

    unpacked_bytes: after decompression.
    ratio:          unpacked bytes per compressed byte; event logs stay below 60, bombs are near 1,000.
    columns:        of a table, or kinds of attributes in XES.
    """

    unpacked_bytes: int = 4 * 1024 * MEBIBYTE
    ratio: int = 200
    columns: int = 2000


@dataclass(slots=True)
class Opened:
    """A stream of UTF-8 and what was found while opening it. ``repaired`` grows while reading."""

    stream: "TextStream"
    head: str
    packing: str  # "", "gzip" or "zip"
    encoding: str
    member: str = ""  # of a zip file

    def close(self) -> None:
        """Close the file."""
        self.stream.close()


class Unpacked:
    """Reads a file and what it is packed in, and stops at the limits."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile, compressed_bytes: int, limits: Limits, *, packed: bool) -> None:
        self._file = file
        self._compressed = max(1, compressed_bytes)
        self._limits = limits
        self._packed = packed
        self.total = 0

    def read(self, size: int = PIECE) -> bytes:
        """Return up to ``size`` bytes, b"" at the end; raises CannotRead at a limit or at damage."""
        try:
            piece = self._file.read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile) as damage:
            raise _damaged(damage, self.total) from damage
        self.total += len(piece)
        if self._packed:
            self._check_limits()
        return piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _check_limits(self) -> None:
        if self.total > self._limits.unpacked_bytes:
            raise _too_big(self._limits.unpacked_bytes)
        if self.total > RATIO_IS_JUDGED_FROM and self.total > self._limits.ratio * self._compressed:
            raise _too_dense(self._limits.ratio, self.total, self._compressed)


class TextStream(RawIOBase):
    """The same text in UTF-8, without a byte order mark; bytes that are not UTF-8 are read as Windows-1252, counted."""

    def __init__(self, source: Unpacked, first: bytes, encoding: str, name: str) -> None:
        super().__init__()
        self._source = source
        self._name = name
        self._ended = False
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
        self._ready = b""
        self.repaired = 0
        self._ready = self._mend(first, final=False)
        self.head = self._ready.decode("utf-8", errors="ignore")

    def skip(self, size: int) -> None:
        """Drop the first ``size`` bytes of what has been looked at already."""
        self._ready = self._ready[size:]

    def readable(self) -> bool:
        """Return that this stream is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to about ``size`` bytes, b"" at the end."""
        if self._ready:
            ready, self._ready = self._ready, b""
            if 0 <= size < len(ready):
                ready, self._ready = ready[:size], ready[size:]
            return ready
        while not self._ended:
            piece = self._source.read(PIECE if size < 0 else max(size, 4096))
            self._ended = not piece
            mended = self._mend(piece, final=self._ended)
            if mended:
                self._ready = mended
                return self.read(size)
        return b""

    def close(self) -> None:
        """Close the file below."""
        self._source.close()
        super().close()

    def _mend(self, piece: bytes, *, final: bool) -> bytes:
        try:
            text = self._decoder.decode(piece, final)
        except UnicodeError as error:  # some codecs do not know how to replace
            raise _not_text(self._name) from error
        if "\0" in text:
            raise _not_text(self._name)
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            self.repaired += len(NOT_UTF_8.findall(text))
            return text.translate(WINDOWS_1252).encode("utf-8", errors="replace")


def open_text(path: Path, limits: Limits, encoding: str | None = None) -> Opened:
    """Open ``path`` (plain, .gz, or a .zip holding one log) for reading as UTF-8; raises CannotRead.

    encoding: a Python codec name that overrides what the file looks like.
    """
    source, packing, member = _open_packed(path, limits)
    try:
        first = source.read(PIECE)
        if not _without_mark(first).strip():
            raise _empty(path)
        _require_text(first, path)
        found = encoding or _encoding_of(first)
        stream = TextStream(source, _without_mark(first), _codec(found), path.name)
    except Exception:
        source.close()
        raise
    return Opened(stream, stream.head, packing, found, member)


def _open_packed(path: Path, limits: Limits) -> tuple[Unpacked, str, str]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise _unreachable(path, error) from error
    if magic[:2] == b"\x1f\x8b":
        return Unpacked(gzip.open(path, "rb"), size, limits, packed=True), "gzip", ""
    if magic == b"PK\x03\x04":
        return _open_zip(path, limits)
    return Unpacked(path.open("rb"), size, limits, packed=False), "", ""


def _open_zip(path: Path, limits: Limits) -> tuple[Unpacked, str, str]:
    try:
        archive = zipfile.ZipFile(path)
        members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
        logs = [m for m in members if m.filename.lower().endswith((".csv", ".tsv", ".txt", ".xes"))]
        if len(logs) != 1:
            raise _which_member(path, [m.filename for m in members])
        opened = archive.open(logs[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as damage:
        raise _damaged(damage, 0) from damage
    return Unpacked(opened, logs[0].compress_size, limits, packed=True), "zip", logs[0].filename


def _encoding_of(first: bytes) -> str:
    for mark, name in BYTE_ORDER_MARKS:
        if first.startswith(mark):
            return name
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']", first)
    return declared.group(1).decode("ascii").lower() if declared else "utf-8"


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name)
        sample = "ab".encode(name)  # "zip" and its like are codecs, but not of text
        codecs.getincrementaldecoder(name)(errors="replace").decode(sample)
    except (LookupError, ValueError) as error:
        raise cannot_read(
            "unknown-encoding",
            both(
                Text(id="Pengodean '{name}' tidak dikenal.", en="The encoding '{name}' is not known."), name=name[:40]
            ),
            Text(id="Tulis misalnya --encoding cp1252.", en="Write for example --encoding cp1252."),
        ) from error
    return found.name


def _without_mark(first: bytes) -> bytes:
    return first[len(codecs.BOM_UTF8) :] if first.startswith(codecs.BOM_UTF8) else first


def _require_text(first: bytes, path: Path) -> None:
    for magic, kind in OTHER_KINDS:
        if first.startswith(magic):
            raise cannot_read(
                "wrong-kind",
                both(
                    Text(
                        id="{file} adalah berkas {kind}, bukan CSV atau XES.",
                        en="{file} is a {kind} file, not CSV or XES.",
                    ),
                    file=path.name,
                    kind=kind,
                ),
                Text(
                    id="Simpan catatan peristiwa sebagai CSV atau XES (boleh .gz), lalu coba lagi.",
                    en="Save the event log as CSV or XES (.gz is fine) and try again.",
                ),
            )


def _empty(path: Path) -> CannotRead:
    return cannot_read(
        "empty",
        both(Text(id="{file} kosong.", en="{file} is empty."), file=path.name),
        Text(id="Ekspor ulang catatan peristiwa.", en="Export the event log again."),
    )


def _not_text(name: str) -> CannotRead:
    return cannot_read(
        "not-text",
        both(
            Text(
                id="{file} memuat bita nol: ini bukan berkas teks.",
                en="{file} holds zero bytes: it is not a text file.",
            ),
            file=name,
        ),
        Text(
            id="Simpan catatan peristiwa sebagai CSV (UTF-8) atau XES.",
            en="Save the event log as CSV (UTF-8) or XES.",
        ),
    )


def _unreachable(path: Path, error: OSError) -> CannotRead:
    return cannot_read(
        "no-file",
        both(
            Text(id="{file} tidak dapat dibuka: {why}.", en="{file} cannot be opened: {why}."),
            file=path.name or str(path),
            why=(error.strerror or str(error)),
        ),
        Text(id="Periksa nama berkas dan hak baca.", en="Check the file's name and that you may read it."),
    )


def _damaged(damage: Exception, read: int) -> CannotRead:
    return cannot_read(
        "damaged-archive",
        Text(
            id=f"Berkas terkompresi rusak atau terpotong sesudah {number(read, 'id')} bita ({damage}).",
            en=f"The compressed file is damaged or cut off after {number(read, 'en')} bytes ({damage}).",
        ),
        Text(
            id="Salin atau unduh berkas sekali lagi; hasil dari berkas yang terpotong akan menyesatkan.",
            en="Copy or download it once more; figures from half a file would mislead.",
        ),
    )


def _which_member(path: Path, names: list[str]) -> CannotRead:
    listed = ", ".join(names[:5]) or "-"
    return cannot_read(
        "which-member",
        both(
            Text(
                id="{file} harus memuat tepat satu berkas CSV atau XES; isinya: {listed}.",
                en="{file} must hold exactly one CSV or XES file; it holds: {listed}.",
            ),
            file=path.name,
            listed=listed[:300],
        ),
        Text(
            id="Buka arsip itu dan beri nama catatan peristiwa yang dimaksud. Buku kerja Excel: simpan sebagai CSV.",
            en="Unpack it and name the event log that is meant. An Excel workbook: save it as CSV.",
        ),
    )


def _too_big(limit: int) -> CannotRead:
    return cannot_read(
        "too-big",
        both(
            Text(
                id="Berkas ini mengembang melebihi batas {limit} GiB.",
                en="The file unpacks to more than the limit of {limit} GiB.",
            ),
            limit=limit / (1024 * MEBIBYTE),
        ),
        Text(
            id="Bila berkas ini memang sebesar itu, naikkan batas dengan --max-gigabytes.",
            en="If it truly is that large, raise the limit with --max-gigabytes.",
        ),
    )


def _too_dense(limit: int, total: int, compressed: int) -> CannotRead:
    return cannot_read(
        "too-dense",
        both(
            Text(
                id="Berkas ini mengembang {ratio} kali; batasnya {limit} kali. Catatan peristiwa biasanya di bawah "
                "60: ini mungkin bom kompresi.",
                en="The file unpacks to {ratio} times its size; the limit is {limit} times. Event logs usually stay "
                "below 60: this may be a decompression bomb.",
            ),
            ratio=total // compressed,
            limit=limit,
        ),
        Text(
            id="Bila Anda mengenal berkas ini, naikkan batas dengan --max-ratio.",
            en="If you know the file, raise the limit with --max-ratio.",
        ),
    )
