"""A receipt on paper is typed in once, for declared hours, with the time of its paper."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from layani.office.actions import filing
from layani.office.actions.paper.blocks import issue, note, standings
from layani.office.actions.paper.declaring import acts_meanwhile, declare, end
from layani.office.actions.paper.entering import Typed, enter, require_typed
from layani.office.actions.paper.ledger import found
from layani.office.actions.paper.numbers import paper_code, paper_number, read_paper_number
from layani.office.actions.rebuilding import differences
from layani.office.house import calendar
from layani.office.tables.models import Attempt, Case, Event, PaperNote, Role
from layani.office.tables.projection import event_of, state_of
from layani.rules.cases.clock import due
from layani.rules.cases.state import Case as State
from layani.rules.paper.windows import Declared
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.conftest import MONDAY, officer
from tests.office.paper.conftest import BACK, OUT
from tests.office.paper.papers import entered, typed

pytestmark = pytest.mark.django_db
LATER = BACK + timedelta(days=7)


@contextmanager
def refused(code):
    """Expect a refusal with one code."""
    with pytest.raises(Refused) as caught:
        yield
    assert [one.code for one in caught.value.refusals] == [code]


def test_the_case_has_the_time_of_its_paper_and_says_when_it_was_typed(block, outage, eva):
    done = entered(block, 1, eva)
    event = Event.objects.get(case=done.row)
    assert done.row.received_at == OUT + timedelta(minutes=30)
    assert (event.occurred_at, event.recorded_at) == (OUT + timedelta(minutes=30), BACK + timedelta(hours=1))
    assert done.case.paper["number"] == paper_number(1, 1)
    assert done.case.paper["kind"] == "outage"
    assert event.officer_id == eva.user
    assert event_of(event).data["paper"]["entered_at"] == "2026-11-24T05:00:00+00:00"
    assert state_of(Case.objects.get(pk=done.row.pk)) == done.case


def test_its_days_count_from_the_paper_and_not_from_the_typing(block, outage, eva, now):
    on_paper = entered(block, 1, eva, now=BACK + timedelta(days=1)).case
    step = on_paper.open_step
    assert on_paper.step_due_at == due(calendar(), OUT + timedelta(minutes=30), step.within)
    typed_without = due(calendar(), BACK + timedelta(days=1), step.within)
    assert on_paper.step_due_at < typed_without


def test_it_stands_in_line_by_the_time_of_its_paper(block, outage, eva, dan):
    first = filing.file(application(), actor=CITIZEN, now=OUT + timedelta(minutes=40))
    paper = entered(block, 1, eva, minutes=30, purpose="school")
    line = Case.objects.filter(lane=first.row.lane).order_by("urgency", "received_at")
    assert [row.pk for row in line] == [paper.row.pk, first.row.pk]


def test_the_projection_can_be_made_again_from_its_events(block, outage, eva):
    entered(block, 1, eva)
    assert list(differences()) == [1]  # one case was looked at, and nothing differs


def test_a_second_paper_with_the_same_number_is_refused_with_who_used_it_and_kept(block, outage, eva, ana):
    done = entered(block, 1, eva)
    with pytest.raises(Refused) as caught:
        entered(block, 1, ana, minutes=50)
    assert "Eva" in caught.value.refusals[0].reason.en
    assert done.row.number in caught.value.refusals[0].reason.en
    assert PaperNote.objects.get(kind="double").officer_id == ana.user
    assert Attempt.objects.get().code == "paper-used"
    assert standings([block])[block.pk].doubles == (1,)
    assert Case.objects.count() == 1


def test_the_same_sending_again_is_the_same_case_and_no_double(block, outage, eva):
    one = typed(block, 1)
    form = replace(application(once="tablet-1"), channel="counter", paper=found(one.number, one.code, one.at))
    done = [enter(form, actor=eva, now=BACK + timedelta(minutes=minute)) for minute in (10, 20)]
    assert done[0].row.pk == done[1].row.pk
    assert not PaperNote.objects.filter(kind="double").exists()


def test_the_database_itself_lets_a_number_end_once(block, outage, eva):
    entered(block, 1, eva)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperNote.objects.create(block=block, seq=1, kind="spoiled", at=BACK, officer_id=eva.user)


@pytest.mark.parametrize(
    ("minutes", "code"), [(-1, "paper-no-window"), (181, "paper-no-window"), (60 * 24, "paper-ahead")]
)
def test_a_time_outside_the_declared_hours_is_refused(block, outage, eva, minutes, code):
    with refused(code):
        require_typed(typed(block, 1, minutes), actor=eva, now=BACK + timedelta(hours=1))
    assert Attempt.objects.get().code == code


def test_without_a_declaration_nothing_is_typed_in(block, eva):
    with refused("paper-no-window"):
        require_typed(typed(block, 1), actor=eva, now=BACK)


def test_a_paper_older_than_its_block_is_refused(outage, eva, hana):
    late = issue(eva.user, 5, actor=hana, now=OUT + timedelta(hours=1))
    with refused("paper-before-block"):
        require_typed(typed(late, 1, 30), actor=eva, now=BACK + timedelta(hours=1))
    assert require_typed(typed(late, 1, 90), actor=eva, now=BACK + timedelta(hours=1)).seq == 1


def test_a_number_without_its_code_is_no_receipt(block, outage, eva):
    with refused("no-such-paper"):
        require_typed(Typed(paper_number(1, 2), paper_code(paper_number(1, 1)), OUT), actor=eva, now=BACK)
    with refused("no-such-paper"):
        require_typed(Typed(paper_number(1, 11), paper_code(paper_number(1, 11)), OUT), actor=eva, now=BACK)


def test_after_three_working_days_a_supervisor_other_than_the_typist_lets_it_in(block, outage, eva, hana):
    with refused("paper-late"):
        entered(block, 1, eva, now=LATER)
    note(block, 1, "allowed", "ill", actor=hana, now=LATER)
    assert entered(block, 1, eva, now=LATER).row.received_at == OUT + timedelta(minutes=30)


def test_nobody_is_their_own_second_pair_of_eyes(block, outage):
    both = officer("both", "front-desk", "supervisor")
    note(block, 1, "allowed", "ill", actor=both, now=LATER)
    with refused("paper-late"):
        entered(block, 1, both, now=LATER)


def test_a_number_reported_lost_can_be_found_and_a_spoiled_one_cannot_be_used(block, outage, eva, hana):
    note(block, 1, "lost", actor=hana, now=BACK)
    with refused("paper-lost"):
        entered(block, 1, eva)
    note(block, 1, "allowed", "found", actor=hana, now=BACK)
    entered(block, 1, eva)
    assert standings([block])[block.pk].ends == {1: "used"}
    note(block, 2, "spoiled", "torn", actor=hana, now=BACK)
    with refused("paper-spoiled"):
        entered(block, 2, eva)
    with refused("paper-ended"):
        note(block, 2, "lost", actor=hana, now=BACK)


def test_a_gap_and_a_time_out_of_order_are_seen(block, outage, eva):
    entered(block, 1, eva, minutes=60)
    entered(block, 3, eva, minutes=20, purpose="school")
    stands = standings([block])[block.pk]
    assert (stands.missing, stands.unordered, stands.blank) == ((2,), (3,), 7)


def test_a_day_in_the_field_is_for_the_blocks_of_who_goes(eva, hana, ana):
    hers, his = (issue(one.user, 5, actor=hana, now=MONDAY) for one in (eva, ana))
    declare(Declared("field", OUT, BACK, place="Balai RW 3", officers=(eva.user,)), actor=hana, now=MONDAY)
    assert entered(hers, 1, eva).case.paper["kind"] == "field"
    with refused("paper-no-window"):
        require_typed(typed(his, 1), actor=ana, now=BACK)


def test_hours_are_declared_in_time_and_by_a_supervisor(hana, eva):
    for one, code in (
        (Declared("outage", OUT, BACK, "power"), "window-too-late"),
        (Declared("outage", OUT, BACK, "laziness"), "window-no-reason"),
        (Declared("field", OUT, BACK, place="Balai", officers=(eva.user,)), "field-not-ahead"),
        (Declared("outage", LATER + timedelta(hours=1), None, "power"), "window-not-yet"),
    ):
        with refused(code):
            declare(one, actor=hana, now=LATER)
    with refused("paper-not-yours"):
        declare(Declared("outage", OUT, BACK, "power"), actor=eva, now=BACK)


def test_an_outage_that_lasts_takes_papers_and_is_ended_once(block, eva, hana):
    lasts = declare(Declared("outage", OUT, None, "network"), actor=hana, now=OUT + timedelta(minutes=5))
    assert require_typed(typed(block, 1), actor=eva, now=OUT + timedelta(hours=1)).seq == 1
    end(lasts, OUT + timedelta(hours=2), actor=hana, now=BACK)
    lasts.refresh_from_db()
    with refused("window-ended"):
        end(lasts, OUT + timedelta(hours=2), actor=hana, now=BACK)
    with refused("paper-no-window"):
        require_typed(typed(block, 2, 130), actor=eva, now=BACK)


def test_what_was_done_in_the_system_meanwhile_is_counted(block, outage, eva, hana):
    assert acts_meanwhile([outage], BACK) == {outage.pk: 0}
    here = officer("fajar", "front-desk")
    Role.objects.create(user_id=here.user, office=block.office, name="front-desk", since=MONDAY.date())
    filing.file(replace(application(), channel="counter"), actor=here, now=OUT + timedelta(hours=1))
    assert acts_meanwhile([outage], BACK) == {outage.pk: 1}
    Case.objects.update(imported=True)
    assert acts_meanwhile([outage], BACK) == {outage.pk: 0}, "what another system's file told was done elsewhere"


def test_the_ledger_cannot_be_edited(block, outage, append_only):
    for statement in (
        "update tables_paperblock set size = 50",
        "update tables_paperwindow set since = '2020-01-01'",
        "delete from tables_paperwindow",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_people_read_for_one_another_on_paper_is_one_number():
    assert read_paper_number("k1 o1 " + paper_number(1, 1)[-1]) is None  # digits are not letters
    assert read_paper_number(paper_number(123, 45).lower()) == (123, 45)
    assert read_paper_number(paper_number(123, 45).replace("-45-", "-54-")) is None


def test_a_case_without_paper_says_nothing_of_it():
    assert State().paper == {}


def test_a_time_in_the_offices_own_zone_makes_no_difference_to_the_projection(block, outage, eva):
    local = replace(typed(block, 1), at=calendar().local(OUT + timedelta(minutes=30)))
    paper = require_typed(local, actor=eva, now=BACK + timedelta(hours=1))
    enter(replace(application(), channel="counter", paper=paper), actor=eva, now=BACK + timedelta(hours=1))
    assert list(differences()) == [1]
