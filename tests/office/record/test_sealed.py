"""A case that is closed states how many acts it has: in each act from the decision on, until it is taken up again."""

import json
from datetime import timedelta

import pytest

from layani.commands.verify import read_from
from layani.office.actions.comparing import Altered, altered
from layani.office.actions.objecting import object_to, uphold
from layani.office.actions.rebuilding import Difference, differences
from layani.office.actions.receipts import final_receipt
from layani.office.jobs import issue_letters
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.objecting import steps_to_redo
from layani.rules.record.case_check import verify_case
from layani.rules.record.encoding import encode_base64
from layani.rules.record.leaf import parse_case_event
from layani.rules.record.mirror import Mirror
from layani.rules.record.verify import Verdict
from tests.office.conftest import officer
from tests.office.officer.walks import CITIZEN, granted, refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def acts(number):
    return list(Event.objects.filter(case__number=number).select_related("case", "outbox").order_by("seq"))


def closings(number):
    """Return {number of the act from 1: what it states of the end}, of those that state it."""
    found = {one.seq + 1: json.loads(one.body).get("closing") for one in acts(number)}
    return {seq: closing for seq, closing in found.items() if closing is not None}


def verified(number, folder, policy):
    integrate(now=acts(number)[-1].recorded_at)
    copy = Mirror((folder / "log" / "checkpoint").read_bytes(), read_from(folder / "log"))
    return verify_case([final_receipt(acts(number)[-1]).encode()], policy, copy)


def test_a_decided_case_is_sealed_and_every_act_after_it_seals_it_anew(own_record, policy, ana, ben, now):
    number = granted(ana, ben)
    count = len(acts(number))
    assert list(closings(number)) == [count], "what came before the decision closes nothing"
    assert verified(number, own_record, policy).summary.en.startswith("PROVEN AND SEALED")
    issue_letters.JOB.run(now + HOUR)
    later = acts(number)
    assert len(later) > count
    assert list(closings(number)) == list(range(count, len(later) + 1))
    for one in later[count - 1 :]:
        said = json.loads(one.body)["closing"]
        assert said["acts"] == one.seq + 1
        before = parse_case_event(later[one.seq - 1].outbox.leaf)
        assert said["head"] == encode_base64(before.hash())
    found = verified(number, own_record, policy)
    assert found.verdict is Verdict.PROVEN
    assert f"holds exactly {len(later)} acts" in found.summary.en
    assert found.summary.en.startswith("PROVEN AND SEALED")


def test_a_case_that_an_objection_opens_again_is_not_sealed(own_record, policy, ana, ben, now):
    number = refused(ana, ben)
    object_to(number, "Alamat saya di kelurahan ini.", actor=CITIZEN, now=now + HOUR)
    redo = steps_to_redo(state_of(Case.objects.get(number=number)))[0].id
    eva = officer("eva", "head", "verifier")
    uphold(number, "Alamatnya memang di kelurahan ini.", redo, actor=eva, now=now + 2 * HOUR)
    last = len(acts(number))
    assert last not in closings(number)
    found = verified(number, own_record, policy)
    assert found.summary.en.startswith("PROVEN: ")
    assert any("no receipt of a last act that states the number" in one.en for one in found.not_proven)


def test_nothing_else_changes_by_what_is_stated(own_record, ana, ben, now):
    granted(ana, ben)
    integrate(now=now + HOUR)
    assert [one for one in differences() if isinstance(one, Difference)] == []
    assert [one for one in altered() if isinstance(one, Altered)] == []
