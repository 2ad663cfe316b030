"""What a citizen wrote and uploaded for a case, as it stands now: to look at, to print, to download."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from layani.office.actions.parties import person_of
from layani.office.actions.viewing import answers_of
from layani.office.pages.citizen.access import own_case, private
from layani.office.pages.citizen.case_words import service_name, service_of_case
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.differing import differing_shown
from layani.office.pages.parts.say import language
from layani.office.tables.projection import state_of
from layani.rules.catalogue import Service
from layani.rules.catalogue.answers import asked_fields
from layani.rules.catalogue.fields import show
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Given:
    """One answer; ``file`` is the address of the file that it names."""

    label: Text
    value: str
    file: str | None = None


@private
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """Show them in the order of the form, with every later correction."""
    row = own_case(request, number)
    service, given = service_of_case(row), answers_of(row)
    shown = {
        "number": row.number,
        "service_name": service_name(row.service),
        "differing": differing_shown(service, given, person_of(row.party)),
        "open": state_of(row).is_open,
        "rows": _of_the_form(row.number, service, given) if service else _as_kept(given),
    }
    return render(request, "citizen/answers.html", shown)


def _of_the_form(number: str, service: Service, given: dict[str, Any]) -> list[Given]:
    asked = asked_fields(service, given)
    return [
        Given(
            one.label,
            show(one, given[name], language()),
            reverse("case-document", args=[number, given[name]["id"]]) if one.kind == "file" else None,
        )
        for name, one in service.fields.items()
        if name in asked and name in given
    ]


def _as_kept(given: dict[str, Any]) -> list[Given]:
    """Return the answers of a form that this office no longer has, under the names that it kept."""
    return [Given(Text(name, name), str(value)) for name, value in given.items()]


PAGE = Page(
    path="case/<str:number>/answers/",
    name="case-answers",
    readers=Readers.CITIZEN,
    view=answers,
    methods=("GET", "HEAD"),
)
