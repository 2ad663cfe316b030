"""Receipts with witnesses: which checkpoint they carry, who stands under it, and what a stranger concludes."""

from datetime import UTC, datetime, timedelta

import pytest

from layani.office.actions.receipts import Witnessing, best_final
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Cosignature
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.note import parse_note
from layani.rules.record.policy import parse_policy
from layani.rules.record.proof import parse_proof
from layani.rules.record.verify import Verdict, verify_receipt
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.test_receipts import acts, filing, others
from tests.office.record.witnesses import policy_file, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def filed(two, now):
    """A case that was filed, its act in the record, and nobody asked yet."""
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    integrate(now=now)
    return acts(Case.objects.get(number=number))[0]


def verdict(receipt):
    return verify_receipt(receipt.text.encode(), parse_policy(trust_policy().encode())).verdict


def size_of(receipt):
    return parse_checkpoint(parse_note(parse_proof(receipt.text.encode()).checkpoint.encode()).text).size


def test_before_the_quorum_a_receipt_says_so_and_a_stranger_wants_more(filed, now):
    early = best_final(filed)
    assert early.witnessing is Witnessing.NOT_YET
    assert verdict(early) is Verdict.NOT_CHECKABLE
    sweep(now)
    late = best_final(filed)
    assert late.witnessing is Witnessing.QUORUM
    assert verdict(late) is Verdict.PROVEN


def test_one_of_two_is_carried_and_is_no_quorum(filed, two, now):
    two[1].server.clock = lambda: 0
    sweep(now)
    receipt = best_final(filed)
    assert receipt.witnessing is Witnessing.NOT_YET
    assert "ombudsman.example/w" in receipt.text
    assert verdict(receipt) is Verdict.NOT_CHECKABLE


def test_the_receipt_is_of_the_first_witnessed_checkpoint_and_stays_the_same(filed, now):
    others(300, now)
    integrate(now=now)
    sweep(now)
    first = best_final(filed)
    assert size_of(first) == 301
    for later in (1, 300):
        others(later, now)
        integrate(now=now)
        sweep(now + timedelta(seconds=3 * later))
        assert best_final(filed) == first
    assert verdict(first) is Verdict.PROVEN
    assert Cosignature.objects.filter(size=301).count() == 2


def test_an_act_after_the_last_quorum_waits_for_the_next(filed, now):
    sweep(now)
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    integrate(now=now)
    event = acts(Case.objects.get(number=number))[0]
    assert best_final(event).witnessing is Witnessing.NOT_YET
    assert best_final(filed).witnessing is Witnessing.QUORUM
    sweep(now + timedelta(seconds=3))
    assert best_final(event).witnessing is Witnessing.QUORUM


def test_when_the_office_asks_for_more_witnesses_an_old_quorum_is_none_any_more(filed, two, own_record, settings, now):
    settings.WITNESSES = policy_file(own_record / "one", [two[0].line()], 1)
    sweep(now)
    assert best_final(filed).witnessing is Witnessing.QUORUM
    settings.WITNESSES = policy_file(own_record / "both", [one.line() for one in two], 2)
    assert best_final(filed).witnessing is Witnessing.NOT_YET
    others(3, now)
    integrate(now=now)
    sweep(now + timedelta(seconds=3))
    assert best_final(filed).witnessing is Witnessing.QUORUM
    assert size_of(best_final(filed)) == 4


def test_where_no_quorum_is_asked_for_none_is_waited_for(filed, own_record, settings):
    settings.WITNESSES = ""
    receipt = best_final(filed)
    assert receipt.witnessing is Witnessing.NOBODY_ASKED
    assert verdict(receipt) is Verdict.PROVEN


def test_a_witnessed_receipt_costs_four_queries(filed, now, django_assert_num_queries):
    sweep(now)
    with django_assert_num_queries(4):  # witnessed, its cosignatures, the checkpoint, the tiles
        best_final(filed)
