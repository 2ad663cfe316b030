"""Promises: their times are those of their act, and who stole the key makes none that looks broken."""

from datetime import UTC, datetime, timedelta

import pytest

from layani.rules.record.case_check import verify_case
from layani.rules.record.encoding import time_text
from layani.rules.record.policy import parse_policy
from layani.rules.record.receipt import ProvisionalReceipt
from layani.rules.record.verify import Verdict, verify_receipt
from tests.rules.record.small_log import openings, policy, provisional_receipt
from tests.rules.record.test_record_verify import mirror_of
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_VKEY, ORIGIN, WITNESS_VKEY

FILED = openings()[0]


def promised(opening, *, issued, due, key=ACKNOWLEDGEMENT_KEY):
    """Return a promise with any times, as whoever has the key can sign one."""
    return key.sign(ProvisionalReceipt(ORIGIN, "Kelurahan Contoh", issued, due, opening).text()).render()


@pytest.mark.parametrize(
    ("issued", "due", "says"),
    [
        (timedelta(0), timedelta(hours=23, minutes=59, seconds=59), "24 hours after the act"),
        (timedelta(0), timedelta(hours=24, seconds=1), "24 hours after the act"),
        (-timedelta(days=30), -timedelta(days=29), "24 hours after the act"),
        (-timedelta(seconds=1), timedelta(hours=24), "not before it and not after it is due"),
        (timedelta(hours=24, seconds=1), timedelta(hours=24), "not before it and not after it is due"),
    ],
)
def test_a_promise_with_times_that_are_not_its_acts_breaks_nothing(issued, due, says):
    act = FILED.leaf.time
    forged = promised(FILED, issued=act + issued, due=act + due)
    copy = mirror_of([b"of another case\n"])
    for mirror in (None, copy):
        found = verify_receipt(forged.encode(), policy(), mirror)
        assert found.verdict is Verdict.NOT_CHECKABLE and says in found.summary.en


def taken_policy(since):
    line = f"# acknowledgement-compromised {ACKNOWLEDGEMENT_KEY.verifier.text()} {time_text(since)}"
    return parse_policy(f"log {LOG_VKEY}\n{line}\nwitness ombudsman {WITNESS_VKEY}\nquorum none".encode())


def test_a_thief_who_dates_a_promise_back_convinces_nobody_that_it_was_broken():
    """The times fit their act, both lie before the theft: only that the key was taken speaks against it."""
    early = openings(start=datetime(2026, 1, 5, 8, tzinfo=UTC))[0]
    forged = promised(early, issued=early.leaf.time, due=early.leaf.time + timedelta(hours=24)).encode()
    copy = mirror_of([b"of another case\n"])
    assert verify_receipt(forged, policy(), copy).verdict is Verdict.DISPROVED
    for trusted in (taken_policy(early.leaf.time), taken_policy(early.leaf.time + timedelta(days=1))):
        for found in (verify_receipt(forged, trusted, copy), verify_case([forged], trusted, copy)):
            assert found.verdict is Verdict.NOT_CHECKABLE and "somebody else's hands" in found.summary.en


def test_a_thief_with_the_key_of_a_case_disproves_no_act_of_it():
    copy = mirror_of([one.leaf.text().encode() for one in openings()])
    other = openings(bodies=('{"act":"filed","otherwise":true}',))[0]
    forged = provisional_receipt(other).encode()
    assert verify_case([forged], policy(), copy).verdict is Verdict.DISPROVED
    found = verify_case([forged], taken_policy(other.leaf.time + timedelta(days=1)), copy)
    assert found.verdict is Verdict.NOT_CHECKABLE and "somebody else's hands" in found.summary.en
