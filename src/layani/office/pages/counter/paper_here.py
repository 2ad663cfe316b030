"""The paper form that lies on this officer's counter: its code is read once, and the same form opens for the person.

The session holds the service and the paper's version, nothing personal; it is forgotten once the form has opened.
"""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from layani.office.house import catalogue
from layani.rules.catalogue import Service
from layani.rules.catalogue.renderings.form_code import read_form_code
from layani.rules.text import Text

PAPER_KEY = "paper-form"
UNKNOWN = Text(
    "Kode ini tidak dikenal. Periksa sepuluh huruf dan angka di bawah kotak QR, misalnya JV5JR-206AC.",
    "This code is not known. Check the ten letters and digits below the QR square, such as JV5JR-206AC.",
)
NOT_HERE = Text("Layanan ini tidak menerima permohonan di loket.", "This service takes no applications at the counter.")


def lay_down(request: HttpRequest, typed: str) -> Text | None:
    """Keep which form lies here, from what was typed or scanned; return what is wrong with the code, if anything is."""
    found = read_form_code(typed)
    slug = found.slug(catalogue().services) if found else None
    if found is None or slug is None:
        return UNKNOWN
    if "counter" not in catalogue().services[slug].channels:
        return NOT_HERE
    request.session[PAPER_KEY] = [slug, found.version.isoformat()]
    return None


def paper_here(request: HttpRequest) -> Service | None:
    """Return the service whose form lies here, or None."""
    slug, _ = request.session.get(PAPER_KEY) or (None, None)
    return catalogue().services.get(slug) if slug else None


def take_up(request: HttpRequest) -> None:
    """Forget the form."""
    request.session.pop(PAPER_KEY, None)


def open_paper(request: HttpRequest) -> HttpResponse | None:
    """Lead to the form of the paper that lies here, and forget it; None where none does."""
    service = paper_here(request)
    if service is None:
        return None
    _, version = request.session[PAPER_KEY]
    take_up(request)
    return HttpResponseRedirect(f"{reverse('counter-apply', args=[service.slug])}?paper={version}")


def paper_of_another_version(asked: Mapping[str, str], service: Service) -> date | None:
    """Return the version of the paper that is being typed, where another one is in force."""
    try:
        version = date.fromisoformat(asked.get("paper", ""))
    except ValueError:
        return None
    return version if version != service.version else None
