"""WhatsApp by its Cloud API: what comes in by the webhook, what goes out, and a fake beside them.

Format: the webhook of the WhatsApp Business Platform. A POST carries ``entry[].changes[].value.messages[]``; its header
X-Hub-Signature-256 is "sha256=" and the hex HMAC-SHA256 of the raw body under the app's secret. Status: recalled, and
compared with the documentation of independent client libraries; no live account was at hand.
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from django.conf import settings
from django.utils import timezone

from layani.office.gateways.notification import ANSWER_WITHIN, TRY_AGAIN, NotSent
from layani.office.gateways.secret_file import secret_from_file
from layani.office.tables.models.papers import DemoMessage

PREFIX = "sha256="
LARGEST_BODY = 256_000  # bytes
CHAT = "WhatsApp"


class NotUnderstood(ValueError):
    """The body is not what the webhook sends."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that came in. phone: "+62…"; text: None for a photo, a voice or a place; id: the sender's own."""

    phone: str
    text: str | None
    id: str


def secret() -> str:
    """Return the secret under which the webhook is signed; "" where the office has no WhatsApp.

    In a demo that has set none it is one of its own, for the fake that signs as the real one does.
    """
    if settings.WHATSAPP_SECRET or not settings.LAYANI_DEMO:
        return str(settings.WHATSAPP_SECRET)
    return secret_from_file(settings.KEY_FOLDER / "whatsapp.key")


def signature(body: bytes, key: str) -> str:
    """Return the header for a body.

    >>> signature(b"test", "secret")
    'sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914'
    """
    return PREFIX + hmac.digest(key.encode(), body, hashlib.sha256).hex()


def is_signed(body: bytes, header: str, key: str) -> bool:
    """Say, in constant time, whether a body was signed under the key; never where there is no key."""
    return bool(key) and hmac.compare_digest(signature(body, key).encode(), header.encode())


def heard_in(body: bytes) -> tuple[Heard, ...]:
    """Return the messages of people in a signed body, in order; what only tells of deliveries is left out.

    Raises NotUnderstood.
    """
    try:
        return tuple(_heard(json.loads(body)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise NotUnderstood(f"The webhook's body is not understood ({type(fault).__name__}).") from fault


def _heard(content: Any) -> Iterator[Heard]:
    for entry in content["entry"]:
        for change in entry["changes"]:
            for message in change["value"].get("messages", ()):
                phone = "".join(c for c in str(message["from"]) if c in "0123456789")
                if not phone:
                    raise ValueError("A message without a number.")
                text = str(message["text"]["body"]) if message.get("type") == "text" else None
                yield Heard(f"+{phone}", text, str(message["id"])[:200])


def body_of(phone: str, text: str, ident: str) -> bytes:
    """Return what the webhook would send for one message: for the fake, and for tests."""
    message = {"from": phone.lstrip("+"), "id": ident, "type": "text", "text": {"body": text}}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "messages": [message]}}
    content = {"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]}
    return json.dumps(content).encode()


class Chat(Protocol):
    """Whatever takes replies to people."""

    def send(self, phone: str, text: str) -> None:
        """Hand one reply over, or raise NotSent."""


@dataclass(frozen=True)
class CloudApi:
    """The Cloud API at ``https://graph.facebook.com/VERSION/PHONE-NUMBER-ID/messages?token=…``."""

    address: str

    def send(self, phone: str, text: str) -> None:
        """Send a text; the token goes in the header and not in the address."""
        parts = urlsplit(self.address)
        plain = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        token = parse_qs(parts.query).get("token", [""])[0]
        content = {
            "messaging_product": "whatsapp",
            "to": phone.lstrip("+"),
            "type": "text",
            "text": {"preview_url": False, "body": text},
        }
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        request = urllib.request.Request(plain, json.dumps(content).encode(), headers, method="POST")  # noqa: S310  http(s) only
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_WITHIN):  # noqa: S310  the setting takes http(s) only
                pass
        except urllib.error.HTTPError as fault:
            fault.close()
            for_good = 400 <= fault.code < 500 and fault.code not in TRY_AGAIN
            raise NotSent(f"WhatsApp answered {fault.code}.", for_good=for_good) from None
        except OSError as fault:
            raise NotSent(f"WhatsApp did not take the message ({type(fault).__name__}).") from fault


class DemoChat:
    """The fake: keeps every reply as a row that anyone may read in the demo."""

    def send(self, phone: str, text: str) -> None:
        """Keep it."""
        DemoMessage.objects.create(to=phone, subject=CHAT, text=text, sent_at=timezone.now())


def chat() -> Chat | None:
    """Return the office's way to reply; in a demo that has set none, the fake; None where there is none."""
    if settings.WHATSAPP:
        return CloudApi(settings.WHATSAPP)
    return DemoChat() if settings.LAYANI_DEMO else None
