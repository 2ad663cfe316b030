"""Whoever lost number and code of an application gets new codes through the contact given at filing, and only there.

The page answers every contact alike, whether the register knows it or not. The one-time code goes to the contact as the
register holds it, never to what was typed, and to nothing that somebody says now. A contact alone opens nothing: phones
are shared, and numbers are given to new owners; so the person also writes their own NIK, or their name if they have
none here. No officer takes part in any of it, and none sees a code that was made so.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import person_of
from layani.office.actions.sending_codes import send_code
from layani.office.actions.texting import DAY, count_text
from layani.office.actions.trying import Limit, count_try, forget_tries, give_back
from layani.office.gateways.key_store import KeyGone
from layani.office.house import codes, key_store
from layani.office.tables.models import Case, Message, Party, ReceiptRenewal, RecoveryCode
from layani.office.tables.models.cases import CaseQuerySet
from layani.office.tables.models.people import SEEN
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)

VALID_FOR = timedelta(minutes=10)
TRIES_EACH = 5
DIGITS = 6
# Counted for each contact, and given back when a code is used: thirty families on a ward's phone recover in one hour.
TO_CONTACT = Limit("recovery-to-contact", most=5, span=timedelta(hours=1))
TO_CONTACT_A_DAY = Limit("recovery-to-contact-a-day", most=15, span=DAY)
# Used ones count here alone, so that nobody lets an office text their own phone all day.
ALL_TO_CONTACT_A_DAY = Limit("all-recovery-to-contact-a-day", most=60, span=DAY)
# A village stands behind one address; this stops programs only.
PER_ADDRESS = Limit("recovery-from-address", most=60, span=timedelta(hours=1))
# A contact that an officer put in another's place gets nothing so long; the one before is told at once (vouching.py).
WAIT_FOR_NEW_CONTACT = timedelta(days=3)
# The most people of one phone or e-mail among whom the right one is looked for.
MOST_HOLDERS = 200
SWEPT_AT_A_TIME = 20
RENEWED = "codes-renewed"
BY_PHONE, BY_EMAIL = "phone", "email"
ON_ONE_PAGE = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """One application of whoever got their codes back, with the code that counts."""

    row: Case
    code: str


def ask_recovery(contact: str, *, address: str, language: str, now: datetime) -> UUID:
    """Send a one-time code to a contact if somebody with an application gave it; raises Refused when asked too often.

    contact: phone in the international form, or e-mail; address: the network address of the asker, for counting only
    Returns the name by which the code is used. Nothing else is to be learned here, not even whether one was sent.
    """
    count_try(PER_ADDRESS, address, now)
    _sweep(now)
    mac, code = codes().contact(contact), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    to = _registered(mac, by=_kind(contact), now=now)
    # All are counted, whoever the contact belongs to, and the asker is never told that it was too often.
    limits = (TO_CONTACT, TO_CONTACT_A_DAY, ALL_TO_CONTACT_A_DAY)
    within = all([_counted(limit, mac.hex(), now) for limit in limits])
    if to and not within:
        log.warning("A contact has had too many recovery codes; no more are sent to it for now.")
        to = ""
    ref = uuid4()
    RecoveryCode.objects.create(
        ref=ref,
        contact_mac=mac,
        code_hash=_hash(ref, code) if to else secrets.token_bytes(16),
        expires_at=now + VALID_FOR,
    )
    count_text(now, sent=_kind(to) == BY_PHONE and bool(to))
    send_code("recovery-code", to, code, valid_for=VALID_FOR, language=language)
    return ref


def use_recovery(ref: UUID, code: str, who: str, *, address: str, now: datetime) -> Party:
    """Replace the receipt codes of one person's applications, and return the person; raises Refused.

    who: the person's own NIK, or their name where the register has no NIK of theirs. A wrong code and a wrong person
         are refused in the same words and count as one try each.
    The codes from before stop at once. The person is told at every contact that the register holds of them.
    """
    asked = _tried(ref, code, now)
    party = _holder(bytes(asked.contact_mac), who, now) if _is_code(asked, code) else None
    if party is None:
        log.warning("A recovery was tried with a wrong code, or for somebody else than the contact's.")
        raise Refused(_over() if asked.tries >= TRIES_EACH else _wrong(TRIES_EACH - asked.tries))
    by = BY_PHONE if party.phone_mac and bytes(party.phone_mac) == bytes(asked.contact_mac) else BY_EMAIL
    with transaction.atomic():
        if not RecoveryCode.objects.filter(pk=asked.pk).delete()[0]:
            raise Refused(_over())  # the second of two clicks
        _renew(party, by, now)
    mac = bytes(asked.contact_mac).hex()
    forget_tries(TO_CONTACT, mac)
    give_back(TO_CONTACT_A_DAY, mac, now)
    give_back(PER_ADDRESS, address, now)
    return party


def recoverable(party: Party) -> CaseQuerySet:
    """Return the applications that a party's contact opens, the newest first; raises KeyGone.

    Where no card was seen, whoever first declared a NIK gave the contact, in the way in which they came. It opens what
    came in that same way, and not what somebody else has filed under the NIK at another door.
    """
    mine: CaseQuerySet = Case.objects.of_party(party.pk)
    if party.assurance == SEEN:
        return mine  # as on their own pages, what came over from another system too
    mine = mine.filed_here()
    source = person_of(party).source
    if source.startswith("declared at sign-in"):
        return mine.filter(channel="online")
    if source.startswith("counter"):
        return mine.filter(channel="counter")
    return mine.exclude(channel__in=("online", "counter"))


def opened(party: Party, before: str = "") -> tuple[list[Opened], str]:
    """Return a page of a party's applications with their codes, and the number after which the next page begins.

    before: the last number of the page before, or empty. Erased ones are left out.
    """
    cases = recoverable(party)
    cursor = cases.filter(number=before).first() if before else None
    rows = list((cases.older_than(cursor) if cursor else cases)[: ON_ONE_PAGE + 1])
    page = rows[:ON_ONE_PAGE]
    keys = key_store().held([row.ref for row in page])
    found = [Opened(row, receipt_code(keys[row.ref], row.receipt_edition)) for row in page if row.ref in keys]
    return found, page[-1].number if len(rows) > ON_ONE_PAGE else ""


def forget_over(now: datetime, most: int) -> int:
    """Forget codes that are over, at most so many; returns how many."""
    over = RecoveryCode.objects.filter(expires_at__lte=now).order_by("expires_at").values_list("pk", flat=True)[:most]
    return RecoveryCode.objects.filter(pk__in=list(over)).delete()[0]


def note_emails() -> int:
    """Enter the code of every e-mail in the register that was entered before such codes were kept; returns how many."""
    done, last = 0, 0
    while rows := list(Party.objects.filter(pk__gt=last, email_mac=None).order_by("pk")[:500]):
        last, keys = rows[-1].pk, key_store().held([row.ref for row in rows])
        for row in rows:
            email = person_of(row, keys[row.ref]).email if row.ref in keys and row.sealed else ""
            if email:
                done += Party.objects.filter(pk=row.pk).update(email_mac=codes().contact(email))
    return done


def _renew(party: Party, by: str, now: datetime) -> None:
    """Let every code of the party's applications be followed by another, keep that, and leave the message."""
    ids = sorted(recoverable(party).values_list("pk", flat=True))
    Case.objects.filter(pk__in=ids).update(receipt_edition=F("receipt_edition") + 1)
    editions = Case.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "receipt_edition")
    ReceiptRenewal.objects.bulk_create(
        ReceiptRenewal(case_id=pk, edition=edition, by=by, at=now) for pk, edition in editions
    )
    Message.objects.create(party=party, kind=RENEWED, due_at=now)
    log.info("The receipt codes of %d applications of one person were replaced by their %s.", len(ids), by)


