"""What a verification says to people, in both languages: plain sentences, and never more than was proven."""

from datetime import datetime

from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import time_text
from layani.rules.record.note import SignatureLine
from layani.rules.record.receipt import Opening, ProvisionalReceipt
from layani.rules.text import Text

FINAL_PROVEN = Text(
    id="TERBUKTI: tindakan ini ada di dalam catatan kantor, persis seperti tertulis pada tanda terima.",
    en="PROVEN: this act is in the office's record, exactly as the receipt says.",
)
PROVISIONAL_PROVEN = Text(
    id="TERBUKTI: kantor telah menandatangani bahwa tindakan ini diterimanya.",
    en="PROVEN: the office has signed that it received this act.",
)
DOES_NOT_FIT = Text(
    id="TERBANTAH: isi tanda terima bukan isi yang dicatat; isinya atau kuncinya telah diubah.",
    en="DISPROVED: the content of the receipt is not what was recorded; the content or the key was changed.",
)
NO_OPENING = Text(
    id="TIDAK DAPAT DIPERIKSA: berkas ini tidak memuat isi tindakannya (baris 'extra' tidak ada).",
    en="NOT CHECKABLE: this file does not hold the content of the act (it has no 'extra' line).",
)
UNWITNESSED = Text(
    id="Bahwa semua orang melihat catatan yang sama: belum ada saksi dari luar kantor yang menandatanganinya.",
    en="That everyone is shown the same record: no witness from outside the office has signed it yet.",
)
NEVER_PROVEN = (
    Text(
        id="Bahwa waktu tersebut tepat: itu jam kantor sendiri.",
        en="That the stated time is exact: it is the office's own clock.",
    ),
    Text(
        id="Bahwa tidak ada tindakan lain sesudahnya: tanda terima hanya berbicara tentang satu tindakan.",
        en="That no other act followed: a receipt speaks of one act only.",
    ),
)


def unreadable(detail: str) -> Text:
    """Return that the file, or the copy of the log, cannot be read as what it should be."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: berkas tidak utuh atau bukan tanda terima. Mintalah salinan baru. ({detail})",
        en=f"NOT CHECKABLE: the file is damaged or is not a receipt. Ask for a new copy. ({detail})",
    )


def copy_damaged(detail: str) -> Text:
    """Return that a copy of the record, which is to be looked into, lacks a file or has a broken one."""
    return Text(
        id="TIDAK DAPAT DIPERIKSA: salinan catatan tidak lengkap atau rusak. Ambil salinan baru dengan "
        f"'layani mirror'. ({detail})",
        en="NOT CHECKABLE: the copy of the record is incomplete or damaged. Fetch it anew, with 'layani mirror'. "
        f"({detail})",
    )


def unknown_signer(detail: str) -> Text:
    """Return that nobody whom the policy trusts has signed."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: tidak ada kunci tepercaya yang menandatangani. Periksa berkas policy. ({detail})",
        en=f"NOT CHECKABLE: no key that you trust has signed this. Check your policy file. ({detail})",
    )


def false_signature(detail: str) -> Text:
    """Return that a signature by a known key does not fit."""
    return Text(
        id=f"TERBANTAH: tanda tangan tidak cocok dengan isinya; berkas telah diubah. ({detail})",
        en=f"DISPROVED: the signature does not fit the content; the file was changed. ({detail})",
    )


def fits(opening: Opening) -> tuple[Text, ...]:
    """Return what an opening that fits its leaf shows."""
    time, number = time_text(opening.leaf.time), opening.seq + 1
    return (
        Text(
            id=f"Ini tindakan ke-{number} pada permohonan ini, menurut jam kantor pada {time}.",
            en=f"This is act number {number} of this case, by the office's clock at {time}.",
        ),
        Text(
            id="Isi yang ditampilkan adalah persis isi yang dicatat, tanpa perubahan satu huruf pun.",
            en="The content shown is exactly the content that was recorded, to the letter.",
        ),
    )


