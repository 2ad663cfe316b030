"""Who has no part in a case says why before they read it; who has one is asked nothing; and each look has a purpose."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.actions import serving
from layani.office.house import calendar
from layani.office.tables.models import Attempt, Case, Event, Look, LookReason, Party
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA
from tests.office.officer.asked_why import SAID, say_why
from tests.office.officer.at_the_desk import early, eva, on_the_checkers_desk, page  # noqa: F401  fixtures
from tests.office.officer.test_document import PDF, address, filed_with
from tests.office.officer.walks import checked, filed

ASKED = "Mengapa Anda membuka permohonan ini?"


@pytest.fixture(autouse=True)
def nothing_opened_before():
    caches["near"].clear()


@pytest.fixture
def sari(browser_of):
    return browser_of("sari", "supervisor")


def test_a_supervisor_without_a_part_says_why_and_the_person_reads_it(eva, sari, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    asked = sari.text(page(number))
    assert ASKED in asked and CARLA.name not in asked
    assert not Look.objects.exists()
    shown = say_why(sari, page(number)).text(page(number))
    assert CARLA.name in shown
    look = Look.objects.get()
    assert (look.what, look.purpose, look.role, look.reason.kind) == ("officer-case", "reason", "supervisor", "asked")
    carla = signed_in(Party.objects.get())
    for path in (f"/case/{number}/looks/", "/my-data/"):
        read = carla.get(path).content.decode()
        assert "Pengawas" in read and "Pemohon bertanya atau mengadu" in read and SAID in read, path


def test_the_case_page_leads_to_who_opened_it(eva, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    read = signed_in(Party.objects.get()).get(f"/case/{number}/").content.decode()
    assert 'looks/">Siapa membuka permohonan ini' in read


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"words": SAID}, "Alasannya belum dipilih"),
        ({"reason": "asked", "words": "ingin cek"}, "Alasannya 9 huruf"),
        ({"reason": "asked", "words": "x" * 301}, "Alasannya 301 huruf"),
        ({"reason": "asked", "words": "Untuk 3174 0155 0190 0002 di loket"}, "angka panjang"),
        ({"reason": "inquiry", "words": SAID, "until": "2027-01-01"}, "Alasannya belum dipilih"),
        ({"reason": "asked", "words": SAID, "until": "2027-01-01"}, "tidak dapat ditunda"),
        ({"reason": "<b>", "words": "\ud7ff" * 12, "until": "2027-02-31"}, "Alasannya belum dipilih"),
    ],
)
def test_a_bad_reason_opens_nothing(eva, sari, early, said, why):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    answer = sari.post(page(number), {"act": "say-why", **said})
    read = answer.content.decode()
    assert answer.status_code == 422 and why in read and CARLA.name not in read
    assert not LookReason.objects.exists() and ASKED in sari.text(page(number))


def test_acting_without_a_reason_shows_nothing_of_the_case(eva, sari, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    for act in ("release", "preview_refusal", "decide_grant"):
        answer = sari.post(page(number), {"act": act, "reason": "absent", "once": "a"})
        read = answer.content.decode()
        assert answer.status_code == 409 and ASKED in read and CARLA.name not in read, act
    assert Case.objects.get(number=number).holder_id == eva.actor.user
    assert not Attempt.objects.exists() and not Event.objects.filter(officer_id=sari.actor.user).exists()


def test_who_only_freed_a_desk_has_no_part_in_the_case(eva, sari, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    sent = {"act": "release", "reason": "absent", "once": "a"}
    assert say_why(sari, page(number)).post(page(number), sent).status_code == 302
    assert Event.objects.filter(officer_id=sari.actor.user, act="release").count() == 1
    sari.get(page(number))
    assert [one.purpose for one in Look.objects.all()] == ["reason"], "the act does not stand for the look"
    session = sari.session
    session["look-reasons"] = {}
    session.save()
    read = sari.text(page(number))
    assert ASKED in read and CARLA.name not in read


def test_the_reason_holds_for_this_case_and_this_day_alone(eva, sari, early):  # noqa: F811
    number, other = on_the_checkers_desk(eva, early), filed(at=early)
    say_why(sari, page(number))
    assert ASKED in sari.text(page(other))
    assert ASKED not in sari.text(page(number)) and ASKED not in sari.text(page(number))
    assert Look.objects.count() == 2, "each of them was kept"
    given = LookReason.objects.get()
    assert calendar().local(given.until).time().isoformat() == "00:00:00"
    session = sari.session
    over = timezone.now().isoformat()
    session["look-reasons"] = {key: [one[0], over] for key, one in session["look-reasons"].items()}
    session.save()
    assert ASKED in sari.text(page(number))


def test_another_officer_of_the_role_cannot_open_it_by_a_reason(eva, browser_of, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    answer = browser_of("fajar", "front-desk").post(page(number), {"act": "say-why", "reason": "asked", "words": SAID})
    assert answer.status_code in (400, 403, 409) and CARLA.name not in answer.content.decode()
    assert not LookReason.objects.exists()


def test_who_took_it_today_is_asked_nothing_and_leaves_no_look(eva, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    assert CARLA.name in eva.text(page(number))
    assert not Look.objects.exists(), "that they took it says that they saw it, and when"


def test_who_has_a_part_from_another_day_leaves_one_look_a_day(eva, browser_of):  # noqa: F811
    yesterday = timezone.now() - timedelta(days=1)
    number = checked(eva.actor, at=yesterday)
    for _ in range(2):
        assert CARLA.name in eva.text(page(number))
    look = Look.objects.get()
    assert (look.case.number, look.purpose, look.role, look.reason) == (number, "worked", "front-desk", None)
    hana = browser_of("hana", "head")
    serving.take_next(actor=hana.actor, now=yesterday + timedelta(minutes=5))
    assert CARLA.name in hana.text(page(number))
    assert Look.objects.latest("pk").purpose == "decide"


def test_a_superior_who_sees_to_a_late_case_is_asked_nothing(sari, browser_of):
    long_ago = timezone.now() - timedelta(days=40)
    number = filed(at=long_ago)
    serving.take_next(actor=browser_of("eva", "front-desk").actor, now=long_ago + timedelta(minutes=1))
    assert CARLA.name in sari.text(page(number))
    assert Look.objects.get().purpose == "late"


def test_a_document_asks_for_the_same_reason(eva, sari):  # noqa: F811
    number, ref = filed_with(PDF, "sewa.pdf")
    eva.post("/officer/")
    assert sari.get(address(number, ref))["Location"] == page(number)
    assert say_why(sari, page(number)).get(address(number, ref)).content == PDF
    assert Look.objects.get().what == "officer-document"
    assert eva.get(address(number, ref)).status_code == 200
    assert Look.objects.count() == 1, "the holder took it today"


def test_officers_see_their_own_looks_and_who_supervises_the_figures(eva, sari, browser_of, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    say_why(sari, page(number)).get(page(number))
    own = sari.text("/officer/looks/")
    assert number in own and SAID in own
    assert number not in eva.text("/officer/looks/")
    figures = browser_of("hana", "head").text("/officer/looks/officers/")
    assert "Sari" in figures and SAID in figures and number in figures
    assert eva.get("/officer/looks/officers/").status_code == 403
    for path in ("/officer/looks/?before=x", "/officer/looks/officers/?before=%F0%9F%98%80"):
        assert sari.get(path).status_code == 200


def test_what_the_inspectorate_asks_about_is_not_shown_to_those_whom_it_inspects(eva, browser_of, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    other = "Laporan tentang pengawas kelurahan ini."
    indra, sari = browser_of("indra", "auditor"), browser_of("sari", "supervisor")
    say_why(indra, f"/auditor/case/{number}/", reason="question", words=other).get(f"/auditor/case/{number}/")
    say_why(indra, f"/auditor/case/{number}/", reason="other", words=other).get(f"/auditor/case/{number}/")
    say_why(sari, page(number)).get(page(number))
    assert Look.objects.filter(role="auditor").count() == 2
    figures = sari.text("/officer/looks/officers/")
    assert "Indra" not in figures and other not in figures and SAID in figures and "Sari" in figures
    assert other in signed_in(Party.objects.get()).get(f"/case/{number}/looks/").content.decode()


def test_a_reason_of_the_inspectorate_opens_nothing_to_the_same_person_as_officer(eva, browser_of, early):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    both, until = browser_of("indra", "auditor", "supervisor"), timezone.localdate() + timedelta(days=80)
    inspected = f"/auditor/case/{number}/"
    say_why(both, inspected, reason="inquiry", until=until.isoformat())
    read = both.text(page(number))
    assert ASKED in read and CARLA.name not in read
    say_why(both, page(number))
    assert CARLA.name in both.text(page(number)) and number in both.text(inspected)
    assert [(one.role, one.reason.kind) for one in Look.objects.order_by("pk")] == [
        ("supervisor", "asked"),
        ("auditor", "inquiry"),
    ]


def test_the_pages_cost_a_fixed_number_of_queries(eva, sari, early, django_assert_num_queries):  # noqa: F811
    number = on_the_checkers_desk(eva, early)
    say_why(sari, page(number))
    for _ in range(3):
        sari.get(page(number))
    with django_assert_num_queries(3):  # two of them say who is asking
        sari.get("/officer/looks/")
    with django_assert_num_queries(5):
        sari.get("/officer/looks/officers/")
    with django_assert_num_queries(8):  # one more than before there were reasons: the look
        sari.get(page(number))
