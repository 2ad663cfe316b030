"""Sign letters: who decided signs, by a service or in ink; until then the letter is not issued.

The number is given when somebody signs, not before, and stays with the letter whatever the service does then.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.initialling import first_desk, may_initial, waits_for_initials
from layani.office.actions.issuing import (
    SIGNED_PAPER,
    draft_pdf,
    issue,
    keep_paper,
    new_letter,
    once_for,
    opened_letter,
    owed_now,
    put_in_force,
)
from layani.office.actions.letters.typesetting import pdf_of
from layani.office.actions.renewing import take_its_place
from layani.office.actions.signing_over import may_read, require_right
from layani.office.actor import SYSTEM, Actor
from layani.office.gateways.file_type import PDF, type_of
from layani.office.gateways.malware import ScannerAway, scanner
from layani.office.gateways.sealing import canonical, open_sealed, seal_bytes
from layani.office.gateways.signing_service import Asked, CannotSign, Certificate, SigningAway, signing_service
from layani.office.house import key_store
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.papers import Letter
from layani.office.tables.models.people import User
from layani.office.tables.models.signatures import SENT, SIGNED, WAITING, Signature
from layani.office.tables.projection import state_of
from layani.rules.cases.act import moment, written
from layani.rules.cases.parts import CORRECTED_BY
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)
ELECTRONIC, INK = "electronic", "ink"
AWAY = "service-away"
NOT_YOURS = "not-yours-to-sign"
MOST_AT_ONCE = 50

_REASONS = {
    AWAY: (
        Text("Layanan tanda tangan sedang tidak menjawab.", "The signing service does not answer."),
        Text(
            "Suratnya tetap menunggu di antrean ini; waktunya berjalan pada kantor. Coba lagi sebentar lagi.",
            "The letters go on waiting in this queue; the time runs at the office's side. Try again in a while.",
        ),
    ),
    "no-certificate": (
        Text("Anda belum mempunyai sertifikat tanda tangan di sini.", "You have no signing certificate here yet."),
        Text("Minta operator memasangnya.", "Ask the operator to put it in place."),
    ),
    "certificate-ended": (
        Text("Sertifikat tanda tangan Anda sudah berakhir.", "Your signing certificate has ended."),
        Text("Perbarui sertifikat, lalu tandatangani lagi.", "Renew the certificate, then sign again."),
    ),
    "wrong-passphrase": (
        Text("Frasa sandinya tidak cocok.", "The passphrase does not fit."),
        Text("Ketik lagi. Frasa itu tidak disimpan di mana pun.", "Type it again. It is kept nowhere."),
    ),
    NOT_YOURS: (
        Text("Surat ini tidak menunggu tanda tangan Anda.", "This letter does not wait for your signature."),
        Text("Yang menandatangani ialah yang memutuskan.", "Who decided signs."),
    ),
    "not-a-pdf": (
        Text("Berkas ini bukan PDF.", "This file is not a PDF."),
        Text("Pindai surat yang sudah ditandatangani sebagai PDF.", "Scan the signed letter as a PDF."),
    ),
    "infected": (
        Text("Pemindai menemukan perangkat lunak jahat dalam berkas ini.", "The scanner found malware in this file."),
        Text("Pindai ulang suratnya pada perangkat yang bersih.", "Scan the letter again on a clean machine."),
    ),
}


@dataclass(frozen=True, slots=True)
class SignedNow:
    """What came of signing several letters: issued, sent and on their way, and why it stopped before the rest."""

    issued: int = 0
    sent: int = 0
    refusal: Refusal | None = None


def how_signed() -> str:
    """Return how this office's letters are signed: "electronic", "ink", or "" where the decision stands for it."""
    return {"none": "", "ink": INK}.get(settings.SIGNING, ELECTRONIC)


def issue_or_wait(number: str, *, now: datetime) -> Done | None:
    """Issue the letter of a decided case, or put it into the queue of who decided; None where it waits there.

    What the law itself granted is signed by nobody, and issued at once.
    """
    row = CaseRow.objects.get(number=number)
    signer = _signer(state_of(row)) if how_signed() and row.issued_at is None else None
    if signer is None or row.decided_at is None:
        return issue(number, actor=SYSTEM, now=now)
    edition = Letter.objects.first_edition_of(row)
    waits = {"signer_id": signer, "since": row.decided_at, **first_desk(state_of(row), now)}
    Signature.objects.get_or_create(case=row, edition=edition, defaults=waits)
    return None


def reissue_or_wait(number: str, *, now: datetime) -> None:
    """Issue the corrected letter of a case, or put it into the queue of who decided the correction.

    The caller holds the transaction in which that was decided.
    """
    row = CaseRow.objects.get(number=number)
    if not how_signed():
        reissue(number, now=now)
        return
    counts = Letter.objects.in_force(row.pk)
    signer, edition = state_of(row).done_by[CORRECTED_BY], counts.edition + 1 if counts else 1
    case = state_of(row)
    Signature.objects.create(case=row, edition=edition, signer_id=signer, since=now, **first_desk(case, now))


