"""The secret of an officer's codes is not readable in the database."""

import json
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.exceptions import InvalidTag

from layani.office.actions.staffing import Officer, enter_officer
from layani.office.gateways.second_factor import SealedSecrets

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def authenticator(db):
    officer = Officer("ana", "Ana", ("front-desk",), "melati-mawar-2026", totp=SECRET)
    return Authenticator.objects.get(user=enter_officer(officer, since=date(2026, 1, 1)))


def test_a_copy_of_the_database_shows_no_secret_and_the_right_code_is_taken(authenticator):
    assert SECRET not in json.dumps(authenticator.data)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert TOTP(authenticator).validate_code(code)


def test_a_secret_that_was_altered_is_not_taken(authenticator):
    sealed = authenticator.data["secret"]
    altered = ("A" if sealed[0] != "A" else "B") + sealed[1:]
    with pytest.raises(InvalidTag):
        SealedSecrets().decrypt(altered)
