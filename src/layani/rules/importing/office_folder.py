"""The catalogue of the office into which a log is replayed: what the map says, as the files of an office.

It exists so that the replayed cases have the pages that every case has, and working time with the right holidays. It
is no service standard that anyone should follow: only what the log itself tells is in it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

import holidays
import yaml

from layani.rules.cases.calendar import indonesian_holidays
from layani.rules.cases.clock import OPEN_TIME
from layani.rules.importing.grammar import LogOfficeEntry, MapFile, Said
from layani.rules.importing.plan import planned_steps

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
USUAL = "08:00-16:00"
FORM_CHANNELS = ("online", "counter", "phone")
SATURDAY = 5


class _Plain(yaml.SafeDumper):
    """Writes every part out: the catalogue's reader follows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def office_files(found: MapFile, first: date, last: date) -> dict[str, str]:
    """Return {path: text} of a catalogue with one office and one service; first and last day of the log."""
    folder = found.service.id
    letter = {
        "id": "# {name}\n\nPutusan ini diambil dari catatan {office}.\n",
        "en": "# {name}\n\nTaken from the log of {office}.\n",
    }
    letters = {
        f"{folder}/letters/granted.{language}.md": text.format(
            name=getattr(found.service.name, language), office=getattr(found.office.name, language)
        )
        for language, text in letter.items()
    }
    return {
        "office.yaml": _written(_office(found, first, last)),
        f"{folder}/service.yaml": _written(_service(found, first)),
        **letters,
    }


def _written(values: Mapping[str, Any]) -> str:
    return yaml.dump(values, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _office(found: MapFile, first: date, last: date) -> dict[str, Any]:
    return {
        "office": found.log,
        "prefix": "LOG",
        "name": _words(found.office.name),
        "kind": "log",
        "region": "00",
        "timezone": found.office.timezone,
        "hours": _hours(found.office),
        "contacts": {"address": _words(found.office.name), "phone": "-", "email": f"{found.log}@replay.invalid"},
        "log_origin": f"replay.invalid/{found.log}",
        "roles": {
            role: {"title": {"id": role, "en": role}, "holders": 9, "may": ["check", "decide"]}
            for role in dict.fromkeys(step.role for step in planned_steps(found))
        },
        "holidays": _holidays(country_of(found.office), range(first.year, last.year + 2)),
    }


def _service(found: MapFile, first: date) -> dict[str, Any]:
    source = found.source or found.office.name
    name, said = _words(found.service.name), _words(source)
    asked = {"id": "Nomor perkara di dalam log asal", "en": "Number of the case in the log"}
    return {
        "service": found.service.id,
        "version": first,
        "name": name,
        "need": name,
        "summary": said,
        "words": {"id": [found.service.id], "en": [found.service.id]},
        "for": ["person"],
        "channels": [c for c in FORM_CHANNELS if c in found.channels.values()] or ["counter"],
        "minutes": 1,
        "law": [
            {
                "id": "log",
                "cite": found.log,
                "says": said,
                "source": said["en"],
                "status": "recalled",
                "checked_on": first,
            }
        ],
        "standard": dict.fromkeys(_UNKNOWN, {"id": "Tidak tercatat di dalam log", "en": "Not recorded in the log"}),
        "promise": {"total": _total(found), "starts": "received", "pledge": "90%", "if_late": "escalate"},
        "fee": "free",
        "gives": {"kind": "letter"},
        "ask": [
            {"page": "log", "title": asked, "fields": {"log_case": {"is": "text", "label": asked, "longest": 500}}}
        ],
        "steps": _steps(found),
        "grounds": [
            {"id": ground, "law": "log", "says": _words(words), "remedy": {"id": "Ajukan keberatan", "en": "Object"}}
            for ground, words in found.service.grounds.items()
        ],
        "survey": False,
    }


_UNKNOWN = (
    "complaints", "facilities", "competence", "internal_control", "service_guarantee", "safety_guarantee", "evaluation",
)  # fmt: skip


def _steps(found: MapFile) -> list[dict[str, Any]]:
    """Return the steps that a service file knows; a performed step stands only in the cases themselves."""
    steps = [step for step in planned_steps(found) if step.kind in ("check", "decide")]
    names = {step.id for step in steps}
    return [
        {
            step.kind: {
                "id": step.id,
                "by": step.role,
                "within": f"{step.amount} {step.unit}",
                "not_same_as": [other for other in step.not_same_as if other in names],
            }
        }
        for step in steps
    ]


def _total(found: MapFile) -> str:
    """Return the map's last term, or as many working days as its steps take together where that is more."""
    days = sum(1 if step.unit in OPEN_TIME else step.amount for step in planned_steps(found))
    terms = [entry.term for entry in found.promise.deadlines if entry.term]
    return f"{max(days, terms[-1].amount if terms else 0)} working days"


def _hours(office: LogOfficeEntry) -> dict[str, str]:
    if office.hours is None:
        return dict.fromkeys(WEEKDAYS[:SATURDAY], USUAL)
    given = {day: getattr(office.hours, day) for day in WEEKDAYS}
    return {day: ", ".join(_span(*span) for span in spans) for day, spans in given.items() if spans}


def _span(opens: time, closes: time) -> str:
    return f"{opens:%H:%M}-{closes:%H:%M}"


def country_of(office: LogOfficeEntry) -> str | None:
    """Return the country whose holidays the office keeps: the map's, else Indonesia in its time zones, else none."""
    indonesian = office.timezone in ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
    return office.country or ("ID" if indonesian else None)


def _holidays(country: str | None, years: Iterable[int]) -> dict[str, Any]:
    """Return how the office differs from Indonesia's calendar, which is the one that every office starts from."""
    if country == "ID":
        return {"closed": {}, "open": []}
    closed = dict(holidays.country_holidays(country, years=years)) if country else {}
    usual = {day for year in years for day in indonesian_holidays(year)}
    return {
        "closed": {day: {"id": name, "en": name} for day, name in sorted(closed.items())},
        "open": sorted(day for day in usual if day not in closed and day.weekday() < SATURDAY),
    }


def _words(said: Said) -> dict[str, str]:
    return {"id": said.id, "en": said.en}
