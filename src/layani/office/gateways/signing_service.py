"""Signatures on letters: what any signing service answers, and which one this office uses.

A passphrase goes through to the service and is kept nowhere: not in a row, a log, a session or a file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings

WARN_BEFORE = timedelta(days=30)
"""How long before a certificate ends its holder is told."""


class SigningAway(Exception):
    """The service did not answer, or answered nonsense; the letter waits."""


class CannotSign(Exception):
    """The service will not sign for this person. code: "no-certificate", "certificate-ended" or "wrong-passphrase"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of one signer: whose it is, and its first and last moment."""

    subject: str
    begins: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Say whether it may be signed with."""
        return self.begins <= now <= self.ends

    def ends_soon(self, now: datetime) -> bool:
        """Say whether its holder must be told that it ends."""
        return self.ends - now <= WARN_BEFORE


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service answers to a request: the signed paper, or the reference under which it will be ready later."""

    signed: bytes | None = None
    reference: str = ""


class SigningService(Protocol):
    """Whatever signs. signer: the user name of an officer."""

    def certificate(self, signer: str) -> Certificate | None:
        """Return the signer's certificate, None if there is none; raises SigningAway."""

    def ask(self, signer: str, passphrase: str, paper: bytes) -> Asked:
        """Ask for a signature on a PDF; raises SigningAway or CannotSign."""

    def collect(self, reference: str) -> bytes | None:
        """Return a signed PDF that was asked for earlier, None while it is not ready; raises SigningAway."""


def signing_service() -> SigningService:
    """Return the service of this office; only where LAYANI_SIGNING names one that signs by machine."""
    # pyhanko takes most of a second to load, and only what signs needs it.
    if settings.SIGNING == "local":
        from layani.office.gateways.pades import LocalKeys  # noqa: PLC0415

        return LocalKeys(settings.SIGNING_KEYS)
    if settings.SIGNING == "fake":
        from layani.office.gateways.fake_signing_service import FakeSigningService  # noqa: PLC0415

        return FakeSigningService(settings.DATA / "fake-signing")
    raise ValueError(f"LAYANI_SIGNING is '{settings.SIGNING}', which names no service that signs by machine.")
