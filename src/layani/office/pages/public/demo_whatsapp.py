"""The demo's telephone: write to the office by WhatsApp, signed as the real one signs, and read its replies."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from layani.office.actions.door_chat import hear
from layani.office.gateways.whatsapp import CHAT, body_of, heard_in, is_signed, secret, signature
from layani.office.pages.page import Page, Readers
from layani.office.tables.models import DemoMessage

WRITTEN, PHONE = "demo-whatsapp", "demo-whatsapp-phone"
LONGEST, KEPT = 500, 30


@never_cache
def demo_whatsapp(request: HttpRequest) -> HttpResponse:
    """Show the chat, or send one message through the same webhook, signature and all."""
    phone = request.session.setdefault(PHONE, f"+62812555{secrets.randbelow(90_000) + 10_000}")
    text = request.POST.get("text", "").strip()[:LONGEST]
    if request.method == "POST" and text:
        now = timezone.now()
        body = body_of(phone, text, f"demo-{secrets.token_hex(8)}")
        if is_signed(body, signature(body, secret()), secret()):
            for message in heard_in(body):
                hear(message, now)
        mine = [*request.session.get(WRITTEN, []), [now.isoformat(), text]]
        request.session[WRITTEN] = mine[-KEPT:]
    if request.method == "POST":
        return redirect("demo-whatsapp")
    replies = DemoMessage.objects.chat_with(phone, CHAT)[:KEPT]
    said = [(one.sent_at.isoformat(), one.text, False) for one in replies]
    said += [(at, words, True) for at, words in request.session.get(WRITTEN, [])]
    return render(request, "public/demo_whatsapp.html", {"said": sorted(said), "phone": phone})


PAGE = Page(
    path="demo/whatsapp/",
    name="demo-whatsapp",
    view=demo_whatsapp,
    readers=Readers.EVERYONE,
    only_for_trying=True,
)
