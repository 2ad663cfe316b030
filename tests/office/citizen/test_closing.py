"""A service that ends: what each page says before and after its last day, and what becomes of what was begun."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.actions.filing import file
from layani.office.house import calendar, catalogue
from layani.office.jobs import remind_holders
from layani.office.tables.models import Case, Draft, Message, Party
from layani.office.tables.projection import state_of
from layani.rules.catalogue.closing import Closing
from layani.rules.dates import day_words
from layani.rules.refusal import Refused
from layani.rules.text import Text
from layani.rules.voice.messages import ONE_SMS, written
from tests.office.actions.applications import CITIZEN, application
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.filling_in import LETTER, filled_in, phone, store
from tests.office.citizen.phone import Phone
from tests.office.officer.practising import ending, filed, permit, practice_office, staff

__all__ = ["phone", "practice_office", "staff", "store"]
pytestmark = pytest.mark.django_db
SLUG, RENEWAL = "residence-letter", "practice-permit-renewal"
ENDED = {"id": "Layanan ini sudah ditutup", "en": "This service has ended"}
WHY = Text("KTP sudah cukup sebagai bukti.", "The identity card is proof enough.")
INSTEAD = Text("Tunjukkan KTP Anda.", "Show your identity card.")
LETTERS = Text("Surat yang sudah terbit tetap berlaku.", "Letters that were given stay valid.")


@pytest.fixture
def closes(monkeypatch):
    """Return a function that lets a service end so many days from today."""

    def close(days, slug=SLUG, service="move-of-address"):
        found = catalogue().services[slug]
        last = timezone.localdate() + timedelta(days=days)
        closing = Closing(last, next(iter(found.law)), WHY, INSTEAD, service, LETTERS)
        monkeypatch.setitem(catalogue().services, slug, replace(found, closing=closing))
        caches["near"].clear()
        return last

    return close


def text_of(address, language="id", client=None):
    phone = Phone(client)
    phone.client.cookies["django_language"] = language
    return phone.open(address).text


@pytest.mark.parametrize("language", ["id", "en"])
def test_before_the_last_day_the_page_says_until_when_and_what_instead(closes, language):
    last = closes(20)
    shown = text_of(f"/service/{SLUG}/", language)
    for words in (WHY, INSTEAD, LETTERS):
        assert words.in_(language) in shown
    assert day_words(last).in_(language) in shown and ENDED[language] not in shown
    assert ("Ajukan sekarang", "Apply now")[language == "en"] in shown


@pytest.mark.parametrize("language", ["id", "en"])
def test_after_it_the_page_says_so_and_offers_nothing_but_what_there_is_instead(closes, language):
    closes(-1)
    shown = text_of(f"/service/{SLUG}/", language)
    assert ENDED[language] in shown and INSTEAD.in_(language) in shown
    assert catalogue().services["move-of-address"].name.in_(language) in shown
    for words in ("Ajukan sekarang", "Apply now", "Bila Anda kirim sekarang", "Formulir kertas", "Paper form"):
        assert words not in shown


def test_on_the_last_day_itself_it_can_still_be_filed(closes, now):
    closes((calendar().local(now).date() - timezone.localdate()).days)
    assert file(application(), actor=CITIZEN, now=now).row.status == "checking"


def test_after_it_a_filing_is_refused_with_why_and_what_instead_and_nothing_is_kept(closes, now):
    closes((calendar().local(now).date() - timezone.localdate()).days - 1)
    with pytest.raises(Refused) as refused:
        file(application(), actor=CITIZEN, now=now)
    (refusal,) = refused.value.refusals
    assert (refusal.code, refusal.remedy) == ("service-closed", INSTEAD)
    assert WHY.en in refusal.reason.en and not Case.objects.exists()


def test_an_open_case_goes_on_after_the_end(closes, now, ana, ben):
    row = file(application(), actor=CITIZEN, now=now).row
    closes(-30)
    minute = timedelta(minutes=1)
    serving.take_next(actor=ana, now=now + minute)
    checking.check_complete(row.number, actor=ana, now=now + 2 * minute)
    serving.take_next(actor=ben, now=now + 3 * minute)
    deciding.grant(row.number, actor=ben, now=now + 4 * minute)
    assert Case.objects.get().status == "granted"


def test_lists_and_the_search_mark_what_ends_and_move_what_has_ended(closes):
    last = closes(20)
    name = catalogue().services[SLUG].name.id
    assert f"terakhir {day_words(last).id}" in text_of("/?q=domisili")
    closes(-1)
    assert name not in text_of("/") and "sudah ditutup" in text_of("/?q=domisili")
    every = text_of("/service/")
    assert name in every.split("Sudah ditutup")[1] and name not in every.split("Sudah ditutup")[0]
    assert name not in text_of("/?event=moving-home")


def test_a_draft_is_told_until_when_it_can_be_sent(closes, phone):  # noqa: F811
    last = closes(3)
    filled_in(phone)
    assert WHY.id in phone.text and f"terakhir {day_words(last).id}" in phone.text
    assert f"kirim paling lambat {day_words(last).id}" in phone.open("/case/").text
    assert INSTEAD.id in phone.open(f"{LETTER}/").text
    assert f"kirim paling lambat {day_words(last).id}" in phone.open(f"{LETTER}/address/").text


def test_a_draft_that_is_too_late_is_told_so_and_can_only_be_deleted(closes, phone):  # noqa: F811
    closes(0)
    filled_in(phone)
    sending = phone.form()
    closes(-1)
    assert "sudah ditutup" in phone.open("/case/").text
    phone.at = f"{LETTER}/check/"
    refused = phone.client.post(f"{LETTER}/check/", sending.values)
    assert refused.status_code == 409 and INSTEAD.id in refused.content.decode()
    assert not Case.objects.exists()
    phone.open(f"{LETTER}/")
    assert "tidak dapat dikirim lagi" in phone.text and "Lanjutkan" not in phone.text
    phone.fill()
    assert not Draft.objects.exists() and phone.at == "/case/"


def test_whoever_would_begin_is_led_to_the_page_that_says_so(closes, browser):
    closes(-1)
    assert browser.get(f"{LETTER}/")["Location"] == f"/service/{SLUG}/"


def test_the_eligibility_check_says_so_too(closes):
    closes(-1)
    assert ENDED["id"] in text_of(f"/service/{SLUG}/check/")


def test_the_api_says_how_it_ends(closes, client):
    assert client.get(f"/api/v1/services/{SLUG}").json()["closes"] is None
    last = closes(20)
    told = client.get(f"/api/v1/services/{SLUG}").json()["closes"]
    assert told["last_day"] == str(last) and told["service"] == "move-of-address"
    assert told["instead"] == {"id": INSTEAD.id, "en": INSTEAD.en}


def test_the_linked_data_name_the_end_and_what_takes_its_place(closes, client):
    closes(20)
    found = client.get(f"/service/{SLUG}/", headers={"accept": "application/ld+json"}).json()["@graph"]
    service = next(one for one in found if one["@type"] == "cpsv:PublicService")
    assert service["dct:isReplacedBy"][0]["@id"].endswith("/service/move-of-address/#service")
    assert any("The service ends after" in str(one.get("dct:title")) for one in found if one["@type"] == "cpsv:Rule")


def test_a_bundle_ends_with_what_always_belongs_to_it(closes, monkeypatch):
    bundle = next(iter(catalogue().bundles.values()))
    always = next(one.slug for one in bundle.joined if one.always)
    closes(-1, always, "")
    joined = tuple(replace(one, service=catalogue().services[one.slug]) for one in bundle.joined)
    monkeypatch.setitem(catalogue().bundles, bundle.slug, replace(bundle, joined=joined))
    shown = text_of(f"/bundle/{bundle.slug}/")
    assert ENDED["id"] in shown and "Urus sekarang" not in shown
    assert bundle.need.id not in text_of(f"/?event={bundle.life_events[0]}")


def test_a_holder_whose_renewal_ends_reads_until_when_and_what_then(closes, staff, client):  # noqa: F811
    number = ending(staff)
    party = Party.objects.get(pk=Case.objects.get(number=number).party_id)
    closes(-1, RENEWAL, "")
    shown = text_of(f"/case/{number}/", client=signed_in(party))
    assert "Memperpanjang" not in shown or ENDED["id"] in shown
    assert INSTEAD.id in shown and "Perpanjang:" not in shown
    begun = signed_in(party).get(f"/case/{number}/renew/{RENEWAL}/")
    assert begun.status_code == 409 and INSTEAD.id in begun.content.decode()


def test_the_reminder_of_a_letter_that_nothing_renews_any_more_promises_no_renewal(closes, staff):  # noqa: F811
    number = permit(staff)
    at = state_of(Case.objects.get(number=number)).remind_at
    filed(at - timedelta(days=1))  # an office in which nothing happens for years has a wrong clock
    closes(-1, RENEWAL, "")
    assert remind_holders.run(at) == 1
    assert Message.objects.get(case__number=number, kind__startswith="reminded").kind == "reminded-ends"


def test_it_is_written_without_a_word_of_renewing():
    values = {"office": "Kecamatan", "number": "SKM-1", "link": "https://x.example/y", "until": "2 Mei 2031"}
    for language in ("id", "en"):
        message = written("reminded-ends", values, language)
        assert len(message.sms) <= ONE_SMS and "Perpanjang" not in message.sms and "Renew" not in message.sms
