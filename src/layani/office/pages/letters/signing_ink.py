"""One letter that is signed in ink: given its number and printed, and issued when the scan of it is there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.signing import INK, how_signed, numbered, prepare, readable, refusal, take_scan
from layani.office.actions.signing_over import open_letters
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.tables.models import Case
from layani.rules.refusal import Refusal, Refused


@private
def ink(request: HttpRequest, number: str) -> HttpResponse:
    """Show the two steps, or do one of them."""
    row = Case.objects.numbered_with_party(number)
    if row is None:
        raise Http404("There is no such case.")
    if request.method != "POST":
        return _shown(request, row)
    doing, now = str(request.POST.get("doing", "")), timezone.now()
    try:
        if doing == "number":
            prepare(row.number, actor=request.actor, now=now)
            return redirect("signing-ink", row.number)
        if doing != "scan":
            return bad_request(request)
        sent = request.FILES.get("scan")
        if sent is None:
            return _shown(request, row, refusal("not-a-pdf"))
        take_scan(row.number, sent.read(), actor=request.actor, now=now)
    except Refused as refused:
        return _shown(request, row, refused.refusals[0])
    return redirect("/letters/signing/?issued=1")


def _shown(request: HttpRequest, row: Case, refused: Refusal | None = None) -> HttpResponse:
    """Show the page to who signs this letter; who may take it over is told so, and nobody else learns that it waits."""
    try:
        readable(row.number, actor=request.actor, now=timezone.now())
        letter = numbered(row.number, actor=request.actor)
    except Refused as fault:
        if any(one.row.case_id == row.pk for one in open_letters(actor=request.actor, now=timezone.now())):
            return redirect(f"{reverse('signing')}#open")
        raise PermissionDenied("This letter does not wait for your signature.") from fault
    if how_signed() != INK:
        raise Http404("This office does not sign in ink.")
    shown = {
        "case": row,
        "service_name": service_name(row.service),
        "letter": letter,
        "refusals": [refused] if refused else (),
    }
    return render(request, "letters/signing_ink.html", shown, status=409 if refused else 200)


PAGE = Page(path="letters/signing/<str:number>/ink/", name="signing-ink", view=ink, readers=Readers.OFFICER)
