"""A person says that something held about them is wrong; another officer puts it right, or says why not, in time.

What is put right in a case is an act of that case, and in the register of people a line of this ledger; either way the
request and its answer have a leaf, and of what stood there before nothing is kept but its commitment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
from django.db import IntegrityError, transaction

from layani.office.actions.acting import Deed, act_on_locked, keep_refused
from layani.office.actions.amounts import amounts_of, conditions_of
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.parties import BOUND, person_of
from layani.office.actions.rectifying_facts import definition_for, given_to, items_of, present, standing_of
from layani.office.actions.sections import asked_in, section_after
from layani.office.actions.subjects import note_subject, subject_of
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, open_sealed, seal
from layani.office.house import calendar, codes, facts_on, key_store
from layani.office.tables.models import (
    Case,
    Message,
    Outbox,
    Party,
    Rectification,
    RectificationAnswer,
    RectificationTold,
)
from layani.office.tables.models.authorities import lent_posts
from layani.office.tables.projection import state_of
from layani.rules.cases.act import written
from layani.rules.cases.acts.correcting import deciders
from layani.rules.cases.acts.putting_right import CHANGES_COURSE
from layani.rules.cases.state import Case as State
from layani.rules.catalogue import FieldProblem, Service, check_answers, evaluate_rules
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.catalogue.steps import steps_for
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import LedgerLeaf
from layani.rules.record.sealing import SALT_SIZE, commitment
from layani.rules.rectifying.deciding import (
    ABOUT_PERSON,
    ABOVE,
    CORRECTED,
    LONGEST,
    OPEN_ALREADY,
    PERSON_ITEMS,
    ROAD,
    Answering,
    against_answering,
    against_asking,
)
from layani.rules.rectifying.terms import time_to_answer
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ANSWERED = "data-answered"
"""The message that an answer is there."""
LONGEST_HOW = 80

PERSON_FIELDS: Mapping[str, Field] = {
    "name": Field("name", "text", PERSON_ITEMS["name"], limits={"longest": 120}),
    "nik": Field("nik", "nik", PERSON_ITEMS["nik"]),
    "birth_date": Field("birth_date", "date", PERSON_ITEMS["birth_date"]),
    "phone": Field("phone", "phone", PERSON_ITEMS["phone"]),
    "email": Field("email", "email", PERSON_ITEMS["email"]),
}
"""What the register of people holds, as questions, so that what is put right is read as it was first."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a person says: which item (of a case, or of the register), what should stand there, what proves it."""

    item: str
    right: str
    evidence: str
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer says: the outcome, why (the person reads it), the road, the card, and the right value as JSON."""

    outcome: str
    why: str
    road: str = ""
    card_seen: bool = False
    value: Any = None


def ask(party: Party, wrong: Wrong, *, actor: Actor, now: datetime, once: UUID) -> Rectification:
    """Keep what a person calls wrong, or raise Refused and keep nothing. The same form sent twice is kept once.

    actor: the person, or the officer at the counter who writes down what they say
    The caller has made sure that the case is the person's and that they may read it.
    """
    if (before := Rectification.objects.filter(once=once, party=party).first()) is not None:
        return before
    case = wrong.case
    if refusal := against_asking(wrong.item, items_of(case), wrong.right, wrong.evidence):
        raise Refused(refusal)
    said = {"right": wrong.right.strip()[:LONGEST], "evidence": wrong.evidence.strip()[:LONGEST]}
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)  # one request of a person at a time
        if Rectification.objects.open().filter(party=party, case=case, item=wrong.item).exists():
            raise Refused(OPEN_ALREADY)
        ref, due = uuid4(), time_to_answer().due(now)
        row = Rectification(
            ref=ref, party=party, case=case, item=wrong.item, asked_at=now, due_at=due, once=once,
            asked_by_id=actor.user if actor.is_officer else None,
        )  # fmt: skip
        content = {
            "about": case.number if case else "person",
            "at": written(now),
            "due": written(due),
            "item": wrong.item,
            "ledger": "rectification",
            "ref": str(ref),
        }
        row.body, row.sealed, row.outbox = _lined(row.key_ref, f"rectification/{ref}", content, said, now)
        row.save(force_insert=True)
    return row


def answer(one: Rectification, said: Answer, *, actor: Actor, now: datetime) -> RectificationAnswer:
    """Answer a request once: put right what is wrong, refuse, or name the lawful road. Raises Refused, AnswersRejected.

    What is put right in a case goes through the case's own act, with all its controls.
    """
    try:
        with transaction.atomic():
            return _answer(one, said, actor, now)
    except Refused as refused:
        if one.case is not None and said.outcome == CORRECTED:
            keep_refused(Case.objects.get(pk=one.case.pk), _deed(one, said, actor), refused, actor=actor, now=now)
        raise


def _answer(one: Rectification, said: Answer, actor: Actor, now: datetime) -> RectificationAnswer:
    """Answer in the caller's transaction."""
    answering = Answering(said.outcome, len(said.why.strip()), said.road, said.card_seen)
    party = Party.objects.select_for_update().get(pk=one.party_id)
    case = Case.objects.locked(one.case.number) if one.case is not None else None
    one = Rectification.objects.select_related("party", "answer").get(pk=one.pk)
    one.party, one.case = party, case
    if refusals := against_answering(standing_of(one, actor, now), answering, actor.user, actor.roles):
        raise Refused(*refusals)
    given = given_to(one)
    changed: dict[str, Any] = {}
    if said.outcome == CORRECTED:
        changed = {"before": present(one), "after": said.value}
        if case is None:
            _in_the_register(party, one.item, said.value, actor, now)
        else:
            _in_the_case(one, case, said, actor, now)
    return _keep_answer(one, said, (given.recipients, given.letters), changed, actor, now)


