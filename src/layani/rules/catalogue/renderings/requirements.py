"""Whom a requirement concerns, in the words that the page, the standard and the paper form share."""

from collections.abc import Sequence
from typing import Final

from layani.rules.catalogue.model import Field, Rule, Service
from layani.rules.catalogue.renderings.condition_words import only_if
from layani.rules.text import Text

OPTIONAL: Final = Text("boleh tidak dilampirkan", "optional")
MAY_BE_EMPTY: Final = Text("boleh tidak diisi", "optional")
ADVISORY: Final = Text("sebaiknya", "preferably")


def requirement_notes(service: Service) -> dict[Text, Text]:
    """Return the note of every condition and document that does not concern everybody, by its words."""
    files = [one for one in service.fields.values() if one.kind == "file"]
    notes = {one.says: rule_note(one, service) for one in service.rules}
    notes |= {one.label: document_note(one, service) for one in files}
    return {words: note for words, note in notes.items() if note}


def document_note(one: Field, service: Service) -> Text | None:
    """Return when a document or an answer is needed, and whether it may be left out; None: always, by everybody."""
    left_out = OPTIONAL if one.kind == "file" else MAY_BE_EMPTY
    return _joined([*([only_if(one.when, service.fields)] if one.when else []), *([] if one.required else [left_out])])


def rule_note(rule: Rule, service: Service) -> Text | None:
    """Return when a condition counts, and whether it is only advised; None: always, for everybody."""
    notes = [only_if(rule.when, service.fields)] if rule.when else []
    return _joined([*notes, *([] if rule.mandatory else [ADVISORY])])


def _joined(notes: Sequence[Text]) -> Text | None:
    return Text(", ".join(one.id for one in notes), ", ".join(one.en for one in notes)) if notes else None
