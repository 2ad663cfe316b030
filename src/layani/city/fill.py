"""Fills the demo's office with some months of made-up cases, through the very same actions as real ones.

The past is written by the importer and marked imported for ever; what waits at the front desk is filed live. How far
the fill has come stands in the row of its pulse, so that one which was interrupted goes on and a second one adds
nothing. A case at which it was killed stays as it stood: one more that waits for an officer.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from layani.city import hall, scenes
from layani.city.applications import SHARES
from layani.city.beginnings import answered, channel, told
from layani.city.people import Resident, citizens, resident
from layani.city.stories import REFUSALS, Staff, latest_open
from layani.office.actions import checking, deciding, filing, issuing, serving
from layani.office.actor import Actor
from layani.office.house import catalogue, service
from layani.office.jobs import door_figures, figures
from layani.office.jobs.worker import Worker, all_jobs
from layani.office.tables.models.papers import Pulse
from layani.office.tables.vital_signs import FILL, FILL_TOTAL

SEED = 1945
DAYS_BACK = 120
PAST, TO_DECIDE, WITH_CITIZENS, LIVE = 260, 12, 4, 14
# So many days old are the cases that wait for a decision; the first of them is late.
OLDEST_TO_DECIDE = 8
# Days ago on which a past case was filed at the latest: one week, and longer where the law makes it wait.
LONG = {"heirs-statement": 35}
# Jobs that the worker ran while the office was empty; who looks when all is made must find their work.
ONCE_MORE = frozenset({"export-lake", "export-tickets", "raise-questions", "remind-holders"})
CHECK_AND_DECIDE = 2  # steps of a service that has no others


@dataclass(frozen=True, slots=True)
class Made:
    """How far the fill has come."""

    cases: int
    total: int


def fill(staff: Staff, now: datetime) -> Iterator[Made]:
    """Make the cases that are still to be made, the oldest first; yields after each."""
    planned = plan(staff, now)
    _mark(FILL_TOTAL, len(planned))
    for place in range(progress(), len(planned)):
        planned[place](random.Random(SEED * 1000 + place))  # noqa: S311  made-up people need no secrets
        if place + 1 == len(planned):
            # The sweep would count the promises within a minute; who looks when all is made must find them counted.
            figures.run(timezone.now())
            door_figures.run(timezone.now())
            _once_more()
        _mark(FILL, place + 1)
        yield Made(place + 1, len(planned))


def plan(staff: Staff, now: datetime) -> list[Callable[[random.Random], None]]:
    """Return what is to be made, in order: the past, what waits for a decision or an answer, and what arrives now."""
    done = [partial(_past, place, staff, now) for place in range(PAST)]
    to_decide = [partial(_to_decide, place, staff, now) for place in range(TO_DECIDE)]
    asked = [partial(_with_citizen, PAST + TO_DECIDE + place, None, staff, now) for place in range(WITH_CITIZENS)]
    live = [partial(_live, PAST + TO_DECIDE + WITH_CITIZENS + place, staff, now) for place in range(LIVE)]
    # What is decided comes before what still waits: whoever decided out of turn would break a rule.
    return [
        *done,
        *_of_known_people(staff, now),
        *to_decide,
        *asked,
        *live,
        *scenes.plan(staff, now),
        *hall.plan(staff, now),
    ]


def _once_more() -> None:
    """Run the jobs that would come only an hour later, as the worker does: what breaks is logged, shown, tried again.

    Without the analytics packages there is nothing to export, and those two jobs are not there.
    """
    Worker([job for job in all_jobs() if job.name in ONCE_MORE], monotonic=time.monotonic).run_due()


def progress() -> int:
    """Return how many cases the fill has made."""
    return int(Pulse.objects.filter(job=FILL).values_list("done", flat=True).first() or 0)


def _mark(job: str, done: int) -> None:
    values = {"ran_at": timezone.now(), "done": done, "error": ""}
    Pulse.objects.update_or_create(job=job, defaults=values)


def _of_known_people(staff: Staff, now: datetime) -> list[Callable[[random.Random], None]]:
    """Return the cases of the two people to sign in as: a letter to fetch, a question to answer, a refusal."""
    one, other = citizens()
    return [
        partial(_letter_to_fetch, one, staff, now),
        partial(_with_citizen, 0, one, staff, now),
        partial(_refused, other, staff, now),
    ]


def _past(place: int, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a case that was served to its end, a week ago or longer."""
    slug = _any_service(staff, chance)
    arrived = latest_open(now) - timedelta(days=DAYS_BACK * (1 - place / PAST) + LONG.get(slug, 7))
    story = told(resident(chance, place), slug, arrived, staff, now, chance)
    story.checked()
    story.worked()
    story.decided()
    story.issued()
    story.served()


