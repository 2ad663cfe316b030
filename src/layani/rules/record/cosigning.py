"""What a log makes of its witnesses' answers, and when there is a quorum.

A witness's answer is believed for its signature alone. Whatever else it says is kept as one of a few faults, in our
words: nothing that a stranger's machine wrote is shown to anybody.
Source: c2sp.org/tlog-witness v1.0.0, c2sp.org/tlog-cosignature v1.0.1.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from layani.rules.record.encoding import Malformed
from layani.rules.record.note import LATEST_TIMESTAMP, SignatureLine, VerifierKey, open_note
from layani.rules.record.policy import Policy
from layani.rules.text import Text

CLOCK_MAY_DIFFER = timedelta(hours=1)
"""A cosignature of another time than that is old, or of a wrong clock, and does not show what is so now."""


class WrongTime(ValueError):
    """The cosignature is right and says that it was made at a time that cannot be."""


class Fault(Enum):
    """Why a witness has not cosigned; the value is what is stored."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNKNOWN_LOG = "unknown-log"
    NOT_OUR_KEY = "not-our-key"
    CONTRADICTS = "contradicts"
    AHEAD = "ahead"
    CONFLICT = "conflict"
    REFUSED = "refused"
    REDIRECT = "redirect"
    TOO_LARGE = "too-large"
    BAD_ANSWER = "bad-answer"
    WRONG_TIME = "wrong-time"

    @property
    def alarms(self) -> bool:
        """Whether it may mean that our own record is not what it was."""
        return self in (Fault.CONTRADICTS, Fault.AHEAD)


WORDS = {
    Fault.UNREACHABLE: Text("Tidak dapat dihubungi", "Cannot be reached"),
    Fault.TIMEOUT: Text("Tidak menjawab pada waktunya", "Does not answer in time"),
    Fault.UNKNOWN_LOG: Text("Belum mengenal catatan ini (404)", "Does not know this record yet (404)"),
    Fault.NOT_OUR_KEY: Text(
        "Tidak menerima tanda tangan kunci catatan ini (403)",
        "Does not accept the signature of this record's key (403)",
    ),
    Fault.CONTRADICTS: Text(
        "Menyatakan bahwa catatan ini tidak melanjutkan yang pernah disaksikannya (422)",
        "Says that this record does not continue what it witnessed before (422)",
    ),
    Fault.AHEAD: Text(
        "Pernah menyaksikan lebih banyak entri daripada yang ada di sini",
        "Has witnessed more entries than there are here",
    ),
    Fault.CONFLICT: Text(
        "Dua kali berturut-turut menyebut ukuran lain (409)", "Named another size twice in a row (409)"
    ),
    Fault.REFUSED: Text("Menolak dengan cara yang tidak dikenal", "Refused in a way that is not known here"),
    Fault.REDIRECT: Text("Mengalihkan ke alamat lain; itu tidak diikuti", "Sends us to another address; not followed"),
    Fault.TOO_LARGE: Text("Jawabannya terlalu besar", "Its answer is too large"),
    Fault.BAD_ANSWER: Text(
        "Jawabannya bukan tanda tangannya atas catatan ini", "Its answer is not its signature over this record"
    ),
    Fault.WRONG_TIME: Text(
        "Tanda tangannya menyebut waktu yang tidak mungkin", "Its signature names a time that cannot be"
    ),
}


def fault_of_status(status: int) -> Fault:
    """Return what an answer means that is neither a cosignature (200) nor a size (409).

    >>> fault_of_status(422), fault_of_status(500)
    (<Fault.CONTRADICTS: 'contradicts'>, <Fault.REFUSED: 'refused'>)
    """
    known = {403: Fault.NOT_OUR_KEY, 404: Fault.UNKNOWN_LOG, 422: Fault.CONTRADICTS}
    return known.get(status, Fault.REDIRECT if 300 <= status < 400 else Fault.REFUSED)


def cosignature_in(answer: bytes, text: str, key: VerifierKey) -> SignatureLine:
    """Return the line of ``key`` over the checkpoint text (ending in a newline) in a witness's answer.

    Lines of other keys are passed over. Raises Malformed, BadSignature or Unsigned when there is none that holds.
    """
    opened = open_note(text.encode() + b"\n" + answer, [key])
    if opened.text != text:  # an answer with an empty line in it would otherwise lengthen the text
        raise Malformed("The answer of the witness holds more than signature lines.")
    return opened.verified[0][1]


def require_possible_time(line: SignatureLine, now: datetime, *, asked_now: bool = True) -> None:
    """Raise WrongTime for a cosignature that says it was made in the future, or long before it was asked for.

    asked_now:  False for an answer that was carried here on a stick and may be days old
    """
    stamp = int.from_bytes(line.signature[:8], "big")
    if stamp > LATEST_TIMESTAMP or line.cosigned_at > now + CLOCK_MAY_DIFFER:
        raise WrongTime("The cosignature says that it was made in the future.")
    if asked_now and line.cosigned_at < now - CLOCK_MAY_DIFFER:
        raise WrongTime("The cosignature says that it was made long ago.")


def last_quorum(policy: Policy, seen: Mapping[VerifierKey, datetime]) -> datetime | None:
    """Return the latest moment since which enough witnesses have cosigned to be the quorum; None = never enough.

    seen:  {key: when the witness cosigned last}
    Always None for a policy that asks for no quorum.
    """
    if policy.quorum is None:
        return None
    signers: set[VerifierKey] = set()
    for key, at in sorted(seen.items(), key=lambda one: one[1], reverse=True):
        signers.add(key)
        if policy.is_quorum(frozenset(signers)):
            return at
    return None
