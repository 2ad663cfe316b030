"""What a granted case still owes, as pages tell of it: what, by when, how it stands, and what was said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.house import role_title
from layani.rules.cases.act import moment
from layani.rules.cases.duties import stands_as
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Law, Service
from layani.rules.text import Text

WORDS_OF_DUTIES = frozenset({"duty_said", "duty_again", "duty_met"})
"""Acts of which a page shows the words."""

_STATES: Mapping[str, tuple[Text, str]] = {
    "open": (Text("belum dilakukan", "to be done"), "warning"),
    "said": (Text("dinyatakan sudah; menunggu petugas", "said to be done; an officer looks"), "info"),
    "late": (Text("lewat waktu", "late"), "danger"),
    "met": (Text("sudah dicatat", "recorded as done"), "success"),
}


@dataclass(frozen=True, slots=True)
class DutyPart:
    """One duty: how it stands ("open", "said", "late", "met"), in words and as a colour.

    ground: the ground on which the product may be revoked when it is not done; None where none is named
    said, again, seen: the last words of its holder, of what was still missing, and of what was seen; "" for none
    """

    id: str
    says: Text
    law: Law | None
    due: datetime | None
    state: str
    words: Text
    colour: str
    role: str
    role_title: Text
    ground: Text | None
    said: str
    again: str
    seen: str


def duty_parts(
    case: Case, service: Service | None, opened: Iterable[tuple[Event, Mapping[str, Any]]]
) -> list[DutyPart]:
    """Return what a case owes, in the order of its service; [] before the letter, and where nothing is owed.

    opened: its events in their order, those of ``WORDS_OF_DUTIES`` with their words
    """
    if not case.duties:
        return []
    last = {(event.act, str(event.data.get("duty", ""))): str(said.get("words", "")) for event, said in opened}
    known = {one.id: one for one in service.owes} if service else {}
    grounds = {one.id: one.says for one in service.revocation.grounds} if service and service.revocation else {}
    order = {name: place for place, name in enumerate(known)}
    found = []
    for name in sorted(case.duties, key=lambda name: order.get(name, len(order))):
        one, defined = case.duties[name], known.get(name)
        state = stands_as(one)
        found.append(
            DutyPart(
                name,
                defined.says if defined else Text(name, name),
                service.law.get(defined.law) if service and defined else None,
                moment(one.get("due_at")),
                state,
                *_STATES[state],
                str(one.get("role", "")),
                role_title(str(one.get("role", ""))),
                grounds.get(defined.ground) if defined else None,
                last.get(("duty_said", name), "") if one.get("said_at") else "",
                last.get(("duty_again", name), "") if state in ("open", "late") else "",
                last.get(("duty_met", name), ""),
            )
        )
    return found
