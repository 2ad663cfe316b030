"""What shows one person that a look at their data stands in the record; no other look of its batch can be read from it.

The file is a c2sp.org/tlog-proof of the batch's leaf. Its extra data are JSON: the look as it was committed to, its
salt, the leaf, and the path from the look to the root in that leaf.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from layani.rules.record import words
from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import Malformed, decode_base64, encode_base64, time_text
from layani.rules.record.leaf import parse_leaf
from layani.rules.record.look_words import HOUSE_ROLES, PURPOSES, SHOWN
from layani.rules.record.merkle import HASH_SIZE, verify_inclusion
from layani.rules.record.policy import Policy
from layani.rules.record.proof import MOST_HASHES, TlogProof, parse_proof
from layani.rules.record.sealing import SALT_SIZE
from layani.rules.record.verify import Finding, Stop, Trail, Verdict, conclude, require_quorum
from layani.rules.record.view_batch import LOOK, ViewBatchLeaf, look_hash
from layani.rules.text import Text

FORMAT = "layani-look-proof/1"
ALL_BUT_OTHERS = Text(
    id="Bahwa tidak ada pembukaan lain: berkas ini tidak membuka kumpulan lain, dan yang tak dicatat tidak ada.",
    en="That there was no other look: this file opens no other batch, and what was never kept is nowhere.",
)
NOT_THE_LOOK = Text(
    id="TERBANTAH: pembukaan di berkas ini tidak ada dalam kumpulan yang masuk catatan.",
    en="DISPROVED: the look in this file is not in the batch that entered the record.",
)


@dataclass(frozen=True, slots=True)
class LookProof:
    """One look and its way into the record.

    body:   the look, as ``view_batch.look_body`` writes it; salt: its 32 bytes
    place:  its place in the batch, from 0; path: from there to the root in the leaf, its sibling first
    """

    body: bytes
    salt: bytes
    leaf: ViewBatchLeaf
    place: int
    path: tuple[bytes, ...]

    @property
    def fits(self) -> bool:
        """Say whether the path leads from the look to the root in the leaf."""
        hashed = look_hash(self.body, self.salt)
        return verify_inclusion(hashed, self.place, self.leaf.count, self.path, self.leaf.root)

    def to_json(self) -> bytes:
        """Return the extra data of the file."""
        told = {
            "format": FORMAT,
            "look": self.body.decode(),
            "salt": encode_base64(self.salt),
            "leaf": self.leaf.text(),
            "place": self.place,
            "path": [encode_base64(one) for one in self.path],
        }
        return json.dumps(told, ensure_ascii=False).encode()


def parse_look_proof(extra: bytes) -> LookProof:
    """Return what the extra data say, or raise Malformed."""
    try:
        told = json.loads(extra)
    except (ValueError, RecursionError) as fault:
        raise Malformed("The extra data in the proof are not JSON.") from fault
    match told:
        case {"format": str(kind), "look": str(look), "salt": str(salt), "leaf": str(text), "place": int(place),
              "path": list(path)} if kind == FORMAT and len(path) <= MOST_HASHES:  # fmt: skip
            pass
        case _:
            raise Malformed(f"The extra data in the proof are not those of a look ({FORMAT}).")
    try:
        leaf, body = parse_leaf(text.encode()), look.encode()
    except UnicodeEncodeError as fault:  # a lone surrogate, which JSON can spell and UTF-8 cannot
        raise Malformed("The proof has a character that no text has.") from fault
    if not isinstance(leaf, ViewBatchLeaf):
        raise Malformed("The leaf in the proof is not over looks.")
    hashes = tuple(decode_base64(str(one), "A hash in the path of the look", HASH_SIZE) for one in path)
    return LookProof(body, decode_base64(salt, "The salt of the look", SALT_SIZE), leaf, place, hashes)


def verify_look(data: bytes, policy: Policy) -> Finding:
    """Say whether a file proves that a look stands in the record. Never raises for what is in the file."""

    def check(trail: Trail) -> Text:
        proof = parse_proof(data)
        if proof.extra is None:
            raise Malformed("The proof has no extra data, so it is not that of a look.")
        look = parse_look_proof(proof.extra)
        opened = policy.open_checkpoint(proof.checkpoint.encode())
        if not look.fits:
            raise Stop(Verdict.DISPROVED, NOT_THE_LOOK)
        _require_leaf(proof, look, opened.checkpoint)
        trail.proven += [_said(look.body), words.in_log(opened.checkpoint, proof.index)]
        trail.not_proven.append(ALL_BUT_OTHERS)
        require_quorum(opened, policy, trail)
        return _in_record(look.leaf)

    return conclude(check)


def _require_leaf(proof: TlogProof, look: LookProof, checkpoint: Checkpoint) -> None:
    if not verify_inclusion(look.leaf.hash(), proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise Stop(Verdict.DISPROVED, words.not_included(checkpoint, proof.index))


def _said(body: bytes) -> Text:
    """Return what the look says, in its own few words; raises Malformed where it is none."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Malformed("The look in the proof is not JSON.") from fault
    if not isinstance(told, dict) or told.get("format") != LOOK:
        raise Malformed(f"The look in the proof is not of the form {LOOK}.")
    at, officer = (str(told.get(name) or "–") for name in ("at", "officer"))
    role, what, purpose = (
        _words(told.get(name), words) for name, words in (("role", HOUSE_ROLES), ("what", SHOWN), ("purpose", PURPOSES))
    )
    return Text(
        id=f"Data dilihat {at} oleh petugas nomor {officer}, peran: {role.id}. Yang dilakukan: {what.id}. Tujuannya: "
        f"{purpose.id}.",
        en=f"The data were seen {at} by officer number {officer}, in the role: {role.en}. What was done: {what.en}. "
        f"What for: {purpose.en}.",
    )


def _words(name: object, words: Mapping[str, Text]) -> Text:
    """Return what a name of the look means; one that only the office knows, such as a role of its own, as it stands."""
    name = str(name or "")
    return words.get(name) or Text(f"“{name}”", f"“{name}”")


def _in_record(leaf: ViewBatchLeaf) -> Text:
    return Text(
        id=f"TERBUKTI: pembukaan ini ada di catatan, dalam kumpulan {leaf.count} yang dibuat {time_text(leaf.time)}.",
        en=f"PROVEN: this look stands in the record, in a batch of {leaf.count} that was made {time_text(leaf.time)}.",
    )
