"""One-time links by which officers set their own password: nobody gives, reads or keeps the password of another."""

import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from layani.office.actions.staff_at_the_shell import note_first_operator
from layani.office.house import catalogue, codes
from layani.office.tables.models import Invitation, Role, User
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

FIRST_FOR = timedelta(hours=1)
VALID_FOR = timedelta(hours=72)
OPERATOR = "operator"
WORD_BYTES = 24


class OperatorExists(ValueError):
    """The office has an operator already, who enters everybody else."""


def invite(user: User, *, now: datetime, opens_at: datetime | None = None, first: bool = False) -> str:
    """Return the word of a new invitation, which is kept nowhere; earlier ones of this officer that wait are over."""
    word, begins = secrets.token_urlsafe(WORD_BYTES), opens_at or now
    with transaction.atomic():
        Invitation.objects.filter(user=user, used_at=None).delete()
        Invitation.objects.create(
            user=user,
            code=_code(word),
            first=first,
            made_at=now,
            opens_at=begins,
            until=begins + (FIRST_FOR if first else VALID_FOR),
        )
    return word


def invite_first(username: str, full_name: str, *, now: datetime, today: date) -> str:
    """Return the word that makes the first operator; raises OperatorExists where there is one."""
    if _has_operator(today):
        raise OperatorExists("The office has an operator already. Operators enter others on the page 'Staff'.")
    with transaction.atomic():
        Invitation.objects.filter(first=True, used_at=None).delete()
        user, made = User.objects.get_or_create(username=username, defaults={"full_name": full_name})
        if made:
            user.set_unusable_password()
            user.save()
        return invite(user, now=now, first=True)


def invited(word: str, *, now: datetime, today: date) -> Invitation:
    """Return the invitation of a word that opens now; raises Refused in the same words for every other."""
    row = Invitation.objects.select_related("user").filter(code=_code(word)).first()
    if row is None or row.used_at or now >= row.until or (row.first and _has_operator(today)):
        raise Refused(_over())
    # Who has signed in since has lost nothing, and somebody else asked for it.
    if row.user.last_login and row.user.last_login > row.made_at:
        raise Refused(_over())
    if now < row.opens_at:
        raise Refused(_early())
    return row


def accept(word: str, password: str, *, now: datetime, today: date) -> User:
    """Set the password of whom a word invites; raises Refused, or ValidationError for a password that is too weak.

    A second factor from before is gone, and with the password every earlier session.
    """
    with transaction.atomic():
        invited(word, now=now, today=today)
        row = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(code=_code(word))
        if row.used_at:
            raise Refused(_over())
        validate_password(password, row.user)
        row.used_at = now
        row.save(update_fields=["used_at"])
        row.user.set_password(password)
        row.user.save(update_fields=["password"])
        Authenticator.objects.filter(user=row.user).delete()
        if row.first:
            Role.objects.create(user=row.user, office=catalogue().office.slug, name=OPERATOR, since=today)
            note_first_operator(row.user, OPERATOR, now=now, day=today)
    return row.user


def _has_operator(today: date) -> bool:
    return Role.objects.held_on(today).filter(office=catalogue().office.slug, name=OPERATOR).exists()


def _code(word: str) -> bytes:
    return codes().sending("invitation", word)


def _over() -> Refusal:
    return Refusal(
        "invitation-over",
        Text("Tautan ini tidak berlaku.", "This link is not valid."),
        Text(
            "Tautan hanya untuk satu kali dan sebentar. Minta yang baru kepada operator, dengan datang sendiri.",
            "A link is for once and for a short time. Ask an operator for a new one, in person.",
        ),
    )


def _early() -> Refusal:
    return Refusal(
        "invitation-early",
        Text("Tautan ini belum terbuka.", "This link is not open yet."),
        Text(
            "Ada masa tunggu, agar pemilik akun bisa menghentikannya. Buka lagi sesudah waktu yang disebut petugas.",
            "There is a waiting time, so that the account's owner can stop it. Open it again when you were told to.",
        ),
    )
