"""Where places are given out by a ranking, nobody grants to whom it gives none, and nobody takes a place away."""

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD

GRANTS = frozenset({"decide_grant", "deem_granted"})
PLACED = "placed"
_NO_PLACE = Refusal(
    code="outside-the-ranking",
    reason=Text(
        id="Peringkat yang ditandatangani tidak memberi tempat kepada berkas ini.",
        en="The signed ranking gives this case no place.",
    ),
    remedy=Text(
        id="Tunggu sampai peringkatnya berlaku atau satu tempat kosong; selain itu tolak dengan alasan yang tercantum.",
        en="Wait until the ranking counts or a place falls free; otherwise refuse on a listed ground.",
    ),
)
_HAS_PLACE = Refusal(
    code="has-a-place",
    reason=Text(
        id="Peringkat memberi tempat kepada berkas ini, jadi alasan \u201ctidak ada tempat\u201d tidak benar.",
        en="The ranking gives this case a place, so it is not true that none is left.",
    ),
    remedy=Text(id="Kabulkan, atau pilih alasan lain yang benar.", en="Grant, or choose another ground that is true."),
)


def check(attempt: Attempt) -> Refusal | None:
    """Refuse a grant without a place, and a refusal for want of one to who has it."""
    if not attempt.place:
        return None
    if attempt.act in GRANTS:
        return None if attempt.place == PLACED else _NO_PLACE
    return _HAS_PLACE if attempt.for_want_of_place and attempt.place == PLACED else None


BEN = 2
CONTROL = Control(
    id="P29",
    name=Text(id="Tidak di luar peringkat", en="Not outside the ranking"),
    stops=GRANTS | {"decide_refuse"},
    check=check,
    why=Text(
        id="Siapa yang dapat memberi tempat di luar daftar dapat menjualnya; yang antre dengan jujur dirugikan.",
        en="Whoever can give a place outside the list can sell it, and those who waited honestly lose their right.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 10, ketidakberpihakan, kecermatan, dan keterbukaan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 10, impartiality, carefulness and openness ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="decide_grant", officer=BEN, place="none"),
        Attempt(act="decide_grant", officer=BEN, place="waiting"),
        Attempt(act="decide_grant", officer=BEN, place="without"),
        Attempt(act="deem_granted", place="none"),
        Attempt(act="decide_refuse", officer=BEN, place="placed", for_want_of_place=True),
    ),
    allowed=(
        Attempt(act="decide_grant", officer=BEN, place="placed"),
        Attempt(act="decide_grant", officer=BEN),
        Attempt(act="decide_refuse", officer=BEN, place="without", for_want_of_place=True),
        Attempt(act="decide_refuse", officer=BEN, place="placed"),
    ),
)
