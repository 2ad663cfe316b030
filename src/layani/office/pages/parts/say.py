"""``{% say "Halo, {name}" "Hello, {name}" name=person.name %}``: both languages of a sentence side by side.

Both sentences must be there, in quotes, with the same places; every place needs a value, and every value a place.
A fault is a TemplateSyntaxError when the template is read. ``as title`` at the end keeps the words for later.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import get_language
from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
LANGUAGES = ("Indonesian", "English")


def language() -> str:
    """Return "id" or "en": the language that the reader chose."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def in_english(chosen: Any) -> bool:
    """Tell whether the reader chose English; ``chosen`` is what the page's frame found, if the page has one.

    The frame has asked Django for the language once; asking again for each sentence costs more than the sentence.
    """
    return (chosen or language()) == "en"


class Say(Extension):
    """Compiles the tag into a choice between the two sentences, so that saying one costs nothing but its values."""

    tags = {"say"}  # noqa: RUF012  as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read one tag."""
        line = next(parser.stream).lineno
        sentences = [_sentence(parser, name, line) for name in LANGUAGES]
        values = dict(_values(parser, line))
        _check_places(sentences, set(values), line)
        indonesian, english = (_said(sentence, values, line) for sentence in sentences)
        chosen = nodes.Name("language", "load", lineno=line)
        # A test is called as it is; a function goes through the context, which takes three times as long.
        test = nodes.Test(chosen, "in_english", [], [], None, None, lineno=line)
        choice = nodes.If(test, [english], [], [indonesian], lineno=line)
        if not parser.stream.skip_if("name:as"):
            return choice
        kept = nodes.Name(parser.stream.expect("name").value, "store", lineno=line)
        return nodes.AssignBlock(kept, None, [choice], lineno=line)


def _sentence(parser: Parser, name: str, line: int) -> str:
    """Return the next quoted sentence, or raise TemplateSyntaxError."""
    token = parser.stream.current
    if token.type != "string" or not token.value.strip():
        what = f'the {name} sentence is missing. Write {{% say "Indonesian" "English" %}}.'
        raise TemplateSyntaxError(what, line, parser.name, parser.filename)
    next(parser.stream)
    return str(token.value)


def _values(parser: Parser, line: int) -> Iterator[tuple[str, nodes.Expr]]:
    """Yield every name=value up to the end of the tag or to "as"."""
    while parser.stream.current.type != "block_end" and not parser.stream.current.test("name:as"):
        name = parser.stream.current.value
        if not (parser.stream.current.type == "name" and parser.stream.look().type == "assign"):
            raise TemplateSyntaxError(f"'{name}' is not a value. Write name=value.", line, parser.name, parser.filename)
        parser.stream.skip(2)
        yield name, parser.parse_expression(with_condexpr=False)


def _check_places(sentences: list[str], given: set[str], line: int) -> None:
    """Raise TemplateSyntaxError unless both sentences have the same places and each has a value."""
    for name, sentence in zip(LANGUAGES, sentences, strict=True):
        places = set(PLACE.findall(sentence))
        for place in sorted(places - given):
            raise TemplateSyntaxError(f"{{{place}}} in the {name} sentence has no value. Add {place}=….", line)
        for value in sorted(given - places):
            what = f"'{value}' is given but the {name} sentence has no {{{value}}}. Add it there, or leave it out."
            raise TemplateSyntaxError(what, line)


def _said(sentence: str, values: dict[str, nodes.Expr], line: int) -> nodes.Output:
    """Return a sentence with its values; the words are the template author's own HTML, the values are escaped."""
    pieces: list[nodes.Expr] = []
    for number, piece in enumerate(PLACE.split(sentence)):
        if number % 2:
            pieces.append(deepcopy(values[piece]))
        elif piece:
            pieces.append(nodes.TemplateData(piece, lineno=line))
    return nodes.Output(pieces, lineno=line)
