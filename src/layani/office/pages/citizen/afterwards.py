"""What the page of a granted case says of its product: how it stands, its renewal, and a revocation that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.actions.renewable import opens_at
from layani.office.actions.renewing import renewals_of
from layani.office.house import catalogue
from layani.office.pages.citizen.objecting import objection
from layani.office.pages.parts.closing import Ending, ending_of
from layani.rules.cases.state import Case, Event
from layani.rules.cases.validity import standing
from layani.rules.catalogue import Ground, Law, Service

Opened = Sequence[tuple[Event, Mapping[str, Any]]]
WORDS_OF = {"warn_revocation": "fact", "answer_revocation": "words", "revoke": "fact", "drop_revocation": "fact"}
"""Acts whose words its holder reads, and the name under which those are sealed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in a revocation: by which act, when, and the words."""

    act: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A service that renews the product, and the moment from which it can; ``open`` says that this has come.

    ending: how that service ends, if it does
    """

    service: Service
    opens: datetime
    open: bool
    ending: Ending | None = None


def afterwards(case: Case, service: Service | None, opened: Opened, now: datetime) -> dict[str, Any]:
    """Return the values of citizen/afterwards.html."""
    stands = standing(case, now)
    ground, law = ground_of(case, service)
    return {
        "stands": stands,
        "giver": ending_of(giver) if (giver := catalogue().services.get(case.service)) else None,
        "renewals": _renewals(case, now) if stands and stands.standing == "valid" else [],
        "revocation_ground": ground,
        "revocation_law": law,
        "revocation_said": said_in(opened),
        "against_revocation": objection(case.revoked_at) if case.revoked_at else None,
    }


def said_in(opened: Opened) -> list[Said]:
    """Return what was said in the last revocation of a case, in order; [] where there was none."""
    said: list[Said] = []
    for event, personal in opened:
        if event.act == "warn_revocation":
            said = []
        if event.act in WORDS_OF:
            said.append(Said(event.act, event.occurred_at, str(personal.get(WORDS_OF[event.act], ""))))
    return said


def ground_of(case: Case, service: Service | None) -> tuple[Ground | None, Law | None]:
    """Return the ground of a revocation with its law, if the service's version still lists it."""
    if service is None or service.revocation is None:
        return None, None
    ground = next((one for one in service.revocation.grounds if one.id == case.revocation.get("ground")), None)
    return ground, service.law.get(ground.law) if ground else None


def _renewals(case: Case, now: datetime) -> list[Offered]:
    found = [(one, opens_at(case, one)) for one in renewals_of(case.service) if "online" in one.channels]
    return [Offered(one, opens, opens <= now, ending_of(one)) for one, opens in found if opens]
