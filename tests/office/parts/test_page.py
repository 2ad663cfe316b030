"""Every page names its readers, and nobody else gets in."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from layani.office.pages import page as page_module
from layani.office.pages.page import Page, Readers, discover_pages, guarded, url_patterns


@dataclass(frozen=True)
class Someone:
    is_citizen: bool = False
    is_officer: bool = False
    roles: frozenset[str] = frozenset()
    two_factor: bool = True


def officer(*roles: str, two_factor: bool = True) -> Someone:
    return Someone(is_officer=True, roles=frozenset(roles), two_factor=two_factor)


# Who may read what, written out: the table is the claim.
CAST = {
    "nobody": (None, {"EVERYONE"}),
    "stranger": (Someone(two_factor=False), {"EVERYONE"}),
    "citizen": (Someone(is_citizen=True, two_factor=False), {"EVERYONE", "CITIZEN"}),
    "front desk": (officer("front-desk"), {"EVERYONE", "COUNTER", "OFFICER", "REGISTER"}),
    "verifier": (officer("verifier"), {"EVERYONE", "OFFICER"}),
    "head": (officer("head"), {"EVERYONE", "OFFICER", "SUPERVISOR", "REGISTER", "OVERSIGHT"}),
    "auditor": (officer("auditor"), {"EVERYONE", "AUDITOR", "REGISTER", "OVERSIGHT", "RETENTION", "STAFF"}),
    "operator": (officer("operator"), {"EVERYONE", "OPERATOR", "AUTHORITY", "RETENTION", "STAFF"}),
    "officer without a role": (officer(), {"EVERYONE"}),
    "head with a password only": (officer("head", "auditor", two_factor=False), {"EVERYONE"}),
}
PAGES = discover_pages()


def asked_by(rf, actor, method="GET"):
    request = rf.generic(method, "/some/page/?a=1&b=2")
    request.actor, request.user = actor, SimpleNamespace(pk=None)
    return request


@pytest.mark.parametrize("readers", Readers)
@pytest.mark.parametrize("who", CAST)
def test_a_role_reads_its_own_pages_and_no_others(who, readers):
    actor, may = CAST[who]
    assert readers.admit(actor) == (readers.name in may)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_as_every_role(rf, monkeypatch, page, who):
    monkeypatch.setattr(Readers, "sign_in", lambda readers: "/sign-in/")
    monkeypatch.setattr(page_module, "_second_factor", lambda request: "/second/")
    actor, may = CAST[who]
    view = guarded(replace(page, view=lambda request: HttpResponse("shown"), methods=("GET",)))
    try:
        answer = view(asked_by(rf, actor))
    except PermissionDenied:
        outcome = "refused"
    else:
        outcome = "shown" if answer.status_code == 200 else answer["Location"].split("?")[0]
    known = actor is not None and (actor.is_citizen or actor.is_officer)
    half = actor is not None and actor.is_officer and not actor.two_factor
    expected = "shown" if page.readers.name in may else "/second/" if half else "refused" if known else "/sign-in/"
    assert outcome == expected


def test_every_address_of_a_page_is_guarded():
    names = {page.name for page in PAGES}
    patterns = [one for one in get_resolver().url_patterns if getattr(one, "name", None) in names]
    assert {one.name for one in patterns} == names
    assert all(isinstance(one.callback.page, Page) for one in patterns)


def test_a_stranger_comes_back_to_the_page_after_signing_in(rf, monkeypatch):
    monkeypatch.setattr(Readers, "sign_in", lambda readers: "/sign-in/")
    page = Page("x/", "x", lambda request: HttpResponse(), Readers.OFFICER)
    answer = guarded(page)(asked_by(rf, None))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fsome%2Fpage%2F%3Fa%3D1%26b%3D2")


def test_officers_sign_in_where_allauth_is(rf):
    page = Page("x/", "x", lambda request: HttpResponse(), Readers.OFFICER)
    assert guarded(page)(asked_by(rf, None))["Location"].startswith(reverse("account_login") + "?next=")


def test_a_method_that_the_page_does_not_know_is_refused(rf):
    page = Page("x/", "x", lambda request: HttpResponse(), Readers.EVERYONE, methods=("GET", "HEAD"))
    answer = guarded(page)(asked_by(rf, None, "POST"))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_pages_are_found_in_their_files_and_nowhere_else():
    gallery = next(page for page in PAGES if page.name == "gallery")
    assert gallery.view.__module__ == "layani.office.pages.public.gallery"
    assert not any(page.view.__module__.startswith("layani.office.pages.parts") for page in PAGES)


@pytest.mark.parametrize("field", ["name", "path"])
def test_two_pages_of_one_name_or_path_are_refused(monkeypatch, field):
    one = Page("a/", "a", lambda request: HttpResponse(), Readers.EVERYONE)
    two = replace(Page("b/", "b", one.view, Readers.EVERYONE), **{field: getattr(one, field)})
    monkeypatch.setattr(page_module, "_pages_of", lambda area: [("citizen.one", one), ("citizen.two", two)])
    monkeypatch.setattr(page_module, "_areas", lambda: ["citizen"])
    with pytest.raises(ValueError, match=f"citizen.two: the page's {field} 'a/?' is already that of citizen.one"):
        discover_pages()


def test_pages_for_trying_are_not_served_in_production(settings):
    settings.LAYANI_DEMO = True
    assert "gallery" in {pattern.name for pattern in url_patterns()}
    settings.LAYANI_DEMO = False
    assert "gallery" not in {pattern.name for pattern in url_patterns()}


def test_a_written_path_comes_before_one_with_a_value(monkeypatch):
    view = Page("a/", "a", lambda request: HttpResponse(), Readers.EVERYONE).view
    value, written = (Page(path, path, view, Readers.EVERYONE) for path in ("case/<str:number>/", "case/new/"))
    monkeypatch.setattr(page_module, "_pages_of", lambda area: [("one", value), ("two", written)])
    monkeypatch.setattr(page_module, "_areas", lambda: ["citizen"])
    assert discover_pages() == (written, value)
