"""Compiles the register of other bodies' systems of office.yaml."""

from layani.rules.catalogue.grammar.parts import Words
from layani.rules.catalogue.grammar.systems import SystemEntry
from layani.rules.systems.registered import Agreement, NumberForm, OtherSystem
from layani.rules.text import Text


def compile_system(name: str, entry: SystemEntry) -> OtherSystem:
    """Return one system of the office's register."""
    form = entry.number
    return OtherSystem(
        id=name,
        name=_text(entry.name),
        body=_text(entry.body),
        purpose=_text(entry.purpose),
        basis=entry.basis,
        status=entry.status,
        link=entry.link,
        agreement=agreement_of(entry),
        takes=tuple(map(_text, entry.takes)),
        gives=tuple(map(_text, entry.gives)),
        roles=tuple(entry.roles),
        services=tuple(entry.services),
        number=NumberForm(form.pattern, form.example) if form else None,
    )


def agreement_of(entry: SystemEntry) -> Agreement | None:
    """Return the agreement of a system, or None."""
    made = entry.agreement
    return Agreement(made.number, made.dated, made.until) if made else None


def _text(words: Words) -> Text:
    return Text(id=words.id, en=words.en)
