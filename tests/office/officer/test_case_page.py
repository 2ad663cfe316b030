"""One case on one page: seen by few, acted on by its holder, and never against the rules."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import override

from layani.office.actions import checking, serving
from layani.office.house import calendar, service
from layani.office.jobs import end_pauses
from layani.office.pages.citizen.case_words import due_of
from layani.office.pages.officer.reading import _used
from layani.office.pages.parts.words import moment
from layani.office.tables.models import Attempt, Case, Event, Message
from layani.office.tables.projection import state_of
from layani.rules.cases.clock import Term, due
from tests.office.conftest import CARLA
from tests.office.officer.asked_why import say_why
from tests.office.officer.at_the_desk import early, eva, hana, on_the_checkers_desk, on_the_deciders_desk, page, post
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import CITIZEN, checked, filed

__all__ = ["early", "eva", "hana"]
HOSTILE = '<script>alert("x")</script> {{ nik }} {% csrf_token %}'


def test_the_holder_sees_person_answers_rules_law_values_time_and_history(eva, early):
    words = eva.text(page(on_the_checkers_desk(eva, early)))
    definition = service("residence-letter")
    rule = definition.rules[0]
    said_there = [CARLA.name, CARLA.nik, "Jl. Mawar 3", rule.says.id, "terpenuhi", definition.law[rule.law].cite]
    said_there += [
        "Yang dibaca",
        "(kelurahan)",
        "Langkah ini paling lambat",
        "Permohonan masuk",
        "diambil dari antrean",
    ]
    for said in said_there:
        assert said in words, said


def test_a_rule_names_the_wards_of_the_office_with_which_an_address_was_compared(eva, early):
    words = eva.text(page(on_the_checkers_desk(eva, early)))
    compared = "Dibandingkan dengan kelurahan kantor ini: 5 (Sukamaju, Mekarsari, Cempaka, Tanjungsari, Kebonjambu)"
    assert compared in words
    assert "Sidodadi" not in words


def test_what_people_wrote_stays_text(eva, early):
    number = on_the_checkers_desk(eva, early, replace(CARLA, name=HOSTILE))
    html = eva.get(page(number)).content.decode()
    assert "<script>" not in html
    assert "{{ nik }}" in html


def test_the_page_speaks_english(eva, early):
    number = on_the_checkers_desk(eva, early)
    assert "The rules and their law" in eva.text(page(number), headers={"accept-language": "en"})


def test_the_page_costs_a_fixed_number_of_queries(eva, early, django_assert_num_queries):
    number = on_the_checkers_desk(eva, early)
    eva.get(page(number))
    with django_assert_num_queries(5):
        eva.get(page(number))


# Who sees it


def test_an_officer_who_does_not_hold_it_learns_nothing_personal(eva, browser_of, early):
    number = on_the_checkers_desk(eva, early)
    html = browser_of("fajar", "front-desk").get(page(number))
    assert html.status_code == 403
    for secret in (CARLA.name, CARLA.nik, "Mawar", "Surat keterangan domisili", "eva", "Eva"):
        assert secret not in html.content.decode(), secret
    assert "Berkas ini tidak ada di meja Anda" in words_of(html)


def test_a_case_in_the_queue_is_not_seen_before_it_is_served(eva, early):
    assert eva.get(page(filed(at=early))).status_code == 403


def test_the_head_reads_every_case_and_can_only_free_the_desk(eva, hana, early):
    number = on_the_checkers_desk(eva, early)
    html = say_why(hana, page(number)).get(page(number)).content.decode()
    assert CARLA.name in html
    assert "Hanya untuk dibaca" in html
    assert re.findall(r'name="act" value="(\w+)"', html) == ["release"]
    assert post(hana, number, "check_complete").status_code == 409


def test_who_checked_it_can_still_read_it(eva, early):
    number = checked(eva.actor, at=early)
    assert CARLA.name in eva.text(page(number))


def test_who_only_took_it_and_put_it_back_can_read_why_but_who_never_had_it_cannot(eva, browser_of, early):
    number = on_the_checkers_desk(eva, early)
    post(eva, number, "put_back", reason="conflict")
    assert "Saya punya benturan kepentingan" in eva.text(page(number))
    assert browser_of("fajar", "front-desk").get(page(number)).status_code == 403


def test_an_officers_own_case_is_closed_to_them_even_as_head(browser_of, eva, early):
    number = on_the_checkers_desk(eva, early)
    own = browser_of("carla", "head", nik=CARLA.nik)
    html = own.get(page(number))
    assert html.status_code == 403
    assert "Ini permohonan Anda sendiri" in words_of(html)
    assert CARLA.nik not in html.content.decode()


def test_a_number_that_is_none_is_not_found(eva):
    assert eva.get(page("SKM-2026-0000-0000")).status_code == 404
    assert eva.get(page("nothing")).status_code == 404


def test_a_number_is_read_as_it_is_typed(eva, early):
    number = on_the_checkers_desk(eva, early)
    assert CARLA.name in eva.text(page(number.lower()))


# What the checker does


def test_found_complete_it_leaves_the_desk_and_the_desk_says_so(eva, early):
    number = on_the_checkers_desk(eva, early)
    answer = post(eva, number, "check_complete")
    assert answer["Location"] == f"/officer/?done=check_complete&case={number}"
    assert Case.objects.get(number=number).status == "deciding"


def test_a_form_that_is_sent_twice_acts_once_and_is_answered_the_same(eva, early):
    number = on_the_checkers_desk(eva, early)
    form = {"act": "check_complete", "once": str(uuid4())}
    first, second = eva.post(page(number), form), eva.post(page(number), form)
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(act="check_complete").count() == 1
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("act", "values"),
    [("ask_missing", {"ask-contract": "yes", "words-address": "RT kurang"}), ("put_back", {"reason": "ill"})],
)
def test_every_form_of_the_page_can_be_sent_twice(eva, early, act, values):
    number = on_the_checkers_desk(eva, early)
    values = {name: value for name, value in values.items() if name != "ask-contract"}
    form = {"act": act, "once": str(uuid4()), **values}
    assert eva.post(page(number), form)["Location"] == eva.post(page(number), form)["Location"]
    assert Event.objects.filter(act=act).count() == 1


def test_what_is_missing_is_asked_in_one_notice_with_the_officers_words(eva, early):
    number = on_the_checkers_desk(eva, early)
    assert "Hanya bisa dikirim sekali" in eva.text(page(number))
    answer = post(
        eva, number, "ask_missing", **{"ask-address": "yes", "words-address": "RT belum ditulis.", "words-phone": ""}
    )
    assert answer.status_code == 302
    row = Case.objects.get(number=number)
    assert (row.status, row.ball) == ("waiting", "citizen")
    assert '"items":["address"]' in Event.objects.get(act="ask_missing").body
    assert "RT belum ditulis." in eva.text(page(number))


def test_words_without_a_tick_count_as_asked(eva, early):
    number = on_the_checkers_desk(eva, early)
    post(eva, number, "ask_missing", **{"words-purpose": "Tulis nama banknya."})
    assert '"items":["purpose"]' in Event.objects.get(act="ask_missing").body


def test_a_tick_without_words_is_asked_for_and_nothing_typed_is_lost(eva, early):
    number = on_the_checkers_desk(eva, early)
    answer = post(eva, number, "ask_missing", **{"ask-address": "yes", "words-address": "", "words-purpose": HOSTILE})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'href="#words-address"' in html
    assert "&lt;script&gt;" in html
    assert Case.objects.get(number=number).status == "checking"


def test_nothing_ticked_is_refused_with_reason_and_remedy(eva, early):
    number = on_the_checkers_desk(eva, early)
    answer = post(eva, number, "ask_missing")
    assert answer.status_code == 409
    assert "Pilih paling sedikit satu isian" in words_of(answer)


def test_the_notice_is_not_offered_twice_and_refused_all_the_same(eva, early):
    number = on_the_checkers_desk(eva, early)
    row = Case.objects.get(number=number)
    Case.objects.update(rest={**row.rest, "asked": 1})
    assert 'value="ask_missing"' not in eva.get(page(number)).content.decode()
    answer = post(eva, number, "ask_missing", **{"words-address": "lagi"})
    assert answer.status_code == 409
    assert "Kantor hanya boleh meminta satu kali" in words_of(answer)


def test_putting_back_needs_a_reason(eva, early):
    number = on_the_checkers_desk(eva, early)
    assert post(eva, number, "put_back").status_code == 409
    assert post(eva, number, "put_back", reason="ill").status_code == 302
    assert Case.objects.get(number=number).holder_id is None


def test_more_time_is_taken_once_with_a_reason_that_the_citizen_is_told(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    assert "Perpanjang waktu satu kali" not in hana.text(page(number))
    row = Case.objects.get(number=number)
    row.rest = {**row.rest, "extension": [7, "working days"]}
    row.save()
    assert "Mengapa perlu 7 hari kerja lagi?" in hana.text(page(number))
    assert post(hana, number, "extend").status_code == 409
    assert post(hana, number, "extend", reason="many-documents").status_code == 302
    after = Case.objects.get(number=number)
    assert (after.due_at > row.due_at, after.holder_id) == (True, row.holder_id)
    text = hana.text(page(number))
    assert "diperpanjang satu kali 7 hari kerja" in text
    assert "Waktu diperpanjang: dokumen yang harus diperiksa banyak" in text
    assert "Perpanjang waktu satu kali" not in text
    assert Message.objects.filter(case=after, kind="moved").count() == 1


def test_another_bodys_system_stops_the_clock_once_and_for_a_limited_time(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    row = Case.objects.get(number=number)
    row.rest = {**row.rest, "outage": [2, "working days", ["SIAK"]]}
    row.save()
    assert "Sistem instansi lain mati" in hana.text(page(number))
    assert post(hana, number, "pause", system="SIAK", evidence="mati").status_code == 409
    assert post(hana, number, "pause", system="SIAK", evidence="Pemberitahuan 12/2026").status_code == 302
    assert "Sistem sudah jalan: jalankan jam" not in hana.text(page(number))  # it has left the desk
    assert post(hana, number, "resume").status_code == 409
    assert hana.post("/officer/", {"case": number}).status_code == 302
    text = hana.text(page(number))
    assert "Jam berhenti: sistem lain mati: SIAK" in text
    assert "Sistem sudah jalan: jalankan jam" in text and "Kabulkan dan terbitkan surat" not in text
    assert post(hana, number, "decide_grant").status_code == 409
    while_it_stands = due_of(state_of(Case.objects.get(number=number)), timezone.now() + timedelta(days=30))
    assert (while_it_stands.late, "Jam kantor berhenti sejak" in while_it_stands.why.id) == (False, True)
    assert "12/2026" not in Event.objects.get(act="pause").body
    assert end_pauses.run(timezone.now()) == 0
    assert post(hana, number, "resume").status_code == 302
    after = Case.objects.get(number=number)
    assert (after.ball, after.due_at >= row.due_at) == ("office", True)


def test_a_stopped_clock_runs_on_by_itself_at_its_limit(eva, hana, early):
    number = on_the_deciders_desk(eva, hana, early)
    row = Case.objects.get(number=number)
    row.rest = {**row.rest, "outage": [2, "working days", ["SIAK"]]}
    row.save()
    post(hana, number, "pause", system="SIAK", evidence="Pemberitahuan 12/2026")
    much_later = timezone.now() + timedelta(days=20)
    assert [end_pauses.run(much_later), end_pauses.run(much_later)] == [1, 0]
    assert Case.objects.get(number=number).ball == "office"


@pytest.mark.parametrize("act", ["<b>no-such-act</b>", "issue", ""])
def test_an_unknown_act_is_answered_by_the_houses_own_page_and_not_repeated(eva, early, act):
    number = on_the_checkers_desk(eva, early)
    before = Event.objects.count()
    answer = post(eva, number, act)
    assert answer.status_code == 400
    assert "Permintaan ini tidak terbaca" in words_of(answer)
    assert "no-such-act" not in answer.content.decode()
    assert Event.objects.count() == before


# What the decider does


def test_no_fact_of_the_office_is_shown_by_its_programmers_name():
    with override("id"):
        used = dict(_used(service("hall-use"), {"guests": 250, "office.hall_seats": 200, "office.floors": 2}))
    assert used == {"Berapa orang yang akan datang?": "250", "Ketentuan kantor ini": "200, 2"}


def test_the_officer_is_told_who_you_is(eva, early):
    assert "“Anda” di sana adalah pemohon" in eva.get(page(on_the_checkers_desk(eva, early))).content.decode()


def test_a_case_checked_again_after_a_weekend_shows_a_day_that_is_not_earlier_than_the_one_it_will_have(ana):
    friday = datetime(2026, 11, 27, 6, tzinfo=UTC)  # 13:00 in Jakarta
    number, minute = filed(at=friday), timedelta(minutes=1)
    serving.take_next(actor=ana, now=friday + minute)
    checking.ask_missing(number, {"address": "RT kurang"}, actor=ana, now=friday + 2 * minute)
    monday = friday + timedelta(days=3)
    checking.answer(number, {}, actor=CITIZEN, now=monday)
    again = state_of(Case.objects.get(number=number))
    shown = due_of(again, monday)
    assert again.step_due_at > monday
    assert shown.when == due(calendar(), again.step_due_at, Term(*again.promise))
    assert f"Completeness is checked by {moment(again.step_due_at)}" in shown.why.en
    serving.take_next(actor=ana, now=monday + minute)
    checking.check_complete(number, actor=ana, now=monday + 2 * minute)
    assert due_of(state_of(Case.objects.get(number=number)), monday).when <= shown.when
