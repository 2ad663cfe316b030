"""The public figures on agents: whole months, no small number, and none that a subtraction would show."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from layani.office.actions.filing import Application, file
from layani.office.actions.parties import person_of
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.pages.public.agents import Counted, count, line_of
from tests.office.actions.applications import answers
from tests.office.mandates.conftest import filed, given, person
from tests.office.officer.conftest import words_of

LAST_MONTH = timezone.now().replace(day=1) - timedelta(days=10)


def test_either_small_number_hides_both_and_a_few_have_no_median():
    told = line_of("residence-letter", Counted(5, 5, [10, 20, 30, 40, 50], [2880] * 5))
    assert (told.others, told.share, told.with_agent.en, told.without.en) == (5, 50, "30 min", "2 days")
    for others, own in ((4, 9), (9, 4)):
        assert line_of("residence-letter", Counted(others, own)).others is None
    assert line_of("residence-letter", Counted(9, 9, [1] * 4, [1] * 4)).with_agent is None


def test_a_decision_of_the_running_month_is_none_yet():
    stop = LAST_MONTH
    rows = [("s", stop - timedelta(days=2), stop + timedelta(days=1), 1), ("s", stop - timedelta(days=2), stop, None)]
    found = count(rows, stop)["s"]
    assert (found.others, found.own, found.others_minutes, found.own_minutes) == (1, 1, [], [])


@pytest.mark.django_db
def test_the_page_tells_whole_months_alone(budi):
    caches["near"].clear()
    assert "Belum ada" in words_of(Client().get("/agents/"))
    for n in range(1, 7):
        filed(given(person(n, LAST_MONTH), budi, LAST_MONTH), LAST_MONTH)
        own = person(n + 10, LAST_MONTH)
        file(Application(service("residence-letter"), own, answers_of(own), "online"), actor=citizen(own),
             now=LAST_MONTH)  # fmt: skip
    filed(given(person(8, timezone.now()), budi, timezone.now()), timezone.now())
    caches["near"].clear()
    page = words_of(Client().get("/agents/"))
    assert "6 (50%)" in page and "kurang dari lima" in page and "Budi" not in page


def answers_of(party):
    return answers(person_of(party))


def citizen(party):
    return Actor(kind="citizen", party=party.pk)
