"""The pages of the pool, of exemptions and of checks afterwards, as those who use them see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office import house
from layani.office.actions import after_checking, checking, deciding, serving
from layani.office.actions.asking_for_help import find_hands
from layani.office.actor import let_in
from layani.office.house import calendar
from layani.office.jobs.integrate_record import integrate
from layani.office.pages.officer.exemptions import state_in_words
from layani.office.pages.parts.second_officers import second_officers
from layani.office.tables.models import AfterFinding, Case, DoneAlone, Event, Exemption, Role
from tests.office.conftest import CARLA
from tests.office.officer.conftest import words_of
from tests.office.officer.walks import another, filed
from tests.office.officer.ward import ward_in

SAYS = "Hanya satu kepala di kelurahan ini, dan kelurahan lain berjarak satu hari perjalanan perahu."
WHY = "Setuju untuk tiga bulan, sampai kepala seksi yang baru dilantik dan dapat memutuskan."
FOUND = "Alamatnya cocok dengan kartu keluarga, dan suratnya benar."
KEPT, PUBLIC, AFTER, LATE = "/officer/exemptions/", "/exemptions/", "/officer/after-checks/", "/officer/late/"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    return ward_in(tmp_path_factory.mktemp("ward"))


@pytest.fixture(autouse=True)
def in_the_ward(ward, monkeypatch, db, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    settings.LOG_ORIGIN = "office.example/cases"
    monkeypatch.setattr(house, "_given", [ward])
    house.calendar.cache_clear()
    yield
    house.calendar.cache_clear()


def form(**other):
    today = timezone.localdate()
    values = {
        "act": "propose", "step": "residence-letter/decide", "ground": "one-officer", "since": today.isoformat(),
        "until": (today + 60 * DAY).isoformat(), "one_in": "1", "says": SAYS,
    }  # fmt: skip
    return {**values, **other}


def checked_twice(clerk, officer, *, person=CARLA, at=None):
    at = at or timezone.now() - timedelta(hours=3)
    number = filed(person, at=at)
    for actor, later in ((clerk, 1), (officer, 5)):
        assert serving.take_next(actor=actor, now=at + later * MINUTE).row.number == number
        checking.check_complete(number, actor=actor, now=at + (later + 1) * MINUTE)
    return number


@pytest.fixture
def people(browser_of):
    """A clerk, the one officer, a neighbour, and two supervisors, each at a browser."""
    return {
        name: browser_of(name, *roles)
        for name, roles in {
            "adi": ("front-desk",),
            "olga": ("verifier", "head"),
            "nina": ("neighbour",),
            "hana": ("supervisor",),
            "sari": ("supervisor",),
        }.items()
    }


def agreed(people, **other):
    assert people["hana"].post(KEPT, form(**other)).status_code == 302
    row = Exemption.objects.latest("pk")
    assert people["sari"].post(KEPT, {"act": "approved", "exemption": row.pk, "why": WHY}).status_code == 302
    return row


def decided_alone(people, **other):
    number = checked_twice(people["adi"].actor, people["olga"].actor, **other)
    now = timezone.now()
    midnight = calendar().local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    at = max(now - timedelta(hours=1), midnight)  # the exemption holds from today on
    find_hands(at, 10)
    serving.take_next(actor=people["olga"].actor, now=at + MINUTE)
    deciding.grant(number, actor=people["olga"].actor, now=at + 2 * MINUTE)
    return number


def drawn(people, **other):
    number = decided_alone(people, **other)
    integrate(now=timezone.now())
    after_checking.draw(timezone.now(), 10)
    return number


def test_the_supervisors_page_says_of_each_case_who_is_kept_from_it_and_why(people):
    number = checked_twice(people["adi"].actor, people["olga"].actor)
    words = people["hana"].text(LATE)
    assert "tidak ada petugas yang boleh melayaninya" in words
    assert number in words and "Olga: mengerjakan langkah lain berkas ini" in words
    assert CARLA.name not in words and CARLA.nik not in words


def test_the_supervisors_page_tells_how_often_the_pool_was_asked_and_how_long_it_took(people):
    Role.objects.update(since=timezone.localdate() - 2 * DAY)  # six hours ago may have been yesterday
    at = timezone.now() - timedelta(hours=6)
    number = filed(at=at)
    serving.take_next(actor=people["adi"].actor, now=at + MINUTE)
    checking.check_complete(number, actor=people["adi"].actor, now=at + 2 * MINUTE)
    serving.take_next(actor=people["olga"].actor, now=at + 3 * MINUTE)
    serving.put_back(number, "conflict", actor=people["olga"].actor, now=at + 4 * MINUTE)
    assert "Olga: menyatakan benturan kepentingan" in people["hana"].text(LATE)
    find_hands(at + 5 * MINUTE, 10)
    words = people["hana"].text(LATE)
    assert "Pemeriksa Kecamatan Sukadamai: 1 kali diminta, 1 masih menunggu" in words
    assert "tidak ada petugas" not in words
    nina = people["nina"].actor
    assert serving.take_next(actor=nina, now=at + timedelta(hours=2)).row.number == number
    checking.check_complete(number, actor=nina, now=at + timedelta(hours=5, minutes=5))
    assert "1 kali diminta, 0 masih menunggu; rata-rata 5 jam sampai selesai" in people["hana"].text(LATE)


def test_an_exemption_is_proposed_agreed_on_published_and_ended_on_its_pages(people, client):
    hana, sari = people["hana"], people["sari"]
    bad = hana.post(KEPT, form(one_in="9"))
    assert bad.status_code == 409 and SAYS in bad.content.decode()
    assert hana.post(KEPT, form(since="soon")).status_code == 409
    assert hana.post(KEPT, {"act": "nonsense"}).status_code == 400
    assert hana.post(KEPT, form()).status_code == 302
    row = Exemption.objects.get()
    assert row.number not in client.get(PUBLIC).content.decode()
    assert 'value="approved"' not in hana.get(KEPT).content.decode()
    assert 'value="approved"' not in people["olga"].get(KEPT).content.decode(), "who gains from it"
    assert "Anda sendiri mengerjakan langkah layanan ini" in words_of(people["olga"].get(KEPT))
    assert "Anda yang mengusulkannya" in words_of(hana.get(KEPT))
    assert 'value="approved"' in sari.get(KEPT).content.decode()
    assert hana.post(KEPT, {"act": "approved", "exemption": row.pk, "why": WHY}).status_code == 409
    assert sari.post(KEPT, {"act": "approved", "exemption": row.pk, "why": ""}).status_code == 409
    assert sari.post(KEPT, {"act": "approved", "exemption": row.pk, "why": WHY}).status_code == 302
    assert sari.post(KEPT, {"act": "approved", "exemption": row.pk + 7, "why": WHY}).status_code == 404
    html = client.get(PUBLIC).content.decode()
    assert row.number in html and SAYS in html and WHY in html and "berlaku hari ini" in html
    data = client.get(f"{PUBLIC}?form=json").json()["exemptions"][0]
    assert (data["number"], data["one_in"], data["done_alone"]) == (row.number, 1, 0)
    assert hana.post(KEPT, {"act": "end", "exemption": row.pk, "why": WHY}).status_code == 302
    assert "diakhiri lebih awal" in words_of(client.get(PUBLIC))
    assert "tidak berlaku hari ini" in words_of(client.get(PUBLIC))
    assert client.get(f"{PUBLIC}?form=json").json()["exemptions"][0]["ended_on"]


def test_one_that_ends_soon_or_has_ended_stands_on_the_supervisors_page(people):
    row = agreed(people)
    assert row.number not in people["hana"].text(LATE)
    today, now = row.until, timezone.now()
    for day, told in ((today - 13 * DAY, True), (today, True), (today + 30 * DAY, True), (today + 31 * DAY, False)):
        assert bool(second_officers("sukamaju", day, now)["ending"]) == told
    people["hana"].post(KEPT, {"act": "end", "exemption": row.pk, "why": WHY})
    soon = agreed(people, until=(timezone.localdate() + 5 * DAY).isoformat())
    assert f"{soon.number}: hari terakhirnya" in people["hana"].text(LATE)


def test_one_that_is_over_is_shown_as_over(people):
    row = agreed(people)
    found = Exemption.objects.ruled().get()
    assert state_in_words(found, row.until) == "holds"
    assert state_in_words(found, row.until + DAY) == "over"
    assert state_in_words(found, row.since - DAY) == "to come"


def test_the_cases_page_says_that_one_officer_did_both_and_how_it_is_checked(people, client):
    row = agreed(people)
    number = drawn(people)
    one = DoneAlone.objects.get()
    words = people_page(number)
    assert f"pengecualian {row.number}" in words and "satu dari 1 berkas" in words
    assert f"Berkas Anda terundi (checkpoint {one.draw.size})" in words and "Olga" not in words
    after_checking.check(one.pk, "wrong", FOUND, actor=people["nina"].actor, now=timezone.now())
    words = people_page(number)
    assert "Hasil pemeriksaan: Keliru" in words and FOUND not in words


def people_page(number):
    """The case's page as its party reads it."""
    client, party = Client(), Case.objects.get(number=number).party
    session = client.session
    let_in(session, party)
    session.save()
    return words_of(client.get(f"/case/{number}/"))


