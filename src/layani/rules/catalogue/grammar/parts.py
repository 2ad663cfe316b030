"""The small parts that every file of the catalogue uses: texts in two languages, terms, amounts, laws."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic import Field as Key

from layani.rules.cases.clock import Term
from layani.rules.money.amount import AmountError, Money


class Part(BaseModel):
    """A mapping of the file whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, arbitrary_types_allowed=True)


Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Words(Part):
    """The same words in Indonesian and English."""

    id: Sentence = Key(description="in Indonesian", examples=["id: Alamat Anda"])
    en: Sentence = Key(description="in English", examples=["en: Your address"])


def _parsed(parse: Callable[[Any], Any], pattern: str, example: str) -> tuple[BeforeValidator, WithJsonSchema]:
    schema = {"type": ["string", "integer"], "pattern": pattern, "examples": [example]}
    return BeforeValidator(parse), WithJsonSchema(schema, mode="validation")


_TERM_PATTERN: Final = (
    r"([1-9][0-9]{0,3}) ((working )?minute|working hour|working day|calendar day|(calendar )?week|(calendar )?month)s?"
)
_TERM: Final = re.compile(_TERM_PATTERN)
# What is written in one word has one meaning only: minutes are worked, weeks and months are the calendar's.
_SAME_UNITS: Final = {"minute": "working minute", "calendar week": "week", "calendar month": "month"}


def _term(value: Any) -> Any:
    if isinstance(value, Term):
        return value
    match = _TERM.fullmatch(str(value).strip())
    if match is None and _TERM.match(str(value).strip()):
        raise ValueError(
            f"'{value}' adds words to the term. A promise has no escape: write only, such as: 3 working days"
        )
    if match is None:
        raise ValueError(f"'{value}' is not a term. Write a number and a unit, such as: 3 working days")
    return Term(int(match[1]), _SAME_UNITS.get(match[2], match[2]) + "s")  # type: ignore[arg-type]


TermText = Annotated[Term, *_parsed(_term, f"^{_TERM_PATTERN}$", "3 working days")]


def _amount(value: Any) -> Any:
    if isinstance(value, Money):
        return value
    try:
        return Money.parse(str(value))
    except AmountError as fault:
        raise ValueError(str(fault)) from fault


AmountText = Annotated[Money, *_parsed(_amount, "^[0-9][0-9_]*( [A-Z]{3})?$", "50_000 IDR")]


def _percent(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,3})\s*%?", str(value).strip())
    if match is None or int(match[1]) > 100:
        raise ValueError(f"'{value}' is not a share of cases. Write a percentage, such as: 95%")
    return int(match[1])


PercentText = Annotated[int, *_parsed(_percent, "^[0-9]{1,3} ?%$", "95%")]

_SIZES: Final = {"kB": 1_000, "MB": 1_000_000}


def _size(value: Any) -> Any:
    match = re.fullmatch(r"([1-9][0-9]{0,3})\s*(kB|MB)", str(value).strip())
    if match is None or int(match[1]) * _SIZES[match[2]] > 25_000_000:
        raise ValueError(f"'{value}' is not a size up to 25 MB. Write it such as: 5 MB")
    return int(match[1]) * _SIZES[match[2]]


SizeText = Annotated[int, *_parsed(_size, "^[1-9][0-9]{0,3} ?(kB|MB)$", "5 MB")]


class LawEntry(Part):
    """One legal basis, with where it was read and whether it was read there or only recalled."""

    id: Slug = Key(description="the name by which rules and grounds cite it", examples=["id: uu-25-2009-21"])
    cite: Sentence = Key(description="how a lawyer cites it", examples=['cite: "UU 25/2009 pasal 21"'])
    says: Words | None = Key(None, description="what it says, in a sentence")
    source: Sentence = Key(description="where it was read", examples=["source: https://jdih.example/uu-25-2009"])
    status: Literal["verified", "recalled"] = Key(
        description="verified: read at its source; recalled: still to be checked, shown as an example",
        examples=["status: recalled"],
    )
    checked_on: date = Key(description="the day of that reading", examples=["checked_on: 2026-11-20"])