def acknowledged(receipt: ProvisionalReceipt) -> tuple[Text, ...]:
    """Return what the signature on a provisional receipt shows."""
    issued, due = time_text(receipt.issued), time_text(receipt.due)
    return (
        Text(
            id=f"{receipt.office} menandatangani tanda terima ini pada {issued}.",
            en=f"{receipt.office} signed this receipt at {issued}.",
        ),
        Text(
            id=f"Kantor berjanji bahwa tindakan ini ada di catatan {receipt.log} paling lambat {due}.",
            en=f"The office promised that this act is in the record {receipt.log} by {due} at the latest.",
        ),
    )


def not_yet_in_log(receipt: ProvisionalReceipt) -> Text:
    """Return that a provisional receipt alone does not show the act in the log."""
    return Text(
        id=f"Bahwa tindakan ini sudah ada di catatan {receipt.log}: untuk itu perlu tanda terima akhir atau --tiles.",
        en=f"That this act is already in the record {receipt.log}: that takes the final receipt, or --tiles.",
    )


def may_be_the_thiefs(receipt: ProvisionalReceipt, taken: datetime) -> Text:
    """Return that a promise stands on the signature of a taken key alone."""
    issued, since = time_text(receipt.issued), time_text(taken)
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: kunci yang menandatangani tanda terima ini ada di tangan orang lain sejak {since}, "
        f"dan orang itu dapat menulis tanggal yang lebih awal seperti {issued}. Hanya catatan yang dapat "
        "membuktikannya (--tiles), bila tindakan ini ada di dalamnya. Simpan tanda terima ini dan mintalah yang baru "
        "di halaman permohonan.",
        en=f"NOT CHECKABLE: the key that signed this receipt is in somebody else's hands since {since}, and they can "
        f"write an earlier time such as {issued}. Only the record can prove it (--tiles), where it holds this act. "
        "Keep this receipt and get a new one, from the case's page.",
    )


def acknowledged_by_a_taken_key(receipt: ProvisionalReceipt, taken: datetime) -> Text:
    """Return that the record holds an act, and that who wrote its provisional receipt is not known."""
    issued, since = time_text(receipt.issued), time_text(taken)
    return Text(
        id=f"Bahwa kantor menulis tanda terima ini pada {issued}: kuncinya ada di tangan orang lain sejak {since}.",
        en=f"That the office wrote this receipt at {issued}: its key is in somebody else's hands since {since}.",
    )


def in_log(checkpoint: Checkpoint, index: int) -> Text:
    """Return that the entry stands in the log, by the number that the receipt and the log's files give it."""
    return Text(
        id=f"Catatan {checkpoint.origin}, ketika berisi {checkpoint.size} entri, memuatnya sebagai "
        f"entri nomor {index}, dihitung dari 0.",
        en=f"The record {checkpoint.origin}, when it had {checkpoint.size} entries, held it as entry "
        f"number {index}, counted from 0.",
    )


def not_included(checkpoint: Checkpoint, index: int) -> Text:
    """Return that the proof does not lead from the entry to the signed root."""
    return Text(
        id=f"TERBANTAH: catatan {checkpoint.origin} tidak memuat tindakan ini sebagai entri nomor {index}, "
        "dihitung dari 0.",
        en=f"DISPROVED: the record {checkpoint.origin} does not hold this act as entry number {index}, counted from 0.",
    )


def witnessed(line: SignatureLine) -> Text:
    """Return what a witness's cosignature shows."""
    seen = time_text(line.cosigned_at)
    return Text(
        id=f"Saksi {line.name} melihat catatan ini pada {seen}: tindakan ini sudah ada saat itu.",
        en=f"The witness {line.name} saw this record at {seen}: the act existed by then.",
    )


def no_quorum(signed: int, quorum: str | None) -> Text:
    """Return that fewer witnesses signed than the policy asks for."""
    en = {0: "no witness has signed", 1: "only 1 witness has signed"}.get(
        signed, f"only {signed} witnesses have signed"
    )
    id_ = f"hanya {signed} saksi" if signed else "belum ada saksi yang"
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: {id_} menandatangani, kurang dari syarat '{quorum}' pada policy.",
        en=f"NOT CHECKABLE: {en}, fewer than '{quorum}' in your policy asks for.",
    )


