"""The end of a service: until which day it takes applications, why, and what there is instead.

What was filed until then goes on by its own version; no letter ends because the service that gave it does.
"""

from dataclasses import dataclass
from datetime import date

from layani.rules.dates import day_words
from layani.rules.refusal import Refusal
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Closing:
    """How a service ends.

    last_day:  the last day on which it can be applied for, local calendar date
    law:       id of the law by which it ends; says: why
    instead:   what to do instead; service: the slug of the office's service that takes its place, "" for none
    letters:   what becomes of the letters that it gave; None where they do not last
    """

    last_day: date
    law: str
    says: Text
    instead: Text
    service: str = ""
    letters: Text | None = None

    def ended(self, day: date) -> bool:
        """Tell whether nothing can be applied for any more on a day."""
        return day > self.last_day

    @property
    def words(self) -> Text:
        """Until when it can be applied for, why it ends, and what there is instead, as paper says it."""
        day = day_words(self.last_day)
        return Text(id=f"{day.id}. {self.says.id} {self.instead.id}", en=f"{day.en}. {self.says.en} {self.instead.en}")

    def refusal(self, name: Text) -> Refusal:
        """Return why nothing is taken after the last day, and what to do instead; name: the service's."""
        day = day_words(self.last_day)
        return Refusal(
            code="service-closed",
            reason=Text(
                id=f"Layanan “{name.id}” sudah ditutup: permohonan terakhir diterima pada {day.id}. {self.says.id}",
                en=f"The service “{name.en}” has ended: its last day for applications was {day.en}. {self.says.en}",
            ),
            remedy=self.instead,
        )