def _to_decide(place: int, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a case that was checked and now waits for the decider."""
    arrived = latest_open(now) - timedelta(days=OLDEST_TO_DECIDE * (1 - place / TO_DECIDE))
    who = resident(chance, PAST + place)
    story = told(who, _in_turn(place, staff), arrived, staff, now, chance)
    story.checked()
    if place % 2 == 0 or len(story.case.steps) == CHECK_AND_DECIDE:
        story.worked()
    story.taken_over()


def _with_citizen(place: int, who: Resident | None, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a case that waits for its citizen's answer."""
    slug = "move-of-address" if who else _in_turn(place, staff)
    story = told(who or resident(chance, place), slug, latest_open(now) - timedelta(days=3), staff, now, chance)
    checker = story.holder()
    story.then("take", checker, after=0.5)
    story.asked(checker)
    story.taken_over()


def _letter_to_fetch(who: Resident, staff: Staff, now: datetime, chance: random.Random) -> None:
    story = told(who, "residence-letter", latest_open(now) - timedelta(days=6), staff, now, chance)
    story.checked()
    decider = story.holder()
    story.then("take", decider, after=1)
    story.then("decide_grant", decider, after=0.3)
    story.issued()


def _refused(who: Resident, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Refuse an application as the officers of this office do: to what was imported one objects elsewhere."""
    slug, at = "hall-use", latest_open(now)
    party, given = answered(who, slug, at, chance)
    application = filing.Application(service(slug), party, given, channel(chance))
    number = filing.file(
        application, actor=Actor(kind="citizen", party=party.pk), now=latest_open(now - timedelta(days=1))
    ).row.number
    check, decide = (staff.officer(step.role) for step in service(slug).steps)
    serving.take(number, actor=check, now=at)
    checking.check_complete(number, actor=check, now=at)
    serving.take(number, actor=decide, now=at)
    ground, fact = REFUSALS[slug]
    deciding.refuse(number, deciding.Why(ground, fact, language="id"), actor=decide, now=at)
    issuing.issue(number, actor=decide, now=at)


def _live(place: int, staff: Staff, now: datetime, chance: random.Random) -> None:
    """File an application as its citizen does, at this moment."""
    who, slug = resident(chance, place), _in_turn(place, staff)
    party, given = answered(who, slug, now, chance)
    application = filing.Application(service(slug), party, given, channel(chance))
    filing.file(application, actor=Actor(kind="citizen", party=party.pk), now=timezone.now())


def _served(staff: Staff) -> list[str]:
    """Return the services that this catalogue has and that these officers can serve to the end.

    A copy of the catalogue may have fewer; a demo that was set up by an earlier version has fewer officers.
    """
    offered = catalogue().services
    return [slug for slug in SHARES if slug in offered and staff.serves(offered[slug])]


def _any_service(staff: Staff, chance: random.Random) -> str:
    served = _served(staff)
    return chance.choices(served, [SHARES[slug] for slug in served])[0]


def _in_turn(place: int, staff: Staff) -> str:
    """Return each service in its turn, so that every officer of the demo finds something to do."""
    served = _served(staff)
    return served[place % len(served)]
