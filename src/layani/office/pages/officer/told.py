"""Whom a case names and who was told of it, as the officer sees it: whoever could not be reached is work to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layani.office.actions.telling_others import How, people_told
from layani.office.pages.parts.say import language
from layani.office.tables.models import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.rows import row_line, row_name
from layani.rules.text import Text

HOW: Mapping[How, Text] = {
    "sent": Text("sudah dikirimi pesan", "a message was sent"),
    "waiting": Text("pesan belum terkirim", "the message is not sent yet"),
    "failed": Text("pesan tidak sampai", "the message could not be delivered"),
    "no-contact": Text("tidak ada telepon atau surel", "no phone and no e-mail"),
    "applicant": Text("yang ditulis kontak pemohon sendiri", "the contact given is the applicant's own"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person: the row's place from 0, what it is called, what it says, and what became of the message."""

    row: int
    name: Text
    line: str
    how: Text
    reached: bool


@dataclass(frozen=True, slots=True)
class ToldList:
    """The people of one list. ``id`` is the entry of tells; ``at`` the moment at which they are told."""

    id: str
    at: str
    label: Text
    people: tuple[Line, ...]

    @property
    def missed(self) -> tuple[Line, ...]:
        """Those whom no message has reached."""
        return tuple(one for one in self.people if not one.reached)


def told_lists(row: Case, service: Service | None, answers: Mapping[str, Any]) -> list[ToldList]:
    """Return the lists whose people are told, each with its people. One query for each list."""
    found: list[ToldList] = []
    if service is None:
        return found
    for tell in service.tells:
        one, rows = service.fields[tell.who], answers.get(tell.who) or ()
        if not rows:
            continue
        people = (
            Line(
                who.row,
                row_name(one, who.row),
                row_line(one, rows[who.row], language()),
                HOW[who.how],
                who.how == "sent",
            )
            for who in people_told(row, service, tell, answers)
        )
        found.append(ToldList(tell.id, tell.at, one.label, tuple(people)))
    return found
