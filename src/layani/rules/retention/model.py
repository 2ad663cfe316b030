"""What a service's own file says of how long its applications are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from layani.rules.cases.clock import Term


@dataclass(frozen=True, slots=True)
class Kept:
    """Spans by rule ("case-granted"), in place of the schedule's, and the id of the law that sets them."""

    spans: Mapping[str, Term]
    law: str
