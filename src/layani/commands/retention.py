"""Show the retention schedule, and what it would erase: now, or on a later day.

Nothing is erased by this command; the worker does that, some every hour.

Example:
  layani retention --what-if --on 2032-01-01
"""

import argparse
from datetime import date, time

from layani.office.start import start_django

start_django()

from django.utils import timezone  # noqa: E402  Django must have started

from layani.office.actions.retention_facts import own_spans, today_at, what_is_due  # noqa: E402
from layani.office.house import calendar, catalogue  # noqa: E402
from layani.rules.retention.deciding import HELD_WORDS  # noqa: E402
from layani.rules.retention.schedule import schedule_on  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--what-if", action="store_true", help="count what would be erased, and what is held")
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DAY", help="as if it were this day; today when left out"
    )


def run(args: argparse.Namespace) -> int:
    """Print it; always 0."""
    now = calendar().at(args.on, time(12)) if args.on else timezone.now()
    schedule = schedule_on(today_at(now))
    print(f"The schedule since {schedule.since}:")
    for rule in schedule.rules.values():
        print(f"  {rule.id}: {rule.span.words().en} {rule.counts_from.en} ({rule.law}, {rule.status})")
    for slug in sorted(catalogue().services):
        for name, span in (own.spans if (own := own_spans(slug)) else {}).items():
            print(f"  {slug}, {name}: {span.words().en}")
    if args.what_if:
        due = what_is_due(now)
        print(f"On {today_at(now)} would be erased:")
        for name, many in sorted(due.rules.items()):
            print(f"  {name}: {many}")
        print(f"  in all: {sum(due.rules.values())}")
        for why, many in sorted(due.held.items()):
            print(f"  held, for {HELD_WORDS[why].en}: {many}")
    return 0
