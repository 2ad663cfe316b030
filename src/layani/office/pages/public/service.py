"""The page of one service: its standard as the law asks, its promise, and the two doors: check whether, and apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from layani.office.actions.renewing import renewals_of
from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.assurance import needs_surety
from layani.office.pages.parts.closing import ending_of
from layani.office.pages.parts.minute import body
from layani.office.pages.parts.promised import expected
from layani.office.pages.parts.say import language
from layani.office.pages.public.service_amounts import amounts_told
from layani.office.pages.public.service_files import LINKED_DATA, file_of
from layani.rules.catalogue import Service
from layani.rules.catalogue.model import PUBLISHED_COMPONENTS
from layani.rules.catalogue.renderings.requirements import requirement_notes
from layani.rules.catalogue.renderings.standard_table import divided
from layani.rules.catalogue.renderings.step_words import name_of, step_title
from layani.rules.text import Text

COMPONENT_NAMES = {
    "requirements": Text("Persyaratan", "Requirements"),
    "procedure": Text("Prosedur", "Procedure"),
    "time_limit": Text("Jangka waktu", "Time limit"),
    "fee": Text("Biaya", "Fee"),
    "product": Text("Produk layanan", "What you get"),
    "complaints": Text("Pengaduan, saran, dan masukan", "Complaints and suggestions"),
    "legal_basis": Text("Dasar hukum", "Legal basis"),
    "facilities": Text("Sarana dan prasarana", "Facilities"),
    "competence": Text("Kompetensi pelaksana", "Competence of staff"),
    "internal_control": Text("Pengawasan internal", "Internal control"),
    "staffing": Text("Jumlah pelaksana", "Number of staff"),
    "service_guarantee": Text("Jaminan pelayanan", "Guarantee of service"),
    "safety_guarantee": Text("Jaminan keamanan", "Guarantee of safety"),
    "evaluation": Text("Evaluasi kinerja", "Evaluation"),
}
# The published components that are one line each; requirements and procedure have sections of their own.
SHOWN_AS_LINES = [name for name in PUBLISHED_COMPONENTS if name not in ("requirements", "procedure")]
APPLICANTS = {
    "person": Text("warga", "residents"),
    "organisation": Text("organisasi", "organisations"),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the requirements; ``note`` says when it does not concern everybody."""

    words: Text
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the service standard: its name, and its sentences."""

    name: Text
    items: tuple[Text, ...]


def service_or_404(slug: str) -> Service:
    """Return a service of the catalogue, or raise Http404."""
    found = catalogue().services.get(slug)
    if found is None:
        raise Http404("This office has no service of this name.")
    return found


def step_name(service: str, step: str, kind: str) -> Text:
    """Return what is done in a step, as its service says it; without the service by its kind."""
    found = catalogue().services.get(service)
    own = next((one for one in found.steps if one.id == step), None) if found else None
    return name_of(own) if own else step_title(kind, step)


def step_words(service: str, name: str) -> Text:
    """Return what is done in the step that expressions call by this name."""
    found = catalogue().services.get(service)
    step = next((one for one in found.steps if one.name == name), None) if found else None
    return step_name(service, step.id, step.kind) if step else Text(name, name)


def service_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything that a person needs to know before they begin; a program that asks for it gets linked data."""
    found = service_or_404(slug)
    if request.get_preferred_type(["text/html", LINKED_DATA]) == LINKED_DATA:
        answer = file_of(request, found, "service.jsonld")
    else:
        shown = {"service": found, "body": body("public/service_body.html", found.slug, lambda: _told(found))}
        answer = render(request, "public/service.html", shown)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _told(found: Service) -> dict[str, Any]:
    """Return everything that the page says of a service."""
    services = catalogue().services
    return {
        "service": found,
        "ending": ending_of(found),
        "expected": expected(found, timezone.now()),
        "amounts": amounts_told(found, catalogue().office, timezone.localdate()),
        "requirements": requirements_of(found),
        "with_documents": any(one.kind == "file" for page in found.pages for one in page.fields),
        "procedure": divided(found.standard["procedure"]),
        "partly": [step.partly for step in found.steps if step.partly],
        "four_eyes": any(step.not_same_as for step in found.steps),
        "published": _components(found, SHOWN_AS_LINES),
        "further": _components(found, [name for name in found.standard if name not in PUBLISHED_COMPONENTS]),
        "next": [services[slug] for slug in found.next if slug in services],
        "promise_page": _address("promise", found.slug),
        "online": "online" in found.channels,
        "needs_surety": needs_surety(found),
        "checkable": any(rule.mandatory for rule in found.rules),
        "renewed_by": renewals_of(found.slug),
        "at_counter": "counter" in found.channels,
        "office": catalogue().office,
        "for_words": ", ".join(APPLICANTS.get(name, Text(name, name)).in_(language()) for name in found.applicants),
    }


def requirements_of(found: Service) -> list[Requirement]:
    """Return the requirements as the standard words them, each with a note where it does not concern everybody."""
    notes = requirement_notes(found)
    return [Requirement(words, notes.get(words)) for words in divided(found.standard["requirements"])]


def _components(found: Service, names: Sequence[str]) -> list[Component]:
    """Return components of the standard, each divided at its semicolons, by which the catalogue lists."""
    return [Component(COMPONENT_NAMES[name], divided(found.standard[name])) for name in names if name in found.standard]


def _address(name: str, slug: str) -> str | None:
    """Return the address of a page about this service, or None when it is not installed."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return None


PAGE = Page(
    path="service/<slug:slug>/", name="service", readers=Readers.EVERYONE, view=service_page, methods=("GET", "HEAD")
)
