"""At the counter a service that has ended is not offered, and a form that was typed in time is refused afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.tables.models import Case
from layani.rules.catalogue.closing import Closing
from layani.rules.text import Text
from tests.office.counter.conftest import FORM, send

pytestmark = pytest.mark.django_db
SLUG = "residence-letter"


@pytest.fixture
def closes(monkeypatch):
    def close(days):
        found, last = catalogue().services[SLUG], timezone.localdate() + timedelta(days=days)
        closing = Closing(last, next(iter(found.law)), Text("KTP cukup.", "A card will do."), Text("KTP.", "The card."))
        monkeypatch.setitem(catalogue().services, SLUG, replace(found, closing=closing))

    return close


def test_what_ends_is_offered_with_its_last_day_and_not_after_it(eva, carla_here, closes):
    address = f"/counter/apply/{SLUG}/"
    closes(2)
    shown = eva.get("/counter/person/").content.decode()
    assert address in shown and "terakhir" in shown
    assert "KTP cukup." in eva.get(address).content.decode()
    closes(-1)
    assert address not in eva.get("/counter/person/").content.decode()


def test_what_was_typed_in_time_and_filed_too_late_is_refused(eva, carla_here, closes):
    closes(0)
    send(eva, f"/counter/apply/{SLUG}/", **FORM)
    closes(-1)
    answer = send(eva, f"/counter/apply/{SLUG}/check/")
    assert answer.status_code == 409 and "sudah ditutup" in answer.content.decode()
    assert not Case.objects.exists()
