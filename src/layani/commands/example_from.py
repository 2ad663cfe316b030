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
from layani.office.actions.viewing import findings_in, opened_events  # noqa: E402
from layani.office.gateways.key_store import KeyGone  # noqa: E402
from layani.office.house import calendar, catalogue  # noqa: E402
from layani.office.tables.models.cases import Case as CaseRow  # noqa: E402
from layani.office.tables.models.cases import Event  # noqa: E402
from layani.office.tables.projection import event_of  # noqa: E402
from layani.rules.cases.state import Event as CaseEvent  # noqa: E402
from layani.rules.catalogue import Service  # noqa: E402
from layani.rules.catalogue.anonymous.example import CannotDraw, Happening, Story, drawn  # noqa: E402
from layani.rules.catalogue.anonymous.findings import part_told_of_nobody, told_of_nobody  # noqa: E402
from layani.rules.catalogue.anonymous.writing import example_lines  # noqa: E402
from layani.rules.catalogue.course import ACTS, PLACES, Doing  # noqa: E402
from layani.rules.catalogue.course_work import WORK  # noqa: E402

WEEKS = tuple(number for number in range(-104, 105) if abs(number) > 4)
BY_CLOCK = (
    "deem_granted", "silence", "warn", "lapse", "notice_over", "remind", "rank_final", "waiting_ended",
    "duty_reminded", "duty_late",
)  # fmt: skip
IN_PART = "decide grant in part"
WORDS = {act: word for word, act in ACTS.items() if word not in (*PLACES, IN_PART)} | dict.fromkeys(BY_CLOCK, "wait")
"""How examples.yaml names the acts of a case; taking a case and issuing a letter are no part of an example."""

NOT_SHOWN = frozenset(
    {
        "file", "take", "put_back", "issue", "deliver", "outage", "notice_objection", "recalendar", "version_changed",
        "version_kept", "drawn",
    }
)  # fmt: skip
"""Acts that move no date and end nothing; of a new calendar or version the example gets what holds today."""


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
    acts = tuple(_acts(service, events))
    findings = _findings(service, events)
    story = Story(service, catalogue().office, _filed(events), _local(events[0][0]), acts, findings)
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


def _findings(service: Service, events: list[tuple[Event, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return what the steps found, told of nobody, by the step's name in expressions."""
    found = findings_in(events)
    return {step.name: told_of_nobody(step, found[step.name]) for step in service.steps if step.name in found}


def _acts(service: Service, events: list[tuple[Event, dict[str, Any]]]) -> Iterator[Happening]:
    """Yield the acts that an example can show; it ends before the first one that has no word there."""
    for row, personal in events[1:]:
        event = event_of(row)
        if event.act in NOT_SHOWN:
            continue
        word = _word(event)
        if not word:
            return
        yield Happening(_doing(service, word, event.data, personal), _local(row))


def _word(event: CaseEvent) -> str:
    """Return how examples.yaml names an act; "" where it has no word."""
    if event.act == "ranked":
        return next((word for word, place in PLACES.items() if place == event.data.get("place")), "")
    if event.act == "decide_grant" and event.data.get("part_ground"):
        return IN_PART
    if event.act == "resume" and event.by.kind == "system":
        return "wait"  # the clock runs on by itself
    return WORDS.get(event.act, "")


def _doing(service: Service, kind: str, data: Mapping[str, Any], personal: Mapping[str, Any]) -> Doing:
    return Doing(
        kind,
        step=str(data.get("step", "")) if kind in WORK else "",
        reason=str(data.get("reason", "")) if kind == "extend" else "",
        system=str(data.get("system", "")) if kind == "pause" else "",
        fields=_fields(kind, data),
        answers=personal.get("answers", {}) if kind == "answer" else {},
        duty=str(data.get("duty", "")),
        ground=_ground(kind, data),
        partly=part_told_of_nobody(service, personal.get("given", {})) if kind == IN_PART else {},
    )


def _ground(kind: str, data: Mapping[str, Any]) -> str:
    if kind == IN_PART:
        return str(data.get("part_ground", ""))
    return str(data.get("ground", "")) if kind in ("decide refuse", "warn revocation", "revoke") else ""


def _fields(kind: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    if kind == "record evidence":
        return (str(data.get("field", "")),)
    return tuple(data.get("items", ())) if kind == "ask" else ()


def _local(row: Event) -> datetime:
    """Return when it happened, in the office's local time."""
    return calendar().local(row.occurred_at).replace(tzinfo=None)