def test_the_checkers_page_holds_what_was_drawn_and_takes_the_finding(people):
    agreed(people)
    number = drawn(people)
    one = DoneAlone.objects.get()
    nina = people["nina"]
    assert AFTER in nina.get("/officer/").content.decode()
    assert AFTER not in people["adi"].get("/officer/").content.decode()
    assert number in nina.text(AFTER)
    assert number not in people["adi"].text(AFTER), "not a role of theirs"
    assert nina.get(f"/officer/case/{number}/").status_code == 200
    bad = nina.post(AFTER, {"done": one.pk, "outcome": "right", "words": "ya"})
    assert bad.status_code == 409 and 'value="right" checked' in bad.content.decode()
    assert people["adi"].post(AFTER, {"done": one.pk, "outcome": "right", "words": FOUND}).status_code == 409
    assert nina.post(AFTER, {"done": one.pk + 9, "outcome": "right", "words": FOUND}).status_code == 404
    assert nina.post(AFTER, {"done": one.pk, "outcome": "wrong", "words": FOUND}).status_code == 302
    assert "Tidak ada yang harus diperiksa" in nina.text(AFTER)
    assert AfterFinding.objects.get().outcome == "wrong"
    for who in ("hana", "olga"):
        words = people[who].text(KEPT)
        assert number in words and "Keliru" in words and "Jalan yang sah" in words
    assert FOUND.encode() not in bytes(Event.objects.get(act="after_checked").sealed), "it is sealed"


