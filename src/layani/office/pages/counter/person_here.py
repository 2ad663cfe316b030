"""Who stands at this officer's counter: found once by NIK, and then known until the officer is done with them.

Whatever is shown of them is kept as a look: by whom, when, and on which page.

The session holds the party's id and nothing personal, so no name and no NIK ever stands in an address. Every form of
the counter carries the party's reference: a form that was opened for the person before is not taken for the next one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from layani.office.actor import Actor
from layani.office.pages.citizen.access import private
from layani.office.pages.counter.paper_here import take_up
from layani.office.pages.parts.looks import note_look
from layani.office.tables.models import Case, Party, User
from layani.office.tables.models.people import SEEN
from layani.office.tables.projection import section_of, state_of
from layani.rules.cases.parts import FILED_BY

HERE_KEY, CARD_KEY = "at-the-counter", "card-in-hand"


def welcome(request: HttpRequest, party: Party, how: str) -> None:
    """Let a person be the one who is served here; ``how`` they were found is kept."""
    note_look(request, party, what=how)
    request.session[HERE_KEY] = party.pk
    request.session.pop(CARD_KEY, None)


def card_in_hand(request: HttpRequest, party: Party) -> bool:
    """Say whether the officer said in this visit that they hold this person's original card."""
    return party.assurance == SEEN and bool(request.session.get(CARD_KEY) == [party.pk, party.vouched])


def note_card(request: HttpRequest, party: Party) -> None:
    """Note that the officer holds the original card of the person here, and that its photo matches."""
    request.session[CARD_KEY] = [party.pk, party.vouched]


def goodbye(request: HttpRequest) -> None:
    """Let nobody be served here, and no paper or card of theirs lie here."""
    request.session.pop(HERE_KEY, None)
    request.session.pop(CARD_KEY, None)
    take_up(request)


def someone_here(request: HttpRequest) -> Party | None:
    """Return the person who is served here, or None; one query where there is somebody."""
    known = request.session.get(HERE_KEY)
    return Party.objects.filter(pk=known).first() if known else None


def typist(request: HttpRequest) -> User:
    """The officer who types; the page's readers have let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied("counter")
    return request.user


def for_the_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Dress a view that serves the person at the counter: it gets their ``party``; without one, the counter begins.

    A case's number in the address becomes its ``row``. What the view shows is kept as a look before it is sent.
    """

    @wraps(view)
    @private
    def dressed(request: HttpRequest, **values: Any) -> HttpResponse:
        party = someone_here(request)
        if party is None:
            return redirect("counter")
        if request.method == "POST" and request.POST.get("for") != str(party.ref):
            return render(request, "counter/somebody_else.html", status=409)
        if "number" in values:
            values["row"] = _case_of(party, values.pop("number"), request.actor)
        answer = view(request, party=party, **values)
        if not isinstance(answer, HttpResponseRedirect):
            note_look(request, party, values.get("row"))
        return answer

    return dressed


def _case_of(party: Party, number: str, actor: Actor) -> Case:
    """Return the case with this number, or raise Http404 if it is not this person's, or another section's.

    Who filed it here for that section sees it, to hand out the receipt.
    """
    row = Case.objects.of_party(party.pk).filter(number=number).first()
    here = row and (actor.reaches(section_of(row)) or state_of(row).done_by.get(FILED_BY) == actor.user)
    if row is None or not here:
        raise Http404("The person at the counter has no such case.")
    row.party = party
    return row
