"""Online and at the counter: whether whoever is helped fares as well as whoever applies alone."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.pages.public.channel_figures import COUNTS, compared, months
from layani.office.pages.public.promise_figures import first_month
from layani.office.pages.public.record_files import for_everyone

HIDDEN = "<5"
HEAD = ("service", "channel", "month", *COUNTS, "median_minutes")


def channels(request: HttpRequest) -> HttpResponse:
    """Show every service on both channels, or send the months as CSV; the figures are read once a minute."""
    today = timezone.localdate()
    if request.GET.get("as") == "csv":
        return _csv()
    since = first_month(today)
    shown = body("public/channels_body.html", f"{since}", lambda: {"services": compared(today), "since": since})
    return render(request, "public/channels.html", {"body": shown})


def _csv() -> HttpResponse:
    """Return every month of every channel, RFC 4180; what is hidden is written as "<5"."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for service, ones in months(timezone.localdate()).items():
        for one in ones:
            counts = [HIDDEN if getattr(one, name) is None else getattr(one, name) for name in COUNTS]
            median = "" if one.median_minutes is None else one.median_minutes
            writer.writerow([service, one.channel, f"{one.month:%Y-%m}", *counts, median])
    return for_everyone(HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8"))


PAGE = Page(path="channels/", name="channels", readers=Readers.EVERYONE, view=channels, methods=("GET", "HEAD"))
