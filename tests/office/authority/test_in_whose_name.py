"""Who decided for a post is told as the letter tells it, on every page that says who decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import deciding
from layani.office.actions.authorising import confirm_power, enter_power
from layani.office.house import calendar
from layani.office.pages.auditor.auditor import acts_before
from layani.office.pages.auditor.case import acts_of
from layani.office.pages.citizen.progress import steps_of
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.text import Text
from tests.office.authority.conftest import acting
from tests.office.officer.walks import granted, on_the_deciders_desk

FORM = "a.n. Camat, Sekretaris Kecamatan"


@pytest.fixture
def by_mandate(ana, ben, oki, citra):
    """A case that Ben granted by a mandate, and one that Citra granted by her own power."""
    at = timezone.now() - timedelta(minutes=30)
    own = granted(ana, citra, at=at)
    today = calendar().local(at).date()
    words = Text("Sekretaris Kecamatan", "Secretary of the district")
    power = acting("ben", kind="mandate", decree_on=today, since=today, until=today, signs_as=words)
    confirm_power(enter_power(power, actor=oki, now=at).pk, actor=citra, now=at)
    number = on_the_deciders_desk(ana, ben, at=at + timedelta(minutes=6))
    deciding.grant(number, actor=ben, now=at + timedelta(minutes=12))
    return number, own


def decided_by(number):
    row = Case.objects.get(number=number)
    events = [event_of(one) for one in Event.objects.of_case(row.pk)]
    (step,) = (one for one in steps_of(state_of(row), events, timezone.now()) if one.title.en == "Decided")
    return step.holder.id


def test_the_way_of_the_case_at_the_counter_and_at_home(by_mandate):
    number, own = by_mandate
    assert (decided_by(number), decided_by(own)) == (FORM, "Camat")


def test_the_inspectorates_list_and_its_page_of_the_case(by_mandate):
    number, own = by_mandate
    found = {one.number: one.role.id for one in acts_before(None) if one.words.id == "Dikabulkan"}
    assert found == {number: FORM, own: "Camat"}
    said = [one.role.id for one in acts_of(Case.objects.get(number=number), 0)]
    assert FORM in said and said.count("Camat") == 1  # the desk that took it is the head's
