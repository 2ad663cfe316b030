"""Two people make a list, it can be objected to, then it counts; who waits moves up; nobody is granted outside it."""

from datetime import timedelta

import pytest

from layani.office.actions import deciding, serving
from layani.office.actions import ranking as places
from layani.office.actions.deciding import Why
from layani.office.actor import Actor
from layani.office.jobs.give_places import give_places
from layani.office.tables.models import Attempt, Case, Checkpoint, Event, Ranking
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.decider import replay
from layani.rules.catalogue.amounts.ranking import lot
from layani.rules.refusal import Refused
from tests.office.ranking.grants import CLOSED, COUNTS, FILED, PERIOD, applied, checked, place, service, signed

pytestmark = pytest.mark.django_db
CITIZEN = Actor(kind="citizen")
SOON = CLOSED + timedelta(hours=1)


def stands(numbers):
    return [(place(number).get("rank"), place(number).get("place")) for number in numbers]


def test_two_people_rank_and_each_case_knows_its_place(staff, numbers):
    signed(staff)
    assert stands(numbers) == [(1, "placed"), (2, "placed"), (3, "waiting"), (0, "excluded")]
    event = event_of(Event.objects.get(case__number=numbers[0], act="ranked"))
    assert event.data["score"] == 80
    assert event.data["digest"] == Ranking.objects.get().digest
    assert event.by.role == "head"
    assert not {"Pemohon", "31740155"} & set(str(event.data).split())


def test_who_made_the_list_does_not_sign_it(staff, numbers):
    both = Actor(**{**vars(staff["seksi"]), "roles": frozenset({"section-head", "head"})})
    made = places.make(service(), PERIOD, actor=both, now=CLOSED)
    with pytest.raises(Refused, match="You made this list"):
        places.sign(service(), PERIOD, made.digest, actor=both, now=SOON)
    assert stands(numbers) == [(None, None)] * 4


@pytest.mark.parametrize(("who", "act"), [("kadis", "make"), ("loket", "make"), ("loket", "sign"), ("seksi", "sign")])
def test_each_of_the_two_needs_the_role(staff, numbers, who, act):
    made = places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)
    tries = {
        "make": lambda: places.make(service(), PERIOD, actor=staff[who], now=SOON),
        "sign": lambda: places.sign(service(), PERIOD, made.digest, actor=staff[who], now=SOON),
    }
    with pytest.raises(Refused, match="role"):
        tries[act]()


def test_a_list_that_has_changed_since_is_not_signed(staff, numbers):
    made = places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)
    deciding.withdraw(numbers[0], actor=CITIZEN, now=SOON)
    with pytest.raises(Refused, match="no longer"):
        places.sign(service(), PERIOD, made.digest, actor=staff["kadis"], now=SOON)
    with pytest.raises(Refused, match="no longer"):
        places.sign(service(), PERIOD, "f" * 64, actor=staff["kadis"], now=SOON)


def test_nobody_is_ranked_while_others_can_apply_or_are_not_checked(staff, numbers):
    with pytest.raises(Refused, match="still takes"):
        places.make(service(), PERIOD, actor=staff["seksi"], now=FILED)
    applied(5, 1_000_000, 1)
    with pytest.raises(Refused, match="1 applications"):
        places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)


def test_an_applicant_does_not_sign_the_list_they_are_on(staff, numbers):
    made = places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)
    mine = bytes(Case.objects.get(number=numbers[1]).party.nik_mac)
    kadis = Actor(**{**vars(staff["kadis"]), "nik_mac": mine})
    with pytest.raises(Refused, match="applicant"):
        places.sign(service(), PERIOD, made.digest, actor=kadis, now=SOON)
    assert stands(numbers) == [(None, None)] * 4
    assert Attempt.objects.get().code == "own-case"


def test_the_ranking_counts_only_when_objections_are_over(staff, numbers):
    ranking = signed(staff)
    assert give_places(SOON) == 0
    assert give_places(COUNTS) == 4
    assert [Case.objects.get(number=number).step for number in numbers] == ["decide", "decide", "rank", "decide"]
    ranking.refresh_from_db()
    assert ranking.final_at == COUNTS
    assert give_places(COUNTS) == 0


def test_no_officer_gets_a_case_that_waits_for_the_list(staff, numbers):
    assert all(Case.objects.get(number=number).step_role == "" for number in numbers)
    assert serving.take_next(actor=staff["seksi"], now=SOON) is None


def test_only_who_has_a_place_is_granted(staff, numbers):
    signed(staff)
    give_places(COUNTS)
    outcomes = {}
    for _ in range(3):
        row = serving.take_next(actor=staff["wakil"], now=COUNTS).row
        try:
            deciding.grant(row.number, actor=staff["wakil"], now=COUNTS)
            outcomes[row.number] = "granted"
        except Refused as refused:
            outcomes[row.number] = sorted(one.code for one in refused.refusals)
            why = Why("no-child", "Menurut jawaban tidak ada anak yang bersekolah.")
            deciding.refuse(row.number, why, actor=staff["wakil"], now=COUNTS)
    assert outcomes == {
        numbers[0]: "granted", numbers[1]: "granted", numbers[3]: ["mandatory-rule-failed", "outside-the-ranking"],
    }  # fmt: skip


