"""The officer who checked a case, or typed it for the applicant, may not also decide it."""

from layani.rules.controls.control import CORRECTION, LIFTED, OBJECTION, REVOCATION, WORK, Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text

DECISIONS = frozenset({"take", "decide_grant", "decide_refuse", "take_signature"})
_REASON = Text(
    id="Anda sudah memeriksa berkas ini atau mengetikkannya untuk pemohon, jadi tidak boleh memutuskannya.",
    en="You have checked this case, or typed it for the applicant, and so may not decide it.",
)
_REASON_OF_WORK = Text(
    id="Anda sudah mengerjakan langkah lain pada berkas ini, jadi langkah ini harus dikerjakan orang lain.",
    en="You have done another step of this case, so somebody else must do this one.",
)


_REASON_OF_REVOCATION = Text(
    id="Anda sudah memperingatkan pemegang surat ini, jadi orang lain yang memutuskan pencabutannya.",
    en="You warned the holder of this letter, so somebody else decides on its revocation.",
)
_REASON_OF_GOING_AHEAD = Text(
    id="Anda sendiri yang mengetikkan permintaan percepatan ini, jadi orang lain yang mengabulkannya.",
    en="You typed this request to go ahead yourself, so somebody else grants it.",
)
_REASON_OF_OBJECTION = Text(
    id="Anda sendiri mengerjakan atau memutuskan berkas ini, jadi orang lain yang menjawab keberatan atasnya.",
    en="You worked on this case or decided it yourself, so somebody else answers the objection to it.",
)
_REASON_OF_CORRECTION = Text(
    id="Anda sendiri yang mengusulkan perbaikan ini, jadi orang lain yang memutuskannya.",
    en="You proposed this correction yourself, so somebody else decides on it.",
)
_REASON_OF_AFTER_CHECK = Text(
    id="Anda sendiri mengerjakan berkas ini, jadi orang lain yang memeriksanya sesudahnya.",
    en="You worked on this case yourself, so somebody else checks it afterwards.",
)
_PUT_BACK = Text(
    id="Kembalikan ke antrean; petugas lain yang berwenang akan mengerjakannya.",
    en="Put it back in the queue; another officer with the right to do it will take it.",
)
_LEAVE = Text(
    id="Serahkan kepada pemegang peran lain yang berwenang.",
    en="Leave it to another officer who has the right to decide it.",
)


def check(attempt: Attempt) -> Refusal | None:
    """Refuse when the acting officer did one of the steps that must be another's."""
    mine = [step for step in attempt.not_same_as if attempt.done_by.get(step) == attempt.officer]
    if attempt.officer is None or not mine or (attempt.exemption and attempt.act in LIFTED):
        return None
    if attempt.act == "after_checked":
        return Refusal("four-eyes", reason=_REASON_OF_AFTER_CHECK, remedy=_LEAVE)
    if attempt.act in REVOCATION:
        return Refusal("four-eyes", reason=_REASON_OF_REVOCATION, remedy=_LEAVE)
    if attempt.act in OBJECTION:
        return Refusal("four-eyes", reason=_REASON_OF_OBJECTION, remedy=_LEAVE)
    if attempt.act in CORRECTION:
        return Refusal("four-eyes", reason=_REASON_OF_CORRECTION, remedy=_LEAVE)
    if attempt.act == "expedite_granted":
        return Refusal("four-eyes", reason=_REASON_OF_GOING_AHEAD, remedy=_LEAVE)
    return Refusal("four-eyes", reason=_REASON if attempt.act in DECISIONS else _REASON_OF_WORK, remedy=_PUT_BACK)


ANA, BEN = 1, 2
CONTROL = Control(
    id="P01",
    name=Text(id="Empat mata", en="Four eyes"),
    stops=WORK
    | {
        "take",
        "decide_grant",
        "decide_refuse",
        "revoke",
        "drop_revocation",
        "expedite_granted",
        "correct",
        "take_signature",
        "objection_upheld",
        "objection_rejected",
        "after_checked",
        "check_complete",
        "ask_missing",
    },
    check=check,
    why=Text(
        id="Satu orang yang memeriksa dan memutuskan sendiri dapat menjual keputusan tanpa diketahui siapa pun.",
        en="One person who checks and decides alone can sell the decision without anybody knowing.",
    ),
    source=Text(
        id="INTOSAI GOV 9100 bagian 2.3, pemisahan tugas",
        en="INTOSAI GOV 9100, section 2.3, segregation of duties",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="decide_grant", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="decide_refuse", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="take", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="revoke", officer=ANA, done_by={"@warn": ANA}, not_same_as=("@warn",)),
        Attempt(act="visit", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="expedite_granted", officer=ANA, done_by={"@expedite": ANA}, not_same_as=("@expedite",)),
        Attempt(act="objection_rejected", officer=ANA, done_by={"decide": ANA}, not_same_as=("check", "decide")),
        Attempt(act="take_signature", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="correct", officer=ANA, done_by={"@propose": ANA}, not_same_as=("@propose",)),
        # A second check, taken under an exemption that has ended since.
        Attempt(act="check_complete", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="ask_missing", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="after_checked", officer=ANA, done_by={"decide": ANA}, not_same_as=("check", "decide")),
        # An exemption is for the steps of the case, and lets nobody rule on their own warning.
        Attempt(act="revoke", officer=ANA, done_by={"@warn": ANA}, not_same_as=("@warn",), exemption="E-0001/2026"),
    ),
    allowed=(
        Attempt(
            act="decide_grant", officer=ANA, done_by={"check": ANA}, not_same_as=("check",), exemption="E-0001/2026"
        ),
        Attempt(act="after_checked", officer=BEN, done_by={"decide": ANA}, not_same_as=("check", "decide")),
        Attempt(act="objection_rejected", officer=BEN, done_by={"decide": ANA}, not_same_as=("check", "decide")),
        Attempt(act="objection_filed", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="correct", officer=BEN, done_by={"@propose": ANA}, not_same_as=("@propose",)),
        Attempt(act="expedite_granted", officer=BEN, done_by={"@expedite": ANA}, not_same_as=("@expedite",)),
        Attempt(act="revoke", officer=BEN, done_by={"@warn": ANA}, not_same_as=("@warn",)),
        Attempt(act="decide_grant", officer=BEN, done_by={"check": ANA}, not_same_as=("check",)),
        Attempt(act="decide_grant", officer=ANA, done_by={"check": ANA}),
        Attempt(act="issue", officer=ANA, done_by={"check": ANA}, not_same_as=("check",)),
    ),
)
