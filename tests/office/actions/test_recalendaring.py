"""A decree is entered: what moves is shown first, then written once, and the citizen reads why."""

import argparse
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from layani.commands import recompute_dates
from layani.office.actions import recalendaring
from layani.office.actions.rebuilding import differences
from layani.office.house import calendar
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Case, Event, Message
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.calendar import Decree
from layani.rules.cases.clock import nth_working_day
from layani.rules.text import Text
from tests.office.officer.walks import checked


@pytest.fixture
def decreed(monkeypatch):
    """Close the office, by a decree of today, on its next working day."""
    today = calendar().local(timezone.now()).date()
    decree = Decree("Kep. 1", today, {nth_working_day(calendar(), today, 1): Text("Pemilihan", "Election")})
    monkeypatch.setattr(recalendaring, "calendar", lambda: replace(calendar(), decrees=(decree,)))


@pytest.fixture
def case(ana):
    return Case.objects.get(number=checked(ana, at=timezone.now() - timedelta(minutes=10)))


def run(capsys, **options):
    code = recompute_dates.run(argparse.Namespace(**{"write": False, "language": "en", **options}))
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("decreed")
def test_without_write_it_only_shows(case, capsys):
    code, said = run(capsys)
    assert (code, f"{case.number}: Kep. 1: " in said) == (0, True)
    assert "1 open cases move; nothing written; add --write" in said
    assert not Event.objects.filter(act="recalendar").exists()


@pytest.mark.usefixtures("decreed")
def test_with_write_each_case_gets_one_event_and_a_second_run_none(case, capsys):
    assert run(capsys, write=True)[1].endswith("1 open cases move; 1 written.\n")
    after = Case.objects.get(pk=case.pk)
    assert after.due_at > case.due_at
    assert run(capsys, write=True)[1] == "0 open cases move; 0 written.\n"
    events = [event_of(one) for one in Event.objects.all_of_case(case.pk)]
    assert [event.act for event in events].count("recalendar") == 1
    assert timeline(state_of(after), events)[0].words.id.startswith("Kep. 1: ")
    assert Message.objects.filter(case=case.pk, kind="moved").count() == 1
    assert [one for one in differences(mend=False) if not isinstance(one, int)] == []


def test_without_a_decree_nothing_moves(case, capsys):
    assert run(capsys, write=True) == (0, "0 open cases move; 0 written.\n")


@pytest.mark.usefixtures("decreed")
def test_a_case_that_moved_meanwhile_is_told_and_left(case, capsys, monkeypatch):
    found = [
        (number, replace(moved, was={"due_at": timezone.now()}))
        for number, moved in recalendaring.moved_cases(timezone.now())
    ]
    monkeypatch.setattr(recompute_dates, "moved_cases", lambda now: iter(found))
    code, said = run(capsys, write=True)
    assert (code, "1 open cases move; 0 written." in said) == (1, True)
    assert Case.objects.get(pk=case.pk).due_at == case.due_at
