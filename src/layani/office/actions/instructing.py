"""An officer writes down what they were told from above to do; sealed, and committed to in the public record.

Who reads it: the officer who wrote it and the inspectorate. Never whoever is named in it, and never a head, whatever
other roles they hold. Its leaf is of the same kind as that of a refused attempt, so that nobody who reads the record
can tell that, or when, an officer wrote one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction

from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, open_sealed, seal
from layani.office.house import calendar, codes, key_store
from layani.office.tables.models import Case, Erasure, Instruction, Outbox
from layani.office.tables.models.instructions import WAYS, InstructionQuerySet
from layani.rules.cases.act import written
from layani.rules.dates import day_in
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.sealing import CASE_KEY_SIZE, commitment, event_salt
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST_WHO, LONGEST_WORDS, WORDS_AT_LEAST = 200, 2000, 10  # characters
HEADS = frozenset({"supervisor", "head"})
"""Roles of those from whom instructions come; who holds one reads none, not even as an inspector."""
MOST_ADDITIONS = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What was told.

    who:   post and name, in words; named: the officer of this office, where it was one
    when:  in the officer's words or by the clock, for nobody looks at a watch then
    how:   one of WAYS; what: what was asked for, in words
    case, service: what it is about; one of them
    """

    who: str
    when: str
    how: str
    what: str
    named: int | None = None
    case: Case | None = None
    service: str = ""


def write_down(told: Told, *, actor: Actor, now: datetime, once: UUID) -> Instruction:
    """Keep an instruction, or raise Refused and keep nothing. The same form sent twice is kept once."""
    _require_officer(actor)
    if told.case is None and not told.service:
        _refuse("about-nothing")
    if not told.who.strip() and told.named is None:
        _refuse("nobody-named")
    if told.named == actor.user:
        _refuse("named-oneself")
    if told.how not in WAYS:
        _refuse("no-way")
    if (day := day_in(told.when)) is not None and day > calendar().local(now).date():
        _refuse("not-yet")
    _require_words(told.what)
    personal = {
        "officer": actor.user,
        "who": told.who.strip(),
        "when": told.when.strip(),
        "how": told.how,
        "what": told.what.strip(),
    }
    named = codes().instruction("named", told.named) if told.named else None
    row = Instruction(case=told.case, service=told.service, named=named)
    return _keep(row, personal, actor=actor, now=now, once=once)


def add(instruction: Instruction, words: str, *, actor: Actor, now: datetime, once: UUID) -> Instruction:
    """Add to an instruction; only its writer can, and nobody can take anything back.

    The first is locked: an erasure of it either sees the addition or is seen by it, so that no words outlive it.
    """
    if not wrote(instruction, actor) or instruction.adds_to_id is not None:
        _refuse("not-yours")
    _require_words(words)
    with transaction.atomic():
        first = Instruction.objects.select_for_update(of=("self",)).get(pk=instruction.pk)
        if Erasure.objects.filter(instruction=first).exists():
            _refuse("erased")
        if first.additions.count() >= MOST_ADDITIONS:
            _refuse("too-many")
        row = Instruction(adds_to=first, case=first.case, service=first.service, named=first.named)
        return _keep(row, {"officer": actor.user, "what": words.strip()}, actor=actor, now=now, once=once)


def may_read(instruction: Instruction, actor: Actor) -> bool:
    """Tell whether somebody may read one: its writer; else an inspector who is neither named in it nor a head."""
    return wrote(instruction, actor) or (inspects(actor) and not _is(instruction.named, "named", actor))


def wrote(instruction: Instruction, actor: Actor) -> bool:
    """Tell whether somebody is the officer who wrote it."""
    return _is(instruction.writer, "writer", actor)


def own(actor: Actor) -> InstructionQuerySet:
    """Return what an officer wrote."""
    return Instruction.objects.of_writer(_code("writer", actor))


def own_about(case: Case, actor: Actor) -> Instruction | None:
    """Return the last instruction that an officer wrote about a case; one query."""
    return Instruction.objects.about_case(case.pk, _code("writer", actor))


def for_inspection(actor: Actor) -> InstructionQuerySet:
    """Return what an inspector may read: nothing that names them, and nothing at all for a head."""
    if not inspects(actor):
        return Instruction.objects.none()
    return Instruction.objects.firsts().not_about(_code("named", actor))


def _is(code: bytes | memoryview | None, part: str, actor: Actor) -> bool:
    return code is not None and actor.user is not None and bytes(code) == _code(part, actor)


def _code(part: str, actor: Actor) -> bytes:
    return codes().instruction(part, actor.user or 0)


def inspects(actor: Actor) -> bool:
    """Tell whether somebody reads instructions for the inspectorate: no head does, whatever else they are."""
    return "auditor" in actor.roles and not actor.roles & HEADS


