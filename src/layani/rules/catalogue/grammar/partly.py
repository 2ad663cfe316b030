"""A decision may grant less than was asked: what the officer sets then, and on which grounds the rest is refused."""

from typing import Literal, Self

from pydantic import Field as Key
from pydantic import model_validator

from layani.rules.catalogue.grammar.parts import Name, Part, Slug, Words


class SetEntry(Part):
    """One thing that the officer writes down of a grant in part: what is given, or how much."""

    is_: Literal["number", "money", "text", "long text", "several"] = Key(
        alias="is", description="the kind of what is set", examples=["is: number"]
    )
    label: Words = Key(description="what is set", examples=["label: {id: Luas yang diizinkan, en: Permitted area}"])
    hint: Words | None = Key(None, description="help below it")
    asked: Name | None = Key(
        None,
        description="the question that says how much was asked: less than its answer is set, and more than nothing; of "
        "several, some of its answers",
        examples=["asked: area"],
    )
    required: bool = Key(True, description="false: it may be left empty")
    longest: int | None = Key(None, ge=1, le=5000, description="text: most characters")
    least: int | None = Key(None, description="number: smallest value")
    most: int | None = Key(None, description="number: largest value")

    @model_validator(mode="after")
    def _several_of_what(self) -> Self:
        if self.is_ == "several" and self.asked is None:
            raise ValueError("'several' takes its choices from a question. Add a line such as: asked: documents")
        return self


class PartlyEntry(Part):
    """When and how a part may be granted and the rest refused."""

    law: Slug = Key(description="the id of the law that lets the office grant a part", examples=["law: uu-14-2008-22"])
    says: Words = Key(description="when that is done, as people read it", examples=["says: {id: …, en: …}"])
    sets: dict[Name, SetEntry] = Key(
        min_length=1, max_length=10, description="what the officer sets, by name", examples=["sets: {given: {…}}"]
    )
    grounds: list[Slug] = Key(
        [],
        description="the grounds on which a part may be refused; each ground of the service, when left out",
        examples=["grounds: [exempt-private-life]"],
    )
