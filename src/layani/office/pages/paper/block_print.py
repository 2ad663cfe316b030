"""The sheets of a block, to be printed: for each number one part for the person and one for the office."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from layani.office.actions.letters.typesetting import qr_svg
from layani.office.actions.paper.numbers import paper_code, paper_number
from layani.office.house import catalogue
from layani.office.pages.citizen.access import private
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import PaperBlock


@dataclass(frozen=True, slots=True)
class Sheet:
    """One number and the code without which it is no receipt."""

    number: str
    code: str


@private
def block_print(request: HttpRequest, block: int) -> HttpResponse:
    """Show every sheet of the block."""
    row = PaperBlock.objects.numbered(catalogue().office.slug, block)
    if row is None:
        raise Http404("There is no such block.")
    site = settings.SITE_ADDRESS.rstrip("/")
    numbers = [paper_number(row.number, seq) for seq in range(1, row.size + 1)]
    shown = {
        "block": row,
        "sheets": [Sheet(one, paper_code(one)) for one in numbers],
        "address": f"{site}{reverse('paper-asked')}",
        # Drawn by our own code from our own address.
        "qr": mark_safe(qr_svg(f"{site}{reverse('paper-asked')}")),  # noqa: S308
        "services_page": f"{site}{reverse('services')}",
        "office": catalogue().office.name,
        "contacts": catalogue().office.contacts,
    }
    return render(request, "paper/block_print.html", shown)


PAGE = Page(
    path="officer/paper/<int:block>/print/",
    name="paper-print",
    view=block_print,
    readers=Readers.SUPERVISOR,
    methods=("GET", "HEAD"),
)
