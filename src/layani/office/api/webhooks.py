"""Webhooks by API: a system says at which address it is told of which events, and sees what was told."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from layani.office.actions import webhooks as actions
from layani.office.actor import Caller
from layani.office.api.callers import ScopeMissing, needs, require_serving
from layani.office.api.cases import Once, answered
from layani.office.tables.models.webhooks import Delivery, Webhook
from layani.rules.systems.scopes import EVERY_CASE
from layani.rules.systems.webhooks import KINDS, LONGEST_URL, SECRET_PREFIX

ROUTER = Router()
ROWS = 50
LAST_KEY = 10**15
Manages = needs("webhooks:manage")
Key = Annotated[int, Field(ge=1, le=LAST_KEY)]
Kind = Literal["case.filed", "case.missing", "case.changed", "case.decided", "case.issued"]


class WebhookIn(BaseModel):
    """Where to tell, and what.

    url:   https; of the open internet when it is sent to, and no redirect is followed
    cases: "own" are those that the system filed; "all" are all of the program's services, and need a scope of their own
    """

    model_config = ConfigDict(extra="forbid")
    url: Annotated[str, Field(max_length=LONGEST_URL, examples=["https://village.example/layani"])]
    kinds: Annotated[
        list[Kind], Field(min_length=1, max_length=len(KINDS), examples=[["case.missing", "case.decided"]])
    ]
    cases: Literal["own", "all"] = "own"


class WebhookOut(BaseModel):
    """A webhook as it stands.

    state:  on, or off; why_off: "gone" (the receiver answered 410), "too-many-tries", "erased",
            "no-right" (the program may not call any more: token, scope, or its officer's role)
    secret: what signs, shown when it was made or changed and never again
    """

    id: int
    url: str
    kinds: list[str]
    cases: str
    made_at: datetime
    state: Literal["on", "off"]
    why_off: str
    secret: Annotated[str | None, Field(examples=[f"{SECRET_PREFIX}…"])] = None


class DeliveryOut(BaseModel):
    """One telling. webhook_id: the header of this name; answer: how the last try ended: a status or a word."""

    id: int
    webhook_id: str
    kind: str
    number: str
    seq: int
    at: datetime
    state: Literal["waiting", "delivered", "given-up"]
    tries: int
    answer: str
    next_try_at: datetime | None
    delivered_at: datetime | None


class DeliveriesOut(BaseModel):
    """A page of tellings, the newest first; ``before`` asks for the next page, and is empty on the last."""

    deliveries: list[DeliveryOut]
    before: int | None


@ROUTER.get("/", response=list[WebhookOut], auth=Manages, summary="List the system's webhooks")
def webhooks(request: HttpRequest) -> list[WebhookOut]:
    """List every webhook of the caller's system, without their secrets."""
    actor = _caller(request)
    return [webhook_out(one) for one in Webhook.objects.of_system(actor.program, actor.system)]


@ROUTER.post("/", response={201: WebhookOut}, auth=Manages, summary="Subscribe an address")
def subscribe(request: HttpRequest, body: WebhookIn, idempotency_key: Once) -> HttpResponse:
    """Tell an address of events from now on; the answer alone holds the secret.

    The same Idempotency-Key with the same body finds the first webhook, without its secret: rotate it if it was lost.
    """
    actor = _caller(request)
    if body.cases == "all" and EVERY_CASE not in actor.grant.scopes:
        raise ScopeMissing(EVERY_CASE)
    every = body.cases == "all"
    done = actions.subscribe(body.url, body.kinds, every=every, actor=actor, now=timezone.now(), once=idempotency_key)
    return answered(webhook_out(done.webhook, done.secret), 201, replayed=done.replayed)


@ROUTER.get("/{int:webhook}", response=WebhookOut, auth=Manages, summary="Look at a webhook")
def look(request: HttpRequest, webhook: Key) -> WebhookOut:
    """Say where a webhook leads and whether it is on."""
    return webhook_out(_found(_caller(request), webhook))


@ROUTER.delete("/{int:webhook}", response={204: None}, auth=Manages, summary="Remove a webhook")
def remove(request: HttpRequest, webhook: Key) -> HttpResponse:
    """Remove a webhook with its list of deliveries and its secret; nothing more is sent."""
    actor = _caller(request)
    try:
        actions.remove(webhook, actor=actor)
    except Webhook.DoesNotExist:
        raise _missing(webhook) from None
    return HttpResponse(status=204)


@ROUTER.post("/{int:webhook}/secret", response={201: WebhookOut}, auth=Manages, summary="Change the secret")
def rotate(request: HttpRequest, webhook: Key, idempotency_key: Once) -> HttpResponse:
    """Give a webhook another secret. For 24 hours the earlier one signs along, so each message has two signatures."""
    actor = _caller(request)
    try:
        done = actions.rotate(webhook, actor=actor, now=timezone.now(), once=idempotency_key)
    except Webhook.DoesNotExist:
        raise _missing(webhook) from None
    return answered(webhook_out(done.webhook, done.secret), 201, replayed=done.replayed)


@ROUTER.post("/{int:webhook}/on", response=WebhookOut, auth=Manages, summary="Turn a webhook on again")
def turn_on(request: HttpRequest, webhook: Key) -> HttpResponse:
    """Turn it on again: what was not told while it was off is told now, in its order. Done twice, it is the same."""
    actor = _caller(request)
    try:
        row = actions.turn_on(webhook, now=timezone.now(), actor=actor)
    except Webhook.DoesNotExist:
        raise _missing(webhook) from None
    return answered(webhook_out(row))


@ROUTER.get("/{int:webhook}/deliveries", response=DeliveriesOut, auth=Manages, summary="List what was told")
def deliveries(request: HttpRequest, webhook: Key, before: Key | None = None) -> DeliveriesOut:
    """List what was and is to be told, the newest first, 50 at a time; what was delivered stays 30 days."""
    row = _found(_caller(request), webhook)
    rows = list(Delivery.objects.filter(webhook=row).newest_first(before)[: ROWS + 1])
    more = rows[ROWS - 1].pk if len(rows) > ROWS else None
    return DeliveriesOut(deliveries=[delivery_out(one) for one in rows[:ROWS]], before=more)


@ROUTER.post(
    "/{int:webhook}/deliveries/{int:delivery}/again", response=DeliveryOut, auth=Manages, summary="Tell once more"
)
def again(request: HttpRequest, webhook: Key, delivery: Key) -> HttpResponse:
    """Tell an event once more under the same webhook-id; refused (409) while it is being tried."""
    actor = _caller(request)
    try:
        told = actions.tell_again(webhook, delivery, actor=actor, now=timezone.now())
    except (Webhook.DoesNotExist, Delivery.DoesNotExist):
        raise Http404(f"There is no delivery {delivery} of a webhook {webhook}.") from None
    return answered(delivery_out(told))


def _caller(request: HttpRequest) -> Caller:
    require_serving(request.auth)
    caller: Caller = request.auth
    return caller


def _found(actor: Caller, webhook: int) -> Webhook:
    row = Webhook.objects.of_system(actor.program, actor.system).filter(pk=webhook).first()
    if row is None:
        raise _missing(webhook)
    return row


def _missing(webhook: int) -> Http404:
    return Http404(f"There is no webhook {webhook} of this system.")


def webhook_out(row: Webhook, secret: str | None = None) -> WebhookOut:
    """Return a webhook as the API shows it."""
    return WebhookOut(
        id=row.pk,
        url=row.url,
        kinds=row.kinds.split(),
        cases="all" if row.every else "own",
        made_at=row.made_at,
        state="off" if row.disabled_at else "on",
        why_off=row.why,
        secret=secret,
    )


def delivery_out(row: Delivery) -> DeliveryOut:
    """Return a telling as the API shows it."""
    state: Any = "delivered" if row.delivered_at else "given-up" if row.gave_up_at else "waiting"
    return DeliveryOut(
        id=row.pk,
        webhook_id=str(row.ref),
        kind=row.kind,
        number=row.case.number,
        seq=row.seq,
        at=row.at,
        state=state,
        tries=row.tries,
        answer=row.answer,
        next_try_at=row.due_at if state == "waiting" else None,
        delivered_at=row.delivered_at,
    )
