"""``systems:`` in office.yaml: the register of other bodies' systems."""

import re
from datetime import date
from typing import Literal, Self

from pydantic import Field as Key
from pydantic import model_validator

from layani.rules.catalogue.grammar.parts import Part, Sentence, Slug, Words
from layani.rules.systems.registered import Link, NumberForm


class AgreementEntry(Part):
    """The agreement by which data go between a system and the office."""

    number: Sentence = Key(description="its number", examples=['number: "181/12/PKS/2025"'])
    dated: date = Key(description="its date", examples=["dated: 2025-03-10"])
    until: date | None = Key(None, description="the last day on which it holds", examples=["until: 2027-03-09"])

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.dated:
            raise ValueError(f"the agreement '{self.number}' ends before it begins. Put 'until' after {self.dated}.")
        return self


class NumberFormEntry(Part):
    """How the numbers of a system look."""

    pattern: Sentence = Key(description="a regular expression of a whole number", examples=['pattern: "[0-9]{13}"'])
    example: Sentence = Key(description="such a number", examples=['example: "1234567890123"'])

    @model_validator(mode="after")
    def _fits(self) -> Self:
        try:
            fits = NumberForm(self.pattern, self.example).fits(self.example)
        except re.error as fault:
            raise ValueError(
                f"'{self.pattern}' is no regular expression ({fault}). Write such as: [0-9]{{13}}"
            ) from None
        if not fits:
            raise ValueError(f"the example '{self.example}' does not fit '{self.pattern}'. Correct one of the two.")
        return self


class SystemEntry(Part):
    """A system of another body with which the office works: an entry of its register of systems."""

    name: Words = Key(description="its name", examples=["name: {id: OSS, en: OSS (business licences)}"])
    body: Words = Key(description="whose it is", examples=["body: {id: Kementerian Investasi/BKPM, en: …}"])
    purpose: Words = Key(description="what it does for the office", examples=["purpose: {id: …, en: …}"])
    basis: Sentence = Key(description="the law on which it stands", examples=["basis: UU 24/2013 pasal 58"])
    status: Literal["verified", "recalled"] = Key(
        description="of the basis: verified: read at its source; recalled: still to be checked",
        examples=["status: recalled"],
    )
    link: Link = Key(description="api, file, or by-hand: how data go there and back", examples=["link: by-hand"])
    agreement: AgreementEntry | None = Key(
        None,
        description="by which data may go",
        examples=["agreement: {number: …, dated: 2025-03-10, until: 2027-03-09}"],
    )
    takes: list[Words] = Key(
        [], description="the data that the office takes", examples=["takes: [{id: Alamat, en: Address}]"]
    )
    gives: list[Words] = Key([], description="the data that it gets", examples=["gives: [{id: Nama, en: Name}]"])
    roles: list[Slug] = Key([], description="the roles that use it; left out: all", examples=["roles: [front-desk]"])
    services: list[Slug] = Key([], description="the services it is for; left out: all", examples=["services: [a, b]"])
    number: NumberFormEntry | None = Key(
        None, description="how its numbers look", examples=['number: {pattern: "[0-9]{13}", example: "1234567890123"}']
    )
