"""A one-time code opens once: the forms of signing in remember in the database which half minute was used last.

allauth remembers a used code for half a minute in the memory of one process; with the tolerance for slow clocks a code
is good for three times as long, and another process, or the same one after a restart, knows nothing of it.
Source: RFC 6238, section 5.2: the second attempt with a code that was accepted must not be accepted.
"""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils.crypto import constant_time_compare


def counter_of(secret: str, code: str) -> int | None:
    """Return the half minute since 1970 of which this is the code; None if it is of none that counts now.

    secret: base32, as the phone got it
    """
    fitting = (
        counter
        for counter in yield_hotp_counters_from_time()
        if constant_time_compare(code.strip(), format_hotp_value(hotp_value(secret, counter)))
    )
    # By chance two neighbours can have the same code; then both are used up.
    return max(fitting, default=None)


class _Once(BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        """Return the code, or raise ValidationError; a code whose half minute was used counts as a wrong one."""
        phone = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        counter = phone and counter_of(get_adapter().decrypt(phone.data["secret"]), self.cleaned_data["code"])
        if counter is not None and not self.user.use_up(counter):
            # Asked with nothing, allauth counts the failed try and says so as for any other.
            self.cleaned_data["code"] = ""
        return str(super().clean_code())


class SignInOnce(_Once, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class ConfirmOnce(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The code before a change of how one signs in."""


class ActivateOnce(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new phone; it does not sign in as well."""

    def clean_code(self) -> str:
        """Return the code, or raise ValidationError."""
        code = str(super().clean_code())
        counter = counter_of(self.secret, code)
        if counter is not None:
            self.user.use_up(counter)
        return code
