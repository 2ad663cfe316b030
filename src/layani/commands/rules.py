"""List the rules that were found: controls, indicators, and the acts that a case knows.

Every rule is one file; what is listed here is what the office obeys and what its public page of rules shows.

Example:
  layani rules
  layani rules --language id
"""

import argparse
from collections.abc import Iterator

from layani.rules import controls, indicators
from layani.rules.cases.decider import RULES
from layani.rules.discover import discover
from layani.rules.text import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the language."""
    parser.add_argument("--language", choices=("id", "en"), default="en", help="language of the list (default: en)")


def run(args: argparse.Namespace) -> int:
    """Print everything that was found."""
    for part in (control_lines(args.language), indicator_lines(args.language), act_lines()):
        print("\n".join(part))
    return 0


def control_lines(language: Language) -> Iterator[str]:
    """Yield each control with the acts that it looks at."""
    found = sorted(discover(controls, "CONTROL").items(), key=lambda one: one[1].id)
    yield f"controls ({len(found)}), stop an act before it happens: src/layani/rules/controls"
    for module, control in found:
        yield f"  {control.id}  {control.name.in_(language)} ({module}.py)"
        yield f"       {control.why.in_(language)}"
        stops, source = ", ".join(sorted(control.stops)), control.source.in_(language)
        yield f"       looks at: {stops}; source: {source}; review: {control.review}"


def indicator_lines(language: Language) -> Iterator[str]:
    """Yield each indicator with the question that it asks."""
    found = sorted(discover(indicators, "INDICATOR").items(), key=lambda one: one[1].id)
    yield f"\nindicators ({len(found)}), raise a flag for a person to look at: src/layani/rules/indicators"
    for module, indicator in found:
        yield f"  {indicator.id}  {indicator.name.in_(language)} ({module}.py)"
        yield f"       {indicator.means.in_(language)}"


def act_lines() -> Iterator[str]:
    """Yield each act with who may do it and in which states of a case."""
    yield f"\nacts ({len(RULES)}), all that can happen to a case: src/layani/rules/cases/acts"
    for kind, rule in sorted(RULES.items()):
        states = ", ".join(sorted(rule.statuses)) or "no case yet"
        yield f"  {kind:<15} by {', '.join(sorted(rule.by))}; in: {states}"
