"""The standard of a service as a PDF: the table that a regulation prints."""

from pathlib import Path
from typing import Any

from layani.office.actions.letters.typesetting import typeset
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.renderings.paper_form import Edition
from layani.rules.catalogue.renderings.standard_table import annexes_of, standard_table
from layani.rules.catalogue.renderings.tariff import fee_tariff
from layani.rules.catalogue.renderings.tariff_paper import tariff_values
from layani.rules.text import Text

TEMPLATE = Path(__file__).with_name("standard.typ")
WORDS = {
    "over": Text("Standar pelayanan", "Service standard"),
    "number": Text("No.", "No."),
    "component": Text("Komponen", "Component"),
    "content": Text("Uraian", "Content"),
    "version": Text("Versi {day}", "Version of {day}"),
    "page": Text("halaman", "page"),
}


def standard_pdf(service: Service, office: OfficeFile, edition: Edition) -> bytes:
    """Return the standard: A4, PDF/UA-1 and PDF/A-2a. Equal input gives equal bytes."""
    return typeset(TEMPLATE, standard_content(service, office, edition))


def standard_content(service: Service, office: OfficeFile, edition: Edition) -> dict[str, Any]:
    """Return all that stands in the standard, as JSON values."""
    language = edition.language
    tariff = fee_tariff(service, office, edition.day)
    day = f"{service.version.day:02}.{service.version.month:02}.{service.version.year}"
    return {
        "language": language,
        "version_date": str(service.version),
        "words": {name: text.in_(language).format(day=day) for name, text in WORDS.items()},
        "title": service.name.in_(language),
        "office": office.name.in_(language),
        "parts": [
            {
                "title": part.title.in_(language),
                "rows": [
                    [str(row.number), row.name.in_(language), [item.in_(language) for item in row.sentences]]
                    for row in part.rows
                ],
            }
            for part in standard_table(service, tariff)
        ],
        "annexes": [tariff_values(title, annex, language) for title, annex in annexes_of(service, office, edition.day)],
    }
