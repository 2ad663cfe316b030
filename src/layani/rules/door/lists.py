"""The binding list: what may stand on it, and what may still be asked of somebody who brings it."""

from collections.abc import Collection, Mapping
from typing import Final

from layani.rules.catalogue.model import Field, Service
from layani.rules.text import Text

DECLARATION: Final = Text("Pernyataan Anda", "Your declaration")
ANSWER: Final = Text("Jawaban atas pertanyaan", "The answer to the question")
DETAIL: Final = Text("Keterangan", "Detail")


def nameable(service: Service) -> Mapping[str, str]:
    """Return what a list may name: field -> id of the law by which the service's file asks it.

    What no law names is not demanded at the door, and what the office holds already (identity) neither.
    """
    named: dict[str, str] = {}
    for one in service.fields.values():
        law = one.law or (one.evidence.law if one.evidence else None)
        if law and one.source is None:
            named[one.name] = law
    return named


def beyond(items: Collection[str], listed: Collection[str]) -> frozenset[str]:
    """Return what is asked although it does not stand on the list.

    >>> sorted(beyond(["contract", "photo"], ["contract"]))
    ['photo']
    """
    return frozenset(items) - frozenset(listed)


def item_words(one: Field) -> Text:
    """Return what an item of a list is, in words that stand by themselves: a paper, a declaration, an answer."""
    if one.kind == "file":
        return one.label
    if one.kind == "declaration":
        return Text(f"{DECLARATION.id}: “{one.label.id}”", f"{DECLARATION.en}: “{one.label.en}”")
    if one.label.id.endswith("?"):
        return Text(f"{ANSWER.id} “{one.label.id}”", f"{ANSWER.en} “{one.label.en}”")
    return Text(f"{DETAIL.id}: {one.label.id}", f"{DETAIL.en}: {one.label.en}")
