"""Who is served first: by law, never capped; by leave, so many a day; then in the order of arrival."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layani.office import house
from layani.office.actions import checking, deciding, filing, putting_first, serving
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.numbering import receipt_code
from layani.office.actions.rebuilding import differences
from layani.office.actor import Actor
from layani.office.tables.models import Attempt, Case, Event
from layani.office.tables.models.expediting import Expedite
from layani.office.tables.projection import event_of, state_of
from layani.office.tables.queues import Server, ahead_of
from layani.rules.cases.urgency import AHEAD, FIRST, IN_TURN
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.conftest import words_of

SLUG, MATTER = "poverty-letter", "due-tomorrow"
SEEN = "Surat rawat inap RSUD dilihat"
MINUTE = timedelta(minutes=1)
ANSWERS = {
    "name": CARLA.name,
    "nik": CARLA.nik,
    "purpose": "school",
    "for_whom": "me",
    "address": {"street": "Jalan Kenanga 12", "rt": "003", "rw": "007", "ward": "99.01.01.1002"},
    "in_need": True,
}


@pytest.fixture
def dewi(db):
    return officer("dewi", "front-desk")


@pytest.fixture
def lurah(db):
    return officer("lurah", "ward-head")


def filed(at, purpose="school"):
    """File a letter for the poor as its data say it; the paper of the RT is not the matter here."""
    answers = {**ANSWERS, "purpose": purpose}
    imported = {"imported": False}
    application = filing.Application(house.service(SLUG), CARLA, answers, "counter", imported=imported)
    return filing.file(application, actor=Actor(kind="citizen"), now=at).row.number


def state(number):
    return state_of(Case.objects.get(number=number))


def next_for(actor, at):
    done = serving.take_next(actor=actor, now=at)
    return done.row.number if done else None


def served(actor, at):
    """Return all numbers in the order in which an officer is given them."""
    order = []
    while number := next_for(actor, at):
        order.append(number)
        checking.check_complete(number, actor=actor, now=at)
    return order


def asked(number, at):
    citizen = Actor(kind="citizen")
    return putting_first.ask_to_expedite(number, MATTER, "Daftar sekolah ditutup besok", actor=citizen, now=at)


def answered(number, actor, at, *, granted=True):
    return putting_first.answer_expedite(number, "Daftarnya dilihat", granted=granted, actor=actor, now=at)


def test_a_class_in_the_answers_puts_a_case_first_and_the_record_does_not_say_which(dewi):
    earlier, later = filed(MONDAY), filed(MONDAY + MINUTE, purpose="hospital")
    assert (state(earlier).urgency, state(later).urgency) == (IN_TURN, FIRST)
    event = event_of(Event.objects.get(case__number=later))
    assert event.data["put_first"] is True
    assert "patient" not in str(event.data)
    assert served(dewi, MONDAY + 5 * MINUTE) == [later, earlier]


def test_the_order_is_by_law_then_by_leave_then_by_arrival(dewi, lurah):
    numbers = [filed(MONDAY + n * MINUTE) for n in range(4)]
    asked(numbers[3], MONDAY + 5 * MINUTE)
    answered(numbers[3], lurah, MONDAY + 6 * MINUTE)
    putting_first.put_first(numbers[2], "patient", SEEN, actor=dewi, now=MONDAY + 7 * MINUTE)
    assert served(dewi, MONDAY + 9 * MINUTE) == [numbers[2], numbers[3], numbers[0], numbers[1]]


def test_it_keeps_its_place_before_others_in_the_next_step(dewi):
    earlier, first = filed(MONDAY), filed(MONDAY + MINUTE, purpose="hospital")
    served(dewi, MONDAY + 2 * MINUTE)
    ward = officer("wati", "ward-officer")
    assert next_for(ward, MONDAY + 3 * MINUTE) == first != earlier


def test_serving_first_by_law_is_no_jump_and_passing_over_is_refused(dewi):
    earlier, first = filed(MONDAY), filed(MONDAY + MINUTE, purpose="hospital")
    with pytest.raises(Refused, match="come before it"):
        serving.take(earlier, actor=dewi, now=MONDAY + 2 * MINUTE)
    assert Attempt.objects.get().code == "head-of-queue"
    assert serving.take(first, actor=dewi, now=MONDAY + 3 * MINUTE).row.number == first


def test_a_class_is_never_capped(dewi):
    numbers = [filed(MONDAY + n * MINUTE, purpose="hospital") for n in range(6)]
    assert {state(number).urgency for number in numbers} == {FIRST}


def test_an_answer_that_takes_the_class_away_takes_the_place_away(dewi):
    number = filed(MONDAY, purpose="hospital")
    assert next_for(dewi, MONDAY + MINUTE) == number
    checking.ask_missing(number, {"purpose": "Untuk apa suratnya?"}, actor=dewi, now=MONDAY + 2 * MINUTE)
    data = {"put_first": False, "fields": ["purpose"]}
    act_on(number, Deed("answer", data), actor=Actor(kind="citizen"), now=MONDAY + 3 * MINUTE)
    assert state(number).urgency == IN_TURN


def test_a_class_that_the_service_does_not_publish_and_a_word_without_sense_are_refused(dewi):
    number = filed(MONDAY)
    for name, words, says in (("friend", SEEN, "no such class"), ("patient", "ya", "reason is not clear")):
        with pytest.raises(Refused, match=says):
            putting_first.put_first(number, name, words, actor=dewi, now=MONDAY + MINUTE)
    putting_first.put_first(number, "patient", SEEN, actor=dewi, now=MONDAY + MINUTE)
    with pytest.raises(Refused, match="served first already"):
        putting_first.put_first(number, "patient", SEEN, actor=dewi, now=MONDAY + 2 * MINUTE)
    event = event_of(Event.objects.get(act="put_first"))
    assert set(event.data) == {"known", "words_length"}


def test_only_the_counter_sees_a_person_and_types_for_them(lurah):
    number = filed(MONDAY)
    with pytest.raises(Refused, match="do not serve at the counter"):
        putting_first.put_first(number, "patient", SEEN, actor=lurah, now=MONDAY + MINUTE)
    with pytest.raises(Refused, match="do not serve at the counter"):
        putting_first.ask_to_expedite(number, MATTER, "Daftar sekolah ditutup", actor=lurah, now=MONDAY + MINUTE)
    assert state(number).urgency == IN_TURN and not state(number).expedite
    asked(number, MONDAY + 2 * MINUTE)  # the applicant themselves may


def test_nobody_puts_their_own_case_first(db):
    number = filed(MONDAY)
    own = officer("carla-desk", "front-desk", nik=CARLA.nik)
    with pytest.raises(Refused, match="You are the applicant"):
        putting_first.put_first(number, "patient", SEEN, actor=own, now=MONDAY + MINUTE)
    with pytest.raises(Refused, match="You are the applicant"):  # not as an officer: their own page is open to them
        putting_first.ask_to_expedite(number, MATTER, "Daftar sekolah ditutup", actor=own, now=MONDAY + MINUTE)


def test_no_more_go_ahead_in_a_day_than_the_service_publishes(lurah):
    numbers = [filed(MONDAY + n * MINUTE) for n in range(4)]
    for number in numbers:
        asked(number, MONDAY + 5 * MINUTE)
    for number in numbers[:3]:
        answered(number, lurah, MONDAY + 6 * MINUTE)
    with pytest.raises(Refused, match="at most 3 cases a day"):
        answered(numbers[3], lurah, MONDAY + 7 * MINUTE)
    assert state(numbers[3]).urgency == IN_TURN
    assert Attempt.objects.get().code == "expedite-full"
    answered(numbers[3], lurah, MONDAY + timedelta(days=1))
    assert state(numbers[3]).urgency == AHEAD


def test_only_the_named_role_answers_and_only_what_was_asked(dewi, lurah):
    number = filed(MONDAY)
    with pytest.raises(Refused, match="No request"):
        answered(number, lurah, MONDAY + MINUTE)
    asked(number, MONDAY + 2 * MINUTE)
    with pytest.raises(Refused, match="Head of the ward"):
        answered(number, dewi, MONDAY + 3 * MINUTE)
    answered(number, lurah, MONDAY + 4 * MINUTE, granted=False)
    assert state(number).urgency == IN_TURN
    with pytest.raises(Refused, match="asked already"):
        asked(number, MONDAY + 5 * MINUTE)


@pytest.mark.parametrize("granted", [True, False])
def test_the_same_answer_sent_twice_is_one_answer_and_another_under_its_key_is_refused(lurah, granted):
    number = filed(MONDAY)
    asked(number, MONDAY + MINUTE)
    sent = {"granted": granted, "actor": lurah, "now": MONDAY + 2 * MINUTE, "once": "one-key"}
    first = putting_first.answer_expedite(number, "Daftarnya dilihat", **sent)
    again = putting_first.answer_expedite(number, "Daftarnya dilihat", **sent)
    assert again.event.pk == first.event.pk
    with pytest.raises(Refused, match="already used"):
        putting_first.answer_expedite(number, "Daftarnya tidak dilihat", **sent)


def test_a_request_of_a_case_that_is_closed_waits_for_nobody(lurah):
    number, still = filed(MONDAY), filed(MONDAY + MINUTE)
    asked(number, MONDAY + 2 * MINUTE)
    asked(still, MONDAY + 2 * MINUTE)
    deciding.withdraw(number, actor=Actor(kind="citizen"), now=MONDAY + 3 * MINUTE)
    waiting = Expedite.objects.waiting(lurah.office, lurah.roles)
    assert [one.case.number for one in waiting] == [still]


def test_who_typed_the_request_for_the_applicant_does_not_grant_it_and_may_refuse_it(lurah):
    both = officer("both", "front-desk", "ward-head")
    number, other = filed(MONDAY), filed(MONDAY + MINUTE)
    for one in (number, other):
        putting_first.ask_to_expedite(one, MATTER, "Daftar sekolah ditutup besok", actor=both, now=MONDAY + 2 * MINUTE)
    with pytest.raises(Refused, match="typed this request"):
        answered(number, both, MONDAY + 3 * MINUTE)
    assert Attempt.objects.get().code == "four-eyes"
    answered(number, lurah, MONDAY + 4 * MINUTE)
    answered(other, both, MONDAY + 4 * MINUTE, granted=False)
    assert (state(number).urgency, state(other).urgency) == (AHEAD, IN_TURN)
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_rows_can_be_built_again_from_the_events(dewi, lurah):
    numbers = [filed(MONDAY), filed(MONDAY + MINUTE, purpose="hospital")]
    asked(numbers[0], MONDAY + 2 * MINUTE)
    answered(numbers[0], lurah, MONDAY + 3 * MINUTE)
    assert [one for one in differences() if not isinstance(one, int)] == []
    Case.objects.filter(number=numbers[0]).update(urgency=FIRST)
    assert [one for one in differences() if not isinstance(one, int)] != []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kinds=st.lists(st.sampled_from(["school", "hospital"]), min_size=1, max_size=5))
def test_exactly_those_that_come_before_a_case_are_counted_ahead_of_it(dewi, kinds):
    for kind in kinds:
        filed(MONDAY + Case.objects.count() * MINUTE, purpose=kind)
    server = Server(dewi.office, dewi.roles, dewi.user, dewi.nik_mac)
    order = sorted(Case.objects.all(), key=lambda row: (row.urgency, row.received_at, row.pk))
    assert [ahead_of(row, row.lane, server) for row in order] == list(range(len(order)))


def test_the_role_is_shown_the_request_and_answers_it_and_others_are_not(browser_of):
    number = filed(MONDAY)
    asked(number, MONDAY + MINUTE)
    page, mine, others = f"/officer/case/{number}/ahead/", browser_of("sri", "ward-head"), browser_of("ben", "head")
    assert number in mine.text("/officer/ahead/")
    assert number not in others.text("/officer/ahead/")
    assert others.get(page).status_code == 403
    assert "Daftar sekolah ditutup besok" in mine.text(page)
    assert mine.post(page, {"act": "expedite_granted", "words": "ya"}).status_code == 409
    assert mine.post(page, {"act": "expedite_granted", "words": "Daftarnya dilihat"}).status_code == 302
    assert state(number).urgency == AHEAD
    assert number not in mine.text("/officer/ahead/")
    assert "Dipercepat" in mine.text(page)


def test_the_list_of_requests_costs_as_many_questions_for_five_as_for_one(browser_of):
    mine = browser_of("sri", "ward-head")
    asked(filed(MONDAY), MONDAY)
    with CaptureQueriesContext(connection) as few:
        mine.text("/officer/ahead/")
    for n in range(4):
        asked(filed(MONDAY + (n + 1) * MINUTE), MONDAY + (n + 1) * MINUTE)
    with CaptureQueriesContext(connection) as many:
        mine.text("/officer/ahead/")
    assert len(many) == len(few)


def test_the_list_goes_on_on_its_next_page(browser_of):
    for n in range(27):
        asked(filed(MONDAY + n * MINUTE), MONDAY + n * MINUTE)
    mine = browser_of("sri", "ward-head")
    first = mine.get("/officer/ahead/").content.decode()
    following = re.search(r'href="(\?due=[^"]+)" rel|rel="next" href="(\?due=[^"]+)"|href="(\?due=[^"]+)"', first)
    address = next(filter(None, following.groups())).replace("&amp;", "&")
    second = mine.get(f"/officer/ahead/{address}").content.decode()
    assert (first.count("/officer/case/"), second.count("/officer/case/")) == (25, 2)


def test_the_applicant_asks_on_the_case_page_and_reads_the_answer(client, lurah):
    number = filed(MONDAY)
    case = Case.objects.get(number=number)
    code = receipt_code(house.key_store().get(case.ref))
    client.post("/follow/", {"number": number, "code": code})
    asked(number, MONDAY + MINUTE)
    assert "jawabannya menyusul" in words_of(client.get(f"/case/{number}/"))
    answered(number, lurah, MONDAY + 2 * MINUTE)
    page = words_of(client.get(f"/case/{number}/"))
    assert "Dipercepat" in page
    assert "Daftarnya dilihat" in page


def test_whoever_is_first_by_law_reads_by_which(client, db):
    number = filed(MONDAY, purpose="hospital")
    client.post("/follow/", {"number": number, "code": receipt_code(house.key_store().get(Case.objects.get().ref))})
    page = words_of(client.get(f"/case/{number}/"))
    assert "Didahulukan menurut hukum" in page
    assert "Ada anggota keluarga yang sedang dirawat" in page
    assert "UU 25/2009 pasal 29" in page


def test_the_service_page_lists_who_is_first_and_what_may_go_ahead(client):
    page = words_of(client.get(f"/service/{SLUG}/"))
    assert "Siapa yang didahulukan" in page
    assert "Surat harus diserahkan paling lambat besok" in page
    assert "paling banyak 3 sehari" in page
