"""A passkey of the tests: a device in software that answers challenges as a browser does, or a thief."""

import hashlib
import json
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN, RP = "http://localhost", "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device with one key. counter goes up with each use; ``verified`` says that its user was recognised."""

    origin: str = ORIGIN
    verified: bool = True
    counter: int = 0
    user: bytes = b""
    credential: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client(self, kind, challenge):
        return CollectedClientData(
            json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()
        )

    def _flags(self):
        return PRESENT | (VERIFIED if self.verified else 0)

    def _data(self, flags, attested=None):
        self.counter += 1
        return AuthenticatorData.create(hashlib.sha256(RP.encode()).digest(), flags, self.counter, attested or b"")

    def create(self, options):
        """Return the JSON of a new credential for the options of a page."""
        wanted = options["publicKey"]
        self.user = wanted["user"]["id"]
        made = AttestedCredentialData.create(
            Aaguid.NONE, self.credential, ES256.from_cryptography_key(self.key.public_key())
        )
        data = self._data(self._flags() | ATTESTED, made)
        return self._sendable(
            {
                "clientDataJSON": websafe_encode(self._client("webauthn.create", wanted["challenge"])),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            }
        )

    def get(self, options):
        """Return the JSON of an answer to the options of a page."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(self._flags())
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._sendable(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.user,
            }
        )

    def _sendable(self, said):
        name = websafe_encode(self.credential)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )
