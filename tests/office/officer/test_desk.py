"""The desk gives the next person to serve, and shows how things stand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions.objecting import object_to
from layani.office.actions.serving import take
from layani.office.actor import Actor
from layani.office.house import in_titles
from layani.office.pages.officer.desk import THANKED_OVER
from layani.office.tables.models import Case, Survey
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text
from tests.office.conftest import CARLA
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, checked, filed, refused


@pytest.fixture
def early():
    """A moment long enough ago that every act since then lies in the past."""
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def eva(browser_of):
    return browser_of("eva", "front-desk")


def test_serve_next_puts_the_head_of_the_queue_on_the_desk(eva, early):
    first = filed(at=early)
    filed(another(1), at=early + timedelta(minutes=1))
    answer = eva.post("/officer/")
    assert answer["Location"] == f"/officer/case/{first}/"
    assert Case.objects.get(number=first).holder_id == eva.actor.user


def test_who_holds_a_case_gets_it_again_and_no_second_one(eva, early):
    first = filed(at=early)
    filed(another(1), at=early)
    assert eva.post("/officer/")["Location"] == eva.post("/officer/")["Location"] == f"/officer/case/{first}/"
    words = eva.text("/officer/")
    assert "Di meja Anda" in words
    assert "Layani berikutnya" not in words


def test_an_empty_queue_is_told_kindly(eva):
    answer = eva.post("/officer/", follow=True)
    assert "Tidak ada yang menunggu" in words_of(answer)
    assert "Antrean Anda kosong" in words_of(answer)


def test_the_queues_show_how_many_wait_and_how_many_are_late_or_at_risk(eva, early):
    for place in range(3):
        filed(another(place), at=early)
    late, risky, safe = Case.objects.order_by("id")
    now = timezone.now()
    for case, due in (
        (late, now - timedelta(days=1)),
        (risky, now + timedelta(minutes=5)),
        (safe, now + timedelta(days=30)),
    ):
        case.step_due_at = due
        case.save()
    words = eva.text("/officer/")
    assert "3 menunggu" in words
    assert "1 terlambat" in words
    assert "1 hampir lewat" in words


def test_a_case_that_is_not_theirs_to_handle_does_not_count(browser_of, early):
    dora = browser_of("dora", "front-desk", nik=CARLA.nik)
    filed(CARLA, at=early)
    assert "Antrean Anda kosong" in dora.text("/officer/")
    assert "nothing" in dora.post("/officer/")["Location"]


def test_a_case_with_a_declared_conflict_leaves_the_officers_queue_and_is_not_given_back(eva, early):
    number = filed(at=early)
    eva.post("/officer/")
    eva.post(f"/officer/case/{number}/", {"act": "put_back", "reason": "conflict"})
    assert "Antrean Anda kosong" in eva.text("/officer/")
    assert "nothing" in eva.post("/officer/")["Location"]


def test_a_queue_of_another_role_is_not_shown(eva, browser_of, early):
    checked(eva.actor, at=early)
    assert "Antrean Anda kosong" in eva.text("/officer/")
    assert "1 menunggu" in browser_of("hana", "head").text("/officer/")


def test_what_was_done_today_is_listed_and_yesterday_is_not(eva):
    number = checked(eva.actor, at=timezone.now() - timedelta(minutes=3))
    words = eva.text("/officer/")
    assert "Menyatakan lengkap" in words
    assert number in words
    assert "1 orang Anda layani" in words


def test_who_only_gave_a_case_back_has_served_nobody(eva, early):
    number = filed(at=early)
    eva.post("/officer/")
    eva.post(f"/officer/case/{number}/", {"act": "put_back", "reason": "conflict"})
    words = eva.text("/officer/")
    assert "Mengembalikan ke antrean" in words and "orang Anda layani" not in words


def test_the_desk_says_what_was_just_done_and_nothing_that_somebody_put_into_the_address(eva, early):
    number = filed(at=early)
    assert "Berkas dinyatakan lengkap" in eva.text("/officer/", data={"done": "check_complete", "case": number})
    assert "Hacked" not in eva.text("/officer/", data={"done": "Hacked", "case": number})
    assert "Hacked" not in eva.text("/officer/", data={"done": "check_complete", "case": "Hacked"})


def test_thanks_are_shown_only_when_enough_people_answered(eva):
    start = timezone.now() - timedelta(hours=3)
    for place in range(5):
        number = checked(eva.actor, another(place), at=start + timedelta(minutes=10 * place))
        assert "merasa puas" not in eva.text("/officer/")
        row = Case.objects.get(number=number)
        Survey.objects.create(
            case=row, office=row.office, service=row.service, offered_at=timezone.now(), answered_at=timezone.now(),
            scores={"U1": 4 if place else 1, "U2": 4 if place else 2},
        )  # fmt: skip
    said = "4 dari 5 jawaban survei merasa puas, dari orang yang Anda layani 30 hari terakhir"
    assert said in eva.text("/officer/").replace("  ", " ")


def test_thanks_are_counted_over_the_days_that_the_desk_names(eva):
    long_ago = timezone.now() - THANKED_OVER - timedelta(days=1)
    for place in range(5):
        row = Case.objects.get(number=checked(eva.actor, another(place), at=long_ago + timedelta(minutes=10 * place)))
        Survey.objects.create(
            case=row, office=row.office, service=row.service, offered_at=timezone.now(), answered_at=timezone.now(),
            scores={"U1": 4},
        )  # fmt: skip
    assert "jawaban survei" not in eva.text("/officer/")


def test_the_desk_costs_a_fixed_number_of_queries(eva, early, django_assert_num_queries):
    def count(number):
        eva.get("/officer/")
        with django_assert_num_queries(number):
            eva.get("/officer/")

    count(8)
    for place in range(4):
        checked(eva.actor, another(place), at=early + timedelta(minutes=10 * place))
    for place in range(4):
        filed(another(place + 10), at=early + timedelta(hours=1))
    count(8)


def test_the_desk_speaks_english(eva):
    assert "Serve next" in eva.text("/officer/", headers={"accept-language": "en"})


@pytest.mark.parametrize(("waiting", "said"), [(1, "1 person waits for you."), (2, "2 people wait for you.")])
def test_the_desk_counts_one_person_and_several(eva, early, waiting, said):
    for place in range(waiting):
        filed(another(place), at=early)
    assert said in words_of(eva.get("/officer/", headers={"accept-language": "en"}))


def test_the_links_say_how_much_waits_behind_them(browser_of, ana, ben):
    number = refused(ana, ben, at=timezone.now() - timedelta(hours=2))
    gita = browser_of("gita", "head")
    assert "Keberatan atas keputusan (0)" in gita.text("/officer/")
    party = Actor(kind="citizen", party=Case.objects.get(number=number).party_id)
    object_to(number, "Saya tinggal di Jalan Mawar 3.", actor=party, now=timezone.now())
    told = gita.text("/officer/")
    assert "Keberatan atas keputusan (1)" in told and "Perbaikan surat (0)" in told
    assert "Permintaan percepatan (0)" in told


def test_a_refusal_names_a_role_by_its_title(eva, early):
    number = checked(eva.actor, at=early)
    with pytest.raises(Refused, match="role “Head of the district”"):
        take(number, actor=eva.actor, now=early + timedelta(minutes=9))


def test_what_rules_say_of_a_role_is_said_by_its_title_too():
    said = Refusal("x", Text("milik peran “supervisor, head”", "of “verifier”"), Text("“layani”", "“Serve next”"))
    titled = in_titles(said)
    assert titled.reason.id == "milik peran “Pengawas, Camat”" and "verifier" not in titled.reason.en
    assert titled.remedy == said.remedy
