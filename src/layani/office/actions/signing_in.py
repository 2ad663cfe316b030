"""Citizens sign in with a code sent to their phone or e-mail; nobody learns here whether the office knows a NIK.

Known and unknown people meet the same page, which shows nothing of any phone, and the same work is done for both. To a
known person the code goes to the phone in the register, whatever phone was typed. Who first declares a NIK is entered
with the assurance "declared"; an officer who sees the original raises it.
"""

import logging
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from layani.office.actions.parties import Person, find_party, person_of, register
from layani.office.actions.sending_codes import send_code
from layani.office.actions.texting import count_text, forget_codes, may_send_code
from layani.office.actions.trying import Limit, count_try, forget_tries, give_back
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.sealing import open_sealed, seal
from layani.office.house import calendar, codes, key_store
from layani.office.tables.models import Party, SignInCode
from layani.office.tables.prepared import lock
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

log = logging.getLogger(__name__)

VALID_FOR = timedelta(minutes=10)
# For so long a used code is taken again: a double click, or an answer that a slow network lost.
AGAIN_FOR = timedelta(minutes=2)
TRIES_EACH = 5
DIGITS = 6
# From one place five an hour. For one NIK more, or whoever knows it could keep its owner out from five places; the sum
# still leaves a guesser a hundred tries an hour at a million codes.
PER_NIK_HERE = Limit("code-for-nik-from", most=5, span=timedelta(hours=1))
PER_NIK = Limit("code-for-nik", most=20, span=timedelta(hours=1))
# Many phones of one operator share a network address, so this limit only stops programs; a code that is used is taken
# out of it, so that a ward's phone or a village's one address can sign in all of its people.
PER_ADDRESS = Limit("code-from-address", most=60, span=timedelta(hours=1))
SWEPT_AT_A_TIME = 20
# Younger people are served through their parents; so the two digits of the year in a NIK have one meaning.
YOUNGEST_YEARS = 12
BOUND = "sign-in"
BY_EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who somebody says they are; name and phone (international form) are needed from newcomers alone.

    by: "email" for a code to the address in the register, in place of the phone
    """

    nik: str
    name: str = ""
    phone: str = ""
    language: str = "id"
    by: str = ""


def ask_code(claim: Claim, *, address: str, now: datetime) -> UUID:
    """Send a code to the phone of a known person, or to the phone that a newcomer declares; raises Refused.

    address: the network address of the asker, for counting only
    Returns the name by which the code is used. Nothing else is to be learned here, not even whether one was sent.
    """
    count_try(PER_ADDRESS, address, now)
    count_try(PER_NIK_HERE, f"{claim.nik} {address}", now)
    count_try(PER_NIK, claim.nik, now)
    _sweep(now)
    party = find_party(claim.nik)
    ref, code = uuid4(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    sealed = seal(key_store().new([ref], now)[ref], asdict(claim), BOUND)
    # One key is fetched and one thing opened for either, so that the time of the answer tells nothing.
    to = _registered(party, claim.by) if party else _newcomers(_declared(ref, sealed))
    SignInCode.objects.create(
        ref=ref,
        party=party,
        vouched=party.vouched if party else 0,
        sealed=sealed,
        # Without phone or address nobody gets the code, and no code is the right one.
        code_hash=_hash(ref, code) if to else secrets.token_bytes(16),
        expires_at=now + VALID_FOR,
    )
    if not may_send_code(to, now):
        # The asker meets the same page: whose phone it is must not be learned by asking too often.
        log.warning("A phone has had too many sign-in codes; no more are sent to it for now.")
        to = ""
    count_text(now, sent=bool(to) and claim.by != BY_EMAIL)
    send_code("code", to, code, valid_for=VALID_FOR, language=claim.language)
    return ref


def use_code(ref: UUID, code: str, *, now: datetime, address: str = "") -> Party:
    """Return the party who holds the code, entered in the register if new; raises Refused and counts the try.

    address: the network address of the asker; who has the code is not counted against any longer
    Sent twice, the code is taken twice: for AGAIN_FOR, and from the one browser that knows ``ref``.
    """
    code_id = _tried(ref, code, now)
    with transaction.atomic():
        lock(SignInCode, code_id)  # the second of two clicks waits here for the first
        row = SignInCode.objects.select_related("party").filter(pk=code_id).first()
        first = row is not None and row.used_at is None
        if row and first:
            claim = _use(row, now)
            forget_tries(PER_NIK_HERE, f"{claim.nik} {address}")
            forget_tries(PER_NIK, claim.nik)
            give_back(PER_ADDRESS, address, now)
            if row.party:
                forget_codes(_registered(row.party, claim.by), now)
    if first:
        key_store().erase(ref)
    if row is None or row.party is None or row.party.vouched != row.vouched:
        # Swept, or somebody else declared this NIK first, or an officer saw the card meanwhile.
        raise Refused(_over())
    return row.party


def _tried(ref: UUID, code: str, now: datetime) -> int:
    """Count one try and return the id of the row whose code was typed; raises Refused."""
    counted = SignInCode.objects.filter(ref=ref, expires_at__gt=now, tries__lt=TRIES_EACH)
    if not counted.update(tries=F("tries") + 1):
        raise Refused(_over())
    row = SignInCode.objects.get(ref=ref)
    digits = "".join(c for c in code if c.isdigit())
    if not secrets.compare_digest(bytes(row.code_hash), _hash(ref, digits)):
        raise Refused(_over() if row.tries >= TRIES_EACH else _wrong(TRIES_EACH - row.tries))
    return row.pk


def _use(row: SignInCode, now: datetime) -> Claim:
    """Use a code for the first time and return what was typed: a newcomer is entered, and the words forgotten."""
    claim = _declared(row.ref, bytes(row.sealed or b""))
    if row.party is None:
        row.party = _entered(claim, now)
        row.vouched = row.party.vouched if row.party else 0
    row.used_at, row.sealed, row.tries, row.expires_at = now, None, 0, now + AGAIN_FOR
    row.save()
    return claim


def birth_date_in(nik: str, today: date) -> date:
    """Return the date of birth that a valid NIK holds: two digits each of day (women: plus 40), month and year.

    Source: UU 23/2006 article 13 and its implementing rules; read as python-stdnum ``stdnum.id.nik`` does.

    >>> birth_date_in("3174015501900002", date(2026, 11, 23))
    datetime.date(1990, 1, 15)
    """
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])
    youngest = today.year - YOUNGEST_YEARS
    century = 2000 if 2000 + year <= youngest else 1900
    if (day, month) == (29, 2) and (century + year) % 4:  # noqa: PLR2004  only the other century has that day
        century = 3900 - century
    return date(century + year, month, day)


def _entered(claim: Claim, now: datetime) -> Party | None:
    """Return the newcomer's party, or None when another phone declared this NIK since: only that one opens it."""
    today = calendar().local(now).date()
    person = Person(
        nik=claim.nik,
        name=claim.name,
        birth_date=birth_date_in(claim.nik, today).isoformat(),
        phone=claim.phone,
        source=f"declared at sign-in, {today.isoformat()}; the phone answered",
    )
    party = register(person, now=now, language=claim.language)
    return party if _registered(party) == claim.phone else None


