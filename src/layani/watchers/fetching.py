"""Where a mirror takes a record from: an address of HTTP, or a folder such as one on a USB stick."""

import http.client
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

SILENCE: Final = 30.0  # seconds without a byte
LARGEST: Final = 17_000_000
"""Bytes of one file: a bundle of 256 entries of 65,535 bytes each fits."""

Source = Callable[[str], bytes]
"""Returns the file at a path such as ``checkpoint`` or ``tile/0/000``; raises NotThere, or OSError."""


class NotThere(LookupError):
    """The record has no such file where it is taken from."""


class AddressRefused(ValueError):
    """What was given is neither a folder nor an address of a record."""


def source_of(place: str) -> Source:
    """Return the source at an address or a folder; raises AddressRefused."""
    if place.startswith(("http://", "https://")):
        return _Website(place).read
    if "://" in place or not Path(place).is_dir():
        raise AddressRefused(f"{place} is neither an address that begins with https:// or http:// nor a folder.")
    return _Folder(Path(place)).read


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes:
        file = self._folder / path
        if not file.is_file():
            raise NotThere(f"{file} does not exist")
        with file.open("rb") as opened:
            return _bounded(opened.read(LARGEST + 1), path)


class _Website:
    """Keeps one connection open; a record of a million entries has thousands of files."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if not parts.hostname or parts.query or parts.fragment or parts.username is not None:
            raise AddressRefused(f"{address} is not the address of a record, such as https://office.example/record/.")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=SILENCE)
        self._prefix = parts.path.rstrip("/")

    def read(self, path: str) -> bytes:
        try:
            return self._ask(path)
        except (http.client.HTTPException, ConnectionError):
            # The other side may close a connection that rests, at any time; once more, on a new one.
            self._connection.close()
        try:
            return self._ask(path)
        except http.client.HTTPException as fault:
            self._connection.close()
            raise OSError(f"{self._connection.host} does not answer as a web server does ({fault!r})") from fault

    def _ask(self, path: str) -> bytes:
        try:
            self._connection.request("GET", f"{self._prefix}/{path}", headers={"Accept-Encoding": "identity"})
            answer = self._connection.getresponse()
            data = answer.read(LARGEST + 1)
        except OSError:
            with suppress(OSError):
                self._connection.close()
            raise
        if answer.status == http.client.NOT_FOUND:
            raise NotThere(f"{self._prefix}/{path} does not exist at {self._connection.host}")
        if answer.status != http.client.OK:
            raise OSError(f"{self._connection.host} answers {answer.status} {answer.reason} for {self._prefix}/{path}")
        return _bounded(data, path)


def _bounded(data: bytes, path: str) -> bytes:
    if len(data) > LARGEST:
        raise OSError(f"{path} has more than {LARGEST} bytes; no file of a record has")
    return data
