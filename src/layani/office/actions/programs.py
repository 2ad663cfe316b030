"""Enter programs that may call the API, and end their right; done by the operator."""

import hashlib
import secrets
from datetime import datetime

from layani.office.tables.models.people import Program, User

TOKEN_BYTES = 32
LONGEST_NAME = 100  # characters; see the column


class UnknownOfficer(ValueError):
    """The office has no officer of this user name who may still sign in."""


class NameTaken(ValueError):
    """A program of this name is in force already."""


class UnfitName(ValueError):
    """The name could not be told from others in a list and a log."""


def enter_program(name: str, *, acts_for: str) -> str:
    """Return the token of a new program, which is kept nowhere else; the program may do what its officer may.

    acts_for: user name of the officer. Raises UnfitName, UnknownOfficer or NameTaken.
    """
    if not (name.strip() and name.isprintable() and len(name) <= LONGEST_NAME):
        raise UnfitName(f"A program's name has 1 to {LONGEST_NAME} letters that can be read. Write such as: kiosk-7")
    officer = User.objects.filter(username=acts_for, is_active=True).first()
    if officer is None:
        raise UnknownOfficer(f"The office has no officer '{acts_for}'. Enter the officer first.")
    if Program.objects.filter(name=name, revoked_at=None).exists():
        raise NameTaken(f"A program '{name}' is in force. Revoke it first, or choose another name.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Program.objects.create(name=name, token_hash=hashlib.sha256(token.encode()).digest(), acts_for=officer)
    return token


def revoke_program(name: str, *, now: datetime) -> int:
    """End the right of every program of this name, at once; returns how many. What they did stays on the record."""
    return Program.objects.filter(name=name, revoked_at=None).update(revoked_at=now)
