"""A case comes to an officer's desk, and goes back to the queue."""

from collections.abc import Mapping

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import OUTSIDE_KINDS
from layani.rules.refusal import Refusal
from layani.rules.text import Text

CONFLICT = "conflict"
STILL_OUTSIDE = "still-outside"
RESTS = "power-rests"
PUT_BACK_REASONS = {
    CONFLICT: Text(id="Saya punya benturan kepentingan", en="I have a conflict of interest"),
    "ill": Text(id="Saya sakit atau harus pergi", en="I am ill or must leave"),
    "other-skill": Text(id="Perlu petugas dengan keahlian lain", en="It needs an officer with another skill"),
    "system-down": Text(id="Sistem lain sedang mati", en="Another system is down"),
    STILL_OUTSIDE: Text(id="Masih menunggu pihak di luar kantor", en="It still waits for somebody outside"),
    RESTS: Text(id="Saya tidak berwenang memutuskannya sekarang", en="I have no power to decide it for now"),
}
ROLE_ENDED = "role-ended"
BACK_REASONS = {
    **PUT_BACK_REASONS,
    ROLE_ENDED: Text(id="Petugasnya tidak lagi bertugas di sini", en="Its officer no longer serves here"),
}
"""Every reason that can stand in the record; the last is the system's own, and no officer can choose it."""


def check_take(case: Case, act: Act) -> Refusal | None:
    """Nobody takes a case that is on another desk or that waits for somebody else."""
    if case.holder is not None and case.holder != act.by.officer:
        return Refusal(
            code="held-by-another",
            reason=Text(id="Berkas ini sedang dikerjakan petugas lain.", en="Another officer is working on this case."),
            remedy=Text(id="Tekan \u201cLayani berikutnya\u201d.", en="Press \u201cServe next\u201d."),
        )
    step = case.open_step
    # What another system's outage has paused may be taken to let its clock run on, and for nothing else.
    outside = case.ball == "outside" and step is not None and (step.kind in OUTSIDE_KINDS or bool(case.resume_by))
    theirs = case.ball == "citizen" and step is not None and step.turn is not None  # they may come and show it
    ranked = step is not None and step.kind == "rank"  # it waits for a list that two people sign, not for one officer
    if not case.step or ranked or not (case.ball == "office" or outside or theirs):
        return Refusal(
            code="not-waiting",
            reason=Text(id="Berkas ini tidak sedang menunggu kantor.", en="This case is not waiting for the office."),
            remedy=Text(id="Tekan \u201cLayani berikutnya\u201d.", en="Press \u201cServe next\u201d."),
        )
    return None


def take(case: Case, event: Event) -> Case:
    """Put the case on the officer's desk; an imported log may take one that has ended, which stays put away."""
    return replace(case, holder=event.by.officer) if case.status in OPEN_STATUSES else case


def put_back(case: Case, event: Event) -> Case:
    """Return the case to its place in the queue: its time of arrival has not changed.

    Whoever has a conflict of interest has it in every step that is still to come, not in this one alone.
    """
    returned = replace(case, holder=None)
    if event.data.get("reason") != CONFLICT or event.by.officer is None:
        return returned
    return replace(returned, recused=tuple(sorted({*case.recused, event.by.officer})))


def reasons_now(case: Case, *, rests: bool = False) -> Mapping[str, Text]:
    """Return the reasons that can be true of a case now, in words.

    rests: the authority register lets the officer neither grant nor refuse it on this day
    """
    untrue = ({STILL_OUTSIDE} if case.ball == "office" else set()) | (set() if rests else {RESTS})
    return {key: words for key, words in PUT_BACK_REASONS.items() if key not in untrue}


def check_put_back(case: Case, act: Act) -> Refusal | None:
    """Putting back needs one of the listed reasons, and a true one (``rests``); the system clears the desk it names."""
    if act.by.kind == "system":
        return None if case.holder is not None and act.data.get("officer") == case.holder else _left_already()
    if act.data.get("reason") in reasons_now(case, rests=bool(act.data.get("rests"))):
        return None
    return Refusal(
        code="reason-missing",
        reason=Text(
            id="Alasan mengembalikan berkas belum dipilih.", en="No reason for putting the case back was chosen."
        ),
        remedy=Text(id="Pilih salah satu alasan.", en="Choose one of the reasons."),
    )


def _left_already() -> Refusal:
    return Refusal(
        code="left-already",
        reason=Text(
            id="Berkas ini sudah tidak ada di meja petugas itu.", en="This case is no longer on that officer's desk."
        ),
        remedy=Text(id="Tidak ada yang perlu dilakukan.", en="Nothing needs to be done."),
    )


ACTS = (
    ActRule("take", OPEN_STATUSES, frozenset({"officer", "importer"}), change=take, check=check_take),
    # Whose role has ended can do nothing else with the case; it must not stay with them for that.
    ActRule(
        "put_back",
        OPEN_STATUSES,
        frozenset({"officer", "system"}),
        change=put_back,
        held=True,
        by_role=False,
        paused=True,
        check=check_put_back,
    ),
)
