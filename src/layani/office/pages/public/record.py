"""The public record: what it is, how long it is, with which keys it is signed, and how anyone checks us."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from layani.office.gateways.ended_logs import ended_logs, origin_after
from layani.office.gateways.log_keys import log_origin, trust_policy
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.pages.parts.watched import Watched, watched
from layani.office.tables.models.record import Checkpoint, Outbox
from layani.rules.record.policy import parse_policy


@dataclass(frozen=True, slots=True)
class Program:
    """A program of other people that reads our formats."""

    name: str
    address: str


# Each was tried on our record, in the tests of tests/conformance.
OTHERS = (
    Program("golang.org/x/mod/sumdb (Debian: golang-golang-x-mod-dev)", "https://pkg.go.dev/golang.org/x/mod/sumdb"),
    Program("tlog-scales (PyPI)", "https://pypi.org/project/tlog-scales/"),
)
FORMATS = (
    "signed-note", "tlog-checkpoint", "tlog-cosignature", "tlog-tiles", "tlog-proof", "tlog-policy", "tlog-witness",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest checkpoint: how many entries, signed when, and its text as anyone can fetch it."""

    size: int
    at: datetime
    text: str


def found(newest: Checkpoint | None, outside: Watched) -> dict[str, Any]:
    """Return everything that the page says of a record whose newest checkpoint this is."""
    keys = parse_policy(trust_policy().encode())
    return {
        "origin": log_origin(),
        "signed": Signed(newest.size, newest.signed_at, newest.text + outside.under) if newest else None,
        "outside": outside,
        "limit_hours": f"{settings.QUORUM_LIMIT / timedelta(hours=1):g}",
        "log_keys": [key.text() for key in keys.logs],
        "acknowledgement_keys": [key.text() for key in keys.acknowledgements],
        "ended": [(number, log, origin_after(number)) for number, log in enumerate(ended_logs(), start=1)],
        "others": OTHERS,
        "formats": FORMATS,
        "policy_page": reverse("record-policy"),
        "open_links": Outbox.objects.began_with_open_links(),
        "demo": settings.LAYANI_DEMO,
        "site": settings.SITE_ADDRESS.rstrip("/"),
    }


def record(request: HttpRequest) -> HttpResponse:
    """Show the record as it is now; one query, two with witnesses, three while there was never a quorum.

    One more when the page is made anew, for the words about entries of the old form.
    """
    newest = Checkpoint.objects.latest_signed()
    outside = watched(newest, timezone.now())
    what = f"{newest.text if newest else 'empty'}{outside.key}"
    name = hashlib.sha256(what.encode()).hexdigest()
    shown = body("public/record_body.html", name, lambda: found(newest, outside))
    return render(request, "public/record.html", {"body": shown})


PAGE = Page(path="record/", name="record", readers=Readers.EVERYONE, view=record, methods=("GET", "HEAD"))
