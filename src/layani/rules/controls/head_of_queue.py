"""Only the case at the head of its queue is served next."""

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse to take a case while one that comes before it in the same queue still waits.

    Who is first by law or was let ahead for a published reason comes before who came earlier: serving them in that
    order jumps no queue, and to pass over them does.
    """
    if not attempt.ahead:
        return None
    return Refusal(
        code="head-of-queue",
        reason=Text(
            id=f"{attempt.ahead} berkas yang harus dilayani lebih dahulu masih menunggu di antrean ini.",
            en=f"{attempt.ahead} cases that come before it still wait in this queue.",
        ),
        remedy=Text(
            id="Tekan \u201cLayani berikutnya\u201d: sistem memberi berkas yang paling depan.",
            en="Press \u201cServe next\u201d: the system gives you the one at the head.",
        ),
    )


ANA = 1
CONTROL = Control(
    id="P04",
    name=Text(id="Yang terdepan dahulu", en="Head of the queue first"),
    stops=frozenset({"take"}),
    check=check,
    why=Text(
        id="Kalau petugas dapat memilih berkas, mendahului antrean menjadi barang dagangan.",
        en="Where officers can choose a case, jumping the queue becomes something to sell.",
    ),
    source=Text(
        id=f"ICAC (Hong Kong), pencegahan korupsi: urutan antrean ({UNREAD.id})",
        en=f"ICAC (Hong Kong), corruption prevention practice: queue order ({UNREAD.en})",
    ),
    owner="head",
    review="2027-11-30",
    stopped=(Attempt(act="take", officer=ANA, ahead=1), Attempt(act="take", officer=ANA, ahead=40)),
    allowed=(Attempt(act="take", officer=ANA), Attempt(act="check_complete", officer=ANA, ahead=3)),
)
