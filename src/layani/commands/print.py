"""Print a paper of a service as PDF: its blank form, or its standard.

Both are made from the service file, in Indonesian or English, A4, for printers and for screen readers. The form carries
a code that the counter scans or types. Nothing is read but the catalogue.

Example:
  layani print form hall-use
  layani print standard hall-use --language en --out standard.pdf
  layani print form residence-letter --folder catalogue/
"""

import argparse
import sys
from pathlib import Path

from layani.office.start import start_django_to_read

start_django_to_read()

# The office's settings can be read only after Django has started.
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from layani.office.actions.printing.forms import form_pdf  # noqa: E402
from layani.office.actions.printing.standards import standard_pdf  # noqa: E402
from layani.rules.catalogue import Catalogue, CatalogueError, load_catalogue  # noqa: E402
from layani.rules.catalogue.renderings.paper_form import Edition  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to print, of which service, in which language, and where to."""
    parser.add_argument("what", choices=["form", "standard"], help="the blank form, or the service standard")
    parser.add_argument("service", metavar="SERVICE", help="the service's name: its folder in the catalogue")
    parser.add_argument("--language", choices=["id", "en"], default="id", help="id, which is the default, or en")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file; left out, SERVICE.form.id.pdf and so on")
    parser.add_argument("--folder", type=Path, help="the catalogue; left out, the office's own")


def run(args: argparse.Namespace) -> int:
    """Write the file and print its name; 1 where the catalogue has errors, 2 where there is no such service."""
    folder = (args.folder or Path(settings.CATALOGUE)).resolve()
    if not folder.is_dir():
        return _not_done(f"there is no folder '{folder}'. Give the folder that holds office.yaml.")
    try:
        catalogue = load_catalogue(folder)
    except CatalogueError as fault:
        print("\n".join(f"error: {problem}" for problem in fault.problems))
        return 1
    if args.service not in catalogue.services:
        return _not_done(f"there is no service '{args.service}'. There are: {', '.join(catalogue.services)}.")
    target = args.out or Path(f"{args.service}.{args.what}.{args.language}.pdf")
    try:
        target.write_bytes(_pdf(args, catalogue))
    except OSError as fault:
        return _not_done(f"'{target}' cannot be written: {fault.strerror}. Give another file with --out.")
    print(target)
    return 0


def _pdf(args: argparse.Namespace, catalogue: Catalogue) -> bytes:
    service = catalogue.services[args.service]
    make = standard_pdf if args.what == "standard" else form_pdf
    edition = Edition(args.language, settings.SITE_ADDRESS.rstrip("/"), timezone.localdate())
    return make(service, catalogue.office, edition)


def _not_done(why: str) -> int:
    print(f"layani print: {why}", file=sys.stderr)
    return 2
