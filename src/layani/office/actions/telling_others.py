"""Tells people whom a case names, and who did not make it: once each, and the officer sees who could not be reached.

The message's row holds no name and no address: the code of the contact, by which the row of the list is found again in
the sealed answers when it is sent.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from layani.office.actions.parties import person_of
from layani.office.actions.viewing import answers_of
from layani.office.gateways.key_store import KeyGone
from layani.office.house import calendar, codes
from layani.office.house import service as service_now
from layani.office.tables.models.cases import Case
from layani.office.tables.models.papers import Message
from layani.rules.cases.clock import due
from layani.rules.catalogue import Service, Step
from layani.rules.catalogue.model import Field, Tell
from layani.rules.dates import day_words
from layani.rules.text import Text

# Kind of the applicant's own message -> the moments that have come when it is sent.
MOMENTS: Mapping[str, frozenset[str]] = {
    "filed": frozenset({"filed"}),
    "filed-by-proxy": frozenset({"filed"}),
    "others": frozenset({"filed"}),
    "granted": frozenset({"decided"}),
    "refused": frozenset({"decided"}),
    "deemed": frozenset({"decided"}),
    "granted-with-letter": frozenset({"decided", "issued"}),
    "refused-with-letter": frozenset({"decided", "issued"}),
    "deemed-with-letter": frozenset({"decided", "issued"}),
    "issued": frozenset({"issued"}),
    "refusal-issued": frozenset({"issued"}),
}
# Sent to nobody: it says that answers were corrected, so that whoever is new in them is told.
OTHERS = "others"
NAMED = "named-"

SOON = Text("segera, sebelum diputuskan", "soon, before it is decided")

How = Literal["sent", "waiting", "failed", "no-contact", "applicant"]


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a list whose people are told: its place from 0, how to reach it, and what became of that."""

    row: int
    phone: str
    email: str
    how: How


def tell_others(message: Message, now: datetime) -> int:
    """Leave a message for everybody of whom the moment of ``message`` has come and who was not told; returns how many.

    Whoever calls holds the transaction, so that two workers never tell one person twice. A person is known by the
    contact: two rows with one phone are told once.
    """
    moments = MOMENTS.get(message.kind, frozenset())
    case = message.case
    if case is None or not moments:
        return 0
    definition = definition_of(case)
    tells = [one for one in definition.tells if one.at in moments] if definition else []
    if definition is None or not tells:
        return 0
    answers, own, new = answers_of(case), own_codes(case), []
    for tell in tells:
        kind = f"{NAMED}{tell.at}"
        done = {row.params.get("to") for row in Message.objects.filter(case=case, kind=kind)}
        for _, phone, email in contacts(definition.fields[tell.who], answers):
            code = code_of(phone, email)
            if code and code not in done | own:
                done.add(code)
                params = {"tells": tell.id, "to": code}
                new.append(Message(party_id=message.party_id, case=case, kind=kind, params=params, due_at=now))
    Message.objects.bulk_create(new)
    return len(new)


def definition_of(case: Case) -> Service | None:
    """Return the service as it was when the case was filed, or None where this office no longer has it."""
    try:
        return service_now(case.service, case.version)
    except KeyError:
        return None


def contacts(one: Field, answers: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Yield (place, phone, e-mail) of every row of a list; "" for what is not given."""
    by_kind = {kind: [c.name for c in one.columns if c.kind == kind] for kind in ("phone", "email")}
    for place, row in enumerate(answers.get(one.name) or ()):
        phone, email = (
            next((str(row[name]) for name in by_kind[kind] if row.get(name)), "") for kind in ("phone", "email")
        )
        yield place, phone, email


def code_of(phone: str, email: str) -> str:
    """Return the code (hex) of a person's contact; "" for a person without one."""
    address = phone or email
    return codes().contact(address).hex() if address else ""


def own_codes(case: Case) -> frozenset[str]:
    """Return the codes of the applicant's own phone and e-mail: a message to them tells nobody else.

    Empty when the register's key of the applicant was erased.
    """
    try:
        person = person_of(case.party)
    except KeyGone:
        return frozenset()
    return frozenset(code_of(*one) for one in ((person.phone, ""), ("", person.email)) if any(one))


def addressed(message: Message) -> Mapping[str, str]:
    """Return {channel: address} of the person of a message, out of the answers as they are now; {} if gone."""
    case = message.case
    definition = definition_of(case) if case else None
    tell = (
        next((one for one in definition.tells if one.id == message.params.get("tells")), None) if definition else None
    )
    if case is None or definition is None or tell is None:
        return {}
    for _, phone, email in contacts(definition.fields[tell.who], answers_of(case)):
        if code_of(phone, email) == message.params.get("to"):
            return {channel: to for channel, to in (("phone", phone), ("email", email)) if to}
    return {}


def words_for_others(message: Message) -> dict[str, Text]:
    """Return what a message says to somebody else: {"service": its name, "by": until when to object}; {} of all others.

    Before a decision there is no last day in law, so it says what is sure: the shortest time for which a public notice
    must hang, within which nothing is decided; where there is none, that it may be decided any day.
    """
    case = message.case
    if case is None or not message.kind.startswith(NAMED):
        return {}
    definition = definition_of(case)
    name = definition.name if definition else Text(case.service, case.service)
    notices = [step.notice for step in definition.steps if step.notice and step.when is None] if definition else []
    terms = [term for one in notices for term in (one.length, one.objections)]
    ends = min((due(calendar(), case.received_at, term) for term in terms), default=None)
    if ends is None or ends <= message.due_at:  # whom a correction named later is not told a day that is over
        return {"service": name, "by": SOON}
    day = day_words(calendar().local(ends).date())
    return {"service": name, "by": Text(f"paling lambat {day.id}", f"by {day.en} at the latest")}


def people_told(case: Case, definition: Service, tell: Tell, answers: Mapping[str, Any]) -> list[Person]:
    """Return every person of a list with what became of the message to them. One query."""
    rows = Message.objects.filter(case=case, kind=f"{NAMED}{tell.at}")
    ended: dict[str, How] = {
        str(row.params.get("to")): "sent" if row.sent_at else "failed" if row.gave_up_at else "waiting" for row in rows
    }
    own, people = own_codes(case), []
    for place, phone, email in contacts(definition.fields[tell.who], answers):
        code = code_of(phone, email)
        unsent: How = "no-contact" if not code else "applicant" if code in own else "waiting"
        people.append(Person(place, phone, email, ended.get(code, unsent)))
    return people


def found_told(case: Case, definition: Service, step: Step, in_person: Collection[int]) -> dict[str, Any]:
    """Return the findings of a step that follow from who was told; nobody types them.

    in_person: places of the rows, from 0, whom the officer says to have told by mouth
    """
    counted = [one for one in (step.finds.fields if step.finds else ()) if one.tells]
    if not counted:
        return {}
    answers, tells = answers_of(case), {one.id: one for one in definition.tells}
    found: dict[str, Any] = {}
    for one in counted:
        people = people_told(case, definition, tells[one.tells], answers)
        told = sum(person.how == "sent" or person.row in in_person for person in people)
        found[one.name] = told if one.kind == "number" else told == len(people)
    return found
