"""The register of agents: volumes with what their people said of it, for supervisor and inspectorate alone."""

import pytest
from django.utils import timezone

from layani.office.actions.proxying import disown
from layani.office.pages.officer.agents import drawn
from layani.office.tables.models import Case
from tests.office.mandates.conftest import BUDI, as_citizen, filed, given, person, recorded

pytestmark = pytest.mark.django_db
PATH = "/officer/agents/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.mark.parametrize("role", ["head", "supervisor", "auditor"])
def test_an_empty_register_says_so(browser_of, role):
    assert "Belum ada yang mengajukan" in browser_of("hana", role).text(PATH)


@pytest.mark.parametrize("role", ["front-desk", "operator", "analyst"])
def test_nobody_else_reads_it(browser_of, role):
    assert browser_of("eva", role).get(PATH).status_code == 403


def test_volumes_officers_and_who_did_not_agree(browser_of, budi, now, django_assert_max_num_queries):
    hana, eva = browser_of("hana", "supervisor"), browser_of("eva", "front-desk")
    for n in range(1, 6):
        row = filed(given(person(n, now), budi, now), now).row
    filed(recorded(person(6, now), budi, eva.actor, now), now, actor=eva.actor)
    disown(row.number, actor=as_citizen(row.party), now=now)
    hana.get(PATH)
    with django_assert_max_num_queries(13):
        page = hana.text(PATH)
    assert f"{BUDI.name}" in page and "6 untuk 6 orang" in page and "1; kuasa: 1" in page and "Eva: 1" in page
    assert row.number in page and "Ns. Sari" not in page, "the people themselves are not named"


def test_who_could_not_be_told_is_listed_and_some_are_drawn(browser_of, budi, ana, now):
    hana = browser_of("hana", "head")
    why = {"why_not": "Tidak punya telepon sendiri."}
    row = recorded(person(4, now, phone=""), budi, ana, now, **why)
    for _ in range(12):
        filed(row, now, actor=ana, answers={"phone": "+6281311111111"}, **why)
    page = hana.text(PATH)
    refs = list(Case.objects.values_list("ref", flat=True))
    assert all(number in page for number in Case.objects.values_list("number", flat=True))
    tags = hana.get(PATH).content.decode().count('data-color="warning">periksa')
    assert tags == sum(drawn(ref) for ref in refs) < 12
