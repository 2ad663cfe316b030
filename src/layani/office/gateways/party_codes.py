"""Office-keyed codes by which equal NIKs, phone numbers and contents are found without being readable."""

import hashlib
import hmac
import re

CODE_BYTES = 16


class PartyCodes:
    """Codes under one office key; without the key nobody can test whether a NIK is in the register."""

    def __init__(self, key: bytes) -> None:
        """Take the office's key."""
        self._key = key

    def nik(self, nik: str) -> bytes:
        """Return the code of a NIK."""
        return self._code("nik", re.sub(r"\D", "", nik))

    def phone(self, phone: str) -> bytes:
        """Return the code of a phone number; 0812…, +62812… and 62812… are one number."""
        digits = re.sub(r"\D", "", phone)
        if digits.startswith("62"):
            digits = digits[2:]
        return self._code("phone", digits.lstrip("0"))

    def contact(self, address: str) -> bytes:
        """Return the code of a phone number or an e-mail of somebody whom a case names."""
        return self.phone(address) if "@" not in address else self._code("email", address.strip().lower())

    def identity(self, issuer: str, subject: str) -> bytes:
        """Return the code of an account at an identity provider, by its issuer and subject."""
        return self._code("identity", f"{issuer}\0{subject}")

    def sending(self, scope: str, key: str) -> bytes:
        """Return the code of an idempotency key within a sender's scope."""
        return self._code("sending", f"{scope}\0{key}")

    def request(self, content: bytes) -> bytes:
        """Return the keyed digest of what was sent under an idempotency key."""
        return hmac.digest(self._key, b"request\0" + content, "sha256")[:CODE_BYTES]

    def upload(self, answer: bytes) -> bytes:
        """Return the code of the answer that names an upload, with all that it says of the file."""
        return hmac.digest(self._key, b"upload\0" + answer, "sha256")[:CODE_BYTES]

    def subject(self, content: bytes) -> bytes:
        """Return the code of whom or what a case is about, by which another case about the same is found."""
        return hmac.digest(self._key, b"subject\0" + content, "sha256")[:CODE_BYTES]

    def place(self, case: bytes) -> bytes:
        """Return the code by which a public ranking names a case, which nobody without the key can tell from it."""
        return hmac.digest(self._key, b"place\0" + case, "sha256")[:CODE_BYTES]

    def instruction(self, part: str, officer: int) -> bytes:
        """Return the code by which an instruction from above is found by its writer, and kept from whom it names.

        part: "writer" or "named", so that nobody sees from two rows that one officer's writer is another's named
        """
        return self._code(f"instruction {part}", str(officer))

    def paper(self, number: str) -> bytes:
        """Return the code of a receipt on paper, without which nobody can print one by counting on."""
        return self._code("paper receipt", number)

    def drawn(self, officer: int) -> str:
        """Return the pseudonym by which the public record names an officer who can be drawn."""
        return self._code("drawn officer", str(officer)).hex()[:12]

    def local_number(self, filing: bytes, turn: int, pool: bytes) -> bytes:
        """Return the random number (32 bytes) of one draw of an office without a beacon; the same whenever it is asked.

        filing, turn, pool: as they stand in the queue leaf, so that no draw can be tried twice under one key
        """
        return hmac.digest(self._key, b"local draw\0" + filing + turn.to_bytes(8, "big") + pool, "sha256")

    def _code(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{kind}\0{value}".encode(), hashlib.sha256)[:CODE_BYTES]