def opened(rows: list[Instruction]) -> dict[int, Mapping[str, Any]]:
    """Return {id: what was sealed}; one look into the key store. What was erased is left out."""
    keys = key_store().held(row.ref for row in rows)
    return {
        row.pk: open_sealed(keys[row.ref], bytes(row.sealed), f"instruction/{row.ref}")
        for row in rows
        if row.ref in keys
    }


def names(said: Mapping[str, Any], actor: Actor) -> bool:
    """Tell whether the words name the reader: whoever wrote may have typed a name that the list has, too."""
    return bool(actor.name) and actor.name.casefold() in str(said.get("who", "")).casefold()


def _keep(row: Instruction, personal: Mapping[str, Any], *, actor: Actor, now: datetime, once: UUID) -> Instruction:
    if (before := _sent_before(once, actor)) is not None:
        return before
    try:
        with transaction.atomic():
            return _write(row, personal, actor=actor, now=now, once=once)
    except IntegrityError:  # the same form, pressed twice at once
        if (before := _sent_before(once, actor)) is None:
            raise
        return before


def _sent_before(once: UUID, actor: Actor) -> Instruction | None:
    before = Instruction.objects.filter(once=once).first()
    if before is not None and not wrote(before, actor):
        _refuse("not-yours")
    return before


def _write(row: Instruction, personal: Mapping[str, Any], *, actor: Actor, now: datetime, once: UUID) -> Instruction:
    row.ref, key = key_store().ready(now)
    row.writer, row.at, row.once = _code("writer", actor), now, once
    salt = event_salt(key[:CASE_KEY_SIZE], 0)
    content = {
        "adds_to": str(row.adds_to.ref) if row.adds_to else None,
        "at": written(now),
        "case": row.case.number if row.case else None,
        "sealed": encode_base64(sha256(b"sealed/v1\0" + salt + canonical(personal)).digest()),
        "service": row.service,
    }
    body = canonical(content)
    row.body, row.sealed = body.decode(), seal(key, personal, f"instruction/{row.ref}")
    row.outbox = Outbox.objects.create(leaf=AttemptLeaf(commitment(body, salt), now).text())
    row.save(force_insert=True)
    return row


def _require_officer(actor: Actor) -> None:
    if not actor.is_officer or actor.user is None:
        _refuse("not-yours")


def _require_words(words: str) -> None:
    if len(words.strip()) < WORDS_AT_LEAST:
        _refuse("too-short")


_REASONS = {
    "about-nothing": (
        Text("Belum disebut permohonan atau layanannya.", "It does not say which application or service it is about."),
        Text("Tulis nomornya, atau pilih layanannya.", "Write the application's number, or choose the service."),
    ),
    "nobody-named": (
        Text("Belum disebut siapa yang menyuruh.", "It does not say who gave the instruction."),
        Text(
            "Pilih petugasnya, atau tulis jabatan dan namanya; “tidak menyebut nama” pun boleh.",
            "Choose the officer, or write post and name; “gave no name” will do, too.",
        ),
    ),
    "named-oneself": (
        Text("Anda sendiri yang dipilih sebagai pemberi perintah.", "You chose yourself as the one who gave it."),
        Text("Pilih orang lain, atau tulis jabatan dan namanya.", "Choose somebody else, or write post and name."),
    ),
    "not-yet": (
        Text("Hari perintah itu belum tiba.", "The day of the instruction is still to come."),
        Text("Tulis kapan Anda disuruh, bukan kapan harus selesai.", "Write when you were told, not when it is due."),
    ),
    "no-way": (
        Text("Belum dipilih bagaimana perintah itu disampaikan.", "It does not say how you were told."),
        Text("Pilih salah satu cara.", "Choose one of the ways."),
    ),
    "too-short": (
        Text("Isi perintahnya belum ditulis, atau terlalu pendek.", "What was asked is missing, or too short."),
        Text("Tulis paling sedikit 10 huruf, dengan kata Anda.", "Write 10 characters at least, in your own words."),
    ),
    "not-yours": (
        Text("Perintah ini dicatat oleh petugas lain.", "Another officer wrote this instruction down."),
        Text("Catat perintah Anda sendiri dari meja Anda.", "Write your own down from your desk."),
    ),
    "erased": (
        Text("Catatan ini sudah dihapus menurut jadwal retensi.", "This was erased by the retention schedule."),
        Text("Catat perintah yang baru tersendiri.", "Write a new instruction down on its own."),
    ),
    "too-many": (
        Text("Catatan ini sudah 50 kali ditambah.", "This was added to 50 times already."),
        Text("Catat perintah yang berikutnya tersendiri.", "Write the next instruction down on its own."),
    ),
}  # fmt: skip


def _refuse(code: str) -> NoReturn:
    raise Refused(Refusal(code, *_REASONS[code]))
