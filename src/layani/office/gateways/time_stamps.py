"""Time stamps of a third party on signatures (RFC 3161): who confirms when a letter was signed.

Without one a signature says the time of the signer's own clock. Each token is checked against the certificates that
the office trusts before it goes into a letter; one that does not hold is as good as none.
"""

import asyncio
import io
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import cms, pem, tsp, x509
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

TIMEOUT: Final = 5.0  # seconds; somebody waits at a desk
LARGEST: Final = 100_000  # bytes of an answer; a token with its certificates has about six thousand
FAULTS: Final = (OSError, ValueError, SigningError, SignatureValidationError)
"""What may come of a time-stamping authority that is away or answers nonsense; TimestampRequestError is an OSError."""

Ask = Callable[[tsp.TimeStampReq], tsp.TimeStampResp]


class CheckedTimeStamper(TimeStamper):
    """Asks an authority, and takes a token only if it is signed for time stamps by somebody whom the office trusts."""

    def __init__(self, ask: Ask, trusted: list[x509.Certificate]) -> None:
        """Take how to ask, and the certificates that are trusted."""
        super().__init__()
        self._ask, self._trusted = ask, trusted

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask the authority."""
        return await asyncio.to_thread(self._ask, req)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a checked token on a digest; raises TimestampRequestError."""
        token = await super().async_timestamp(message_digest, md_algorithm)
        context = ValidationContext(trust_roots=self._trusted, allow_fetching=False)
        found = await validate_tst_signed_data(token["content"], context, lambda _: message_digest)
        # A path that does not hold is given, too, with the trouble beside it.
        trusted = found["validation_path"] is not None and found["trust_problem_indic"] is None
        usage = found["signing_cert"].extended_key_usage_value
        for_this = usage is not None and usage.native == ["time_stamping"]  # RFC 3161, 2.3: this and nothing else
        if not (found["valid"] and found["intact"] and trusted and for_this):
            raise TimestampRequestError("The token is not one of an authority that this office trusts.")
        return token


def time_stamper() -> CheckedTimeStamper | None:
    """Return the authority of this office, or None where it has none; raises OSError or ValueError for its CA file."""
    if not settings.TSA:
        return None
    return CheckedTimeStamper(over_http(settings.TSA), certificates_in(settings.TSA_CA))


def certificates_in(file: Path) -> list[x509.Certificate]:
    """Return the certificates of a PEM file; raises OSError or ValueError."""
    found = [x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read_bytes(), multiple=True)]
    if not found:
        raise ValueError(f"{file.name} holds no certificate.")
    return found


def over_http(address: str) -> Ask:
    """Return what asks an authority over HTTP (RFC 3161, 3.4); its answers are signed, so http is safe, too."""

    def ask(req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        sent = urllib.request.Request(  # noqa: S310  the operator's own setting, http or https
            address, req.dump(), {"Content-Type": "application/timestamp-query"}, method="POST"
        )
        try:
            with urllib.request.urlopen(sent, timeout=TIMEOUT, context=ssl.create_default_context()) as answer:  # noqa: S310
                if answer.headers.get_content_type() != "application/timestamp-reply":
                    raise TimestampRequestError("The authority answered something else than a time stamp.")
                return tsp.TimeStampResp.load(answer.read(LARGEST))
        except urllib.error.URLError as fault:
            raise TimestampRequestError("The authority does not answer.") from fault

    return ask


def time_in(paper: bytes) -> datetime | None:
    """Return the time that a third party confirmed for the last signature of a PDF; None where nobody did.

    Any service's paper can be asked. It is read and not validated here; a reader of the PDF does that.
    """
    try:
        signed = PdfFileReader(io.BytesIO(paper)).embedded_regular_signatures
        beside = signed[-1].signer_info["unsigned_attrs"]
        tokens = [one["values"][0] for one in beside if one["type"].native == "signature_time_stamp_token"]
        found: datetime = tokens[0]["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        return found
    except Exception:  # noqa: BLE001  a scan, or a PDF of a kind of its own: then nothing is known of its time
        return None
