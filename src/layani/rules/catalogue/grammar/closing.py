"""The end of a service: the last day on which it can be applied for, and what there is instead."""

from datetime import date

from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import Part, Slug, Words


class InsteadEntry(Part):
    """What people use instead, in words, and the service of this office that they mean, if they mean one."""

    says: Words = Key(description="what to do instead", examples=["says: {id: …, en: …}"])
    service: Slug | None = Key(
        None, description="the service of this office that takes its place", examples=["service: residence-letter"]
    )


class ClosingEntry(Part):
    """The service ends: nobody can apply any more after a day."""

    last_day: date = Key(description="the last day on which it can be applied for", examples=["last_day: 2027-06-30"])
    law: Slug = Key(description="the id of the law by which it ends", examples=["law: perda-3-2027"])
    says: Words = Key(description="why it ends, as people read it", examples=["says: {id: …, en: …}"])
    instead: InsteadEntry = Key(
        description="what people use instead", examples=["instead: {says: {id: …, en: …}, service: residence-letter}"]
    )
    letters: Words | None = Key(
        None,
        description="what becomes of the letters that it gave, where they last or can be renewed",
        examples=["letters: {id: …, en: …}"],
    )