def _signer(case: Case) -> int | None:
    """Return who decided; None for what the law granted."""
    if case.status not in ("granted", "refused"):
        return None
    deciding = [case.done_by[step.id] for step in case.steps if step.kind == "decide" and step.id in case.done_by]
    return deciding[-1] if deciding else None


def certificate_of(actor: Actor) -> Certificate | None:
    """Return the officer's certificate, None where there is none; raises SigningAway."""
    return signing_service().certificate(_username(actor))


def readable(number: str, *, actor: Actor, now: datetime) -> bytes:
    """Return the letter as PDF for its signer to read: a draft, or with its number once that was given.

    Raises Refused for what does not wait for them.
    """
    row = _readable(number, actor, now)
    letter = Letter.objects.edition_of(row.case_id, row.edition)
    return pdf_of(opened_letter(letter, row.case)) if letter else draft_pdf(row.case, now, how_signed())


def numbered(number: str, *, actor: Actor) -> Letter | None:
    """Return the letter that waits for this signer, once it has its number; raises Refused."""
    row = _mine(number, actor)
    return Letter.objects.edition_of(row.case_id, row.edition)


def sign(numbers: Sequence[str], passphrase: str, *, actor: Actor, now: datetime) -> SignedNow:
    """Sign several letters in their order; it stops at the first that cannot be signed, and what is signed stays so.

    passphrase: goes through to the service and is kept nowhere
    """
    issued = sent = 0
    for number in numbers[:MOST_AT_ONCE]:
        try:
            asked = _asked(number, passphrase, actor, now)
        except SigningAway as fault:
            log.warning("A letter could not be sent to the signing service: %s", fault)
            _note(number, AWAY)
            return SignedNow(issued, sent, refusal(AWAY))
        except CannotSign as fault:
            return SignedNow(issued, sent, refusal(fault.code))
        except Refused as refused:
            if refused.refusals[0].code == NOT_YOURS:
                raise
            return SignedNow(issued, sent, refused.refusals[0])
        if asked.signed is None:
            sent += 1
        else:
            issue_signed(number, asked.signed, ELECTRONIC, now=now)
            issued += 1
    return SignedNow(issued, sent)


def _asked(number: str, passphrase: str, actor: Actor, now: datetime) -> Asked:
    """Give the letter its number and ask the service; the two are apart, so that no number waits for a service."""
    service, username = signing_service(), _username(actor)
    known = service.certificate(username)
    if known is None or not known.holds(now):  # before a number is given
        raise CannotSign("no-certificate" if known is None else "certificate-ended")
    paper = prepare(number, actor=actor, now=now)
    asked = service.ask(username, passphrase, paper)
    if asked.signed is None:
        sent = {"state": SENT, "reference": asked.reference, "how": ELECTRONIC, "fault": "", "sent_at": now}
        Signature.objects.filter(case__number=number, state=WAITING).update(**sent)
    return asked


def prepare(number: str, *, actor: Actor, now: datetime) -> bytes:
    """Give a letter that waits for this signer its number, once, and return the paper that is to be signed."""
    require_right(_ready(number, actor).case, actor=actor, now=now)
    with transaction.atomic():
        CaseRow.objects.locked(number)
        row = _ready(number, actor)
        letter = Letter.objects.edition_of(row.case_id, row.edition)
        if letter is None:
            letter, content, _ = new_letter(row.case, state_of(row.case), now, signing=how_signed())
            letter.save()
        else:
            content = opened_letter(letter, row.case)
    return pdf_of(content)


def take_scan(number: str, content: bytes, *, actor: Actor, now: datetime) -> Done:
    """Issue a letter that was signed in ink, with the scan of it; its digest stands in the event. Raises Refused."""
    row = _ready(number, actor)
    require_right(row.case, actor=actor, now=now)
    if how_signed() != INK or Letter.objects.edition_of(row.case_id, row.edition) is None:
        raise Refused(refusal(NOT_YOURS))
    if type_of(content) != PDF:
        raise Refused(refusal("not-a-pdf"))
    try:
        clean = scanner().scan(content).clean
    except ScannerAway as fault:  # the officer's own paper is not kept waiting for a scanner
        log.warning("A scan of a signed letter was not scanned: %s", fault)
        clean = True
    if not clean:
        raise Refused(refusal("infected"))
    return issue_signed(number, content, INK, now=now)


def collect(reference: str, number: str, *, now: datetime) -> bool:
    """Fetch one signed letter from the service and issue it; False while it is not ready. Raises SigningAway."""
    signed = signing_service().collect(reference)
    if signed is None:
        return False
    issue_signed(number, signed, ELECTRONIC, now=now)
    return True


