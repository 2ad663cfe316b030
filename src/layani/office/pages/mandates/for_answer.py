"""The answer to a notice by whoever filed the case for its person, while their mandate holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from layani.office.actions.proxy_answering import covering
from layani.office.actions.proxying import ByProxy
from layani.office.pages.citizen.access import private
from layani.office.pages.citizen.answer import notice_of, respond
from layani.office.pages.citizen.case_words import service_of_case
from layani.office.pages.mandates.for_case import sight
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.their_turn import in_their_hands


@private
def for_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is asked, or send the answer; each showing is kept as a look that the person reads."""
    row = sight(request, number).filing.case
    service, mandate = service_of_case(row), covering(number, actor=request.actor, now=timezone.now())
    if row.status != "waiting" or service is None or mandate is None or in_their_hands(row):
        return redirect("for-case", row.number)
    return respond(request, notice_of(row, service, ByProxy(mandate)))


PAGE = Page(path="for/case/<str:number>/answer/", name="for-answer", readers=Readers.CITIZEN, view=for_answer)
