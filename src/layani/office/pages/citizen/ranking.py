"""The applicant's own place in a ranking: rank, points with their law, and the door to object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.ranking import object_to
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_of
from layani.office.pages.citizen.in_own_words import ask_for_words
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.pages.parts.say import language
from layani.office.pages.public.ranking_lines import PLACES
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import RankingLine
from layani.office.tables.projection import state_of
from layani.rules.cases.act import moment
from layani.rules.cases.acts.ranking import waits_until
from layani.rules.cases.state import Case, Event
from layani.rules.catalogue import Law, Service
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

LONGEST_WORDS = 1_000  # characters


@dataclass(frozen=True, slots=True)
class PlacePart:
    """Where a case stands.

    points:  what was scored, the points ("-" where they cannot be told) and the law
    object_until: the last moment to object, None when it is over or was done
    said:    the applicant's objection and the office's answer, as far as there are
    """

    code: str
    rank: int
    score: int | None
    place: Text
    points: tuple[tuple[Text, str, Law], ...]
    period: str
    final: bool
    waits_until: datetime | None
    object_until: datetime | None
    said: tuple[tuple[Text, str], ...] = ()


def place_part(
    row: CaseRow, case: Case, service: Service | None, now: datetime, opened: Sequence[tuple[Event, Mapping[str, Any]]]
) -> PlacePart | None:
    """Return the applicant's own line; None before there is a list. One query for its points."""
    if not case.place or service is None:
        return None
    line = RankingLine.objects.filter(case=row.pk, ranking__annulled_at=None).first()
    points = line.points if line else {}
    until = moment(case.place.get("objections_until"))
    may = until is not None and now <= until and not case.place.get("objection") and case.is_open
    told = tuple((_SAID[event.act], str(said.get("words", ""))) for event, said in opened if event.act in _SAID)
    if case.place.get("objection") == "open":
        told = (*told, (_SAID["rank_answered"], _NO_ANSWER_YET.in_(language())))
    return PlacePart(
        str(case.place["code"]),
        int(case.place["rank"]),
        case.place.get("score"),
        PLACES[str(case.place["place"])],
        tuple((one.says, str(points.get(one.id, "-")), service.law[one.law]) for one in service.amounts.score),
        str(case.place["ranking"]).split("/")[1],
        bool(case.place.get("final")),
        waits_until(case),
        until if may else None,
        told,
    )


_SAID = {
    "rank_objection": Text("Keberatan Anda", "Your objection"),
    "rank_answered": Text("Jawaban kantor", "The office's answer"),
}
_NO_ANSWER_YET = Text(
    "Belum ada. Daftar ini baru berlaku setelah keberatan Anda dijawab.",
    "None yet. The list counts only once your objection is answered.",
)
TOLD_IN_WORDS = frozenset(_SAID)


@private
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the objection, or take it."""
    row = own_case(request, number)
    if not state_of(row).place:
        return redirect("case", row.number)
    if request.method != "POST":
        return _ask(request, row)
    words = words_in(request)
    try:
        require_short(words, LONGEST_WORDS)
        object_to(row.number, words, actor=request.actor, now=timezone.now(), once=once_of(request))
    except Refused as refused:
        return _ask(request, row, refused.refusals)
    return redirect("case", row.number)


def _ask(request: HttpRequest, row: CaseRow, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    place = place_part(row, state_of(row), service_of(row.service, row.version), timezone.now(), ())
    return ask_for_words(request, "citizen/ranking.html", row, refusals, place=place, longest=LONGEST_WORDS)


PAGE = Page(path="case/<str:number>/ranking/", name="case-ranking", readers=Readers.CITIZEN, view=objection)
