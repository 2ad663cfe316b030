"""office.yaml: the sections of an office, each with the part of an answer that belongs to it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field as Key
from pydantic import StringConstraints

from layani.rules.catalogue.grammar.parts import Part, Slug, Words
from layani.rules.sections import LONGEST, in_section

Taken = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class SectionEntry(Part):
    """A part of the office, such as a counter out in a village, that works on its own cases alone."""

    name: Words = Key(description="its name", examples=["name: {id: Loket Utara, en: North counter}"])
    takes: list[Taken] = Key(
        [],
        description="the answers that belong to it: options of a choice, or codes of regions with all in them",
        examples=['takes: ["99.01.01.1001"]'],
    )


Held = Annotated[int, Key(ge=0)]
HeldIn = dict[Slug, Held]


def fault_in_sections(
    sections: Mapping[str, SectionEntry], held: Mapping[str, tuple[int, Mapping[str, int]]], asked: frozenset[str]
) -> str | None:
    """Return what is wrong between the sections and the roles that are held in them, or None.

    held: role -> number of all holders, and of those in each section; asked: the roles of the pool
    """
    if twice := _twice(sections):
        return twice
    for role, (holders, places) in held.items():
        if strange := next((one for one in places if one not in sections), None):
            known = ", ".join(sections) or "none; add 'sections:' to office.yaml"
            return f"the role '{role}' is held in '{strange}', and there is no such section. There are: {known}."
        if sum(places.values()) > holders:
            return f"{sum(places.values())} people hold '{role}' in sections, and only {holders} in all. Correct one."
        if long := next((one for one in sections if places and len(in_section(role, one)) > LONGEST), None):
            return (
                f"'{in_section(role, long)}' is longer than {LONGEST} characters. Give one of the two a shorter name."
            )
        if places and role in asked:
            return (
                f"the pool asks '{role}', which is held in sections: it could help no other section. "
                f"Remove 'sections' of '{role}', or ask another role."
            )
    return None


def _twice(sections: Mapping[str, SectionEntry]) -> str | None:
    owner: dict[str, str] = {}
    for slug, section in sections.items():
        for value in section.takes:
            if owner.setdefault(value, slug) != slug:
                return f"'{value}' belongs to '{owner[value]}' and to '{slug}'. Keep it in one of the two."
    return None
