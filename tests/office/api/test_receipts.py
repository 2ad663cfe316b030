"""The front desk hands out receipts that anyone can verify."""

import pytest
from django.utils import timezone

from layani.office.gateways.log_keys import trust_policy
from layani.office.house import key_store
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case
from layani.rules.record.policy import parse_policy
from layani.rules.record.verify import Verdict, verify_receipt
from tests.office.record.conftest import own_record  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_record")]


def test_a_receipt_is_provisional_at_once_and_final_once_the_record_holds_the_act(desk, filed):
    path = f"/receipts/{filed['number']}/0"
    early = desk.get(f"{path}/final")
    assert (early.status_code, early["Retry-After"], early.json()["title"]) == (404, "5", "Not there yet")
    provisional = desk.get(f"{path}/provisional")
    assert verify_receipt(provisional.content, parse_policy(trust_policy().encode())).verdict is Verdict.PROVEN
    integrate(now=timezone.now())
    final = desk.get(f"{path}/final")
    assert verify_receipt(final.content, parse_policy(trust_policy().encode())).verdict is Verdict.PROVEN
    assert final["Content-Disposition"] == f'attachment; filename="{filed["number"]}-1.tlog-proof"'
    assert final["Content-Type"] == "text/plain; charset=utf-8"
    assert final["Layani-Witnessing"] == "nobody-asked"


@pytest.mark.parametrize("seq", ["1", "999999", "1000000", "9" * 30, "-1", "x"])
def test_an_act_that_the_case_does_not_have(desk, filed, seq):
    assert desk.get(f"/receipts/{filed['number']}/{seq}/provisional").status_code == 404


def test_an_erased_case_has_no_receipt(desk, filed):
    key_store().erase(Case.objects.get().ref)
    assert desk.get(f"/receipts/{filed['number']}/0/provisional").status_code == 410
