"""Letters that wait for the reader's initial (*paraf*), the one that lies longest on its desk first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.initialling import may_initial, sent_back
from layani.office.actions.signing import how_signed
from layani.office.house import calendar, role_title
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.revocations import moment_after
from layani.office.pages.page import Page, Readers
from layani.office.tables.models.signatures import Signature
from layani.rules.authority.initials import ON_ONE_DESK
from layani.rules.cases.clock import due
from layani.rules.text import Text

ROWS: Final = 25
DONE: Final = {
    "initial": Text("Surat sudah Anda paraf dan diteruskan", "You initialled the letter, and it goes on"),
    "send_back": Text("Surat kembali ke penanda tangannya", "The letter is back with its signer"),
    "answer": Text("Surat kembali ke meja yang mengembalikannya", "The letter is back on the desk from which it came"),
    "pass": Text("Paraf itu dilewati, dan tercatat", "That initial was passed over, and it is noted"),
}
"""What is said after an act on the page of one letter."""


@dataclass(frozen=True, slots=True)
class Row:
    """One letter that waits: for which post's initial, since when, who signs it, and whether its time is up."""

    number: str
    service: Text
    refused: bool
    post: Text
    since: datetime | None
    signer: str
    late: bool
    with_signer: bool


def initials(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader. One query."""
    now = timezone.now()
    found = Signature.objects.on_desks(request.actor.office, request.actor.roles)
    after = moment_after(request)
    if after is not None:
        found = found.after_on_desk(*after)
    rows = list(found[: ROWS + 1])
    shown = {
        "rows": [row_of(one, now) for one in rows[:ROWS] if may_initial(one, request.actor)],
        "older": _following(rows[ROWS - 1]) if len(rows) > ROWS else None,
        "newer": request.path if after else None,
        "how": how_signed(),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "letters/initials.html", shown)


def row_of(row: Signature, now: datetime) -> Row:
    """Return one letter that waits for an initial, as a list shows it."""
    end = due(calendar(), row.desk_since, ON_ONE_DESK) if row.desk_since else now
    return Row(
        row.case.number,
        service_name(row.case.service),
        row.case.status == "refused",
        role_title(row.desk),
        row.desk_since,
        str(row.signer),
        now > end,
        bool(sent_back(row)),
    )


def _following(row: Signature) -> str:
    return "?" + urlencode({"due": row.desk_since.isoformat() if row.desk_since else "", "id": row.pk})


PAGE = Page(
    path="letters/initials/", name="letter-initials", view=initials, readers=Readers.OFFICER, methods=("GET", "HEAD")
)
