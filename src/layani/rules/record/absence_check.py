"""Verifying a proof of absence: that no further act is in the record's daily indices, without a copy of the record."""

from collections.abc import Sequence

from layani.rules.record import words
from layani.rules.record.absence import AbsenceProof, EpochAbsence, parse_absence
from layani.rules.record.acknowledged import open_provisional
from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.merkle import verify_inclusion
from layani.rules.record.policy import Policy
from layani.rules.record.proof import parse_proof
from layani.rules.record.receipt import PROVISIONAL, Opening, parse_opening
from layani.rules.record.sealing import case_tag
from layani.rules.record.verify import (
    Finding,
    Stop,
    Trail,
    Verdict,
    conclude,
    require_fit,
    require_kept,
    require_quorum,
)
from layani.rules.text import Text

INDEX_MAY_LIE = Text(
    id="Bahwa indeks harian itu lengkap: siapa pun yang memegang salinan catatan memeriksanya dengan "
    "'layani verify tiles'.",
    en="That the daily indices are complete: anyone with a copy of the record checks that with 'layani verify tiles'.",
)
NO_RECEIPT = Text(
    id="Milik permohonan mana tanda itu: untuk itu perlu tanda terima (--receipt).",
    en="To which case the tag belongs: that takes a receipt (--receipt).",
)


def verify_absence(data: bytes, policy: Policy, receipt: bytes | None = None) -> Finding:
    """Say whether a file proves that a tag is in none of some daily indices.

    receipt:  of the case's last known act; then also whether the tag is that of the act after it, and whether the
              indices begin early enough that it could not stand before them
    Never raises for what is in the files.
    """

    def check(trail: Trail) -> Text:
        proof = parse_absence(data)
        opened = policy.open_checkpoint(proof.checkpoint.encode())
        checkpoint = opened.checkpoint
        for one in proof.epochs:
            _require(checkpoint, one, proof.tag)
        _require_gapless(proof.epochs)
        first, last = proof.epochs[0].leaf, proof.epochs[-1].leaf
        trail.proven.append(_covers(first.day.isoformat(), last.day.isoformat(), first.first, last.last))
        trail.not_proven += [INDEX_MAY_LIE, _after(last.last, checkpoint)]
        number = None
        if receipt is None:
            trail.not_proven.append(NO_RECEIPT)
        else:
            number = _require_next(proof, receipt, checkpoint.origin, policy)
        require_quorum(opened, policy, trail)
        return _no_further(number, last.day.isoformat()) if number else _not_there(proof.tag.hex())

    return conclude(check)


def _require(checkpoint: Checkpoint, one: EpochAbsence, tag: bytes) -> None:
    included = verify_inclusion(one.leaf.hash(), one.index, checkpoint.size, one.record, checkpoint.root)
    if not included or one.leaf.last >= one.index:
        raise Stop(Verdict.DISPROVED, _not_in_record(checkpoint, one.index))
    if not one.shows(tag):
        raise Stop(Verdict.DISPROVED, _does_not_show(one.leaf.day.isoformat()))


def _require_gapless(epochs: Sequence[EpochAbsence]) -> None:
    for one, following in zip(epochs, epochs[1:], strict=False):
        if following.leaf.first != one.leaf.last + 1:
            raise Stop(Verdict.NOT_CHECKABLE, _gap(one.leaf.last, following.leaf.first))


def _require_next(proof: AbsenceProof, receipt: bytes, log: str, policy: Policy) -> int:
    """Return the number (from 1) of the act that the proof is about: the one after the receipt's; stop when it is not.

    A final receipt names its place in the record: the act after it cannot stand before that. Of a provisional one no
    place is known, and the indices must begin with the record.
    """
    opening, of_log, earliest = _read(receipt, policy)
    if of_log != log:
        raise Stop(Verdict.NOT_CHECKABLE, words.other_log(of_log, log))
    if case_tag(opening.case_key, opening.seq + 1) != proof.tag.hex():
        raise Stop(Verdict.NOT_CHECKABLE, _of_another(opening.seq + 2))
    if proof.epochs[0].leaf.first > earliest:
        raise Stop(Verdict.NOT_CHECKABLE, _begins_late(earliest, proof.epochs[0].leaf.first))
    if proof.epochs[-1].leaf.last < earliest:
        raise Stop(Verdict.NOT_CHECKABLE, _ends_early(earliest, proof.epochs[-1].leaf.last))
    return opening.seq + 2


