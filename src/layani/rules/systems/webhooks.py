"""Webhooks as Standard Webhooks 1.0.0 has them: what is told, how it is signed, when it is tried again.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (verified).
"""

import base64
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from layani.rules.text import Text

KINDS: Final = {
    "case.filed": Text("Permohonan diterima", "An application was filed"),
    "case.missing": Text("Kantor meminta yang kurang", "The office asked for what is missing"),
    "case.changed": Text("Keadaan permohonan berubah", "Where a case stands has changed"),
    "case.decided": Text("Permohonan diputuskan atau ditutup", "A case was decided or closed"),
    "case.issued": Text(
        "Surat terbit, diserahkan, diganti atau dicabut", "A letter was issued, handed over, replaced or revoked"
    ),
}
"""The kinds of event that a system may ask for."""

_OF_ACT: Final = {
    "file": "case.filed",
    "ask_missing": "case.missing",
    **dict.fromkeys(
        ("decide_grant", "decide_refuse", "deem_granted", "withdraw", "disown", "lapse", "close"), "case.decided"
    ),
    **dict.fromkeys(("issue", "reissue", "post_letter", "deliver", "supersede", "revoke"), "case.issued"),
}
SILENT: Final = frozenset(
    {
        *("take", "put_back", "release", "take_signature", "drawn"),  # whose desk it is on
        *("initial_letter", "send_letter_back", "answer_letter_back", "pass_initial"),  # on which desk its letter is
        *("pool_asked", "exempted", "exemption_over", "after_checked"),  # who may do it, and how it was checked
        *("evidence_noted", "looked_up", "note", "consult", "advise", "reach"),  # beside the step
        *("put_first", "expedite_asked", "expedite_granted", "expedite_refused"),  # its place in the queue
        *("remind", "duty_reminded"),  # told to the holder alone
    }
)
"""Acts after which a case stands where it stood for its applicant: nobody is told of them."""

SECRET_PREFIX: Final = "whsec_"  # noqa: S105  how a secret begins, and none itself
SECRET_BYTES: Final = 32  # the specification asks for 24 to 64
OVERLAP: Final = timedelta(hours=24)
"""For how long the earlier secret signs along with the new one."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=12)
MOST_TRIES: Final = 13
LONGEST_URL: Final = 500  # characters


def kind_of(act: str) -> str | None:
    """Return the kind of event of an act, or None where nobody is told.

    >>> kind_of("decide_grant"), kind_of("objection_upheld"), kind_of("reissue"), kind_of("take")
    ('case.decided', 'case.changed', 'case.issued', None)
    """
    return None if act in SILENT else _OF_ACT.get(act, "case.changed")


def pause_after(tries: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries; four times as long each time, to 12 hours, give or take a fifth.

    chance: 0 to 1, from outside, so that many receivers are not tried at one moment
    All pauses together are about three days:

    >>> sum((pause_after(n, 0.5) for n in range(1, MOST_TRIES)), timedelta()).total_seconds() / 3600
    67.58472222222223
    >>> pause_after(1, 0.0), pause_after(1, 1.0)
    (datetime.timedelta(seconds=4), datetime.timedelta(seconds=6))
    """
    usual = min(FIRST_PAUSE * int(4 ** (tries - 1)), LONGEST_PAUSE)
    return usual * (0.8 + 0.4 * chance)


def payload(kind: str, number: str, seq: int, at: datetime, site: str) -> bytes:
    """Return what is told of an event: which case, what kind, when, and where to read more; nothing personal.

    >>> from datetime import UTC
    >>> payload("case.filed", "SKM-1", 0, datetime(2026, 11, 23, 2, tzinfo=UTC), "https://office.example").decode()
    '{"type":"case.filed","timestamp":"2026-11-23T02:00:00+00:00","data":{"number":"SKM-1","seq":0,"address":"https://office.example/api/v1/cases/SKM-1"}}'
    """
    data = {"number": number, "seq": seq, "address": f"{site.rstrip('/')}/api/v1/cases/{number}"}
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, separators=(",", ":")).encode()


def signature(secrets: Sequence[bytes], ref: str, at: datetime, body: bytes) -> str:
    """Return the header webhook-signature: one signature for each secret in force, with blanks between.

    ref, at: the headers webhook-id and webhook-timestamp (whole seconds since 1970)

    >>> from datetime import UTC
    >>> key = secret_from_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> moment = datetime.fromtimestamp(1614265330, UTC)
    >>> signature([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", moment, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    content = f"{ref}.{int(at.timestamp())}.".encode() + body
    return " ".join(f"v1,{base64.b64encode(hmac.digest(one, content, 'sha256')).decode()}" for one in secrets)


def secret_text(secret: bytes) -> str:
    """Return a secret as its receiver is shown it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def secret_from_text(text: str) -> bytes:
    """Return the secret that a receiver was shown."""
    return base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)


def address_problem(url: str, *, local: bool) -> Text | None:
    """Return what is wrong with an address, or None; where it leads is looked at when it is sent to.

    local: http to this machine may pass, for trying

    >>> address_problem("https://village.example/layani", local=False)
    >>> address_problem("http://village.example/", local=True).en
    'Write an address that begins with https:// and names a host.'
    """
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return _NO_ADDRESS
    plain = local and parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not (parts.scheme == "https" or plain) or not parts.hostname or not port_fits:
        return _NO_ADDRESS
    if parts.username or parts.password or parts.fragment:
        return _TOO_MUCH
    if not (url.isascii() and url.isprintable()) or " " in url or len(url) > LONGEST_URL:
        return _UNREADABLE
    return None


_NO_ADDRESS = Text(
    "Tulis alamat yang diawali https:// dan menyebut nama host.",
    "Write an address that begins with https:// and names a host.",
)
_TOO_MUCH = Text(
    "Alamat tidak boleh memuat nama pengguna, kata sandi, atau bagian sesudah tanda #.",
    "An address may have no user name, no password, and nothing after a #.",
)
_UNREADABLE = Text(
    f"Alamat ditulis dengan huruf ASCII tanpa spasi, paling panjang {LONGEST_URL} huruf.",
    f"An address is written in ASCII without blanks, in {LONGEST_URL} characters at most.",
)
