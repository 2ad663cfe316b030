"""The start of an application, and the place where one that was begun is taken up again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.drafting import drop
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.form_flow import Flow, online_service
from layani.office.pages.citizen.renewing import which_to_renew
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.lists import TaskPart
from layani.office.pages.parts.promised import expected
from layani.office.tables.models import Party
from layani.rules.catalogue.admission import not_open
from layani.rules.text import Text


@private
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the first page, or show how far one had come; ``again`` begins anew."""
    flow = Flow.of(online_service(slug), Party.objects.by_id(request.actor.party))
    if flow.draft is None and not_open(flow.service, timezone.localdate()):
        return redirect("service", slug)  # which says when it opens, before anything is filled in
    if flow.service.renews and not (flow.draft and flow.draft.renews):
        return which_to_renew(request, flow.service, flow.place.party)
    if request.method == "POST":
        again = flow.draft.renews if flow.draft else ""
        drop(flow.place)
        return redirect("case-renew", again, slug) if again else redirect("apply-page", slug, flow.pages[0].id)
    if flow.draft is None:
        return redirect("apply-page", slug, flow.pages[0].id)
    shown = {
        "service": flow.service,
        "tasks": _tasks(flow),
        "draft": flow.draft,
        "go_on": _address(flow, flow.unfinished[0].id) if flow.unfinished else reverse("apply-check", args=[slug]),
        "expected": expected(flow.service, timezone.now()),
    }
    return render(request, "citizen/apply.html", shown)


def _tasks(flow: Flow) -> list[TaskPart]:
    todo = {page.id for page in flow.unfinished}
    done = flow.draft.done if flow.draft else frozenset()
    tasks = [
        TaskPart(
            page.title,
            "done" if page.id not in todo else "fix" if page.id in done else "todo",
            _address(flow, page.id),
        )
        for page in flow.pages
    ]
    check = None if todo else reverse("apply-check", args=[flow.service.slug])
    return [*tasks, TaskPart(Text("Periksa dan kirim", "Check and send"), "later" if todo else "todo", check)]


def _address(flow: Flow, page_id: str) -> str:
    return reverse("apply-page", args=[flow.service.slug, page_id])


PAGE = Page(path="apply/<slug:slug>/", name="apply", readers=Readers.CITIZEN, view=apply)
