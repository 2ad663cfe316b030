"""The satisfaction survey: offered when a case is decided, answered once, counted without names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from layani.office.actions.attempts import keep_attempt
from layani.office.actor import Actor
from layani.office.gateways.sealing import seal
from layani.office.house import calendar, key_store, service
from layani.office.tables.models.cases import Case
from layani.office.tables.models.papers import Survey
from layani.rules.cases.act import Act
from layani.rules.cases.state import OPEN_STATUSES
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text
from layani.rules.voice.small_numbers import LEAST
from layani.rules.voice.survey import Index, complete, index, sample_size, total

Standing = Literal["closed", "open", "answered"]
BOUND = "survey"
LONGEST_COMMENT = 2_000  # characters
NEVER_ASKED = OPEN_STATUSES | {"withdrawn", "lapsed"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the survey of one service said in a span of time.

    offers:  cases to which it was offered; answers: how many of them answered
    index:   None while fewer than five have answered
    enough:  how many of the offers must answer for the index to stand for all (Krejcie and Morgan)
    """

    offers: int
    answers: int
    index: Index | None
    enough: int


def standing(row: Case) -> Standing:
    """Return how the survey of a case stands; one query where it is open, nothing is written."""
    if row.status in NEVER_ASKED or not _asks(row.service):
        return "closed"
    return "answered" if Survey.objects.answered().filter(case=row).exists() else "open"


def offer(row: Case, *, now: datetime) -> Survey | None:
    """Offer the survey to a decided case, once; returns it, or None where there is nothing to ask about."""
    if standing(row) == "closed":
        return None
    survey, _ = Survey.objects.get_or_create(
        case=row, defaults={"office": row.office, "service": row.service, "offered_at": now}
    )
    return survey


def require_no_officer(row: Case, *, actor: Actor, now: datetime) -> None:
    """Raise Refused for an officer and keep the attempt: nobody marks the office's own work, code or no code."""
    if actor.is_officer:
        refusal = _not_for_officers()
        keep_attempt(row, Act(BOUND, actor.by(), now), (refusal,), actor=actor, now=now)
        raise Refused(refusal)


def answer(number: str, scores: Mapping[str, int], comment: str = "", *, actor: Actor, now: datetime) -> None:
    """Keep the answer to the survey of a case, or raise Refused; Case.DoesNotExist for an unknown number.

    scores:   element -> 1 to 4, all nine
    comment:  in the citizen's own words; sealed under the case's key, so that an erasure takes it along
    """
    row = Case.objects.get(number=number)
    require_no_officer(row, actor=actor, now=now)
    survey = offer(row, now=now)
    if survey is None:
        raise Refused(_nothing_to_ask())
    if not complete(scores):
        raise Refused(_incomplete())
    words = comment.strip()[:LONGEST_COMMENT]
    sealed = seal(key_store().get(row.ref), {"comment": words}, BOUND) if words else None
    unanswered = Survey.objects.filter(pk=survey.pk, answered_at=None)
    if not unanswered.update(scores=dict(scores), sealed_comment=sealed, answered_at=now):
        raise Refused(_answered())


def heard(slug: str, *, since: datetime, until: datetime) -> Heard:
    """Return what the survey of a service said from ``since`` on and before ``until``.

    Answers count by whole months of the office, and only those of a month in which at least LEAST people answered:
    otherwise the difference of two publications would be the answer of one person.
    """
    offered = Survey.objects.offered_since(slug, since).filter(offered_at__lt=until)
    months: dict[tuple[int, int], list[Mapping[str, int]]] = {}
    for at, scores in offered.answered().filter(answered_at__lt=until).values_list("answered_at", "scores"):
        if at is None:
            continue  # the filter lets none pass; the column may be empty
        local = calendar().local(at)
        months.setdefault((local.year, local.month), []).append(scores)
    counted = [scores for month in months.values() if len(month) >= LEAST for scores in month]
    offers = offered.count()
    return Heard(offers, len(counted), index(*total(counted)) if counted else None, sample_size(offers))


def _asks(slug: str) -> bool:
    """Say whether the service asks at all; one that the catalogue has dropped does not."""
    try:
        return service(slug).survey
    except KeyError:
        return False


def _nothing_to_ask() -> Refusal:
    return Refusal(
        code="no-survey",
        reason=Text(id="Survei untuk permohonan ini belum dibuka.", en="The survey of this application is not open."),
        remedy=Text(
            id="Survei dibuka setelah permohonan diputuskan. Bila ada keluhan sekarang, sampaikan lewat pengaduan.",
            en="It opens when the application is decided. If something is wrong now, please complain.",
        ),
    )


def _not_for_officers() -> Refusal:
    return Refusal(
        code="survey-by-officer",
        reason=Text(
            id="Anda masuk sebagai petugas, dan hanya pemohon yang menjawab survei.",
            en="You are signed in as an officer, and only the applicant answers the survey.",
        ),
        remedy=Text(
            id="Bila ini permohonan Anda sendiri, keluar dulu sebagai petugas, lalu buka seperti warga lain.",
            en="If it is your own application, sign out as an officer first, then open it like every other citizen.",
        ),
    )


def _incomplete() -> Refusal:
    return Refusal(
        code="survey-incomplete",
        reason=Text(id="Belum semua pertanyaan dijawab.", en="Not every question is answered."),
        remedy=Text(id="Pilih satu jawaban untuk setiap pertanyaan.", en="Choose one answer to each question."),
    )


def _answered() -> Refusal:
    return Refusal(
        code="survey-answered",
        reason=Text(
            id="Survei ini sudah dijawab, dan jawabannya tidak dapat diubah.",
            en="This survey has been answered, and the answer cannot be changed.",
        ),
        remedy=Text(
            id="Bila ada yang masih ingin Anda sampaikan, pakailah pengaduan.",
            en="If there is more that you want to say, please use the complaints desk.",
        ),
    )
