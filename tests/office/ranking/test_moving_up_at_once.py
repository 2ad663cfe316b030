"""Two sweeps at the same moment give a place that fell free to one who waits, not to two."""

import threading

import pytest
from django.db import connection

from layani.office.actions import deciding
from layani.office.actor import Actor
from layani.office.jobs.give_places import give_places
from layani.office.tables.models import Checkpoint
from layani.office.tables.models.rankings import RankingLineQuerySet
from tests.office.conftest import officer
from tests.office.ranking.grants import CLOSED, COUNTS, ROLES, applied, checked, grant_office, place, signed

__all__ = ["grant_office"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("postgres" not in connection.vendor, reason="SQLite lets one transaction write at a time.")
def test_a_place_is_given_once_when_another_sweep_comes_in_between(grant_office, monkeypatch):  # noqa: F811
    staff = {name: officer(name, role) for name, role in ROLES.items()}
    incomes = ((1_500_000, 3), (1_900_000, 1), (8_000_000, 3), (9_000_000, 3))
    numbers = [applied(seat, *said) for seat, said in enumerate(incomes, start=1)]
    checked(staff, 4)
    Checkpoint.objects.create(size=3, text="contoh.example/education\n3\nAAAA\n\n", signed_at=CLOSED)
    signed(staff)
    give_places(COUNTS)
    deciding.withdraw(numbers[1], actor=Actor(kind="citizen"), now=COUNTS)
    real, others = RankingLineQuerySet.waiting, []

    def sweep():
        try:
            give_places(COUNTS)
        finally:
            connection.close()

    def waiting(self):
        if not others:
            others.append(threading.Thread(target=sweep))
            others[0].start()
            others[0].join(timeout=3)
        return real(self)

    monkeypatch.setattr(RankingLineQuerySet, "waiting", waiting)
    give_places(COUNTS)
    others[0].join()
    assert sorted(place(number)["place"] for number in numbers) == ["placed", "placed", "placed", "waiting"]