def _declared(ref: UUID, sealed: bytes) -> Claim:
    return Claim(**open_sealed(key_store().get(ref), sealed, BOUND))


def _registered(party: Party, by: str = "") -> str:
    """Return the phone, or the e-mail, in the register, or nothing: entered at the counter without one, or erased."""
    try:
        person = person_of(party)
    except KeyGone:
        return ""
    return person.email if by == BY_EMAIL else person.phone


def _newcomers(claim: Claim) -> str:
    """Return the phone that a newcomer declares; an e-mail counts only once an officer or a provider entered it."""
    return "" if claim.by == BY_EMAIL else claim.phone


def _hash(ref: UUID, code: str) -> bytes:
    return codes().sending(f"sign-in/{ref}", code)


def _sweep(now: datetime) -> None:
    """Forget codes that are over, with what was declared under them and its keys, a few at a time."""
    over = SignInCode.objects.filter(expires_at__lte=now).order_by("expires_at")[:SWEPT_AT_A_TIME]
    for row in list(over):
        if row.sealed is not None:
            key_store().erase(row.ref)
        row.delete()


def _wrong(left: int) -> Refusal:
    return Refusal(
        code="wrong-code",
        reason=Text(id="Kode itu tidak cocok.", en="That code does not match."),
        remedy=Text(
            id=f"Periksa pesan terakhir yang Anda terima. Masih ada {left} percobaan.",
            en=f"Look at the last message that you got. You have {left} more {'try' if left == 1 else 'tries'}.",
        ),
    )


def _over() -> Refusal:
    return Refusal(
        code="code-over",
        reason=Text(id="Kode ini tidak berlaku lagi.", en="This code is no longer valid."),
        remedy=Text(id="Minta kode baru.", en="Ask for a new code."),
    )
