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
from layani.office.actions.proxy_answering import answer_for, persons_own
from layani.office.actions.proxying import ByProxy, draft_for
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
    hidden: names of what another case of the bundle gave; whoever acts for the person is not shown it
    proxy:  the mandate by which somebody else answers, or None for the person
    """

    row: Case
    service: Service
    items: tuple[Item, ...]
    filed: Mapping[str, Any]
    draft: OpenDraft | None
    proxy: ByProxy | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def place(self) -> Place:
        """Where the draft of the answer is kept."""
        return place_of(self.row, self.proxy)

    @property
    def back(self) -> str:
        """The address of the case as whoever answers sees it."""
        return reverse("for-case" if self.proxy else "case", args=[self.row.number])

    @cached_property
    def persons_own(self) -> frozenset[str]:
        """What the notice asks and nobody but the person may answer; empty for the person."""
        return persons_own(self.service, self.names) if self.proxy else frozenset()

    def value(self, name: str) -> Any:
        """Return an answer as whoever answers may see it: an agent sees nothing that another case gave."""
        corrected = self.draft.answers if self.draft else {}
        return None if name in self.hidden and name not in corrected else self.answers.get(name)

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
    return respond(request, notice_of(row, service))


def respond(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Show what is asked, or take the answer, of the person or of who acts for them."""
    if request.method == "POST" and not notice.persons_own:
        return _take(request, notice)
    return _show(request, notice)


def place_of(row: Case, proxy: ByProxy | None) -> Place:
    """Return where the draft of an answer is kept: of the person, or of one who acts for them, apart from theirs."""
    of = answer_to(row.number)
    return Place(row.party, draft_for(proxy.mandate, of) if proxy else of, row.version)


def notice_of(row: Case, service: Service, proxy: ByProxy | None = None) -> Notice:
    """Return what was asked of a case, and the answer as far as it has come."""
    opened = [(event_of(event), personal) for event, personal in opened_events(row)]
    filed: dict[str, Any] = {}
    given: set[str] = set()
    for event, personal in opened:
        if event.act in ANSWERING:
            filed.update(personal.get("answers", {}))
            given |= personal.get("answers", {}).keys() if event.act == "predecessor_ended" else set()
    items, before = asked_items(service, opened), without_unasked(service, filed)
    hidden = frozenset(given) if proxy else frozenset()
    return Notice(row, service, items, before, find_draft(place_of(row, proxy)), proxy, hidden)


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
    after = notice_of(notice.row, notice.service, notice.proxy)
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
        return redirect(notice.back)
    try:
        send = answer_for if notice.proxy else checking.answer
        send(
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
    return HttpResponseRedirect(f"{notice.back}?answered")


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
            notice.value(name),
            problems.get(name),
            posted=posted,
            ask_identity=True,
        )
        for name in notice.names
        if name not in notice.persons_own
    }
    own = [notice.service.fields[name].label for name in notice.names if name in notice.persons_own]
    shown = {
        "number": notice.row.number,
        "service_name": service_name(notice.row.service),
        "asked": [Asked(items.get(name), part) for name, part in parts.items()],
        "other": [
            Asked(item, None) for item in notice.items if item.name not in parts and item.name not in notice.persons_own
        ],
        "proxy": notice.proxy,
        "persons_own": own,
        "fields": list(parts.values()),
        "problems": problems,
        "refusals": refusals,
        "more": "more" in request.GET,
        "back": notice.back,
    }
    status = 422 if problems else 409 if refusals else 200
    return render(request, "citizen/answer.html", shown, status=status)


PAGE = Page(path="case/<str:number>/answer/", name="case-answer", readers=Readers.CITIZEN, view=answer)
