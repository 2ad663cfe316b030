"""What happens to a product after it was given: how long it holds, its renewal, its revocation."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic import Field as Key

from layani.rules.cases.clock import Term
from layani.rules.catalogue.grammar.parts import Name, Part, Slug, TermText, Words

_LASTING_PATTERN: Final = r"([1-9][0-9]{0,3}) (year|month|calendar day)s?"
_LASTING: Final = re.compile(_LASTING_PATTERN)
MONTHS_A_YEAR: Final = 12


def _lasting(value: Any) -> Any:
    if isinstance(value, Term):
        return value
    match = _LASTING.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(
            f"'{value}' is not how long a letter can hold. Write a number and years, months or calendar days, "
            "such as: 5 years"
        )
    if match[2] == "year":
        return Term(int(match[1]) * MONTHS_A_YEAR, "months")
    return Term(int(match[1]), "months" if match[2] == "month" else "calendar days")


LastingText = Annotated[
    Term,
    BeforeValidator(_lasting),
    WithJsonSchema({"type": "string", "pattern": f"^{_LASTING_PATTERN}$", "examples": ["5 years"]}, mode="validation"),
]


class RenewalEntry(Part):
    """Which product of this office the service renews, and what it takes over from the earlier case."""

    service: Slug = Key(description="the service whose product is renewed", examples=["service: practice-permit"])
    opens: LastingText = Key(description="how long before the end one can apply", examples=["opens: 90 calendar days"])
    keeps: list[Name] = Key(
        [], description="fields taken over as they are: shown, not asked again", examples=["keeps: [profession]"]
    )
    takes: list[Name] = Key(
        [],
        description="fields filled in from the earlier case, which the holder confirms or corrects",
        examples=["takes: [address]"],
    )


class ChangeEntry(Part):
    """Which product of this office the service changes while it holds; what it gives ends when the earlier one ends."""

    service: Slug = Key(description="the service whose product is changed", examples=["service: practice-permit"])
    keeps: list[Name] = Key(
        [], description="fields taken over as they are: shown, not asked again", examples=["keeps: [profession]"]
    )
    takes: list[Name] = Key(
        [],
        description="fields filled in from the earlier case, of which the holder corrects what changed",
        examples=["takes: [place]"],
    )


class RevocationGroundEntry(Part):
    """One ground on which the product may be revoked; there are no others."""

    id: Slug = Key(description="its name", examples=["id: registration-ended"])
    law: Slug = Key(description="the id of the law it follows", examples=["law: uu-17-2023"])
    says: Words = Key(description="the ground in words", examples=["says: {id: …, en: …}"])
    remedy: Words = Key(description="the holder's way out", examples=["remedy: {id: …, en: …}"])


class RevokeEntry(Part):
    """How the product may be revoked: two people, a warning first, and a time to answer it."""

    law: Slug = Key(description="the id of the law that lets the office revoke", examples=["law: uu-30-2014-64"])
    warns: Slug = Key(description="the role that warns the holder", examples=["warns: verifier"])
    decides: Slug = Key(description="the role that revokes, or lets the matter rest", examples=["decides: head"])
    answer: TermText = Key(
        description="the time in which the holder can answer the warning", examples=["answer: 14 calendar days"]
    )
    grounds: list[RevocationGroundEntry] = Key(
        min_length=1, description="the only grounds", examples=["grounds: [{id: …, law: …, says: …, remedy: …}]"]
    )


class ObjectionEntry(Part):
    """How one objects to a decision of this service, where its own law says otherwise than the general one."""

    law: Slug = Key(description="the id of the law that gives these times", examples=["law: uu-14-2008-35"])
    within: TermText = Key(description="the time to object", examples=["within: 30 working days"])
    answered: TermText = Key(description="the time in which it is answered", examples=["answered: 30 working days"])
    by: Slug | None = Key(
        None,
        description="the role that answers; the supervisor or another in the deciding role, when left out",
        examples=["by: information-head"],
    )
    silence: Literal["upholds", "nothing"] = Key(
        "upholds", description="what it means when nobody answers in time", examples=["silence: nothing"]
    )
    then: Words = Key(
        description="where one may go when it is rejected or not answered, and in which time",
        examples=["then: {id: …, en: …}"],
    )
