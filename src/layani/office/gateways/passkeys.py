"""Passkeys of officers: what allauth and fido2 do not ask of one is asked here, before it opens anything.

fido2 verifies challenge, signature, and that the device has recognised its user. It takes an origin of any host below
the office's own, and looks at no counter. So each answer must come from the very origin that is being asked, and a
device that counts must have counted on: one that has not was copied.
Source: Web Authentication Level 3 (W3C), section 7.2, steps 13 and 22.
"""

import logging
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.db import transaction
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

log = logging.getLogger(__name__)

COUNTER = "counter"
LONGEST_NAME = 60
# What a stranger may send in place of a passkey's answer: no list, no missing part, no broken base64 ends in a fault.
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, IndexError)


class _Signed(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """An answer of a passkey that is known already."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered, or raise ValidationError; every reason is told in the same words."""
        credential = self.cleaned_data["credential"]
        try:
            response = AuthenticationResponse.from_dict(credential).response
            _require_origin(response.client_data)
            found: Authenticator = super().clean_credential()
        except UNREADABLE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        _require_counted_on(found, response.authenticator_data.counter)
        return found


class SignInWithPasskey(_Signed, LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey alone: something that one has, opened by something that one is or knows."""


class SecondStepWithPasskey(_Signed):
    """The passkey after the password."""


class ConfirmWithPasskey(_Signed, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey before a change of how one signs in."""


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, from the very origin that asks."""

    def clean_name(self) -> str:
        """Return the name by which its owner knows it."""
        return str(super().clean_name())[:LONGEST_NAME]

    def clean_credential(self) -> dict[str, Any]:
        """Return the answer of the device, or raise ValidationError; what is signed in it is verified after this."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            _require_origin(RegistrationResponse.from_dict(credential).response.client_data)
        except UNREADABLE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return credential


def _require_origin(said: CollectedClientData) -> None:
    request = context.request
    if said.origin != f"{request.scheme}://{request.get_host()}" or said.cross_origin:
        log.warning("A passkey answered from another origin than the one that asked; it was not taken.")
        raise get_adapter().validation_error("incorrect_code")


def _require_counted_on(found: Authenticator, counter: int) -> None:
    """Keep how far a passkey has counted, or raise ValidationError; one that does not count always says 0."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=found.pk)
        last = row.data.get(COUNTER, row.wrap().authenticator_data.counter)
        if (counter or last) and counter <= last:
            log.error("A passkey of officer %s has counted back; there may be a copy. It was not taken.", row.user_id)
            raise get_adapter().validation_error("incorrect_code")
        row.data[COUNTER] = counter
        row.save(update_fields=["data"])
    found.data[COUNTER] = counter