def _read(receipt: bytes, policy: Policy) -> tuple[Opening, str, int]:
    """Return the opening of a receipt, its log, and the first place at which the act after it can stand."""
    if receipt.startswith(PROVISIONAL.encode() + b"\n"):
        acknowledged = open_provisional(receipt, policy)
        promise = acknowledged.receipt
        require_fit(promise.opening, Trail())
        require_kept(acknowledged)
        return promise.opening, promise.log, 0
    proof = parse_proof(receipt)
    if proof.extra is None:
        raise Stop(Verdict.NOT_CHECKABLE, words.NO_OPENING)
    opening = parse_opening(proof.extra)
    checkpoint = policy.open_checkpoint(proof.checkpoint.encode()).checkpoint
    require_fit(opening, Trail())
    if not verify_inclusion(opening.leaf.hash(), proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        raise Stop(Verdict.DISPROVED, words.not_included(checkpoint, proof.index))
    return opening, checkpoint.origin, proof.index + 1


def _covers(first_day: str, last_day: str, first: int, last: int) -> Text:
    return Text(
        id=f"Indeks harian {first_day} sampai {last_day} mencakup entri {first} sampai {last} tanpa celah, dan tanda "
        "itu tidak ada di satu pun.",
        en=f"The daily indices of {first_day} to {last_day} cover the entries {first} to {last} without a gap, and the "
        "tag is in none of them.",
    )


def _after(last: int, checkpoint: Checkpoint) -> Text:
    return Text(
        id=f"Bahwa tanda itu tidak ada sesudah entri {last}: catatan waktu itu berisi {checkpoint.size} entri.",
        en=f"That the tag is not behind entry {last}: the record had {checkpoint.size} entries then.",
    )


def _no_further(number: int, day: str) -> Text:
    return Text(
        id=f"TERBUKTI: sampai hari {day} tidak ada tindakan ke-{number} pada permohonan ini di indeks harian catatan.",
        en=f"PROVEN: up to the day {day} there is no act number {number} of this case in the record's daily indices.",
    )


def _not_there(tag: str) -> Text:
    return Text(
        id=f"TERBUKTI: tanda {tag} tidak ada di indeks harian itu.",
        en=f"PROVEN: the tag {tag} is not in these daily indices.",
    )


def _does_not_show(day: str) -> Text:
    return Text(
        id=f"TERBANTAH: berkas ini tidak menunjukkan bahwa tanda itu tidak ada di indeks {day}.",
        en=f"DISPROVED: this file does not show that the tag is absent from the index of {day}.",
    )


def _gap(last: int, first: int) -> Text:
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: indeks berhenti pada entri {last} dan berlanjut baru pada entri {first}.",
        en=f"NOT CHECKABLE: the indices stop at entry {last} and go on only at entry {first}.",
    )


def _of_another(number: int) -> Text:
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: berkas ini bukan tentang tindakan ke-{number} pada permohonan di tanda terima.",
        en=f"NOT CHECKABLE: this file is not about act number {number} of the receipt's case.",
    )


def _begins_late(earliest: int, first: int) -> Text:
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: tindakan berikutnya mungkin ada sejak entri {earliest}; indeks baru mulai pada "
        f"entri {first}.",
        en=f"NOT CHECKABLE: the next act could stand from entry {earliest} on; the indices begin at entry {first}.",
    )


def _ends_early(earliest: int, last: int) -> Text:
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: indeks berakhir pada entri {last}, sebelum tindakan berikutnya bisa ada (entri "
        f"{earliest}).",
        en=f"NOT CHECKABLE: the indices end at entry {last}, before the next act could stand (entry {earliest}).",
    )


def _not_in_record(checkpoint: Checkpoint, index: int) -> Text:
    return Text(
        id=f"TERBANTAH: catatan {checkpoint.origin} tidak memuat indeks ini sebagai entri {index}.",
        en=f"DISPROVED: the record {checkpoint.origin} does not hold this index as entry {index}.",
    )
