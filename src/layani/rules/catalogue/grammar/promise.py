"""The promise: when the citizen has an answer, and what the law says about it."""

from typing import Literal, Self

from pydantic import Field as Key
from pydantic import model_validator

from layani.rules.catalogue.grammar.parts import Part, PercentText, Sentence, Slug, TermText


class LegalTermEntry(Part):
    """The longest time that the law leaves the office."""

    term: TermText = Key(description="the time that the law sets", examples=["term: 5 working days"])
    law: Slug = Key(description="the law that sets it", examples=["law: uu-30-2014-53"])
    from_: Literal["received", "complete"] = Key(
        "complete", alias="from", description="the moment from which the law counts", examples=["from: complete"]
    )


class ExtensionEntry(Part):
    """More time that the law lets the office take: once, with a reason, told to the citizen."""

    by: TermText = Key(description="how much longer, once", examples=["by: 7 working days"])
    law: Slug = Key(description="the law that lets the office take it", examples=["law: uu-14-2008-22"])


class AnswerEntry(Part):
    """How long a citizen who was asked for something may take; then, after a warning, the case is closed."""

    within: TermText = Key(description="the time to answer a notice", examples=["within: 14 calendar days"])
    warn_after: TermText = Key(
        description="the time after which a citizen who has not answered is warned",
        examples=["warn_after: 10 calendar days"],
    )
    law: Slug = Key(description="the law by which the case is closed", examples=["law: perda-5-2024"])

    @model_validator(mode="after")
    def _warned_before(self) -> Self:
        if self.warn_after.unit != self.within.unit or self.warn_after.amount >= self.within.amount:
            raise ValueError(
                f"'warn_after: {self.warn_after.words().en}' is not before 'within: {self.within.words().en}'. "
                "Write a shorter time in the same unit, such as: warn_after: 10 calendar days"
            )
        return self


class OutageEntry(Part):
    """Systems of other bodies without which a step cannot be done, and how long they may stop the clock."""

    systems: list[Sentence] = Key(
        min_length=1, description="the systems of other bodies, by name", examples=["systems: [SIAK]"]
    )
    most: TermText = Key(description="the longest pause; then the clock runs on", examples=["most: 2 working days"])
    law: Slug = Key(description="the law that lets the clock stand still", examples=["law: perda-5-2024"])


class PromiseEntry(Part):
    """When the citizen has an answer."""

    total: TermText = Key(description="the time for the whole case", examples=["total: 3 working days"])
    from_: Literal["first contact", "received", "complete", "closing"] | None = Key(
        None,
        alias="from",
        description="the moment from which it counts: complete, unless said otherwise; "
        "closing: the end of the window, month or year of the quota",
        examples=["from: complete"],
    )
    starts: Literal["received", "complete"] | None = Key(
        None, description="an older word for from", examples=["starts: complete"]
    )
    pledge: PercentText = Key(description="the share of cases promised in time", examples=["pledge: 95%"])
    if_late: Literal["escalate", "grant", "refuse"] = Key(
        description="escalate: the superior takes over; grant: deemed granted by law; refuse: by law silence is a "
        "refusal, to which one may object",
        examples=["if_late: escalate"],
    )
    law: Slug | None = Key(None, description="the law that sets the term")
    legal: LegalTermEntry | None = Key(
        None,
        description="the longest time that the law leaves; the promise never ends after it",
        examples=["legal: {term: 5 working days, law: uu-30-2014-53}"],
    )
    extension: ExtensionEntry | None = Key(
        None,
        description="more time that may be taken once",
        examples=["extension: {by: 7 working days, law: uu-14-2008-22}"],
    )
    answer: AnswerEntry | None = Key(
        None,
        description="when a case is closed because its citizen does not answer; otherwise it never is",
        examples=["answer: {within: 14 calendar days, warn_after: 10 calendar days, law: perda-5-2024}"],
    )
    outage: OutageEntry | None = Key(
        None,
        description="when the clock may stand still because another body's system is out; otherwise it never does",
        examples=["outage: {systems: [SIAK], most: 2 working days, law: perda-5-2024}"],
    )

    @model_validator(mode="after")
    def _counts_from_one_moment(self) -> Self:
        if self.from_ and self.starts and self.from_ != self.starts:
            raise ValueError(
                f"'from: {self.from_}' and 'starts: {self.starts}' differ. Keep 'from:'; 'starts:' is its older word."
            )
        return self

    @property
    def counts_from(self) -> Literal["first contact", "received", "complete", "closing"]:
        """Return the moment from which the promise counts."""
        return self.from_ or self.starts or "complete"
