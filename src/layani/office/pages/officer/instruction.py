"""One instruction that an officer wrote down: to read, to add to, and to print as a confirmation."""

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.instructing import LONGEST_WORDS, add, wrote
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.officer import reading
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.errors import bad_request
from layani.office.pages.parts.instructions import lines_of
from layani.office.tables.models import Instruction
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import parse_leaf
from layani.rules.refusal import Refusal, Refused


@private
def instruction(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show it to its writer, or take what they add. Nobody else comes in here, whatever roles they hold."""
    row = Instruction.objects.with_ref(ref)
    if row is None:
        raise Http404("There is no such instruction.")
    if not wrote(row, request.actor):
        raise PermissionDenied("This page is for the officer who wrote it.")
    if request.method != "POST":
        return _show(request, row)
    try:
        once = UUID(request.POST.get("once", ""))
    except ValueError:
        return bad_request(request)
    words = request.POST.get("what", "").replace("\r\n", "\n").replace("\0", "")[:LONGEST_WORDS]
    try:
        add(row, words, actor=request.actor, now=timezone.now(), once=once)
    except Refused as refused:
        return _show(request, row, refused.refusals)
    return redirect("officer-instruction", ref)


def _show(request: HttpRequest, row: Instruction, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    """Show it; how its case was decided only to who may read the case."""
    reads_case = row.case is not None and reading.may_read(row.case, request.actor)
    leaf = parse_leaf(row.outbox.leaf.encode())
    shown = {
        "line": lines_of([row], traced=reads_case)[0],
        "reads_case": reads_case,
        "leaf": encode_base64(leaf.hash()),
        "office": catalogue().office,
        "words": request.POST.get("what", "") if refusals else "",
        "longest": LONGEST_WORDS,
        "once": uuid4(),
        "refusals": refusals,
    }
    return render(request, "officer/instruction.html", shown, status=422 if refusals else 200)


PAGE = Page(
    path="officer/instructions/<uuid:ref>/", name="officer-instruction", view=instruction, readers=Readers.OFFICER
)