def test_who_has_a_place_is_not_refused_for_want_of_one(staff, numbers):
    signed(staff)
    give_places(COUNTS)
    row = serving.take_next(actor=staff["wakil"], now=COUNTS).row
    why = Why("no-place-left", "Semua tempat sudah terisi menurut daftar.")
    with pytest.raises(Refused, match="gives this case a place"):
        deciding.refuse(row.number, why, actor=staff["wakil"], now=COUNTS)


def test_when_a_place_falls_free_the_first_who_waits_moves_up(staff, numbers):
    signed(staff)
    give_places(COUNTS)
    deciding.withdraw(numbers[1], actor=CITIZEN, now=COUNTS)
    assert give_places(COUNTS + timedelta(minutes=1)) == 1
    assert (place(numbers[2])["place"], Case.objects.get(number=numbers[2]).step) == ("placed", "decide")
    assert give_places(COUNTS + timedelta(minutes=2)) == 0


def test_a_place_that_falls_free_before_the_list_counts_is_given_once_it_does(staff, numbers):
    signed(staff)
    deciding.withdraw(numbers[0], actor=CITIZEN, now=SOON)
    give_places(COUNTS)
    assert place(numbers[2])["place"] == "placed"


def test_a_waiting_list_ends_and_a_person_tells_the_applicant(staff, numbers):
    signed(staff)
    give_places(COUNTS)
    assert give_places(COUNTS + timedelta(days=29)) == 0
    # Without any act for sixty days the clock would be thought wrong.
    Checkpoint.objects.create(size=9, text="", signed_at=COUNTS + timedelta(days=60))
    assert give_places(COUNTS + timedelta(days=61)) == 1
    assert (place(numbers[2])["place"], Case.objects.get(number=numbers[2]).step) == ("without", "decide")
    assert Ranking.objects.get().closed_at


def test_an_open_objection_keeps_the_list_from_counting(staff, numbers):
    signed(staff)
    places.object_to(numbers[2], "Nilai anak saya kurang dihitung.", actor=CITIZEN, now=SOON)
    with pytest.raises(Refused, match="already"):
        places.object_to(numbers[2], "Nilai anak saya kurang dihitung.", actor=CITIZEN, now=SOON)
    assert give_places(COUNTS) == 0
    places.answer(numbers[2], "Tiga anak dihitung, dan nilainya 30.", actor=staff["kadis"], now=COUNTS)
    assert give_places(COUNTS) == 4
    sealed = Event.objects.get(case__number=numbers[2], act="rank_objection")
    assert "Nilai anak" not in sealed.body


@pytest.mark.parametrize(
    ("moment", "words", "said"), [(COUNTS, "Nilai saya keliru.", "not taken"), (SOON, "x", "not written")]
)
def test_an_objection_comes_in_time_and_in_words(staff, numbers, moment, words, said):
    signed(staff)
    with pytest.raises(Refused, match=said):
        places.object_to(numbers[0], words, actor=CITIZEN, now=moment)


def test_a_list_is_taken_back_with_a_reason_and_made_again(staff, numbers):
    signed(staff)
    with pytest.raises(Refused, match="reason"):
        places.annul(service(), PERIOD, "salah", actor=staff["kadis"], now=SOON)
    places.annul(service(), PERIOD, "Satu keberatan benar: nilai salah dihitung.", actor=staff["kadis"], now=SOON)
    assert stands(numbers) == [(None, None)] * 4
    signed(staff, at=SOON + timedelta(hours=1))
    assert stands(numbers)[0] == (1, "placed")
    give_places(COUNTS)
    with pytest.raises(Refused, match="cannot be taken back"):
        places.annul(service(), PERIOD, "Satu keberatan benar: nilai salah.", actor=staff["kadis"], now=COUNTS)


def test_the_draw_can_be_worked_out_again_by_anybody(staff):
    numbers = [applied(number, 1_500_000, 2) for number in range(1, 6)]
    checked(staff, 5)
    with pytest.raises(Refused, match="no checkpoint"):
        places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)
    Checkpoint.objects.create(size=3, text="contoh.example/education\n3\nAAAA\n\n", signed_at=CLOSED)
    ranking = signed(staff)
    codes = [place(number)["code"] for number in sorted(numbers, key=lambda one: place(one)["rank"])]
    assert codes == sorted(codes, key=lambda code: lot(ranking.seed, code))
    assert ranking.seed == "3 AAAA"


def test_a_case_is_rebuilt_with_its_place(staff, numbers):
    signed(staff)
    give_places(COUNTS)
    for number in numbers:
        row = Case.objects.get(number=number)
        assert replay(event_of(event) for event in Event.objects.of_case(row.pk)) == state_of(row)
