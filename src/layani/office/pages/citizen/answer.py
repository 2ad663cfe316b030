"""The answer to the one notice of what is missing: every item with the officer's words, on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions import checking
from layani.office.actions.drafting import OpenDraft, Place, answer_to, drop, fill, find_draft
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.viewing import ANSWERING, opened_events
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case import Item, asked_items
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.citizen.uploads import take_files
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import posted_by, read_some
from layani.office.pages.parts.forms import FieldPart, field_part
from layani.office.pages.parts.their_turn import in_their_hands
from layani.office.tables.models import Case
from layani.office.tables.projection import event_of, state_of
from layani.rules.catalogue import FieldProblem, FormResult, Service, check_answers
from layani.rules.catalogue.answers import asked_fields, without_unasked
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PAGE_ID = "answer"


@dataclass(frozen=True)
class Notice:
    """What was asked of one case, and the answer as far as it has come.

    filed:  the answers of the case as they stand
    draft:  what was corrected so far, or None
    """

    row: Case
    service: Service
    items: tuple[Item, ...]
    filed: Mapping[str, Any]
    draft: OpenDraft | None

    @property
    def place(self) -> Place:
        """Where the draft of the answer is kept."""
        return Place(self.row.party, answer_to(self.row.number), self.row.version)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers with what was corrected so far."""
        corrected = self.draft.answers if self.draft else {}
        return without_unasked(self.service, {**self.filed, **corrected})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is asked now, in the form's order: the notice's items, and what the corrections have made necessary.

        What another case of the bundle gives, or should have given, is asked only where the officer asked for it.
        """
        asked = asked_fields(self.service, self.answers)
        items = {item.name for item in self.items}
        new = asked - asked_fields(self.service, self.filed)
        wrong = {problem.field for problem in check_answers(self.service, self.answers)}
        wrong -= state_of(self.row).awaits.keys()
        return tuple(name for name in self.service.fields if name in asked and name in items | new | wrong)


@private
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is asked, or take the answer; a case that waits for nothing is shown instead."""
    row = own_case(request, number)
    service = service_of_case(row)
    if row.status != "waiting" or service is None or in_their_hands(row):
        return redirect("case", row.number)
    notice = _notice(row, service)
    return _take(request, notice) if request.method == "POST" else _show(request, notice)


def _notice(row: Case, service: Service) -> Notice:
    opened = [(event_of(event), personal) for event, personal in opened_events(row)]
    filed: dict[str, Any] = {}
    for event, personal in opened:
        if event.act in ANSWERING:
            filed.update(personal.get("answers", {}))
    place = Place(row.party, answer_to(row.number), row.version)
    return Notice(row, service, asked_items(service, opened), without_unasked(service, filed), find_draft(place))


def _take(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Keep what was posted, and send it when nothing is wrong with it."""
    posted, now = posted_by(request), timezone.now()
    names = notice.names
    fields = [notice.service.fields[name] for name in names]
    taken = take_files(notice.row.party, fields, request.FILES, now)

    def filled(before: Mapping[str, Any]) -> FormResult:
        result = read_some(notice.service, names, posted, {**notice.answers, **before}, files=taken.files)
        changed = {name: value for name, value in result.answers.items() if notice.filed.get(name) != value}
        kept = {name: result.answers[name] for name in names if name in result.answers} | changed
        return FormResult(kept, (*result.problems, *_files_again(notice, kept, result.problems)))

    result = fill(notice.place, PAGE_ID, filled, now=now)
    taken.settle(result.answers)
    problems = {p.field: taken.refused.get(p.field, p.text) for p in result.problems} | {
        name: text for name, text in taken.refused.items() if name in names
    }
    after = _notice(notice.row, notice.service)
    if "more_rows" in request.POST:
        return _show(request, after, posted=posted)
    if problems and not problems.keys() & set(names):
        return HttpResponseRedirect(f"{request.path}?more#f-{next(iter(problems))}")
    if problems:
        return _show(request, after, problems, posted)
    return _send(request, after)


def _files_again(notice: Notice, kept: Mapping[str, Any], told: tuple[FieldProblem, ...]) -> list[FieldProblem]:
    """Ask for another file where the officer could not use the first one."""
    wrong = {problem.field for problem in told}
    return [
        FieldProblem(
            item.name,
            Text(f"Unggah berkas yang baru: {item.label.id}", f"Upload a new file: {item.label.en}"),
        )
        for item in notice.items
        if item.name in kept
        and item.name not in wrong
        and notice.service.fields[item.name].kind == "file"
        and kept[item.name] == notice.filed.get(item.name)
    ]


def _send(request: HttpRequest, notice: Notice) -> HttpResponse:
    if notice.draft is None:
        return redirect("case", notice.row.number)
    try:
        checking.answer(
            notice.row.number,
            notice.draft.answers,
            actor=request.actor,
            now=timezone.now(),
            once=str(notice.draft.ref),
        )
    except AnswersRejected as rejected:
        return _show(request, notice, {problem.field: problem.text for problem in rejected.problems})
    except Refused as refused:
        return _show(request, notice, refusals=refused.refusals)
    drop(notice.place)
    return HttpResponseRedirect(f"{reverse('case', args=[notice.row.number])}?answered")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the notice: the officer's words, and the boxes; no boxes when it is not one of the form's."""

    item: Item | None
    field: FieldPart | None


def _show(
    request: HttpRequest,
    notice: Notice,
    problems: Mapping[str, Text] | None = None,
    posted: Mapping[str, list[str]] | None = None,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    problems = problems or {}
    items = {item.name: item for item in notice.items}
    parts = {
        name: field_part(
            notice.service.fields[name],
            notice.answers.get(name),
            problems.get(name),
            posted=posted,
            ask_identity=True,
        )
        for name in notice.names
    }
    shown = {
        "number": notice.row.number,
        "service_name": service_name(notice.row.service),
        "asked": [Asked(items.get(name), part) for name, part in parts.items()],
        "other": [Asked(item, None) for item in notice.items if item.name not in parts],
        "fields": list(parts.values()),
        "problems": problems,
        "refusals": refusals,
        "more": "more" in request.GET,
        "back": reverse("case", args=[notice.row.number]),
    }
    status = 422 if problems else 409 if refusals else 200
    return render(request, "citizen/answer.html", shown, status=status)


PAGE = Page(path="case/<str:number>/answer/", name="case-answer", readers=Readers.CITIZEN, view=answer)
