"""The operator sees whom the office tells, what is stuck, and turns it on again."""

import pytest
from django.test import Client
from django.utils import translation

from layani.office.pages.operator import operator, webhooks
from layani.office.pages.page import guarded
from layani.office.tables.models import Webhook
from tests.office.conftest import officer
from tests.office.webhooks.conftest import filed_by, subscribed, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(rf, db):
    """Read a page, or post to it, as the operator."""
    oki = officer("oki", "operator")

    def see(page=webhooks.PAGE, **posted):
        request = rf.post("/operator/webhooks/", posted) if posted else rf.get("/operator/webhooks/")
        request.actor = oki
        with translation.override("en"):
            return guarded(page)(request)

    return see


def test_nobody_to_tell_is_a_state(see):
    assert "No system has asked to be told" in see().content.decode()


def test_what_is_stuck_is_seen_and_turned_on_again(see, village, receiver, django_assert_num_queries):
    subscribed(village, receiver.url)
    filed_by(village)
    receiver.answers = 410
    tell()
    with django_assert_num_queries(1):
        page = see().content.decode()
    for shown in ("The villages&#39; app", "127.0.0.1", "no more, please", ">410<", "the cases that it filed"):
        assert shown in page, shown
    assert "/told?by=layani" not in page, "the rest of an address may be a secret of the receiver"
    assert "Other systems are no longer told" in see(operator.PAGE).content.decode()
    answer = see(webhook=str(Webhook.objects.get().pk))
    assert (answer.status_code, answer["Location"]) == (302, "/operator/webhooks/")
    receiver.answers = 204
    assert tell() == 1
    assert "Other systems are no longer told" not in see(operator.PAGE).content.decode()


@pytest.mark.parametrize("key", ["0", "99999", "x", "-1", "9" * 40])
def test_what_is_not_there_cannot_be_turned_on(see, key):
    with pytest.raises(Exception, match="There is no such webhook"):
        see(webhook=key)


def test_a_stranger_is_sent_to_sign_in():
    assert Client().post("/operator/webhooks/", {"webhook": "1"}).status_code in (302, 403)
