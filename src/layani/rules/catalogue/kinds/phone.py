"""A telephone number; the answer is in the international form +62…"""

import re
from collections.abc import Mapping
from typing import Any

from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    digits = re.sub(r"[\s().-]", "", parts[""])
    if digits.startswith("00"):
        return "+" + digits[2:]
    return "+62" + digits[1:] if digits.startswith("0") else digits or None


def _schema(one: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": r"^\+[1-9][0-9]{7,14}$"}


def _problem(one: Field, value: Any) -> Text:
    return Text(id="Tulis nomor telepon, misalnya 0812 3456 7890.", en="Write a phone number, such as 0812 3456 7890.")


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": value}


def _show(one: Field, value: Any, language: str) -> str:
    return str(value)


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show)
