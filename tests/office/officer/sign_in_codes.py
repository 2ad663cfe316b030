"""One-time codes as an authenticator app shows them, and the two pages of signing in."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

HALF_MINUTE = 30  # seconds


def code_of(secret, back=0):
    """Return the six digits of this half minute, or of one that many half minutes back."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // HALF_MINUTE - back))


def sign_in(client, username, password, secret):
    """Sign in with password and code; returns the last answer."""
    first = client.post("/officer/sign-in/login/", {"login": username, "password": password})
    assert first.status_code == 302, first.content
    second = client.post(first["Location"], {"code": code_of(secret)})
    assert second.status_code == 302, second.content
    return second
