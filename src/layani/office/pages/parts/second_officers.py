"""Who is kept from what waits, what the pool was asked for, and which checks afterwards are late: for a supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from layani.office.house import role_title
from layani.office.pages.citizen.case_words import service_name
from layani.office.pages.officer.desk import step_words
from layani.office.pages.parts.ways_out import Way, ways_out
from layani.office.tables.models import DoneAlone, Exemption, SecondOfficer
from layani.office.tables.unserved import Stuck, stuck
from layani.rules.text import Text

SHOWN = 20
LOOKED_BACK = timedelta(days=90)
AHEAD, SHOWN_AFTER = timedelta(days=14), timedelta(days=30)
"""For how long before and after its last day an exemption stands on the supervisor's page."""
REASONS = {
    "four-eyes": Text("mengerjakan langkah lain berkas ini", "did another step of this case"),
    "recused": Text("menyatakan benturan kepentingan", "declared a conflict of interest"),
    "answered-it": Text("mengabulkan keberatannya", "upheld the objection"),
    "did-before": Text("mengerjakan keputusan yang dibatalkan", "did the decision that was set aside"),
    "own-case": Text("pemohonnya, atau yang mengajukannya", "is the applicant, or filed it for them"),
}
_BARRED = Text("tidak boleh mengerjakannya", "may not do it")


@dataclass(frozen=True, slots=True)
class Waits:
    """One step that nobody may do: its case, each who holds the role (``role``) with why they may not, the ways out."""

    number: str
    service: Text
    step: Text
    role: Text
    kept: tuple[tuple[str, Text], ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a role of the pool was asked, how many of that still wait, and the hours that it took on average."""

    role: Text
    asked: int
    waiting: int
    hours: int | None


def second_officers(office: str, day: date, now: datetime) -> Mapping[str, Any]:
    """Return what the supervisor's page shows of it; six queries at most."""
    checks = DoneAlone.objects.to_check(office).filter(draw__due_at__lt=now)
    return {
        "waits": [_waits(one) for one in stuck(office, day, SHOWN)],
        "asked": [
            Asked(role_title(one.role), one.asked, one.waiting, _hours(one.took))
            for one in SecondOfficer.objects.helped(office, now - LOOKED_BACK)
        ],
        "late_checks": checks.count(),
        "ending": list(Exemption.objects.published(office).filter(until__gte=day - SHOWN_AFTER, until__lt=day + AHEAD)),
        "today": day,
    }


def _waits(one: Stuck) -> Waits:
    kept = tuple((str(kept.officer), _why(kept.why)) for kept in one.kept)
    case = one.case
    return Waits(
        case.number, service_name(case.service), step_words(case.service, case.step), role_title(case.step_role), kept,
        ways_out(one),
    )  # fmt: skip


def _why(names: tuple[str, ...]) -> Text:
    """Return the reasons in words; a bar without one of these names is told without a reason."""
    words = [REASONS[name] for name in names] or [_BARRED]
    return Text("; ".join(one.id for one in words), "; ".join(one.en for one in words))


def _hours(took: timedelta | None) -> int | None:
    return round(took.total_seconds() / 3600) if took else None
