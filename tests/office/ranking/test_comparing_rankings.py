"""A published list says what its acts say: an honest one differs nowhere, and whoever rewrites one is found."""

from datetime import timedelta

import pytest

from layani.office.actions import comparing_rankings, deciding
from layani.office.actions import ranking as places
from layani.office.actions.comparing_rankings import altered_rankings
from layani.office.actor import Actor
from layani.office.jobs.give_places import give_places
from layani.office.tables.models import Case, Ranking, RankingLine
from tests.office.ranking.grants import CLOSED, COUNTS, PERIOD, service, signed
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
SOON = CLOSED + timedelta(hours=1)
FINGERPRINT = "does not have the fingerprint that its acts carry: a line, a score, the order or the seed differs"
NOT_ITS_ACT = "is not what the act of its case says"
SIGNED = "was signed by another person or at another time than the list says"


@pytest.fixture
def ranking(staff, numbers):
    signed(staff)
    return Ranking.objects.get()


def found(ranking):
    """What is found of a list, without its name."""
    name = f"ranking {ranking.name}"
    return [(where.removeprefix(name).removeprefix(", "), what) for where, what in altered_rankings()]


def test_an_honest_list_differs_nowhere(staff, numbers, monkeypatch):
    monkeypatch.setattr(comparing_rankings, "ROWS_AT_A_TIME", 2)
    steps = [
        lambda: places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED - timedelta(hours=1)),
        lambda: signed(staff),
        lambda: places.annul(service(), PERIOD, "Satu keberatan benar: salah hitung.", actor=staff["kadis"], now=SOON),
        lambda: signed(staff, at=SOON + timedelta(hours=1)),
        lambda: deciding.withdraw(numbers[0], actor=Actor(kind="citizen"), now=SOON + timedelta(hours=2)),
        lambda: give_places(COUNTS),
    ]
    for step in steps:
        step()
        assert list(altered_rankings()) == []
    assert Ranking.objects.count() == 2 and Ranking.objects.latest("pk").final_at


def test_two_lines_change_their_places(ranking):
    one, two = RankingLine.objects.order_by("seat")[:2]
    for line, seat in ((one, 1000), (two, one.seat), (one, two.seat)):
        by_hand("update tables_rankingline set seat = %s where id = %s", seat, line.pk)
    assert ("", FINGERPRINT) in found(ranking)


def test_a_score_on_a_list_is_raised(ranking):
    points = '{"income": 10, "children": 40}'
    by_hand("update tables_rankingline set score = 95, points = %s where seat = 2", points)
    assert found(ranking) == [("line 2", NOT_ITS_ACT), ("", FINGERPRINT)]


def test_a_list_is_rewritten_with_its_fingerprint(ranking):
    by_hand("update tables_rankingline set points = '{}' where seat = 2")
    lines = [[one.code, one.rank, one.score, one.points, one.place] for one in ranking.lines.order_by("seat")]
    quota = service().amounts.quota
    said = {"places": quota.places, "ties": list(quota.ties), "seed": ranking.seed, "lines": lines}
    digest = comparing_rankings.sha256(comparing_rankings.canonical(said)).hexdigest()
    by_hand("update tables_ranking set digest = %s", digest)
    told = "was ranked by a list of another fingerprint or with other places"
    assert found(ranking) == [(f"line {seat}", told) for seat in (1, 2, 3, 4)]


@pytest.mark.parametrize("what", ["its lines", "all"])
def test_the_lines_of_a_list_are_taken_away(what, ranking, numbers):
    by_hand("delete from tables_rankingline")
    if what == "all":
        by_hand("delete from tables_ranking")
    seqs = {one.number: one.seq - 1 for one in Case.objects.all()}
    gone = [("", f"has no line for {one}, which act {seqs[one]} ranked by it") for one in numbers]
    assert sorted(found(ranking)) == sorted(gone if what == "all" else [("", FINGERPRINT), *gone])


def test_another_person_is_put_as_who_signed_a_list(ranking, staff):
    by_hand("update tables_ranking set signed_by_id = %s", staff["wakil"].user)
    assert found(ranking) == [(f"line {seat}", SIGNED) for seat in (1, 2, 3, 4)]


def test_a_list_that_stands_is_shown_as_taken_back(ranking):
    by_hand("update tables_ranking set annulled_at = %s, annulled_why = 'x'", SOON)
    assert found(ranking) == [("", "is taken back, and no act of its cases says so")]


def test_a_list_that_does_not_count_yet_is_shown_as_counting(ranking):
    by_hand("update tables_ranking set final_at = %s", SOON)
    told = "does not count by its acts, and the list says that it counts"
    assert found(ranking) == [(f"line {seat}", told) for seat in (1, 2, 3, 4)]
