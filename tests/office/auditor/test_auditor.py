"""The inspectorate's page: the record, what was stopped, the latest acts with their proofs, and nothing personal."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from layani.office.actions import checking
from layani.office.actions.looking import Shown, keep_look
from layani.office.actions.parties import register
from layani.office.gateways.log_keys import trust_policy
from layani.office.house import key_store
from layani.office.jobs import integrate_record
from layani.office.pages.auditor.auditor import ROWS
from layani.office.tables.models import Case, Event, Party, User
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict, verify_receipt
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, officer
from tests.office.officer.sign_in_codes import sign_in
from tests.office.officer.walks import another, checked, filed
from tests.office.security.visitors import PASSWORD, SECRET, officer_client

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/auditor/"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"


@pytest.fixture
def indra(folders):
    return officer_client("indra", "auditor", headers={"accept-language": "en"})


def test_an_empty_office_says_so(indra):
    page = indra.get(PAGE).content.decode()
    assert "The record is still empty." in page
    assert "No acts yet" in page


def test_it_shows_the_acts_with_role_and_entry_and_nothing_personal(indra, now, django_assert_num_queries):
    number = checked(officer("ana", "front-desk"))
    integrate_record.run(now)
    indra.get(PAGE)
    with django_assert_num_queries(7):  # three of them say who is asking
        page = indra.get(PAGE).content.decode()
    assert page.count(number) == 3 * Event.objects.count()
    for words in ("The application came in", "The citizen", "Found complete", "Front desk", "Proof of entry 0"):
        assert words in page, words
    for secret in (CARLA.nik, CARLA.name, "Mawar", "Ana"):
        assert secret not in page, secret


def test_each_proof_can_be_verified_without_us(indra, now):
    number = filed()
    integrate_record.run(now)
    address = re.search(r'href="(/auditor/proof/[^"]+)"', indra.get(PAGE).content.decode())[1]
    answer = indra.get(address)
    assert f"{number}-1.tlog-proof" in answer["Content-Disposition"]
    policy = parse_policy(trust_policy().encode())
    assert verify_receipt(answer.content, policy).verdict is Verdict.PROVEN


def test_no_proof_is_offered_before_the_record_holds_the_act(indra, now):
    number = filed()
    page = indra.get(PAGE).content.decode()
    assert "within seconds" in page
    assert indra.get(f"/auditor/proof/{number}/0/").status_code == 404
    assert indra.get(f"/auditor/proof/{number}/9999999999999999999999/").status_code == 404


def test_an_erased_case_is_told(indra, now):
    number = filed()
    integrate_record.run(now)
    key_store().erase(Case.objects.numbered(number).ref)
    assert indra.get(f"/auditor/proof/{number}/0/").status_code == 410


def test_what_a_control_stopped_this_month_is_counted(indra, monkeypatch, now):
    monkeypatch.setattr("layani.office.pages.auditor.auditor.start_of_month", lambda _: now)
    ana = officer("ana", "front-desk", nik=CARLA.nik)
    number = filed()
    with pytest.raises(Refused):
        checking.check_complete(number, actor=ana, now=now + timedelta(minutes=1))
    page = indra.get(PAGE).content.decode()
    assert re.search(r"<dt>Not one[^<]*s own case</dt><dd>1", page), page


def test_every_look_is_shown_with_officer_role_and_what_was_opened_and_without_a_name(indra, django_assert_num_queries):
    number, eva = filed(), officer_client("eva", "front-desk", headers={"accept-language": "en"})
    eva.post("/counter/", {"nik": CARLA.nik})
    for path in ("person/", f"case/{number}/", f"case/{number}/receipt/"):
        assert eva.get(f"/counter/{path}").status_code == 200
    assert "4 times since" in indra.get(PAGE).content.decode()
    with django_assert_num_queries(3):  # three of them say who is asking
        page = indra.get(f"{PAGE}looks/").content.decode()
    said = ("Opened the receipt to print", "Opened the application", "Opened the person", "Found the person by NIK")
    assert [page.index(words) for words in said] == sorted(page.index(words) for words in said)
    assert page.count(number) == 2 * 2  # each is a link to its case
    assert page.count("Front desk") == page.count(str(Party.objects.get().ref)) == 4
    assert f"Officer {User.objects.get(username='eva').pk}<" in page
    for secret in (CARLA.nik, CARLA.name, "Eva", "Mawar"):
        assert secret not in page, secret


def test_no_look_is_a_state_of_its_own(indra):
    assert "Nothing opened yet" in indra.get(f"{PAGE}looks/").content.decode()


def test_long_lists_of_looks_go_on_by_key_and_show_every_look_once(indra, now):
    eva, party = officer("eva", "front-desk"), register(CARLA, now=now)
    for place in range(ROWS + 3):
        keep_look(Shown(party.pk, None, f"look-{place:03}.", "counter"), actor=eva, role="", now=now)
    first = indra.get(f"{PAGE}looks/").content.decode()
    second = indra.get(f"{PAGE}looks/" + re.search(r'rel="next" href="([^"]+)"', first)[1]).content.decode()
    assert [(first + second).count(f"look-{place:03}.") for place in range(ROWS + 3)] == [1] * (ROWS + 3)
    assert 'rel="next"' not in second


def test_long_lists_go_on_by_key_and_show_every_act_once(indra):
    numbers = [filed(another(place)) for place in range(ROWS + 3)]
    first = indra.get(PAGE).content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = indra.get(PAGE + older).content.decode()
    assert [sum(number in page for page in (first, second)) for number in numbers] == [1] * len(numbers)
    assert 'rel="next"' not in second
    assert "Newer" in second


@pytest.mark.parametrize("before", ["x", "-1", "%D9%A1", "9" * 40, ""])
def test_a_nonsense_key_shows_the_beginning(indra, before):
    number = filed()
    assert number in indra.get(f"{PAGE}?before={before}").content.decode()


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        (("auditor",), "/auditor/"),
        (("operator",), "/operator/"),
        (("auditor", "operator"), "/auditor/"),
        (("front-desk",), "/officer/"),
        (("supervisor",), "/officer/"),
        (("front-desk", "operator"), "/officer/"),
    ],
)
def test_every_role_lands_on_a_page_that_it_may_open(roles, page):
    officer_client("gita", *roles)
    client = Client()
    cache.clear()  # the code of this half minute has been used; it must open once more here
    User.objects.update(totp_counter=0)
    assert sign_in(client, "gita", PASSWORD, SECRET)["Location"] == page
    assert client.get(page).status_code == 200
