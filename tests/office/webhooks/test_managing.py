"""A system manages its own webhooks; the secret is shown once and never again."""

import pytest
from django.utils import timezone

from layani.office.actions.webhooks import MOST, secrets_of
from layani.office.gateways.key_store import KeyGone
from layani.office.house import key_store
from layani.office.jobs.sweep_orphans import orphans
from layani.office.tables.models import Delivery, Webhook
from layani.rules.systems.webhooks import OVERLAP, secret_from_text
from tests.office.api.conftest import program
from tests.office.webhooks.conftest import filed_by, subscribed, tell
from tests.office.webhooks.test_telling import is_signed

pytestmark = pytest.mark.django_db
URL = "https://village.example/told"


def test_the_secret_is_shown_once_and_kept_sealed(village):
    made = subscribed(village, URL)
    assert len(secret_from_text(made["secret"])) == 32
    again = village.post("/webhooks/", {"url": URL, "kinds": made["kinds"]}, once="subscribe-first")
    assert (again.status_code, again["Idempotent-Replayed"], again.json()["secret"]) == (201, "true", None)
    assert village.get(f"/webhooks/{made['id']}").json()["secret"] is None
    row = Webhook.objects.get()
    assert secret_from_text(made["secret"]) not in bytes(row.sealed)
    assert list(orphans([row.ref])) == [], "its key has an owner and is not swept"


def test_one_key_is_for_one_content(village):
    subscribed(village, URL)
    answer = village.post("/webhooks/", {"url": URL, "kinds": ["case.filed"]}, once="subscribe-first")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "key-used")


@pytest.mark.parametrize(
    "url",
    ["http://village.example/", "ftp://village.example/", "https:///told", "https://a:b@village.example/", "nonsense",
     "https://village.example/#part", "https://village.example:99999/", "https://desa.example/ba ru", "http://127.0.0.1/"],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_with_a_remedy(village, settings, url):
    settings.LAYANI_DEMO = False
    answer = village.post("/webhooks/", {"url": url, "kinds": ["case.filed"]}, once="subscribe-first")
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "address-unfit")
    assert Webhook.objects.count() == 0


def test_a_system_has_so_many_addresses_and_no_more(village):
    for n in range(MOST):
        subscribed(village, f"{URL}/{n}", once=f"subscribe-{n:04}")
    answer = village.post("/webhooks/", {"url": URL, "kinds": ["case.filed"]}, once="one-too-many")
    assert answer.json()["refusals"][0]["code"] == "too-many-webhooks"
    assert len(village.get("/webhooks/").json()) == MOST


def test_while_a_secret_changes_both_sign(village, receiver):
    made = subscribed(village, receiver.url)
    address = f"/webhooks/{made['id']}/secret"
    changed = village.post(address, {}, once="change-it-now")
    new = changed.json()["secret"]
    assert new != made["secret"]
    replayed = village.post(address, {}, once="change-it-now")
    assert (replayed["Idempotent-Replayed"], replayed.json()["secret"]) == ("true", None)
    filed_by(village)
    tell()
    assert is_signed(receiver.got[0], made["secret"]) and is_signed(receiver.got[0], new)
    row = Webhook.objects.get()
    assert secrets_of(row, timezone.now() + OVERLAP) == [secret_from_text(new)]


def test_a_removed_webhook_leaves_no_secret(village, receiver):
    made = subscribed(village, receiver.url)
    filed_by(village)
    ref = Webhook.objects.get().ref
    assert village.ask("DELETE", f"/api/v1/webhooks/{made['id']}").status_code == 204
    assert village.ask("DELETE", f"/api/v1/webhooks/{made['id']}").status_code == 404
    assert tell() == 0 and receiver.got == []
    assert Webhook.objects.count() == 0
    assert ref


@pytest.mark.django_db(transaction=True)
def test_a_removed_webhooks_key_is_erased(village):
    made = subscribed(village, URL)
    ref = Webhook.objects.get().ref
    village.ask("DELETE", f"/api/v1/webhooks/{made['id']}")
    with pytest.raises(KeyGone):
        key_store().get(ref)


def test_without_its_key_a_webhook_is_turned_off(village, receiver):
    subscribed(village, receiver.url)
    filed_by(village)
    key_store().erase(Webhook.objects.get().ref)
    tell()
    assert Webhook.objects.get().why == "erased" and receiver.got == []


def test_another_system_sees_and_changes_nothing_of_it(village, receiver):
    made = subscribed(village, receiver.url)
    filed_by(village)
    tell()
    told = Delivery.objects.get()
    other = program("other", "front-desk", system="another-system")
    alone = program("alone", "front-desk", system="")
    for caller in (other, alone):
        assert caller.get("/webhooks/").json() == []
        for method, end in (
            ("GET", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/secret"), ("POST", "/on"),
            ("POST", f"/deliveries/{told.pk}/again"),
        ):  # fmt: skip
            headers = {"Idempotency-Key": "of-another-system"}
            answer = caller.ask(method, f"/api/v1/webhooks/{made['id']}{end}", headers=headers)
            assert answer.status_code == 404, (method, end)


def test_what_was_told_is_listed_and_can_be_told_again(village, receiver):
    made = subscribed(village, receiver.url)
    number = filed_by(village)
    tell()
    (shown,) = village.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert (shown["number"], shown["state"], shown["answer"], shown["tries"]) == (number, "delivered", "204", 1)
    address = f"/webhooks/{made['id']}/deliveries/{shown['id']}/again"
    answer = village.post(address, {})
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    assert village.post(address, {}).json()["refusals"][0]["code"] == "still-open"
    assert tell() == 1
    (first, _), (second, _) = receiver.taken()
    assert first == second == shown["webhook_id"]
    assert village.post(f"/webhooks/{made['id']}/deliveries/999999/again", {}).status_code == 404


def test_the_list_goes_on_by_key_with_few_questions(village, receiver, django_assert_max_num_queries):
    made = subscribed(village, receiver.url)
    filed_by(village)
    tell()
    told, webhook = Delivery.objects.get(), Webhook.objects.get()
    Delivery.objects.bulk_create(
        Delivery(
            webhook=webhook, case=told.case, seq=n, kind="case.changed", at=told.at, made_at=told.at, due_at=told.at
        )
        for n in range(1, 60)
    )
    with django_assert_max_num_queries(4):
        first = village.get(f"/webhooks/{made['id']}/deliveries").json()
    rest = village.get(f"/webhooks/{made['id']}/deliveries?before={first['before']}").json()
    assert (len(first["deliveries"]), len(rest["deliveries"]), rest["before"]) == (50, 10, None)
    ids = [one["id"] for one in first["deliveries"] + rest["deliveries"]]
    assert ids == sorted(set(ids), reverse=True)
