"""One entry of the authority register: what it says, and who entered it; confirmed, declined or ended here."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.authorising import WHY_AT_LEAST, confirm_power, decline_power, end_power
from layani.office.house import calendar, catalogue
from layani.office.pages.authority.powers import STATES, form_of, state_of_entry
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.own_words import require_short, words_in
from layani.office.tables.models.authorities import AuthorityEntry
from layani.rules.authority.entering import objections_to_ruling
from layani.rules.authority.model import ACT_WORDS, KIND_WORDS
from layani.rules.refusal import Refused
from layani.rules.text import Text

LONGEST_WHY = 1000


def power(request: HttpRequest, number: int) -> HttpResponse:
    """Show an entry, or rule on it."""
    row = _row(number)
    if request.method != "POST":
        return _shown(request, row)
    doing, why, now = str(request.POST.get("doing", "")), words_in(request, "why"), timezone.now()
    try:
        require_short(why, LONGEST_WHY)
        if doing == "confirm":
            confirm_power(number, actor=request.actor, now=now)
        elif doing == "decline":
            decline_power(number, why, actor=request.actor, now=now)
        elif doing == "end":
            end_power(number, date.fromisoformat(request.POST.get("last_day", "")), why, actor=request.actor, now=now)
        else:
            return bad_request(request)
    except ValueError:  # the day is none
        return bad_request(request)
    except Refused as refused:
        return _shown(request, _row(number), refusals=refused.refusals, why=why, status=409)
    return redirect("power", number)


def _row(number: int) -> AuthorityEntry:
    """Return the entry with its people; one query. Raises Http404."""
    rows = AuthorityEntry.objects.newest_first(catalogue().office.slug, None).filter(pk=number)
    if (row := rows.first()) is None:
        raise Http404("There is no such entry.")
    return row


def _shown(request: HttpRequest, row: AuthorityEntry, status: int = 200, **more: Any) -> HttpResponse:
    today = calendar().local(timezone.now()).date()
    state = state_of_entry(row, today)
    services = catalogue().services
    shown = {
        "row": row,
        "form": form_of(row),
        "kind": KIND_WORDS[row.kind],
        "state": STATES[state][0],
        "colour": STATES[state][1],
        "rulings": row.rulings.select_related("by").order_by("id"),
        "left_out": [
            *(ACT_WORDS[act] for act in row.not_acts),
            *(services[one].name if one in services else Text(one, one) for one in row.not_services),
        ],
        "last_day": row.entry(row.ended_on).until,
        "waits": state == "waits",
        "may_end": row.confirmed_at is not None and row.ended_on is None and state != "over",
        "against": objections_to_ruling(row.entered_by_id, row.officer_id, request.actor.user or 0),
        "today": today,
        "earliest": today - timedelta(days=1),
        "at_least": WHY_AT_LEAST,
        **more,
    }
    return render(request, "authority/power.html", shown, status=status)


PAGE = Page(path="authority/<int:number>/", name="power", view=power, readers=Readers.AUTHORITY)
