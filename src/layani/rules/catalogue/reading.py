"""Reads one YAML file of the catalogue into plain values, and remembers the line of each.

Only the part of YAML that a form needs is read: no anchors, aliases, tags or merge keys (they can make a small file
huge), no key twice, and ``yes``/``no``/``on``/``08:30`` stay text instead of turning into truth values and
numbers as in YAML 1.1.
"""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from layani.rules.catalogue.problems import CatalogueError, Level, Problem, Saving

LARGEST_FILE: Final = 1_000_000
"""Bytes. A service file with all its words has about 20,000."""

DEEPEST: Final = 20
"""Levels of nesting; the grammar needs 8."""

LARGEST_EXPLAINED: Final = 200_000
"""Characters of a file whose faults of syntax are explained by the slow parser: a few seconds at most."""

_FAST: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, ten times as fast, where PyYAML was built with it."""

_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_MARKED: Final = re.compile(r"(?:^|\s)#.*\bTODO\b")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """A file as it was read: its values, and the line (from 1) of every key and item by its path in the values.

    marked: the lines whose remark holds the word TODO
    """

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Path_, int]
    marked: tuple[int, ...] = ()

    def line(self, path: Path_) -> int:
        """Return the line of ``path``, or of its nearest parent that stands in the file."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def problem(self, path: Path_, what: str, write: str, why: str = "", *, warning: bool = False) -> Problem:
        """Return a Problem at ``path``."""
        level: Level = "warning" if warning else "error"
        return Problem(file=self.file, line=self.line(path), what=what, write=write, why=why, level=level)

    def burden(self, path: Path_, what: str, write: str, why: str, saves: Saving) -> Problem:
        """Return a warning at ``path`` of something that could be abolished."""
        return Problem(self.file, self.line(path), what, write, why, "warning", saves)


class _Fault(Exception):
    def __init__(self, line: int, what: str, write: str) -> None:
        self.line, self.what, self.write = line, what, write
        super().__init__(what)


def read_yaml(path: Path, shown_as: str, *, within: Path | None = None) -> Source:
    """Return the file's values and lines, or raise CatalogueError with one Problem.

    shown_as: the name in messages, relative to the catalogue
    within:   the catalogue's folder: a link that leads out of it is not followed; None for a file that a person named
    """
    return parse_yaml(read_text(path, shown_as, within=within), shown_as)


def parse_yaml(text: str, shown_as: str) -> Source:
    """Return the values and lines of YAML ``text``, or raise CatalogueError with one Problem."""
    _printable(text, shown_as)
    try:
        values, lines = _built(text)
    except _Fault as fault:
        raise CatalogueError((Problem(shown_as, fault.line, fault.what, fault.write),)) from fault
    except yaml.YAMLError as fault:
        raise CatalogueError((_syntax(fault, shown_as),)) from fault
    if not isinstance(values, dict):
        what = "the file is empty." if values is None else "the file does not begin with a key."
        raise CatalogueError((Problem(shown_as, 1, what, "Begin it with a line such as: service: residence-letter"),))
    marked = tuple(number for number, line in enumerate(text.split("\n"), start=1) if _MARKED.search(line))
    return Source(shown_as, values, lines, marked)


def _built(text: str) -> tuple[Any, dict[Path_, int]]:
    try:
        return _built_by(_FAST, text)
    except yaml.YAMLError:
        # The slow parser says better what it expected; of a huge file the fast one's words must do.
        if _FAST is yaml.SafeLoader or len(text) > LARGEST_EXPLAINED:
            raise
        return _built_by(yaml.SafeLoader, text)


def _built_by(parser: Any, text: str) -> tuple[Any, dict[Path_, int]]:
    reading = parser(text)
    try:
        builder = _Builder(reading)
        return builder.document(), builder.lines
    finally:
        reading.dispose()


def read_text(path: Path, shown_as: str, *, within: Path | None = None) -> str:
    """Return the text of a letter or a table of the catalogue, or raise CatalogueError with one Problem.

    within: as for ``read_yaml``
    """
    try:
        real = path.resolve(strict=True)
        found = real.stat()
        kind, size = found.st_mode, found.st_size
        if not stat.S_ISREG(kind):  # a device or a pipe would be read for ever
            what = "it is a folder, not a file." if stat.S_ISDIR(kind) else "it is not an ordinary file."
            raise CatalogueError((Problem(shown_as, 0, what, "Put a text file of this name in its place."),))
        # What is read is published, and shown in messages: a link could give away any file that the office may read.
        if within is not None and not real.is_relative_to(within.resolve()):
            what = "it is a link to something outside the catalogue."
            raise CatalogueError((Problem(shown_as, 0, what, "Put the file itself in its place."),))
        with real.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        what = f"the file cannot be read ({fault.strerror})."
        raise CatalogueError((Problem(shown_as, 0, what, "Add the file, or make it readable."),)) from fault
    if max(size, len(content)) > LARGEST_FILE:
        what = f"the file has {max(size, len(content)):,} bytes, more than {LARGEST_FILE:,}."
        raise CatalogueError((Problem(shown_as, 0, what, "Move attachments and tables out of it."),))
    return _decoded(content, shown_as)


