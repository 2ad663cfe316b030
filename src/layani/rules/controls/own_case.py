"""Nobody handles their own case, from the counter to the letter.

Applying is every officer's right as a citizen: online, signed in as one, they file, answer and download like everybody
else, for it gives them no place that others do not have. At the counter it is different. Whoever types an application
there vouches that the person stood before them, saw the identity card and took the papers; nobody can vouch for
themselves. So the acts by which an officer files, answers or hands over *for a person* are closed to that person.
"""

from layani.rules.controls.control import (
    CLOCK,
    CORRECTION,
    INITIALS,
    OBJECTION,
    ORDER,
    PUT_RIGHT,
    REVOCATION,
    WORK,
    Attempt,
    Control,
)
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse when the applicant, or who filed it for them, is the acting officer."""
    if not attempt.own_case:
        return None
    return Refusal(
        code="own-case",
        reason=Text(
            id="Anda adalah pemohon berkas ini, atau yang mengajukannya sebagai kuasa, jadi tidak boleh menanganinya.",
            en="You are the applicant of this case, or filed it as somebody's agent, and so may not handle it.",
        ),
        remedy=Text(
            id="Petugas lain akan melayani Anda seperti warga lain; pantau di halaman berkas Anda.",
            en="Another officer will serve you like every other citizen; follow it on your case's page.",
        ),
    )


ANA = 1
CONTROL = Control(
    id="P12",
    name=Text(id="Bukan berkas sendiri", en="Not one's own case"),
    stops=WORK
    | CLOCK
    | ORDER
    | OBJECTION
    | REVOCATION
    | CORRECTION
    | INITIALS
    | PUT_RIGHT
    | {
        "file",
        "take",
        "check_complete",
        "ask_missing",
        "answer",
        "expedite_asked",
        "turn_said",
        "decide_grant",
        "decide_refuse",
        "take_signature",
        "issue",
        "deliver",
        "post_letter",
        "release",
        "take_over",
        "after_checked",
    },  # fmt: skip
    check=check,
    why=Text(
        id="Petugas yang melayani dirinya sendiri mendahului orang lain dan tidak ada yang memeriksa.",
        en="An officer who serves themselves overtakes others, and nobody checks.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 42-43, konflik kepentingan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 42-43, conflict of interest ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="put_first", officer=ANA, own_case=True),
        Attempt(act="take", officer=ANA, own_case=True),
        Attempt(act="decide_grant", officer=ANA, own_case=True),
        Attempt(act="file", officer=ANA, own_case=True),
        Attempt(act="answer", officer=ANA, own_case=True),
        Attempt(act="expedite_asked", officer=ANA, own_case=True),
        Attempt(act="turn_said", officer=ANA, own_case=True),
        Attempt(act="extend", officer=ANA, own_case=True),
        Attempt(act="resume", officer=ANA, own_case=True),
        Attempt(act="deliver", officer=ANA, own_case=True),
        Attempt(act="objection_filed", officer=ANA, own_case=True),
        Attempt(act="objection_upheld", officer=ANA, own_case=True),
        Attempt(act="warn_revocation", officer=ANA, own_case=True),
        Attempt(act="drop_revocation", officer=ANA, own_case=True),
        Attempt(act="propose_correction", officer=ANA, own_case=True),
        Attempt(act="correct", officer=ANA, own_case=True),
        Attempt(act="put_right", officer=ANA, own_case=True),
        Attempt(act="release", officer=ANA, own_case=True),
        Attempt(act="after_checked", officer=ANA, own_case=True),
        Attempt(act="decide_grant", officer=ANA, own_case=True, exemption="E-0001/2026"),
    ),
    allowed=(
        Attempt(act="objection_filed"),  # as a citizen
        Attempt(act="answer_revocation", own_case=False),  # the holder, as a citizen
        Attempt(act="file", officer=ANA),
        Attempt(act="expedite_asked"),
        Attempt(act="turn_said"),
        Attempt(act="file"),  # online, as a citizen: then no officer acts
        Attempt(act="decide_grant", officer=ANA),
        Attempt(act="withdraw", officer=ANA, own_case=True),
    ),
)
