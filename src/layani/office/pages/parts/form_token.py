"""The token against forged forms, as Django makes it, for a sixth of the cost: nearly every page has a form.

Django draws a token's letters one by one, each with a call to the system's random source: a tenth of a millisecond for
every page. Here they are drawn all at once. What is made is Django's own kind of token, which its middleware checks.
"""

from os import urandom

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.utils.html import format_html
from django.utils.safestring import SafeString

_LETTERS = CSRF_ALLOWED_CHARS.encode()
_MANY = len(_LETTERS)
_FAIR = 256 // _MANY * _MANY  # a byte from here on is not used, or the first letters would come oftener
_LETTER_OF = bytes(_LETTERS[byte % _MANY] for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))
_PLACE_OF = bytes(max(_LETTERS.find(byte), 0) for byte in range(256))


def token_input(request: HttpRequest) -> SafeString:
    """Return the hidden box with the token of this request, as Django's ``csrf_input``."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token_of(request))


def token_of(request: HttpRequest) -> str:
    """Return a token for the visitor's secret, new ones each time; the answer will set the secret's cookie anew."""
    secret = request.META.get("CSRF_COOKIE") or new_secret()
    request.META.update(CSRF_COOKIE=secret, CSRF_COOKIE_NEEDS_UPDATE=True)
    return masked(secret)


def masked(secret: str) -> str:
    """Return the secret's letters, each moved on by one of a random mask, behind that mask; other each time."""
    mask = new_secret()
    moved = zip(secret.encode().translate(_PLACE_OF), mask.encode().translate(_PLACE_OF), strict=True)
    return mask + bytes([_LETTERS[(one + by) % _MANY] for one, by in moved]).decode()


def new_secret() -> str:
    """Return as many random letters as a secret has, each as likely as any other."""
    drawn = b""
    while len(drawn) < CSRF_SECRET_LENGTH:
        drawn += urandom(2 * CSRF_SECRET_LENGTH).translate(_LETTER_OF, _UNFAIR)
    return drawn[:CSRF_SECRET_LENGTH].decode()
