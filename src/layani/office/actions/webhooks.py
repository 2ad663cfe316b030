"""Subscribe a system to the events of cases, change its secret, turn it off and on, and tell it again."""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from layani.office.actor import Caller
from layani.office.gateways.sealing import canonical, open_sealed, seal
from layani.office.house import codes, key_store
from layani.office.tables.models.webhooks import Delivery, Webhook, record_size
from layani.rules.refusal import Refusal, Refused
from layani.rules.systems.webhooks import OVERLAP, SECRET_BYTES, address_problem, secret_text
from layani.rules.text import Text

SEALED_AS = "webhook"
MOST = 20
"""Addresses that a system may have at once."""

KEY_USED = Refusal(
    code="key-used",
    reason=Text(
        id="Kunci pengiriman ini sudah dipakai untuk isi yang lain.",
        en="This idempotency key was already used for other content.",
    ),
    remedy=Text(id="Pakai kunci baru untuk isi baru.", en="Use a new key for new content."),
)
_TOO_MANY = Refusal(
    code="too-many-webhooks",
    reason=Text(id=f"Sistem ini sudah memiliki {MOST} alamat.", en=f"This system has {MOST} addresses already."),
    remedy=Text(id="Hapus yang tidak dipakai.", en="Remove those that are not used."),
)
_STILL_OPEN = Refusal(
    code="still-open",
    reason=Text(id="Pemberitahuan ini masih dicoba.", en="This delivery is still being tried."),
    remedy=Text(id="Tunggu; percobaan berikutnya tercantum.", en="Wait; its next try stands in the list."),
)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A webhook and, where it was made or changed just now, the secret that is shown once; ``replayed`` says not."""

    webhook: Webhook
    secret: str | None = None

    @property
    def replayed(self) -> bool:
        """Whether an earlier sending did what was asked."""
        return self.secret is None


def subscribe(url: str, kinds: Sequence[str], *, every: bool, actor: Caller, now: datetime, once: str) -> Subscribed:
    """Add an address that is told of events from now on, or raise Refused.

    every: of all cases of the program's services, not of those alone that its system filed
    """
    if problem := address_problem(url, local=settings.LAYANI_DEMO):
        raise Refused(Refusal("address-unfit", problem, problem))
    code, request = _codes(actor, once, {"url": url, "kinds": sorted(kinds), "every": every})
    if earlier := _earlier(code, request):
        return earlier
    if Webhook.objects.of_system(actor.program, actor.system).count() >= MOST:
        raise Refused(_TOO_MANY)
    ref, key = key_store().ready(now)
    secret = os.urandom(SECRET_BYTES)
    row = Webhook(
        ref=ref,
        program_id=actor.program,
        url=url,
        kinds=" ".join(sorted(set(kinds))),
        every=every,
        cursor=record_size(),
        sealed=seal(key, {"now": _text(secret)}, SEALED_AS),
        made_at=now,
        once=code,
        request=request,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if earlier := _earlier(code, request):  # the same was sent at the same moment
            return earlier
        raise
    return Subscribed(row, secret_text(secret))


def _earlier(code: bytes, request: bytes) -> Subscribed | None:
    row = Webhook.objects.select_related("program").filter(once=code).first()
    if row is None:
        return None
    if bytes(row.request) != request:
        raise Refused(KEY_USED)
    return Subscribed(row)


@transaction.atomic
def rotate(webhook: int, *, actor: Caller, now: datetime, once: str) -> Subscribed:
    """Give a webhook another secret; the earlier one signs along for a day. Raises Webhook.DoesNotExist."""
    row = _own(webhook, actor)
    code, _ = _codes(actor, once, {"rotate": webhook})
    if row.rotated is not None and bytes(row.rotated) == code:
        return Subscribed(row)
    key = key_store().get(row.ref)
    secret, before = os.urandom(SECRET_BYTES), open_sealed(key, bytes(row.sealed), SEALED_AS)["now"]
    kept = {"now": _text(secret), "before": before, "until": (now + OVERLAP).isoformat()}
    row.sealed, row.rotated = seal(key, kept, SEALED_AS), code
    row.save(update_fields=["sealed", "rotated"])
    return Subscribed(row, secret_text(secret))


def secrets_of(webhook: Webhook, now: datetime) -> list[bytes]:
    """Return the secrets that sign now, the newest first; raises KeyGone."""
    kept: dict[str, Any] = open_sealed(key_store().get(webhook.ref), bytes(webhook.sealed), SEALED_AS)
    both = [kept["now"]]
    if "before" in kept and now < datetime.fromisoformat(kept["until"]):
        both.append(kept["before"])
    return [base64.b64decode(one) for one in both]


@transaction.atomic
def remove(webhook: int, *, actor: Caller) -> None:
    """Remove a webhook with its deliveries and its secret; raises Webhook.DoesNotExist."""
    row = _own(webhook, actor)
    row.delete()
    transaction.on_commit(lambda: key_store().erase(row.ref))


@transaction.atomic
def turn_on(webhook: int, *, now: datetime, actor: Caller | None = None) -> Webhook:
    """Turn a webhook on again: what it was not told is told now, in its order. Without an actor: the operator."""
    row = _own(webhook, actor) if actor else Webhook.objects.select_for_update(of=("self",)).get(pk=webhook)
    row.disabled_at, row.why, row.rests_until = None, "", None
    row.save(update_fields=["disabled_at", "why", "rests_until"])
    untold = Delivery.objects.filter(webhook=row, delivered_at=None)
    untold.update(gave_up_at=None, tries=0, due_at=now)
    return row


def turn_off(webhook: Webhook, why: str, now: datetime) -> None:
    """Turn a webhook off; what it was not told stays for when it is on again."""
    Webhook.objects.filter(pk=webhook.pk, disabled_at=None).update(disabled_at=now, why=why)


@transaction.atomic
def tell_again(webhook: int, delivery: int, *, actor: Caller, now: datetime) -> Delivery:
    """Let an event be told once more under the same id; raises DoesNotExist, or Refused while it is being tried."""
    row = _own(webhook, actor)
    told = Delivery.objects.select_for_update(of=("self",)).select_related("case").get(pk=delivery, webhook=row)
    if told.delivered_at is None and told.gave_up_at is None:
        raise Refused(_STILL_OPEN)
    told.delivered_at = told.gave_up_at = None
    told.tries, told.due_at = 0, now
    told.save(update_fields=["delivered_at", "gave_up_at", "tries", "due_at"])
    return told


def _own(webhook: int, actor: Caller) -> Webhook:
    return Webhook.objects.of_system(actor.program, actor.system).select_for_update(of=("self",)).get(pk=webhook)


def _codes(actor: Caller, once: str, content: dict[str, Any]) -> tuple[bytes, bytes]:
    return codes().sending(f"webhook/{actor.system or actor.program}", once), codes().request(canonical(content))


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode()
