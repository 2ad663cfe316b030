"""Places are given out by a ranking: who has one, who waits for one, who moves up, and what is objected to.

A case in the step of ranking waits for a list that two people sign. With ``ranked`` it has its rank; then its
applicant may object. When that time has passed, ``rank_final`` takes it on to the decision, with or without a place;
whoever waits stays in the step until ``moved_up``, or until ``waiting_ended``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import not_the_step, to_next_step, with_next_due
from layani.rules.refusal import Refusal
from layani.rules.text import Text

NONE, PLACED, WAITING, WITHOUT, EXCLUDED = "none", "placed", "waiting", "without", "excluded"
"""What a case has: no list yet, a place, a place on the waiting list, none, or no right to one (a rule has failed)."""

KEPT: Final = ("ranking", "code", "rank", "score", "place", "objections_until")
"""What the case keeps of its ranking; ``rank`` counts from 1 and is 0 for who is excluded."""

OBJECTION_AT_LEAST: Final = 10  # characters
ANSWER_AT_LEAST: Final = 20  # characters, as of the fact of a refusal


def place_of(case: Case) -> str:
    """Return what a case has, or "" where its service gives out no places by a ranking."""
    if not any(step.kind == "rank" for step in case.steps):
        return ""
    return str(case.place.get("place", NONE))


def check_ranked(case: Case, act: Act) -> Refusal | None:
    """A case is ranked once, in its step, and not before the last day on which it can be applied for is over."""
    if refusal := not_the_step(case, act, "rank"):
        return refusal
    if case.place:
        return _refused("ranked-already", "Berkas ini sudah berada dalam peringkat.", "This case is ranked already.")
    if case.closes_at and act.at <= case.closes_at:
        return _refused("still-open", "Pendaftaran belum ditutup.", "Applications are still taken.")
    return None


def record_ranked(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the applicant may object."""
    step = case.open_step
    if step is None or step.objections is None:
        return act.data
    until = due(calendar, act.at, Term(*step.objections))  # type: ignore[arg-type]
    return {"objections_until": written(until), **act.data}


def ranked(case: Case, event: Event) -> Case:
    """Give the case its rank; until objections are over it stays where it is."""
    place = {name: event.data.get(name) for name in KEPT}
    return replace(case, place=place, step_due_at=moment(event.data.get("objections_until")) or case.step_due_at)


def check_objection(case: Case, act: Act) -> Refusal | None:
    """The applicant objects once, in time, in words (``words_length`` characters)."""
    until = moment(case.place.get("objections_until"))
    if until is None or act.at > until or case.place.get("final"):
        return _refused(
            "no-objections-now", "Masa keberatan belum dibuka atau sudah lewat.", "Objections are not taken now."
        )
    if case.place.get("objection"):
        return _refused("objected-once", "Keberatan Anda sudah tercatat.", "Your objection is recorded already.")
    if int(act.data.get("words_length", 0)) < OBJECTION_AT_LEAST:
        return Refusal(
            "objection-missing",
            Text("Isi keberatan belum ditulis.", "What you object to is not written."),
            Text("Tulis apa yang menurut Anda salah dalam peringkat.", "Write what is wrong with the ranking."),
        )
    return None


def objected(case: Case, event: Event) -> Case:
    """Note the objection; the whole list waits for its answer."""
    return replace(case, place={**case.place, "objection": "open"}, objections=case.objections + 1)


def check_answered(case: Case, act: Act) -> Refusal | None:
    """An open objection is answered, in words (``words_length`` characters)."""
    if case.place.get("objection") != "open":
        return _refused("nothing-to-answer", "Tidak ada keberatan yang terbuka.", "There is no open objection.")
    if int(act.data.get("words_length", 0)) < ANSWER_AT_LEAST:
        return Refusal(
            "answer-missing",
            Text("Jawaban atas keberatan belum jelas.", "The answer to the objection is not clear."),
            Text(
                "Jawab dengan satu kalimat lengkap: apa yang diperiksa dan hasilnya.",
                "Answer in one whole sentence: what was looked at, and what came out.",
            ),
        )
    return None


def answered(case: Case, event: Event) -> Case:
    """Close the objection: the list stands."""
    return replace(case, place={**case.place, "objection": "answered"})


