"""What the verification of a draw says to people, in both languages, and never more than was proven."""

from collections.abc import Sequence
from datetime import datetime

from layani.rules.record.allocation_leaves import (
    AWAY,
    FOUR_EYES,
    OWN_CASE,
    RECUSED,
    ROLE_ENDED,
    AllocLeaf,
    PoolLeaf,
    VoidLeaf,
)
from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import time_text
from layani.rules.text import Text

REASONS = {
    AWAY: Text("tidak bertugas", "away"),
    RECUSED: Text("menyatakan benturan kepentingan", "declared a conflict of interest"),
    OWN_CASE: Text("berkas sendiri", "own case"),
    FOUR_EYES: Text("mengerjakan langkah lain yang harus terpisah", "did a step that must be kept apart"),
    ROLE_ENDED: Text("perannya berakhir", "role ended"),
}
VOID_REASONS = {
    "unwitnessed": Text(
        "saksi tidak menandatangani sebelum angka acak terbit",
        "the witnesses had not signed before the random number was published",
    ),
    "unreachable": Text("angka acak umum tidak terjangkau berjam-jam", "the beacon could not be reached for hours"),
    "exhausted": Text("semua petugas di daftar sudah terundi", "every officer of the pool had been drawn"),
    "ended": Text("langkahnya selesai tanpa petugas itu", "the step ended without that officer"),
}
NOT_DRAWN_YET = Text(
    id="TIDAK DAPAT DIPERIKSA: belum diundi. Unduh lagi berkasnya beberapa menit lagi.",
    en="NOT CHECKABLE: nothing has been drawn yet. Fetch the file again in some minutes.",
)
OUT_OF_ORDER = Text(
    id="TERBANTAH: urutannya salah. Daftar petugas, antrean, lalu hasil undian harus dicatat berurutan.",
    en="DISPROVED: the order is wrong. The pool, the queue and then the draws must have been logged in this order.",
)
OTHER_POOL = Text(
    id="TERBANTAH: daftar petugas di berkas ini bukan daftar yang dicatat sebelum undian.",
    en="DISPROVED: the pool in this file is not the one that was logged before the draw.",
)
OTHER_NUMBER = Text(
    id="TERBANTAH: angka acaknya bukan yang ditetapkan sebelum undian.",
    en="DISPROVED: the random number is not the one that was fixed before the draw.",
)
LOCAL_KEPT = Text(
    id="Angka acaknya adalah angka yang sudah dikunci kantor sebelum undian.",
    en="The random number is the one that the office had committed to before the draw.",
)
ONCE_UNSEEN = Text(
    id="Bahwa berkas ini diundi satu kali saja: untuk itu perlu salinan catatan (--tiles).",
    en="That the case was drawn once only: that takes a copy of the record (--tiles).",
)
WEIGHTS_UNSEEN = Text(
    id="Bahwa daftar petugas lengkap dan peluang tiap orang benar: itu diperiksa auditor dari beban kerja kantor.",
    en="That the pool is complete and each weight true: auditors check that against the office's open cases.",
)
UNWITNESSED = Text(
    id="Bahwa semuanya tetap sebelum angka acak terbit: hanya jam kantor yang mengatakannya; belum ada saksi luar.",
    en="That all was fixed before the random number was published: only the office's clock says so, and no witness.",
)
LEFT_OUT_DRAWS = Text(
    id="TERBANTAH: catatan memuat undian lain untuk antrean ini yang tidak ada di berkas.",
    en="DISPROVED: the record holds other draws of this queue leaf than the file shows.",
)
ENDED_TWICE = Text(
    id="TIDAK DAPAT DIPERIKSA: salinan ini dua kali menyatakan melanjutkan catatan yang sama.",
    en="NOT CHECKABLE: this copy says twice that it continues the same record.",
)
LATER_DRAW = Text(
    id="Bahwa ini undian terakhir: catatan memuat undian ulang yang lebih baru. Unduh berkas yang baru.",
    en="That this is the last draw: the record holds a later one. Fetch the file anew.",
)


