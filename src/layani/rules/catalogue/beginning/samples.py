"""Sample answers: what a made-up person answers to a question of each kind. They belong to nobody."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from layani.rules.catalogue.model import Field

PERSON: Final[Mapping[str, Any]] = {
    "name": "Carla Wijaya",
    "nik": "3171015503980000",
    "birth_date": date(1998, 3, 15),
    "phone": "+6281234567890",
    "email": "carla@example.org",
}
"""Carla. A NIK that ends in 0000 belongs to nobody, and example.org is kept free for examples."""

_BY_KIND: Final[Mapping[str, Callable[[Field, date], Any]]] = {
    "text": lambda one, day: _short("Contoh jawaban", one),
    "long text": lambda one, day: _short("Contoh jawaban yang lebih panjang", one),
    "nik": lambda one, day: PERSON["nik"],
    "phone": lambda one, day: PERSON["phone"],
    "email": lambda one, day: PERSON["email"],
    "yes no": lambda one, day: True,
    "declaration": lambda one, day: True,
    "date": lambda one, day: day,
    "choice": lambda one, day: one.options[0][0],
    "several": lambda one, day: [one.options[0][0]],
    "number": lambda one, day: max(one.limits.get("least", 1), min(1, one.limits.get("most", 1))),
    "money": lambda one, day: f"{one.limits.get('least', 100_000)} IDR",
    "address": lambda one, day: {"street": "Jalan Melati 1", "rt": "001", "rw": "002", "ward": one.options[0][0]},
    "file": lambda one, day: f"{one.name.replace('_', '-')}.{one.accept[0]}",
}


def sample_answer(one: Field, day: date) -> Any:
    """Return a made-up answer as one writes it into examples.yaml: a date as a day, a file by its name.

    day: an answer in days is this day; None where the kind is not known here
    """
    if one.source == "identity":
        return PERSON.get(one.name)
    if one.columns:
        row = {column.name: sample_answer(column, day) for column in one.columns}
        return [dict(row) for _ in range(max(one.limits.get("least", 1), 1))]
    made = _BY_KIND.get(one.kind)
    return made(one, day) if made else None


def _short(text: str, one: Field) -> str:
    return text[: one.limits.get("longest", len(text))].strip()
