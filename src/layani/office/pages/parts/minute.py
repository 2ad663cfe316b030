"""Keeps the body of a public page for a minute: it is the same for everyone, and costly to set from many numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from layani.office.pages.parts.say import language

KEPT = 60  # seconds


def body(template: str, name: str, values: Callable[[], Mapping[str, Any]]) -> SafeString:
    """Return a template set in the reader's language, at most a minute old.

    name:    tells apart what the template can show (a service, a day); nothing of the reader may be in it
    values:  asked only when there is no body that is fresh enough
    """
    key = f"body/{template}/{name}/{language()}"
    found: SafeString | None = caches["near"].get(key)
    if found is None:
        found = mark_safe(render_to_string(template, dict(values())))  # noqa: S308  the template escaped it
        caches["near"].set(key, found, KEPT)
    return found
