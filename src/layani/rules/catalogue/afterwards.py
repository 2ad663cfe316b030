"""What may become of a product after the grant: it is renewed or changed, or revoked after a warning."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from layani.rules.cases.clock import Term
from layani.rules.text import Text

if TYPE_CHECKING:  # the model imports this module; here only a name is needed
    from layani.rules.catalogue.model import Ground


@dataclass(frozen=True, slots=True)
class Renewal:
    """Which service's product is renewed or changed, from when on, and what is taken over from the earlier case.

    opens: how long before the end it can be renewed; None for a change, which is possible as long as the product holds
    keeps: fields that stay as they are; takes: fields that are filled in and may be corrected
    """

    service: str
    opens: Term | None
    keeps: tuple[str, ...]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnObjection:
    """How one objects by the service's own law.

    within:   the time to object; answered: the time to answer; by: the role that answers, "" for the general ones
    upholds:  an objection that nobody answers in time counts as upheld; then: where one may go after it
    """

    law: str
    within: Term
    answered: Term
    by: str
    upholds: bool
    then: Text


@dataclass(frozen=True, slots=True)
class Revocation:
    """How a product may be revoked: ``warns`` and ``decides`` are roles, ``answer`` the time after a warning."""

    law: str
    warns: str
    decides: str
    answer: Term
    grounds: "tuple[Ground, ...]"
