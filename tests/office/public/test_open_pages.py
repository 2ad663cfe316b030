"""The smaller public pages: each answers everyone in both languages, and says nothing it should not."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import OperationalError
from django.urls import reverse
from markupsafe import escape

from layani.office import pages
from layani.office.actions import checking, instructing, serving
from layani.office.actions.acting import CONTROLS
from layani.office.house import catalogue
from layani.office.pages.public.rules import INDICATORS, OWNERS, codes_of, instruction_months, start_of_month
from layani.office.pages.public.security_txt import VALID_FOR, text
from layani.office.tables.models import Attempt, Case, DemoMessage, Outbox, Pulse
from layani.rules.unread import UNREAD
from tests.office.conftest import officer
from tests.office.officer.walks import another, filed
from tests.office.security.visitors import officer_client

pytestmark = pytest.mark.django_db
PAGES = (
    "rules",
    "record",
    "open-data",
    "developers",
    "about",
    "accessibility",
    "complaints",
    "privacy",
    "promises",
    "demo",
    "demo-messages",
)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_in_both_languages(client, name, language):
    answer = client.get(reverse(name), headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_sets_no_cookie_but_the_one_of_its_language_form(client, name):
    assert set(client.get(reverse(name)).cookies) <= {"csrftoken"}


def test_the_rules_page_shows_every_control_and_every_indicator(client):
    page = client.get("/rules/", headers={"accept-language": "en"}).content.decode()
    for control in CONTROLS:
        assert escape(control.name.en) in page
        assert escape(control.source.en) in page
    for indicator in INDICATORS:
        assert escape(indicator.name.en) in page


def test_the_rules_page_in_indonesian_says_its_sources_in_indonesian(client):
    page = client.get("/rules/", headers={"accept-language": "id"}).content.decode()
    for rule in (*CONTROLS, *INDICATORS):
        assert escape(rule.source.id) in page
    for foreign in ("recalled", "z &gt; 3", "funnel", "base rate"):
        assert foreign not in page, foreign


def test_every_control_is_counted_by_the_codes_of_its_refusals():
    assert all(codes_of(control) for control in CONTROLS)


def attempt(code, at, observed=False):
    outbox = Outbox.objects.create(leaf=f"{code}{at}{observed}")
    Attempt.objects.create(act="take", role="", code=code, at=at, observed=observed, body="{}", salt=b"", outbox=outbox)


def test_what_a_control_stopped_this_month_is_counted_and_what_it_only_noted_is_apart(client, now, monkeypatch):
    monkeypatch.setattr("layani.office.pages.public.rules.timezone.now", lambda: now)
    attempt("four-eyes", now)
    attempt("four-eyes", now)
    attempt("four-eyes", start_of_month(now) - timedelta(seconds=1))
    attempt("four-eyes", now, observed=True)
    page = client.get("/rules/", headers={"accept-language": "en"}).content.decode()
    card = page.split('id="p01"')[1].split("</article>")[0]
    assert "<dd>2 " in card
    assert "1 only noted" in card


def refused_at(number, at, code="four-eyes"):
    outbox = Outbox.objects.create(leaf=f"{code}{at}{number}")
    case = Case.objects.get(number=number)
    Attempt.objects.create(
        case=case, act="take", role="", code=code, at=at, body="{}", salt=b"", outbox=outbox
    )  # fmt: skip


@pytest.mark.parametrize(("known", "said"), [(5, "3 hours, median"), (4, "too few to say")])
def test_a_control_shows_what_it_cost_once_enough_is_known(client, now, monkeypatch, known, said):
    monkeypatch.setattr("layani.office.pages.public.rules.timezone.now", lambda: now + timedelta(days=1))
    ana = officer("ana", "front-desk")
    numbers = [filed(another(place), at=now) for place in range(known)]
    for place, number in enumerate(numbers):
        refused_at(number, now + timedelta(minutes=place))
    for _ in numbers:
        number = serving.take_next(actor=ana, now=now + timedelta(hours=3, minutes=2)).row.number
        checking.check_complete(number, actor=ana, now=now + timedelta(hours=3, minutes=2))
    refused_at(filed(another(9), at=now), now + timedelta(hours=5))  # stands still: no next act
    card = client.get("/rules/", headers={"accept-language": "en"}).content.decode().split('id="p01"')[1]
    assert said in card.split("</article>")[0]


def test_a_control_past_its_review_is_overdue_for_public_supervisor_and_inspectorate(client, monkeypatch):
    assert "overdue" not in client.get("/rules/", headers={"accept-language": "en"}).content.decode()
    caches["near"].clear()
    monkeypatch.setattr("layani.office.pages.public.rules.today", lambda: date(2027, 12, 1))
    assert "overdue" in client.get("/rules/", headers={"accept-language": "en"}).content.decode()
    for role, path in (("supervisor", "/officer/late/"), ("auditor", "/auditor/")):
        page = officer_client(role, role).get(path, headers={"accept-language": "en"}).content.decode()
        assert "Controls whose review is overdue" in page
        assert 'href="/rules/#p27"' in page


def test_every_control_has_an_owner_in_words_and_a_day_of_review():
    assert {control.owner for control in CONTROLS} <= OWNERS.keys()
    assert all(date.fromisoformat(control.review) for control in CONTROLS)


def test_months_with_few_instructions_are_hidden_and_so_are_those_without(client, now, monkeypatch):
    monkeypatch.setattr("layani.office.pages.public.rules.timezone.now", lambda: now)
    ana = officer("ana", "front-desk")
    for month, count in ((10, 5), (9, 4), (11, 6)):  # November still runs
        for place in range(count):
            told = instructing.Told("Kepala", "", "phone", "Loloskan berkas itu.", service="residence-letter")
            instructing.write_down(told, actor=ana, now=datetime(2026, month, 2, place, tzinfo=UTC), once=uuid4())
    assert instruction_months(now) == [(date(2026, 10, 1), 5)]
    page = client.get("/rules/", headers={"accept-language": "en"}).content.decode()
    assert "October 2026</dt><dd>5</dd>" in page
    for month in ("September 2026", "November 2026", "August 2026"):
        assert f"{month}</dt>" not in page


def test_the_rules_page_costs_three_queries_a_minute(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/rules/")
    with django_assert_num_queries(0):
        client.get("/rules/")


def test_security_txt_has_what_rfc_9116_asks_and_expires_within_a_year():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    lines = dict(line.split(": ", 1) for line in text(now).splitlines())
    assert lines["Contact"].startswith("mailto:")
    expires = datetime.fromisoformat(lines["Expires"])
    assert now < expires < now + timedelta(days=365)
    assert expires - now <= VALID_FOR


def test_security_txt_lies_where_programs_look(client):
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_health_tells_a_stranger_one_word(client):
    Pulse.objects.create(job="figures", ran_at=datetime(2026, 1, 1, tzinfo=UTC), error="ValueError")
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_health_is_down_when_the_database_is(client, monkeypatch):
    def away(*args):
        raise OperationalError("no connection")

    monkeypatch.setattr("layani.office.tables.vital_signs.Pulse.objects.exists", away)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "down"})


@pytest.fixture
def inbox(now):
    return [
        DemoMessage.objects.create(to="+62812", subject=f"Pesan {place}", text="https://x.example/", sent_at=now)
        for place in range(45)
    ]


def test_messages_are_shown_newest_first_and_go_on_by_key(client, inbox, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = client.get("/demo/messages/").content.decode()
    assert "Pesan 44" in first
    assert "Pesan 24<" not in first
    second = client.get(f"/demo/messages/?before={inbox[25].pk}").content.decode()
    assert "Pesan 24<" in second
    assert "Pesan 25<" not in second
    last = client.get(f"/demo/messages/?before={inbox[5].pk}").content.decode()
    assert 'rel="next"' not in last


@pytest.mark.parametrize("before", ["x", "-1", "1e9", "٣", "9" * 40, "1;drop", ""])
def test_a_key_that_is_none_shows_the_newest(client, inbox, before):
    assert "Pesan 44" in client.get("/demo/messages/", {"before": before}).content.decode()


def test_a_message_cannot_bring_markup(client, now):
    DemoMessage.objects.create(to="x", subject="<b>x</b>", text="<script>alert(1)</script>", sent_at=now)
    page = client.get("/demo/messages/").content.decode()
    assert "<script>" not in page
    assert "<b>x</b>" not in page


def test_who_wants_to_complain_is_told_where_when_and_that_there_are_others(client):
    page = client.get("/complaints/", headers={"accept-language": "en"}).content.decode()
    contacts = catalogue().office.contacts
    for words in (contacts.phone, contacts.email, contacts.address.en, "SP4N-LAPOR!", "Ombudsman"):
        assert words in page, words
    assert "Monday to Thursday: 08:00–12:00, 13:00–16:00<br>Friday: 08:00–11:30, 13:00–16:30</dd>" in page
    assert page.count("address not checked yet") == 2  # what nobody has verified says so


def test_what_can_be_reported_on_this_site_is_linked_and_the_front_page_promises_no_more(client):
    page = client.get("/complaints/").content.decode()
    for way in ("/door/here/?sent_away", "/my-data/wrong/", "/door/"):
        assert f'href="{way}"' in page
        assert client.get(way, follow=True).status_code == 200
    assert "misalnya diminta membayar lebih, belum dapat diadukan lewat situs ini" in page
    assert "Ke mana melapor" in client.get("/").content.decode()


def test_the_privacy_page_tells_the_terms_that_the_program_uses(client, monkeypatch):
    monkeypatch.setattr("layani.office.pages.public.privacy.KEPT_FOR", timedelta(days=12))
    page = client.get("/privacy/", headers={"accept-language": "en"}).content.decode()
    for words in ("12 days since it was last filled in", "60 days", "works for 10 minutes", "8 hours at most"):
        assert words in page, words


def test_the_footer_and_the_front_page_lead_to_complaints(client):
    page = client.get("/").content.decode()
    assert 'href="/complaints/"' in page
    assert "href='/complaints/'" in page
    assert 'href="/privacy/"' in page


def test_developers_find_the_api_from_the_open_data_and_from_its_own_address(client):
    assert 'href="/developers/"' in client.get(reverse("open-data")).content.decode()
    page = client.get("/developers/").content.decode()
    assert 'href="/api/openapi.json"' in page and "receipts:read" in page
    for start in ("/api/", "/api/v1/"):
        answer = client.get(start)
        assert answer.status_code == 200
        for address in answer.json().values():
            assert client.get(address.removeprefix(settings.SITE_ADDRESS)).status_code == 200, address
        assert client.post(start).status_code == 405
    assert client.get("/api/nothing/").status_code == 404


def test_a_law_that_nobody_has_read_says_so_in_words_for_readers(client):
    page = client.get("/rules/").content.decode()
    assert page.count(UNREAD.id) >= 10
    assert "ingatan" not in page.lower().replace("peringatan", "")
    template = Path(pages.__file__).parent
    for one in template.rglob("*.html"):
        assert "dari ingatan" not in one.read_text(), one.name
    for control in CONTROLS:
        assert "recalled" not in control.source.en and "dari ingatan" not in control.source.id
