"""Says in plain words, with file and line, what a file has that its grammar does not know or lacks."""

import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from layani.rules.catalogue.definition import meant
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_, Source

_WANTED: Final[Mapping[str, str]] = {
    "literal_error": "Write one of: {expected}.",
    "int_type": "Write a whole number.",
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "bool_type": "Write true or false.",
    "bool_parsing": "Write true or false.",
    "string_type": "Write a text.",
    "string_too_short": "Write a text; it is empty.",
    "string_too_long": "Write at most {max_length} characters.",
    "too_short": "Write at least {min_length}.",
    "list_type": "Write a list, such as: [one, another]",
    "dict_type": "Write keys with values, one on each line.",
    "model_type": "Write keys with values, one on each line.",
    "date_type": "Write a day, such as: 2026-12-01",
    "date_parsing": "Write a day, such as: 2026-12-01",
    "date_from_datetime_parsing": "Write a day, such as: 2026-12-01",
}
"""What to write instead, by the kind of fault; for other kinds the key's example says it."""

_FIELD: Final = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)+")
"""What could be the name of a field, and so was refused where the names of steps, rules or people stand."""

_KEY_LIKE: Final = re.compile(r"[A-Za-z_-]+")
_KEY: Final = "[key]"
"""How pydantic marks that a key of a mapping is wrong, and not its value."""


def explain(fault: ValidationError, grammar: type[BaseModel], source: Source) -> tuple[Problem, ...]:
    """Return one Problem per error, in the order of the lines."""
    problems = [_explain(error, grammar, source) for error in fault.errors(include_url=False, include_context=True)]
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))


def _explain(error: Mapping[str, Any], grammar: type[BaseModel], source: Source) -> Problem:
    path: Path_ = tuple(error["loc"])
    key = str(path[-1]) if path else ""
    match error["type"]:
        case "missing":
            return source.problem(path[:-1], f"'{key}' is missing.", f"Add a line such as: {_example(grammar, path)}")
        case "extra_forbidden":
            write = meant(key, _keys(grammar, path[:-1])).replace("There are", "Keys that can stand here")
            if error.get("input") is None and not _KEY_LIKE.fullmatch(key):
                # What stands after a comma inside {…} is read as a key without a value.
                write = 'A text with a comma inside {…} stands in quotes, such as: {id: "satu, dua", en: "one, two"}'
            return source.problem(path, f"'{key}' is not a key that can stand here.", write)
        case "value_error":
            return source.problem(path, f"{_named(path)}{error['ctx']['error']}", "")
    if key == _KEY:
        what = f"'{error['input']}' cannot be a name here."
        if _FIELD.fullmatch(str(error["input"])):
            written = str(error["input"]).replace("_", "-")
            return source.problem(path[:-1], what, f"A name of this kind has hyphens. Write: {written}")
        return source.problem(path[:-1], what, "Write small letters, digits and _, a letter first, such as: event_date")
    wanted = _WANTED.get(error["type"], f"Write it such as: {_example(grammar, path)}")
    return source.problem(
        path, f"{_named(path)}{_value(error)} is not possible.", wanted.format(**error.get("ctx", {}))
    )


def _named(path: Path_) -> str:
    named = [str(part) for part in path if isinstance(part, str)]
    return f"'{named[-1]}': " if named else ""


def _value(error: Mapping[str, Any]) -> str:
    value = error.get("input")
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else f"'{str(value)[:40]}'"


def _example(grammar: type[BaseModel], path: Path_) -> str:
    """Return an example line for the key at ``path``."""
    part = _model(_at(grammar, path[:-1]))
    for name, one in (part.model_fields if part else {}).items():
        if (one.alias or name) == path[-1] and one.examples:
            return str(one.examples[0])
    return f"{path[-1]}: …"


def _keys(grammar: type[BaseModel], path: Path_) -> list[str]:
    part = _model(_at(grammar, path))
    return [one.alias or name for name, one in part.model_fields.items()] if part else []


def _at(grammar: type[BaseModel], path: Path_) -> Any:
    """Return the type that stands at ``path`` of the grammar, or None."""
    current: Any = grammar
    for step in path:
        current = _below(_plain(current), step)
    return current


def _below(current: Any, step: str | int) -> Any:
    """Return the type of one key of a model or mapping, or of an item of a list; None if there is none."""
    model = _model(current)
    if model is not None:
        return next((one.annotation for name, one in model.model_fields.items() if (one.alias or name) == step), None)
    container = typing.get_origin(current)
    arguments = typing.get_args(current)
    if container is dict:
        return arguments[1]
    return arguments[0] if container is list and isinstance(step, int) else None


def _plain(annotation: Any) -> Any:
    """Return the type inside Annotated[…] and beside None."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return next((_plain(one) for one in typing.get_args(annotation) if one is not types.NoneType), None)
    return annotation


def _model(annotation: Any) -> type[BaseModel] | None:
    plain = _plain(annotation)
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None
