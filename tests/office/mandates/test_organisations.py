"""Organisations of agents: entered by a supervisor, joined by one's own word; the lead reads what clients were told."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions.agent_organisations import ask_in, confirm, enter, leave, led_by, let_go
from layani.office.actions.mandating import agent_of, end, give
from layani.office.actions.proxying import disown
from layani.office.house import calendar
from layani.office.tables.models import AgentLook, AgentMember, AgentOrganisation, Mandate, Party
from layani.office.tables.models.agent_organisations import filings_of
from layani.office.tables.models.people import SEEN
from layani.rules.refusal import Refused
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, officer
from tests.office.mandates.conftest import BUDI, SERVICE, as_citizen, filed, given, person, serving_here, wish
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hana(db):
    return officer("hana", "supervisor")


@pytest.fixture
def lead(db, now):
    row = person(9, now)
    Party.objects.filter(pk=row.pk).update(assurance=SEEN)
    row.refresh_from_db()
    return row


@pytest.fixture
def place(hana, lead, now):
    """Biro Cepat, which its lead has confirmed."""
    row = enter("Biro Cepat", "NIB 1234567890", agent_of(lead).code, actor=hana, now=now - 2 * HOUR)
    confirm(actor=as_citizen(lead), now=now - 2 * HOUR)
    return row


@pytest.fixture
def works(place, lead, budi, now):
    """Budi, who works there by his own word."""
    ask_in(agent_of(budi).code, actor=as_citizen(lead), now=now - HOUR)
    return confirm(actor=as_citizen(budi), now=now - HOUR)


def told(carla, budi, place, now):
    values = wish(carla, budi, now, organisation=place.pk)
    return give(values, actor=as_citizen(carla), now=now, once=uuid4())


def test_nobody_works_there_by_somebody_elses_word(place, lead, budi, now):
    ask_in(agent_of(budi).code, actor=as_citizen(lead), now=now)
    assert AgentMember.objects.now_of(budi.pk) is None
    page = words_of(signed_in(budi).get("/organisation/"))
    assert "Anda bekerja di Biro Cepat?" in page
    signed_in(budi).post("/organisation/", {"do": "leave"})
    assert AgentMember.objects.asked_of(budi.pk) is None and AgentMember.objects.now_of(budi.pk) is None


def test_only_supervisors_enter_one_and_a_number_once(hana, place, lead, budi, now):
    for actor in (officer("eva", "front-desk"), officer("ina", "auditor"), as_citizen(lead)):
        with pytest.raises(Refused, match="Supervisors alone"):
            enter("Biro Lain", "NIB 99", agent_of(budi).code, actor=actor, now=now)
    with pytest.raises(Refused, match="entered already"):
        enter("Biro Lain", "NIB 1234567890", agent_of(budi).code, actor=hana, now=now)
    with pytest.raises(Refused, match="Write the organisation"):
        enter(" ", "NIB 99", agent_of(budi).code, actor=hana, now=now)
    with pytest.raises(Refused, match="no such code"):
        enter("Biro Lain", "NIB 99", "K-0000-0000", actor=hana, now=now)
    assert AgentOrganisation.objects.count() == 1


def test_an_officer_of_this_office_works_for_none(place, lead, budi, now):
    ask_in(agent_of(budi).code, actor=as_citizen(lead), now=now)
    serving_here("eka", BUDI)
    with pytest.raises(Refused, match="officer of this office"):
        confirm(actor=as_citizen(budi), now=now)


def test_nobody_leads_two_or_asks_in_who_works_elsewhere(hana, works, lead, budi, now):
    with pytest.raises(Refused, match="works for an organisation already"):
        enter("Biro Lain", "NIB 99", agent_of(budi).code, actor=hana, now=now)
    with pytest.raises(Refused, match="works for an organisation already"):
        ask_in(agent_of(budi).code, actor=as_citizen(lead), now=now)
    with pytest.raises(Refused, match="Only whoever leads"):
        ask_in(agent_of(lead).code, actor=as_citizen(budi), now=now)
    assert led_by(budi.pk) is None and led_by(lead.pk) is not None


def test_the_lead_reads_names_of_those_who_were_told_and_leaves_a_look(works, place, lead, carla, budi, now, browser):
    row = filed(told(carla, budi, place, now), now).row
    other = filed(given(person(3, now), budi, now), now).row
    page = words_of(signed_in(lead).get("/organisation/"))
    assert CARLA.name in page and row.number in page and BUDI.name in page
    assert other.number in page and "Ns. Sari 3" not in page
    look = AgentLook.objects.get()
    assert (look.agent_id, look.party_id, look.what) == (lead.pk, carla.pk, "organisation")
    assert "Pimpinan kantornya melihat nama Anda" in words_of(browser.get("/my-data/"))


def test_with_the_mandate_the_client_is_gone_and_the_number_is_counted(works, place, lead, carla, budi, now):
    mandate = told(carla, budi, place, now)
    row = filed(mandate, now).row
    end(mandate.ref, "person", actor=as_citizen(carla), now=now)
    page = words_of(signed_in(lead).get("/organisation/"))
    assert row.number not in page and CARLA.name not in page and "mengajukan 1" in page
    assert not AgentLook.objects.exists()


def test_what_was_filed_before_or_after_working_there_is_not_its_own(works, place, lead, budi, carla, now):
    mandate = given(carla, budi, now - 24 * HOUR)  # three hours ago may have been yesterday
    filed(mandate, now - 3 * HOUR)
    during = filed(mandate, now)
    assert [one.case_id for one in filings_of(place.pk)] == [during.row.number]
    leave(actor=as_citizen(budi), now=now + HOUR)
    filed(mandate, now + 2 * HOUR)
    assert [one.case_id for one in filings_of(place.pk)] == [during.row.number]


def test_the_lead_and_the_supervisor_end_it_and_nobody_elses_lead(hana, works, lead, budi, now):
    second = person(8, now)
    enter("Biro Lain", "NIB 99", agent_of(second).code, actor=hana, now=now)
    confirm(actor=as_citizen(second), now=now)
    with pytest.raises(Refused, match="does not work for yours"):
        let_go(works.pk, actor=as_citizen(second), now=now)
    let_go(works.pk, actor=as_citizen(lead), now=now)
    assert AgentMember.objects.get(pk=works.pk).ended_by == "lead"
    let_go(AgentMember.objects.get(party=lead).pk, actor=hana, now=now)
    assert led_by(lead.pk) is None


def test_the_lead_opens_no_case_of_a_client(works, place, lead, carla, budi, now):
    row = filed(told(carla, budi, place, now), now).row
    for path in ("", "answer/", "letter/"):
        assert signed_in(lead).get(f"/for/case/{row.number}/{path}").status_code == 404


def test_the_person_reads_who_sees_their_name_before_they_give_the_mandate(works, place, browser, budi, now):
    until = calendar().local(now).date() + timedelta(days=30)
    values = {"code": agent_of(budi).code, "services": [SERVICE], "until-day": f"{until.day}",
              "until-month": f"{until.month}", "until-year": f"{until.year}"}  # fmt: skip
    sure = browser.post("/mandates/give/", values)
    assert "Pimpinan kantor itu melihat nama Anda" in words_of(sure)
    hidden = dict(re.findall(r'type="hidden" name="(once|works_for)" value="([^"]*)"', sure.content.decode()))
    browser.post("/mandates/give/", {**values, **hidden, "sure": "1"})
    assert Mandate.objects.get().organisation_id == place.pk
    browser.post("/mandates/give/", {**values, "once": str(uuid4()), "sure": "1"})  # who did not read it
    assert Mandate.objects.order_by("pk").last().organisation_id is None


def test_every_reader(works, lead, budi, carla, browser_of):
    stranger, page = Client(), "/officer/agents/organisations/"
    assert stranger.get("/organisation/").status_code == stranger.get(page).status_code == 302
    assert "tidak tercatat" in words_of(signed_in(carla).get("/organisation/"))
    assert "Permohonan klien" not in words_of(signed_in(budi).get("/organisation/"))
    assert "Permohonan klien" in words_of(signed_in(lead).get("/organisation/"))
    for role, status in {"supervisor": 200, "head": 200, "auditor": 403, "front-desk": 403, "operator": 403}.items():
        assert browser_of(f"x-{role}", role).get(page).status_code == status
    assert signed_in(lead).get(page).status_code in (302, 403)


def test_a_supervisor_enters_one_on_the_page(browser_of, budi):
    hana = browser_of("hani", "supervisor")
    said = {"name": "Biro Maju", "registration": "NIB 777", "code": agent_of(budi).code}
    assert hana.post("/officer/agents/organisations/", said).status_code == 302
    assert "Biro Maju" in words_of(hana.get("/officer/agents/organisations/"))
    wrong = hana.post("/officer/agents/organisations/", {**said, "code": "K-1"})
    assert wrong.status_code == 409 and "Biro Maju" in words_of(wrong)


def test_the_lead_sees_how_many_did_not_agree(works, place, lead, carla, budi, now):
    row = filed(told(carla, budi, place, now), now).row
    disown(row.number, actor=as_citizen(carla), now=now)
    assert "Bukan kehendak orangnya 1" in words_of(signed_in(lead).get("/organisation/"))


def test_as_many_queries_with_many_clients(works, place, lead, budi, now, django_assert_max_num_queries):
    for n in range(1, 6):
        filed(given(person(n, now), budi, now), now)
    page = signed_in(lead)
    page.get("/organisation/")
    with django_assert_max_num_queries(16):
        page.get("/organisation/")