def _decoded(content: bytes, shown_as: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        what = f"byte 0x{content[fault.start]:02x} is not UTF-8."
        raise CatalogueError((Problem(shown_as, line, what, "Save the file with the encoding UTF-8."),)) from fault
    return _printable(text, shown_as)


def _printable(text: str, shown_as: str) -> str:
    """Return the text, or raise CatalogueError at the first character that nobody can see."""
    found = _INVISIBLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        name = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        raise CatalogueError((Problem(shown_as, line, f"it contains {name}.", "Remove it: it is not text."),))
    return text


def _syntax(fault: yaml.YAMLError, shown_as: str) -> Problem:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    what = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or fault).splitlines()[0]
    if "'\\t'" in what:
        return Problem(
            shown_as, mark.line + 1 if mark else 0, "a tab stands where YAML wants spaces.", "Indent with spaces."
        )
    if "',' or '}'" in what or "',' or ']'" in what:
        write = "Put a text that holds , : # or a bracket inside {…} or […] in quotes."
        return Problem(shown_as, mark.line + 1 if mark else 0, f"it is not YAML ({what}).", write)
    write = "Check the indentation, the colons and the quotes of this line and the one above."
    return Problem(shown_as, mark.line + 1 if mark else 0, f"it is not YAML ({what}).", write)


_PLAIN: Final[tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...]] = (
    (re.compile(r"true|false"), lambda text: text == "true"),
    (re.compile(r"[-+]?(?:0|[1-9][0-9_]*)"), lambda text: int(text.replace("_", ""))),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
    (re.compile(r"[-+]?[0-9][0-9_]*\.[0-9]+"), lambda text: float(text.replace("_", ""))),
    (re.compile(r"~|null|"), lambda text: None),
)
"""What a text without quotes is read as, by its form; any other stays text."""

_FIRST: Final = frozenset("tf-+0123456789~n")
"""The characters with which one of those forms begins."""


class _Builder:
    """Builds plain values from the events of a YAML parser, one after the other, and notes the line of each.

    Nothing is composed first, so that a bomb of references or a nest of brackets is refused where it begins.
    """

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.lines: dict[Path_, int] = {}

    def document(self) -> Any:
        """Return the value of the only document; None when there is none."""
        self.parser.get_event()  # the stream begins
        if self.parser.check_event(yaml.StreamEndEvent):
            return None
        self.parser.get_event()  # the document begins
        value = self._value(self.parser.get_event(), ())
        self.parser.get_event()  # the document ends
        if not self.parser.check_event(yaml.StreamEndEvent):
            line = self.parser.peek_event().start_mark.line + 1
            raise _Fault(line, "a second document begins here.", "Remove the line --- and what follows it.")
        return value

    def _value(self, event: Any, path: Path_) -> Any:
        line = event.start_mark.line + 1
        _refuse_references(event, line)
        if len(path) >= DEEPEST:
            raise _Fault(line, f"it is nested more than {DEEPEST} levels deep.", "Compare with an example service.")
        self.lines.setdefault(path, line)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return _scalar(event, line)

    def _list(self, path: Path_) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := self.parser.get_event(), yaml.SequenceEndEvent):
            result.append(self._value(event, (*path, len(result))))
        return result

    def _mapping(self, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = _key(event, line)
            if key in result:
                first = self.lines[(*path, key)]
                raise _Fault(
                    line, f"'{key}' stands here a second time (first in line {first}).", "Keep one of the two."
                )
            self.lines[(*path, key)] = line
            result[key] = self._value(self.parser.get_event(), (*path, key))
        return result


def _refuse_references(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        write = "Write the part out; copies are not followed here."
        raise _Fault(line, "it uses an anchor (&) or an alias (*).", write)
    if event.tag and event.tag != "!":
        write = "Remove the tag; write plain text, numbers, lists and keys."
        raise _Fault(line, f"it uses the tag '{event.tag}'.", write)


def _key(event: Any, line: int) -> str:
    _refuse_references(event, line)
    if not isinstance(event, yaml.ScalarEvent) or _scalar(event, line) is None:
        raise _Fault(line, "a key is not text.", "Write keys as plain words, such as: fee: free")
    return str(event.value)


def _scalar(event: Any, line: int) -> Any:
    """Return a number, a day, a truth value or nothing for a text without quotes that has the form of one."""
    text = str(event.value)
    # An escape such as "\0" in quotes puts in what the file itself does not hold.
    if _INVISIBLE.search(text):
        raise _Fault(line, "a text holds a control character.", "Remove the escape: it is not text.")
    if not event.implicit[0] or (text and text[0] not in _FIRST):
        return text
    for form, make in _PLAIN:
        if form.fullmatch(text):
            return _made(make, text, line)
    return text


def _made(make: Callable[[str], Any], text: str, line: int) -> Any:
    try:
        return make(text)
    except ValueError as fault:
        what = f"'{text[:40]}' is not possible ({fault})."
        raise _Fault(line, what, "Correct it, or put it in quotes.") from fault
