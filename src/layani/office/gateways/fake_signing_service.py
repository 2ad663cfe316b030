"""The fake of a national signing service: it signs later, each officer with a key that it makes up itself.

Only for a demo and for tests: its certificates are signed by nobody but themselves, and say so in their names. A file
named "away" in its folder is an outage.
"""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from layani.office.gateways.pades import LocalKeys
from layani.office.gateways.signing_service import Asked, Certificate, SigningAway

PASSPHRASE = "frasa-contoh"  # noqa: S105  it opens nothing but keys that are made up
"""What a visitor of the demo types; a real service has one for each person, and tells nobody."""

READY_AFTER = timedelta(seconds=3)
KEY_BITS, VALID_FOR = 2048, timedelta(days=395)


class FakeSigningService:
    """Keeps made-up keys, and signed papers until they are collected, in a folder."""

    def __init__(self, folder: Path, ready_after: timedelta = READY_AFTER) -> None:
        """Take the folder, made at first use, and how long a signature takes."""
        self._folder, self._ready_after = folder, ready_after

    def certificate(self, signer: str) -> Certificate | None:
        """Return the made-up certificate, made at the first time that somebody asks for it."""
        self._require_here()
        if not (self._folder / f"{signer}.pem").exists():
            make_key(self._folder, signer, PASSPHRASE)
        return LocalKeys(self._folder).certificate(signer)

    def ask(self, signer: str, passphrase: str, paper: bytes) -> Asked:
        """Take the paper, and sign it later."""
        self.certificate(signer)
        signed = LocalKeys(self._folder).ask(signer, passphrase, paper).signed or b""
        reference = secrets.token_hex(16)
        (self._folder / f"{reference}.signed").write_bytes(signed)
        return Asked(reference=reference)

    def collect(self, reference: str) -> bytes | None:
        """Hand a signed paper out, once it is ready."""
        self._require_here()
        place = self._folder / f"{reference}.signed"
        try:
            made = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        except FileNotFoundError as fault:
            raise SigningAway(f"Nothing is known of the reference {reference}.") from fault
        return place.read_bytes() if datetime.now(UTC) - made >= self._ready_after else None

    def _require_here(self) -> None:
        if (self._folder / "away").exists():
            raise SigningAway("The signing service does not answer.")


def make_key(
    folder: Path, signer: str, passphrase: str, *, begins: datetime | None = None, lasts: timedelta = VALID_FOR
) -> None:
    """Write SIGNER.p12 and SIGNER.pem with a key of one's own making; good for a demo and for tests alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    common, organisation = (
        (NameOID.COMMON_NAME, f"{signer} (contoh)"),
        (NameOID.ORGANIZATION_NAME, "Contoh, bukan PSrE"),
    )
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in (organisation, common)])
    begins = begins or datetime.now(UTC) - timedelta(days=30)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).add_extension(usage, critical=True)
    made = builder.not_valid_before(begins).not_valid_after(begins + lasts).sign(key, hashes.SHA256())
    sealed = serialize_key_and_certificates(
        signer.encode(), key, made, None, BestAvailableEncryption(passphrase.encode())
    )
    (folder / f"{signer}.p12").write_bytes(sealed)
    (folder / f"{signer}.pem").write_bytes(made.public_bytes(Encoding.PEM))
