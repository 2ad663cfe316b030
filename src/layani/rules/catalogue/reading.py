"""Reads one YAML file of the catalogue into plain values, and remembers the line of each.

Only the part of YAML that a form needs is read: no anchors, aliases, tags or merge keys (they can make a small file
huge), no key twice, and ``yes``/``no``/``on``/``08:30`` stay text instead of turning into truth values and
numbers as in YAML 1.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from layani.rules.catalogue.problems import CatalogueError, Level, Problem, Saving

LARGEST_FILE: Final = 1_000_000
"""Bytes. A service file with all its words has about 20,000."""

DEEPEST: Final = 20
"""Levels of nesting; the grammar needs 8."""

_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """A file as it was read: its values, and the line (from 1) of every key and item by its path in the values."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[Path_, int]

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


def read_yaml(path: Path, shown_as: str) -> Source:
    """Return the file's values and lines, or raise CatalogueError with one Problem.

    shown_as: the name in messages, relative to the catalogue
    """
    return parse_yaml(_text(path, shown_as), shown_as)


def parse_yaml(text: str, shown_as: str) -> Source:
    """Return the values and lines of YAML ``text``, or raise CatalogueError with one Problem."""
    _printable(text, shown_as)
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[Path_, int] = {}
            values = _build(loader, node, (), lines)
        finally:
            loader.dispose()
    except _Fault as fault:
        raise CatalogueError((Problem(shown_as, fault.line, fault.what, fault.write),)) from fault
    except yaml.YAMLError as fault:
        raise CatalogueError((_syntax(fault, shown_as),)) from fault
    if not isinstance(values, dict):
        what = "the file is empty." if values is None else "the file does not begin with a key."
        raise CatalogueError((Problem(shown_as, 1, what, "Begin it with a line such as: service: residence-letter"),))
    return Source(shown_as, values, lines)


def read_text(path: Path, shown_as: str) -> str:
    """Return the text of a letter or a table of the catalogue, or raise CatalogueError with one Problem."""
    return _text(path, shown_as)


def _text(path: Path, shown_as: str) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            what = f"the file has {size:,} bytes, more than {LARGEST_FILE:,}."
            raise CatalogueError((Problem(shown_as, 0, what, "Move attachments and tables out of it."),))
        content = path.read_bytes()
    except OSError as fault:
        what = f"the file cannot be read ({fault.strerror})."
        raise CatalogueError((Problem(shown_as, 0, what, "Add the file, or make it readable."),)) from fault
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
        write = "Put a text that holds , : ? # or a bracket inside {…} or […] in quotes."
        return Problem(shown_as, mark.line + 1 if mark else 0, f"it is not YAML ({what}).", write)
    write = "Check the indentation, the colons and the quotes of this line and the one above."
    return Problem(shown_as, mark.line + 1 if mark else 0, f"it is not YAML ({what}).", write)


class _Loader(yaml.SafeLoader):
    """SafeLoader without anchors and aliases, and with a bound on depth."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Fault(
                line, "it uses an anchor (&) or an alias (*).", "Write the part out; copies are not followed here."
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise _Fault(
                line, f"it uses the tag '{tag}'.", "Remove the tag; write plain text, numbers, lists and keys."
            )
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Fault(line, f"it is nested more than {DEEPEST} levels deep.", "Compare with an example service.")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9_]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9][0-9_]*\.[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|", "~n\0"),
    ("tag:yaml.org,2002:timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _Loader.add_implicit_resolver(
        _tag, re.compile(rf"^(?:{_pattern})$"), list(_first) + ([""] if "null" in _tag else [])
    )


def _build(loader: _Loader, node: Any, path: Path_, lines: dict[Path_, int]) -> Any:
    """Return the plain value of ``node`` and note the lines of it and all below."""
    if node is None:
        return None
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*path, number), lines) for number, item in enumerate(node.value)]
    return _scalar(loader, node)


def _mapping(loader: _Loader, node: yaml.MappingNode, path: Path_, lines: dict[Path_, int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == "tag:yaml.org,2002:null":
            raise _Fault(line, "a key is not text.", "Write keys as plain words, such as: fee: free")
        key = _visible(key_node)
        if key in result:
            first = lines[(*path, key)]
            raise _Fault(line, f"'{key}' stands here a second time (first in line {first}).", "Keep one of the two.")
        lines[(*path, key)] = line
        result[key] = _build(loader, value_node, (*path, key), lines)
    return result


def _visible(node: yaml.ScalarNode) -> str:
    """Return the node's text; refuse what an escape such as "\\0" puts into it."""
    text = str(node.value)
    if _INVISIBLE.search(text):
        raise _Fault(
            node.start_mark.line + 1, "a text holds a control character.", "Remove the escape: it is not text."
        )
    return text


def _scalar(loader: _Loader, node: yaml.ScalarNode) -> Any:
    _visible(node)
    try:
        return loader.construct_object(node)
    except ValueError as fault:
        line = node.start_mark.line + 1
        raise _Fault(
            line, f"'{node.value[:40]}' is not possible ({fault}).", "Correct it, or put it in quotes."
        ) from fault