def check_annulled(case: Case, act: Act) -> Refusal | None:
    """A list is taken back before it counts, not after."""
    if case.place and not case.place.get("final"):
        return None
    return _refused("list-counts", "Peringkat ini sudah berlaku.", "This ranking counts already.")


def record_annulled(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add until when the list must be made again: the step's own time from now."""
    step = case.open_step
    return {**act.data, "step_due_at": written(due(calendar, act.at, step.within))} if step else act.data


def annulled(case: Case, event: Event) -> Case:
    """Take the rank away: the list is made again."""
    return replace(case, place={}, step_due_at=moment(event.data.get("step_due_at")) or case.step_due_at)


def check_final(case: Case, act: Act) -> Refusal | None:
    """A rank counts when objections are over and none is open."""
    if refusal := not_the_step(case, act, "rank"):
        return refusal
    until = moment(case.place.get("objections_until"))
    if until and act.at > until and case.place.get("objection") != "open" and not case.place.get("final"):
        return None
    return _refused(
        "not-final-yet", "Masa keberatan belum selesai, atau ada yang belum dijawab.", "Objections are not over yet."
    )


def record_final(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add when the decision is due, or until when the waiting list stands."""
    if case.place.get("place") != WAITING:
        return record_on(case, act, calendar)
    step = case.open_step
    if step is None or step.length is None:
        return act.data
    return {**act.data, "waits_until": written(due(calendar, act.at, Term(*step.length)))}  # type: ignore[arg-type]


def final(case: Case, event: Event) -> Case:
    """Take the case on to its decision; whoever waits stays."""
    counted = replace(case, place={**case.place, "final": True})
    if case.place.get("place") != WAITING:
        return to_next_step(counted, event)
    until = event.data.get("waits_until")
    place = {**counted.place, **({"waits_until": until} if until else {})}
    return replace(counted, place=place, step_due_at=moment(until))


def record_on(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the step that ends, and when the next one is due."""
    return {"step": case.step, **with_next_due(case, act, calendar)}


def check_waiting(case: Case, act: Act) -> Refusal | None:
    """Only who waits, on a list that counts, can move up."""
    if case.is_open and case.place.get("place") == WAITING and case.place.get("final"):
        return None
    return _refused("not-waiting", "Berkas ini tidak ada di daftar tunggu.", "This case is on no waiting list.")


def moved_up(case: Case, event: Event) -> Case:
    """Give the case the place that fell free, and take it on to its decision."""
    return to_next_step(replace(case, place={**case.place, "place": PLACED}), event)


def check_ended(case: Case, act: Act) -> Refusal | None:
    """A waiting list ends when its time has passed."""
    if refusal := check_waiting(case, act):
        return refusal
    until = moment(case.place.get("waits_until"))
    if until and act.at > until:
        return None
    return _refused("list-stands", "Daftar tunggu masih berlaku.", "The waiting list still stands.")


def ended(case: Case, event: Event) -> Case:
    """No place fell free in time: a person tells the applicant so, with the ground and what can be done."""
    return to_next_step(replace(case, place={**case.place, "place": WITHOUT}), event)


def waits_until(case: Case) -> datetime | None:
    """Return until when a case stands on a waiting list; None where it does not wait."""
    return moment(case.place.get("waits_until")) if case.place.get("place") == WAITING else None


def _refused(code: str, id_: str, en: str) -> Refusal:
    return Refusal(
        code,
        Text(id_, en),
        Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
    )


OFFICER, SYSTEM = frozenset({"officer"}), frozenset({"system"})
APPLICANT = frozenset({"citizen", "officer"})
ACTS = (
    ActRule("ranked", OPEN_STATUSES, OFFICER, ranked, check=check_ranked, record=record_ranked),
    ActRule("rank_objection", OPEN_STATUSES, APPLICANT, objected, check=check_objection),
    ActRule("rank_answered", OPEN_STATUSES, OFFICER, answered, check=check_answered),
    ActRule("rank_annulled", OPEN_STATUSES, OFFICER, annulled, check=check_annulled, record=record_annulled),
    ActRule("rank_final", OPEN_STATUSES, SYSTEM, final, check=check_final, record=record_final),
    ActRule("moved_up", OPEN_STATUSES, SYSTEM, moved_up, check=check_waiting, record=record_on),
    ActRule("waiting_ended", OPEN_STATUSES, SYSTEM, ended, check=check_ended, record=record_on),
)
