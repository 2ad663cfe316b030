"""Verifying a letter: whether the office issued exactly this file, and what nobody can know without asking.

A letter that was revoked, replaced or corrected later is proven like any other: the proof speaks of its issue. So the
answer always says that, and where to ask.
"""

from hashlib import sha256

from layani.rules.record import words
from layani.rules.record.encoding import Malformed, time_text
from layani.rules.record.leaf import CaseEventLeaf
from layani.rules.record.letter import IssuedLetter, LetterOpening, issued_letter, parse_letter_opening
from layani.rules.record.merkle import verify_inclusion
from layani.rules.record.mirror import Mirror
from layani.rules.record.policy import Policy
from layani.rules.record.proof import parse_proof
from layani.rules.record.receipt import Opening, parse_opening
from layani.rules.record.verify import Finding, Stop, Trail, Verdict, compare_histories, conclude, require_quorum
from layani.rules.text import Text

PROVEN = Text(
    id="TERBUKTI: kantor menerbitkan persis berkas ini, dan catatannya memuat penerbitan itu.",
    en="PROVEN: the office issued exactly this file, and its record holds that it did.",
)
ANOTHER_FILE = Text(
    id="TERBANTAH: berkas ini bukan surat yang diterbitkan menurut bukti ini; isinya telah diubah, atau buktinya milik "
    "surat lain.",
    en="DISPROVED: this file is not the letter that was issued according to this proof; it was altered, or the proof "
    "is of another letter.",
)
NOT_THE_ACT = Text(
    id="TERBANTAH: isi bukti ini bukan yang dicatat; isinya telah diubah.",
    en="DISPROVED: the content of this proof is not what was recorded; it was changed.",
)
NO_LETTER = Text(
    id="TIDAK DAPAT DIPERIKSA: bukti ini milik tindakan yang tidak menerbitkan surat, atau surat dari sebelum sidik "
    "berkasnya dicatat. Periksa lewat kode QR pada surat.",
    en="NOT CHECKABLE: this proof is of an act that issued no letter, or of a letter from before the fingerprint of "
    "its file was recorded. Check it by the QR code on the letter.",
)
STILL_VALID = Text(
    id="Bahwa surat ini masih berlaku: sesudah terbit ia dapat dicabut, diperbaiki, atau digantikan, dan itu tidak "
    "dapat diketahui tanpa bertanya. Tanyakan: kode QR pada surat ini, yang turut terbukti, membuka halaman kantor "
    "yang mengatakannya.",
    en="That this letter is still valid: after its issue it can be revoked, corrected or replaced, which cannot be "
    "known without asking. Ask: the QR code on this letter, which is proven with it, opens the office's page that "
    "says so.",
)
CONTENT = Text(
    id="Bahwa yang tertulis di dalamnya benar, dan bahwa pembawanya orang yang disebut di dalamnya.",
    en="That what it says is true, and that whoever carries it is the person it names.",
)
PAPER = Text(
    id="Tulisan di atas kertas: yang diperiksa adalah berkas ini, bukan cetakannya.",
    en="Anything on paper: what was checked is this file, not a print of it.",
)
SIGNATURE = Text(
    id="Tanda tangan elektronik di dalam berkas ini: periksa dengan pembaca PDF atau layanan penerbit sertifikatnya.",
    en="The electronic signature inside this file: check it with a PDF reader, or with who issued its certificate.",
)
CLOCK = words.NEVER_PROVEN[0]


def verify_letter(paper: bytes, proof: bytes, policy: Policy, mirror: Mirror | None = None) -> Finding:
    """Check the file of a letter by its proof, or by the receipt of the act that issued it.

    mirror: a copy of the record, to see whether it continues the one that the proof was made from
    Never raises for what is in the files: a damaged one is a Finding like any other.
    """

    def check(trail: Trail) -> Text:
        _check(paper, proof, policy, mirror, trail)
        return PROVEN

    return conclude(check)


def _check(paper: bytes, data: bytes, policy: Policy, mirror: Mirror | None, trail: Trail) -> None:
    proof = parse_proof(data)
    if proof.extra is None:
        raise Stop(Verdict.NOT_CHECKABLE, words.NO_OPENING)
    opening = _opening(proof.extra)
    opened = policy.open_checkpoint(proof.checkpoint.encode())
    if not opening.fits():
        raise Stop(Verdict.DISPROVED, NOT_THE_ACT)
    checkpoint, leaf = opened.checkpoint, opening.leaf
    if not verify_inclusion(leaf.hash(), proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise Stop(Verdict.DISPROVED, words.not_included(checkpoint, proof.index))
    letter = issued_letter(opening.body)
    if letter is None:
        raise Stop(Verdict.NOT_CHECKABLE, NO_LETTER)
    if sha256(paper).hexdigest() != letter.digest:
        raise Stop(Verdict.DISPROVED, ANOTHER_FILE)
    trail.proven += (_issued(letter, leaf), words.in_log(checkpoint, proof.index))
    trail.not_proven += (STILL_VALID, CONTENT, *((SIGNATURE,) if letter.signed else ()), PAPER, CLOCK)
    require_quorum(opened, policy, trail)
    if mirror is not None:
        compare_histories(opened, policy, mirror, trail)


def _opening(extra: bytes) -> LetterOpening | Opening:
    """Return the opening of a letter's proof, or of a receipt, which shows more."""
    try:
        return parse_letter_opening(extra)
    except Malformed:
        return parse_opening(extra)


def _issued(letter: IssuedLetter, leaf: CaseEventLeaf) -> Text:
    at = time_text(leaf.time)
    return Text(
        id=f"Berkas ini adalah surat nomor {letter.number}, byte demi byte, terbit menurut jam kantor pada {at}.",
        en=f"This file is letter {letter.number}, byte for byte, issued by the office's clock at {at}.",
    )