def other_log(wanted: str, got: str) -> Text:
    """Return that the copy of tiles belongs to another log."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: salinan ini milik catatan {got}, sedangkan tanda terima milik {wanted}.",
        en=f"NOT CHECKABLE: the copy is of the record {got}, the receipt is of {wanted}.",
    )


def copy_too_old(receipt: Checkpoint, copy: Checkpoint) -> Text:
    """Return that the copy ends before the receipt's checkpoint."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: salinan berisi {copy.size} entri, tanda terima dari {receipt.size} entri. "
        "Ambil salinan yang lebih baru.",
        en=f"NOT CHECKABLE: the copy has {copy.size} entries, the receipt is of {receipt.size}. Fetch a newer copy.",
    )


def same_history(receipt: Checkpoint, copy: Checkpoint) -> Text:
    """Return that the copy continues what the receipt shows."""
    return Text(
        id=f"Salinan catatan ({copy.size} entri) melanjutkan catatan pada tanda terima ({receipt.size} entri).",
        en=f"The copy of the record ({copy.size} entries) continues the one in the receipt ({receipt.size} entries).",
    )


def two_histories(receipt: Checkpoint, copy: Checkpoint) -> Text:
    """Return that the same log signed two histories."""
    return Text(
        id=f"TERBANTAH: {receipt.origin} menandatangani dua catatan yang bertentangan ({receipt.size} dan {copy.size} "
        "entri). Simpan kedua berkas: itulah buktinya.",
        en=f"DISPROVED: {receipt.origin} signed two records that contradict each other ({receipt.size} and {copy.size} "
        "entries). Keep both files: they are the evidence.",
    )


def one_history(first: Checkpoint, last: Checkpoint) -> Text:
    """Return that two checkpoints belong to one history."""
    return Text(
        id=f"TERBUKTI: keduanya dari satu catatan {first.origin}; yang berisi {last.size} entri melanjutkan yang "
        f"berisi {first.size}.",
        en=f"PROVEN: both are of one record {first.origin}; the one of {last.size} entries continues the one of "
        f"{first.size}.",
    )


def copy_needed(first: Checkpoint, last: Checkpoint) -> Text:
    """Return that two checkpoints of different sizes cannot be compared by themselves."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: yang satu berisi {first.size} entri, yang lain {last.size}. Untuk membandingkannya "
        "perlu salinan catatan (--tiles).",
        en=f"NOT CHECKABLE: one is of {first.size} entries, the other of {last.size}. Comparing them takes a copy of "
        "the record (--tiles).",
    )


def no_fork_proof(detail: str) -> Text:
    """Return that a file which claims to prove two histories does not."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: berkas ini tidak membuktikan adanya dua catatan. ({detail})",
        en=f"NOT CHECKABLE: this file does not prove two histories. ({detail})",
    )


def broken_promise(receipt: ProvisionalReceipt, copy: Checkpoint, latest: str) -> Text:
    """Return that the log went on past the due time without the act."""
    due = time_text(receipt.due)
    return Text(
        id=f"TERBANTAH: janji dilanggar. Seharusnya ada di catatan paling lambat {due}; catatan sampai {latest} "
        f"({copy.size} entri) tidak memuatnya. Simpan tanda terima ini: itulah buktinya.",
        en=f"DISPROVED: the promise was broken. It was due in the record by {due}; the record up to {latest} "
        f"({copy.size} entries) does not hold it. Keep this receipt: it is the evidence.",
    )


def not_due_yet(receipt: ProvisionalReceipt, copy: Checkpoint) -> Text:
    """Return that the copy does not hold the act, and that nothing shows that it should."""
    due = time_text(receipt.due)
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: salinan ({copy.size} entri) belum memuatnya; batas waktunya {due}. "
        "Ambil salinan yang lebih baru sesudah itu.",
        en=f"NOT CHECKABLE: the copy ({copy.size} entries) does not hold it yet; it is due by {due}. "
        "Fetch a newer copy after that.",
    )
