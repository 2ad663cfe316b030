"""What officers were told from above to do, for the inspectorate, the latest first; never for whom they name.

A head who also inspects is refused: an instruction mostly comes from there.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.actions.instructing import for_inspection, inspects, names
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.instructions import lines_of

ROWS = 25


@private
def instructions(request: HttpRequest) -> HttpResponse:
    """Show one page of them; two queries, and one look into the key store."""
    if not inspects(request.actor):
        raise PermissionDenied("This page is for inspectors who are not also a head of this office.")
    before = key_before(request)
    lines = lines_of(list(for_inspection(request.actor).newest_first(before)[: ROWS + 1]))
    shown = {
        # What was typed in words may name the reader, too; such a line is left out of a page, which is then shorter.
        "lines": [line for line in lines[:ROWS] if not names({"who": line.who}, request.actor)],
        "older": f"?before={lines[ROWS - 1].key}" if len(lines) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "auditor/instructions.html", shown)


PAGE = Page(
    path="auditor/instructions/",
    name="auditor-instructions",
    readers=Readers.AUDITOR,
    view=instructions,
    methods=("GET", "HEAD"),
)
