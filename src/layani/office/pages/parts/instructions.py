"""One instruction as its writer and the inspectorate read it, and how the case that it is about was decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from layani.office.actions.instructing import opened, own_about
from layani.office.actor import Actor
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.tables.models import Case, Instruction
from layani.office.tables.projection import state_of
from layani.rules.text import Text

WAYS = {
    "in_person": Text("Langsung, bertatap muka", "In person"),
    "phone": Text("Telepon", "By phone"),
    "chat": Text("Pesan singkat atau obrolan", "By chat or text message"),
    "letter": Text("Surat, memo, atau disposisi", "By letter, memo or note"),
    "meeting": Text("Dalam rapat", "In a meeting"),
}
FOLLOWED = Text("Mengikuti aturan", "Followed the rule")
NOT_DECIDED = Text("Belum diputuskan", "Not decided yet")
OTHERWISE = Text("Tidak mengikuti hasil aturan", "Did not follow what the rules found")
BY_EVIDENCE = Text("Lain dari hasil aturan, dengan bukti", "Other than the rules found, on evidence")
ENDED = Text("Berakhir tanpa keputusan", "Ended without a decision")


@dataclass(frozen=True, slots=True)
class Line:
    """One instruction. said: (when, words) of the instruction itself and what was added to it, in their order.

    erased: its key is gone, so nobody can read it; trace: None where it is about a service, or must not be shown
    """

    key: int
    ref: UUID
    at: datetime
    officer: int | None
    number: str | None
    service: Text
    who: str
    when: str
    how: Text
    said: tuple[tuple[datetime, str], ...]
    erased: bool
    trace: Text | None
    index: int | None


def lines_of(rows: Sequence[Instruction], *, traced: bool = True) -> list[Line]:
    """Return instructions as they are read; one query for what was added, one look into the key store.

    traced: the reader may know how the cases were decided
    """
    added: dict[int | None, list[Instruction]] = defaultdict(list)
    for one in Instruction.objects.filter(adds_to__in=[row.pk for row in rows]).order_by("pk"):
        added[one.adds_to_id].append(one)
    said = opened([*rows, *(one for some in added.values() for one in some)])
    return [_line(row, added[row.pk], said, traced=traced) for row in rows]


def _line(
    row: Instruction, added: Sequence[Instruction], said: Mapping[int, Mapping[str, Any]], *, traced: bool
) -> Line:
    first = said.get(row.pk, {})
    service = row.case.service if row.case else row.service
    return Line(
        key=row.pk,
        ref=row.ref,
        at=row.at,
        officer=first.get("officer"),
        number=row.case.number if row.case else None,
        service=service_name(service),
        who=first.get("who", ""),
        when=first.get("when", ""),
        how=WAYS.get(first.get("how", ""), Text("–", "–")),
        said=tuple((one.at, said[one.pk]["what"]) for one in (row, *added) if one.pk in said),
        erased=row.pk not in said,
        trace=trace_of(row.case) if row.case and traced else None,
        index=row.outbox.idx,
    )


def instructed(row: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return what the reader themselves was told about a case, and whether it followed the rule; one query."""
    found = own_about(row, actor)
    return {"ref": found.ref, "at": found.at, "trace": trace_of(row)} if found else None


def trace_of(row: Case) -> Text:
    """Return whether a case was decided as its rules came out: what protects an officer who did not obey.

    A grant follows them when no mandatory rule failed or is undecided. A refusal follows them unless it stands on the
    very ground whose rule was met, for which the officer had to say that they saw other evidence.
    """
    case = state_of(row)
    if case.decided_at is None:
        return NOT_DECIDED if case.is_open else ENDED
    if case.status != "refused":
        return OTHERWISE if case.failed_mandatory else FOLLOWED
    service = service_of_case(row)
    ground = next((one for one in service.grounds if one.id == case.ground), None) if service else None
    return BY_EVIDENCE if ground and case.rules.get(ground.rule) == "passed" else FOLLOWED
