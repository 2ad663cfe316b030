"""Asks the indicators of the exported events, and keeps what they found for the inspectorate's page.

The export knows only pseudonyms. Of the few cases and officers that a flag names the office, which has the key, finds
its own numbers again, so that a person can open the case and look.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from layani.office.gateways.raised_questions import Asked, Question, Round, read_round, write_round
from layani.office.gateways.secret_file import secret_from_file
from layani.office.jobs.export_lake import KEY_FILE, NEEDS
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Case
from layani.office.tables.models.people import User
from layani.rules.text import Text

if TYPE_CHECKING:
    from layani.rules.indicators.indicator import Finding, Flag

ROWS_AT_ONCE = 5_000


def run(now: datetime) -> int:
    """Ask, if there is an export that was not asked yet; returns how many questions there are."""
    # Only the worker needs the analytics packages; they would take some 100 MB of every web process.
    from layani.lake.export import MANIFEST, findings_in, read_manifest  # noqa: PLC0415

    folder: Path = settings.LAKE_FOLDER
    if not (folder / MANIFEST).exists():
        return 0
    manifest, last = read_manifest(folder), read_round(folder)
    if last is not None and last.snapshot == manifest.snapshot:
        return 0
    asked = own_words(findings_in(folder))
    write_round(folder, Round(now, manifest.snapshot, manifest.rows, asked))
    return sum(len(one.questions) for one in asked)


def own_words(found: Iterable["Finding"]) -> tuple[Asked, ...]:
    """Return what was found, with case numbers and officers' ids in the place of pseudonyms."""
    found = tuple(found)
    flags = [flag for finding in found for flag in finding.flags]
    officers = _behind({flag.unit for flag in flags}, "officer", _officers())
    cases = _behind({case for flag in flags for case in flag.cases}, "case", _cases())
    return tuple(_asked(finding, officers, cases) for finding in found)


def _officers() -> Iterable[str]:
    return map(str, User.objects.order_by("pk").values_list("pk", flat=True).iterator(ROWS_AT_ONCE))


def _cases() -> Iterable[str]:
    return Case.objects.order_by("pk").values_list("number", flat=True).iterator(ROWS_AT_ONCE)


def _behind(wanted: set[str], kind: str, values: Iterable[str]) -> dict[str, str]:
    """Return {pseudonym: value} of those wanted, by trying every value; without a wish nothing is read."""
    if not wanted:
        return {}
    hidden = _pseudonym()
    tried = ((hidden(f"{kind}/{value}"), value) for value in values)
    return {name: value for name, value in tried if name in wanted}


def _pseudonym() -> Callable[[str], str]:
    from layani.lake.export import pseudonym  # noqa: PLC0415  as above

    return partial(pseudonym, secret_from_file(settings.KEY_FOLDER / KEY_FILE).encode("ascii"))


def _asked(finding: "Finding", officers: Mapping[str, str], cases: Mapping[str, str]) -> Asked:
    questions = (_question(flag, officers[flag.unit], cases) for flag in finding.flags if flag.unit in officers)
    return Asked(
        indicator=finding.indicator.id,
        version=finding.indicator.version,
        not_asked=finding.not_asked,
        measure=finding.measure.name if finding.measure else None,
        scored=finding.scored,
        base=finding.base,
        compared=finding.compared,
        too_few=finding.too_few,
        least_cases=finding.indicator.least_cases,
        questions=tuple(questions),
    )


def _question(flag: "Flag", officer: str, cases: Mapping[str, str]) -> Question:
    reason = Text(
        flag.reason.id.replace(flag.unit, f"petugas {officer}"), flag.reason.en.replace(flag.unit, f"officer {officer}")
    )
    return Question(
        officer=int(officer),
        reason=reason,
        value=flag.value,
        expected=flag.expected,
        n=flag.n,
        z=flag.z,
        spread=flag.spread,
        q=flag.q,
        threshold=flag.threshold,
        reference=flag.reference,
        cases=tuple(cases[case] for case in flag.cases if case in cases),
    )


if all(map(find_spec, NEEDS)):
    JOB = Job("raise-questions", timedelta(minutes=1), run)
