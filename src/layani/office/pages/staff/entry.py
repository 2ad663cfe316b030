"""One change of staff: what it says and who entered it; another person confirms or declines it here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.hands import hands_of
from layani.office.actions.inviting import VALID_FOR
from layani.office.actions.moving_staff import Confirmed, confirm_change, decline_change
from layani.office.actions.stopping_staff import lock_until
from layani.office.house import catalogue, role_title
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.context import site_address
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import StaffEntry
from layani.rules.refusal import Refused
from layani.rules.staffing import AT_THE_SHELL, KIND_WORDS, RECOVERY_HOURS, objections_to_confirming

LEAVES = frozenset({"leave", "at-once", "lock", "move"})


def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show an entry, or rule on it; a link that a confirmation made is shown this once."""
    row = _row(number)
    if request.method != "POST":
        return _shown(request, row)
    doing, now = request.POST.get("doing", ""), timezone.now()
    try:
        if doing == "confirm":
            done = confirm_change(number, actor=request.actor, now=now)
            return _shown(request, _row(number), **_link(done)) if done.word else redirect("staff-entry", number)
        if doing != "decline":
            return bad_request(request)
        decline_change(number, actor=request.actor, now=now)
    except Refused as refused:
        return _shown(request, _row(number), refusals=refused.refusals, status=409)
    return redirect("staff-entry", number)


def _link(done: Confirmed) -> dict[str, Any]:
    return {"link": site_address(reverse("begin", args=[done.word])), "hours": int(VALID_FOR.total_seconds() // 3600)}


def _row(number: int) -> StaffEntry:
    row = StaffEntry.objects.newest_first(catalogue().office.slug, None).filter(pk=number).first()
    if row is None:
        raise Http404("There is no such entry.")
    return row


def _shown(request: HttpRequest, row: StaffEntry, status: int = 200, **more: Any) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    leaves = row.kind in LEAVES and row.officer is not None and not (row.declined_at or row.lapsed_at)
    shown = {
        "row": row,
        "shell": AT_THE_SHELL,
        "kind": KIND_WORDS[row.kind],
        "roles": [role_title(one) for one in row.roles],
        "rulings": row.rulings.select_related("by"),
        "waits": not (row.confirmed_at or row.declined_at or row.lapsed_at or row.kind == "review"),
        "hands": hands_of(row.officer, now) if leaves and row.officer else None,
        "opens": Readers.SUPERVISOR.admit(actor),
        "keeps": Readers.AUTHORITY.admit(actor),
        "against": objections_to_confirming(row.entered_by_id, row.officer_id, actor.user or 0),
        "wait_hours": RECOVERY_HOURS,
        "locked_until": lock_until(row) if row.kind == "lock" else None,
        **more,
    }
    return render(request, "staff/entry.html", shown, status=status)


PAGE = Page(path="staff/<int:number>/", name="staff-entry", view=entry, readers=Readers.STAFF)
