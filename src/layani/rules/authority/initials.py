"""Who initials (*paraf*) a letter before it is signed, in which order, and for how long it waits on each desk.

Source: Permendagri 54/2009, annex, C: at most three officials initial in order before the signer signs; what the
signer drafted needs none (read in a copy, https://pdfcoffee.com/lampiran-c-paraf-dan-penulisan-nama-pdf-free.html).
Permendagri 1/2023 took its place (recalled; its text is still to be read).
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from layani.rules.authority.model import BY_POST, Entry
from layani.rules.cases.clock import Term

AT_MOST: Final = 3
"""Links in a chain, by the rule above; each costs days."""

ON_ONE_DESK: Final = Term(1, "working days")
"""How long a letter waits on one desk before its signer may go on without it. Ours, and no law's: an initial is a
minute's reading, and the applicant's time goes on."""


def chain_of(
    own: tuple[str, ...] | None, entries: Iterable[Entry], post: str, service: str, day: date
) -> tuple[str, ...]:
    """Return the roles that initial a letter before a post signs it, in order; () for none.

    own: what the service itself says, None where it leaves it to the office; entries: of the authority register
    """
    if own is None:
        powers = (one for one in entries if one.kind in BY_POST and one.post == post and one.in_force(day))
        own = next((one.initials for one in powers if one.covers(service, "grant") and one.initials), ())
    return tuple(role for role in dict.fromkeys(own) if role != post)