def tell(row: RectificationAnswer, recipient: str, how: str, *, actor: Actor, now: datetime) -> None:
    """Note that somebody who was given what was wrong was told; how: by which letter or message, without a name."""
    if not how.strip() or recipient not in row.recipients:
        raise Refused(_NOT_TOLD)
    try:
        with transaction.atomic():
            RectificationTold.objects.create(
                answer=row, recipient=recipient, how=how.strip()[:LONGEST_HOW], officer_id=_officer(actor), at=now
            )
    except IntegrityError:  # told already, by whoever pressed first
        return


def said_in(row: Rectification, answered: RectificationAnswer | None = None) -> dict[str, Any]:
    """Return what a person said, and why an officer answered as they did. Raises KeyGone after an erasure."""
    key = key_store().get(row.key_ref)
    return said_under(key, row, answered)


def said_under(key: bytes, row: Rectification, answered: RectificationAnswer | None = None) -> dict[str, Any]:
    """Return the same under a key that the caller has already."""
    found: dict[str, Any] = dict(open_sealed(key, bytes(row.sealed), f"rectification/{row.ref}"))
    if answered is not None:
        found |= open_sealed(key, bytes(answered.sealed), f"rectification/{row.ref}/answer")
    return {name: value for name, value in found.items() if name != "salt"}


