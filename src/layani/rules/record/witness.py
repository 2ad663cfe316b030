"""What a witness answers a log: whether it may cosign a checkpoint, judged by what it cosigned before.

A witness vouches for one thing only: that this log, as of now, continues everything that it ever vouched for. It holds
no entry and understands none. Source: c2sp.org/tlog-witness v1.0.0.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from layani.rules.record.checkpoint import Checkpoint, OpenedCheckpoint, WrongEmptyRoot, open_checkpoint
from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, parse_decimal, parse_utf8, shown
from layani.rules.record.merkle import HASH_SIZE, verify_consistency
from layani.rules.record.note import BadSignature, Unsigned, VerifierKey, open_note, parse_note
from layani.rules.record.policy import require_in_use

MOST_HASHES = 63
LARGEST_SUBMISSION = 1_100_000
"""Bytes: the largest note, and a proof."""
BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 400, 403, 404, 409, 422
SIZE_TYPE = "text/x.tlog.size"

LastCosigned = Callable[[str], Checkpoint | None]
"""Returns the checkpoint of a log (by its origin) that this witness cosigned last; None = never one."""


class Refusal(Exception):
    """The witness does not cosign.

    status:  of HTTP, as the specification gives it
    size:    for 409 alone: the size that the witness cosigned last, 0 = none
    """

    def __init__(self, status: int, reason: str, size: int | None = None) -> None:
        self.status, self.reason, self.size = status, reason, size
        super().__init__(reason)

    def body(self) -> str:
        """Return what is answered."""
        return f"{self.reason if self.size is None else self.size}\n"


@dataclass(frozen=True, slots=True)
class Submission:
    """A log's request for a cosignature.

    old:         the size that the log believes this witness to have cosigned last
    proof:       consistency from ``old`` to the checkpoint
    checkpoint:  the signed note, verbatim
    """

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def render(self) -> bytes:
        """Return the body of the request."""
        lines = [f"old {self.old}", *map(encode_base64, self.proof), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint


def parse_submission(data: bytes) -> Submission:
    """Return the request that ``data`` spells, or raise Malformed. Nothing is verified yet."""
    if len(data) > LARGEST_SUBMISSION:
        raise Malformed(f"The request has {len(data)} bytes; more than {LARGEST_SUBMISSION} are not read.")
    head, separator, checkpoint = parse_utf8(data, "The request").partition("\n\n")
    first, *hashes = head.split("\n")
    if not separator or not first.startswith("old "):
        raise Malformed("A request begins with the line 'old SIZE' and has an empty line before its checkpoint.")
    if len(hashes) > MOST_HASHES:
        raise Malformed(f"The request has {len(hashes)} hashes; no proof needs more than {MOST_HASHES}.")
    return Submission(
        old=parse_decimal(first.removeprefix("old "), "The old size in the request"),
        proof=tuple(decode_base64(line, f"The hash {shown(line)} in the request", HASH_SIZE) for line in hashes),
        checkpoint=checkpoint.encode(),
    )


def judge(
    data: bytes, logs: Iterable[VerifierKey], last: LastCosigned, until: Mapping[VerifierKey, int] | None = None
) -> OpenedCheckpoint:
    """Return the checkpoint that may be cosigned now, or raise Refusal.

    until: {retired key of a log: the largest size that it may sign}
    The caller holds a lock from before ``last`` is asked until the new state is durable: two answers at once could
    otherwise cosign two histories.
    """
    try:
        submission = parse_submission(data)
        origin = parse_note(submission.checkpoint).text.split("\n", 1)[0]
    except Malformed as fault:
        raise Refusal(BAD_REQUEST, str(fault)) from fault
    keys = tuple(key for key in logs if key.name == origin)
    if not keys:
        raise Refusal(NOT_FOUND, f"The log {shown(origin)} is not known to this witness.")
    opened = _open(submission.checkpoint, keys, until or {})
    _require_continuing(submission, opened.checkpoint, last(origin))
    return opened


def _open(checkpoint: bytes, keys: tuple[VerifierKey, ...], until: Mapping[VerifierKey, int]) -> OpenedCheckpoint:
    try:
        opened = open_checkpoint(checkpoint, keys)
        require_in_use(opened, keys, until)
        return opened
    except WrongEmptyRoot as fault:
        _require_signed(checkpoint, keys)
        raise Refusal(UNPROCESSABLE, str(fault)) from fault
    except Malformed as fault:
        raise Refusal(BAD_REQUEST, str(fault)) from fault
    except (BadSignature, Unsigned) as fault:
        raise Refusal(FORBIDDEN, str(fault)) from fault


def _require_signed(checkpoint: bytes, keys: tuple[VerifierKey, ...]) -> None:
    try:
        open_note(checkpoint, keys)
    except (BadSignature, Unsigned) as fault:
        raise Refusal(FORBIDDEN, str(fault)) from fault


def _require_continuing(submission: Submission, new: Checkpoint, last: Checkpoint | None) -> None:
    """Raise Refusal unless ``new`` continues what was cosigned last; the order is the specification's."""
    if submission.old > new.size:
        raise Refusal(BAD_REQUEST, f"The old size {submission.old} is larger than the checkpoint's {new.size}.")
    known = last.size if last else 0
    if submission.old != known:
        raise Refusal(CONFLICT, f"This witness cosigned {known} last, not {submission.old}.", known)
    old = (last.size, last.root) if last else None
    if old is None or old[0] == 0:
        if submission.proof:
            raise Refusal(UNPROCESSABLE, "Nothing was cosigned before, so the proof must be empty.")
        return
    if not verify_consistency(old, (new.size, new.root), submission.proof):
        raise Refusal(UNPROCESSABLE, f"The proof does not show that the {new.size} entries begin with the {known}.")


def origin_hash(origin: str) -> str:
    """Return the name under which a witness or mirror serves what it holds of a log.

    >>> origin_hash("office.example/cases")
    '62a365fcaa5ce3ad6185e467c217579c62c610791bdfef5b276e238a2e273a47'
    """
    return sha256(origin.encode()).hexdigest()
