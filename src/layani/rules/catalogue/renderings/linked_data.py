"""The few forms in which linked data (JSON-LD) is written here: words in two languages, typed values, nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from layani.rules.text import Text

CONTEXT: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix -> vocabulary. It stands in each file, so that nobody has to fetch it."""

LANGUAGES: Final = {"id": "IND", "en": "ENG"}
"""Our languages as the Publications Office of the EU names them."""

LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency/"


def said(text: Text) -> list[dict[str, str]]:
    """Return a text as two strings that each carry their language."""
    return [{"@value": text.in_(one), "@language": one} for one in LANGUAGES]


def typed(value: str, kind: str) -> dict[str, str]:
    """Return a value with its XML Schema type, such as ``typed("P3D", "duration")``."""
    return {"@value": value, "@type": f"xsd:{kind}"}


def to(*addresses: str) -> list[dict[str, str]]:
    """Return arrows to other nodes."""
    return [{"@id": one} for one in addresses]


@dataclass
class Graph:
    """Nodes by address; what is described twice is kept once."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, address: str, kinds: str | list[str], values: Mapping[str, Any]) -> str:
        """Add a node, without the values that are empty, and return its address."""
        kept = {name: value for name, value in values.items() if value not in (None, [], "")}
        self.nodes[address] = {"@id": address, "@type": kinds, **kept}
        return address

    def concept(self, address: str, words: Text) -> str:
        """Add an entry of a code list. Shapes look for its type in the data, so it stands here and not only there."""
        return self.add(address, "skos:Concept", {"skos:prefLabel": said(words)})

    def languages(self) -> list[dict[str, str]]:
        """Return arrows to both languages."""
        return to(*[self.add(f"{LANGUAGE}{one}", "dct:LinguisticSystem", {}) for one in LANGUAGES.values()])

    def document(self) -> dict[str, Any]:
        """Return the whole as a JSON-LD document."""
        return {"@context": CONTEXT, "@graph": list(self.nodes.values())}
