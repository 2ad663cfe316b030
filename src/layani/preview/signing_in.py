"""Signs a sample person in with one button: no code is sent, so none can be asked for too often.

Only in the office that ``layani try`` makes for itself and deletes in the end: nobody real is in it. So whoever makes
the button be pressed gains nothing, and it needs no token as the editor's forms do.
"""

from importlib import import_module
from typing import Final

from django.conf import settings

from layani.office.actions.parties import find_party
from layani.office.actor import let_in
from layani.office.gateways.demo_sign_ins import DemoSignIn, read_sign_ins
from layani.preview.pages import SIGN_IN, say

FIRST_TO_SIGN_IN: Final = "/sign-in/"
"""Where the office's pages ask who one is; the button stands on them, too."""


def sample() -> DemoSignIn | None:
    """Return the person to try with: the first citizen of the sample office."""
    return next((one for one in read_sign_ins(settings.KEY_FOLDER) if one.nik), None)


def signed_in() -> list[tuple[str, str]]:
    """Start a session in which the sample person acts, and return the headers that hand it out; [] without one."""
    chosen = sample()
    party = find_party(chosen.nik) if chosen else None
    if party is None:
        return []
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    let_in(session, party)
    session.save()
    return [("Set-Cookie", f"{settings.SESSION_COOKIE_NAME}={session.session_key}; Path=/; HttpOnly; SameSite=Lax")]


def button() -> str:
    """Return the button, as HTML for a page of the office."""
    chosen = sample()
    name = chosen.name if chosen else ""
    words = say(f"Masuk sebagai {name}, tanpa kode", f"Sign in as {name}, without a code")
    return f'<form method="post" action="{SIGN_IN}"><button>{words}</button></form>' if name else ""
