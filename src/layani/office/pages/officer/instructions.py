"""What an officer was told from above to do, written down from a case or from the desk; and the list of their own."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.instructing import LONGEST_WHO, LONGEST_WORDS, Told, own, write_down
from layani.office.actions.numbering import read_number
from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.instructions import WAYS, lines_of
from layani.office.tables.models import Case, Role
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

ROWS, MOST_PEOPLE = 10, 300
LONGEST_NUMBER, LONGEST_WHEN = 40, 60  # characters
NO_CASE: Final = Refusal(
    "no-such-case",
    Text("Tidak ada permohonan dengan nomor ini.", "There is no application with this number."),
    Text(
        "Periksa huruf dan angkanya; contoh: SKM-2026-7KQ4-M2XD.", "Check its letters and digits: SKM-2026-7KQ4-M2XD."
    ),
)


@private
def instructions(request: HttpRequest) -> HttpResponse:
    """Show the form with what the officer wrote before, or keep what is posted."""
    if request.method != "POST":
        return _show(request)
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        return bad_request(request)
    try:
        kept = write_down(_told(request), actor=request.actor, now=timezone.now(), once=once)
    except Refused as refused:
        return _show(request, refused.refusals)
    return redirect("officer-instruction", kept.ref)


def _told(request: HttpRequest) -> Told:
    """Return what was written into the form; raises Refused for a number that no application has."""
    number = _text(request, "case", LONGEST_NUMBER)
    # A case that came from another system keeps the number that it had there.
    case = next((found for n in (read_number(number), number) if n and (found := Case.objects.numbered(n))), None)
    if number and case is None:
        raise Refused(NO_CASE)
    people = {str(pk): name for pk, name in _people(request)}
    chosen = request.POST.get("named", "")
    who = [people[chosen]] if chosen in people else []
    typed = _text(request, "who", LONGEST_WHO)
    return Told(
        who=", ".join([*who, typed] if typed else who),
        when=_text(request, "when", LONGEST_WHEN),
        how=request.POST.get("how", ""),
        what=_text(request, "what", LONGEST_WORDS),
        named=int(chosen) if who else None,
        case=case,
        service=request.POST.get("service", "") if request.POST.get("service") in catalogue().services else "",
    )


def _show(request: HttpRequest, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show the page: the officer's own list, without how cases were decided that they may not read."""
    posted, before = request.POST, key_before(request)
    now = timezone.now()
    lines = lines_of(list(own(request.actor).newest_first(before)[: ROWS + 1]), traced=False)
    shown: dict[str, Any] = {
        "number": posted.get("case", request.GET.get("case", ""))[:LONGEST_NUMBER],
        "people": _people(request),
        "services": [(slug, service_name(slug)) for slug in catalogue().services],
        "ways": WAYS.items(),
        "when": posted.get("when", _moment(now)),
        "posted": posted,
        "once": uuid4(),
        "refusals": refusals,
        "lines": lines[:ROWS],
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
        "longest": {"who": LONGEST_WHO, "what": LONGEST_WORDS, "when": LONGEST_WHEN, "number": LONGEST_NUMBER},
    }
    return render(request, "officer/instructions.html", shown, status=422 if refusals else 200)


def _people(request: HttpRequest) -> list[tuple[int, str]]:
    """Return the officers who can be chosen: everybody with a role here today but the writer; one query."""
    today = calendar().local(timezone.now()).date()
    people = Role.objects.people_on(catalogue().office.slug, today, MOST_PEOPLE)
    return [(pk, name) for pk, name in people if pk != request.actor.user]


def _moment(now: datetime) -> str:
    """Return now as people write it; it can be changed to what the officer remembers."""
    return f"{calendar().local(now):%d-%m-%Y %H.%M}"


def _text(request: HttpRequest, name: str, most: int) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()[:most]


PAGE = Page(path="officer/instructions/", name="officer-instructions", view=instructions, readers=Readers.OFFICER)
