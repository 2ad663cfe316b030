"""A list in the form on a phone: one row a page, then all rows with what can be done: another one, change, remove."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.drafting import fill
from layani.office.pages.citizen.form_flow import Flow
from layani.office.pages.citizen.form_length import length
from layani.office.pages.citizen.going_later import leaving
from layani.office.pages.citizen.late import slip_for
from layani.office.pages.parts.asking import posted_by
from layani.office.pages.parts.forms import RowPart, row_part, written_rows
from layani.office.pages.parts.say import language
from layani.rules.catalogue import FieldProblem, FormPage, FormResult, read_form
from layani.rules.catalogue.answers import without_unasked
from layani.rules.catalogue.fields import posted as posted_again
from layani.rules.catalogue.kind import Posted
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.rows import boxes_of, least_rows, most_rows, read_row, row_line, row_name
from layani.rules.text import Text

ToSignIn = Callable[[str, str], HttpResponse]
MORE_TO_COME = Text(id="Masih diisi.", en="It is still being filled in.")


def list_on(flow: Flow, page: FormPage) -> Field | None:
    """Return the list that a page asks for, or None; a list stands alone on its page."""
    return next((one for one in flow.fields(page) if one.columns and one.name not in flow.identity), None)


def take_rows(request: HttpRequest, flow: Flow, page: FormPage, to_sign_in: ToSignIn) -> HttpResponse:
    """Keep one row, take one out, or go on with the rows that there are."""
    here = reverse("apply-page", args=[flow.service.slug, page.id])
    one, posted = list_on(flow, page), request.POST
    if one is None:
        return redirect("apply", flow.service.slug)
    if "go_on" in posted or ("leave" in posted and "row" not in posted):
        return _go_on(request, flow, page, one, to_sign_in)
    problems: dict[str, Text] = {}
    place = _place(posted.get("remove", posted.get("row", "")), one)
    if "remove" in posted:
        _keep(flow, page, one, lambda rows: [row for at, row in enumerate(rows) if at != place])
    else:
        problems = _take_row(request, flow, page, one, place)
    if not request.actor.is_citizen:
        return to_sign_in(here, "" if problems else "kept")
    if posted.get("version", flow.place.version) != flow.place.version:
        return HttpResponseRedirect(f"{here}?renewed")
    written = _written(one, place, posted_by(request))
    if leaving(request, written if problems else (), written):  # a wrong row is kept in no part
        return redirect("my-cases")
    if problems:
        return _show_row(request, flow, page, one, row_part(one, place, written, problems), problems)
    return HttpResponseRedirect(f"{here}?removed" if "remove" in posted else here)


def _take_row(request: HttpRequest, flow: Flow, page: FormPage, one: Field, place: int) -> dict[str, Text]:
    """Keep the row that was posted and return what is wrong with it, by question; a wrong one is not kept."""
    read = read_row(one, _written(one, place, posted_by(request)))
    if not read.problems:

        def with_row(rows: list[Any]) -> list[Any]:
            # Whoever pressed the button twice, or whose other window took a row out, adds at the end.
            return [*rows[:place], read.values, *rows[place + 1 :]][: most_rows(one)]

        _keep(flow, page, one, with_row)
    return read.problems


def _keep(flow: Flow, page: FormPage, one: Field, changed: Callable[[list[Any]], list[Any]]) -> None:
    """Change the rows of the draft. The page is not done before the citizen says that there are no more."""

    def filled(before: Mapping[str, Any]) -> FormResult:
        answers = {**before, **flow.identity}
        rows = changed(list(answers.pop(one.name, None) or ()))
        answers |= {one.name: rows} if rows else {}
        return FormResult(without_unasked(flow.service, answers), (FieldProblem(one.name, MORE_TO_COME),))

    fill(flow.place, page.id, filled, now=timezone.now())


def _go_on(request: HttpRequest, flow: Flow, page: FormPage, one: Field, to_sign_in: ToSignIn) -> HttpResponse:
    """Say that these are all; too few are told, and so is a row that does not fit any more."""
    here = reverse("apply-page", args=[flow.service.slug, page.id])

    def filled(before: Mapping[str, Any]) -> FormResult:
        answers = {**before, **flow.identity}
        posted = {key: [text] for key, text in posted_again(one, answers.get(one.name)).items()}
        return read_form(flow.service, page.id, posted, answers, ask_identity=True)

    if "leave" in request.POST:
        return redirect("my-cases") if request.actor.is_citizen else to_sign_in(here, "")
    result = fill(flow.place, page.id, filled, now=timezone.now())
    now_filled = Flow.of(flow.service, flow.place.party)
    if not request.actor.is_citizen:
        return to_sign_in(here if result.problems else reverse("apply", args=[flow.service.slug]), "kept")
    told = [problem for problem in result.problems if problem.field == one.name]
    if told:
        return _overview(request, now_filled, page, one, told[0].text)
    following = now_filled.after(page)
    slug = flow.service.slug
    return redirect("apply-page", slug, following.id) if following else redirect("apply-check", slug)


def _written(one: Field, place: int, posted: Posted) -> dict[str, list[str]]:
    """Return what was posted of one row, by box."""
    names = {box: f"{one.name}-{place}-{box}" for box in boxes_of(one)}
    return {box: list(posted[name]) for box, name in names.items() if name in posted}


def _place(text: str, one: Field) -> int:
    """Return the place of a row, from 0, of its number as people count; what is no number is the first one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 1
    return min(max(number, 1), most_rows(one)) - 1


