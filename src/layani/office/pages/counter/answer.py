"""The answer to a notice, given at the counter: each thing that was asked, with the officer's words above the box."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions import checking
from layani.office.actions.drafting import OpenDraft, Place, answer_to, drop, fill, find_draft
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.viewing import opened_events
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.counter.person_here import for_the_person, typist
from layani.office.pages.officer.reading import answers_in, asked_words
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.their_turn import in_their_hands
from layani.office.tables.models import Case, Party
from layani.rules.catalogue import FormResult, Service
from layani.rules.catalogue.answers import asked_fields, without_unasked
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

WHOLE = "answer"


@dataclass(frozen=True)
class NoticeHere:
    """What was asked of the person's case, and what has been typed so far.

    words:  field -> what the officer who asked wrote about it
    filed:  the answers as they stand
    """

    row: Case
    service: Service
    place: Place
    words: Mapping[str, str]
    filed: Mapping[str, Any]
    draft: OpenDraft | None

    @classmethod
    def of(cls, row: Case, service: Service, request: HttpRequest) -> "NoticeHere":
        """Open the notice of a case that waits for its applicant."""
        opened = opened_events(row)
        filed = without_unasked(service, answers_in(opened)[0])
        place = Place(row.party, answer_to(row.number), row.version, typed_by=typist(request))
        return cls(row, service, place, asked_words(opened), filed, find_draft(place))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers with what was corrected so far."""
        return without_unasked(self.service, {**self.filed, **(self.draft.answers if self.draft else {})})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is asked now: the notice's items, and what the corrections have made necessary, in the form's order."""
        asked = asked_fields(self.service, self.answers)
        new = asked - asked_fields(self.service, self.filed)
        return tuple(name for name in self.service.fields if name in asked and name in {*self.words, *new})


@for_the_person
def answer(request: HttpRequest, party: Party, row: Case) -> HttpResponse:
    """Show what is asked, or take the answer."""
    service = service_of_case(row)
    if row.status != "waiting" or service is None or in_their_hands(row):
        return redirect("counter-case", row.number)
    notice = NoticeHere.of(row, service, request)
    return _take(request, notice) if request.method == "POST" else _show(request, notice)


def _take(request: HttpRequest, notice: NoticeHere) -> HttpResponse:
    """Keep what was typed, and send it when nothing is wrong with it."""
    posted, now, names = posted_by(request), timezone.now(), notice.names
    fields = [notice.service.fields[name] for name in names]
    taken = take_files(notice.row.party, fields, request.FILES, now)

    def filled(before: Mapping[str, Any]) -> FormResult:
        result = read_some(notice.service, names, posted, {**notice.answers, **before}, files=taken.files)
        changed = {name: value for name, value in result.answers.items() if notice.filed.get(name) != value}
        kept = {name: result.answers[name] for name in names if name in result.answers}
        return FormResult(kept | changed, result.problems)

    result = fill(notice.place, WHOLE, filled, now=now)
    taken.settle(result.answers)
    problems = {p.field: p.text for p in result.problems} | {n: t for n, t in taken.refused.items() if n in names}
    after = NoticeHere.of(notice.row, notice.service, request)
    if "more_rows" in request.POST:
        return _show(request, after, posted=posted)
    if problems and not problems.keys() & set(names):
        return HttpResponseRedirect(f"{request.path}?more#f-{next(iter(problems))}")
    return _show(request, after, problems, posted) if problems else _send(request, after)


def _send(request: HttpRequest, notice: NoticeHere) -> HttpResponse:
    if notice.draft is None:
        return redirect("counter-case", notice.row.number)
    sent = {"actor": request.actor, "now": timezone.now(), "once": str(notice.draft.ref)}
    try:
        checking.answer(notice.row.number, notice.draft.answers, **sent)
    except AnswersRejected as rejected:
        return _show(request, notice, {problem.field: problem.text for problem in rejected.problems})
    except Refused as refused:
        return _show(request, notice, refusals=refused.refusals)
    drop(notice.place)
    return redirect("counter-case", notice.row.number)


def _show(
    request: HttpRequest,
    notice: NoticeHere,
    problems: Mapping[str, Text] | None = None,
    posted: Mapping[str, list[str]] | None = None,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    problems = problems or {}
    parts = [_part(notice, name, problems.get(name), posted) for name in notice.names]
    shown = {
        "number": notice.row.number,
        "party": notice.row.party,
        "service_name": service_name(notice.row.service),
        "asked": [(part, notice.words.get(part.name, "")) for part in parts],
        "fields": parts,
        "problems": problems,
        "refusals": refusals,
        "more": "more" in request.GET,
    }
    status = 422 if problems else 409 if refusals else 200
    return render(request, "counter/answer.html", shown, status=status)


def _part(notice: NoticeHere, name: str, problem: Text | None, posted: Mapping[str, list[str]] | None) -> FieldPart:
    field = notice.service.fields[name]
    return field_part(field, notice.answers.get(name), problem, posted=posted, ask_identity=True)


PAGE = Page(path="counter/case/<str:number>/answer/", name="counter-answer", view=answer, readers=Readers.COUNTER)
