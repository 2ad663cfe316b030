"""Whose case it is: their own, or one whose receipt code they gave; everybody else learns not even that it exists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.numbering import read_number
from layani.office.gateways.key_store import KeyGone
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case

FOLLOW_KEY = "follow"
FOLLOWED_FOR = timedelta(minutes=30)


class Stranger(Exception):
    """No receipt code was given, and nobody is signed in whose case it is for sure: ask for one or the other."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A case that somebody may see; ``own`` when it is their own, else they only follow it by its receipt code."""

    row: Case
    own: bool


def own_case(request: HttpRequest, number: str) -> Case:
    """Return the signed-in citizen's case, or raise Http404 as for one that does not exist."""
    row = _of_reader(request, number)
    if row is None:
        raise Http404("There is no such case for this reader.")
    return row


def _of_reader(request: HttpRequest, number: str) -> Case | None:
    row = Case.objects.numbered(number)
    return row if row is not None and _is_own(request, row) else None


def _is_own(request: HttpRequest, row: Case) -> bool:
    actor = request.actor
    return actor.is_citizen and row.is_readable_by(actor.party, seen=actor.seen)


def seen_case(request: HttpRequest, number: str) -> Seen:
    """Return a case of the reader's own, without its party, or the one that they follow; raises Http404 or Stranger.

    An officer who follows a case by its receipt code has no other reason to see it here, so the look is kept.
    """
    seen = seen_by_anyone(request, number)
    if request.actor.is_officer:
        note_look(request, seen.row.party_id, seen.row)
    return seen


def seen_by_anyone(request: HttpRequest, number: str) -> Seen:
    """Return what ``seen_case`` does and keep nothing; for a page that shows officers nothing of the case."""
    if followed(request) == number:
        row = Case.objects.numbered(number)
        # A code that was replaced since opens nothing any more, also where it was typed before.
        if row is not None and row.receipt_edition == request.session.get(FOLLOW_KEY, {}).get("edition", 0):
            return Seen(row, own=_is_own(request, row))
    if request.actor.is_citizen:
        if row := _of_reader(request, number):
            return Seen(row, own=True)
        if not request.actor.seen:
            # It may be theirs, from the counter, and the link came to their phone: the receipt's code opens it.
            raise Stranger
        raise Http404("There is no such case for this reader.")
    if request.actor.is_officer:
        raise Http404("Officers read cases at their desks.")
    raise Stranger


def follow(request: HttpRequest, row: Case, now: datetime) -> None:
    """Let this browser see one case for half an hour, or until its code is replaced; an earlier one is forgotten."""
    until = (now + FOLLOWED_FOR).isoformat()
    request.session[FOLLOW_KEY] = {"number": row.number, "until": until, "edition": row.receipt_edition}


def followed(request: HttpRequest) -> str | None:
    """Return the number of the case that this browser may see by its receipt code, if the time is not over."""
    granted = request.session.get(FOLLOW_KEY)
    if not granted or datetime.fromisoformat(granted["until"]) <= timezone.now():
        return None
    return str(granted["number"])


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Dress a view of somebody's data: kept by no cache, numbers in one spelling, strangers asked, erasures told."""

    @wraps(view)
    @never_cache
    def dressed(request: HttpRequest, **values: str) -> HttpResponse:
        typed = values.get("number")
        if typed and (number := read_number(typed)):
            values["number"] = number
        try:
            return view(request, **values)
        except KeyGone:
            return erased(request, values.get("number", ""))
        except Stranger:
            return HttpResponseRedirect(f"{reverse('follow')}?{urlencode({'number': values.get('number', '')})}")

    return dressed


def erased(request: HttpRequest, number: str) -> HttpResponse:
    """Answer 410: the key was erased, so that nobody can read these data any more."""
    return render(request, "citizen/erased.html", {"number": number}, status=410)