def proven(officer: str, *, witnessed: bool) -> Text:
    """Return the answer of a draw that holds."""
    if witnessed:
        return Text(
            id=f"TERBUKTI: {officer} terpilih oleh undian, dan tidak seorang pun dapat memilihnya.",
            en=f"PROVEN: {officer} was drawn by lot, and nobody could choose it.",
        )
    return Text(
        id=f"TERBUKTI: {officer} terpilih oleh angka acak umum yang tidak dibuat kantor ini.",
        en=f"PROVEN: {officer} was drawn by a public random number that this office did not make.",
    )


def local_draw(officer: str) -> Text:
    """Return the answer of a draw that the office made by itself."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: hitungannya benar dan menunjuk {officer}, tetapi angka acaknya dibuat kantor "
        "sendiri (mode lokal): kantor dapat memilih.",
        en=f"NOT CHECKABLE: the draw was computed right and names {officer}, but the office made the random number "
        "itself (local mode): the office could choose.",
    )


def unreadable(detail: str) -> Text:
    """Return that the file, or the copy of the record, cannot be read."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: berkas tidak utuh atau bukan berkas undian. Unduh lagi. ({detail})",
        en=f"NOT CHECKABLE: the file is damaged or not the file of a draw. Fetch it again. ({detail})",
    )


def strange_logs(logs: Sequence[str]) -> Text:
    """Return that the leaves are in logs none of which continues another."""
    names = ", ".join(logs)
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: bagian-bagian undian ini ada di beberapa catatan ({names}), dan menurut policy "
        "Anda yang satu tidak melanjutkan yang lain. Ambil policy yang baru.",
        en=f"NOT CHECKABLE: the parts of this draw are in several records ({names}), and by your policy none continues "
        "another. Get the new policy.",
    )


def copy_needed(log: str) -> Text:
    """Return that only a copy shows in which of several logs a case was queued."""
    return Text(
        id="TIDAK DAPAT DIPERIKSA: catatan tempat undian ini dimulai atau yang sebelumnya berakhir karena kuncinya "
        f"dicuri. Untuk melihat di catatan mana antreannya dicatat, perlu salinan {log} (--tiles).",
        en="NOT CHECKABLE: the record in which this draw began, or one before it, ended because its key was taken. "
        f"In which of them the case was queued takes a copy of {log} to see (--tiles).",
    )


def not_continued(fault: Text) -> Text:
    """Return that a copy does not say how it continues the log before."""
    return Text(id=f"TIDAK DAPAT DIPERIKSA: {fault.id}", en=f"NOT CHECKABLE: {fault.en}")


def package_missing(detail: str) -> Text:
    """Return that this machine cannot check the beacon's signature."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: komputer ini belum dapat memeriksa tanda tangan angka acak. ({detail})",
        en=f"NOT CHECKABLE: this machine cannot check the signature of the random number. ({detail})",
    )


def logged(checkpoint: Checkpoint, leaves: int) -> Text:
    """Return that every leaf of the draw stands in the record."""
    return Text(
        id=f"Semua {leaves} entri undian ini ada di catatan {checkpoint.origin}, sesuai urutan.",
        en=f"All {leaves} entries of this draw stand in the record {checkpoint.origin}, in their order.",
    )


def pool(leaf: PoolLeaf, can: int) -> Text:
    """Return who could be drawn."""
    return Text(
        id=f"Daftar {leaf.count} petugas peran {leaf.role} untuk {leaf.day} dicatat sebelum undian; {can} dapat "
        "terpilih.",
        en=f"The pool of {leaf.count} officers of the role {leaf.role} for {leaf.day} was logged before; {can} could "
        "be drawn.",
    )


def too_small(can: int) -> Text:
    """Return that the pool was no pool."""
    return Text(
        id=f"TERBANTAH: hanya {can} petugas yang dapat terpilih; undian memerlukan sedikitnya empat.",
        en=f"DISPROVED: only {can} officers could be drawn; a draw needs at least four.",
    )


def left_out(name: str, reason: str) -> Text:
    """Return who could not be drawn, and why."""
    why = REASONS[reason]
    return Text(id=f"{name} tidak ikut diundi: {why.id}.", en=f"{name} was left out: {why.en}.")


def other_beacon(name: str) -> Text:
    """Return that the beacon is one that this program does not know."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: sumber angka acak {name} tidak dikenal program ini.",
        en=f"NOT CHECKABLE: this program does not know the beacon {name}.",
    )


