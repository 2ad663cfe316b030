"""The webhook by which WhatsApp hands over what people write: signed, or it is not read."""

import hmac
import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from layani.office.actions.door_chat import hear
from layani.office.gateways.whatsapp import LARGEST_BODY, NotUnderstood, heard_in, is_signed, secret
from layani.office.pages.page import Page, Readers

log = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"


@csrf_exempt  # a program calls it, and is known by its signature
def whatsapp(request: HttpRequest) -> HttpResponse:
    """Answer the question whether this webhook is ours, or take messages. Their words stand in no answer and no log."""
    if request.method != "POST":
        return _is_ours(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return HttpResponse("Too large.", status=413, content_type=PLAIN)
    body = request.body
    if not is_signed(body, request.headers.get("X-Hub-Signature-256", ""), secret()):
        return HttpResponse("The signature is not ours.", status=403, content_type=PLAIN)
    try:
        messages = heard_in(body)
    except NotUnderstood as fault:
        log.error("%s Nothing was taken; the sender tries again.", fault)
        return HttpResponse("Not understood.", status=400, content_type=PLAIN)
    now = timezone.now()
    for message in messages:
        hear(message, now)
    return HttpResponse("ok", content_type=PLAIN)


def _is_ours(request: HttpRequest) -> HttpResponse:
    """Repeat the challenge to who knows our token."""
    asked, token = request.GET, settings.WHATSAPP_VERIFY
    known = bool(token) and hmac.compare_digest(asked.get("hub.verify_token", "").encode(), token.encode())
    challenge = asked.get("hub.challenge", "")
    if not (known and asked.get("hub.mode") == "subscribe" and challenge.isascii() and challenge.isalnum()):
        return HttpResponse("Not ours.", status=404, content_type=PLAIN)
    return HttpResponse(challenge, content_type=PLAIN)


PAGE = Page(path="door/whatsapp/", name="door-whatsapp", view=whatsapp, readers=Readers.EVERYONE)
