"""Reads XML as a stream of elements, with bounds, and without what could reach outside or grow: no DTD, no entity.

Like the readers of form definitions and of event logs, it rests on expat alone and builds no tree.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.parsers import expat

from layani.office.gateways.statements.faults import BadStatement, bad
from layani.office.gateways.statements.tally import Hashed
from layani.rules.text import Text

DEEPEST: Final = 40
"""Levels of nesting; a camt.053 has some fifteen."""

LONGEST_TEXT: Final = 4_000
"""Characters in one element; the longest that a statement needs has 500."""

LONGEST: Final = 1 << 22
"""Bytes from one tag to the next: the parser holds an unfinished tag whole."""


class Element(NamedTuple):
    """An element that began (``ends`` False) or ended, by the names from the outermost to it.

    uri: of its name; text: its own, when it ends; at: line and column, from 1
    """

    path: tuple[str, ...]
    uri: str
    attributes: dict[str, str]
    at: tuple[int, int]
    text: str = ""
    ends: bool = False

    @property
    def place(self) -> str:
        """Return where it stands, for people."""
        return _place(self.at)


def elements(source: Hashed) -> Iterator[Element]:
    """Yield each element as it begins and as it ends, or raise BadStatement."""
    walk = _Walk()
    since_a_tag = 0
    try:
        while piece := source.piece():
            walk.parser.Parse(piece, False)
            since_a_tag = 0 if walk.seen else since_a_tag + len(piece)
            if since_a_tag > LONGEST:
                raise _too_long(walk.place)
            yield from walk.taken()
        walk.parser.Parse(b"", True)
        yield from walk.taken()
    except expat.ExpatError as fault:
        what = expat.ErrorString(fault.code)
        place = f"line {fault.lineno}, column {fault.offset + 1}"
        said = Text(
            id=f"XML-nya rusak, terpotong, atau salah pengodean ({what})",
            en=f"the XML is broken, cut off, or in another encoding than it says ({what})",
        )
        raise bad("broken-xml", place, said) from fault
    except (LookupError, UnicodeError) as fault:
        said = Text(id="pengodean yang disebutnya tidak dikenal", en="the encoding that it names is not known")
        raise bad("encoding", "line 1", said) from fault


class _Walk:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.seen: list[Element] = []
        self._open: list[Element] = []
        self._texts: list[str] = []

    @property
    def at(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    @property
    def place(self) -> str:
        return _place(self.at)

    def taken(self) -> list[Element]:
        seen, self.seen = self.seen, []
        return seen

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        uri, _, name = tag.rpartition(" ")
        if len(self._open) >= DEEPEST:
            said = Text(id=f"bersarang lebih dari {DEEPEST} tingkat", en=f"nested more than {DEEPEST} levels deep")
            raise bad("too-deep", self.place, said)
        if self._texts:
            self._texts[-1] = ""  # What stands between elements is white space; a value has no elements in it.
        path = (*self._open[-1].path, name) if self._open else (name,)
        began = Element(path, uri, attributes, self.at)
        self._open.append(began)
        self._texts.append("")
        self.seen.append(began)

    def _end(self, tag: str) -> None:
        began = self._open.pop()
        self.seen.append(Element(began.path, began.uri, began.attributes, self.at, self._texts.pop().strip(), True))

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1] += text
            if len(self._texts[-1]) > LONGEST_TEXT:
                raise _too_long(self.place)

    def _doctype(self, *_: object) -> None:
        said = Text(
            id="memuat DOCTYPE atau entitas, yang tidak diperlukan rekening koran dan dapat menghabiskan memori",
            en="it has a DOCTYPE or an entity, which no statement needs and which can exhaust memory",
        )
        raise bad("doctype", self.place, said)


def _place(at: tuple[int, int]) -> str:
    line, column = at
    return f"line {line}, column {column}"


def _too_long(place: str) -> BadStatement:
    return bad("too-long", place, Text(id="satu teks terlalu panjang", en="one text is too long"))
