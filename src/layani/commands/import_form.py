"""Begin a service from a form of another system: XDatenfelder 2 or 3 (XML), or Form.io (JSON).

Its pages and questions become the form of a new service, written as by `layani new-service`, whose options can be
given too. What cannot be translated is listed here and, as TODO, at the head of service.yaml. The law, the rules and
the words in two languages are yours to write. Nothing that the file names is fetched.

Example:
  layani import-form form.json --as business-letter --in my-office
"""

import argparse
import sys
from pathlib import Path

from layani.commands.new_service import add_answers, begin
from layani.rules.catalogue.beginning.forms.formio import read_formio
from layani.rules.catalogue.beginning.forms.found import FoundForm, NotAForm, pages_of
from layani.rules.catalogue.beginning.forms.xdatenfelder import read_xdatenfelder
from layani.rules.catalogue.beginning.yaml_text import one_line

LARGEST = 5_000_000  # bytes; forms have some hundred thousand
MOST_TOLD = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, the name, and what `layani new-service` takes."""
    parser.add_argument("file", type=Path, help="the form: .xml (XDatenfelder) or .json (Form.io)")
    parser.add_argument("--as", dest="name", required=True, metavar="NAME", help="the service's name in addresses")
    add_answers(parser)


def run(args: argparse.Namespace) -> int:
    """Read, write and list; 2 with the reason when nothing was written."""
    try:
        form = read_form(args.file)
        pages = pages_of(form)
    except NotAForm as fault:
        print(f"layani import-form: {args.file}: {fault}", file=sys.stderr)
        return 2
    title = one_line(form.title)[:200] or args.name
    for option, words in (
        ("name_id", title), ("name_en", title), ("need_id", f"Saya perlu: {title}"), ("need_en", f"I need: {title}"),
    ):  # fmt: skip
        setattr(args, option, getattr(args, option) or words)
    left = tuple(one_line(line)[:400] for line in dict.fromkeys(form.left))
    todos = ("every label stands in both languages as it was found: translate each", *left[:MOST_TOLD])
    if code := begin(args, pages, todos):
        return code
    questions = sum(len(page.questions) for page in pages)
    print(f"\n{questions} questions on {len(pages)} pages were taken over. Not translated ({len(left)}):")
    for line in left[:MOST_TOLD]:
        print(f"  {line}")
    if len(left) > MOST_TOLD:
        print(f"  … and {len(left) - MOST_TOLD} more.")
    return 0


def read_form(file: Path) -> FoundForm:
    """Return the form in a file; raises NotAForm."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as fault:
        raise NotAForm(f"it cannot be read ({fault.strerror}).") from fault
    if len(content) > LARGEST:
        raise NotAForm(f"it has more than {LARGEST:,} bytes. Export a smaller part.")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return read_xdatenfelder(content)
    return read_formio(content)
