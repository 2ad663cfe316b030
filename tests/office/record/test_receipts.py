"""Receipts of real acts: from the filing to a file that a stranger verifies."""

import json
import subprocess
from datetime import timedelta

import pytest

from layani.commands.verify import read_from
from layani.office.actions import checking, filing, serving
from layani.office.actions.receipts import ReceiptImpossible, final_receipt, provisional_receipt
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue, key_store
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Event
from layani.office.tables.models.record import Outbox, Tile
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.mirror import Mirror
from layani.rules.record.verify import Verdict, verify_receipt
from tests.conformance.go_programs import ROOT, build
from tests.office.actions.applications import CITIZEN, application

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(own_record, ana, now):
    """Give a case with three acts: filed, taken, found complete."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)
    return Case.objects.get(number=number)


def acts(case):
    return list(Event.objects.of_case(case.pk).select_related("case", "outbox"))


def others(count, now):
    leaves = [AttemptLeaf(i.to_bytes(32, "big"), now).text() for i in range(count)]
    Outbox.objects.bulk_create([Outbox(leaf=leaf) for leaf in leaves])


def mirror(folder):
    return Mirror((folder / "log" / "checkpoint").read_bytes(), read_from(folder / "log"))


def test_the_provisional_receipt_is_there_at_once_and_proves_the_acknowledgement(case, policy, now):
    filed = acts(case)[0]
    receipt = provisional_receipt(filed)
    finding = verify_receipt(receipt.encode(), policy)
    assert finding.verdict is Verdict.PROVEN
    assert json.loads(finding.opening.body)["act"] == "file"
    assert f"office {catalogue().office.name.id}\n" in receipt
    assert "\ndue 2026-11-24T02:00:00Z\n" in receipt
    assert provisional_receipt(filed) == receipt
    assert final_receipt(filed) is None


def test_every_act_has_a_final_receipt_once_the_record_holds_it(case, policy, own_record, now):
    integrate(now=now)
    for event in acts(case):
        finding = verify_receipt(final_receipt(event).encode(), policy, mirror(own_record))
        assert finding.verdict is Verdict.PROVEN, finding.summary.en
        assert finding.opening.body == event.body
        assert finding.opening.seq == event.seq
        assert verify_receipt(provisional_receipt(event).encode(), policy, mirror(own_record)).verdict is Verdict.PROVEN


@pytest.mark.parametrize("later", [1, 252, 253, 254, 600])
def test_a_final_receipt_is_proven_however_far_the_record_has_grown(later, case, policy, own_record, now):
    integrate(now=now)
    early = final_receipt(acts(case)[0])
    others(later, now)
    integrate(now=now + MINUTE)
    late = final_receipt(acts(case)[0])
    assert late != early
    for receipt in (early, late):
        assert verify_receipt(receipt.encode(), policy, mirror(own_record)).verdict is Verdict.PROVEN


def test_a_leaf_that_has_its_place_but_no_signature_yet_has_no_final_receipt(case, now):
    integrate(now=now)
    others(5, now)
    event = acts(case)[0]
    event.outbox.idx = 3  # as between the commit and the signature of the next sweep
    assert final_receipt(event) is None


def test_a_final_receipt_costs_two_queries_beside_its_event(case, now, django_assert_num_queries):
    others(600, now)
    integrate(now=now)
    event = acts(case)[0]
    with django_assert_num_queries(2):
        final_receipt(event)


def test_an_erased_case_has_no_receipt_any_more(case, now):
    integrate(now=now)
    event = acts(case)[0]
    key_store().erase(case.ref)
    for receipt in (provisional_receipt, final_receipt):
        with pytest.raises(KeyGone):
            receipt(event)


def test_a_changed_row_gives_no_receipt(case, now):
    integrate(now=now)
    event = acts(case)[0]
    event.body = event.body.replace("file", "deny")
    with pytest.raises(ReceiptImpossible, match="not what its leaf commits to"):
        final_receipt(event)


def test_damaged_tiles_give_no_receipt(case, now):
    integrate(now=now)
    tile = Tile.objects.get(level=0, n=0)
    Tile.objects.filter(pk=tile.pk).update(data=bytes(len(tile.data)))
    with pytest.raises(ReceiptImpossible, match="tables of the record are damaged"):
        final_receipt(acts(case)[0])


def test_nothing_personal_is_in_the_record(case, own_record, now):
    integrate(now=now)
    everything = b"".join(p.read_bytes() for p in (own_record / "log").rglob("*") if p.is_file())
    for word in (b"Carla", b"3174015501900002", b"Mawar", case.number.encode(), b"residence"):
        assert word not in everything


@pytest.mark.conformance
def test_a_stranger_with_debian_alone_verifies_the_receipt_of_a_filed_case(case, policy, now, tmp_path):
    others(300, now)
    integrate(now=now)
    receipt = tmp_path / "case.tlog-proof"
    receipt.write_text(final_receipt(acts(case)[0]), encoding="utf-8")
    program = build(ROOT / "tests" / "conformance" / "receipt" / "main.go", tmp_path)
    done = subprocess.run([program, receipt, policy.logs[0].text()], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("PROVEN: entry number 0, counted from 0, of the first 303"), done.stderr