def _registered(mac: bytes, *, by: str, now: datetime) -> str:
    """Return the contact as the register spells it, if one of its owners has an application; else nothing.

    What was typed can differ from it in letters that look or sort alike, and then be somebody else's.
    """
    for party in _holders(mac, now):
        try:
            if recoverable(party).exists():
                person = person_of(party)
                return person.phone if by == BY_PHONE else person.email
        except KeyGone:
            continue
    # As much is asked for a contact that nobody gave, so that the time of the answer tells less.
    key_store().held([uuid4()])
    Case.objects.filter(party_id=0).exists()
    return ""


def _holders(mac: bytes, now: datetime) -> Sequence[Party]:
    return list(Party.objects.reached_at(mac, now - WAIT_FOR_NEW_CONTACT)[:MOST_HOLDERS])


def _holder(mac: bytes, who: str, now: datetime) -> Party | None:
    """Return whom of a contact's owners somebody says they are, if that one has an application."""
    digits = "".join(c for c in who if c.isdigit())
    found = [one for one in _holders(mac, now) if _is(one, who, digits)]
    # Two people of one name and one phone: neither is guessed; the counter sees a card.
    return found[0] if len(found) == 1 and recoverable(found[0]).exists() else None


def _is(party: Party, who: str, digits: str) -> bool:
    if party.nik_mac is not None:
        return secrets.compare_digest(bytes(party.nik_mac), codes().nik(digits))
    try:
        name = person_of(party).name
    except KeyGone:
        return False
    return bool(name.strip()) and _plain(name) == _plain(who)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _tried(ref: UUID, code: str, now: datetime) -> RecoveryCode:
    """Count one try for a code that is still good, and return its row; raises Refused."""
    counted = RecoveryCode.objects.filter(ref=ref, expires_at__gt=now, tries__lt=TRIES_EACH)
    if not counted.update(tries=F("tries") + 1):
        raise Refused(_over())
    return RecoveryCode.objects.get(ref=ref)


def _is_code(row: RecoveryCode, code: str) -> bool:
    digits = "".join(c for c in code if c.isdigit())
    return secrets.compare_digest(bytes(row.code_hash), _hash(row.ref, digits))


def _hash(ref: UUID, code: str) -> bytes:
    return codes().sending(f"recovery/{ref}", code)


def _kind(contact: str) -> str:
    return BY_EMAIL if "@" in contact else BY_PHONE


def _counted(limit: Limit, value: str, now: datetime) -> bool:
    try:
        count_try(limit, value, now)
    except Refused:
        return False
    return True


def _sweep(now: datetime) -> None:
    forget_over(now, SWEPT_AT_A_TIME)


def _wrong(left: int) -> Refusal:
    return Refusal(
        code="wrong-recovery",
        reason=Text(
            id="Kode, atau NIK (nama) ini, tidak cocok.", en="The code, or this NIK (or name), does not match."
        ),
        remedy=Text(
            id=f"Periksa pesan terakhir, dan NIK pemohonnya. Masih ada {left} percobaan.",
            en=f"Look at the last message, and at the applicant’s NIK. You have {left} more "
            f"{'try' if left == 1 else 'tries'}.",
        ),
    )


def _over() -> Refusal:
    return Refusal(
        code="recovery-over",
        reason=Text(id="Kode ini tidak berlaku lagi.", en="This code is no longer valid."),
        remedy=Text(id="Minta kode baru.", en="Ask for a new code."),
    )
