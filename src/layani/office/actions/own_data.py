"""What the office holds of a person, for the person: everything that is theirs, opened, and who was shown it.

UU 27/2022 (article 32, verified in a second-hand source) gives 3 x 24 hours for such a copy and for the trail of the
processing; whoever can sign in need not wait for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from layani.office.actions.mandating import names_of
from layani.office.actions.parties import Person, person_of
from layani.office.actions.proxying import FOR
from layani.office.actions.viewing import ANSWERING, opened
from layani.office.house import key_store
from layani.office.tables.models import AgentLook, Case, Document, Draft, Event, Letter, Look, Party


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One application: its row, its acts in their order, its answers (None: erased), its documents, its letters."""

    row: Case
    acts: Sequence[Event]
    answers: Mapping[str, Any] | None
    documents: Sequence[Document]
    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything of one person."""

    party: Party
    person: Person
    cases: Sequence[OwnCase]
    drafts: Sequence[Draft]
    looks: Sequence[Look]


def own_data(party: Party, *, seen: bool) -> OwnData:
    """Gather it in six queries and one look into the key store. Raises KeyGone when the person was erased.

    seen: an officer has seen this person's card; without that the applications from the counter stay closed, for
        whoever signed in has shown no more than a phone
    """
    rows = list(Case.objects.readable_by(party.pk, seen=seen))
    keys = key_store().held([row.ref for row in rows])
    events = _by_case(Event.objects.case_by_case().filter(case__in=rows))
    documents = _by_case(Document.objects.filter(case__in=rows).order_by("pk"))
    letters = _by_case(Letter.objects.filter(case__in=rows).order_by("pk"))
    cases = [
        OwnCase(
            row,
            events[row.pk],
            _answers(events[row.pk], keys[row.ref]) if row.ref in keys else None,
            documents[row.pk],
            letters[row.pk],
        )
        for row in rows
    ]
    return OwnData(
        party,
        person_of(party),
        cases,
        list(Draft.objects.filter(party=party, typed_by=None).exclude(service__startswith=FOR).order_by("started_at")),
        list(looks_at(party, rows).order_by("-pk")),
    )


def looks_at(party: Party, readable: Iterable[Case]) -> QuerySet[Look]:
    """Return the looks at a person and at those of their applications that they may read themselves."""
    return Look.objects.filter(party=party).filter(Q(case=None) | Q(case__in=readable)).select_related("case")


MOST_AGENT_LOOKS = 50


def agent_looks_at(party: Party) -> list[tuple[AgentLook, str]]:
    """Return what those who act for a person were shown of them, the latest first, with the name of each."""
    rows = list(
        AgentLook.objects.filter(party=party).select_related("agent", "case").order_by("-pk")[:MOST_AGENT_LOOKS]
    )
    people = names_of({row.agent_id: row.agent for row in rows}.values())
    return [(row, people[row.agent_id].name if row.agent_id in people else "–") for row in rows]


def _answers(events: Iterable[Event], key: bytes) -> dict[str, Any]:
    """Return the answers as they stand, each later correction over what was there."""
    found: dict[str, Any] = {}
    for event in events:
        if event.act in ANSWERING:
            found.update(opened(event, key).get("answers", {}))
    return found


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