def show_rows(request: HttpRequest, flow: Flow, page: FormPage) -> HttpResponse:
    """Show all rows, or the one that the address names, or an empty one where there is none yet."""
    one = list_on(flow, page)
    if one is None:
        return redirect("apply", flow.service.slug)
    rows = flow.answers.get(one.name) or []
    if "remove" in request.GET and (place := _place(request.GET["remove"], one)) < len(rows):
        return _ask_to_remove(request, flow, page, one, place)
    if rows and "row" not in request.GET:
        return _overview(request, flow, page, one)
    place = min(_place(request.GET.get("row", "1"), one), len(rows))
    written = written_rows(one, rows[place : place + 1] or None, None)
    return _show_row(request, flow, page, one, row_part(one, place, written[0] if written else {}, {}))


def _show_row(
    request: HttpRequest,
    flow: Flow,
    page: FormPage,
    one: Field,
    part: RowPart,
    problems: Mapping[str, Text] | None = None,
) -> HttpResponse:
    """Show one row to be filled in."""
    rows = flow.answers.get(one.name) or []
    here = reverse("apply-page", args=[flow.service.slug, page.id])
    shown = _shown(flow, page) | {
        "row": part,
        "number": part.number,
        "fields": part.fields,
        "problems": problems or {},
        "question": one,
        "first": not rows,
        "may_be_none": not rows and not one.required,
        "back": here if rows else _before(flow, page),
    }
    return render(request, "citizen/apply_row.html", shown, status=422 if problems else 200)


def _ask_to_remove(request: HttpRequest, flow: Flow, page: FormPage, one: Field, place: int) -> HttpResponse:
    """Ask whether a row is to be taken out, for what was typed in it is gone then."""
    shown = _shown(flow, page) | {
        "question": one,
        "line": _line(one, place, flow.answers[one.name][place]),
        "back": reverse("apply-page", args=[flow.service.slug, page.id]),
    }
    return render(request, "citizen/apply_row_remove.html", shown)


def _line(one: Field, place: int, row: Any) -> dict[str, Any]:
    return {"number": place + 1, "name": row_name(one, place), "line": row_line(one, row, language())}


def _overview(
    request: HttpRequest, flow: Flow, page: FormPage, one: Field, problem: Text | None = None
) -> HttpResponse:
    """Show every row in a line, and what can be done with it."""
    rows = flow.answers.get(one.name) or []
    called = one.one or Text("baris", "row")
    lines = [_line(one, place, row) for place, row in enumerate(rows)]
    shown = _shown(flow, page) | {
        "question": one,
        "lines": lines,
        "called": called,
        "next": len(rows) + 1 if len(rows) < most_rows(one) else None,
        "most": most_rows(one),
        "least": least_rows(one),
        "problem": problem,
        "problems": {one.name: problem} if problem else {},
        "removed": "removed" in request.GET,
        "back": _before(flow, page),
    }
    return render(request, "citizen/apply_rows.html", shown, status=422 if problem else 200)


def _before(flow: Flow, page: FormPage) -> str:
    before, slug = flow.before(page), flow.service.slug
    return reverse("apply-page", args=[slug, before.id]) if before else reverse("service", args=[slug])


def _shown(flow: Flow, page: FormPage) -> dict[str, Any]:
    return {
        "service": flow.service,
        "page": page,
        "place": next((place for place, one in enumerate(flow.pages, 1) if one.id == page.id), 1),
        "length": length(flow, page),
        "slip": slip_for(flow.place.party, flow.service.slug),
    }
