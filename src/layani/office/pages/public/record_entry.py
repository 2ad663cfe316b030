"""Whether the record holds what a printed receipt names: for whoever scans its code.

An entry is public and tells nothing of anybody; the page shows it as it stands. What it says is this office's word; the
receipt's file can be checked without it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from layani.office.pages.page import Page, Readers
from layani.office.tables.models.record import Checkpoint, Outbox
from layani.rules.record.hashed_leaf import leaf_name
from layani.rules.record.leaf import links_in_clear

LAST_INDEX = 2**62  # what the database's whole numbers hold, and more than any record has


def entry(request: HttpRequest, index: int, leaf: str) -> HttpResponse:
    """Show the entry at a place and whether it is the one that the paper names; 404 where it is not, or none is there.

    index: from 0; leaf: short name of the entry, as on the paper, in capitals or not
    """
    signed = Checkpoint.objects.latest_signed()
    size = signed.size if signed else 0
    text = Outbox.objects.filter(idx=index).values_list("leaf", flat=True).first() if index < size else None
    found = text if text is not None and leaf_name(text) == leaf.upper() else None
    # What another entry is called helps nobody who holds a wrong paper, so it is not shown.
    shown = {"index": index, "size": size, "entry": found, "right": found is not None}
    shown["impossible"] = index > LAST_INDEX
    shown["open_link"] = found is not None and links_in_clear(found)
    answer = render(request, "public/record_entry.html", shown, status=200 if found else 404)
    answer["X-Robots-Tag"] = "noindex"
    return answer


PAGE = Page(
    path="record/entry/<int:index>/<str:leaf>/",
    name="record-entry",
    readers=Readers.EVERYONE,
    view=entry,
    methods=("GET", "HEAD"),
)
