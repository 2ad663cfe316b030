"""Messages to citizens: e-mail by SMTP, text messages by an HTTP gateway, and a fake whose messages the demo shows.

A gateway may get the same message twice (see jobs/send_messages.py); ``ref`` is then the same, so that it can tell.
"""

import base64
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.conf import settings
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.tables.models.papers import DemoMessage

ANSWER_WITHIN = 8  # seconds; a gateway that takes longer is asked again later
REFUSED_FOR_GOOD = 500  # SMTP replies from here on are permanent (RFC 5321, section 4.2.1)
# HTTP answers that another try can change: it took too long, too many at once, or the gateway itself is broken.
TRY_AGAIN = frozenset({408, 425, 429})


class NotSent(Exception):
    """The message was not accepted; ``for_good`` when another try cannot help. The words name no address."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(why)


class Notifier(Protocol):
    """Whatever takes messages to people."""

    def send(self, *, to_phone: str = "", to_email: str = "", subject: str, text: str, ref: str = "") -> None:
        """Hand one message over to one address, or raise NotSent.

        to_phone, to_email: exactly one; a phone gets ``text`` alone
        ref:                the sender's name of this message, the same whenever it is sent again
        """

    def reaches(self, channel: str) -> bool:
        """Say whether this office can send by "phone" or by "email"."""


@dataclass(frozen=True)
class Mail:
    """A mail server at ``smtp://USER:PASSWORD@HOST:PORT`` (STARTTLS where offered) or ``smtps://…``."""

    address: str
    sender: str

    def send(self, to: str, subject: str, text: str, ref: str) -> None:
        """Hand the mail over; its Message-ID is made of ``ref``."""
        mail = self._mail(to, subject, text, ref)
        try:
            with self._server() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as fault:
            codes = [code for code, _ in fault.recipients.values()]
            for_good = all(code >= REFUSED_FOR_GOOD for code in codes)
            raise NotSent(f"The mail server refused the recipient ({codes}).", for_good=for_good) from None
        except smtplib.SMTPDataError as fault:
            for_good = fault.smtp_code >= REFUSED_FOR_GOOD
            raise NotSent(f"The mail server refused the message ({fault.smtp_code}).", for_good=for_good) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent(f"The mail server did not take the message ({type(fault).__name__}).") from fault

    def _mail(self, to: str, subject: str, text: str, ref: str) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        except ValueError:  # a line break, by which an address could bring headers of its own
            raise NotSent("The address is none that a mail could go to.", for_good=True) from None
        if ref:
            mail["Message-ID"] = f"<{ref}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail

    def _server(self) -> smtplib.SMTP:
        parts = urlsplit(self.address)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=ANSWER_WITHIN, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=ANSWER_WITHIN)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


@dataclass(frozen=True)
class TextGateway:
    """An HTTP gateway for text messages: POST of ``{"to", "text", "ref"}`` as JSON to ``address``.

    USER:PASSWORD in the address become basic authentication; ``?token=…`` becomes a bearer token. Every 2xx answer
    means that the gateway has taken the message.
    """

    address: str

    def send(self, to: str, text: str, ref: str) -> None:
        """Hand the text message over."""
        body = json.dumps({"to": to, "text": text, "ref": ref}, ensure_ascii=False).encode()
        address, headers = self._plain_address()
        headers |= {"Content-Type": "application/json", "Idempotency-Key": ref}
        request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310  LAYANI_SMS: http(s) only
        try:
            with _STAYS_THERE.open(request, timeout=ANSWER_WITHIN):
                pass
        except urllib.error.HTTPError as fault:
            fault.close()
            for_good = 400 <= fault.code < 500 and fault.code not in TRY_AGAIN
            raise NotSent(f"The SMS gateway answered {fault.code}.", for_good=for_good) from None
        except OSError as fault:
            raise NotSent(f"The SMS gateway did not take the message ({type(fault).__name__}).") from fault

    def _plain_address(self) -> tuple[str, dict[str, str]]:
        """Return the address without its credentials, and the header that carries them instead."""
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        plain = urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, "", ""))
        if token := parse_qs(parts.query).get("token"):
            return plain, {"Authorization": f"Bearer {token[0]}"}
        if not parts.username:
            return plain, {}
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return plain, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """Follow no redirect: a message must not travel to an address that nobody set."""


_STAYS_THERE = urllib.request.build_opener(_NoRedirect)


@dataclass(frozen=True)
class Gateways:
    """The office's own servers; one that is not set cannot be reached."""

    mail: Mail | None
    texts: TextGateway | None

    def send(self, *, to_phone: str = "", to_email: str = "", subject: str, text: str, ref: str = "") -> None:
        """Hand the message to the server of its channel."""
        if to_phone and self.texts:
            self.texts.send(to_phone, text, ref)
        elif to_email and self.mail:
            self.mail.send(to_email, subject, text, ref)
        else:
            setting = "LAYANI_SMS" if to_phone else "LAYANI_SMTP"
            raise NotSent(f"{setting} is not set, so nothing can be sent that way.", for_good=True)

    def reaches(self, channel: str) -> bool:
        """Whether the server of the channel is set."""
        return (self.texts if channel == "phone" else self.mail) is not None


class DemoNotifier:
    """The fake: keeps every message as a row that anyone may read on the demo's page of messages."""

    def send(self, *, to_phone: str = "", to_email: str = "", subject: str, text: str, ref: str = "") -> None:
        """Keep it."""
        DemoMessage.objects.create(to=to_phone or to_email, subject=subject[:200], text=text, sent_at=timezone.now())

    def reaches(self, channel: str) -> bool:
        """Every channel."""
        return True


def notifier() -> Notifier:
    """Return the office's servers; in a demo that has set none, the fake."""
    if settings.LAYANI_DEMO and not (settings.SMTP or settings.SMS):
        return DemoNotifier()
    return Gateways(
        Mail(settings.SMTP, catalogue().office.contacts.email) if settings.SMTP else None,
        TextGateway(settings.SMS) if settings.SMS else None,
    )
