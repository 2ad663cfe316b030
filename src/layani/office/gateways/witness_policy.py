"""The witnesses that this office asks, from the file that the operator wrote (c2sp.org/tlog-policy)."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from layani.rules.record.encoding import Malformed
from layani.rules.record.policy import LARGEST_POLICY, Policy, parse_policy

NOBODY = parse_policy(b"quorum none\n")
_PUBLISHED = ("witness", "group", "quorum")


class WitnessesRefused(ValueError):
    """The file of witnesses cannot be used; the message says why and what to write."""


def read_witnesses(file: Path) -> tuple[Policy, str]:
    """Return what the file says, and its lines on witnesses, groups and the quorum as they are published.

    Raises WitnessesRefused.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_POLICY + 1)
        policy = parse_policy(data)
    except (OSError, Malformed) as fault:
        raise WitnessesRefused(
            f"the file {file} cannot be used: {fault} Write 'witness NAME VKEY ADDRESS' lines, a group and a quorum."
        ) from fault
    for name, key in policy.witnesses.items():
        if key not in policy.cosigners:
            raise WitnessesRefused(f"the key of {name} in {file} is of a type that this office cannot check yet.")
    for name, address in policy.addresses.items():
        if not _is_address(address):
            raise WitnessesRefused(
                f"the address of {name} in {file} is '{address}'. Write https:// or http://, a host, and nothing "
                "after a '?' or '#'; without an address the witness is asked by file."
            )
    return policy, "".join(f"{line}\n" for line in _published(data.decode()))


def _published(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return [line for line in lines if line.partition(" ")[0] in _PUBLISHED]


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = not parts.query and not parts.fragment and parts.username is None
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and port != 0


def witness_policy() -> Policy:
    """Return the witnesses, groups and quorum; a file that was changed counts at once.

    A file that broke while the office runs stops no page and no receipt: what it said last goes on. The job that asks
    the witnesses says so (``require_usable``). Raises WitnessesRefused when it was never read.
    """
    return _current()[0]


def witness_lines() -> str:
    """Return the lines on them for the public trust policy."""
    return _current()[1]


def require_usable() -> None:
    """Raise WitnessesRefused when the file as it is now cannot be used."""
    if settings.WITNESSES:
        _now(Path(settings.WITNESSES))


_last_good: dict[Path, tuple[Policy, str]] = {}


def _current() -> tuple[Policy, str]:
    if not settings.WITNESSES:
        return NOBODY, "quorum none\n"
    file = Path(settings.WITNESSES)
    try:
        _last_good[file] = _now(file)
    except WitnessesRefused:
        if file not in _last_good:
            raise
    return _last_good[file]


def _now(file: Path) -> tuple[Policy, str]:
    try:
        found = file.stat()
    except OSError as fault:
        raise WitnessesRefused(f"the file of witnesses {file} is gone: {fault.strerror}.") from fault
    return _read(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int, _size: int) -> tuple[Policy, str]:
    return read_witnesses(file)
