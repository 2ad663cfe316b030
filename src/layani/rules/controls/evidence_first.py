"""Nobody grants before somebody has recorded the evidence that the law asks for: seen, kept, stamped or witnessed.

Silence grants all the same: that the office did not look is not the applicant's doing.
"""

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse the grant and name the papers that nobody has looked at."""
    if not attempt.unseen:
        return None
    return Refusal(
        code="evidence-not-recorded",
        reason=Text(
            id="Bukti yang diwajibkan hukum belum dicatat: " + "; ".join(one.id for one in attempt.unseen) + ".",
            en="Evidence that the law asks for is not recorded: " + "; ".join(one.en for one in attempt.unseen) + ".",
        ),
        remedy=Text(
            id="Lihat buktinya dan catat di halaman berkas, atau minta pemohon membawanya ke loket.",
            en="Look at it and record it on the case's page, or have the applicant bring it to the counter.",
        ),
    )


BEN = 2
CONTRACT = Text(id="Perjanjian sewa", en="Rental agreement")
CONTROL = Control(
    id="P30",
    name=Text(id="Bukti dahulu", en="Evidence first"),
    stops=frozenset({"decide_grant"}),
    check=check,
    why=Text(
        id="Dokumen yang tidak pernah dilihat siapa pun adalah cara termudah untuk mengabulkan yang tidak berhak.",
        en="A paper that nobody ever looked at is the easiest way to grant what nobody is entitled to.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 10, kecermatan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 10, carefulness ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(Attempt(act="decide_grant", officer=BEN, unseen=(CONTRACT,)),),
    allowed=(
        Attempt(act="decide_grant", officer=BEN),
        Attempt(act="decide_refuse", officer=BEN, unseen=(CONTRACT,)),
        Attempt(act="deem_granted", unseen=(CONTRACT,)),
    ),
)
