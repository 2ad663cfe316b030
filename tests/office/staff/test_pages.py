"""The staff pages: entered by one browser, confirmed by another, begun by a third with the link."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layani.office.actions.paper.blocks import issue
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Role, StaffEntry, User

pytestmark = pytest.mark.django_db
PASSWORD = "tujuh gajah di pasar"


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]


def form(**changed):
    today = calendar().local(timezone.now()).date()
    said = {"kind": "join", "username": "Dewi", "name": "Dewi Lestari", "decree": "800/12/2026", "roles": ["verifier"]}
    return said | {"day-day": today.day, "day-month": today.month, "day-year": today.year} | changed


def test_dewi_joins_from_the_order_to_her_own_password(browser_of):
    oki, citra = browser_of("oki", "operator"), browser_of("citra", "supervisor")
    place = oki.post("/staff/new/", form())["Location"]
    own = oki.get(place).content.decode()
    assert 'value="confirm"' not in own and "orang lain yang mengesahkannya" in own
    assert "Dewi" in citra.get("/staff/").content.decode() or "dewi" in citra.get("/staff/").content.decode()
    page = citra.post(place, {"doing": "confirm"}).content.decode()
    link = re.search(r"http\S+/officer/begin/[\w-]+/", page)[0]
    assert "/officer/begin/" not in citra.get(place).content.decode()
    path = "/" + link.split("/", 3)[3]
    dewi = Client()
    assert "dewi" in dewi.get(path).content.decode()
    assert dewi.post(path, {"password": "pendek", "again": "pendek"}).status_code == 422
    assert dewi.post(path, {"password": PASSWORD, "again": "lain"}).status_code == 422
    assert dewi.post(path, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/officer/sign-in/login/"
    assert dewi.get(path).status_code == 410
    assert dewi.post("/officer/sign-in/login/", {"login": "dewi", "password": PASSWORD}).status_code == 302
    assert dewi.get("/officer/").status_code == 302  # to set the second factor up


def test_what_is_missing_is_told_and_nothing_is_entered(browser_of):
    oki = browser_of("oki", "operator")
    assert oki.post("/staff/new/", form(decree="")).status_code == 409
    assert oki.post("/staff/new/", form(roles=[])).status_code == 409
    assert not StaffEntry.objects.exists()


def test_the_auditor_reads_and_rules_on_nothing(browser_of):
    oki, auditor = browser_of("oki", "operator"), browser_of("dian", "auditor")
    place = oki.post("/staff/new/", form())["Location"]
    assert auditor.get("/staff/").status_code == auditor.get("/staff/ledger/").status_code == 200
    assert auditor.get("/staff/new/").status_code == 403
    assert "doing" not in auditor.get(place).content.decode()
    assert auditor.post(place, {"doing": "confirm"}).status_code == 409
    assert not User.objects.filter(username="dewi").exists()


def test_the_list_costs_the_same_for_one_and_for_many(browser_of):
    oki = browser_of("oki", "operator")
    oki.get("/staff/")
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert oki.get("/staff/").status_code == 200
        counts.append(len(seen))
        for number in range(10):
            user = User.objects.create(username=f"o{turn}-{number}")
            Role.objects.create(user=user, office=catalogue().office.slug, name="verifier", since="2026-01-01")
    assert counts[0] == counts[1]


def test_roles_that_nobody_looked_at_for_long_are_marked(browser_of):
    oki = browser_of("oki", "operator")
    user = User.objects.create(username="lama", full_name="Lama")
    since = timezone.localdate() - timedelta(days=400)
    Role.objects.create(user=user, office=catalogue().office.slug, name="verifier", since=since)
    assert "Perlu ditinjau" in oki.get("/staff/").content.decode()
    assert oki.post("/staff/new/", form(kind="review", username="lama", roles=[])).status_code == 302
    assert "Perlu ditinjau" not in oki.get("/staff/").content.decode()


def test_every_link_that_is_not_valid_is_answered_alike():
    one, other = (Client().get(f"/officer/begin/{word}/") for word in ("abc", "x" * 32))
    assert one.status_code == other.status_code == 410


def test_what_is_in_the_hands_of_who_leaves_is_listed_before_and_after(browser_of):
    now = timezone.now()
    oki, citra = browser_of("oki", "operator"), browser_of("citra", "supervisor")
    edi = browser_of("edi", "front-desk")
    block = issue(edi.actor.user, 8, actor=citra.actor, now=now - timedelta(hours=1))
    place = oki.post("/staff/new/", form(kind="at-once", username="edi", roles=[], name=""))["Location"]
    other = citra.post("/staff/new/", form(kind="leave", username="oki", roles=[], name=""))["Location"]
    assert "Tidak ada blok tanda terima" in citra.get(other).content.decode()
    operators, before = oki.get(place).content.decode(), citra.get(place).content.decode()
    assert f"Blok K{block.number}" in operators and f"/officer/paper/{block.number}/" not in operators
    assert f"/officer/paper/{block.number}/" in before and "8 nomor belum berakhir" in before
    assert "pemegangnya tidak bertugas lagi" not in citra.get("/officer/paper/").content.decode()
    assert citra.post(place, {"doing": "confirm"}).status_code == 302
    assert "8 nomor belum berakhir" in citra.get(place).content.decode()
    assert "pemegangnya tidak bertugas lagi" in citra.get("/officer/paper/").content.decode()


def test_a_weak_first_password_is_refused_with_the_reason(browser_of):
    oki, citra = browser_of("oki", "operator"), browser_of("citra", "supervisor")
    page = citra.post(oki.post("/staff/new/", form())["Location"], {"doing": "confirm"}).content.decode()
    path = re.search(r"http\S+?(/officer/begin/[\w-]+/)", page)[1]
    for weak, reason in (
        ("123456789012", "tidak boleh hanya angka"),
        ("dewi-lestari", "Terlalu mirip"),
        ("pendek", "Paling sedikit 12"),
    ):
        answer = Client().post(path, {"password": weak, "again": weak})
        assert answer.status_code == 422 and reason in answer.content.decode()


def test_a_user_name_with_a_strange_sign_is_refused_by_name(browser_of):
    oki = browser_of("oki", "operator")
    answer = oki.post("/staff/new/", form(username="Baru!"))
    assert answer.status_code == 409 and "“baru!” memuat tanda selain" in answer.content.decode()
    assert not StaffEntry.objects.exists()
    assert oki.post("/staff/new/", form(username="dewi.lestari-2")).status_code == 302


def test_a_lock_needs_no_day_and_everything_else_does(browser_of):
    oki, _ = browser_of("oki", "operator"), browser_of("edi", "front-desk")
    none = {"day-day": "", "day-month": "", "day-year": ""}
    missing = oki.post("/staff/new/", form(**none))
    assert missing.status_code == 422 and "Harinya belum ditulis" in missing.content.decode()
    sent = form(kind="lock", username="edi", roles=[], name="", decree="", **none)
    assert oki.post("/staff/new/", sent).status_code == 302
    assert StaffEntry.objects.get().day == calendar().local(timezone.now()).date()
    assert not User.objects.get(username="edi").is_active
