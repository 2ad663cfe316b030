"""The files that are made from one service's file: the blank form, the standard, the process, the linked data."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from layani.office.actions.printing.forms import form_pdf
from layani.office.actions.printing.standards import standard_pdf
from layani.office.house import catalogue
from layani.office.pages.public.life_events import life_event
from layani.office.pages.public.record_files import for_everyone
from layani.rules.catalogue import Service
from layani.rules.catalogue.renderings.bpmn import bpmn_of
from layani.rules.catalogue.renderings.cpsv import Place, catalogue_document, service_document
from layani.rules.catalogue.renderings.paper_form import Edition

PDF: Final = "application/pdf"
BPMN: Final = "application/xml"
LINKED_DATA: Final = "application/ld+json"
FRESH_SECONDS: Final = 300
KEPT: Final = 300
"""Files that are kept after they were made once: about 50 kB each, seven for a service."""


def place() -> Place:
    """Return where this office publishes."""
    return Place(settings.SITE_ADDRESS.rstrip("/"), life_event)


def _form(service: Service, language: str, day: date) -> bytes:
    return form_pdf(service, catalogue().office, Edition(language, place().site, day))


def _standard(service: Service, language: str, day: date) -> bytes:
    return standard_pdf(service, catalogue().office, Edition(language, place().site, day))


def _process(service: Service, language: str, day: date) -> bytes:
    return bpmn_of(service, catalogue().office, language)


def _linked_data(service: Service, language: str, day: date) -> bytes:
    document = service_document(service, catalogue().office, place())
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


# Name of the file -> (its media type, what makes it, the language it is made in).
FILES: Final[dict[str, tuple[str, Callable[[Service, str, date], bytes], str]]] = {
    "form.id.pdf": (PDF, _form, "id"),
    "form.en.pdf": (PDF, _form, "en"),
    "standard.id.pdf": (PDF, _standard, "id"),
    "standard.en.pdf": (PDF, _standard, "en"),
    "process.id.bpmn": (BPMN, _process, "id"),
    "process.en.bpmn": (BPMN, _process, "en"),
    "service.jsonld": (LINKED_DATA, _linked_data, "id"),
}


def file_of(request: HttpRequest, service: Service, file: str) -> HttpResponse:
    """Return a file of a service, or 304 to who has it already."""
    answer = HttpResponse(_made(service, file, timezone.localdate()), content_type=FILES[file][0])
    answer["Content-Disposition"] = f'inline; filename="{service.slug}.{file}"'
    return fresh(request, answer)


def fresh(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let an answer be kept for a while and read by programs on other sites; 304 to who has it already."""
    # Of the content, for it also tells the office's hours and telephone, which are not in the service's digest.
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = tag
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return for_everyone(get_conditional_response(request, etag=tag, response=answer) or answer)


@lru_cache(maxsize=KEPT)
def _made(service: Service, file: str, day: date) -> bytes:
    _, make, language = FILES[file]
    return make(service, language, day)


@lru_cache(maxsize=1)
def whole_catalogue(digest: str) -> bytes:
    """Return every service of the office as linked data; the digest only names what is kept."""
    return json.dumps(catalogue_document(catalogue(), place()), ensure_ascii=False, indent=1).encode()
