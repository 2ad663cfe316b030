"""bundle.yaml: several services that one person needs for one reason, applied for with one set of answers."""

from typing import Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from layani.rules.catalogue.grammar.examples import Moment
from layani.rules.catalogue.grammar.parts import Condition, Name, Part, Sentence, Slug, Words
from layani.rules.catalogue.grammar.service import SearchWords

What = Annotated[str, StringConstraints(pattern=r"^(letter|findings\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)$")]


class AfterEntry(Part):
    """A service of the bundle that must have ended before this one begins."""

    service: Slug = Key(description="the service it waits for", examples=["service: death-certificate"])
    otherwise: Slug = Key(
        description="the ground of this service on which it is refused if the other one is not granted",
        examples=["otherwise: death-not-registered"],
    )
    gives: dict[Name, What] = Key(
        {},
        description="questions that the other one answers: by 'letter' (its letter's number) or by a finding",
        examples=["gives: {certificate_number: findings.siak.number}"],
    )


class JoinedEntry(Part):
    """One service of the bundle."""

    service: Slug = Key(description="the service's folder", examples=["service: family-card"])
    taken: Literal["always", "chosen"] = Key(
        "chosen",
        description="chosen: the person ticks it; always: it belongs to the bundle",
        examples=["taken: always"],
    )
    when: Condition | None = Key(
        None,
        description="it is filed only when this holds, an expression over the bundle's questions",
        examples=['when: marital_status == "married"'],
    )
    why: Words | None = Key(None, description="why it is not filed when that does not hold, in words")
    after: list[AfterEntry] = Key([], description="what must have ended before it begins")
    questions: dict[Name, Name] = Key(
        {},
        description="its question: the bundle's name for it; the same name is the same question, asked once",
        examples=["questions: {holder_name: deceased_name}"],
    )
    sets: dict[Name, Any] = Key(
        {},
        description="its questions whose answer follows from the bundle; they are not asked",
        examples=["sets: {change: died}"],
    )


class BundleFile(Part):
    """bundle.yaml: several services from one set of answers."""

    bundle: Slug = Key(description="its name in addresses: the folder's name", examples=["bundle: losing-a-relative"])
    name: Words = Key(description="its name", examples=["name: {id: …, en: …}"])
    need: Words = Key(description="the need it answers, as a citizen says it", examples=["need: {id: …, en: …}"])
    summary: Words = Key(description="one or two sentences on what it does", examples=["summary: {id: …, en: …}"])
    words: SearchWords = Key(
        description="the words people search with", examples=["words: {id: [meninggal], en: [death]}"]
    )
    life_events: list[Slug] = Key(
        [], description="the life events in which it helps", examples=["life_events: [losing-a-relative]"]
    )
    services: list[JoinedEntry] = Key(
        min_length=1,
        description="the services that it joins, in the order in which their questions are asked",
        examples=["services: [{service: death-certificate, taken: always}, {service: family-card}]"],
    )


class BundleExpected(Part):
    """What must come out; what is left out is not looked at, except that ``problems`` must then be none."""

    problems: list[Name] = Key(
        [], description="the bundle's questions with a problem", examples=["problems: [account]"]
    )
    services: list[Slug] | None = Key(
        None, description="the services that are filed, in order", examples=["services: [death-certificate]"]
    )
    waits: dict[Slug, list[Slug]] | None = Key(
        None, description="which of them wait, and for which", examples=["waits: {family-card: [death-certificate]}"]
    )
    due: dict[Slug, Moment] = Key(
        {},
        description="when each is decided at the latest if all are filed at 'on', local time",
        examples=["due: {family-card: 2026-12-04 16:00}"],
    )
    asked: list[Name] = Key([], description="the bundle's questions that are asked, among others")
    not_asked: list[Name] = Key([], description="the bundle's questions that are not asked")


class BundleExample(Part):
    """One worked case."""

    example: Sentence = Key(description="what it shows", examples=["example: A widow wants everything"])
    who: Name | None = Key(None, description="the person of 'people' who applies", examples=["who: carla"])
    like: Sentence | None = Key(None, description="the example before this one whose answers it begins with")
    answers: dict[Name, Any] = Key({}, description="answers by the bundle's question; null takes one away")
    on: Moment | None = Key(None, description="when it is filed, local time", examples=["on: 2026-12-01 09:30"])
    expect: BundleExpected = Key(description="what must come out", examples=["expect: {services: [family-card]}"])


class BundleExamples(Part):
    """examples.yaml of a bundle: worked cases, answers in; cases, order and due days out."""

    people: dict[Name, dict[Name, Any]] = Key({}, description="answers that the identity gives, by person")
    examples: list[BundleExample] = Key(min_length=1, description="the cases", examples=["examples: [{example: …, …}]"])
