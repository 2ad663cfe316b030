"""Passkeys of citizens: what the device is asked for, and whether its answer is true; fido2 does the cryptography.

The caller keeps the state between asking and answering, and forgets it with the first answer, right or wrong. An answer
counts from the very origin that asked, and from a device that has recognised its user.
Source: Web Authentication Level 3 (W3C), sections 7.1 and 7.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# What a stranger may send in place of an answer: no list, no missing part, no broken base64 ends in a fault.
UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, IndexError)
VERIFIED = UserVerificationRequirement.REQUIRED

Asked = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What the device is asked for, as JSON values, and the state to be kept until it answers."""


class NotTrue(ValueError):
    """The answer is not readable, not to what was asked, from elsewhere, not signed, or its user was not recognised."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey. credential: its name; data: name and public key together, as fido2 writes them."""

    credential: bytes
    data: bytes
    counter: int


@dataclass(frozen=True, slots=True)
class Signed:
    """An answer that a passkey may have given: which one it names, whom, and how far it has counted."""

    credential: bytes
    user: bytes
    counter: int


def ask_for_new(origin: str, user: bytes, name: str, known: Sequence[bytes]) -> Asked:
    """Ask a device for a new passkey of a user; those whose data are ``known`` are not made twice."""
    entity = PublicKeyCredentialUserEntity(id=user, name=name, display_name=name)
    options, state = _server(origin).register_begin(
        user=entity,
        credentials=[AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return dict(options), dict(state)


def made_by(origin: str, state: Mapping[str, Any], answer: Any) -> Made:
    """Return the passkey that a device has made, or raise NotTrue."""
    try:
        response = RegistrationResponse.from_dict(answer)
        _require_here(response.response.client_data.cross_origin)
        data = _server(origin).register_complete(dict(state), response)
        credential = data.credential_data
        if credential is None:
            raise NotTrue("There is no key in it.")
        return Made(bytes(credential.credential_id), bytes(credential), data.counter)
    except UNREADABLE as fault:
        raise NotTrue(str(fault)) from fault


def ask_for_any(origin: str) -> Asked:
    """Ask a device for whichever passkey it has for this office."""
    options, state = _server(origin).authenticate_begin(user_verification=VERIFIED)
    return dict(options), dict(state)


def named_in(answer: Any) -> Signed:
    """Return what an answer says of itself; nothing of it is proved yet. Raises NotTrue if it cannot be read."""
    try:
        response = AuthenticationResponse.from_dict(answer)
        said = response.response
        return Signed(bytes(response.raw_id), bytes(said.user_handle or b""), said.authenticator_data.counter)
    except UNREADABLE as fault:
        raise NotTrue(str(fault)) from fault


def require_signed(origin: str, state: Mapping[str, Any], data: bytes, answer: Any) -> None:
    """Raise NotTrue unless the passkey with these data has signed the answer to what was asked."""
    try:
        response = AuthenticationResponse.from_dict(answer)
        _require_here(response.response.client_data.cross_origin)
        _server(origin).authenticate_complete(dict(state), [AttestedCredentialData(data)], response)
    except UNREADABLE as fault:
        raise NotTrue(str(fault)) from fault


def _require_here(elsewhere: bool | None) -> None:  # noqa: FBT001  what the browser says of the frame
    if elsewhere:
        raise NotTrue("It was asked for inside somebody else's page.")


def _server(origin: str) -> Fido2Server:
    host = urlsplit(origin).hostname or ""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=host), verify_origin=lambda said: said == origin)
