"""What whoever decides anew has to know: the decision that an objection set aside, the objection, and its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.pages.citizen.objecting import Said, objection_said
from layani.rules.cases.act import moment
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Ground, Law, Service


@dataclass(frozen=True, slots=True)
class SetAside:
    """A decision that was set aside.

    said: the objection and its answer; ground: on which it was refused, with its law; fact: in the words of the letter
    """

    said: Said
    ground: tuple[Ground, Law] | None
    fact: str
    decided_at: datetime | None


def set_aside(
    case: Case, service: Service | None, opened: Sequence[tuple[Event, Mapping[str, Any]]]
) -> SetAside | None:
    """Return the decision that is made anew; None where none was set aside, or the new one is made already."""
    earlier = case.objection.get("earlier")
    said = objection_said(case, opened) if earlier and case.is_open else None
    if said is None or not earlier:
        return None
    ground = next((one for one in service.grounds if one.id == earlier.get("ground")), None) if service else None
    decided_at = moment(earlier.get("decided_at"))
    facts = [words.get("fact", "") for event, words in opened if event.act in ("decide_refuse", "decide_grant")]
    with_law = (ground, service.law[ground.law]) if ground and service else None
    return SetAside(said, with_law, str(facts[-1]) if facts else "", decided_at)
