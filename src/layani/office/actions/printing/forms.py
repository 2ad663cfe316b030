"""The blank form of a service as a PDF that can be printed, written in, and read aloud by a screen reader."""

from pathlib import Path
from typing import Any

from layani.office.actions.letters.typesetting import qr_svg, typeset
from layani.rules.catalogue.model import OfficeFile, Service
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form

TEMPLATE = Path(__file__).with_name("form.typ")


def form_pdf(service: Service, office: OfficeFile, edition: Edition) -> bytes:
    """Return the form: A4, PDF/UA-1 and PDF/A-2a. Equal input gives equal bytes."""
    return typeset(TEMPLATE, form_content(service, office, edition))


def form_content(service: Service, office: OfficeFile, edition: Edition) -> dict[str, Any]:
    """Return all that stands on the form, as JSON values, its QR code as SVG."""
    content = paper_form(service, office, edition)
    return {**content, "qr": qr_svg(content["address"])}
