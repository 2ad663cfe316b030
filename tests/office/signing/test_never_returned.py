"""A letter that a signing service never returns is taken back by its signer after a working day, and signed anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import signing
from layani.office.actions.signing_again import ask_again
from layani.office.jobs import collect_signatures
from layani.office.tables.models import Case, Letter, Signature
from layani.rules.refusal import Refused
from tests.office.signing.conftest import LATER
from tests.office.signing.test_pages import waits

FRASA = "frasa-contoh"
TUESDAY, WEDNESDAY = LATER + timedelta(days=1), LATER + timedelta(days=2)
SIGN = "/letters/signing/"


@pytest.fixture
def lost(fake, waiting, ben):
    """The number of a letter that was sent, and whose paper the service has lost."""
    assert signing.sign([waiting], FRASA, actor=ben, now=LATER).sent == 1
    for one in fake.glob("*.signed"):
        one.unlink()
    return waiting


def refused(call, *args, **values):
    with pytest.raises(Refused) as said:
        call(*args, **values)
    return said.value.refusals[0].code


def test_within_a_working_day_it_is_on_its_way(lost, ben):
    collect_signatures.run(TUESDAY)
    assert Signature.objects.get().state == "sent"
    assert refused(ask_again, lost, actor=ben, now=TUESDAY) == "still-there"


def test_after_it_the_signer_signs_anew_under_the_same_number(lost, ben, fake):
    number, reference = Letter.objects.get().number, Signature.objects.get().reference
    ask_again(lost, actor=ben, now=WEDNESDAY)
    row = Signature.objects.get()
    assert (row.state, row.reference, row.sent_at) == ("waiting", "", None)
    assert signing.sign([lost], FRASA, actor=ben, now=WEDNESDAY).sent == 1
    assert Signature.objects.get().reference not in ("", reference)
    assert signing.collect(Signature.objects.get().reference, lost, now=WEDNESDAY) is False
    assert Letter.objects.get().number == number and Case.objects.get().issued_at is None


def test_nobody_but_its_signer_takes_it_back(lost, ana, ben):
    assert refused(ask_again, lost, actor=ana, now=WEDNESDAY) == "not-yours-to-sign"
    ask_again(lost, actor=ben, now=WEDNESDAY)
    assert refused(ask_again, lost, actor=ben, now=WEDNESDAY) == "not-yours-to-sign"


def test_the_page_says_so_and_does_it(fake, ana, browser_of):

    hana = browser_of("hana", "head")
    number = waits(ana, hana, timezone.now() - timedelta(hours=2))
    assert hana.post(SIGN, {"letter": [number], "passphrase": FRASA}).status_code == 302
    assert "di jalan" in hana.text(SIGN)
    assert hana.post(SIGN, {"again": number}).status_code == 409
    Signature.objects.update(sent_at=timezone.now() - timedelta(days=9))
    assert "tandatangani lagi" in hana.text(SIGN)
    assert hana.post(SIGN, {"again": number}).status_code == 302
    assert Signature.objects.get().state == "waiting"
