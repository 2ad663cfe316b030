"""Nobody grants against a failed mandatory rule or a negative finding: no role, page, program, import or renewal.

Grants in part, rankings, bundles and silence are held to the same by the tests of each.
"""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from layani.office.actions import checking, deciding, serving
from layani.office.actions.acting import CONTROLS, Deed, act_on
from layani.office.actor import Actor
from layani.office.pages.officer.case import ALL_DEEDS
from layani.office.tables.models import Attempt, Case, Event, Letter, Program
from layani.rules.cases.acts import deciding as decisions
from layani.rules.cases.decider import RULES
from layani.rules.controls.mandatory_rules import ROADS
from layani.rules.refusal import Refused
from tests.office.actions.test_renewing import renewed
from tests.office.api.conftest import program
from tests.office.conftest import officer
from tests.office.officer.at_the_desk import early, eva, page, post
from tests.office.officer.building import ROLES as BUILDERS
from tests.office.officer.building import building_office, up_to
from tests.office.officer.conftest import words_of
from tests.office.officer.practising import ending, practice_office, staff
from tests.office.officer.walks import checked, with_failed_rule
from tests.office.security.visitors import ROLES

__all__ = ["building_office", "early", "eva", "practice_office", "staff"]
pytestmark = pytest.mark.django_db
RULES_FOLDER = Path(decisions.__file__).parents[2]
MANDATORY = next(one for one in CONTROLS if one.id == "P27")
MINUTE = timedelta(minutes=1)


def test_every_act_that_grants_is_stopped_by_the_mandatory_rules():
    grants = re.compile(r'status="(?:deemed_)?granted"|_decided\(case, event, "(?:deemed_)?granted"\)')
    files = [one for one in RULES_FOLDER.rglob("*.py") if grants.search(one.read_text(encoding="utf-8"))]
    assert [one.name for one in files] == ["deciding.py"]
    assert len(grants.findall(files[0].read_text(encoding="utf-8"))) == 2
    granting = {kind for kind, rule in RULES.items() if rule.change in (decisions.grant, decisions.deem)}
    assert granting == {"decide_grant", "deem_granted"} == MANDATORY.stops


@pytest.mark.parametrize("role", [*ROLES, "everything"])
def test_no_role_grants_it_by_its_page_and_nothing_changes(eva, browser_of, early, role):
    number = with_failed_rule(checked(eva.actor, at=early))
    gita = browser_of("gita", *(ROLES if role == "everything" else (role,)))
    Case.objects.filter(number=number).update(holder=gita.actor.user)  # even where somebody put it on their desk
    for act in ALL_DEEDS:
        if "grant" in act:
            assert post(gita, number, act, ground="not-resident", fact="x" * 40).status_code in (403, 409, 422), act
    assert Case.objects.get(number=number).status == "deciding"
    assert not Event.objects.filter(act="decide_grant").exists()
    assert not Letter.objects.exists()


def test_the_refusal_names_the_lawful_roads_and_the_attempt_is_kept(eva, browser_of, early):
    number = with_failed_rule(checked(eva.actor, at=early))
    hana = browser_of("hana", "head")
    hana.post("/officer/")
    words = words_of(post(hana, number, "decide_grant", headers={"accept-language": "id"}))
    for road in ("fact", "discretion", "objection", "new"):
        assert ROADS[road].id in words
    assert ROADS["notice"].id not in words  # it is found complete: nothing can be asked for any more
    assert "tolak dengan alasan yang tercantum" in words and "catatlah perintah itu" in words
    assert "/officer/instructions/?case=" in hana.get(page(number)).content.decode()
    assert Attempt.objects.get(code="mandatory-rule-failed").officer_id == hana.actor.user


def test_a_programs_token_opens_no_page_that_decides(ana, client, now):
    number = with_failed_rule(checked(ana, at=now))
    program("head", "head")
    user = Program.objects.get().acts_for
    Case.objects.filter(number=number).update(holder=user)
    sent = {"act": "decide_grant", "once": str(uuid4())}
    answer = client.post(page(number), sent, headers={"authorization": "Bearer token-of-head"})
    assert answer.status_code == 302
    assert "/officer/sign-in/" in answer["Location"]
    assert Case.objects.get(number=number).status == "deciding"


def test_an_importer_grants_no_case_of_this_office(ana, ben, now):
    number = with_failed_rule(checked(ana, at=now))
    at = now + 5 * MINUTE
    deed = Deed("decide_grant", role="importer", at=at)
    with pytest.raises(Refused, match="mandatory"):
        act_on(number, deed, actor=Actor(kind="importer", user=ben.user), now=at)
    assert Case.objects.get(number=number).status == "deciding"


def test_what_another_office_granted_so_is_recorded_marked_imported_and_the_rule_noted(ana, ben, now):
    number = with_failed_rule(checked(ana, at=now))
    row = Case.objects.get(number=number)
    Case.objects.filter(pk=row.pk).update(imported=True)
    at = now + 5 * MINUTE
    deed = Deed("decide_grant", role="importer", at=at)
    done = act_on(number, deed, actor=Actor(kind="importer", user=ben.user), now=at)
    assert (done.case.status, done.case.imported) == ("granted", True)
    assert Attempt.objects.filter(code="mandatory-rule-failed", observed=True).count() == 1


def test_a_renewal_is_held_to_the_rule_like_a_first_application(staff):  # noqa: F811
    now = timezone.now()
    number = renewed(ending(staff), now)
    serving.take_next(actor=staff["dewi"], now=now + MINUTE)
    checking.check_complete(number, actor=staff["dewi"], now=now + 2 * MINUTE)
    with_failed_rule(number)
    assert serving.take_next(actor=staff["kadis"], now=now + 3 * MINUTE).row.number == number
    with pytest.raises(Refused, match="mandatory"):
        deciding.grant(number, actor=staff["kadis"], now=now + 4 * MINUTE)


@pytest.mark.parametrize("role", ["head", "everything"])
def test_a_negative_finding_that_a_mandatory_rule_reads_bars_every_role(building_office, browser_of, early, role):
    people = {name: officer(name, one) for name, one in BUILDERS.items()}
    number = up_to("external", people, early, setback=2)
    gita = browser_of("gita", *(BUILDERS.values() if role == "everything" else (role,)), "supervisor", "operator")
    Case.objects.filter(number=number).update(
        step="decide", step_role="head", status="deciding", lane="x", holder=gita.actor.user
    )
    answer = post(gita, number, "decide_grant")
    assert answer.status_code == 409
    assert Attempt.objects.filter(code="mandatory-rule-failed", officer_id=gita.actor.user).exists()
    assert Case.objects.get(number=number).status == "deciding"
