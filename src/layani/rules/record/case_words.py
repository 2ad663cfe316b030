"""What the verification of a whole case says to people, in both languages."""

from layani.rules.record.checkpoint import Checkpoint
from layani.rules.record.encoding import time_text
from layani.rules.record.verify import FoundEvent
from layani.rules.text import Text

TWO_CASES = Text(
    id="TIDAK DAPAT DIPERIKSA: tanda terima ini bukan dari satu permohonan. Periksa tiap permohonan sendiri-sendiri.",
    en="NOT CHECKABLE: these receipts are not of one case. Check each case by itself.",
)
NOT_SEALED = Text(
    id="Bahwa permohonan ini selesai: tidak ada tanda terima tindakan terakhir yang menyatakan jumlah tindakan.",
    en="That the case is closed: no receipt of a last act that states the number of acts was given.",
)


def too_many(number: int) -> Text:
    """Return that a receipt tells of an act whose number no case reaches."""
    return Text(
        id=f"TIDAK DAPAT DIPERIKSA: tanda terima menyebut tindakan ke-{number}; sebanyak itu tidak dicari.",
        en=f"NOT CHECKABLE: a receipt is of act number {number}; so many are not looked for.",
    )


def event(found: FoundEvent) -> Text:
    """Return that the copy holds this act."""
    number, time = found.seq + 1, time_text(found.leaf.time)
    return Text(
        id=f"Tindakan ke-{number}: entri nomor {found.index}, dihitung dari 0, menurut jam kantor pada {time}.",
        en=f"Act number {number}: entry number {found.index}, counted from 0, by the office's clock at {time}.",
    )


def chained(count: int) -> Text:
    """Return that the acts are one chain."""
    return Text(
        id=f"Ke-{count} tindakan itu satu rantai: masing-masing menyebut yang sebelumnya, dan tidak ada nomor yang "
        "kosong atau terpakai dua kali.",
        en=f"The acts, {count} in number, are one chain: each names the one before, and no number is missing or used "
        "twice.",
    )


def matched(count: int) -> Text:
    """Return that all receipts fit the chain."""
    return Text(
        id=f"Semua tanda terima yang diberikan ({count}) adalah tindakan dalam rantai itu.",
        en=f"All the receipts given ({count}) are acts of that chain.",
    )


def no_further(copy: Checkpoint, count: int) -> Text:
    """Return that there is no other act in the copy."""
    return Text(
        id=f"Sampai entri terakhir salinan ini ({copy.size} entri) tidak ada tindakan lain dengan kunci permohonan "
        f"ini; tindakan ke-{count + 1} tidak ada.",
        en=f"Up to the last entry of this copy ({copy.size} entries) there is no other act under the key of this case; "
        f"there is no act number {count + 1}.",
    )


def after_the_copy(copy: Checkpoint) -> Text:
    """Return that a copy says nothing of what came after it."""
    return Text(
        id=f"Bahwa tidak ada tindakan sesudah salinan ini: salinan berakhir pada {copy.size} entri.",
        en=f"That nothing was done since this copy was taken: it ends at {copy.size} entries.",
    )


def contents_unknown(count: int) -> Text:
    """Return that acts without a receipt are known by number and time only."""
    return Text(
        id=f"Apa isi {count} tindakan yang tanda terimanya tidak diberikan: catatan hanya memuat nomor dan waktunya.",
        en=f"What the {count} acts say whose receipts were not given: the record shows only their number and times.",
    )


def sealed(count: int) -> Text:
    """Return that the last act states the number of acts."""
    return Text(
        id=f"Sesudah tindakan terakhir permohonan selesai, dan tindakan itu menyatakan jumlahnya: {count}.",
        en=f"After the last act the case was closed, and that act states their number: {count} acts.",
    )


LATER_ACTS = Text(
    id="Bahwa jumlah itu tetap: menyerahkan surat dan mengunduhnya adalah tindakan tersendiri, yang datang kemudian "
    "dan menyatakan jumlahnya sekali lagi.",
    en="That the number stays so: handing over a letter and downloading it are acts of their own, which come later and "
    "state the number anew.",
)


def taken_up_again(at: int, count: int) -> Text:
    """Return that the case was closed once and has acts since."""
    return Text(
        id=f"Tindakan ke-{at} menyatakan permohonan ini selesai; sesudahnya ada {count - at} tindakan lagi.",
        en=f"Act number {at} states that the case was closed; there are {count - at} more acts after it.",
    )