def issue_signed(number: str, paper: bytes, how: str, *, now: datetime) -> Done:
    """Issue a letter whose signed paper is there: the event holds its digest, the row the paper, sealed."""
    stamped = _stamped(paper, how)
    signature = {"how": how, "sha256": sha256(paper).hexdigest(), **({"time": stamped} if stamped else {})}

    def finish(row: CaseRow, case: Case) -> Deed:
        letter = _numbered(row)
        owes = owed_now(row, case)
        data = {
            "letter": letter.number,
            "outcome": case.outcome,
            "signature": signature,
            "dated": written(letter.issued_at),  # what the paper says counts from then, whenever it came to be signed
            **({"owes": owes} if owes else {}),
        }
        return Deed("issue", data, personal={"letter": _digest(letter, row)})

    def keep(row: CaseRow, case: Case) -> None:
        _keep_paper(row, paper, how, now)
        if not (letter := _numbered(row)).in_force:  # a part that was granted before an objection held until now
            put_in_force(letter, now)
        take_its_place(case, now)

    if CaseRow.objects.filter(number=number, issued_at__isnull=False).exists():
        return reissue(number, now=now, paper=paper, signature=signature)
    deed = Deed("issue", once=once_for(number), role="system", finish=finish)
    return act_on(number, deed, actor=SYSTEM, now=now, also=keep)


def _stamped(paper: bytes, how: str) -> str:
    """Return the time that a third party confirmed for a signed paper, "" where nobody did."""
    if how != ELECTRONIC:
        return ""
    from layani.office.gateways.time_stamps import time_in  # noqa: PLC0415  pyhanko takes most of a second to load

    return written(time_in(paper)) or ""


def _numbered(row: CaseRow) -> Letter:
    """Return the letter that got its number to be signed."""
    letter = Letter.objects.of_decision(row)
    if letter is None:
        raise Letter.DoesNotExist(f"The letter of case {row.number} has no number.")
    return letter


def reissue(number: str, *, now: datetime, paper: bytes = b"", signature: Mapping[str, str] | None = None) -> Done:
    """Issue the letter that corrects the one that counts, and put it in that one's place.

    paper, signature: what was signed, with how and its SHA-256; nothing where the decision stands for it
    """
    counts = Letter.objects.filter(case__number=number, in_force=True).values_list("edition", flat=True).first()
    unsigned: list[bytes] = []

    def finish(row: CaseRow, case: Case) -> Deed:
        before = Letter.objects.in_force(row.pk)
        letter = Letter.objects.last_of(row.pk) if signature else None
        if letter is None:
            letter, _, _ = new_letter(row, case, now)
            letter.save()
        data = {"letter": letter.number, "corrects": before.number if before else ""}
        if not signature:
            unsigned.append(pdf_of(opened_letter(letter, row)))
        named = {"signature": dict(signature)} if signature else {"paper": sha256(unsigned[0]).hexdigest()}
        return Deed("reissue", {**data, **named}, personal={"letter": _digest(letter, row)})

    def keep(row: CaseRow, case: Case) -> None:
        if signature:
            _keep_paper(row, paper, signature["how"], now)
        if (letter := Letter.objects.last_of(row.pk)) is not None:
            put_in_force(letter, now)
            if unsigned:
                keep_paper(letter, row, unsigned[0])

    deed = Deed("reissue", once=f"letter/{number}/{counts}", role="system", finish=finish)
    return act_on(number, deed, actor=SYSTEM, now=now, also=keep)


def _digest(letter: Letter, row: CaseRow) -> str:
    return sha256(canonical(open_sealed(key_store().get(row.ref), bytes(letter.sealed), "letter"))).hexdigest()


def _keep_paper(row: CaseRow, paper: bytes, how: str, now: datetime) -> None:
    sealed = seal_bytes(key_store().get(row.ref), paper, SIGNED_PAPER)
    stamped = moment(_stamped(paper, how))
    done = {"state": SIGNED, "how": how, "sealed": sealed, "signed_at": now, "stamped_at": stamped, "fault": ""}
    Signature.objects.filter(case=row).exclude(state=SIGNED).update(**done)


def refusal(code: str) -> Refusal:
    """Return why a letter was not signed, and what to do."""
    reason, remedy = _REASONS[code]
    return Refusal(code, reason, remedy)


def _mine(number: str, actor: Actor) -> Signature:
    """Return what waits for this officer's signature, with its case; raises Refused."""
    waiting = Signature.objects.filter(state=WAITING, signer_id=actor.user, case__number=number)
    row = waiting.select_related("case", "case__party").first() if actor.is_officer else None
    if row is None:
        raise Refused(refusal(NOT_YOURS))
    return row


def _ready(number: str, actor: Actor) -> Signature:
    """Return the same once its chain of initials is through; raises Refused with the desk that it waits on."""
    row = _mine(number, actor)
    if row.desk:
        raise Refused(waits_for_initials(row))
    return row


def _readable(number: str, actor: Actor, now: datetime) -> Signature:
    """Return what this officer signs or initials, or may take over from a signer who may not sign today.

    Raises Refused.
    """
    row = Signature.objects.waiting(number)
    if row is None or row.signer_id == actor.user:
        return _mine(number, actor)
    if not (may_initial(row, actor) or may_read(row, actor=actor, now=now)):
        return _mine(number, actor)
    return row


def _note(number: str, fault: str) -> None:
    Signature.objects.filter(case__number=number, state=WAITING).update(fault=fault)


def _username(actor: Actor) -> str:
    if actor.user is None:
        raise Refused(refusal(NOT_YOURS))
    return str(User.objects.values_list("username", flat=True).get(pk=actor.user))
