"""Which systems are told of events, at which host, and what could not be told; turned on again from here."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from layani.office.actions.webhooks import turn_on
from layani.office.house import catalogue
from layani.office.pages.auditor.auditor import key_before, key_in
from layani.office.pages.page import Page, Readers
from layani.office.tables.models.webhooks import Webhook
from layani.rules.systems.webhooks import KINDS
from layani.rules.text import Text

ROWS = 20
WHY: Final = {
    "gone": Text("Penerima menjawab 410: tidak mau lagi", "The receiver answered 410: no more, please"),
    "too-many-tries": Text("Tidak diterima selama tiga hari", "Not taken for three days"),
    "no-right": Text(
        "Programnya tidak boleh memanggil lagi: token, cakupan, atau peran petugasnya berakhir",
        "Its program may not call any more: the token, the scope or its officer’s role has ended",
    ),
    "erased": Text("Rahasianya sudah dihapus", "Its secret was erased"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One webhook as the page shows it; its host alone, for the rest of an address may hold the receiver's secret."""

    row: Webhook
    system: Text
    host: str
    kinds: list[Text]
    why: Text | None


def webhooks(request: HttpRequest) -> HttpResponse:
    """List the webhooks, the newest first; one query. A post turns one on again."""
    if request.method == "POST":
        return _turn_on(request)
    before = key_before(request)
    rows = list(Webhook.objects.newest_first(before)[: ROWS + 1])
    shown: dict[str, Any] = {
        "lines": [_line(one) for one in rows[:ROWS]],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "operator/webhooks.html", shown)


def _turn_on(request: HttpRequest) -> HttpResponse:
    try:
        turn_on(key_in(request.POST.get("webhook", "")) or 0, now=timezone.now())
    except Webhook.DoesNotExist:
        raise Http404("There is no such webhook.") from None
    return redirect("webhooks")


def _line(row: Webhook) -> Line:
    system = catalogue().office.systems.get(row.program.system)
    name = system.name if system else Text(row.program.name, row.program.name)
    why = WHY.get(row.why, Text(row.why, row.why)) if row.disabled_at else None
    return Line(row, name, urlsplit(row.url).hostname or "", [KINDS[one] for one in row.kinds.split()], why)


PAGE = Page(path="operator/webhooks/", name="webhooks", readers=Readers.OPERATOR, view=webhooks)
