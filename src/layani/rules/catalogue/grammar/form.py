"""The form: pages, and the fields on each."""

from typing import Literal

from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import Condition, Name, Part, SizeText, Slug, Words


class EvidenceEntry(Part):
    """What an officer must have done with the paper behind an answer before it can be granted."""

    kind: Literal["seen", "kept", "stamped", "witnessed"] = Key(
        description="seen: the original was looked at; kept: the original stays here; stamped: a copy was compared and "
        "stamped; witnessed: it was signed before the officer",
        examples=["kind: seen"],
    )
    law: Slug = Key(description="the law that asks for it", examples=["law: perda-5-2024"])


class FromEntry(Part):
    """The register in which the answer is looked up: by an officer, or before, to fill the form in."""

    source: Slug = Key(description="a source of office.yaml", examples=["source: population"])
    element: Name = Key(description="what is taken from it", examples=["element: family_size"])
    needed: bool = Key(
        True,
        description="false: what the applicant declares is enough where it cannot be looked up",
        examples=["needed: false"],
    )


class ColumnEntry(Part):
    """What is asked in every row of a list. A row holds no file, no list and no condition."""

    is_: str = Key(alias="is", description="the kind of field", examples=["is: text"])
    label: Words = Key(description="the question", examples=["label: {id: Nama, en: Name}"])
    hint: Words | None = Key(None, description="help below the question")
    required: bool = Key(True, description="false: it may be left empty in a row")
    of: dict[Name, Words] | None = Key(None, description="choice: the answers to choose from")
    longest: int | None = Key(None, ge=1, le=5000, description="text: most characters")
    least: int | None = Key(None, description="number, money: smallest value, in whole units")
    most: int | None = Key(None, description="number, money: largest value, in whole units")
    within: Literal["office"] | None = Key(None, description="address: only wards of the office's area are offered")
    law: Slug | None = Key(None, description="the law that makes the question necessary")


class FieldEntry(Part):
    """One question. The keys that a kind of field does not know are refused."""

    is_: str = Key(alias="is", description="the kind of field", examples=["is: text"])
    label: Words = Key(description="the question", examples=["label: {id: Keperluan, en: Purpose}"])
    hint: Words | None = Key(None, description="help below the question")
    from_: Literal["identity"] | FromEntry | None = Key(
        None,
        alias="from",
        description="identity: the office holds it; shown, not asked. A source and its element: it is looked up there",
        examples=["from: identity"],
    )
    required: bool = Key(True, description="false: the question may be left empty")
    when: Condition | None = Key(None, description="asked only when this holds", examples=['when: tenancy == "rent"'])
    of: dict[Name, Words] | None = Key(None, description="choice, several: the answers to choose from")
    accept: list[Literal["pdf", "jpg", "png"]] | None = Key(None, description="file: the kinds of file")
    max_: SizeText | None = Key(None, alias="max", description="file: largest size", examples=["max: 5 MB"])
    longest: int | None = Key(None, ge=1, le=5000, description="text: most characters")
    least: int | None = Key(None, description="number, money: smallest value, in whole units; list: fewest rows")
    most: int | None = Key(None, description="number, money: largest value, in whole units; list: most rows, up to 50")
    one: Words | None = Key(
        None, description="list: what one row is called", examples=["one: {id: ahli waris, en: heir}"]
    )
    each: dict[Name, ColumnEntry] | None = Key(
        None,
        min_length=1,
        max_length=12,
        description="list: what is asked in every row, by name",
        examples=["each: {name: {is: text, label: {id: Nama, en: Name}}}"],
    )
    within: Literal["office"] | None = Key(None, description="address: only wards of the office's area are offered")
    law: Slug | None = Key(None, description="the law that makes the question necessary")
    evidence: EvidenceEntry | None = Key(
        None,
        description="what an officer must have done with the paper before a grant; otherwise the answer is declared",
        examples=["evidence: {kind: seen, law: perda-5-2024}"],
    )


class PageEntry(Part):
    """One page of the form: one thing to answer on a phone."""

    page: Slug = Key(description="the page's name in addresses", examples=["page: address"])
    title: Words = Key(description="its heading", examples=["title: {id: Alamat Anda, en: Your address}"])
    fields: dict[Name, FieldEntry] = Key(min_length=1, description="the questions, by name")
