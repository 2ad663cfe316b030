"""Whether we issued a letter: for whoever holds the paper, with nothing on it that the paper does not show.

The register vouches for number, service, date and initials; not for the rest of what a paper may say.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from layani.office.actions.issuing import opened_letter, read_code
from layani.office.actions.letter_proofs import has_proof
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.letter_says import outcome_in
from layani.office.tables.models import BlankLine, Letter
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import state_of
from layani.rules.cases.validity import standing
from layani.rules.text import Text


def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the register says of the letter with this code, or that there is none (404)."""
    written = read_code(code)
    if written and written != code:
        return HttpResponseRedirect(reverse("letter", args=[written]))
    found = Letter.objects.with_code(written) if written else None
    if found is None:
        return _apart(render(request, "public/letter_unknown.html", {"code": code[:40]}, status=404))
    return _apart(render(request, "public/letter.html", _shown(found)))


def _shown(found: Letter) -> dict[str, Any]:
    """Return what the page shows; after an erasure the register alone still vouches for the letter."""
    try:
        content = opened_letter(found, found.case)
    except KeyGone:
        content = {}
    services, case = catalogue().services, state_of(found.case)
    service = services[found.case.service].name if found.case.service in services else Text(*[found.case.service] * 2)
    return {
        "letter": found,
        "service": _text(content.get("service")) or service,
        "office": _text(content.get("office")) or catalogue().office.name,
        "product": _text(content.get("product")),
        "valid": _text(content.get("valid")),
        "initials": content.get("initials", ""),
        "erased": not content,
        "proof": bool(content) and has_proof(found),
        "refused": outcome_in(found, case) == "refused",
        "stands": standing(case, timezone.now()),
        "case": case,
        "counts_from": _first_day(found),
        "signed_as": _signed_as(content),
        "time": _time_of_signing(found),
        "blank": _blank(found),
        "corrects": content.get("corrects", ""),
        "corrected_by": _next_edition(found),
        "taken_over": _later_letter(found),
        "contacts": catalogue().office.contacts,
    }


def _signed_as(content: Mapping[str, Any]) -> Text | None:
    """Return the form and the name of who signed, as they stand in print; None where the law decided, or erased."""
    said = {one: words["closing"] for one, words in content.get("text", {}).items() if "closing" in words}
    if not all(said.get(one, {}).get("name") for one in ("id", "en")):
        return None
    lines = {one: f"{', '.join(said[one]['title'].split(chr(10)))}: {said[one]['name']}" for one in ("id", "en")}
    return Text(lines["id"], lines["en"])


def _time_of_signing(found: Letter) -> tuple[datetime | None] | None:
    """Return the time that a third party confirmed for an electronic signature, if one did; None without such one."""
    signed = Signature.objects.stamped(found.case_id, found.edition) if settings.SIGNING != "none" else None
    return (signed[1],) if signed and signed[0] == "electronic" else None


def _blank(found: Letter) -> str:
    """Return the number of the blank on which the letter was handed over; "" for plain paper."""
    line = BlankLine.objects.of_letter(found.pk) if catalogue().office.blanks else None
    return line.numbers if line else ""


def _later_letter(found: Letter) -> str:
    """Return the number of the letter of another case that took this one's place; "" where none did."""
    by = found.case.rest.get("superseded_by", "")
    later = Letter.objects.filter(case__number=by, in_force=True).first() if by else None
    return later.number if later else ""


def _next_edition(found: Letter) -> str:
    """Return the number of the letter that corrected this one; "" where none did."""
    later = Letter.objects.edition_of(found.case_id, found.edition + 1) if found.superseded_at else None
    return later.number if later else ""


def _first_day(found: Letter) -> datetime:
    """Return the date from which what the letter gives counts: that of the case's first letter."""
    first = Letter.objects.edition_of(found.case_id, 0) if found.edition else None
    return first.issued_at if first else found.issued_at


def _text(words: dict[str, str] | None) -> Text | None:
    return Text(**words) if words else None


def _apart(response: HttpResponse) -> HttpResponse:
    """Keep the page of one person's letter out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response


PAGE = Page(path="letter/<str:code>/", name="letter", view=letter, readers=Readers.EVERYONE, methods=("GET", "HEAD"))
