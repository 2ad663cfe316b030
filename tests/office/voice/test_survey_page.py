"""The page of the survey: open to whose case it is, in both languages, and kind to half-filled forms."""

import pytest

from layani.office.actions.numbering import receipt_code
from layani.office.actions.parties import register
from layani.office.actor import let_in
from layani.office.house import key_store
from layani.office.pages.citizen import access
from layani.office.tables.models import Attempt, Survey, User
from layani.office.tables.models.people import SEEN
from layani.rules.voice.survey import KEYS, SKM
from tests.office.officer.walks import another

pytestmark = pytest.mark.django_db
GOOD = dict.fromkeys(KEYS, "3")


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def page_of(case):
    return f"/survey/{case.number}/"


@pytest.fixture
def carla(client, decided):
    """Carla's browser, signed in."""
    return signed_in(client, decided.party)


def signed_in(client, party):
    session = client.session
    let_in(session, party)
    session.save()
    return client


def test_carla_answers_and_is_thanked(carla, decided):
    assert carla.get(page_of(decided)).status_code == 200
    answer = carla.post(page_of(decided), {**GOOD, "comment": "Cepat dan ramah."})
    assert answer["Location"] == page_of(decided)
    assert "Terima kasih" in carla.get(page_of(decided)).content.decode()
    assert Survey.objects.get().scores == dict.fromkeys(KEYS, 3)


def test_every_question_is_asked_in_words_and_no_number_is_shown(carla, decided):
    page = carla.get(page_of(decided), headers={"accept-language": "en"}).content.decode()
    for element in SKM.elements:
        assert element.question.en in page
        assert all(words.en in page for words in element.options)
    assert "U8" not in page


def test_a_half_filled_form_comes_back_with_what_was_chosen(carla, decided):
    answer = carla.post(page_of(decided), {"waktu": "4", "comment": "Halo"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('role="alert"') == 1
    assert page.count('<li><a href="#f-') == 8
    assert 'name="waktu" value="4" checked' in page
    assert "Halo" in page
    assert not Survey.objects.answered().exists()


@pytest.mark.parametrize("score", ["0", "5", "9", "x", "", "3.0", "-1"])
def test_a_score_that_was_not_offered_is_refused(carla, decided, score):
    assert carla.post(page_of(decided), {**GOOD, "waktu": score}).status_code == 422
    assert not Survey.objects.answered().exists()


def test_a_form_sent_twice_answers_once(carla, decided):
    carla.post(page_of(decided), GOOD)
    again = carla.post(page_of(decided), dict.fromkeys(KEYS, "1"))
    assert again.status_code == 200
    assert Survey.objects.get().scores == dict.fromkeys(KEYS, 3)


def test_whoever_gave_the_receipts_code_may_answer(client, decided, monkeypatch):
    monkeypatch.setattr(access, "followed", lambda request: decided.number)
    assert client.post(page_of(decided), GOOD).status_code == 302
    assert Survey.objects.answered().exists()


def test_a_stranger_is_asked_for_the_code(client, decided):
    answer = client.post(page_of(decided), GOOD)
    assert answer["Location"].startswith("/follow/")
    assert not Survey.objects.exists()


def test_another_citizen_learns_not_even_that_the_case_exists(client, decided, now):
    assert signed_in(client, register(another(3), now=now, assurance=SEEN)).get(page_of(decided)).status_code == 404


def test_before_the_decision_the_page_says_when_it_opens(client, open_case):
    page = signed_in(client, open_case.party).get(page_of(open_case))
    assert "belum dibuka" in page.content.decode()


def test_an_officer_cannot_answer_for_a_citizen(client, decided, ana):
    client.force_login(User.objects.get(pk=ana.user))
    assert client.post(page_of(decided), GOOD).status_code == 404
    assert not Survey.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_officer_who_holds_the_receipts_code_can_neither_open_nor_answer(client, decided, ana, method):
    client.force_login(User.objects.get(pk=ana.user))
    client.post("/follow/", {"number": decided.number, "code": receipt_code(key_store().get(decided.ref))})
    answer = getattr(client, method)(page_of(decided), GOOD)
    assert answer.status_code == 403
    assert "hanya pemohon yang menjawab survei" in answer.content.decode()
    assert 'name="waktu"' not in answer.content.decode()
    assert not Survey.objects.answered().exists()
    assert Attempt.objects.get().code == "survey-by-officer"


def test_a_code_that_was_given_before_the_officer_signed_in_opens_no_survey_either(client, decided, ana):
    client.post("/follow/", {"number": decided.number, "code": receipt_code(key_store().get(decided.ref))})
    assert client.get(page_of(decided)).status_code == 200
    client.force_login(User.objects.get(pk=ana.user))
    assert client.post(page_of(decided), GOOD).status_code == 403
    assert not Survey.objects.answered().exists()


def test_a_very_long_comment_is_refused_with_its_limit(carla, decided):
    answer = carla.post(page_of(decided), {**GOOD, "comment": "a" * 2001})
    assert answer.status_code == 422


def test_the_page_is_kept_by_no_cache(carla, decided):
    assert "no-store" in carla.get(page_of(decided))["Cache-Control"]


def test_the_page_costs_few_queries(carla, decided, django_assert_num_queries):
    carla.get(page_of(decided))
    with django_assert_num_queries(5):  # session, who it is, case, and twice whether it is answered
        carla.get(page_of(decided))
