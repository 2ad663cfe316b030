"""Standard output and error that break no command: it ends its work, and its exit code is true, whoever reads.

A reader such as ``head`` goes away, a disk is full, an encoding lacks a letter. What can be written no more is dropped,
and the first fault is kept for the command line to tell.
"""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Outlet(io.RawIOBase):
    """Writes to a file descriptor that others own, until the first fault, which ``fault`` keeps."""

    def __init__(self, descriptor: int) -> None:
        """Take the descriptor; it stays open when this is closed."""
        super().__init__()
        self._descriptor = descriptor
        self.fault: OSError | None = None

    @property
    def lost(self) -> OSError | None:
        """Why some of the output is lost; a reader who went away has seen enough, and nothing is lost."""
        return None if self.fault is None or self.fault.errno == errno.EPIPE else self.fault

    def writable(self) -> bool:
        """Return that this is for writing."""
        return True

    def fileno(self) -> int:
        """Return the descriptor, for programs that inherit it."""
        return self._descriptor

    def isatty(self) -> bool:
        """Return whether a person reads."""
        return os.isatty(self._descriptor)

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Write all of it, for the layer above does not ask how much was written; after a fault drop it."""
        rest = whole = memoryview(piece).cast("B")
        try:
            while rest and self.fault is None:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError as fault:
            self.fault = fault
        return whole.nbytes


@contextmanager
def unbreakable_streams() -> Iterator[Outlet]:
    """Put outlets below standard output and error while a command runs; yields that of standard output.

    A stream that is no file (a test's) stays what it is. A closed standard error is one that nobody reads.
    """
    before = sys.stdout, sys.stderr
    sys.stdout, outlet = _over_an_outlet(sys.stdout)
    sys.stderr, _ = _over_an_outlet(sys.stderr or open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  kept open
    try:
        yield outlet
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


def _over_an_outlet(stream: TextIO) -> tuple[TextIO, Outlet]:
    """Return a stream that writes as the given one does, and the outlet below it."""
    buffer = getattr(stream, "buffer", None)
    file = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is no buffer above the file
    if not (isinstance(stream, io.TextIOWrapper) and isinstance(file, io.FileIO)):
        return stream, Outlet(-1)
    stream.flush()
    outlet = Outlet(file.fileno())
    raw: Any = outlet  # the stubs ask of it what only a file on disk has
    text = io.TextIOWrapper(
        raw if file is buffer else io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="backslashreplace" if stream.errors == "strict" else stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
    return text, outlet
