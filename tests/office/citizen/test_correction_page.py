"""The applicant sees what is to be corrected in their letter, and agrees or disputes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import correcting, issuing
from layani.office.actor import SYSTEM
from layani.office.tables.models import Case
from tests.office.conftest import officer
from tests.office.letters.test_correcting import SOURCE, WHY, WRONG, proposal
from tests.office.officer.walks import granted


@pytest.fixture
def number(ana, ben):
    at = timezone.now() - timedelta(days=20)
    number = granted(ana, ben, at=at)
    issuing.issue(number, actor=SYSTEM, now=at + timedelta(minutes=10))
    correcting.propose_correction(number, proposal(number), actor=ben, now=timezone.now() - timedelta(hours=1))
    return number


def test_the_case_shows_what_is_wrong_what_is_right_and_the_source(browser, number):
    html = browser.get(f"/case/{number}/").content.decode()
    assert WRONG in html and SOURCE in html and "<del>" in html and "Melati 30" in html
    assert f"/case/{number}/correction/" in html


def test_disputing_without_words_is_refused_and_with_words_reaches_the_office(browser, number):
    path = f"/case/{number}/correction/"
    assert "Benarkah perbaikan ini?" in browser.get(path).content.decode()
    empty = browser.post(path, {"answer": "dispute", "words": ""})
    assert empty.status_code in (409, 422) and "Bantahan belum ditulis" in empty.content.decode()
    assert browser.post(path, {"answer": "dispute", "words": "Alamat saya tetap Jalan Mawar."}).status_code == 302
    assert Case.objects.get().rest["correction"]["disputed"] is True
    assert "Jalan Mawar" in browser.get(f"/case/{number}/").content.decode()


def test_after_it_is_corrected_the_case_says_which_letter_is_valid(browser, number):
    browser.post(f"/case/{number}/correction/", {"answer": "agree", "words": ""})
    correcting.correct(number, WHY, actor=officer("fira", "head"), now=timezone.now())
    html = browser.get(f"/case/{number}/").content.decode()
    assert "Surat Anda diperbaiki" in html and "0002/SKM" in html and WHY in html
    assert browser.get(f"/case/{number}/correction/").status_code == 302
