"""What was set aside on an objection is done anew by others: not by who did it before, nor by who answered."""

from layani.rules.controls.control import WORK, Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse whoever did the step in the decision that was set aside, and whoever set it aside."""
    if attempt.answered_it:
        return Refusal(code="answered-it", reason=_ANSWERED, remedy=_others(attempt.desk))
    if attempt.did_before:
        return Refusal(code="did-before", reason=_DID, remedy=_others(attempt.desk))
    return None


def _others(desk: Text | None) -> Text:
    role = desk or Text(id="petugas yang berwenang", en="officer with the right to do it")
    return Text(
        id=f"Yang boleh: {role.id} lain, yang tidak mengerjakan berkas ini dan tidak menjawab keberatannya. "
        "Bila berkas ada di meja Anda, kembalikan ke antrean.",
        en=f"Who may: another {role.en}, who neither worked on this case nor answered its objection. If the case is on "
        "your desk, put it back in the queue.",
    )


_DID = Text(
    id="Keputusan yang dibatalkan ini adalah pekerjaan Anda, jadi orang lain yang mengulanginya.",
    en="The decision that was set aside on an objection was your work, so somebody else does it anew.",
)
_ANSWERED = Text(
    id="Anda menerima keberatan atas berkas ini, jadi orang lain yang memutuskannya lagi.",
    en="You upheld the objection in this case, so somebody else decides it anew.",
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
        id=f"UU 30/2014 pasal 75-78, upaya administratif ({UNREAD.id})",
        en=f"UU 30/2014 pasal 75-78, administrative objection ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="take", officer=ANA, did_before=True),
        Attempt(act="decide_grant", officer=ANA, did_before=True),
        Attempt(act="decide_refuse", officer=ANA, did_before=True),
        Attempt(act="visit", officer=ANA, did_before=True),
        Attempt(act="decide_grant", officer=ANA, did_before=True, exemption="E-0001/2026"),
        Attempt(act="take", officer=ANA, answered_it=True),
        Attempt(act="decide_grant", officer=ANA, answered_it=True, desk=Text(id="Camat", en="Head of the district")),
    ),
    allowed=(
        Attempt(act="take", officer=BEN),
        Attempt(act="put_back", officer=ANA, did_before=True),
        Attempt(act="put_back", officer=ANA, answered_it=True),
        Attempt(act="deliver", officer=ANA, did_before=True),
    ),
)
