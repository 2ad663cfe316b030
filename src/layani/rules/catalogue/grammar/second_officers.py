"""office.yaml: who is asked where separation of duties leaves nobody of a unit, and where one person may do both."""

from pydantic import Field as Key
from pydantic import field_validator

from layani.rules.catalogue.grammar.parts import Part, Slug, Words
from layani.rules.catalogue.model import StepKind


class PoolEntry(Part):
    """Officers of other units who are asked for a step that nobody of the unit may do."""

    for_: Slug = Key(alias="for", description="the role whose steps they are asked for", examples=["for: verifier"])
    asks: Slug = Key(description="the role that the officers of the pool hold", examples=["asks: district-verifier"])
    of: Words = Key(description="where they work", examples=["of: {id: Kecamatan Sukadamai, en: Sukadamai District}"])
    steps: list[StepKind] = Key(
        default=["check"], min_length=1, description="the kinds of steps", examples=["steps: [check, visit]"]
    )
    services: list[Slug] = Key([], description="the services; left out: all", examples=["services: [a, b]"])

    @field_validator("steps")
    @classmethod
    def _no_decision(cls, steps: list[StepKind]) -> list[StepKind]:
        if strange := sorted({"decide", "rank", "initial"} & set(steps)):
            raise ValueError(
                f"the pool cannot be asked for '{strange[0]}': that needs power of one's own. Take it out of 'steps', "
                "and enter a mandate for the officer in the authority register; it opens them the queue of that post."
            )
        return steps


class ExemptEntry(Part):
    """A step for which the office may hold an exemption from separation of duties, if two people agree on one."""

    service: Slug = Key(description="the service", examples=["service: poverty-letter"])
    step: Slug = Key(description="the name of its step", examples=["step: decide"])
    checked_by: Slug = Key(
        description="the role, of another unit, that checks a sample afterwards", examples=["checked_by: city-checker"]
    )
