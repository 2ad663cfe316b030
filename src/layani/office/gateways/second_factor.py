"""The secrets of officers' one-time codes, sealed in the database under a key that lies in a file."""

import base64
import hashlib
import os

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from layani.office.gateways.secret_file import secret_from_file

NONCE_BYTES = 12
BOUND = b"second factor"


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """A copy of the database alone gives nobody an officer's codes."""

    def encrypt(self, text: str) -> str:
        """Return the secret sealed, in base64."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + _key().encrypt(nonce, text.encode(), BOUND)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises InvalidTag if it was altered or sealed under another key."""
        sealed = base64.b64decode(encrypted_text)
        return _key().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], BOUND).decode()


def _key() -> AESGCM:
    words = secret_from_file(settings.KEY_FOLDER / "second-factor.key")
    return AESGCM(hashlib.sha256(words.encode("ascii")).digest())
