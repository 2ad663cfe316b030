"""Lets the page of a form run the office's own small script: it keeps what is typed while there is no network."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from layani.office.gateways.sealing import canonical
from layani.office.tables.models import Party

SALT = "layani.kept-in-the-tab"


@cache
def _policy() -> str:
    return str(build_policy(replace={"script-src": [SELF]}))


def with_form_script(answer: HttpResponse) -> HttpResponse:
    """Let the page run the office's script files; it may load nothing else and send nothing anywhere."""
    answer.headers[HEADER] = _policy()
    return answer


def whose(party: Party) -> str:
    """Return a word that differs from person to person and says nothing of them: what one typed is no other's."""
    return salted_hmac(SALT, str(party.ref)).hexdigest()[:16]


def what_arrived(party: Party, answers: Mapping[str, Any]) -> str:
    """Return a word that becomes another as soon as other answers have arrived, and says nothing of any."""
    return salted_hmac(SALT, f"{party.ref}/".encode() + canonical(answers)).hexdigest()[:16]
