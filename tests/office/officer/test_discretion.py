"""Discretion: purpose, ground, a superior's approval, published at once; and never past a rule that failed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.actions.rebuilding import differences
from layani.office.actions.using_discretion import propose, rule
from layani.office.tables.models import Attempt, Case, Discretion, DiscretionRuling
from layani.rules.cases.discretion import Discretion as Proposed
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY, officer
from tests.office.officer.walks import filed, on_the_deciders_desk, with_failed_rule

SAYS = "Kelurahan dilanda banjir tiga hari, jadi warga belum dapat mengambil berkasnya di rumah."
WHY = "Setuju: banjir itu nyata, dan tidak ada aturan yang menyebut keadaan ini."
DAY = timedelta(days=1)


def proposed(**other):
    values = {"kind": "applicant-time", "purpose": "stagnation", "scope": "silent", "says": SAYS, "days": 5}
    return Proposed(**{**values, **other})


def codes(call, *args, **values):
    with pytest.raises(Refused) as refused:
        call(*args, **values)
    return [one.code for one in refused.value.refusals]


@pytest.fixture
def asked(ana):
    """A case that waits for its applicant."""
    number = filed()
    serving.take_next(actor=ana, now=MONDAY + timedelta(minutes=1))
    checking.ask_missing(number, {"purpose": "Tulis nama banknya."}, actor=ana, now=MONDAY + timedelta(minutes=2))
    return number


@pytest.fixture
def superior(db):
    return officer("citra", "supervisor")


def test_an_approval_moves_the_applicants_day_and_is_published_at_once(asked, ben, superior, client):
    before = Case.objects.get().rest["answer_by"]
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    assert row.number == "D-0001/2026" and "D-0001/2026" not in client.get("/discretion/").content.decode()
    rule(row.pk, "approved", WHY, actor=superior, now=MONDAY + 2 * DAY)
    assert Case.objects.get().rest["answer_by"] > before
    html = client.get("/discretion/").content.decode()
    assert "D-0001/2026" in html and SAYS in html and WHY in html
    assert asked not in html and CARLA.name not in html
    data = client.get("/discretion/?form=json").json()["discretion"]
    assert data[0]["number"] == "D-0001/2026" and asked not in str(data) and data[0]["working_days"] == 5
    assert [one for one in differences() if not isinstance(one, int)] == []


def test_the_inspectorate_sees_a_proposal_the_day_it_is_written(asked, ben, browser_of):
    propose(asked, proposed(), actor=ben, now=timezone.now())
    assert SAYS in browser_of("ivan", "auditor").text("/letters/discretion/")


def test_who_proposed_it_and_who_is_no_superior_do_not_rule_and_the_attempt_is_kept(asked, ben, superior):
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    assert codes(rule, row.pk, "approved", WHY, actor=ben, now=MONDAY + DAY) == ["discretion-own"]
    for name, role in (("fira", "head"), ("gita", "verifier"), ("hadi", "front-desk"), ("ivan", "auditor")):
        assert codes(rule, row.pk, "approved", WHY, actor=officer(name, role), now=MONDAY + DAY) == [
            "discretion-no-superior"
        ]
    assert Attempt.objects.filter(code="discretion-no-superior").count() == 4
    assert not DiscretionRuling.objects.exists()


@pytest.mark.parametrize("role", ["front-desk", "counter", "verifier", "supervisor", "operator", "auditor"])
def test_only_who_decides_such_cases_proposes_it(asked, role):
    assert codes(propose, asked, proposed(), actor=officer("xena", role), now=MONDAY) == ["discretion-no-power"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"kind": "grant-anyway"}, "discretion-bare"),
        ({"purpose": ""}, "discretion-bare"),
        ({"says": "ya"}, "discretion-words"),
        ({"days": 0}, "discretion-days"),
        ({"days": 31}, "discretion-days"),
        ({"budget": True}, "discretion-costs"),
        ({"says": f"{SAYS} Ini untuk Carla."}, "discretion-personal"),
        ({"says": f"{SAYS} NIK 3174015501900002."}, "discretion-personal"),
    ],
)
def test_what_is_missing_and_what_would_name_somebody_is_refused(asked, ben, other, code):
    assert code in codes(propose, asked, proposed(**other), actor=ben, now=MONDAY + DAY)
    assert not Discretion.objects.exists()


@pytest.mark.parametrize("roles", [("head",), ("head", "supervisor"), ("verifier", "head", "supervisor", "operator")])
@pytest.mark.parametrize("kind", ["equivalent-document", "rule-silent"])
def test_it_is_no_road_past_a_mandatory_rule_that_failed_for_no_role(ana, superior, roles, kind, browser_of, client):
    head = officer("hana", *roles)
    number = on_the_deciders_desk(ana, head)
    row = propose(number, proposed(kind=kind, days=0), actor=head, now=MONDAY + timedelta(minutes=5))
    with_failed_rule(number)
    other = proposed(kind=kind, days=0)
    assert codes(propose, number, other, actor=head, now=MONDAY + timedelta(minutes=5)) == ["discretion-against-rule"]
    told = browser_of("dian", "supervisor").text("/letters/discretion/")
    assert "Syarat wajib tidak terpenuhi" in told and "tidak dapat mengabulkannya" in told
    at = MONDAY + timedelta(minutes=6)
    assert codes(rule, row.pk, "approved", WHY, actor=superior, now=at) == ["discretion-against-rule"]
    assert "mandatory-rule" in " ".join(codes(deciding.grant, number, actor=head, now=MONDAY + timedelta(minutes=7)))
    assert Case.objects.get().decided_at is None and row.number not in client.get("/discretion/").content.decode()
    rule(row.pk, "declined", WHY, actor=superior, now=MONDAY + timedelta(minutes=8))


def test_with_a_rule_that_failed_more_time_can_still_be_given(asked, ben, superior):
    with_failed_rule(asked)
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    assert rule(row.pk, "approved", WHY, actor=superior, now=MONDAY + DAY).kind == "approved"


@pytest.mark.parametrize(("granted", "use"), [(True, "used"), (False, "not-used")])
def test_it_is_used_only_by_a_decision_that_grants(ana, ben, superior, client, granted, use):
    number = on_the_deciders_desk(ana, ben)
    row = propose(number, proposed(kind="rule-silent", days=0), actor=ben, now=MONDAY + timedelta(minutes=5))
    rule(row.pk, "approved", WHY, actor=superior, now=MONDAY + timedelta(minutes=6))
    assert client.get("/discretion/?form=json").json()["discretion"][0]["use"] == "not-yet"
    assert "belum dipakai" in client.get("/discretion/").content.decode()
    at = MONDAY + timedelta(minutes=7)
    if granted:
        deciding.grant(number, actor=ben, now=at)
    else:
        why = deciding.Why("not-resident", "Alamat pada kartu keluarga terletak di kecamatan lain.")
        deciding.refuse(number, why, actor=ben, now=at)
    assert client.get("/discretion/?form=json").json()["discretion"][0]["use"] == use


def test_the_case_is_a_link_for_who_may_open_it_and_for_nobody_else(asked, ben, browser_of):
    propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    link = f'href="/officer/case/{asked}/"'
    assert link in browser_of("dian", "supervisor").get("/letters/discretion/").content.decode()
    assert link not in browser_of("ivan", "auditor").get("/letters/discretion/").content.decode()


def test_an_approval_without_effect_is_rolled_back_whole(ana, ben, superior):
    number = on_the_deciders_desk(ana, ben)
    row = propose(number, proposed(), actor=ben, now=MONDAY + timedelta(minutes=5))
    assert codes(rule, row.pk, "approved", WHY, actor=superior, now=MONDAY + DAY) == ["no-time-to-give"]
    assert not DiscretionRuling.objects.exists()


def test_it_is_ruled_once_and_a_declined_one_is_not_published(asked, ben, superior, client):
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    rule(row.pk, "declined", WHY, actor=superior, now=MONDAY + DAY)
    assert codes(rule, row.pk, "approved", WHY, actor=superior, now=MONDAY + DAY) == ["ruled-already"]
    assert row.number not in client.get("/discretion/").content.decode()


def test_nobody_uses_it_in_their_own_case(asked, superior, ben):
    own = officer("carla", "head", nik=CARLA.nik)
    assert codes(propose, asked, proposed(), actor=own, now=MONDAY + DAY) == ["own-case"]
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    related = officer("cara", "supervisor", nik=CARLA.nik)
    assert codes(rule, row.pk, "approved", WHY, actor=related, now=MONDAY + DAY) == ["own-case"]


def test_the_database_itself_refuses_to_change_it(append_only, asked, ben, superior):
    row = propose(asked, proposed(), actor=ben, now=MONDAY + DAY)
    rule(row.pk, "approved", WHY, actor=superior, now=MONDAY + DAY)
    for rows in (Discretion.objects.all(), DiscretionRuling.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{"says": "x"} if rows.model is Discretion else {"why": "x"})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_pages_take_a_proposal_and_a_ruling(browser_of, ana, superior):
    at = timezone.now() - timedelta(hours=3)
    number = filed(at=at)
    serving.take_next(actor=ana, now=at + timedelta(minutes=1))
    checking.ask_missing(number, {"purpose": "Tulis nama banknya."}, actor=ana, now=at + timedelta(minutes=2))
    page = f"/officer/case/{number}/discretion/"
    hana = browser_of("hana", "head")
    form = {"kind": "applicant-time", "days": "3", "purpose": "stagnation", "scope": "silent", "says": SAYS}
    bad = hana.post(page, {**form, "purpose": ""})
    assert bad.status_code == 409 and SAYS in bad.content.decode()
    assert hana.post(page, form).status_code == 302
    assert 'name="ruling"' not in hana.get("/letters/discretion/").content.decode()
    dian = browser_of("dian", "supervisor")
    assert 'name="ruling"' in dian.get("/letters/discretion/").content.decode()
    row = Discretion.objects.get()
    assert dian.post("/letters/discretion/", {"discretion": row.pk, "ruling": "approved", "why": ""}).status_code == 409
    assert (
        dian.post("/letters/discretion/", {"discretion": row.pk, "ruling": "approved", "why": WHY}).status_code == 302
    )
    assert browser_of("eko", "front-desk").get(page).status_code == 403


def test_the_list_sends_to_where_a_proposal_is_made(browser_of, ana, db):
    watches, decides = browser_of("ivan", "auditor"), browser_of("hana", "head", "supervisor")
    assert "dari Meja saya, untuk berkas yang dipegangnya" in watches.text("/letters/discretion/")
    page = decides.get("/letters/discretion/").content.decode()
    assert "Pegang berkasnya" in page and "halaman berkas" not in page
    number = filed(at=timezone.now() - timedelta(hours=1))
    serving.take_next(actor=ana, now=timezone.now() - timedelta(minutes=50))
    checking.check_complete(number, actor=ana, now=timezone.now() - timedelta(minutes=40))
    decides.post("/officer/", {"take": "next"})
    assert f"/officer/case/{number}/discretion/" in decides.get("/officer/").content.decode()


def test_the_lists_cost_the_same_for_many(client, asked, ben, superior, django_assert_max_num_queries):
    for _ in range(27):
        row = propose(asked, proposed(kind="rule-silent", days=0), actor=ben, now=MONDAY + DAY)
        rule(row.pk, "approved", WHY, actor=superior, now=MONDAY + DAY)
    with django_assert_max_num_queries(3):
        assert client.get("/discretion/").content.decode().count("<section") == 25
