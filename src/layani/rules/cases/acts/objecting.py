"""A person objects to a decision (keberatan); somebody else than who made it answers, and may set it aside.

What is set aside goes back to a step of its own case and is decided anew by others. An objection grants nothing by
itself: every rule and every control stands on that way too. Nobody is worse off for having objected.

Source: UU 30/2014 pasal 75-78 (the terms with their status: rules/cases/objection_terms.yaml).
"""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.objection_terms import OVERTAKEN, SILENCE, objected_to
from layani.rules.cases.parts import CORRECTED_BY, CORRECTION_PROPOSED_BY, OBJECTED_BY, SIGNS, PlannedStep
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import OUTSIDE_KINDS, status_in
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST: Final = 10
"""Characters: "keberatan" alone says nothing that somebody could answer."""

DECIDED = frozenset({"refused", "granted"})
UPHELD, REJECTED, SILENT = "upheld", "rejected", "silent"
"""How an objection is answered; SILENT counts as upheld. One that nobody needs to answer any more is OVERTAKEN."""


def check_object(case: Case, act: Act) -> Refusal | None:
    """One objects once to a decision, in time (``until``), and says why (``words_length``)."""
    about = objected_to(case)
    if not about:
        return _NOTHING_TO_OBJECT
    if not may_object(case):
        return _objected_already(case)
    until = moment(act.data.get("until"))
    if until and act.at > until:
        return _TOO_LATE
    return _NO_WORDS if int(act.data.get("words_length", 0)) < WORDS_AT_LEAST else None


