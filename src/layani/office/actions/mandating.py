"""Mandates are given by the person, or recorded at the counter; confirmed by a code; ended by the person at any time.

Each event has a leaf of the kind of an attempt, so that no mandate can be dated back and nobody reads from the record
that there is one.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction

from layani.office.actions.numbering import ALPHABET
from layani.office.actions.parties import Person, person_of
from layani.office.actions.trying import Limit, count_try
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, open_sealed, seal
from layani.office.house import calendar, catalogue, codes, key_store
from layani.office.tables.models import (
    Agent,
    Document,
    Erasure,
    Mandate,
    MandateEvent,
    Message,
    Outbox,
    Party,
    Role,
    User,
)
from layani.rules.cases.act import written
from layani.rules.mandates.giving import Given, objections_to_mandate
from layani.rules.mandates.model import WORD
from layani.rules.mandates.model import Mandate as RulesMandate
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

GIVEN, RECORDED, CODE = "mandate-given", "mandate-recorded", "mandate-code"
"""Messages to the person: that a mandate stands in their name, and the code by which they confirm one."""
CODE_TRIES = Limit("mandate-code", most=5, span=timedelta(hours=1))
PER_ASKER = Limit("agent-code-from", most=20, span=timedelta(hours=1))
AGENT_LETTERS, SECRET_LETTERS = 8, 16
LONGEST_WORDS = 500  # characters


@dataclass(frozen=True, slots=True)
class Wish:
    """A mandate as somebody gives or records it.

    organisation: id of the one for which the holder works, where the person has just read so
    seen: what an officer saw of it, in words; why_not: why the person cannot be told directly, in words
    """

    giver: Party
    holder: Party
    services: tuple[str, ...]
    basis: str
    since: date
    until: date
    receives: bool = False
    seen: str = ""
    why_not: str = ""
    scan: UUID | None = None
    organisation: int | None = None


def agent_of(party: Party) -> Agent:
    """Return who a person is to those for whom they act, with the code that these give; made when first asked for."""
    known = Agent.objects.filter(party=party).first()
    letters = "".join(secrets.choice(ALPHABET) for _ in range(AGENT_LETTERS))
    code = f"K-{letters[:4]}-{letters[4:]}"
    return known or Agent.objects.get_or_create(party=party, defaults={"code": code})[0]


def with_agent_code(typed: str, *, asker: str, now: datetime) -> Party:
    """Return who has this code; raises Refused, and after many tries of one asker for an hour."""
    count_try(PER_ASKER, asker, now)
    letters = "".join(c for c in typed.upper() if c.isalnum()).removeprefix("K")
    letters = letters.translate(str.maketrans("ILO", "110"))
    found = Agent.objects.select_related("party").filter(code=f"K-{letters[:4]}-{letters[4:]}").first()
    if found is None:
        _refuse("no-such-agent", "Kode itu tidak ada.", "There is no such code.")
    return found.party


def offered_services() -> dict[str, Text]:
    """Return {name: words} of the services for which a mandate can be given."""
    return {name: one.name for name, one in catalogue().services.items() if one.renews is None}


def give(wish: Wish, *, actor: Actor, now: datetime, once: UUID) -> Mandate:
    """Let a signed-in person give a mandate, or raise Refused and keep nothing. The same form sent twice gives once."""
    if not actor.is_citizen or actor.party != wish.giver.pk:
        _refuse("not-yours", "Kuasa diberikan oleh orangnya sendiri.", "A mandate is given by the person themselves.")
    return _keep(wish, "given", actor=actor, now=now, once=once)


def record(wish: Wish, *, actor: Actor, now: datetime, once: UUID) -> Mandate:
    """Let an officer record what they saw; one by word alone holds once the person has said the code.

    The person is told at once on their own phone or e-mail, with a link by which they stop it.
    """
    if not actor.is_officer:
        _refuse("not-yours", "Ini tugas petugas loket.", "This is for an officer at the counter.")
    own = {bytes(one.nik_mac) for one in (wish.giver, wish.holder) if one.nik_mac}
    if actor.nik_mac and actor.nik_mac in own:
        _refuse("own-mandate", "Kuasa ini menyangkut Anda sendiri.", "This mandate concerns yourself.")
    return _keep(wish, "recorded", actor=actor, now=now, once=once)


def confirm(ref: UUID, code: str, *, actor: Actor, now: datetime) -> Mandate:
    """Take the code that the person said to the officer, on the day of recording; raises Refused and counts the try."""
    count_try(CODE_TRIES, str(ref), now)
    with transaction.atomic():
        row = locked(ref)
        if row.confirmed_at or row.ended or _day(row.entered_at) != _day(now):
            _refuse("code-over", "Kode ini tidak berlaku lagi.", "This code is no longer valid.")
        digits = "".join(c for c in code if c.isdigit())
        if not hmac.compare_digest(digits, code_of(key_store().get(row.ref))):
            _refuse("wrong-code", "Kode itu tidak cocok.", "That code does not match.")
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
        add_event(row, "confirmed", "officer", actor, now)
    return row


def end(ref: UUID, how: str, *, actor: Actor, now: datetime) -> Mandate:
    """End a mandate: "person" or "holder", each their own, or "death", which an officer records. Ended stays ended."""
    with transaction.atomic():
        row = locked(ref)
        allowed = {
            "person": actor.is_citizen and actor.party == row.giver_id,
            "holder": actor.is_citizen and actor.party == row.holder_id,
            "death": actor.is_officer,
        }
        if not allowed.get(how):
            _refuse("not-yours", "Kuasa ini bukan milik Anda.", "This mandate is not yours.")
        if not row.ended:
            close(row, how, f"ended-by-{how}", "officer" if how == "death" else how, actor, now)
    return row


def end_unproved(giver: Party, *, actor: Actor, now: datetime) -> None:
    """End what was given online in a person's name on somebody's bare word; their card, or an account, is seen now.

    The caller holds the transaction and has locked the person. What an officer recorded stays: they saw its basis. What
    ran out by its last day has nothing left to end, and may be erased.
    """
    by = "officer" if actor.is_officer else "provider"
    rows = Mandate.objects.select_for_update().filter(giver=giver, recorded_by=None, ended="", until__gte=_day(now))
    for row in rows.order_by("pk"):
        close(row, "card", "ended-by-card", by, actor, now)


def close(row: Mandate, how: str, kind: str, by: str, actor: Actor, now: datetime) -> None:
    """Write the end of a locked mandate; one that ran out and was erased has none, and its key is gone or goes."""
    if Erasure.objects.filter(mandate=row).exists():
        return
    row.ended, row.ended_at = how, now
    row.save(update_fields=["ended", "ended_at"])
    add_event(row, kind, by, actor, now)


def locked(ref: UUID) -> Mandate:
    """Return a mandate, locked until the transaction ends; raises Mandate.DoesNotExist."""
    return Mandate.objects.select_for_update().get(ref=ref)


def seen_of(row: Mandate) -> Mapping[str, Any]:
    """Return what was sealed with a mandate: "seen" and "why_not", in the officer's words."""
    found: Mapping[str, Any] = open_sealed(key_store().get(row.ref), bytes(row.sealed), f"mandate/{row.ref}")
    return found


