"""A decision on a case's page: shown before it is sent, taken once, by whom the rules allow, with its letter."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import deciding, issuing, serving
from layani.office.actions.letters import typesetting
from layani.office.jobs import issue_letters
from layani.office.tables.models import Attempt, Case, Event, Letter
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA
from tests.office.officer.at_the_desk import early, eva, hana, on_the_checkers_desk, on_the_deciders_desk, page, post
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import FACT, another, checked, with_failed_rule

__all__ = ["early", "eva", "hana"]
HOSTILE = '<script>alert("x")</script> {{ nik }} {% csrf_token %}'


def test_a_grant_gives_the_citizen_the_letter_at_once(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, "decide_grant")
    assert answer["Location"] == f"/officer/?done=decide_grant&case={number}"
    row = Case.objects.get(number=number)
    assert row.status == "granted"
    assert row.issued_at is not None
    assert Event.objects.get(act="decide_grant").role == "head"
    assert issuing.letter_pdf(row).startswith(b"%PDF")


def test_a_decision_stands_when_its_letter_fails_and_the_sweep_writes_it(eva, hana, early, monkeypatch):
    number = on_the_deciders_desk(eva, hana, early)
    with monkeypatch.context() as broken:
        broken.setattr(issuing, "content_of", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
        assert post(hana, number, "decide_grant").status_code == 302
    assert Case.objects.get(number=number).status == "granted"
    assert not Letter.objects.exists()
    assert issue_letters.JOB.run(timezone.now()) == 1


def test_no_page_no_action_and_no_role_grants_against_a_mandatory_rule(eva, browser_of, early):
    number = with_failed_rule(checked(eva.actor, at=early))
    hana = browser_of("hana", "head", "supervisor", "operator", "auditor", "verifier", "front-desk")
    hana.post("/officer/")
    html = hana.get(page(number)).content.decode()
    assert re.search(r'value="decide_grant"[^>]* disabled', html)
    assert "Syarat yang diwajibkan hukum tidak terpenuhi" in html
    answer = post(hana, number, "decide_grant")
    assert answer.status_code == 409
    assert "tolak dengan alasan yang tercantum" in words_of(answer)
    with pytest.raises(Refused, match="mandatory"):
        deciding.grant(number, actor=hana.actor, now=timezone.now())
    assert Case.objects.get(number=number).status == "deciding"
    assert Attempt.objects.filter(code="mandatory-rule-failed").count() == 2


def test_who_checked_it_is_never_given_it_to_decide_and_cannot_decide_it(browser_of, early):
    gita = browser_of("gita", "front-desk", "head")
    number = on_the_checkers_desk(gita, early)
    post(gita, number, "check_complete")
    assert "nothing" in gita.post("/officer/")["Location"]
    with pytest.raises(Refused, match="checked this case"):
        serving.take(number, actor=gita.actor, now=timezone.now())
    Case.objects.update(holder=gita.actor.user)
    html = gita.get(page(number)).content.decode()
    assert "Anda sudah memeriksa berkas ini" in html
    answer = post(gita, number, "decide_grant")
    assert answer.status_code == 409
    assert Case.objects.get(number=number).status == "deciding"


def test_a_refusal_is_shown_as_the_citizen_will_read_it_before_it_is_sent(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, "preview_refusal", ground="not-resident", fact=FACT)
    words = words_of(answer)
    for said in (
        "Ini yang akan dibaca pemohon",
        "tidak dapat kami kabulkan",
        FACT,
        "Ajukan lagi dengan alamat",
        "keberatan",
    ):
        assert said in words, said
    assert Case.objects.get(number=number).status == "deciding"
    assert not Letter.objects.exists()
    assert not Attempt.objects.exists()


def test_a_grant_is_shown_as_the_citizen_will_read_it_before_it_is_sent(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    words = words_of(post(hana, number, "preview_grant"))
    assert "Ini yang akan dibaca pemohon" in words and "Kabulkan dan terbitkan surat ini" in words
    assert Case.objects.get(number=number).status == "deciding"
    assert not Letter.objects.exists()


def test_a_refusal_with_ground_and_fact_is_sent_with_its_letter(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, "decide_refuse", ground="not-resident", fact=FACT)
    assert answer.status_code == 302
    assert Case.objects.get(number=number).status == "refused"
    assert Letter.objects.count() == 1
    words = hana.text(page(number))
    assert FACT in words
    assert "Anda tidak tinggal di alamat itu" in words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ground": "", "fact": FACT}, "Pilih alasan dari daftar"),
        ({"ground": "invented", "fact": FACT}, "Pilih alasan dari daftar"),
        ({"ground": "not-resident", "fact": "tidak lengkap"}, "Fakta yang mendasari penolakan belum jelas"),
        ({"ground": "not-resident", "fact": " " * 40}, "Fakta yang mendasari penolakan belum jelas"),
    ],
)
@pytest.mark.parametrize("act", ["preview_refusal", "decide_refuse"])
def test_a_refusal_without_listed_ground_or_whole_fact_is_refused(eva, hana, early, act, values, said):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, act, **values)
    assert answer.status_code == 409
    assert said in words_of(answer)
    assert values["fact"].strip() in answer.content.decode()
    assert Case.objects.get(number=number).status == "deciding"


def test_the_language_of_a_fact_is_asked_and_kept_through_the_preview(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, "preview_refusal", ground="not-resident", fact=FACT, fact_language="en")
    text = answer.content.decode()
    assert "ditulis petugas dalam bahasa Inggris" in text
    assert '<input type="hidden" name="fact_language" value="en">' in text
    post(hana, number, "decide_refuse", ground="not-resident", fact=FACT, fact_language="en")
    assert '<span lang="en">' in hana.get(f"/officer/case/{number}/").content.decode()


def test_a_hostile_fact_stays_text_in_the_preview_and_in_the_letter(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    answer = post(hana, number, "preview_refusal", ground="not-resident", fact=HOSTILE)
    assert "<script>alert" not in answer.content.decode()
    post(hana, number, "decide_refuse", ground="not-resident", fact=HOSTILE)
    row = Case.objects.get(number=number)
    content = issuing.opened_letter(Letter.objects.get(), row)
    assert HOSTILE in str(content["text"]["id"]["blocks"])
    assert typesetting.pdf_of(content).startswith(b"%PDF")


def test_who_does_not_hold_it_cannot_decide_it_by_posting(eva, hana, browser_of, early):
    number = on_the_deciders_desk(eva, hana, early)
    fajar = browser_of("fajar", "verifier")
    answer = post(fajar, number, "decide_grant")
    assert answer.status_code == 409
    assert "Berkas ini tidak ada di meja Anda" in words_of(answer)
    assert CARLA.name not in answer.content.decode()
    assert Case.objects.get(number=number).status == "deciding"


def test_a_decision_cannot_be_taken_twice(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    post(hana, number, "decide_grant")
    assert post(hana, number, "decide_refuse", ground="not-resident", fact=FACT).status_code == 409
    assert Case.objects.get(number=number).status == "granted"


def test_another_case_can_be_served_after_the_decision(eva, hana, early):
    on = on_the_deciders_desk(eva, hana, early)
    other = checked(eva.actor, another(1), at=early + timedelta(minutes=30))
    post(hana, on, "decide_grant")
    assert hana.post("/officer/")["Location"] == page(other)
