"""Why a ranking cannot be made, signed or taken back, and what to do."""

from layani.office.house import catalogue
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def not_your_role(role: str) -> Refusal:
    """The refusal for somebody without the role of one of the two signers."""
    known = catalogue().office.roles.get(role)
    title = known.title if known else Text(role, role)
    return Refusal(
        "not-your-role",
        Text(f"Ini tugas peran \u201c{title.id}\u201d.", f"This is for the role \u201c{title.en}\u201d."),
        Text("Minta pemegang peran itu.", "Ask somebody who holds it."),
    )


def behind(count: int) -> Refusal:
    """The refusal while so many applications of the period are not checked yet."""
    return Refusal(
        "not-all-ready",
        Text(
            f"{count} permohonan masa ini belum selesai diperiksa.",
            f"{count} applications of this period are not checked yet.",
        ),
        Text(
            "Selesaikan dahulu, atau tunggu jawaban pemohonnya; setelah itu susun peringkat.",
            "Finish them first, or wait for their applicants' answers; then make the ranking.",
        ),
    )


RELOAD = Text("Muat ulang halaman ini.", "Reload this page.")
NO_RANKING = Refusal(
    "no-ranking",
    Text("Layanan ini tidak mempunyai peringkat seperti itu.", "This service has no such ranking."),
    RELOAD,
)
SIGNED_ALREADY = Refusal(
    "signed-already", Text("Peringkat ini sudah ditandatangani.", "This ranking is signed already."), RELOAD
)
CHANGED = Refusal(
    "list-changed",
    Text("Daftar ini tidak sama lagi dengan keadaan berkas.", "This list is no longer what the cases say."),
    Text("Susun peringkat lagi, lalu periksa dan tanda tangani.", "Make the ranking again, then look at it and sign."),
)
TWO_PEOPLE = Refusal(
    "two-people",
    Text(
        "Anda yang menyusun peringkat ini, jadi tidak boleh menandatanganinya.",
        "You made this list and so may not sign it.",
    ),
    Text("Minta orang lain memeriksa dan menandatanganinya.", "Ask another person to look at it and sign."),
)
STILL_OPEN = Refusal(
    "still-open",
    Text("Pendaftaran masa ini belum ditutup.", "This period still takes applications."),
    Text("Susun peringkat setelah hari terakhirnya lewat.", "Make the ranking when its last day is over."),
)
NO_SEED = Refusal(
    "no-seed",
    Text(
        "Belum ada titik periksa catatan terbuka sesudah penutupan.",
        "The record has no checkpoint after the close yet.",
    ),
    Text("Tunggu beberapa menit: undian dimulai darinya.", "Wait some minutes: the draw begins with it."),
)
NOBODY = Refusal(
    "nobody-applied",
    Text("Tidak ada permohonan yang menunggu peringkat ini.", "No application waits for this ranking."),
    Text("Tidak ada yang perlu dilakukan.", "There is nothing to be done."),
)
OWN = Refusal(
    "own-case",
    Text("Anda sendiri ada dalam daftar ini.", "You are on this list yourself."),
    Text("Orang lain yang menyusunnya.", "Somebody else makes it."),
)
NO_REASON = Refusal(
    "reason-missing",
    Text("Alasan pembatalan belum jelas.", "The reason for taking it back is not clear."),
    Text("Tulis satu kalimat lengkap; semua orang membacanya.", "Write one whole sentence; everybody reads it."),
)
COUNTS = Refusal(
    "list-counts",
    Text(
        "Peringkat ini tidak dapat dibatalkan: belum ditandatangani, atau sudah berlaku.",
        "This ranking cannot be taken back: it is not signed, or it counts already.",
    ),
    RELOAD,
)
