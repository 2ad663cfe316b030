"""The proof of a letter: that the record holds the act which issued exactly this file. It goes with the letter.

It is a ``.tlog-proof`` like a receipt, but its opening has no key of the case: whoever is shown a letter learns nothing
of what the case's other acts say, nor when the later ones were. The act itself states how many there were with it and
the leaf hash of the one before. The form is canonical JSON, keys sorted, no spaces: ``{"body", "leaf", "salt", "v"}``.
"""

import json
import re
from dataclasses import dataclass

from layani.rules.record.encoding import Malformed, decode_base64, encode_base64
from layani.rules.record.leaf import CaseEventLeaf, parse_case_event
from layani.rules.record.receipt import OPENING_VERSION, json_values, require_one_spelling
from layani.rules.record.sealing import SALT_SIZE, commitment

ISSUING = frozenset({"issue", "reissue"})
"""The acts by which a letter comes out."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LetterOpening:
    """What shows that a leaf commits to this act, without saying of which case.

    body: exactly the text that was committed to; salt: 32 bytes
    """

    leaf: CaseEventLeaf
    body: str
    salt: bytes

    def fits(self) -> bool:
        """Say whether the leaf commits to this body."""
        return commitment(self.body.encode(), self.salt) == self.leaf.commitment

    def to_json(self) -> bytes:
        """Return the one spelling of the opening."""
        values = {
            "v": OPENING_VERSION,
            "leaf": self.leaf.text(),
            "body": self.body,
            "salt": encode_base64(self.salt),
        }
        return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parse_letter_opening(data: bytes) -> LetterOpening:
    """Return the opening that ``data`` spells, or raise Malformed. Whether it fits its leaf is not asked here."""
    values = json_values(data, {"v": int, "leaf": str, "body": str, "salt": str})
    if values["v"] != OPENING_VERSION:
        raise Malformed(f"The opening has version {values['v']}, which is not known here.")
    opening = LetterOpening(
        leaf=parse_case_event(values["leaf"]),
        body=values["body"],
        salt=decode_base64(values["salt"], "The salt in the proof", SALT_SIZE),
    )
    require_one_spelling(opening.to_json, data)
    return opening


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """What the act says of the letter: its number, the SHA-256 of its file in hex, and whether the file is signed."""

    number: str
    digest: str
    signed: bool


def issued_letter(body: str) -> IssuedLetter | None:
    """Return the letter that an act issued; None when it issued none, or before an act named its file."""
    try:
        act = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(act, dict) or not isinstance(data := act.get("data"), dict):
        return None
    if not isinstance(name := act.get("act"), str) or name not in ISSUING:  # a list in its place cannot be looked up
        return None
    signature = data.get("signature")
    signed = isinstance(signature, dict)
    digest = signature.get("sha256") if isinstance(signature, dict) else data.get("paper")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or not isinstance(data.get("letter"), str):
        return None
    return IssuedLetter(data["letter"], digest, signed)
