"""A made-up case begins: its applicant, their answers and files, filed by the importer or at this moment."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from layani.city.applications import answers, files_of
from layani.city.people import Resident
from layani.city.sample_paper import sample_paper
from layani.city.stories import IMPORTER, Staff, Story, later, latest_open
from layani.office.actions import filing
from layani.office.actions.parties import Person, register
from layani.office.actions.uploading import upload
from layani.office.house import calendar, catalogue, facts_on, service
from layani.office.tables.models.people import Party
from layani.rules.catalogue import Service, evaluate_rules


def told(
    who: Resident,
    slug: str,
    arrived: datetime,
    staff: Staff,
    now: datetime,
    chance: random.Random,
    *,
    given: Mapping[str, Any] | None = None,
) -> Story:
    """File an application by the importer, in the working hours after ``arrived``, and return the case's story.

    given: answers that are not left to chance
    """
    at = min(later(arrived, chance.uniform(0, 6)), latest_open(now))
    party, filled = answered(who, slug, at, chance, given)
    rules = evaluate_rules(service(slug), filled, facts_on(calendar().local(at).date()))
    imported = {
        "imported": True,
        "rules": {rule.rule: rule.outcome for rule in rules},
        "must": [rule.rule for rule in rules if rule.mandatory],
    }
    application = filing.Application(service(slug), party, filled, channel(chance), at=at, imported=imported)
    done = filing.file(application, actor=IMPORTER, now=now)
    return Story(done.row.number, done.case, at, now, chance, staff, filled)


def channel(chance: random.Random) -> str:
    """Return by which way an application comes."""
    return chance.choice(("online", "online", "counter"))


def answered(
    who: Resident, slug: str, at: datetime, chance: random.Random, fixed: Mapping[str, Any] | None = None
) -> tuple[Party, dict[str, Any]]:
    """Return the applicant's party and their answers, with the files that these ask for.

    Party and files are entered now, also for the past: a key that looked old would be swept as an orphan before its
    row is written.
    """
    now = timezone.now()
    wards = tuple(code for code in catalogue().office.regions if code.startswith(f"{catalogue().office.ward}."))
    given = {**answers(slug, who, wards, calendar().local(at).date(), chance), **(fixed or {})}
    party = register(Person(who.nik, who.name, who.birth_date, who.phone, source="demo"), now=now)
    return party, {**given, **_uploads(party, service(slug), files_of(slug, given), now)}


def _uploads(party: Party, definition: Service, names: tuple[str, ...], now: datetime) -> Mapping[str, Any]:
    paper = sample_paper()
    return {
        name: upload(
            party, definition.answers.fields[name], SimpleUploadedFile(f"{name}.pdf", paper, "application/pdf"), now=now
        )
        for name in names
    }
