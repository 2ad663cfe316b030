"""Let somebody act: their code, for what, until when; then once more with their name before it holds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.mandating import Wish, give, offered_services, with_agent_code
from layani.office.actions.parties import person_of
from layani.office.house import calendar
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.citizen.withdraw import once_of
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.asking import OwnForm, posted_by
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.forms import field_part
from layani.office.tables.models import AgentMember, Party
from layani.rules.catalogue.model import Field
from layani.rules.mandates.giving import latest_end
from layani.rules.mandates.model import LONGEST, MOST_SERVICES, WORD
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

USUAL = timedelta(days=90)


def form() -> OwnForm:
    """Return the questions."""
    services = tuple(sorted(offered_services().items()))
    return OwnForm(
        (
            Field(
                "code", "text", Text("Kode orang itu", "Their code"),
                Text("Ia melihatnya di halaman “Kuasa”. Contoh: K-7KQ4-M2XD.",
                     "They see it on their page “Mandates”. Such as K-7KQ4-M2XD."),
                limits={"longest": 20},
            ),
            Field("services", "several", Text("Untuk urusan apa?", "For which services?"),
                  Text(f"Paling banyak {MOST_SERVICES}.", f"{MOST_SERVICES} at most."), options=services),
            Field("until", "date", Text("Sampai kapan?", "Until when?"),
                  Text(f"Paling lama {LONGEST} hari. Anda dapat mengakhirinya kapan saja.",
                       f"{LONGEST} days at most. You can end it at any time.")),
            Field("receives", "declaration",
                  Text("Ia juga boleh melihat dan mengambil suratnya.", "They may also see and fetch the letter."),
                  required=False),
        )
    )  # fmt: skip


@private
def mandate_give(request: HttpRequest) -> HttpResponse:
    """Ask; show with the name; keep."""
    now = timezone.now()
    usual = latest_end(calendar().local(now).date()) - timedelta(days=LONGEST) + USUAL
    if request.method != "POST":
        return _ask(request, {"until-day": [f"{usual.day}"], "until-month": [f"{usual.month}"],
                              "until-year": [f"{usual.year}"]})  # fmt: skip
    posted = posted_by(request)
    values, problems = form().read(posted)
    if problems:
        return _ask(request, posted, problems, status=422)
    try:
        wish = _wish(request, values, now)
        if "sure" not in request.POST:
            return _confirm(request, wish, posted)
        once = once_of(request)
        if once is None:
            return bad_request(request)
        row = give(wish, actor=request.actor, now=now, once=UUID(once))
    except Refused as refused:
        return _ask(request, posted, refusals=refused.refusals, status=409)
    return redirect("mandate", row.ref)


def _wish(request: HttpRequest, values: Mapping[str, Any], now: datetime) -> Wish:
    giver = Party.objects.by_id(request.actor.party)
    holder = with_agent_code(values["code"], asker=str(giver.pk), now=now)
    return Wish(
        giver=giver,
        holder=holder,
        services=tuple(values["services"]),
        basis=WORD,
        since=calendar().local(now).date(),
        until=date.fromisoformat(values["until"]),
        receives=bool(values.get("receives")),
        organisation=_told(request, holder),
    )


def _told(request: HttpRequest, holder: Party) -> int | None:
    """Return the organisation for which somebody works, if it is the one that the person has just read."""
    works = AgentMember.objects.now_of(holder.pk)
    return works.organisation_id if works and str(works.organisation.ref) == request.POST.get("works_for") else None


def _confirm(request: HttpRequest, wish: Wish, posted: Mapping[str, list[str]]) -> HttpResponse:
    names = {one.name for one in form().fields}
    kept = [(key, value) for key, all_ in posted.items() if key.partition("-")[0] in names for value in all_]
    shown = {
        "name": person_of(wish.holder).name,
        "services": [service_name(one) for one in wish.services],
        "until": wish.until,
        "receives": wish.receives,
        "works": AgentMember.objects.now_of(wish.holder.pk),
        "kept": kept,
        "once": uuid4(),
    }
    return render(request, "mandates/give_sure.html", shown)


def _ask(
    request: HttpRequest,
    posted: Mapping[str, list[str]],
    problems: Mapping[str, Text] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    problems = problems or {}
    fields = [field_part(one, problem=problems.get(one.name), posted=posted) for one in form().fields]
    shown = {"fields": fields, "problems": problems, "refusals": refusals}
    return render(request, "mandates/give.html", shown, status=status)


PAGE = Page(path="mandates/give/", name="mandate-give", readers=Readers.CITIZEN, view=mandate_give)
