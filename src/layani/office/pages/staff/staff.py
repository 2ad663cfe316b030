"""Who holds which role today, what waits for a second person, and whose roles nobody has looked at for long."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.house import calendar, catalogue, role_title
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import Role, StaffEntry, User
from layani.rules.staffing import AT_THE_SHELL, KIND_WORDS, REVIEW_MONTHS, is_due_for_review
from layani.rules.text import Text

ROWS = 25


@dataclass(frozen=True, slots=True)
class Held:
    """One person with their roles of today; looked: the day on which two people, or one, last looked at these."""

    user: User
    roles: tuple[Text, ...]
    looked: date
    due: bool


def staff(request: HttpRequest) -> HttpResponse:
    """Show one page of the people, by the order in which they were entered. Four queries."""
    office, today = catalogue().office.slug, calendar().local(timezone.now()).date()
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isdecimal() and len(typed) < 12 else 0
    people = Role.objects.staff_after(office, today, after, ROWS + 1)
    shown = {
        "shell": AT_THE_SHELL,
        "people": _held(people[:ROWS], office, today),
        "waiting": [(row, KIND_WORDS[row.kind]) for row in StaffEntry.objects.waiting(office)[:ROWS]],
        "older": f"?after={people[ROWS - 1].pk}" if len(people) > ROWS else None,
        "newer": request.path if after else None,
        "keeps": Readers.AUTHORITY.admit(request.actor),
        "months": REVIEW_MONTHS,
    }
    return render(request, "staff/staff.html", shown)


def _held(people: list[User], office: str, today: date) -> list[Held]:
    keys = [one.pk for one in people]
    roles: dict[int, list[Role]] = {}
    for role in Role.objects.held_on(today).filter(office=office, user_id__in=keys).order_by("name"):
        roles.setdefault(role.user_id, []).append(role)
    looked = StaffEntry.objects.last_looked(office, keys)
    found = []
    for one in people:
        mine = roles.get(one.pk, [])
        day = max((looked.get(one.pk, date.min), *(role.since for role in mine)))
        found.append(Held(one, tuple(role_title(role.name) for role in mine), day, is_due_for_review(day, today)))
    return found


PAGE = Page(path="staff/", name="staff", view=staff, readers=Readers.STAFF, methods=("GET", "HEAD"))
