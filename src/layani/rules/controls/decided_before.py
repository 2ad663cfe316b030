"""What was set aside on an objection is done anew by others than before."""

from layani.rules.controls.control import WORK, Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check(attempt: Attempt) -> Refusal | None:
    """Refuse whoever did the step in the decision that was set aside."""
    if not attempt.did_before:
        return None
    return Refusal(
        code="did-before",
        reason=Text(
            id="Keputusan yang dibatalkan ini adalah pekerjaan Anda, jadi orang lain yang mengulanginya.",
            en="The decision that was set aside on an objection was your work, so somebody else does it anew.",
        ),
        remedy=Text(
            id="Kembalikan ke antrean; petugas lain yang berwenang akan mengerjakannya.",
            en="Put it back in the queue; another officer with the right to do it will take it.",
        ),
    )


ANA, BEN = 1, 2
CONTROL = Control(
    id="P37",
    name=Text(id="Keberatan diputus orang lain", en="An objection is decided by others"),
    stops=WORK | {"take", "check_complete", "ask_missing", "decide_grant", "decide_refuse"},
    check=check,
    why=Text(
        id="Siapa pun sulit mengakui kekeliruannya sendiri; dan siapa yang meminta uang akan memintanya lagi.",
        en="Everybody finds it hard to admit a mistake of their own, and whoever asked for money will ask again.",
    ),
    source=Text(
        id="UU 30/2014 pasal 75-78, upaya administratif (dari ingatan; naskahnya masih harus dibaca)",
        en="UU 30/2014 pasal 75-78, administrative objection (recalled; the text is still to be read)",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="take", officer=ANA, did_before=True),
        Attempt(act="decide_grant", officer=ANA, did_before=True),
        Attempt(act="decide_refuse", officer=ANA, did_before=True),
        Attempt(act="visit", officer=ANA, did_before=True),
        Attempt(act="decide_grant", officer=ANA, did_before=True, exemption="E-0001/2026"),
    ),
    allowed=(
        Attempt(act="take", officer=BEN),
        Attempt(act="put_back", officer=ANA, did_before=True),
        Attempt(act="deliver", officer=ANA, did_before=True),
    ),
)
