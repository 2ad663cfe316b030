"""Where an officer is drawn by lot, nobody else does the step, and nobody does it before the draw."""

from layani.rules.controls.control import CLOCK, Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse a drawn step to everybody else than who was drawn."""
    if attempt.drawn_to is None or attempt.drawn_to == attempt.officer:
        return None
    return Refusal(
        code="drawn-for-another",
        reason=Text(
            id="Petugas untuk langkah ini ditentukan dengan undian, dan undian tidak menunjuk Anda.",
            en="The officer of this step is drawn by lot, and the draw has not named you.",
        ),
        remedy=Text(
            id="Tekan \u201cLayani berikutnya\u201d: sistem memberi berkas yang menjadi bagian Anda.",
            en="Press \u201cServe next\u201d: the system gives you what is yours.",
        ),
    )


ANA, BEN, NOBODY = 1, 2, 0
CONTROL = Control(
    id="P02",
    name=Text(id="Petugas menurut undian", en="The officer whom the lot has named"),
    stops=CLOCK | {"take", "check_complete", "ask_missing", "perform", "visit", "decide_grant", "decide_refuse"},
    check=check,
    why=Text(
        id="Siapa yang dapat memilih petugasnya dapat memilih putusannya, entah pemohon atau kantor.",
        en="Who can choose the officer can choose the decision, whether applicant or office.",
    ),
    source=Text(
        id=f"Undian perkara di pengadilan Polandia dan Brasil, dan cara menyiasatinya di Kyiv ({UNREAD.id})",
        en=f"Lots for court cases in Poland and Brazil, and how they were got around in Kyiv ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="take", officer=ANA, drawn_to=BEN),
        Attempt(act="take", officer=ANA, drawn_to=NOBODY),
        Attempt(act="decide_grant", officer=ANA, drawn_to=BEN),
        Attempt(act="check_complete", officer=ANA, drawn_to=NOBODY),
    ),
    allowed=(
        Attempt(act="take", officer=ANA, drawn_to=ANA),
        Attempt(act="take", officer=ANA),
        Attempt(act="decide_grant", officer=ANA),
        Attempt(act="deliver", officer=ANA, drawn_to=BEN),
    ),
)