def _acts(count: int) -> str:
    return "1 act" if count == 1 else f"{count} acts"


def whole_case(copy: Checkpoint, count: int) -> Text:
    """Return the answer for a case that is not known to be closed."""
    return Text(
        id=f"TERBUKTI: catatan {copy.origin} memuat tepat {count} tindakan pada permohonan ini, tidak kurang dan tidak "
        f"lebih, sampai {copy.size} entri.",
        en=f"PROVEN: the record {copy.origin} holds exactly {_acts(count)} of this case, no fewer and no more, up to "
        f"its {copy.size} entries.",
    )


def sealed_case(copy: Checkpoint, count: int) -> Text:
    """Return the answer for a case whose last act closed it."""
    return Text(
        id=f"TERBUKTI DAN DITUTUP: catatan {copy.origin} memuat tepat {count} tindakan pada permohonan ini, dan yang "
        "terakhir menyatakan bahwa permohonan selesai dengan jumlah itu.",
        en=f"PROVEN AND SEALED: the record {copy.origin} holds exactly {_acts(count)} of this case, and the last "
        "states that it was closed with that number.",
    )


def forked(seq: int, first: int, second: int) -> Text:
    """Return that two entries bear the tag of one act."""
    return Text(
        id=f"TERBANTAH: tindakan ke-{seq + 1} tercatat dua kali, sebagai entri {first} dan entri {second}. Kantor "
        "memiliki dua jalan cerita untuk permohonan ini. Simpan salinan catatan: itulah buktinya.",
        en=f"DISPROVED: act number {seq + 1} is in the record twice, as entry {first} and as entry {second}. The "
        "office has two stories of this case. Keep the copy of the record: it is the evidence.",
    )


def out_of_order(missing: int, found: FoundEvent, later: bool) -> Text:
    """Return that an act is missing before another, or comes after it."""
    number = found.seq + 1
    if later:
        return Text(
            id=f"TERBANTAH: tindakan ke-{number} (entri {found.index}) tercatat sebelum tindakan ke-{missing + 1}.",
            en=f"DISPROVED: act number {number} (entry {found.index}) stands before act number {missing + 1}.",
        )
    return Text(
        id=f"TERBANTAH: tindakan ke-{missing + 1} tidak ada, padahal tindakan ke-{number} ada (entri {found.index}).",
        en=f"DISPROVED: act number {missing + 1} is missing, but act number {number} is there (entry {found.index}).",
    )


def broken_chain(found: FoundEvent) -> Text:
    """Return that an act does not name the one before it."""
    number = found.seq + 1
    return Text(
        id=f"TERBANTAH: tindakan ke-{number} (entri {found.index}) tidak menyebut tindakan sebelumnya yang ada di "
        "catatan.",
        en=f"DISPROVED: act number {number} (entry {found.index}) does not name the act before it that the record "
        "holds.",
    )


def not_in_copy(seq: int, copy: Checkpoint) -> Text:
    """Return that an act which a final receipt proves is not among the copy's."""
    return Text(
        id=f"TERBANTAH: tindakan ke-{seq + 1} pada tanda terima tidak ada di salinan ({copy.size} entri).",
        en=f"DISPROVED: act number {seq + 1} of a receipt is not in the copy ({copy.size} entries).",
    )


def another_act(found: FoundEvent) -> Text:
    """Return that a receipt tells of another act under this number than the record holds."""
    number = found.seq + 1
    return Text(
        id=f"TERBANTAH: tindakan ke-{number} pada tanda terima bukan yang ada di catatan (entri {found.index}). Simpan "
        "tanda terima dan salinannya: itulah buktinya.",
        en=f"DISPROVED: act number {number} of a receipt is not the one that the record holds (entry {found.index}). "
        "Keep the receipt and the copy: they are the evidence.",
    )


def false_closing(seq: int) -> Text:
    """Return that a closing act states another number or another chain."""
    return Text(
        id=f"TERBANTAH: tindakan ke-{seq + 1} menyatakan jumlah tindakan atau rantai yang lain.",
        en=f"DISPROVED: act number {seq + 1} states another number of acts, or another chain.",
    )