def secret_of(key: bytes) -> str:
    """Return the secret by which the person stops a case or a mandate, derived from its key: sixteen letters."""
    number = int.from_bytes(hmac.digest(key[:32], b"stop-link/v1", hashlib.sha256)[:10], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(SECRET_LETTERS))


def same_secret(given: str, key: bytes) -> bool:
    """Say, in constant time, whether somebody has the secret."""
    return hmac.compare_digest(given.upper().encode(), secret_of(key).encode())


def code_of(key: bytes) -> str:
    """Return the six digits by which a person confirms a mandate at the counter, derived from its key."""
    return f"{int.from_bytes(hmac.digest(key[:32], b'mandate-code/v1', hashlib.sha256)[:8], 'big') % 10**6:06d}"


def reachable(person: Person) -> bool:
    """Tell whether the register holds a phone or an e-mail of the person's own."""
    return bool(person.phone or person.email)


def told_directly(person: Person, agent: Person) -> bool:
    """Tell whether the person has a phone or an e-mail that is not their agent's."""
    return bool(contacts_of(person) - contacts_of(agent))


def contacts_of(person: Person) -> set[bytes]:
    """Return the codes of a person's phone and e-mail."""
    return {codes().contact(one) for one in (person.phone, person.email) if one}


def serves_here(party: Party, now: datetime) -> bool:
    """Tell whether a person is an officer of this office, by the code of the NIK; whoever has left serves no more."""
    if party.nik_mac is None:
        return False
    accounts = User.objects.filter(nik_mac=bytes(party.nik_mac), is_active=True).values_list("pk", flat=True)
    office, day = catalogue().office.slug, _day(now)
    return any(not Role.objects.have_ended(pk, office, day) for pk in accounts)


