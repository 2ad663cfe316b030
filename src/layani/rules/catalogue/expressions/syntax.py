"""Reads the text of an expression into its tree; the part of CEL that a service file needs, and nothing else.

Left out on purpose, each with a message: decimals (money and counts are whole), maps and messages, bytes, backslashes,
regular expressions, times of day. The engine reads the same text again; what passes here is valid CEL.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NoReturn

from layani.rules.catalogue.expressions.nodes import Call, Item, Listed, Literal, Macro, Name, Node, Operation, Part

LONGEST_TEXT: Final = 500
"""Characters in one expression; a longer one is not readable by the citizen whom it binds."""

DEEPEST: Final = 24
"""How deep an expression may be nested, brackets and chains of operators alike."""

MACROS: Final = frozenset({"all", "exists", "exists_one", "map", "filter"})

_WORDS: Final = {"and": "&&", "or": "||", "not": "!", "is": "==", "True": "true", "False": "false", "None": "null"}
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"[^"\\\n]*"|'[^'\\\n]*')
    |(?P<number>[0-9][0-9A-Za-z_.]*)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[<>+\-*/%!?:.,()\[\]{}])""",
    re.VERBOSE,
)
_ONCE: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


class ExpressionError(ValueError):
    """The expression cannot be used; the message says why and what to write."""


@lru_cache(maxsize=2048)  # the lint and the compiler read the same text; a tree never changes
def parse(text: str) -> Node:
    """Return the tree of ``text``, or raise ExpressionError."""
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(f"It has {len(text)} characters, more than {LONGEST_TEXT}. Split it into two rules.")
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _stray(text, position)
        position = match.end()
        if match.lastgroup != "space":
            found.append((str(match.lastgroup), match.group()))
    return found


def _stray(text: str, position: int) -> NoReturn:
    character = text[position]
    hints = {
        "=": "Write == to compare.",
        "&": "Write && for 'and'.",
        "|": "Write || for 'or'.",
        '"': "Close the quotes; backslashes and line ends cannot stand in a text.",
        "'": "Close the quotes; backslashes and line ends cannot stand in a text.",
        "“": 'Use straight quotes: "',
        "”": 'Use straight quotes: "',
    }
    raise ExpressionError(f"'{character}' cannot stand here. {hints.get(character, 'Leave it out.')}")


class _Parser:
    """A descent through the operators, loosest first; one method per level."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise ExpressionError('It is empty. Write a condition such as: tenancy == "rent"')
        node = self._choice()
        if self.at < len(self.tokens):
            self._unexpected()
        return node

    def _peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        return text if kind in ("sign", "name") else ""

    def _take(self, *wanted: str) -> str:
        """Return the next token if it is one of ``wanted``, and step over it; otherwise ""."""
        text = self._peek()
        if text and text in wanted:
            self.at += 1
            return text
        return ""

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            self._unexpected(f"'{sign}' is missing")

    def _unexpected(self, what: str = "") -> NoReturn:
        if self.at >= len(self.tokens):
            raise ExpressionError(f"It ends too early{': ' + what if what else ''}. Complete it.")
        text = self.tokens[self.at][1]
        hint = f"Write {_WORDS[text]} instead." if text in _WORDS else "Check the operators and brackets before it."
        raise ExpressionError(f"{what + ' before' if what else 'There is an unexpected'} {text}. {hint}")

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"It is nested deeper than {DEEPEST} levels. Split it into two rules.")

    def _choice(self) -> Node:
        self._deeper()
        node = self._row("||", lambda: self._row("&&", self._comparison))
        if self._take("?"):
            then = self._choice()
            self._need(":")
            node = Operation("?", (node, then, self._choice()))
        self.depth -= 1
        return node

    def _row(self, operator: str, operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        while self._take(operator):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Operation(operator, tuple(operands))

    def _comparison(self) -> Node:
        node = self._sum()
        operator = self._take(*_ONCE)
        if not operator:
            return node
        node = Operation(operator, (node, self._sum()))
        if self._peek() in _ONCE:
            raise ExpressionError("Two comparisons stand in a row. Join them with &&.")
        return node

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._signed, "*", "/", "%")

    def _chain(self, operand: Callable[[], Node], *operators: str) -> Node:
        node, entered = operand(), self.depth
        while operator := self._take(*operators):
            self._deeper()
            node = Operation(operator, (node, operand()))
        self.depth = entered
        return node

    def _signed(self) -> Node:
        sign = self._take("!", "-")
        if not sign:
            return self._member()
        self._deeper()
        operand = self._signed()
        self.depth -= 1
        return Operation("not" if sign == "!" else "minus", (operand,))

    def _member(self) -> Node:
        node, entered = self._primary(), self.depth
        while sign := self._take(".", "["):
            self._deeper()
            if sign == "[":
                node = Item(node, self._choice())
                self._need("]")
            else:
                node = self._dotted(node)
        self.depth = entered
        return node

    def _dotted(self, of: Node) -> Node:
        name = self._name()
        if not self._take("("):
            return Part(of, name)
        arguments = self._arguments(")")
        if name not in MACROS:
            return Call(name, (of, *arguments), method=True)
        if len(arguments) != 2 or not isinstance(arguments[0], Name):
            raise ExpressionError(f".{name}() needs a variable and a condition, such as: .{name}(one, one > 2)")
        return Macro(name, of, arguments[0].name, arguments[1])

    def _name(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        if kind != "name":
            self._unexpected("a name is missing")
        self.at += 1
        return text

    def _primary(self) -> Node:
        if self.at >= len(self.tokens):
            self._unexpected()
        kind, text = self.tokens[self.at]
        if kind == "text":
            self.at += 1
            return Literal(text[1:-1])
        if kind == "number":
            self.at += 1
            return Literal(_whole(text))
        return self._named(text) if kind == "name" else self._bracketed()

    def _named(self, text: str) -> Node:
        if text in _WORDS or text == "in":
            self._unexpected()
        self.at += 1
        if text in ("true", "false", "null"):
            return Literal({"true": True, "false": False, "null": None}[text])
        if self._take("("):
            return Call(text, self._arguments(")"), method=False)
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "text":
            raise ExpressionError(f"{text} cannot stand right before a text. Write an operator between them.")
        return Name(text)

    def _bracketed(self) -> Node:
        if self._take("("):
            node = self._choice()
            self._need(")")
            return node
        if self._take("["):
            return Listed(self._arguments("]"))
        return self._unexpected()

    def _arguments(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        if self._take(end):
            return ()
        found.append(self._choice())
        while self._take(","):
            found.append(self._choice())
        self._need(end)
        return tuple(found)


def _whole(text: str) -> int:
    if not text.isdigit():
        raise ExpressionError(f"{text} is not a whole number. Write digits only; for rupiah write idr(50000).")
    if len(text) > 15 or (len(text) > 1 and text[0] == "0"):
        raise ExpressionError(f"{text[:40]} is not a usable number. Write at most 15 digits and no leading zero.")
    return int(text)
