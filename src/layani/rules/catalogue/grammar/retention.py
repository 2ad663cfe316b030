"""How long a service's applications are kept, where it is not what the office's schedule says."""

from pydantic import Field as Key

from layani.rules.catalogue.grammar.parts import Part, Slug
from layani.rules.catalogue.grammar.validity import LastingText


class RetentionEntry(Part):
    """Spans after which the personal part of an application is erased; those left out are the schedule's."""

    granted: LastingText | None = Key(
        None,
        description="after the end of what was given, or from the letter where it has no end",
        examples=["granted: 10 years"],
    )
    refused: LastingText | None = Key(None, description="after the decision", examples=["refused: 5 years"])
    withdrawn: LastingText | None = Key(None, description="after it ended", examples=["withdrawn: 1 year"])
    law: Slug = Key(description="the id of the law that sets them", examples=["law: jra-2026"])
