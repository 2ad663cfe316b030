"""Systems that file cases and are told of them, and the sweep that tells them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.gateways import webhook_sender
from layani.office.jobs import tell_systems
from layani.office.jobs.integrate_record import run as integrate
from layani.office.jobs.tell_systems import make, send_due
from layani.office.tables.models import Delivery, Webhook
from tests.office.api.conftest import filing, program
from tests.office.record.conftest import own_record  # noqa: F401  a fixture
from tests.office.webhooks.receiver import receiving


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def village(db, own_record):  # noqa: F811  the fixture above
    """A program of the village's app, in an office with a record of its own."""
    return program("village", "front-desk")


def subscribed(caller, url, *kinds, once="subscribe-first", **more):
    """Subscribe an address; what the API answered."""
    kinds = kinds or ("case.filed", "case.missing", "case.changed", "case.decided", "case.issued")
    answer = caller.post("/webhooks/", {"url": url, "kinds": list(kinds), **more}, once=once)
    assert answer.status_code == 201, answer.content
    return answer.json()


def filed_by(caller, once="filing-of-one", **changed):
    """File a case through a program; its number."""
    answer = caller.post("/cases/", filing(**changed), once=once)
    assert answer.status_code == 201, answer.content
    return answer.json()["number"]


def local(url, body, headers):
    return webhook_sender.send(url, body, headers, local=True, deadline=1)


def tell(later=timedelta(), send=local):
    """Take what happened into the record, and tell what is due ``later`` from now."""
    now = timezone.now() + later
    integrate(timezone.now())
    for webhook in Webhook.objects.active():
        while make(webhook, now):
            pass
    return send_due(now, send)


def states():
    """Return (seq, tries, answer, delivered) of every delivery, in the order of their making."""
    rows = Delivery.objects.order_by("pk")
    return [(one.seq, one.tries, one.answer, one.delivered_at is not None) for one in rows]


@pytest.fixture(autouse=True)
def evenly(monkeypatch):
    """Let every pause be its usual one."""
    monkeypatch.setattr(tell_systems.random, "random", lambda: 0.5)
