"""Tells other systems of events: at least once each, in the order of each case, and none is lost.

Two steps, each of which may die anywhere:

1. For each address, the acts that got a place in the record since its cursor become deliveries; they and the cursor are
   written in one transaction. Places have no gaps and come after the act's commit, so no act is passed over.
2. A delivery is claimed (its next try is set into the future, and that is committed), sent outside any transaction, and
   marked (committed). A process that dies between sending and marking sends it **once more**, under the same id.

Several receivers are sent to side by side, so that a slow one costs the other jobs seconds and not minutes.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from layani.office.actions.webhooks import secrets_of, turn_off
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.webhook_sender import Outcome, send
from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Event
from layani.office.tables.models.webhooks import Delivery, ProgramCase, Webhook, events_between, record_size
from layani.rules.cases.decider import RULES
from layani.rules.systems.webhooks import MOST_TRIES, kind_of, pause_after, payload, signature

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 8
LONGEST_SWEEP = 5.0  # seconds, until the last try is begun
AT_ONCE = 2_000  # places of the record that are looked through for one address in one transaction
REST, LONG_REST = timedelta(seconds=30), timedelta(minutes=5)
KEPT = timedelta(days=30)
"""How long what was delivered stays in the list."""

Send = Callable[[str, bytes, Mapping[str, str]], Outcome]


def run(now: datetime) -> int:
    """Make what is to be told, send what is due, forget what is old; returns how many were sent or given up."""
    if not Webhook.objects.exists():
        return 0
    end_rightless(now)
    for webhook in Webhook.objects.active().select_related("program"):
        while make(webhook, now):
            pass
    Delivery.objects.filter(delivered_at__lt=now - KEPT).delete()
    return send_due(now, _send)


def end_rightless(now: datetime) -> None:
    """Turn off the webhooks of programs that may not call any more: what nobody may ask for is not told either."""
    for webhook in Webhook.objects.without_right(catalogue().office.slug, calendar().local(now).date(), now):
        log.warning("Webhook %s is turned off: its program may not call any more.", webhook.pk)
        turn_off(webhook, "no-right", now)


@transaction.atomic
def make(webhook: Webhook, now: datetime) -> bool:
    """Write the deliveries of the next acts of the record and move the cursor; False when there are no more."""
    row = Webhook.objects.select_for_update(of=("self",)).select_related("program").get(pk=webhook.pk)
    size = record_size()
    end = min(size, row.cursor + AT_ONCE)
    if end <= row.cursor:
        return False
    wanted = {act: kind for act in RULES if (kind := kind_of(act)) in row.kinds.split()}
    found = [one for one in events_between(row.cursor, end, wanted) if one.case.office == catalogue().office.slug]
    own = _reached(row, found)
    made = [
        Delivery(
            webhook=row, case=one.case, seq=one.seq, kind=wanted[one.act], at=one.occurred_at, made_at=now, due_at=now
        )
        for one in found
        if one.case_id in own
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    row.cursor = end
    row.save(update_fields=["cursor"])
    return end < size


def _reached(webhook: Webhook, events: list[Event]) -> set[int]:
    """Return the cases among those of some events of which a webhook is told."""
    services = set(webhook.program.services.split())
    cases = {one.case_id for one in events if not services or one.case.service in services}
    if webhook.every:
        return cases
    own = ProgramCase.objects.of_system(webhook.program_id, webhook.program.system).filter(case__in=cases)
    return set(own.values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent for one delivery."""

    delivery: Delivery
    body: bytes
    headers: Mapping[str, str]


def send_due(now: datetime, send: Send, *, longest: float = LONGEST_SWEEP) -> int:
    """Send what is due, several receivers side by side; returns how many were sent or given up."""
    ended, stop = 0, time.monotonic() + longest
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        while time.monotonic() < stop and (claimed := _claimed(now)):
            letters = [letter for one in claimed if (letter := _letter(one, now))]
            outcomes = pool.map(lambda one: send(one.delivery.webhook.url, one.body, one.headers), letters)
            ended += sum(_mark(one.delivery, outcome, now) for one, outcome in zip(letters, outcomes, strict=True))
    return ended


@transaction.atomic
def _claimed(now: datetime) -> list[Delivery]:
    """Claim the first due delivery of several addresses: nobody else sends them until their next try."""
    chosen: dict[int, Delivery] = {}
    rows = Delivery.objects.due(now).locked_for_sending().select_related("webhook__program", "case")
    for one in rows[: SIDE_BY_SIDE * 8]:
        if len(chosen) < SIDE_BY_SIDE:
            chosen.setdefault(one.webhook_id, one)
    for one in chosen.values():
        one.tries += 1
        one.due_at = now + pause_after(one.tries, random.random())  # noqa: S311  spreads tries, keeps no secret
        one.save(update_fields=["tries", "due_at"])
    return list(chosen.values())


def _letter(delivery: Delivery, now: datetime) -> Letter | None:
    body = payload(delivery.kind, delivery.case.number, delivery.seq, delivery.at, settings.SITE_ADDRESS)
    try:
        secrets = secrets_of(delivery.webhook, now)
    except KeyGone:
        turn_off(delivery.webhook, "erased", now)
        return None
    ref = str(delivery.ref)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Layani",
        "webhook-id": ref,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(secrets, ref, now, body),
    }
    return Letter(delivery, body, headers)


@transaction.atomic
def _mark(delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
    """Write how a try ended; True when the delivery is sent or given up."""
    delivery.answer = outcome.text()[:20]
    if outcome.delivered:
        delivery.delivered_at = now
        delivery.save(update_fields=["answer", "delivered_at"])
        return True
    over = outcome.gone or delivery.tries >= MOST_TRIES
    if over:
        log.warning("Webhook %s is turned off: %s.", delivery.webhook_id, delivery.answer)
        delivery.gave_up_at = now
        turn_off(delivery.webhook, "gone" if outcome.gone else "too-many-tries", now)
    delivery.save(update_fields=["answer", "gave_up_at"])
    rest = LONG_REST if outcome.why == "timeout" else REST
    Webhook.objects.filter(pk=delivery.webhook_id).update(rests_until=min(now + rest, delivery.due_at))
    return over


def _send(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    return send(url, body, headers, local=settings.LAYANI_DEMO)


JOB = Job("tell-systems", timedelta(seconds=2), run)
