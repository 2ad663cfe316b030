"""Puts a report in its place: a file whole or not at all; what is no file, such as a pipe, is written into."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def place(out: Path, html: str) -> None:
    """Write ``html`` to ``out``; raises OSError, and then a file that was there is what it was."""
    if out.is_symlink() or (out.exists() and not out.is_file()):
        # A rename would put a file where a device was: an administrator could so take /dev/null from the whole machine.
        out.write_text(html, encoding="utf-8")
        return
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=out.parent, prefix=".report-", suffix=".html", delete=False
    ) as file:
        try:
            file.write(html)
            file.flush()
            os.fsync(file.fileno())
            # readable like any other new file; a temporary file is the owner's alone
            Path(file.name).chmod(0o666 & ~_umask())
            Path(file.name).replace(out)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
