"""The form's script may run and nothing more; what it is told of a person names nobody and is no other's."""

import re

import pytest

from layani.office.actions.parties import Person, register
from layani.office.pages.parts.form_script import what_arrived, whose
from tests.office.citizen.phone import Phone
from tests.office.counter.conftest import FORM

pytestmark = pytest.mark.django_db
ADDRESS = "/apply/residence-letter/address/"


def form_of(page):
    return re.search(r"<form method=\"post\" novalidate data-keep=\"(\w{16})\" data-has=\"(\w{16})\"", page)


def test_the_page_runs_the_offices_own_file_and_may_send_nothing_anywhere(browser):
    answer = browser.get(ADDRESS)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "default-src 'none'" in policy and "connect-src" not in policy
    page = answer.content.decode()
    assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/static/js/form.js">']
    assert "script-src 'none'" in browser.get("/case/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/sign-in/"])
def test_where_another_person_may_begin_everything_is_forgotten(client, path):
    answer = client.get(path)
    assert "js/forget.js" in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_without_the_script_the_page_promises_what_is_true(browser):
    page = Phone(browser).open(ADDRESS).text
    assert "Yang sudah terkirim dengan Lanjut disimpan terenkripsi" in page
    assert "Tidak ada yang hilang" not in page


def test_the_page_says_whose_it_is_and_what_has_arrived_without_naming_either(browser, carla, now):
    keep, has = form_of(browser.get(ADDRESS).content.decode()).groups()
    assert keep == whose(carla)
    dan = register(Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01"), now=now)
    assert whose(dan) != keep
    assert what_arrived(dan, {}) != what_arrived(carla, {})
    phone = Phone(browser).open(ADDRESS)
    phone.fill(**{name.replace("-", "__"): value for name, value in FORM.items() if name.startswith("address")})
    again = form_of(browser.get(ADDRESS).content.decode())
    assert again[1] == keep
    assert again[2] != has


def test_a_file_question_says_how_large_its_file_may_be(browser):
    phone = Phone(browser).open(ADDRESS)
    phone.fill(**{name.replace("-", "__"): value for name, value in FORM.items() if name.startswith("address")})
    phone.fill(tenancy="rent")
    assert 'data-most="5000000"' in phone.page.content.decode()
