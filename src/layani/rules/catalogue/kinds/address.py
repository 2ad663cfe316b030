"""An address: street and number, RT and RW (the neighbourhood units), and the ward by its region code."""

import re
from collections.abc import Mapping
from typing import Any, Final

from layani.rules.catalogue.expressions.types import TEXT, Type, record
from layani.rules.catalogue.kind import Kind, Unreadable
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

LONGEST_STREET: Final = 150
"""Characters."""


def _unit(text: str) -> str:
    """Return an RT or RW number as it is written, three digits: "3" is "003"."""
    if not re.fullmatch("[0-9]{1,3}", text):
        message = Text(
            id="Tulis RT dan RW dengan angka, misalnya 003 dan 012.",
            en="Write RT and RW in digits, such as 003 and 012.",
        )
        raise Unreadable(message)
    return text.zfill(3)


PARTS: Final = ("street", "rt", "rw", "ward")
UNITS: Final = ("rt", "rw")


def _asked(one: Field) -> tuple[str, ...]:
    return one.parts or PARTS


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    typed = {part: parts[part] for part in _asked(one)}
    if not any(typed.values()):
        return None
    if not all(typed.values()):
        raise Unreadable(_problem(one, None))
    return {part: _unit(text) if part in UNITS else " ".join(text.split()) for part, text in typed.items()}


def _schema(one: Field) -> dict[str, Any]:
    unit = {"type": "string", "pattern": "^[0-9]{3}$"}
    ward = {"enum": [code for code, _ in one.options]} if one.options else {"type": "string", "pattern": _WARD}
    street = {"type": "string", "minLength": 3, "maxLength": LONGEST_STREET, "pattern": r"^[^\u0000-\u001f]*$"}
    parts: dict[str, dict[str, Any]] = {"street": street, "rt": unit, "rw": unit, "ward": ward}
    asked = _asked(one)
    return {
        "type": "object",
        "properties": {part: parts[part] for part in asked},
        "required": list(asked),
        "additionalProperties": False,
    }


_WARD: Final = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"


def _problem(one: Field, value: Any) -> Text:
    if one.parts == ("ward",):
        return Text(id="Pilih kelurahan.", en="Choose the ward.")
    return Text(
        id="Isi jalan dan nomor, RT, RW, dan kelurahan.", en="Fill in the street and number, RT, RW and the ward."
    )


def _post(one: Field, value: Any) -> dict[str, str]:
    return dict(value)


def _show(one: Field, value: Any, language: str) -> str:
    wards = dict(one.options)
    ward = wards[value["ward"]].in_(language) if value.get("ward") in wards else value.get("ward")
    units = "/".join(f"{part.upper()} {value[part]}" for part in UNITS if part in value)
    return ", ".join(filter(None, (value.get("street"), units, ward)))


def _ward_type(one: Field) -> Type:
    return Type("text", options=tuple(code for code, _ in one.options))


def _type(one: Field) -> Type:
    return record(dict.fromkeys(("street", "rt", "rw"), TEXT) | {"ward": _ward_type(one)})


KIND = Kind(
    read=_read,
    schema=_schema,
    problem=_problem,
    post=_post,
    show=_show,
    type=_type,
    parts=PARTS,
    keys=frozenset({"within"}),
)
