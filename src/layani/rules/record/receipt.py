"""Receipts: what the citizen holds. Provisional at once, final as soon as the act is in the log.

The **opening** shows what a leaf committed to. Both receipts carry it as the same small JSON:
``{"body", "k", "leaf", "salt", "seq", "v"}``, keys sorted, no spaces, so that it has one spelling only.

The **provisional receipt** is a note signed by the office's acknowledgement key: "we received this, and it will be in
the log by then". If it never appears there, the receipt is the evidence of a broken promise.

The **final receipt** is a ``.tlog-proof`` (c2sp.org/tlog-proof@v1) whose extra data is the opening.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from layani.rules.record.encoding import (
    Malformed,
    decode_base64,
    encode_base64,
    parse_time,
    parse_utf8,
    shown,
    time_text,
)
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf, parse_case_event
from layani.rules.record.note import SigningKey, require_key_name
from layani.rules.record.proof import TlogProof
from layani.rules.record.sealing import CASE_KEY_SIZE, LARGEST_SEQ, SALT_SIZE, case_tag, commitment

PROVISIONAL = "provisional-receipt/v1"
OPENING_VERSION = 1
MAXIMUM_MERGE_DELAY = timedelta(hours=24)
"""The office's promise: an act is in the log at the latest this long after it was done."""
LARGEST_OPENING = 400_000
"""Bytes of JSON; fits a note in base64."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows that a leaf belongs to this act of this case.

    body:      the act's content, exactly the text that was committed to
    salt:      32 bytes
    case_key:  32 bytes; whoever holds it can find all acts of the case in the log
    seq:       the act's number within its case, from 0
    """

    leaf: CaseEventLeaf
    body: str
    salt: bytes
    case_key: bytes
    seq: int

    def fits(self) -> bool:
        """Say whether the leaf is this act of this case and commits to this body; a first act follows none."""
        return (
            case_tag(self.case_key, self.seq) == self.leaf.tag
            and commitment(self.body.encode(), self.salt) == self.leaf.commitment
            and (self.seq > 0 or self.leaf.follows(self.case_key, NO_PREVIOUS))
        )

    def to_json(self) -> bytes:
        """Return the one spelling of the opening."""
        values = {
            "v": OPENING_VERSION,
            "leaf": self.leaf.text(),
            "body": self.body,
            "salt": encode_base64(self.salt),
            "k": encode_base64(self.case_key),
            "seq": self.seq,
        }
        return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parse_opening(data: bytes) -> Opening:
    """Return the opening that ``data`` spells, or raise Malformed. Whether it fits its leaf is not asked here."""
    values = json_values(data, {"v": int, "leaf": str, "body": str, "salt": str, "k": str, "seq": int})
    if values["v"] != OPENING_VERSION or not 0 <= values["seq"] <= LARGEST_SEQ:
        raise Malformed(f"The opening has version {values['v']} and number {values['seq']}, which are not known here.")
    opening = Opening(
        leaf=parse_case_event(values["leaf"]),
        body=values["body"],
        salt=decode_base64(values["salt"], "The salt in the receipt", SALT_SIZE),
        case_key=decode_base64(values["k"], "The case key in the receipt", CASE_KEY_SIZE),
        seq=values["seq"],
    )
    require_one_spelling(opening.to_json, data)
    return opening


def json_values(data: bytes, kinds: Mapping[str, type]) -> dict[str, Any]:
    """Return the values of an opening, which has exactly these names with values of these kinds; raises Malformed."""
    if len(data) > LARGEST_OPENING:
        raise Malformed(f"The opening has {len(data)} bytes; more than {LARGEST_OPENING} are not read.")
    try:
        values = json.loads(parse_utf8(data, "The opening"))
    except (ValueError, RecursionError) as fault:
        raise Malformed(f"The opening in the file is not JSON ({fault}).") from fault
    if not isinstance(values, dict) or {name: type(value) for name, value in values.items()} != kinds:
        raise Malformed(f"The opening in the file must have exactly {', '.join(sorted(kinds))}.")
    return values


