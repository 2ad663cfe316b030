"""Whoever put a case back for a conflict of interest does not handle it again."""

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
    """Refuse when the acting officer has declared a conflict of interest in this case."""
    if not attempt.recused:
        return None
    return Refusal(
        code="recused",
        reason=Text(
            id="Anda sudah menyatakan benturan kepentingan pada berkas ini, jadi tidak boleh menanganinya lagi.",
            en="You have declared a conflict of interest in this case and so may not handle it again.",
        ),
        remedy=Text(
            id="Petugas lain akan melayaninya. Tekan \u201cLayani berikutnya\u201d.",
            en="Another officer will serve it. Press \u201cServe next\u201d.",
        ),
    )


ANA = 1
CONTROL = Control(
    id="P28",
    name=Text(id="Benturan kepentingan yang dinyatakan", en="A declared conflict of interest"),
    stops=WORK
    | CLOCK
    | ORDER
    | OBJECTION
    | REVOCATION
    | CORRECTION
    | INITIALS
    | PUT_RIGHT
    | {
        *("take", "check_complete", "ask_missing", "decide_grant", "decide_refuse", "release", "take_signature"),
        "take_over",
        "after_checked",
    },
    check=check,
    why=Text(
        id="Petugas yang menyatakan kepentingannya dengan jujur tidak boleh diberi berkas itu lagi, dan tidak seorang "
        "pun boleh mengambilnya kembali diam-diam.",
        en="An officer who honestly declares an interest must not be given that case again, and nobody may quietly "
        "take it back.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 42-45, konflik kepentingan ({UNREAD.id})",
        en=f"UU 30/2014 pasal 42-45, conflict of interest ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="take", officer=ANA, recused=True),
        Attempt(act="decide_grant", officer=ANA, recused=True),
        Attempt(act="pause", officer=ANA, recused=True),
        Attempt(act="revoke", officer=ANA, recused=True),
        Attempt(act="objection_rejected", officer=ANA, recused=True),
        Attempt(act="correct", officer=ANA, recused=True),
        Attempt(act="after_checked", officer=ANA, recused=True),
        Attempt(act="take", officer=ANA, recused=True, exemption="E-0001/2026"),
        Attempt(act="put_right", officer=ANA, recused=True),
    ),
    allowed=(
        Attempt(act="take", officer=ANA),
        Attempt(act="put_back", officer=ANA, recused=True),
        Attempt(act="deliver", officer=ANA, recused=True),  # to hand over what others decided is no decision
    ),
)