def test_the_inspectorate_reads_exemptions_and_findings_and_rules_on_none(people, browser_of):
    row = agreed(people)
    number = drawn(people)
    ivan = browser_of("ivan", "auditor")
    html = ivan.get(KEPT).content.decode()
    assert row.number in html and number in html and 'name="act"' not in html
    assert ivan.post(KEPT, form()).status_code == 409
    assert KEPT in ivan.get("/auditor/").content.decode()


def test_a_check_that_is_late_is_told_to_the_supervisor(people, monkeypatch):
    agreed(people)
    drawn(people)
    assert "Pemeriksaan sesudahnya yang terlambat" not in people["hana"].text(LATE)
    later = timezone.now() + 40 * DAY
    assert second_officers("sukamaju", later.date(), later)["late_checks"] == 1


def test_the_lists_cost_the_same_for_many(people, client, django_assert_max_num_queries):
    agreed(people)
    for place in range(4):
        drawn(people, person=another(place))
    with django_assert_max_num_queries(3):
        assert "4 terundi" in words_of(client.get(PUBLIC))
    nina = people["nina"]
    nina.get(AFTER)
    with django_assert_max_num_queries(6):
        assert nina.get(AFTER).content.decode().count("<section") == 4


def test_each_case_is_told_the_ways_that_are_open_to_it(people):
    number = checked_twice(people["adi"].actor, people["olga"].actor)
    jam = people["hana"].get(LATE).content.decode().partition('id="jams"')[2].partition("</section>")[0]
    assert number in jam and f'href="{KEPT}">Usulkan pengecualian pemisahan tugas.' in jam
    serving_head = Case.objects.get(number=number)
    rest = {**serving_head.rest, "recused": [people["olga"].actor.user]}
    Case.objects.filter(number=number).update(rest=rest)
    jam = people["hana"].get(LATE).content.decode().partition('id="jams"')[2].partition("</section>")[0]
    assert number in jam and "Usulkan pengecualian" not in jam  # no exemption lifts a conflict of interest
    assert "Register wewenang: catat mandat" in jam


def test_the_pool_is_named_where_it_is_asked_for_this_step(people):
    at = timezone.now() - timedelta(hours=2)
    number = filed(at=at)
    serving.take_next(actor=people["adi"].actor, now=at + MINUTE)
    checking.check_complete(number, actor=people["adi"].actor, now=at + 2 * MINUTE)
    serving.take_next(actor=people["olga"].actor, now=at + 3 * MINUTE)
    serving.put_back(number, "conflict", actor=people["olga"].actor, now=at + 4 * MINUTE)
    jam = people["hana"].get(LATE).content.decode().partition('id="jams"')[2].partition("</section>")[0]
    assert "Kecamatan Sukadamai diminta dengan sendirinya" in jam and "Register wewenang" not in jam
