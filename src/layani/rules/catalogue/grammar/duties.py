"""What the holder of a product still has to do after the grant: a report, a replanting, a removal, a commitment."""

from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import Condition, Name, Part, Slug, Words
from layani.rules.catalogue.grammar.validity import LastingText


class DutyEntry(Part):
    """One thing that whoever was granted the product owes afterwards, by a day."""

    id: Slug = Key(description="its name; a letter prints its last day by {{ owes.NAME }}", examples=["id: report"])
    says: Words = Key(
        description="what is owed", examples=["says: {id: Kirim laporan penelitian, en: Send the report}"]
    )
    law: Slug = Key(description="the id of the law that asks for it", examples=["law: permendagri-3-2018"])
    by: Slug = Key(description="the role that records that it was done", examples=["by: research-officer"])
    within: LastingText = Key(description="the holder's time, from the letter's date", examples=["within: 1 month"])
    from_: Name | None = Key(
        None,
        alias="from",
        description="a question for a day from which it counts instead, when that day is later than the letter's",
        examples=["from: ends"],
    )
    when: Condition | None = Key(None, description="it is owed only when this holds; may read what was found")
    remind: LastingText | None = Key(
        None,
        description="how long before its last day the holder is reminded, once",
        examples=["remind: 7 calendar days"],
    )
    ground: Slug | None = Key(
        None,
        description="the ground of 'revoke' that holds when it is not done in time",
        examples=["ground: not-reported"],
    )
