"""Papers for a person, in the language in which they are written to, whatever the officer's screen speaks."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from layani.office.pages.parts.say import language


def render_in(said_in: str, request: HttpRequest, template: str, shown: Mapping[str, Any]) -> HttpResponse:
    """Render a whole page in a person's language, "id" or "en"; an officer who reads the other one is told why."""
    screen = language()
    with override(said_in):
        answer = render(request, template, {**shown, "in_their_language": said_in != screen})
        answer["Content-Language"] = said_in
    return answer
