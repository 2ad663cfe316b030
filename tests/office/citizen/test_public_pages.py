"""Before anyone signs in: the front page, the services, and whether one qualifies."""

import re
from dataclasses import replace

import pytest
from django.test import Client, RequestFactory

from layani.office.house import catalogue, service
from layani.office.network import network_address
from layani.office.pages.parts.demand import by_demand
from layani.office.pages.public.eligibility_form import fields_read, short_form
from layani.office.pages.public.home import MOST_SHOWN
from layani.office.tables.models import Draft, Tries
from tests.office.citizen.phone import Phone

CHECK = "/service/move-of-address/check/"
GOOD = {
    "birth_date__day": "15", "birth_date__month": "1", "birth_date__year": "1990",
    "address__ward": "99.01.01.1001",
    "moved_on__day": "1", "moved_on__month": "11", "moved_on__year": "2026", "family_role": "head",
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return Phone()


def test_the_front_page_leads_to_every_service_and_to_following(phone):
    page = phone.open("/").page.content.decode()
    wanted = [one.slug for one in by_demand(catalogue().services.values())]
    assert re.findall(r'href="/service/([\w-]+)/"', page) == wanted[:MOST_SHOWN]
    assert 'href="/service/"' in page
    assert 'action="/follow/"' in page
    everything = phone.open("/service/").page.content.decode()
    assert set(re.findall(r'href="/service/([\w-]+)/"', everything)) == set(wanted)
    phone.open("/")
    assert "Ada yang bisa kami layani?" in phone.text


def test_the_front_page_finds_by_words_and_by_life_event(phone):
    assert "Izin pemakaian balai warga" in phone.open("/?q=hajatan").text
    assert "Surat keterangan domisili" not in phone.text
    assert "Surat keterangan domisili" in phone.open("/?event=starting-school").text
    assert phone.open("/?event=nothing").page.status_code == 200


def test_a_search_that_finds_nothing_says_whom_to_ask(phone):
    text = phone.open("/?q=zzzz").text
    assert "Belum ada layanan untuk “zzzz”" in text
    assert catalogue().office.contacts.phone in text


def test_what_is_searched_is_never_taken_for_html(phone):
    assert b"<script>" not in phone.open("/?q=<script>alert(1)</script>").page.content


def test_an_office_without_services_says_so(phone, monkeypatch):
    empty = replace(catalogue(), services={}, bundles={})
    for module in ("home", "services"):
        monkeypatch.setattr(f"layani.office.pages.public.{module}.catalogue", lambda: empty)
    assert "Belum ada layanan" in phone.open("/").text
    assert "Belum ada layanan" in phone.open("/service/").text


def test_the_public_pages_ask_the_database_nothing(phone, django_assert_num_queries):
    for path in ("/", "/?q=pindah", "/service/", "/service/hall-use/", CHECK):
        with django_assert_num_queries(0):
            Client().get(path)


@pytest.mark.parametrize("slug", ["residence-letter", "move-of-address", "hall-use"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_service_page_shows_the_six_published_components(phone, slug, language):
    phone.client.post("/language/", {"language": language, "next": "/"})
    found, text = service(slug), phone.open(f"/service/{slug}/").text
    for component in ("requirements", "procedure", "time_limit", "fee", "product", "complaints"):
        for item in found.standard[component].in_(language).split("; "):
            assert " ".join(item.split()) in text, component
    for ground in found.grounds:
        assert ground.says.in_(language) in text
        assert ground.remedy.in_(language) in text
    for law in found.law.values():
        assert law.cite in text


def test_a_law_that_nobody_has_checked_says_so_and_an_invented_one_that_there_is_none(phone):
    recalled = [law for law in service("hall-use").law.values() if law.status == "recalled"]
    made_up = [law for law in recalled if "(contoh)" in law.cite]
    shown = phone.open("/service/hall-use/").text
    assert shown.count("peraturan ini tidak ada") == len(made_up) > 0
    assert shown.count("belum dicocokkan dengan naskah resmi") == len(recalled) - len(made_up) > 0
    assert "belum diperiksa" not in shown  # said once is enough
    assert "(contoh) (contoh)" not in shown


def test_deemed_approval_is_promised_where_the_law_gives_it(phone):
    assert "dianggap dikabulkan menurut hukum" in phone.open("/service/hall-use/").text
    assert "dianggap dikabulkan menurut hukum" not in phone.open("/service/move-of-address/").text


def test_a_service_of_the_counter_alone_has_no_button_to_apply(phone, monkeypatch):
    only = replace(service("hall-use"), channels=("counter",))
    monkeypatch.setitem(catalogue().services, "hall-use", only)
    page = phone.open("/service/hall-use/")
    assert "hanya di loket" in page.text
    assert "/apply/hall-use/" not in page.page.content.decode()


@pytest.mark.parametrize("path", ["/service/nothing/", "/service/nothing/check/"])
def test_an_unknown_service_is_not_found(phone, path):
    assert phone.open(path).page.status_code == 404


def test_only_what_the_mandatory_rules_read_is_asked():
    assert {one.name for one in fields_read(service("move-of-address"))} == {
        "address", "birth_date", "family_role", "head_agrees", "moved_on"
    }  # fmt: skip
    assert {one.name for one in fields_read(service("residence-letter"))} == {"address"}
    assert short_form(service("move-of-address")).fields["address"].parts == ("ward",)


def test_of_an_address_only_the_ward_is_asked_where_only_the_ward_decides(phone):
    names = phone.open(CHECK).form().names
    assert "address-ward" in names
    assert not names & {"address-street", "address-rt", "address-rw"}


def test_who_qualifies_is_told_when_the_decision_comes(phone):
    phone.open(CHECK).fill(**GOOD)
    assert "Anda memenuhi syarat" in phone.text
    assert "keputusan paling lambat" in phone.text
    assert "UU 23/2006 pasal 15" in phone.text


def test_who_does_not_qualify_is_told_which_rule_and_what_to_do(phone):
    phone.open(CHECK).fill(**{**GOOD, "address__ward": "99.01.02.1001", "birth_date__year": "2015"})
    assert "belum memenuhi syarat" in phone.text
    assert "Ajukan di kecamatan alamat Anda yang baru." in phone.text
    assert "Mintalah kepala keluarga Anda yang mengajukan." in phone.text
    assert "Tetap ajukan" in phone.text


def test_a_further_question_comes_when_an_answer_needs_it(phone):
    phone.open(CHECK).fill(**{**GOOD, "family_role": "member"})
    assert phone.page.status_code == 200
    assert "masih ada yang perlu ditanyakan" in phone.text
    phone.fill(head_agrees="no")
    assert "Mintalah persetujuan tertulis kepala keluarga" in phone.text


def test_nobody_is_scolded_for_a_question_that_they_had_not_seen(phone):
    phone.open(CHECK).fill(**{**GOOD, "family_role": "member", "moved_on__day": "45"})
    scolded = phone.text.split("Ada yang perlu diperbaiki")[1].split("Apakah Anda memenuhi syarat?")[0]
    assert "Tulis tanggal yang ada" in scolded
    assert "kepala keluarga setuju" not in scolded
    assert "head_agrees" in phone.form().names
    page = phone.client.post(
        CHECK, {"family_role": "member"}
    ).content.decode()  # a form that does not say what it showed
    assert "Isi: Apakah kepala keluarga setuju" not in page


def test_what_is_missing_is_asked_for(phone):
    phone.open(CHECK).fill(**{**GOOD, "moved_on__day": "45"})
    assert phone.page.status_code == 422
    assert "Tulis tanggal yang ada" in phone.text
    assert phone.form().values["moved_on-day"] == ["45"]


def test_the_answers_can_be_changed_and_are_still_there(phone):
    phone.open(CHECK).fill(**{**GOOD, "birth_date__year": "2015"}).fill()
    form = phone.form()
    assert form.values["address-ward"] == ["99.01.01.1001"]
    assert form.values["family_role"] == ["head"]
    phone.fill(birth_date__year="1990")
    assert "Anda memenuhi syarat" in phone.text


def test_the_check_keeps_nothing_and_puts_nothing_into_an_address(phone, django_assert_num_queries):
    phone.open(CHECK)
    with django_assert_num_queries(0):
        phone.fill(**GOOD)
    assert phone.at == CHECK
    assert "sessionid" not in phone.client.cookies
    assert not Draft.objects.exists()
    assert not Tries.objects.exists()
    assert "no-store" in phone.page["Cache-Control"]


@pytest.mark.parametrize("mandatory", [False, True])
def test_the_check_names_the_rules_on_people_whom_only_the_application_lists(phone, monkeypatch, mandatory):
    heirs = service("heirs-statement")
    died, named = (next(one for one in heirs.rules if one.id == name) for name in ("died-before", "named-once"))
    rules = (died, replace(named, mandatory=mandatory))
    monkeypatch.setitem(catalogue().services, "heirs-statement", replace(heirs, rules=rules))
    phone.open("/service/heirs-statement/check/")
    phone.fill(died_on__day="1", died_on__month="2", died_on__year="2026")
    text = " ".join(phone.text.split())
    assert "diperiksa dalam permohonan: Setiap ahli waris disebut satu kali" in text
    assert ("Sejauh ini baik" in text) == mandatory and ("Anda memenuhi syarat" in text) != mandatory


def test_a_service_without_rules_lets_one_apply_at_once(phone, monkeypatch):
    monkeypatch.setitem(catalogue().services, "hall-use", replace(service("hall-use"), rules=()))
    assert "tidak punya syarat" in phone.open("/service/hall-use/check/").text


def test_the_demo_leads_to_its_roles_and_an_office_in_earnest_does_not(phone, settings):
    assert "/demo/" in phone.open("/").page.content.decode()
    settings.LAYANI_DEMO = False
    assert "/demo/" not in phone.open("/").page.content.decode()


@pytest.mark.parametrize(
    ("told", "forwarded", "tls", "counted"),
    [
        ("192.0.2.7", "", False, "192.0.2.7"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.4", True, "198.51.100.4"),
        ("192.0.2.7", "203.0.113.9", False, "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "", False, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "", False, "192.0.2.7"),
        ("", "", False, "unknown"),
        ("192.0.2.7", "not an address", True, "unknown"),
    ],
)
def test_tries_are_counted_by_an_address_that_nobody_can_make_up(settings, told, forwarded, tls, counted):
    settings.TLS = tls
    request = RequestFactory().get("/", REMOTE_ADDR=told, HTTP_X_FORWARDED_FOR=forwarded)
    assert network_address(request) == counted
