"""What the office holds of a person, for the person: everything that is theirs, opened, and who was shown it.

UU 27/2022 (article 32, verified in a second-hand source) gives 3 x 24 hours for such a copy and for the trail of the
processing; whoever can sign in need not wait for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from layani.office.actions.mandating import names_of
from layani.office.actions.parties import Person, person_of
from layani.office.actions.proxying import FOR
from layani.office.actions.viewing import ANSWERING, opened
from layani.office.house import key_store
from layani.office.tables.models import AgentLook, Case, Document, Draft, Event, Letter, Look, Mandate, Party


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One application: its row, its acts in their order, its answers (None: erased), its documents, its letters.

    said: place of an act -> what was said in it, as the reader may read it
    """

    row: Case
    acts: Sequence[Event]
    answers: Mapping[str, Any] | None
    documents: Sequence[Document]
    letters: Sequence[Letter]
    said: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything of one person; the mandates that they gave or hold, each with the other's name."""

    party: Party
    person: Person
    cases: Sequence[OwnCase]
    drafts: Sequence[Draft]
    looks: Sequence[Look]
    mandates: Sequence[tuple[Mandate, str]]
    agent_looks: Sequence[tuple[AgentLook, str]]


def own_data(party: Party, *, seen: bool, today: date, told: Collection[str] = ()) -> OwnData:
    """Gather it in nine queries and three looks into the key store. Raises KeyGone when the person was erased.

    seen: an officer has seen this person's card; without that the applications from the counter stay closed, for
        whoever signed in has shown no more than a phone
    told: the acts whose words their applicant reads
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
            _said(events[row.pk], keys[row.ref], told) if row.ref in keys else {},
        )
        for row in rows
    ]
    return OwnData(
        party,
        person_of(party),
        cases,
        list(Draft.objects.filter(party=party, typed_by=None).exclude(service__startswith=FOR).order_by("started_at")),
        list(looks_at(party, rows, today).order_by("-pk")),
        _mandates(party),
        agent_looks_at(party, None),
    )


def _mandates(party: Party) -> list[tuple[Mandate, str]]:
    rows = list(Mandate.objects.of_giver(party.pk)) + list(Mandate.objects.of_holder(party.pk))
    others = {row.pk: row.holder if row.giver_id == party.pk else row.giver for row in rows}
    people = names_of({other.pk: other for other in others.values()}.values())
    return [(row, people[other.pk].name if (other := others[row.pk]).pk in people else "–") for row in rows]


def looks_at(party: Party, readable: Iterable[Case], today: date) -> QuerySet[Look]:
    """Return the looks at a person and at those of their applications that they may read themselves.

    Those that an inquiry delays come once their day has come.
    """
    looks = Look.objects.filter(party=party).filter(Q(case=None) | Q(case__in=readable))
    return looks.shown_on(today).select_related("case", "reason")


MOST_AGENT_LOOKS = 50


def agent_looks_at(party: Party, most: int | None = MOST_AGENT_LOOKS) -> list[tuple[AgentLook, str]]:
    """Return what those who act for a person were shown of them, the latest first, with the name of each.

    most: how many at most; None for all
    """
    rows = list(AgentLook.objects.filter(party=party).select_related("agent", "case").order_by("-pk")[:most])
    people = names_of({row.agent_id: row.agent for row in rows}.values())
    return [(row, people[row.agent_id].name if row.agent_id in people else "–") for row in rows]


def _answers(events: Iterable[Event], key: bytes) -> dict[str, Any]:
    """Return the answers as they stand, each later correction over what was there."""
    found: dict[str, Any] = {}
    for event in events:
        if event.act in ANSWERING:
            found.update(opened(event, key).get("answers", {}))
    return found


def _said(events: Iterable[Event], key: bytes, told: Collection[str]) -> dict[int, Mapping[str, Any]]:
    """Return {place: words} of the acts whose words the reader reads; answers and digests stand elsewhere."""
    found: dict[int, Mapping[str, Any]] = {}
    for event in events:
        if event.act in told:
            words = {name: said for name, said in opened(event, key).items() if name not in _ELSEWHERE}
            if words:
                found[event.seq] = words
    return found


_ELSEWHERE = frozenset({"answers", "letter"})


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found
