"""Carla renews her permit on her phone, reads and answers a warning, and everybody can check her letter."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import revoking
from layani.office.pages.citizen.objecting import objection
from layani.office.pages.parts.words import weekday
from layani.office.tables.models import Case, Letter, Party
from layani.office.tables.projection import state_of
from tests.office.citizen.conftest import signed_in
from tests.office.citizen.phone import Phone
from tests.office.officer.practising import ending, granted, permit, practice_office, staff

__all__ = ["practice_office", "staff"]
FACT = "Pada 3 Mei praktik di Jalan Melati 3 kosong."
RENEWAL = "practice-permit-renewal"


def holder_of(number):
    return Party.objects.get(pk=Case.objects.get(number=number).party_id)


def phone_of(number):
    return Phone(signed_in(holder_of(number)))


def letter_page(number, client):
    return client.get(f"/letter/{Letter.objects.get(case__number=number).code}/").content.decode()


def test_carla_renews_with_what_the_office_holds(staff, client):  # noqa: F811
    old = ending(staff)
    browser = signed_in(holder_of(old))
    shown = browser.get(f"/case/{old}/").content.decode()
    assert "Berlaku sampai" in shown and f"/case/{old}/renew/{RENEWAL}/" in shown
    first = browser.get(f"/case/{old}/renew/{RENEWAL}/").content.decode()
    assert "Bidan" in first and "Jalan Melati 3" in first and "REG-1" not in first
    assert browser.post(f"/case/{old}/renew/{RENEWAL}/")["Location"] == f"/apply/{RENEWAL}/person/"
    overview = browser.get(f"/apply/{RENEWAL}/").content.decode()
    assert "Terisi, tinggal diperiksa" in overview
    page = browser.get(f"/apply/{RENEWAL}/practice/").content.decode()
    assert 'value="Jalan Melati 3"' in page and 'name="profession"' not in page and "Bidan" in page
    browser.post(f"/apply/{RENEWAL}/person/", {"shown": "name nik"})
    forged = {"profession": "doctor", "place": "Jalan Melati 4", "registration": "REG-2"}
    assert browser.post(f"/apply/{RENEWAL}/practice/", forged).status_code == 302
    check = browser.get(f"/apply/{RENEWAL}/check/")
    once = check.content.decode().split('name="once" value="')[1].split('"')[0]
    sent = browser.post(f"/apply/{RENEWAL}/check/", {"once": once})
    assert sent.status_code == 302 and "/filed/" in sent["Location"]
    new = Case.objects.exclude(number=old).get()
    assert state_of(new).renews == old
    granted(staff, new.number, timezone.now())
    assert "digantikan" in letter_page(old, client) and new.number in letter_page(old, client)
    assert "Surat ini masih berlaku" in letter_page(new.number, client)
    shown = browser.get(f"/case/{old}/").content.decode()
    assert new.number in shown and tags_on(shown) == ["Sudah digantikan"]
    assert tags_on(browser.get("/case/").content.decode()) == ["Dikabulkan", "Sudah digantikan"]


def test_a_permit_that_does_not_end_yet_says_when_it_can_be_renewed(staff):  # noqa: F811
    number = permit(staff)
    browser = signed_in(holder_of(number))
    assert "Dapat diperpanjang mulai" in browser.get(f"/case/{number}/").content.decode()
    early = browser.get(f"/case/{number}/renew/{RENEWAL}/")
    assert early.status_code == 409 and "baru dapat diperpanjang mulai" in early.content.decode()


def test_the_renewals_form_begins_with_the_choice_of_a_letter(staff):  # noqa: F811
    number = ending(staff)
    browser = signed_in(holder_of(number))
    shown = browser.get(f"/apply/{RENEWAL}/").content.decode()
    assert "Surat mana yang diperpanjang?" in shown and f"/case/{number}/renew/{RENEWAL}/" in shown
    assert browser.get(f"/apply/{RENEWAL}/practice/")["Location"] == f"/apply/{RENEWAL}/"
    assert browser.get(f"/case/{number}/renew/practice-permit/").status_code == 404
    assert browser.get(f"/case/{number}/renew/no-such-service/").status_code == 404


@pytest.mark.parametrize("path", [f"renew/{RENEWAL}/", "warning/"])
def test_a_stranger_is_sent_to_sign_in(staff, path):  # noqa: F811
    answer = Client().get(f"/case/{ending(staff)}/{path}")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_carla_reads_the_warning_and_answers_it(staff):  # noqa: F811
    number = permit(staff)
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=timezone.now())
    phone = phone_of(number)
    shown = phone.open(f"/case/{number}/").text
    assert (
        "Peringatan: surat ini mungkin dicabut" in shown
        and FACT in shown
        and "Praktik dilakukan di tempat lain" in shown
    )
    browser = signed_in(holder_of(number))
    empty = browser.post(f"/case/{number}/warning/", {"words": " "})
    assert empty.status_code == 409 and "Jawaban belum ditulis" in empty.content.decode()
    assert browser.post(f"/case/{number}/warning/", {"words": "Saya sedang cuti melahirkan."}).status_code == 302
    assert "Saya sedang cuti melahirkan." in browser.get(f"/case/{number}/").content.decode()


def test_without_a_warning_there_is_nothing_to_answer(staff):  # noqa: F811
    number = permit(staff)
    assert signed_in(holder_of(number)).get(f"/case/{number}/warning/")["Location"] == f"/case/{number}/"


def test_the_letter_says_that_it_was_revoked_since_when_and_by_which_case_and_no_reason(staff, client):  # noqa: F811
    number, now = permit(staff), timezone.now()
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=now - timedelta(days=9))
    assert "masih berlaku" in letter_page(number, client)
    holder = phone_of(number)
    signed_in(holder_of(number)).post(f"/case/{number}/warning/", {"words": "Saya pindah."})
    revoking.revoke(number, FACT, actor=staff["kadis"], now=timezone.now())
    shown = letter_page(number, client)
    assert "Surat ini dicabut dan tidak berlaku" in shown and number in shown
    assert FACT not in shown and "tempat lain" not in shown
    assert "Surat ini dicabut" in holder.open(f"/case/{number}/").text


def test_a_letter_that_ended_says_so(staff, client):  # noqa: F811
    number = permit(staff, timezone.now() - timedelta(days=5 * 365 + 40))
    assert "Surat ini sudah berakhir" in letter_page(number, client)


def test_a_warning_stands_above_the_grant_that_it_is_about(staff):  # noqa: F811
    number = permit(staff)
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=timezone.now())
    shown = phone_of(number).open(f"/case/{number}/").text
    assert shown.count("Peringatan: surat ini mungkin dicabut") == 1
    assert shown.index("Peringatan: surat ini mungkin dicabut") < shown.index("Permohonan Anda dikabulkan")


def revoked(staff):  # noqa: F811
    """Return the number of a case whose permit was revoked a moment ago."""
    number, now = permit(staff), timezone.now()
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=now - timedelta(days=9))
    signed_in(holder_of(number)).post(f"/case/{number}/warning/", {"words": "Saya pindah."})
    revoking.revoke(number, FACT, actor=staff["kadis"], now=timezone.now())
    return number


def tags_on(page):
    """What a page marks the case as; how far its receipt has come is another matter."""
    page = re.sub(r'<section [^>]*aria-labelledby="receipt".*?</section>', "", page, flags=re.DOTALL)
    return re.findall(r'<span class="ds-tag"[^>]*>([^<]*)</span>', page)


@pytest.mark.parametrize(("language", "word"), [("id", "Dicabut"), ("en", "Revoked")])
def test_a_revoked_permit_is_nowhere_called_granted(staff, language, word):  # noqa: F811
    number = revoked(staff)
    browser = signed_in(holder_of(number))
    here = {"headers": {"accept-language": language}}
    shown = browser.get(f"/case/{number}/", **here).content.decode()
    assert tags_on(shown) == [word]
    assert not re.search("Permohonan Anda dikabulkan|Your application is granted|berlaku 5 tahun|valid 5 years", shown)
    listed = browser.get("/case/", **here).content.decode()
    assert tags_on(listed) == [word] and re.search("Tidak berlaku lagi sejak|Not valid any more since", listed)


def test_a_permit_that_ended_is_not_called_granted(staff):  # noqa: F811
    ended = permit(staff, timezone.now() - timedelta(days=5 * 365 + 40))
    browser = signed_in(holder_of(ended))
    assert tags_on(browser.get(f"/case/{ended}/").content.decode()) == ["Sudah berakhir"]
    assert tags_on(browser.get("/case/").content.decode()) == ["Sudah berakhir"]


def test_a_permit_that_is_valid_is_granted(staff):  # noqa: F811
    number = permit(staff)
    browser = signed_in(holder_of(number))
    assert tags_on(browser.get(f"/case/{number}/").content.decode()) == ["Dikabulkan"]
    assert tags_on(browser.get("/case/").content.decode()) == ["Dikabulkan"]


def test_the_holder_of_a_revoked_permit_reads_how_and_until_when_to_object(staff):  # noqa: F811
    number = revoked(staff)
    shown = phone_of(number).open(f"/case/{number}/").text
    until = objection(state_of(Case.objects.get(number=number)).revoked_at).until
    assert "Tidak setuju?" in shown and "mengajukan keberatan" in shown and weekday(until) in shown


def test_a_revoked_letter_does_not_say_for_how_long_it_is_valid(staff, client):  # noqa: F811
    number = permit(staff)
    assert "5 tahun sejak tanggal surat" in letter_page(number, client)
    day = timedelta(days=1)
    revoking.warn_revocation(number, "other-place", FACT, actor=staff["ina"], now=timezone.now() - 9 * day)
    signed_in(holder_of(number)).post(f"/case/{number}/warning/", {"words": "Saya pindah."})
    revoking.revoke(number, FACT, actor=staff["kadis"], now=timezone.now())
    assert "5 tahun sejak tanggal surat" not in letter_page(number, client)
