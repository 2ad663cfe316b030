"""What the office keeps of a person, why, for how long, and who looks; the terms are those that the program uses."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.drafting import KEPT_FOR
from layani.office.actions.retention_facts import today_at
from layani.office.actions.signing_in import VALID_FOR
from layani.office.actions.uploading import ABANDONED_AFTER
from layani.office.house import catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import KEPT
from layani.office.tables.models import Look
from layani.rules.looks.reasons import LAW_OF_DELAY, MOST_DAYS_DELAYED
from layani.rules.retention.schedule import DRAFT, SIGN_IN_CODE, UNLISTED, UPLOAD, schedule_on


def privacy(request: HttpRequest) -> HttpResponse:
    """Show it; once a minute one query, for the number of looks that are shown later."""
    today = today_at(timezone.now())
    delayed = caches["near"].get_or_set(f"looks-delayed/{today}", lambda: Look.objects.delayed(today), KEPT)
    shown = {
        "office": catalogue().office,
        "draft_days": KEPT_FOR.days,
        "upload_days": ABANDONED_AFTER.days,
        "code_minutes": VALID_FOR // timedelta(minutes=1),
        "schedule": schedule_on(today),
        "delayed": delayed,
        "most_days": MOST_DAYS_DELAYED,
        "law_of_delay": LAW_OF_DELAY,
        "said": {DRAFT, UPLOAD, SIGN_IN_CODE, *UNLISTED},
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "public/privacy.html", shown)


PAGE = Page(path="privacy/", name="privacy", readers=Readers.EVERYONE, view=privacy, methods=("GET", "HEAD"))