def require_one_spelling(spelled: Callable[[], bytes], data: bytes) -> None:
    """Raise Malformed unless ``data`` is what ``spelled`` returns."""
    try:
        canonical = spelled()
    except UnicodeEncodeError as fault:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        raise Malformed("The body in the receipt has a character that no text has.") from fault
    if canonical != data:
        raise Malformed("The opening in the receipt is not in its one canonical spelling.")


@dataclass(frozen=True, slots=True)
class ProvisionalReceipt:
    """The office's signed word that it received an act.

    log:      origin of the log in which the act will appear
    office:   name of the office, one line
    issued:   when the receipt was made; not before its act, and not after ``due``
    due:      until when the act will be in the log: MAXIMUM_MERGE_DELAY after the act
    """

    log: str
    office: str
    issued: datetime
    due: datetime
    opening: Opening

    def text(self) -> str:
        """Return the text that is signed."""
        return (
            f"{PROVISIONAL}\nlog {self.log}\noffice {self.office}\nissued {time_text(self.issued)}\n"
            f"due {time_text(self.due)}\nopening {encode_base64(self.opening.to_json())}\n{self.opening.leaf.text()}"
        )


def make_provisional(opening: Opening, *, log: str, office: str, issued: datetime, key: SigningKey) -> str:
    """Return the provisional receipt, signed by the acknowledgement key; it falls due 24 h after the act."""
    receipt = ProvisionalReceipt(log, office, issued, opening.leaf.time + MAXIMUM_MERGE_DELAY, opening)
    parse_provisional(receipt.text())  # never sign what no one can read
    return key.sign(receipt.text()).render()


def parse_provisional(text: str) -> ProvisionalReceipt:
    """Return the receipt that the text of a note states, or raise Malformed."""
    lines = text.split("\n", 6)
    if len(lines) != 7 or lines[0] != PROVISIONAL:
        raise Malformed(f"A provisional receipt begins with the line {PROVISIONAL} and has five more before its leaf.")
    words = ("log", "office", "issued", "due", "opening")
    log, office, issued, due, encoded = (_value(line, word) for line, word in zip(lines[1:6], words, strict=True))
    opening = parse_opening(decode_base64(encoded, "The opening in the receipt"))
    if opening.leaf.text() != lines[6]:
        raise Malformed("The leaf in the receipt is not the one that its opening names.")
    receipt = ProvisionalReceipt(
        log=require_key_name(log),
        office=office,
        issued=parse_time(issued, "The time of issue in the receipt"),
        due=parse_time(due, "The due time in the receipt"),
        opening=opening,
    )
    _require_times_of_the_act(receipt)
    return receipt


def _require_times_of_the_act(receipt: ProvisionalReceipt) -> None:
    """Raise Malformed unless the promise's times are those of its act; no office promises what is over already.

    Act and receipt have their times from one reading of one clock, so nothing is allowed for clocks that differ.
    """
    act, issued, due = receipt.opening.leaf.time, receipt.issued, receipt.due
    if due - act != MAXIMUM_MERGE_DELAY:
        raise Malformed(
            f"The receipt says that the act of {time_text(act)} is due in the record by {time_text(due)}. An office "
            f"promises {MAXIMUM_MERGE_DELAY // timedelta(hours=1)} hours after the act, no more and no less, so no "
            "office wrote this."
        )
    if not act <= issued <= due:
        raise Malformed(
            f"The receipt says that it was issued at {time_text(issued)}, for an act of {time_text(act)} that is due "
            f"by {time_text(due)}. A receipt is issued with its act, not before it and not after it is due, so no "
            "office wrote this."
        )


def _value(line: str, word: str) -> str:
    name, _, value = line.partition(" ")
    if name != word or not value:
        raise Malformed(f"{shown(line)} stands in the receipt where the line '{word} …' must be.")
    return value


class Shows(Protocol):
    """An opening of some kind."""

    def to_json(self) -> bytes:
        """Return its one spelling."""


def make_final(opening: Shows, *, index: int, hashes: tuple[bytes, ...], checkpoint: str) -> str:
    """Return the final receipt: the opening and the proof that its leaf stands at ``index`` under ``checkpoint``.

    checkpoint: the signed note, verbatim, with all cosignatures that there are
    """
    return TlogProof(index, hashes, checkpoint, opening.to_json()).render()
