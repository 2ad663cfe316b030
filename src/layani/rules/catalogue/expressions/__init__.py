"""Conditions and rules in the Common Expression Language (CEL), with types, bounds and a trace.

CEL has no loops, no input or output and no way to reach Python. Here it is bounded further: the text's length, how deep
it and its list macros are nested, the work it can cause, and the functions it may call; all of it is checked when the
catalogue is loaded. Source: https://github.com/google/cel-spec ; engine: common-expression-language (Rust).
"""

from layani.rules.catalogue.expressions.expression import Expression, Scope, Unknown
from layani.rules.catalogue.expressions.nodes import Node, names_in, paths_in, texts_in
from layani.rules.catalogue.expressions.outcomes import Patience, Question, Truth, outcomes
from layani.rules.catalogue.expressions.reads import Reads
from layani.rules.catalogue.expressions.syntax import ExpressionError, parse

__all__ = [
    "Expression",
    "ExpressionError",
    "Node",
    "Patience",
    "Question",
    "Reads",
    "Scope",
    "Truth",
    "Unknown",
    "names_in",
    "outcomes",
    "parse",
    "paths_in",
    "texts_in",
]
