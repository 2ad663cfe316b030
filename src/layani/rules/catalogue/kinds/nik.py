"""The population number (NIK): 16 digits that hold the district of first registration and the date of birth.

Source: UU 23/2006 article 13; the digits' meaning and the check by python-stdnum ``stdnum.id.nik``.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.id import nik

from layani.rules.catalogue.kind import Kind
from layani.rules.catalogue.model import Field
from layani.rules.text import Text


def _read(one: Field, parts: Mapping[str, str]) -> Any:
    return "".join(parts[""].translate(str.maketrans("", "", " .-")).split()) or None


def _schema(one: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": "^[0-9]{16}$"}


def _problem(one: Field, value: Any) -> Text:
    return Text(
        id="NIK terdiri dari 16 angka. Salin dari KTP atau kartu keluarga.",
        en="A NIK has 16 digits. Copy it from the identity card or the family card.",
    )


@lru_cache(maxsize=1024)
def _is_place(digits: str) -> bool:
    """Return whether the first four digits are a province and a regency."""
    return bool(nik.is_valid(f"{digits}010101000001"))


def _confirm(one: Field, value: Any) -> Text | None:
    try:
        nik.get_birth_date(value)
        possible = _is_place(value[:4])
    except ValidationError:
        possible = False
    if not possible:
        return Text(
            id="NIK ini tidak mungkin: periksa angka wilayah dan tanggal lahir di dalamnya.",
            en="This NIK is not possible: check the digits of the region and of the date of birth in it.",
        )
    return None


def holds_birth_date(value: str, born: str) -> bool:
    """Return whether digits 7 to 12 of a NIK are this day (ISO 8601); a woman's day stands there plus 40.

    >>> holds_birth_date("3174015501900002", "1990-01-15"), holds_birth_date("3174015501900002", "1990-01-16")
    (True, False)
    """
    year, month, day = born[2:4], born[5:7], int(born[8:10])
    return value[8:12] == month + year and int(value[6:8]) in (day, day + 40)


def _post(one: Field, value: Any) -> dict[str, str]:
    return {"": value}


def _show(one: Field, value: Any, language: str) -> str:
    return str(value)


KIND = Kind(read=_read, schema=_schema, problem=_problem, post=_post, show=_show, confirm=_confirm)
