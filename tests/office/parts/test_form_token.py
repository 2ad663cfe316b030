"""The token against forged forms: what Django's own middleware accepts, other each time, every letter as likely."""

from collections import Counter

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, _does_token_match
from django.test import RequestFactory

from layani.office.pages.parts.form_token import masked, new_secret, token_input, token_of


def test_django_finds_the_secret_in_every_token() -> None:
    for _ in range(200):
        secret = new_secret()
        assert _does_token_match(masked(secret), secret)
        assert not _does_token_match(masked(secret), new_secret())


def test_a_token_is_never_the_same_twice() -> None:
    assert len({masked("a" * CSRF_SECRET_LENGTH) for _ in range(1000)}) == 1000


def test_every_letter_is_as_likely() -> None:
    drawn = Counter("".join(new_secret() for _ in range(4000)))

    assert set(drawn) == set(CSRF_ALLOWED_CHARS)
    expected = 4000 * CSRF_SECRET_LENGTH / len(CSRF_ALLOWED_CHARS)
    # 2,065 of each; eight times the standard deviation, 45, is left to chance.
    assert all(abs(many - expected) < 364 for many in drawn.values())


def test_who_has_a_secret_keeps_it_and_is_sent_its_cookie_anew() -> None:
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = secret = new_secret()

    assert _does_token_match(token_of(request), secret)
    assert request.META["CSRF_COOKIE"] == secret
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]


def test_who_has_none_gets_one() -> None:
    request = RequestFactory().get("/")

    html = token_input(request)

    token = html.removeprefix('<input type="hidden" name="csrfmiddlewaretoken" value="').removesuffix('">')
    assert _does_token_match(token, request.META["CSRF_COOKIE"])
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
