"""The public figures on agents: fixed quarters, written once, no small number, none that a subtraction shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions.agent_organisations import ask_in, confirm, enter
from layani.office.actions.filing import Application, file
from layani.office.actions.mandating import agent_of
from layani.office.actions.parties import person_of
from layani.office.actions.proxying import disown
from layani.office.house import calendar, service
from layani.office.jobs import agent_figures
from layani.office.jobs.agent_figures import published
from layani.office.tables.models import AgentQuarter, Case
from layani.rules.mandates.published import Band, band, next_quarter, quarter_of, quarters_before
from tests.office.actions.applications import answers
from tests.office.conftest import officer
from tests.office.mandates.conftest import as_citizen, filed, given, person
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 6, 3, tzinfo=UTC)
THIRD, LATER = date(2026, 7, 1), datetime(2026, 10, 5, 3, tzinfo=UTC)


def decided(row, *, late=False, days=2):
    """Write on a case's row that it was decided, as the figures read it."""
    at = row.received_at + timedelta(days=days)
    due = at - timedelta(hours=1) if late else at + timedelta(days=1)
    Case.objects.filter(pk=row.pk).update(decided_at=at, due_at=due, status="granted")


def own_case(n, now):
    who = person(n, now)
    given_now = answers(person_of(who))
    return file(Application(service("residence-letter"), who, given_now, "online"), actor=as_citizen(who), now=now).row


def test_a_share_is_told_of_many_cases_of_many_people_in_steps_of_ten():
    assert band(20, 20, 10) == band(20, 18, 10) == band(29, 28, 11) == Band(20, 90, 100)
    assert band(20, 17, 10) == Band(20, 80, 90)
    assert band(19, 19, 19) is None and band(200, 200, 9) is None
    assert band(20, 0, 20) == Band(20, 0, 10)


def test_one_late_case_among_all_in_time_is_not_told():
    moved = [n for n in range(20, 200) if band(n, n, 20) != band(n, n - 1, 20)]
    assert moved == []


def test_quarters_follow_one_another_over_the_turn_of_the_year():
    for day in (date(2026, 1, 1), date(2026, 11, 29), date(2027, 12, 31)):
        first = quarter_of(day)
        assert first <= day < next_quarter(first)
        assert next_quarter(next(quarters_before(first))) == first
    assert list(quarters_before(date(2026, 4, 1)))[:2] == [date(2026, 1, 1), date(2025, 10, 1)]


@pytest.fixture
def bureau(budi):
    """Biro Cepat, for which Budi works."""
    lead, before = person(28, JULY), JULY - timedelta(days=9)
    row = enter("Biro Cepat", "NIB 1", agent_of(lead).code, actor=officer("hana", "supervisor"), now=before)
    confirm(actor=as_citizen(lead), now=before)
    ask_in(agent_of(budi).code, actor=as_citizen(lead), now=before)
    confirm(actor=as_citizen(budi), now=before)
    return row


def test_the_share_of_an_organisation_stands_beside_those_without(bureau, budi):
    for n in range(1, 11):
        mandate = given(person(n, JULY), budi, JULY)
        for hours in (0, 1):
            decided(filed(mandate, JULY + timedelta(hours=hours)).row, late=n < 4)
    for n in range(11, 21):
        for hours in (0, 1):
            decided(own_case(n, JULY + timedelta(hours=hours)))
    found = published(Case.objects.first().office, THIRD)
    share = {"about": 20, "low": 70, "high": 80}
    assert found["organisations"] == [{"name": "Biro Cepat", "registration": "NIB 1", "share": share}]
    assert found["without"] == {"about": 20, "low": 90, "high": 100}
    (line,) = found["services"]
    assert (line["others"], line["share"], line["with_agent"]) == (20, 50, 2 * 24 * 60)


def test_small_numbers_are_hidden_on_both_sides(bureau, budi):
    for n in range(1, 5):
        decided(filed(given(person(n, JULY), budi, JULY), JULY).row)
    for n in range(11, 17):
        decided(own_case(n, JULY))
    found = published(Case.objects.first().office, THIRD)
    assert found["organisations"][0]["share"] is None and found["without"] is None
    (line,) = found["services"]
    assert [line[name] for name in ("others", "share", "with_agent", "without")] == [None] * 4
    assert found["agents"] == 0 and found["disowned"] == 0


def test_what_was_disowned_is_neither_decided_nor_withdrawn(budi):
    rows = [filed(given(person(n, JULY), budi, JULY), JULY).row for n in range(1, 7)]
    for row in rows:
        disown(row.number, actor=as_citizen(row.party), now=JULY + timedelta(hours=1))
    found = published(rows[0].office, THIRD)
    assert found["disowned"] == 6 and found["services"] == [] and found["without"] is None


def test_a_quarter_is_written_once_when_it_is_over_and_never_changes(budi):
    rows = [filed(given(person(n, JULY), budi, JULY), JULY).row for n in range(1, 7)]
    for row in rows:
        decided(row)
    for n in range(11, 17):
        decided(own_case(n, JULY))
    ends = calendar().at(date(2026, 10, 1), JULY.time().min)
    agent_figures.run(ends + timedelta(minutes=1))
    assert not AgentQuarter.objects.filter(first=THIRD).exists(), "the last acts may not be visible yet"
    assert agent_figures.run(LATER) >= 1 and agent_figures.run(LATER) == 0
    before = AgentQuarter.objects.get(first=THIRD).body
    disown(rows[0].number, actor=as_citizen(rows[0].party), now=LATER)
    decided(rows[1], late=True)
    agent_figures.run(LATER + timedelta(days=20))
    assert AgentQuarter.objects.get(first=THIRD).body == before


def test_everybody_reads_the_page_and_nobody_is_named(budi):
    assert "Belum ada" in words_of(Client().get("/agents/"))
    for n in range(1, 7):
        decided(filed(given(person(n, JULY), budi, JULY), JULY).row)
        decided(own_case(n + 10, JULY))
    last = next(quarters_before(quarter_of(timezone.localdate())))
    row = Case.objects.first()
    AgentQuarter.objects.create(office=row.office, first=last, body=published(row.office, THIRD), made_at=LATER)
    page = words_of(Client().get("/agents/"))
    assert f"Triwulan {(last.month + 2) // 3} {last.year}" in page and "6 (50%)" in page and "Budi" not in page
    assert "tidak ditampilkan" in page