def too_soon(round_: int, published: datetime, queued: datetime) -> Text:
    """Return that the number could have been known when the case was queued."""
    return Text(
        id=f"TERBANTAH: angka putaran {round_} terbit {time_text(published)}, kurang dari dua menit sesudah antrean "
        f"dicatat ({time_text(queued)}).",
        en=f"DISPROVED: round {round_} was published at {time_text(published)}, less than two minutes after the queue "
        f"leaf ({time_text(queued)}).",
    )


def no_signature(round_: int) -> Text:
    """Return that the number is not the beacon's."""
    return Text(
        id=f"TERBANTAH: angka acaknya bukan angka putaran {round_} dari drand.",
        en=f"DISPROVED: the random number is not that of round {round_} of drand.",
    )


def signed_round(round_: int, published: datetime) -> Text:
    """Return whose number it is."""
    return Text(
        id=f"Angka acaknya adalah putaran {round_} dari drand, terbit {time_text(published)}; tidak ada yang "
        "tahu sebelumnya.",
        en=f"The random number is round {round_} of drand, published at {time_text(published)}; nobody knew it before.",
    )


def other_officer(said: AllocLeaf, wanted: tuple[int, str] | None) -> Text:
    """Return that the draw comes out otherwise."""
    right = f"{wanted[1]} ({wanted[0]})" if wanted else "–"
    return Text(
        id=f"TERBANTAH: catatan menyebut {said.officer} ({said.k}, {said.reason}), undiannya menunjuk {right}.",
        en=f"DISPROVED: the record says {said.officer} ({said.k}, {said.reason}), the draw names {right}.",
    )


def drawn(one: AllocLeaf) -> Text:
    """Return one draw."""
    if one.reason not in REASONS:
        return Text(id=f"Undian ke-{one.k + 1}: {one.officer}.", en=f"Draw {one.k + 1}: {one.officer}.")
    why = REASONS[one.reason]
    return Text(
        id=f"Undian ke-{one.k + 1}: {one.officer}, karena yang sebelumnya {why.id}.",
        en=f"Draw {one.k + 1}: {one.officer}, because of the one before: {why.en}.",
    )


def void(leaf: VoidLeaf) -> Text:
    """Return that the draw no longer counts."""
    why = VOID_REASONS[leaf.reason]
    return Text(
        id=f"Bahwa undian ini masih berlaku: pada {time_text(leaf.time)} dinyatakan batal, {why.id}.",
        en=f"That this draw still counts: at {time_text(leaf.time)} it was declared void, {why.en}.",
    )


def not_fixed_before(count: int, published: datetime) -> Text:
    """Return that too few witnesses signed in time."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: hanya {count} saksi menandatangani sebelum angka acak terbit "
        f"({time_text(published)}); policy Anda meminta lebih.",
        en=f"NOT CHECKABLE: {count} witnesses signed before the random number was published ({time_text(published)}), "
        "fewer than your policy asks for.",
    )


def drawn_twice(other: int, place: int) -> Text:
    """Return that the case was queued for a draw twice."""
    return Text(
        id=f"TERBANTAH: berkas ini diundi dua kali (entri {other} dan {place}) tanpa pembatalan di antaranya.",
        en=f"DISPROVED: this case was drawn twice (entries {other} and {place}) without a void between them.",
    )


def once(held: Checkpoint) -> Text:
    """Return that the copy holds no other draw."""
    return Text(
        id=f"Di seluruh salinan ({held.size} entri) tidak ada undian lain untuk langkah ini.",
        en=f"The whole copy ({held.size} entries) holds no other draw of this step.",
    )
