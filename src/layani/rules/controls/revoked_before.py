"""On what was revoked, or may be, nothing new is given: neither its renewal nor what a bundle built on it."""

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD

GRANTS = frozenset({"decide_grant", "deem_granted"})
_REVOKED = Refusal(
    code="earlier-revoked",
    reason=Text(
        id="Surat yang menjadi dasar permohonan ini sudah dicabut.",
        en="The letter on which this case rests was revoked.",
    ),
    remedy=Text(
        id="Tolak dengan alasan yang tercantum; pemohon dapat mengajukan yang baru.",
        en="Refuse on a listed ground; the applicant can apply for a new one.",
    ),
)
_WARNED = Refusal(
    code="revocation-undecided",
    reason=Text(
        id="Ada peringatan pencabutan untuk surat yang menjadi dasar permohonan ini.",
        en="There is a warning of a revocation of the letter on which this case rests.",
    ),
    remedy=Text(
        id="Putuskan dahulu peringatan itu di berkas lama; sesudah itu berkas ini dapat diputus.",
        en="Decide on the warning in the earlier case first; then this case can be decided.",
    ),
)


def check(attempt: Attempt) -> Refusal | None:
    """Refuse the grant of what rests on a product that is revoked, or about to be."""
    return {"revoked": _REVOKED, "warned": _WARNED}.get(attempt.earlier)


BEN = 2
CONTROL = Control(
    id="P31",
    name=Text(id="Yang dicabut tidak diberi lagi diam-diam", en="What was revoked is not given again in silence"),
    stops=GRANTS,
    check=check,
    why=Text(
        id="Perpanjangan yang diajukan sebelum pencabutan dapat menghapusnya tanpa seorang pun memutuskan begitu.",
        en="A renewal filed before a revocation could undo it, without anybody having decided so.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 64 sampai 66, pencabutan dan pembatalan keputusan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 64 to 66, revocation and annulment of decisions ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="decide_grant", officer=BEN, earlier="revoked"),
        Attempt(act="decide_grant", officer=BEN, earlier="warned"),
        Attempt(act="deem_granted", earlier="revoked"),
    ),
    allowed=(
        Attempt(act="decide_grant", officer=BEN, earlier="stands"),
        Attempt(act="decide_grant", officer=BEN),
        Attempt(act="decide_refuse", officer=BEN, earlier="revoked"),
    ),
)
