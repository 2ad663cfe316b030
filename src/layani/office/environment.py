"""Settings from the environment: typed, listed, and refused with a sentence that says what to write.

``read = Environment(os.environ)`` is the office's only reader of environment variables. Each call of a typed reader
also registers the setting, so ``layani settings`` and the reference page list exactly what the program reads. An
empty variable counts as not set, because container tools pass empty ones for what nobody filled in.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

PREFIX = "LAYANI_"
MASK = "********"
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}

T = TypeVar("T")


class Required(Enum):
    """The type of ``REQUIRED``, the default of a setting that has none."""

    REQUIRED = "required"


REQUIRED = Required.REQUIRED


class SettingError(ValueError):
    """A setting is missing or cannot be understood; the message says which, why, and what to write."""


@dataclass(frozen=True)
class Setting:
    """One setting that the program reads.

    default and value are in the words one would write in the environment; origin is "default", "environment" or
    "file". A secret's value is already masked, so that the list of settings can be shown to anyone.
    """

    name: str
    type: str
    default: str
    help: str
    secret: bool
    value: str = ""
    origin: str = "default"


@dataclass(frozen=True)
class Kind(Generic[T]):
    """How one type of setting is read from words and written back.

    read raises ValueError with the rest of the sentence "NAME is 'value', but …"; example is a value one could write.
    """

    type: str
    read: Callable[[str], T]
    write: Callable[[T], str]
    example: str
    show: Callable[[str], str] = str
    secret: bool = False
    from_file: bool = False


class Environment:
    """Reads settings from a mapping of environment variables and remembers each one that was read."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """Take ``os.environ``, or any mapping in a test."""
        self._variables = variables
        self._settings: dict[str, Setting] = {}
        self._files: list[str] = []

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Every setting read so far, in the order of reading."""
        return tuple(self._settings.values())

    def text(self, name: str, default: str | Required = REQUIRED, *, help: str) -> str:
        """Return the words as they stand, without surrounding blanks."""
        return self._get(name, default, help, Kind("text", str, str, "some words"))

    def flag(self, name: str, default: bool | Required = REQUIRED, *, help: str) -> bool:
        """Return a yes or no; accepted are 1/true/yes/on and 0/false/no/off."""
        return self._get(name, default, help, Kind("yes or no", _flag, lambda on: "yes" if on else "no", "yes"))

    def number(
        self, name: str, default: int | Required = REQUIRED, *, help: str, least: int = 0, most: int | None = None
    ) -> int:
        """Return a whole number from ``least`` to ``most``, both included."""
        words = f"number, {least} or more" if most is None else f"number, {least} to {most}"
        return self._get(name, default, help, Kind(words, _number(least, most), str, str(least)))

    def duration(self, name: str, default: timedelta | Required = REQUIRED, *, help: str) -> timedelta:
        """Return a span of time written as a number and a unit: 30s, 15m, 2h or 7d."""
        return self._get(name, default, help, Kind("duration", _duration, _duration_words, "15m"))

    def path(self, name: str, default: Path | str | Required = REQUIRED, *, help: str) -> Path:
        """Return an absolute path; a relative one starts at the working directory, ``~`` is the home directory."""
        start = Path(default) if isinstance(default, str) else default
        found = self._get(name, start, help, Kind("path", Path, str, "/srv/layani"))
        return found.expanduser().absolute()

    def url(self, name: str, default: str | Required = REQUIRED, *, help: str, schemes: Sequence[str] = ()) -> str:
        """Return an address such as https://… or postgresql://…; a password in it is masked in the list.

        schemes: the accepted beginnings, without "://"; empty accepts any. May come from the file NAME_FILE.
        """
        scheme = schemes[0] if schemes else "https"
        example = "sqlite:///srv/layani/office.sqlite3" if scheme == "sqlite" else f"{scheme}://office.example/"
        return self._get(
            name, default, help, Kind("address", _url(schemes), str, example, _without_password, from_file=True)
        )

    def secret(self, name: str, default: str | Required = REQUIRED, *, help: str) -> str:
        """Return a secret, from NAME or from the file that NAME_FILE names; never shown in the list."""
        return self._get(name, default, help, Kind("secret", str, str, "a-long-random-text", _mask, True, True))

    def choice(self, name: str, options: Sequence[str], default: str | Required = REQUIRED, *, help: str) -> str:
        """Return one of ``options``, written exactly so."""
        kind = Kind(f"one of {', '.join(options)}", _choice(options), str, options[0])
        return self._get(name, default, help, kind)

    def names(self, name: str, default: Sequence[str] | Required = REQUIRED, *, help: str) -> tuple[str, ...]:
        """Return the words of a list separated by commas; blanks around them and empty ones do not count."""
        start = default if isinstance(default, Required) else tuple(default)
        return self._get(name, start, help, Kind("list, separated by commas", _names, ",".join, "one,two"))

    def unknown(self) -> tuple[str, ...]:
        """Return a sentence for each variable that begins with LAYANI_ and that nothing has read.

        Call it after the last setting was read: a misspelt setting is otherwise a setting silently not made.
        """
        known = [*self._settings, *self._files]
        strange = sorted(n for n in self._variables if n.startswith(PREFIX) and n not in known)
        return tuple(_unknown_sentence(name, known) for name in strange)

    def _get(self, name: str, default: T | Required, help: str, kind: Kind[T]) -> T:
        if name in self._settings:
            raise SettingError(f"{name} is read twice. Read it once and share the value.")
        words, origin = self._words(name, kind)
        self._settings[name] = Setting(
            name=name,
            type=kind.type,
            default="(required)" if isinstance(default, Required) else kind.show(kind.write(default)),
            help=help,
            secret=kind.secret,
            value=_value(words, default, kind),
            origin=origin,
        )
        if words:
            return _understand(name, words, kind)
        if isinstance(default, Required):
            raise SettingError(
                f"{name} is not set, and the office needs it: {help} Write, for example: {name}={kind.example}"
            )
        return default

    def _words(self, name: str, kind: Kind[T]) -> tuple[str, str]:
        """Return (the words written for this setting, where), or ("", "default") if there are none."""
        words = self._variables.get(name, "").strip()
        if not kind.from_file:
            return (words, "environment") if words else ("", "default")
        self._files.append(f"{name}_FILE")
        file = self._variables.get(f"{name}_FILE", "").strip()
        if words and file:
            raise SettingError(f"{name} and {name}_FILE are both set, so it is not clear which one counts. Remove one.")
        if file:
            return _file_words(name, Path(file)), "file"
        return (words, "environment") if words else ("", "default")


