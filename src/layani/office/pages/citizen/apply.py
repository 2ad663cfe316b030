"""The start of an application, and the place where one that was begun is taken up again."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.drafting import KEPT_FOR, drop
from layani.office.house import calendar
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.form_flow import Flow, about, closed_on, online_form
from layani.office.pages.citizen.renewing import which_to_renew
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.assurance import lacking
from layani.office.pages.parts.closing import endings_of, has_ended
from layani.office.pages.parts.lists import TaskPart
from layani.office.pages.parts.promised import expected
from layani.office.tables.models import Party
from layani.rules.catalogue.bundles.model import Bundle, expected_of
from layani.rules.catalogue.promised import Expected
from layani.rules.text import Text


@private
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the first page, or show how far one had come; ``again`` begins anew."""
    flow = Flow.of(online_form(slug), Party.objects.by_id(request.actor.party))
    if flow.draft is None and closed_on(flow.service, timezone.localdate()):
        return redirect(about(flow.service))  # which says when it opens, before anything is filled in
    if not isinstance(flow.service, Bundle) and flow.service.renews and not (flow.draft and flow.draft.renews):
        return which_to_renew(request, flow.service, flow.place.party)
    if request.method == "POST":
        again = flow.draft.renews if flow.draft else ""
        drop(flow.place)
        if has_ended(flow.service):
            return redirect("my-cases")
        return redirect("case-renew", again, slug) if again else redirect("apply-page", slug, flow.pages[0].id)
    if has_ended(flow.service):
        closed = {"service": flow.service, "endings": endings_of(flow.service), "kept_days": KEPT_FOR.days}
        return render(request, "citizen/apply_closed.html", closed)
    if flow.draft is None:
        return redirect("apply-page", slug, flow.pages[0].id)
    shown = {
        "service": flow.service,
        "tasks": _tasks(flow),
        "draft": flow.draft,
        "kept_for": KEPT_FOR,
        "go_on": _address(flow, flow.unfinished[0].id) if flow.unfinished else reverse("apply-check", args=[slug]),
        "assurance": lacking(request, flow.service),
        "expected": _expected(flow, timezone.now()),
    }
    return render(request, "citizen/apply.html", shown)


def _expected(flow: Flow, now: datetime) -> Expected:
    """Return when it is decided if it is sent now; of a bundle, the last of its cases."""
    if not isinstance(flow.service, Bundle):
        return expected(flow.service, now)
    each = expected_of(flow.service.taken(flow.answers), calendar(), now)
    return Expected(None, max((one.decided_by for one in each.values()), default=now))


def _tasks(flow: Flow) -> list[TaskPart]:
    todo = {page.id for page in flow.unfinished}
    done = flow.draft.done if flow.draft else frozenset()
    tasks = [
        TaskPart(
            page.title,
            "done"
            if page.id not in todo
            else "fix"
            if page.id in done
            else "look"
            if page in flow.taken_over
            else "todo",
            _address(flow, page.id),
        )
        for page in flow.pages
    ]
    check = None if todo else reverse("apply-check", args=[flow.service.slug])
    return [*tasks, TaskPart(Text("Periksa dan kirim", "Check and send"), "later" if todo else "todo", check)]


def _address(flow: Flow, page_id: str) -> str:
    return reverse("apply-page", args=[flow.service.slug, page_id])


PAGE = Page(path="apply/<slug:slug>/", name="apply", readers=Readers.CITIZEN, view=apply)
