"""Print the questions that the indicators raise over this office's own cases.

The worker asks them of every new export of the events; this command prints what it found last: each question with its
officer's number, its cases, its arithmetic and what may explain it. A question is not a verdict.

Example:
  layani flags
"""

import argparse
import sys

from layani.office.start import start_django

start_django()

from django.conf import settings  # noqa: E402  Django must have started

from layani.office.gateways.raised_questions import read_round  # noqa: E402
from layani.office.pages.auditor.questions import IndicatorPart, parts_of  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the list (default: en)")


def run(args: argparse.Namespace) -> int:
    """Print them; 0 also where there are some, 2 where nothing was asked yet."""
    last = read_round(settings.LAKE_FOLDER)
    if last is None:
        print(
            f"Nothing has been asked yet: {settings.LAKE_FOLDER} holds no questions. The worker exports the events "
            "every hour and then asks; it needs the packages of layani[lake].",
            file=sys.stderr,
        )
        return 2
    print(f"Asked {last.at.isoformat(timespec='seconds')} of {last.events} events.")
    for part in parts_of(last):
        print("\n" + "\n".join(lines_of(part, args.language)))
    return 0


def lines_of(part: IndicatorPart, language: str) -> list[str]:
    """Return what one indicator found, in one language ("id" or "en")."""
    none = {"id": "Tidak ada petugas yang menonjol.", "en": "No officer stands out."}
    lines = [f"{part.indicator.id} {part.indicator.name.in_(language)}", f"  {part.base.in_(language)}"]
    if part.asked is None or part.asked.not_asked:
        why = part.asked.not_asked if part.asked else None
        return [*lines[:1], f"  {why.in_(language) if why else '-'}"]
    for line in part.questions:
        lines += [f"  * {line.question.reason.in_(language)}", f"    {' '.join(line.question.cases)}"]
        lines += [f"    {line.arithmetic.in_(language)}"]
        lines += [f"    ? {reason.in_(language)}" for reason in part.indicator.innocent]
    return lines if part.questions else [*lines, f"  {none[language]}"]