def _understand(name: str, words: str, kind: Kind[T]) -> T:
    try:
        return kind.read(words)
    except ValueError as wrong:
        raise SettingError(
            f"{name} is '{kind.show(words)}', but {wrong}. Write, for example: {name}={kind.example}"
        ) from wrong


def _value(words: str, default: T | Required, kind: Kind[T]) -> str:
    if words:
        return kind.show(words)
    return "(not set)" if isinstance(default, Required) else kind.show(kind.write(default))


def _file_words(name: str, file: Path) -> str:
    try:
        words = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingError(
            f"{name}_FILE is '{file}', but that file cannot be read ({wrong}). "
            "Name a text file that the office's user may read."
        ) from wrong
    if not words:
        raise SettingError(f"{name}_FILE is '{file}', but that file is empty. Write the value into it.")
    return words


def _unknown_sentence(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    hint = f"Did you mean {close[0]}?" if close else "Run 'layani settings' to see the settings there are."
    return f"{name} is set, but there is no such setting. {hint}"


def _flag(words: str) -> bool:
    if words.lower() in _TRUE:
        return True
    if words.lower() in _FALSE:
        return False
    raise ValueError("it must be yes or no")


def _number(least: int, most: int | None) -> Callable[[str], int]:
    def read(words: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", words):
            raise ValueError("it must be a whole number")
        if int(words) < least:
            raise ValueError(f"it must be {least} or more")
        if most is not None and int(words) > most:
            raise ValueError(f"it must be {most} or less")
        return int(words)

    return read


def _duration(words: str) -> timedelta:
    match = re.fullmatch(r"([0-9]{1,9})([smhd])", words)
    if match is None:
        raise ValueError("it must be a number and a unit: s, m, h or d")
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _duration_words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    unit = next(u for u in ("d", "h", "m", "s") if seconds % _SECONDS[u] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _url(schemes: Sequence[str]) -> Callable[[str], str]:
    def read(words: str) -> str:
        scheme = urlsplit(words).scheme
        if not scheme or "://" not in words:
            raise ValueError("it must be an address with '://'")
        if schemes and scheme not in schemes:
            raise ValueError(f"it must begin with {' or '.join(f'{s}://' for s in schemes)}")
        return words

    return read


def _without_password(url: str) -> str:
    try:
        password = urlsplit(url).password
    except ValueError:  # not an address at all: the sentence that refuses it may show no part of it
        return MASK
    return url.replace(f":{password}@", f":{MASK}@", 1) if password else url


def _mask(words: str) -> str:
    return MASK if words else ""


def _choice(options: Sequence[str]) -> Callable[[str], str]:
    def read(words: str) -> str:
        if words not in options:
            raise ValueError(f"it must be one of {', '.join(options)}")
        return words

    return read


def _names(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(",") if part.strip())