def _keep_answer(
    one: Rectification,
    said: Answer,
    given: tuple[tuple[str, ...], tuple[str, ...]],
    changed: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> RectificationAnswer:
    # Who was given it is told of what was put right; where it was not, there is nothing to tell.
    recipients, letters = given if said.outcome == CORRECTED else ((), given[1])
    role, road = role_of(one, actor), said.road if said.outcome == ROAD else ""
    content = {
        "at": written(now),
        "ledger": "rectification",
        "letters": list(letters),
        "officer": _officer(actor),
        "outcome": said.outcome,
        "recipients": list(recipients),
        "ref": str(one.ref),
        "road": road,
        "role": role,
    }
    bound = f"rectification/{one.ref}/answer"
    body, sealed, outbox = _lined(one.key_ref, bound, content, {"why": said.why.strip()[:LONGEST]}, now, changed)
    row = RectificationAnswer.objects.create(
        of=one, outcome=said.outcome, road=road, recipients=list(recipients), to_tell=len(recipients),
        letters=list(letters), officer_id=_officer(actor), role=role, at=now, body=body, sealed=sealed, outbox=outbox,
    )  # fmt: skip
    Message.objects.create(party_id=one.party_id, kind=ANSWERED, due_at=now)
    return row


def _officer(actor: Actor) -> int:
    """Return the id of who acts; the rules have let nobody but an officer come here."""
    if actor.user is None:
        raise AssertionError("an officer has an id")
    return actor.user


def role_of(one: Rectification, actor: Actor) -> str:
    """Return the role in which an officer answers; "" where they hold none that does.

    A post whose queue was only opened to them, for they sign for it, is not the one in which they answer.
    """
    answers = ABOUT_PERSON if one.case is None else deciders(state_of(one.case)) | ABOVE
    held = actor.roles & answers
    return min(held - lent_posts(actor.user or 0) or held, default="") if len(held) > 1 else min(held, default="")


def _lined(
    ref: UUID, bound: str, content: Mapping[str, Any], said: Mapping[str, Any], now: datetime,
    values: Mapping[str, Any] | None = None,
) -> tuple[str, bytes, Outbox]:  # fmt: skip
    """Return body, sealed part and leaf of a line; the salt is sealed too, and goes with the key.

    values: stand in the body as their commitments alone, so that nobody can read what stood there before
    """
    key, salt = key_store().get(ref), os.urandom(SALT_SIZE)
    hidden = {name: encode_base64(commitment(canonical(value), salt)) for name, value in (values or {}).items()}
    sealed = {**said, "salt": encode_base64(salt)}
    digest = encode_base64(commitment(canonical(dict(said)), salt))
    body = canonical({**content, **hidden, "sealed": digest})
    leaf = LedgerLeaf(commitment(body, salt), now).text()
    return body.decode(), seal(key, sealed, bound), Outbox.objects.create(leaf=leaf)


def _in_the_register(party: Party, item: str, value: Any, actor: Actor, now: datetime) -> None:
    asked = PERSON_FIELDS[item]
    if value in (None, "") or not jsonschema_rs.is_valid(kind_of(asked).schema(asked), value):
        raise AnswersRejected((FieldProblem(item, kind_of(asked).problem(asked, value)),))
    if item == "nik" and Party.objects.with_nik(codes().nik(value)).exclude(pk=party.pk).exists():
        raise Refused(_ANOTHERS)
    day = calendar().local(now).date().isoformat()
    known = person_of(party)
    person = replace(known, **{item: value}, source=f"{known.source}; {item} put right, officer {actor.user}, {day}")
    party.sealed = seal(key_store().get(party.ref), vars(person), BOUND)
    party.phone_mac = codes().phone(person.phone) if person.phone else None
    party.nik_mac = codes().nik(person.nik) if person.nik else None
    if item in ("nik", "phone", "email"):
        party.vouched += 1  # whoever signed in by what was wrong is not signed in any more
    party.save(update_fields=["sealed", "phone_mac", "nik_mac", "vouched"])


def _deed(one: Rectification, said: Answer, actor: Actor) -> Deed:
    data = {"fields": [one.item], "why_length": len(said.why.strip()), "ref": str(one.ref)}
    return Deed("put_right", data, role=role_of(one, actor) or "none")


def _in_the_case(one: Rectification, row: Case, said: Answer, actor: Actor, now: datetime) -> None:
    """Put one answer of an open case right: the rules come out anew, the course stays."""
    deed = _deed(one, said, actor)

    def finish(row: Case, case: State) -> Deed:
        return _with_rules(row, case, deed, one.item, said)

    def keep(row: Case, case: State) -> None:
        definition = definition_for(row)
        if definition is not None and definition.once_per:
            note_subject(row, subject_of(definition, answers_of(row)))

    act_on_locked(row, replace(deed, finish=finish), actor=actor, now=now, also=keep)


def _with_rules(row: Case, case: State, deed: Deed, item: str, said: Answer) -> Deed:
    findings = findings_of(row)
    facts = {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings}
    definition = definition_for(row)
    if definition is None:
        raise Refused(CHANGES_COURSE)
    before = answers_of(row)
    after = {**before, item: said.value}
    if problems := tuple(one for one in check_answers(definition, after) if one.field == item):
        raise AnswersRejected(problems)
    if _course(definition, before, facts) != _course(definition, after, facts):
        raise Refused(CHANGES_COURSE)
    results = evaluate_rules(definition, after, facts, findings)
    data = {
        **deed.data,
        "rules": {one.rule: one.outcome for one in results},
        "must": [one.rule for one in results if one.mandatory],
        "evidence": evidence_for(definition, after, calendar().local(row.received_at).date()),
        "conditions": conditions_of(definition, after, facts).get("conditions", {}),
        **section_after(definition, case, after),
    }
    data["conditions"] = asked_in(data["conditions"], data.get("section", case.section))
    return replace(deed, data=data, personal={"answers": {item: said.value}, "why": said.why.strip()[:LONGEST]})


def _course(definition: Service, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes it this application and no other: its steps, its fee and its questions."""
    steps = [step.id for step in steps_for(definition, answers, facts)]
    return steps, amounts_of(definition, answers, facts), asked_fields(definition, answers)


_ANOTHERS = Refusal(
    "nik-of-another",
    Text("NIK itu tercatat untuk orang lain.", "That NIK is held for somebody else."),
    Text(
        "Periksa KTP-nya. Bila memang benar, dua catatan harus disatukan: serahkan kepada operator.",
        "Check the card. If it is right, two entries must be made one: leave it to the operator.",
    ),
)
_NOT_TOLD = Refusal(
    "nobody-told",
    Text("Belum ditulis siapa yang diberi tahu dan dengan apa.", "It does not say who was told, and by what."),
    Text("Pilih penerimanya dan tulis nomor suratnya.", "Choose who, and write the number of the letter."),
)
