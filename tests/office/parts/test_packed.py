"""What a first visit weighs, page by page; and which pages are never compressed."""

import gzip

import pytest
from django.test import Client

from layani.office.pages.parts import build_css
from tests.office.officer.conftest import browser_of  # noqa: F401  a fixture
from tests.office.parts.test_look import FIRST_VISIT_BYTES, STATIC, packed

pytestmark = pytest.mark.django_db
ALONGSIDE = (
    packed(build_css.RESULT.read_bytes())
    + (STATIC / "fonts" / "plus-jakarta-sans.woff2").stat().st_size
    + sum(packed(file.read_bytes()) for file in STATIC.rglob("*.svg"))
)
"""Bytes that come with the first page, whichever it is."""
ZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def sent(browser, path):
    """Return the body of a page as it goes over the line."""
    answer = browser.get(path, **ZIP)
    assert answer.status_code == 200, path
    assert answer["Content-Encoding"] == "gzip" and "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content).startswith(b"<!doctype html>")
    return len(answer.content)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/service/",
        "/service/house-building-approval/",
        "/demo/",
        "/demo/messages/",
        "/promise/",
        "/promise/residence-letter/",
        "/rules/",
        "/door/here/",
    ],
)
def test_a_first_visit_of_anybody_weighs_less_than_sixty_kilobytes(client, path):
    assert sent(client, path) + ALONGSIDE <= FIRST_VISIT_BYTES


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("supervisor", "/officer/late/"),
        ("supervisor", "/authority/new/"),
        ("supervisor", "/staff/new/"),
        ("supervisor", "/officer/"),
        ("auditor", "/auditor/"),
        ("front-desk", "/counter/paper/house-building-approval/"),
        ("front-desk", "/counter/"),
    ],
)
def test_and_so_does_one_of_an_officer(browser_of, role, path):  # noqa: F811  a fixture
    assert sent(browser_of("dian", role), path) + ALONGSIDE <= FIRST_VISIT_BYTES


def test_where_a_stranger_could_choose_the_words_beside_what_is_private_nothing_is_compressed(browser_of):  # noqa: F811
    dian = browser_of("dian", "supervisor")
    assert "Content-Encoding" not in dian.get("/officer/?done=decide_grant", **ZIP)
    assert "Content-Encoding" not in dian.post("/officer/", {}, **ZIP)
    assert "Content-Encoding" not in dian.post("/staff/new/", {"username": "x"}, **ZIP)
    assert Client().get("/?q=surat", **ZIP)["Content-Encoding"] == "gzip", "a stranger has nothing private"


def test_other_answers_are_left_alone(client):
    assert "Content-Encoding" not in client.get("/api/v1/services/", **ZIP)
    assert "Content-Encoding" not in client.get("/")
