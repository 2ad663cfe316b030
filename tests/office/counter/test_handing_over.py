"""Issued and delivered are two events: who took the letter, by which paper, or how the post has it; and what waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import correcting, issuing
from layani.office.actions.rebuilding import differences
from layani.office.actor import SYSTEM, Actor
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, officer
from tests.office.counter.conftest import send
from tests.office.letters.test_correcting import WHY, proposal
from tests.office.officer.walks import another, granted

DAY = timedelta(days=1)
LIST = "/counter/letters/"


def issued(ana, ben, person=CARLA, *, ago=timedelta(hours=5)):
    at = timezone.now() - ago
    number = granted(ana, ben, person, at=at)
    issuing.issue(number, actor=SYSTEM, now=at + timedelta(minutes=10))
    return number


@pytest.fixture
def number(ana, ben, eva):
    number = issued(ana, ben)
    eva.post("/counter/", {"nik": CARLA.nik})
    return number


def case_page(number):
    return f"/counter/case/{number}/"


def code_of(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return refused.value.refusals[0].code


def test_a_proxy_is_named_with_the_paper_and_the_name_is_sealed(eva, number):
    answer = send(eva, case_page(number), to="proxy", taker="Rudi Hartono", paper="mandate")
    assert answer.status_code == 302
    event = Event.objects.get(act="deliver")
    assert event_of(event).data == {"how": "counter", "to": "proxy", "paper": "mandate", "name_length": 12}
    assert "Rudi" not in event.body and event.officer_id == eva.actor.user
    assert "diambil Rudi Hartono" in eva.text(case_page(number))


@pytest.mark.parametrize(("taker", "paper"), [("", "mandate"), ("Rudi", ""), ("Rudi", "his-word"), ("R", "mandate")])
def test_nobody_takes_it_without_a_name_and_a_paper_and_nothing_typed_is_lost(eva, number, taker, paper):
    answer = send(eva, case_page(number), to="proxy", taker=taker, paper=paper)
    assert answer.status_code == 409 and "surat yang membolehkannya" in answer.content.decode()
    assert f'value="{taker}"' in answer.content.decode()
    assert Case.objects.get().delivered_at is None


def test_sent_by_post_is_not_yet_delivered_and_its_arrival_is(eva, number):
    assert send(eva, case_page(number), doing="post", tracking="").status_code == 409
    assert send(eva, case_page(number), doing="post", tracking="P2611290001").status_code == 302
    row = Case.objects.get()
    assert row.delivered_at is None and row.rest["posted_at"]
    assert "P2611290001" not in Event.objects.get(act="post_letter").body
    assert "P2611290001" in eva.text(case_page(number)) and "dikirim lewat pos" in eva.text(LIST)
    assert send(eva, case_page(number), doing="post", tracking="P2611290002").status_code == 409
    assert send(eva, case_page(number), doing="arrived").status_code == 302
    assert Case.objects.get().delivered_at and '"how":"post"' in Event.objects.get(act="deliver").body
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_an_officer_hands_themselves_nothing_over(number, ana, ben):
    own = officer("carla", "front-desk", nik=CARLA.nik)
    now = timezone.now()
    assert code_of(issuing.deliver, number, actor=own, now=now, how="counter") == "own-case"
    assert code_of(issuing.post_letter, number, "P261129", actor=own, now=now) == "own-case"


def test_a_citizen_records_no_sending(number):
    citizen = Actor(kind="citizen", party=Case.objects.get().party_id)
    assert code_of(issuing.post_letter, number, "P261129", actor=citizen, now=timezone.now()) == "out-of-place"


def test_the_list_says_what_waits_and_what_is_over_the_laws_time_and_names_nobody(eva, ana, ben):
    issued(ana, ben, ago=10 * DAY)
    issued(ana, ben, another(1))
    text = eva.text(LIST)
    assert text.count("/SKM/") == 2 and text.count("lewat 5 hari kerja") == 1 and "pasal 62" in text
    assert CARLA.name not in text and CARLA.nik not in text


def test_what_was_handed_over_leaves_the_list_and_counts_in_the_days(eva, number):
    assert number in eva.text(LIST)
    send(eva, case_page(number))
    text = eva.text(LIST)
    assert "Tidak ada surat yang menunggu" in text and "Separuh surat tiga bulan terakhir" in text


def test_a_revoked_letter_waits_for_nobody(eva, number):
    row = Case.objects.get()
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "revoked_at": timezone.now().isoformat()})
    assert number not in eva.text(LIST)


def test_a_corrected_letter_waits_anew_from_its_own_issue(eva, ana, ben):
    number = issued(ana, ben, ago=20 * DAY)
    at = timezone.now()
    issuing.deliver(number, actor=SYSTEM, now=at - 19 * DAY, how="download")
    correcting.propose_correction(number, proposal(number), actor=ben, now=at - 8 * DAY)
    correcting.correct(number, WHY, actor=officer("fira", "head"), now=at - timedelta(minutes=5))
    text = eva.text(LIST)
    assert number in text and "lewat 5 hari kerja" not in text


def test_the_list_goes_on_by_key_and_costs_the_same(eva, ana, ben, django_assert_max_num_queries):
    for n in range(27):
        issued(ana, ben, another(n), ago=timedelta(hours=5) - timedelta(minutes=n))
    with django_assert_max_num_queries(7):
        html = eva.get(LIST).content.decode()
    assert html.count('class="nobreak"') == 25 and "due=" in html


def test_the_applicant_reads_who_took_it(eva, number):
    send(eva, case_page(number), to="proxy", taker="Rudi Hartono", paper="family-card")
    html = signed_in(Case.objects.get().party).get(f"/case/{number}/").content.decode()
    assert "Rudi Hartono" in html and "Kartu keluarga yang sama" in html
