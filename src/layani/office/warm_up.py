"""Loads at the start what the first reader would otherwise wait for; asks neither database nor network."""

import gc
from pathlib import Path

from babel.dates import format_date, format_time
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from layani.office import pages
from layani.office.house import calendar, catalogue, codes, facts_on, keep_catalogue, key_store
from layani.rules.cases.clock import due

PAGES = Path(pages.__path__[0])


def warm_up() -> None:
    """Open what the house is made of, import every page, compile every template, and set all of it aside.

    What is set aside (``gc.freeze``) is never looked through again for garbage, and a forked process shares it.
    """
    now = timezone.now()
    keep_catalogue()
    catalogue(), calendar(), codes(), key_store(), facts_on(timezone.localdate(now))
    for service in catalogue().services.values():
        due(calendar(), now, service.promise.total)  # reads the holidays of the years around it
    reverse("home")
    for template in sorted(PAGES.rglob("*.html")):
        get_template(template.relative_to(PAGES).as_posix())
    for language, _ in settings.LANGUAGES:
        format_date(now, "full", locale=language), format_time(now, "short", locale=language)
    gc.collect()
    gc.freeze()
