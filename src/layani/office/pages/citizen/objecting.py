"""What the pages say of objecting: until when, how, and how an objection that was made stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from layani.office.actions.objecting import open_to_objection, terms_of
from layani.office.house import calendar, role_title
from layani.office.pages.public.service import step_words
from layani.rules.cases.act import moment
from layani.rules.cases.acts.objecting import REJECTED, SILENT, UPHELD
from layani.rules.cases.clock import Term, due
from layani.rules.cases.objection_terms import objection_terms
from layani.rules.cases.state import Case, Event
from layani.rules.dates import day_words
from layani.rules.text import Text

WORDS_OF_OBJECTION = frozenset({"objection_filed", "objection_upheld", "objection_rejected"})
"""Acts whose words both sides read."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a person may do against a decision.

    until:     the last moment to object; answered: the time in which the office must answer
    certain:   both numbers were read in the law; otherwise they are shown as an example
    upholds:   silence counts as upheld
    here:      it can be made on the page of the case; otherwise in writing
    """

    until: datetime
    within: Term
    answered: Term
    cite: str
    certain: bool
    here: bool = False
    upholds: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """How an objection stands.

    words:   the person's; answer: the office's, "" before it and where the law has answered
    by:      who answers; due: by when; answered_at: when that was done; outcome: "", "upheld", "rejected",
             "silent" or "overtaken"
    appeal:  until when a rejection can be brought before the superior; court: the time for the court after that
    then:    what comes after a rejection or silence by the service's own law, in words; None for superior and court
    redo:    the step to which the case went back; evidence: the file that came with it, as its answer names it
    """

    at: datetime
    words: str
    by: tuple[Text, ...]
    due: datetime | None
    outcome: str
    answered_at: datetime | None
    answer: str
    appeal: datetime | None
    court: Term
    then: Text | None
    redo: Text | None
    typed: bool
    evidence: Mapping[str, Any] | None = None


def objection(since: datetime) -> Objection:
    """Return until when one can object to what could be known since ``since``."""
    terms = objection_terms()
    return Objection(
        until=due(calendar(), since, terms.within.term),
        within=terms.within.term,
        answered=terms.answered.term,
        cite=terms.within.cite,
        certain=terms.within.certain and terms.answered.certain,
    )


def against_decision(case: Case) -> Objection | None:
    """Return what may be done against the decision of a case, or None where there is nothing."""
    opened = open_to_objection(case)
    if opened is None:
        return None
    terms = terms_of(case)
    certain = terms.within.certain and terms.answered.certain
    return Objection(
        until=opened.until,
        within=terms.within.term,
        answered=terms.answered.term,
        cite=terms.within.cite,
        certain=certain,
        here=True,
        upholds=terms.silence_upholds,
    )


def why_no_objection(case: Case, now: datetime) -> Text | None:
    """Say why a refusal cannot be objected to here; None where it can, was objected to, or nothing is refused."""
    if case.status != "refused" and not case.part_ground:
        return None
    if case.imported:
        return Text(
            "Keputusan ini diambil di luar sistem ini dan dipindahkan ke sini. Keberatan diajukan tertulis kepada yang "
            "memutuskan; loket kantor ini menunjukkan ke mana.",
            "This decision was taken outside this system and moved here. An objection goes in writing to whoever took "
            "it; the counter of this office shows where.",
        )
    opened = open_to_objection(case)
    if opened is None or now <= opened.until:
        return None
    last = calendar().local(opened.until).date()
    return Text(
        f"Waktu mengajukan keberatan berakhir pada {day_words(last).id}. Anda boleh mengajukan permohonan lagi.",
        f"The time to object ended on {day_words(last).en}. You may apply again.",
    )


def objection_said(case: Case, opened: Iterable[tuple[Event, Mapping[str, Any]]]) -> Said | None:
    """Return how the last objection of a case stands, from its opened events; None where there was none."""
    filed: tuple[Event, Mapping[str, Any]] | None = None
    answered: tuple[Event, Mapping[str, Any]] | None = None
    for event, personal in opened:
        if event.act == "objection_filed":
            filed, answered = (event, personal), None
        elif event.act in ("objection_upheld", "objection_rejected", "objection_silent"):
            answered = (event, personal)
    if filed is None:
        return None
    outcome = _OUTCOMES[answered[0].act] if answered else str(case.objection.get("outcome", ""))
    at = answered[0].occurred_at if answered else None
    back_to = str(answered[0].data.get("back_to", "")) if answered else ""
    terms = terms_of(case)
    return Said(
        at=filed[0].occurred_at,
        words=str(filed[1].get("words", "")),
        by=tuple(role_title(str(role)) for role in filed[0].data.get("roles", ())),
        due=moment(filed[0].data.get("due")),
        outcome=outcome,
        answered_at=at,
        answer=str(answered[1].get("fact", "")) if answered else "",
        appeal=due(calendar(), at, terms.appeal.term) if at and outcome == REJECTED else None,
        court=terms.court.term,
        then=terms.then,
        redo=step_words(case.service, back_to) if back_to else None,
        typed=filed[0].by.kind == "officer",
        evidence=filed[1].get("evidence"),
    )


_OUTCOMES = {"objection_upheld": UPHELD, "objection_rejected": REJECTED, "objection_silent": SILENT}
