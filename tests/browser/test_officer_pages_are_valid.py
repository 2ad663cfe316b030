"""The officers' and the counter's pages are valid HTML in every state that a journey meets, says the W3C's checker."""

import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.tables.models import Case, Letter
from tests import available
from tests.office.counter.conftest import CARD, FORM, send
from tests.office.officer.asked_why import say_why
from tests.office.officer.building import building_office, side_by_side_office, staff_of_the_building_office, up_to
from tests.office.officer.conftest import browser_of
from tests.office.officer.test_side_by_side import filed as filed_house
from tests.office.officer.walks import FACT, filed, with_failed_rule

__all__ = ["browser_of", "building_office", "side_by_side_office"]
pytestmark = [pytest.mark.validator, pytest.mark.slow]


@pytest.fixture
def keep(tmp_path):
    """Get or post a page and keep what came."""

    def keep(browser, path, name, **posted):
        answer = browser.post(path, posted) if posted else browser.get(path, follow=True)
        (tmp_path / f"{name}.html").write_bytes(answer.content)

    return keep


def officers_pages(keep, eva, hana):
    case = f"/officer/case/{filed(at=timezone.now() - timedelta(hours=2))}/"
    keep(eva, "/officer/", "desk")
    eva.post("/officer/")
    keep(eva, case, "case to check")
    keep(eva, case, "a tick without words", act="ask_missing", **{"ask-address": "yes"})
    eva.post(case, {"act": "check_complete"})
    hana.post("/officer/")
    with_failed_rule(case.split("/")[-2])
    keep(hana, case, "case to decide")
    keep(hana, case, "preview", act="preview_refusal", ground="not-resident", fact=FACT)
    keep(hana, "/officer/late/", "late")
    hana.post(case, {"act": "decide_refuse", "ground": "not-resident", "fact": FACT})
    keep(hana, case, "refused case")
    keep(eva, f"/letter/{Letter.objects.get().code}/", "letter")
    keep(eva, "/letter/?code=x", "incomplete code")
    keep(eva, "/letter/K7Q4-9TBM-X2HD-5P3W/", "unknown letter")


def counters_pages(keep, eva):
    keep(eva, "/counter/", "counter")
    keep(eva, "/counter/new/", "newcomer")
    keep(eva, "/counter/new/", "incomplete newcomer", nik="1")
    eva.post("/counter/new/", CARD)
    keep(eva, "/counter/person/", "person")
    keep(eva, "/counter/apply/move-of-address/", "long form")
    send(eva, "/counter/apply/residence-letter/", **FORM)
    keep(eva, "/counter/apply/residence-letter/check/", "read back")
    receipt = send(eva, "/counter/apply/residence-letter/check/")["Location"]
    keep(eva, receipt, "receipt")
    keep(eva, receipt.removesuffix("receipt/"), "case at the counter")


def auditors_pages(keep, indra):
    number = Letter.objects.get().case.number
    opened = f"/auditor/case/{number}/"
    keep(indra, opened, "auditor is asked why")
    keep(indra, opened, "auditor gives no reason", act="say-why", until="x")
    say_why(indra, opened, reason="sample")
    for name in ("", "attempts/", "attempts/?rule=P01", "looks/", "questions/", "find/?number=x", f"case/{number}/"):
        keep(indra, f"/auditor/{name}", f"auditor {name.replace('/', ' ')}")


def test_every_page_is_valid(browser_of, keep, tmp_path):  # noqa: F811
    eva, hana = browser_of("eva", "front-desk"), browser_of("hana", "head")
    officers_pages(keep, eva, hana)
    auditors_pages(keep, browser_of("indra", "auditor"))
    counters_pages(keep, eva)
    keep(Client(), "/complaints/", "complaints")
    keep(Client(), "/privacy/", "privacy")
    keep(Client(), "/officer/sign-in/", "sign in")
    keep(eva, "/officer/sign-in/2fa/", "how I sign in")
    assert len(list(tmp_path.glob("*.html"))) > 18
    assert faults_in(tmp_path) == ""


def faults_in(folder):
    checked = subprocess.run(
        ["java", "-jar", available.VNU, "--errors-only", "--skip-non-html", folder],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return checked.stderr


def test_the_form_of_every_kind_of_step_is_valid(building_office, browser_of, keep, tmp_path):  # noqa: F811
    roles = ("front-desk", "surveyor", "section-head")
    eva, staff = browser_of("eva", *roles), staff_of_the_building_office()
    early = timezone.now() - timedelta(days=2)
    for place, step in enumerate(("site-visit", "assess", "initial-section", "external", "notice")):
        number = up_to(step, staff, early + timedelta(hours=place))
        eva.post("/officer/")
        case = f"/officer/case/{number}/"
        keep(eva, case, step)
        keep(eva, case, f"{step} not filled in", act="visit", step=step, team="Eva")
        for act in ("external_sent", "notice_opened"):
            eva.post(case, {"act": act, "step": step})
        keep(eva, "/officer/", f"desk after {step}")
        eva.post("/officer/", {"case": number})
        eva.post(case, {"act": "notice_objection", "step": step, "words": "Pagar menutup jalan."})
        keep(eva, case, f"{step} begun")
        Case.objects.filter(number=number).update(holder=None, step_role="")
    assert faults_in(tmp_path) == ""


def test_what_an_officer_does_to_the_clock_and_work_side_by_side_is_valid(
    side_by_side_office,  # noqa: F811
    browser_of,  # noqa: F811
    keep,
    tmp_path,
):
    eva = browser_of("eva", "front-desk", "road-engineer")
    number = filed_house(timezone.now() - timedelta(hours=2))
    case = f"/officer/case/{number}/"
    eva.post("/officer/")
    keep(eva, case, "forms of the clock")
    keep(eva, case, "no evidence", act="pause", system="SIAK", evidence="x")
    keep(eva, case, "no reason", act="extend")
    eva.post(case, {"act": "pause", "system": "SIAK", "evidence": "Pemberitahuan 12/2026"})
    keep(eva, "/officer/", "desk with a clock that stands still")
    eva.post("/officer/", {"case": number})
    keep(eva, case, "a clock that stands still")
    eva.post(case, {"act": "resume"})
    eva.post(case, {"act": "extend", "reason": "on-site"})
    keep(eva, case, "extended")
    eva.post(case, {"act": "check_complete"})
    eva.post("/officer/")
    keep(eva, case, "side by side")
    kepala = browser_of("kepala", "supervisor")
    keep(kepala, case, "the supervisor is asked why")
    keep(say_why(kepala, case), case, "side by side, read by the supervisor")
    keep(kepala, "/officer/looks/", "what the supervisor opened")
    keep(kepala, "/officer/looks/officers/", "looks by officer")
    assert len(list(tmp_path.glob("*.html"))) == 11
    assert faults_in(tmp_path) == ""
