"""Signs letters as PAdES with an officer's own key in a file: USERNAME.p12, and beside it USERNAME.pem.

The PEM file holds the certificate alone, so that its end can be shown without the passphrase. The signature is added
behind the bytes of the PDF and draws nothing, so the paper stays what it was: PDF/A and PDF/UA.
"""

import io
import logging
import re
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from layani.office.gateways.signing_service import Asked, CannotSign, Certificate, SigningAway
from layani.office.gateways.time_stamps import FAULTS, CheckedTimeStamper, time_stamper

FIELD = "Signature"
log = logging.getLogger(__name__)


class _Untouched(IncrementalPdfFileWriter):
    """Writes behind a PDF and leaves its metadata alone, which say that it is PDF/A and PDF/UA.

    pyhanko would write them anew in a form of its own; what the letter says of itself stays byte for byte.
    """

    def _update_meta(self) -> None:
        """Change nothing."""


_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]*")


class LocalKeys:
    """Keys of officers in a folder that only the office's own user can read."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self._folder = folder

    def certificate(self, signer: str) -> Certificate | None:
        """Read the certificate beside the key."""
        content = self._read(signer, "pem")
        return None if content is None else certificate_in(content)

    def ask(self, signer: str, passphrase: str, paper: bytes) -> Asked:
        """Sign at once."""
        known, key = self.certificate(signer), self._read(signer, "p12")
        if known is None or key is None:
            raise CannotSign("no-certificate")
        if not known.holds(datetime.now(UTC)):
            raise CannotSign("certificate-ended")
        return Asked(signed=signed_pdf(paper, key, passphrase))

    def collect(self, reference: str) -> bytes | None:
        """There is never anything to wait for."""
        raise LookupError(f"Nothing was asked for under '{reference}': keys in files sign at once.")

    def _read(self, signer: str, ending: str) -> bytes | None:
        # The name of a user becomes part of a path, so it must be nothing but a name.
        if not _NAME.fullmatch(signer):
            return None
        try:
            return (self._folder / f"{signer}.{ending}").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise SigningAway(f"{signer}.{ending} cannot be read: {fault.strerror}.") from fault


def certificate_in(content: bytes) -> Certificate:
    """Return the certificate of a PEM file; raises SigningAway for what is none."""
    try:
        found = x509.load_pem_x509_certificate(content)
    except ValueError as fault:
        raise SigningAway(f"The certificate cannot be read: {fault}.") from fault
    names = [*found.subject.get_attributes_for_oid(NameOID.COMMON_NAME), *found.subject]
    return Certificate(str(names[0].value) if names else "–", found.not_valid_before_utc, found.not_valid_after_utc)


def signed_pdf(paper: bytes, key: bytes, passphrase: str) -> bytes:
    """Return a PDF with a PAdES signature behind its own bytes; key: PKCS#12.

    It is B-T, with a third party's time, where the office names a time-stamping authority and that answers; else B-B:
    no letter waits for a clock. Raises CannotSign("wrong-passphrase").
    Source: ETSI EN 319 142-1; ISO 32000-2, 12.8.
    """
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(key, other_certs=[], passphrase=passphrase.encode())
    except ValueError as fault:
        raise CannotSign("wrong-passphrase") from fault
    metadata = signers.PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    try:
        if (stamper := time_stamper()) is not None:
            return _signed(paper, metadata, signer, stamper)
    except FAULTS as fault:
        log.warning("A letter was signed without a time stamp: %s", fault)
    return _signed(paper, metadata, signer, None)


def _signed(
    paper: bytes,
    metadata: signers.PdfSignatureMetadata,
    signer: signers.SimpleSigner,
    stamper: CheckedTimeStamper | None,
) -> bytes:
    out = signers.sign_pdf(_Untouched(io.BytesIO(paper)), metadata, signer=signer, timestamper=stamper)
    signed: bytes = out.getvalue()
    return signed
