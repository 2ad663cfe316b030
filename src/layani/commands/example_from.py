"""Turn a real case into an example for examples.yaml, without anything that tells who it was.

Names, NIK, phone, e-mail, addresses, free text and file names become those of made-up people; all days move together by
whole weeks. Every rule, the fee, the steps and the states of the case come out as they did, or nothing is printed and
the reason is said. Choices, numbers and amounts stay, for the rules live from them, and so does a ward where a rule
asks for that one alone: read the example before you share it.

Example:
  layani example-from SKM-2026-7K3Q9A >> my-office/residence-letter/examples.yaml
"""

import argparse
import secrets
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from layani.office.actions.viewing import opened_events  # noqa: E402
from layani.office.gateways.key_store import KeyGone  # noqa: E402
from layani.office.house import calendar, catalogue  # noqa: E402
from layani.office.tables.models.cases import Case as CaseRow  # noqa: E402
from layani.office.tables.models.cases import Event  # noqa: E402
from layani.office.tables.projection import event_of  # noqa: E402
from layani.rules.catalogue.anonymous.example import CannotDraw, Happening, Story, drawn  # noqa: E402
from layani.rules.catalogue.anonymous.writing import example_lines  # noqa: E402
from layani.rules.catalogue.course import ACTS, Doing  # noqa: E402
from layani.rules.catalogue.course_work import WORK  # noqa: E402

WEEKS = tuple(number for number in range(-104, 105) if abs(number) > 4)
WORDS = {act: word for word, act in ACTS.items() if word not in WORK} | {"deem_granted": "wait"}
"""How examples.yaml names the acts of a case; taking a case and issuing a letter are no part of an example."""

NOT_SHOWN = frozenset({"file", "take", "put_back", "issue", "deliver"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the case's number and a title."""
    parser.add_argument("case", help="the case's number")
    parser.add_argument("--title", default="", help="what the example shows; left out, how the case ended")


def run(args: argparse.Namespace) -> int:
    """Print the example; 2 with the reason when there is none."""
    row = CaseRow.objects.numbered(args.case)
    if row is None:
        return _told(f"there is no case {args.case[:40]}. Write the number as it stands on the receipt.")
    service = catalogue().services.get(row.service)
    if service is None:
        return _told(f"the catalogue has no service '{row.service}' any more, so nothing could run the example.")
    try:
        events = opened_events(row)
    except KeyGone:
        return _told("the personal data of this case were erased, so there are no answers to begin with.")
    story = Story(service, catalogue().office, _filed(events), _local(events[0][0]), tuple(_acts(events)))
    weeks = list(WEEKS)
    secrets.SystemRandom().shuffle(weeks)
    try:
        found = drawn(story, weeks)
    except CannotDraw as fault:
        return _told(str(fault))
    print("\n".join(("", *example_lines(found, args.title or f"A real case that was {row.status.replace('_', ' ')}"))))
    return 0


def _told(why: str) -> int:
    print(f"layani example-from: {why}", file=sys.stderr)
    return 2


def _filed(events: list[tuple[Event, dict[str, Any]]]) -> dict[str, Any]:
    answers: dict[str, Any] = events[0][1].get("answers", {})
    return dict(answers)


def _acts(events: list[tuple[Event, dict[str, Any]]]) -> Iterator[Happening]:
    """Yield the acts that an example can show; it ends before the first one that has no word there."""
    for row, personal in events[1:]:
        event = event_of(row)
        if event.act in NOT_SHOWN:
            continue
        if event.act not in WORDS:
            return
        yield Happening(_doing(WORDS[event.act], event.data, personal), _local(row))


def _doing(kind: str, data: Mapping[str, Any], personal: Mapping[str, Any]) -> Doing:
    return Doing(
        kind,
        fields=tuple(data.get("items", ())) if kind == "ask" else (),
        answers=personal.get("answers", {}) if kind == "answer" else {},
        ground=str(data.get("ground", "")) if kind == "decide refuse" else "",
    )


def _local(row: Event) -> datetime:
    """Return when it happened, in the office's local time."""
    return calendar().local(row.occurred_at).replace(tzinfo=None)