def record_object(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add by when the office must answer (``answered``: amount and unit), and what is objected to."""
    amount, unit = act.data.get("answered", (0, "calendar days"))
    return {**act.data, "about": objected_to(case), "due": written(due(calendar, act.at, Term(amount, unit)))}


def file_objection(case: Case, event: Event) -> Case:
    """Open the objection; the decision stands until it is answered."""
    done = dict(case.done_by)
    if event.by.officer is not None:
        done[OBJECTED_BY] = event.by.officer
    due_at = moment(event.data.get("due"))
    said = {
        "at": written(event.occurred_at),
        "due": event.data.get("due"),
        "about": event.data.get("about", ""),
        "roles": list(event.data.get("roles", ())),
        "upholds": bool(event.data.get("upholds")),
        "barred": list(case.objection.get("barred", ())),
    }
    return replace(case, objection=said, objection_due=due_at, done_by=done)


def check_answered(case: Case, act: Act) -> Refusal | None:
    """It is answered by one of its roles, with the reason; by somebody who did nothing else in the case (P01)."""
    if not case.objection_due:
        return _NONE_OPEN
    if act.by.role not in case.objection.get("roles", ()):
        return _another_role(", ".join(case.objection.get("roles", ())))
    return None if int(act.data.get("fact_length", 0)) >= FACT_AT_LEAST else _NO_REASON


def check_uphold(case: Case, act: Act) -> Refusal | None:
    """What is set aside goes back to a step that was done (``back_to``)."""
    if refusal := check_answered(case, act):
        return refusal
    if case.is_open or act.data.get("back_to") in {step.id for step in steps_to_redo(case)}:
        return None
    return Refusal(
        code="no-such-step",
        reason=Text(
            id="Langkah yang harus diulang belum dipilih, atau tidak ada pada berkas ini.",
            en="The step to be done again is not chosen, or this case has no such step.",
        ),
        remedy=Text(id="Pilih satu langkah dari daftar.", en="Choose a step from the list."),
    )


def steps_to_redo(case: Case) -> tuple[PlannedStep, ...]:
    """Return the steps to which a decision that is set aside may go back: its own, or an earlier one that was done.

    Where steps run side by side it goes back to the decision alone; what others have done meanwhile stays done.
    """
    deciding = [step for step in case.steps if step.kind == "decide" and step.id in case.done_by]
    if not deciding:
        return ()
    last = deciding[-1]
    if case.branches:
        return (last,)
    ids = [step.id for step in case.steps]
    return tuple(
        step
        for step in case.steps[: ids.index(last.id) + 1]
        if step.id in case.done_by and step.turn is None and step.kind not in OUTSIDE_KINDS | {"rank"}
    )


def record_uphold(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add by when it is decided anew (``carried_out``: amount and unit), and by when the first step of that is done."""
    amount, unit = act.data.get("carried_out", (0, "calendar days"))
    whole = due(calendar, act.at, Term(amount, unit))
    found = {**act.data, "due_at": written(whole)}
    step = next((one for one in case.steps if one.id == act.data.get("back_to")), None)
    if step is None or case.is_open:
        return found
    return {**found, "step_due_at": written(due(calendar.of_unit(step.office_unit), act.at, step.within))}


def uphold(case: Case, event: Event) -> Case:
    """Set the decision aside: the case is open again at the step that is done anew, by others than before.

    Whoever answered is none of them either: who has said that a decision is wrong would make the new one alone.
    """
    answered = _by_others(_answered(case, event, UPHELD), event)
    if term := event.data.get("carried_out"):  # from here on the day counts from the answer (rules/cases/reckoning.py)
        answered = replace(answered, objection={**answered.objection, "carried_out": list(term)}, legal=None)
    due_at = moment(event.data.get("due_at"))
    back_to = event.data.get("back_to")
    step = next((one for one in case.steps if one.id == back_to), None)
    if case.is_open or step is None:
        return replace(answered, due_at=due_at or case.due_at, legal_due_at=None)
    ids = [one.id for one in case.steps]
    again = set(ids[ids.index(step.id) :]) & set(case.done_by)
    if case.branches:
        again &= {step.id}
    barred = {*answered.objection["barred"], *(case.done_by[one] for one in again)}
    earlier = {
        "status": case.status,
        "ground": case.ground or case.part_ground,
        "decided_at": written(case.decided_at),
        "letter": case.letter,
    }
    return replace(
        answered,
        objection={**answered.objection, "barred": sorted(barred), "earlier": earlier},
        status=status_in(step, "deciding"),
        step=step.id,
        step_since=event.occurred_at,
        step_due_at=moment(event.data.get("step_due_at")),
        due_at=due_at,
        legal_due_at=None,
        done_by={name: officer for name, officer in case.done_by.items() if name not in again | _OF_THE_LETTER},
        pooled={name: role for name, role in case.pooled.items() if name not in again},
        exempt={name: one for name, one in case.exempt.items() if name not in again},
        correction={},
        correction_due=None,
        ended=tuple(one for one in case.ended if one not in again),
        ground="",
        part_ground="",
        letter="",
        decided_at=None,
        issued_at=None,
        delivered_at=None,
        closed_at=None,
        valid_until=None,
        remind_at=None,
        holder=None,
        work={},
    ).with_ball("office", event.occurred_at)


_OF_THE_LETTER = frozenset({SIGNS, CORRECTION_PROPOSED_BY, CORRECTED_BY})


def reject(case: Case, event: Event) -> Case:
    """Let the decision stand; the way to the superior and to the court stays open."""
    return _answered(case, event, REJECTED)


def check_silent(case: Case, act: Act) -> Refusal | None:
    """Only when the time to answer has passed, and where the law then takes it for upheld (``upholds``)."""
    if case.objection_due and act.at > case.objection_due and case.objection.get("upholds"):
        return None
    return Refusal(
        code="still-time-to-answer",
        reason=Text(
            id="Waktu untuk menjawab keberatan belum lewat, atau diam tidak berarti keberatan dikabulkan.",
            en="The time to answer has not passed, or silence does not uphold the objection.",
        ),
        remedy=Text(id="Jawab keberatan ini.", en="Answer this objection."),
    )


def silent(case: Case, event: Event) -> Case:
    """Count it as upheld: the decision is made anew."""
    changed = uphold(case, event)
    return replace(changed, objection={**changed.objection, "outcome": SILENT})


def overtaken(case: Case) -> Case:
    """Return the case after any act: what has ended it has answered an objection to its silence, too.

    Otherwise that would still be open, and would set the decision aside once its own time was over.
    """
    if case.objection_due is None or case.is_open or case.objection.get("about") != SILENCE:
        return case
    return replace(case, objection={**case.objection, "outcome": OVERTAKEN}, objection_due=None)


def _answered(case: Case, event: Event, outcome: str) -> Case:
    said = {**case.objection, "answered_at": written(event.occurred_at), "outcome": outcome}
    return replace(case, objection={"barred": [], **said}, objection_due=None)


def _by_others(answered: Case, event: Event) -> Case:
    """Bar the officer who answered from what is done anew; where the law's silence has answered, it bars nobody."""
    if event.by.officer is None:
        return answered
    barred = sorted({*answered.objection["barred"], event.by.officer})
    return replace(answered, objection={**answered.objection, "barred": barred, "answered_by": event.by.officer})


def may_object(case: Case) -> bool:
    """Say whether there is a refusal to which nobody has objected yet: one objects once to a decision.

    An objection to an earlier decision of the case, or to the silence before it, uses nothing up.
    """
    if not objected_to(case):
        return False
    about, outcome = case.objection.get("about"), case.objection.get("outcome")
    of_before = outcome in (UPHELD, SILENT) if about != SILENCE else not case.is_open and bool(outcome)
    return not case.objection or of_before


def _objected_already(case: Case) -> Refusal:
    answered = bool(case.objection.get("outcome"))
    return Refusal(
        code="objected-already",
        reason=Text(
            id="Keberatan atas keputusan ini sudah dijawab." if answered else "Keberatan Anda sudah kami terima.",
            en="The objection to this decision was answered." if answered else "We have your objection already.",
        ),
        remedy=Text(
            id="Langkah berikutnya adalah banding kepada atasan; caranya ada di halaman berkas ini."
            if answered
            else "Tunggu jawabannya; harinya ada di halaman berkas ini.",
            en="The next step is an appeal to the superior; the page of this case says how."
            if answered
            else "Wait for the answer; its day stands on the page of this case.",
        ),
    )


def _another_role(roles: str) -> Refusal:
    return Refusal(
        code="not-your-role",
        reason=Text(
            id=f"Keberatan ini dijawab oleh peran “{roles}”, dan Anda tidak bertindak dalam peran itu.",
            en=f"This objection is answered by the role “{roles}”, in which you do not act.",
        ),
        remedy=Text(id="Serahkan kepada pemegang peran itu.", en="Leave it to somebody who holds that role."),
    )


_NOTHING_TO_OBJECT: Final = Refusal(
    code="nothing-to-object-to",
    reason=Text(
        id="Pada berkas ini tidak ada penolakan yang dapat dikeberatani di sini.",
        en="There is no refusal in this case to which one could object here.",
    ),
    remedy=Text(
        id="Bila ada yang tidak beres, sampaikan pengaduan; nomornya sama.",
        en="If something is wrong, complain; the number is the same.",
    ),
)
_TOO_LATE: Final = Refusal(
    code="too-late-to-object",
    reason=Text(
        id="Waktu untuk mengajukan keberatan sudah lewat.",
        en="The time to object has passed.",
    ),
    remedy=Text(
        id="Anda boleh mengajukan permohonan baru kapan saja, atau mengadu kepada Ombudsman.",
        en="You may file a new application at any time, or complain to the ombudsman.",
    ),
)
_NO_WORDS: Final = Refusal(
    code="objection-empty",
    reason=Text(id="Alasan keberatan belum ditulis.", en="Why you object is not written yet."),
    remedy=Text(
        id="Tulis dengan kata-kata sendiri apa yang keliru pada keputusan itu.",
        en="Write in your own words what is wrong with the decision.",
    ),
)
_NONE_OPEN: Final = Refusal(
    code="no-objection",
    reason=Text(id="Tidak ada keberatan yang menunggu jawaban.", en="No objection waits for an answer."),
    remedy=Text(id="Muat ulang halaman untuk melihat keadaannya.", en="Reload the page to see how it stands."),
)
_NO_REASON: Final = Refusal(
    code="fact-missing",
    reason=Text(id="Alasan jawaban belum jelas.", en="The reason of the answer is not clear."),
    remedy=Text(
        id="Tulis dengan satu kalimat lengkap apa yang diperiksa dan mengapa keputusan itu tetap atau dibatalkan.",
        en="Write in one whole sentence what was looked at, and why the decision stands or is set aside.",
    ),
)

SETS_ASIDE: Final = ("objection_silent", "objection_upheld")
"""Acts by which a decision may count no more."""

ACTS = (
    ActRule(
        "objection_filed",
        OPEN_STATUSES | DECIDED,
        frozenset({"citizen", "officer"}),
        file_objection,
        check=check_object,
        record=record_object,
    ),
    ActRule(
        "objection_upheld",
        OPEN_STATUSES | DECIDED,
        frozenset({"officer"}),
        uphold,
        check=check_uphold,
        record=record_uphold,
    ),
    ActRule("objection_rejected", OPEN_STATUSES | DECIDED, frozenset({"officer"}), reject, check=check_answered),
    ActRule(
        "objection_silent",
        OPEN_STATUSES | DECIDED,
        frozenset({"system"}),
        silent,
        check=check_silent,
        record=record_uphold,
    ),
)
