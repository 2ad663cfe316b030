"""Made-up values that may stand in the place of a real one, the likeliest first."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.model import Field, Service

KEPT: Final = frozenset({"number", "money", "choice", "several", "yes no", "declaration"})
"""Kinds whose answers tell of no person: they stay, because rules, fees and steps live from them."""

NAMES: Final = ("Carla Wijaya", "Dewi Lestari", "Fajar Hidayat", "Gita Permata", "Hasan Basri", "Intan Sari")
_TEXTS: Final = ("Contoh jawaban", "Jawaban lain", "Contoh ketiga", "Contoh keempat", "Contoh kelima")
_STREETS: Final = ("Jalan Contoh 1", "Gang Sampel 2", "Jalan Misal 3", "Jalan Umpama 4")
_REGIONS: Final = ("317101", "327301", "337401", "351501")
_TO_COUNT: Final = "contoh "
_QUOTED: Final = re.compile(r'"([^"\\]*)"' + r"|'([^'\\]*)'")


def is_personal(one: Field) -> bool:
    """Return whether an answer of this kind may tell of a person; a kind that is not known here may."""
    return one.kind not in KEPT and one.kind != "date"


def candidates(service: Service, one: Field, value: Any, born: date | None) -> Iterator[Any]:
    """Yield values that may take the place of ``value``.

    born: the day of birth as the example will have it, for the digits of a NIK; None where none is answered
    """
    yield from _BY_KIND.get(one.kind, _shapes)(service, one, value, born)


def _texts(service: Service, one: Field, value: Any, born: date | None) -> Iterator[str]:
    yield from NAMES if "name" in one.name else _TEXTS
    # A rule may look for words in the text, or count its characters.
    for words in _words_of_rules(service):
        yield from (words, f"{words} contoh", f"contoh {words}")
    length = len(str(value))
    yield (_TO_COUNT * (length // len(_TO_COUNT) + 1))[:length].rstrip().ljust(length, "h")


def _words_of_rules(service: Service) -> Iterator[str]:
    conditions = [one for rule in service.rules for one in (rule.must, rule.when)]
    conditions += [step.when for step in service.steps] + [row.when for row in service.fee.rows]
    conditions += [one.when for one in service.fields.values()]
    for condition in filter(None, conditions):
        yield from ("".join(found) for found in _QUOTED.findall(condition.text))


def _niks(service: Service, one: Field, value: Any, born: date | None) -> Iterator[str]:
    day = _birth_digits(str(value), born)
    # A rule may read the region of a NIK, which is the first district it was written in and no secret by itself.
    for region in (*_REGIONS, str(value)[:6]):
        yield f"{region}{day}0000"


def _birth_digits(value: str, born: date | None) -> str:
    """Return the six digits of the birth date; a woman's day stands there plus 40."""
    day = born or date(1990, 1, 15)
    woman = value[6:8].isdigit() and int(value[6:8]) > 40
    return f"{day.day + 40 * woman:02}{day:%m%y}"


def _phones(service: Service, one: Field, value: Any, born: date | None) -> Iterator[str]:
    yield from (f"+62812345678{number}" for number in range(90, 96))


def _emails(service: Service, one: Field, value: Any, born: date | None) -> Iterator[str]:
    names = [name.split()[0].lower() for name in NAMES]
    yield from (f"{name}@example.org" for name in names)
    for ending in _words_of_rules(service):
        yield from (f"{name}@example{ending}" for name in names[:2])


def _addresses(service: Service, one: Field, value: Any, born: date | None) -> Iterator[Any]:
    if not isinstance(value, Mapping):
        return
    wards = [code for code, _ in one.options if code != value.get("ward")]
    for ward in (*wards, value.get("ward")):
        for street in _STREETS:
            made = {"street": street, "rt": "001", "rw": "002", "ward": ward}
            yield {part: made[part] for part in value if part in made}


def _files(service: Service, one: Field, value: Any, born: date | None) -> Iterator[Any]:
    if not isinstance(value, Mapping):
        return
    ending = str(value.get("name", "")).rpartition(".")[2].lower()
    for name in (one.name.replace("_", "-"), "berkas-contoh"):
        yield {**value, "id": "example", "name": f"{name}.{ending}", "sha256": "0" * 64}


def _shapes(service: Service, one: Field, value: Any, born: date | None) -> Iterator[Any]:
    """Yield values of the same shape, for a kind that is not known here: other digits, other letters, same marks."""
    yield from (_shaped(value, digit, letter) for digit, letter in zip("123456789", "xyzwvutsr", strict=True))


def _shaped(value: Any, digit: str, letter: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _shaped(one, digit, letter) for key, one in value.items()}
    if isinstance(value, list):
        return [_shaped(one, digit, letter) for one in value]
    if not isinstance(value, str):
        return value
    return "".join(
        digit if c.isdigit() else letter if c.islower() else letter.upper() if c.isupper() else c for c in value
    )


_BY_KIND: Final[Mapping[str, Callable[[Service, Field, Any, date | None], Iterator[Any]]]] = {
    "text": _texts,
    "long text": _texts,
    "nik": _niks,
    "phone": _phones,
    "email": _emails,
    "address": _addresses,
    "file": _files,
}
