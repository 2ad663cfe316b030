"""Reads XML into a small tree, with bounds, and without what could reach outside or grow: no DTD, no entity."""

from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from layani.rules.catalogue.beginning.forms.found import NotAForm

DEEPEST: Final = 100
"""Levels of nesting; a form of a hundred groups in each other is none."""

MOST_ELEMENTS: Final = 200_000


@dataclass
class Element:
    """One element: its name without prefix, its attributes, its own text, and the elements in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """Return the elements of a name that stand directly in this one."""
        return [child for child in self.children if child.name == name]

    def get(self, *path: str) -> str:
        """Return the text at a path of names, "" where there is none."""
        found: Element | None = self
        for name in path:
            found = next(iter(found.all(name)), None) if found else None
        return found.text.strip() if found else ""


def tree_of(content: bytes) -> Element:
    """Return the outermost element, or raise NotAForm with what is wrong."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.EntityDeclHandler = _no_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        what = expat.ErrorString(fault.code)
        raise NotAForm(f"line {fault.lineno}: it is not XML ({what}). Export it again from where it came.") from fault
    return builder.root.children[0]


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", {})
        self.open = [self.root]
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) > DEEPEST or self.count > MOST_ELEMENTS:
            raise NotAForm("it is nested too deep or has too many elements for a form. Export a smaller part.")
        found = Element(name.rpartition(":")[2], attributes)
        self.open[-1].children.append(found)
        self.open.append(found)

    def end(self, name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text


def _no_doctype(*declared: Any) -> None:
    raise NotAForm("it declares a DOCTYPE or an entity, which no form needs. Take the declaration out.")