def _keep(wish: Wish, kind: str, *, actor: Actor, now: datetime, once: UUID) -> Mandate:
    if (before := _sent_before(once, wish)) is not None:
        return before
    _require_allowed(wish, kind, now)
    try:
        with transaction.atomic():
            row = _write(wish, kind, actor, now, once)
            add_event(row, kind, "officer" if kind == "recorded" else "person", actor, now)
            _tell(row, kind, now)
            return row
    except IntegrityError:  # the same form, pressed twice at once
        if (before := _sent_before(once, wish)) is None:
            raise
        return before


def _sent_before(once: UUID, wish: Wish) -> Mandate | None:
    before = Mandate.objects.filter(once=once).first()
    if before is not None and (before.giver_id, before.holder_id) != (wish.giver.pk, wish.holder.pk):
        _refuse("key-used", "Formulir ini sudah dikirim untuk orang lain.", "This form was sent for somebody else.")
    return before


def _require_allowed(wish: Wish, kind: str, now: datetime) -> None:
    mandate = RulesMandate(
        "", wish.giver.pk, wish.holder.pk, frozenset(wish.services), wish.basis, wish.since, wish.until
    )
    given = Given(
        today=_day(now),
        offered=frozenset(offered_services()),
        holder_serves_here=serves_here(wish.holder, now),
        at_counter=kind == "recorded",
        seen=len(wish.seen.strip()),
        reachable=told_directly(person_of(wish.giver), person_of(wish.holder)),
        why_not=len(wish.why_not.strip()),
    )
    if refused := objections_to_mandate(mandate, given):
        raise Refused(*refused)


def _write(wish: Wish, kind: str, actor: Actor, now: datetime, once: UUID) -> Mandate:
    ref, key = key_store().ready(now)
    said = {"seen": wish.seen.strip()[:LONGEST_WORDS], "why_not": wish.why_not.strip()[:LONGEST_WORDS]}
    scan = Document.objects.filter(ref=wish.scan, party=wish.giver).first() if wish.scan else None
    row = Mandate(
        ref=ref,
        giver=wish.giver,
        holder=wish.holder,
        services=sorted(wish.services),
        basis=wish.basis,
        receives=wish.receives,
        since=wish.since,
        until=wish.until,
        confirmed_at=now if kind == "given" else None,
        recorded_by_id=actor.user if kind == "recorded" else None,
        entered_at=now,
        no_contact=kind == "recorded" and not told_directly(person_of(wish.giver), person_of(wish.holder)),
        scan=scan,
        organisation_id=wish.organisation if kind == "given" else None,
        sealed=seal(key, said, f"mandate/{ref}"),
        once=once,
    )
    row.save(force_insert=True)
    return row


def _tell(row: Mandate, kind: str, now: datetime) -> None:
    """Tell the person at once; of one by word alone they get the code, and the telling with it."""
    told = GIVEN if kind == "given" else CODE if row.basis == WORD else RECORDED
    if not row.no_contact:
        Message.objects.create(party_id=row.giver_id, kind=told, params={"mandate": row.pk}, due_at=now)


def add_event(row: Mandate, kind: str, by: str, actor: Actor, now: datetime) -> MandateEvent:
    """Write one event of a locked mandate with its leaf."""
    seq = MandateEvent.objects.filter(mandate=row).count()
    key = key_store().get(row.ref)
    salt = event_salt(key[:CASE_KEY_SIZE], seq)
    content = {
        "mandate": str(row.ref),
        "seq": seq,
        "kind": kind,
        "by": by,
        "officer": actor.user,
        "at": written(now),
        "basis": row.basis,
        "services": row.services,
        "days": [row.since.isoformat(), row.until.isoformat()],
        "sealed": encode_base64(sha256(b"sealed/v1\0" + salt + bytes(row.sealed)).digest()),
    }
    body = canonical(content)
    leaf = AttemptLeaf(commitment(body, salt), now).text()
    event = MandateEvent(mandate=row, seq=seq, kind=kind, by=by, officer_id=actor.user, at=now, body=body.decode())
    event.outbox = Outbox.objects.create(leaf=leaf)
    event.save(force_insert=True)
    return event


def names_of(rows: Collection[Party]) -> dict[int, Person]:
    """Return {party id: person} of those who were not erased; one look into the key store."""
    keys = key_store().held(row.ref for row in rows)
    return {row.pk: person_of(row, keys[row.ref]) for row in rows if row.ref in keys}


def _day(moment: datetime) -> date:
    return calendar().local(moment).date()


def _refuse(code: str, id_: str, en: str) -> NoReturn:
    remedy = Text("Tidak ada yang berubah. Periksa, lalu coba lagi.", "Nothing changed. Check it and try again.")
    raise Refused(Refusal(code, Text(id_, en), remedy))
