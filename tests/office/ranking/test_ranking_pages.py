"""What the public, the applicant and the two officers see of a ranking."""

import re
from datetime import timedelta

import pytest

from layani.office.actions import ranking as places
from layani.office.actor import Actor
from layani.office.pages.parts import words
from layani.office.tables.models import Case, Look, Ranking, RankingLine
from tests.office.citizen.conftest import signed_in
from tests.office.officer.conftest import browser_of, words_of
from tests.office.ranking.grants import CLOSED, COUNTS, PERIOD, place, service, signed

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db
PUBLIC = f"/service/school-grant/ranking/{PERIOD}/"
OFFICER = f"/officer/ranking/school-grant/{PERIOD}/"
SOON = CLOSED + timedelta(hours=1)


def test_the_public_reads_codes_and_points_once_two_have_signed(client, staff, numbers, django_assert_num_queries):
    made = places.make(service(), PERIOD, actor=staff["seksi"], now=CLOSED)
    assert client.get(PUBLIC).status_code == 404
    places.sign(service(), PERIOD, made.digest, actor=staff["kadis"], now=SOON)
    with django_assert_num_queries(3):
        page = client.get(PUBLIC).content.decode()
    assert all(place(number)["code"] in page for number in numbers)
    assert not any(number in page for number in numbers)
    assert "Pemohon 1" not in page
    assert re.findall(r'<td class="number"><b>(\d+)</b></td>', page) == ["80", "60", "40"]
    assert "3 AAAA" in page
    assert PERIOD in client.get("/service/school-grant/ranking/").content.decode()
    assert "/service/school-grant/ranking/" in client.get("/service/school-grant/").content.decode()


def test_a_long_list_is_read_page_by_page(client, staff, numbers, django_assert_num_queries):
    ranking = signed(staff)
    row = Case.objects.get(number=numbers[3])
    RankingLine.objects.bulk_create(
        RankingLine(ranking=ranking, case=row, seat=seat, rank=seat, code=f"R-0000-{seat:04d}", place="waiting")
        for seat in range(5, 121)
    )
    with django_assert_num_queries(3):
        first = client.get(PUBLIC).content.decode()
    assert "?after=50" in first
    assert "R-0000-0051" not in first
    assert "R-0000-0051" in client.get(f"{PUBLIC}?after=50").content.decode()
    assert 'rel="next"' not in client.get(f"{PUBLIC}?after=100").content.decode()
    assert client.get(f"{PUBLIC}?after=x%00").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/service/school-grant/ranking/2020-01-01/", "/service/school-grant/ranking/x/", "/service/no-such/ranking/"],
)
def test_there_is_no_list_of_a_period_that_never_was(client, staff, address):
    assert client.get(address).status_code == 404


def test_after_the_list_is_taken_back_everybody_reads_why(client, staff, numbers):
    signed(staff)
    places.annul(service(), PERIOD, "Satu keberatan benar: nilai salah dihitung.", actor=staff["kadis"], now=SOON)
    assert client.get(PUBLIC).status_code == 404
    signed(staff, at=SOON + timedelta(hours=1))
    assert "nilai salah dihitung" in client.get(PUBLIC).content.decode()


def test_two_officers_make_sign_and_answer_in_their_browsers(staff, numbers, at, browser_of):  # noqa: F811
    at(CLOSED)
    eva, budi = browser_of("eva", "section-head"), browser_of("budi", "head")
    assert "School grant" in eva.text("/officer/rankings/") or "Bantuan biaya sekolah" in eva.text("/officer/rankings/")
    assert 'value="sign"' not in eva.get(OFFICER).content.decode()
    assert eva.post(OFFICER, {"act": "make"}).status_code == 302
    digest = Ranking.objects.get().digest
    assert 'value="sign"' not in eva.get(OFFICER).content.decode()
    assert words_of(eva.post(OFFICER, {"act": "sign", "digest": digest}))
    assert not Ranking.objects.get().signed_at
    assert digest in budi.get(OFFICER).content.decode()
    assert budi.post(OFFICER, {"act": "sign", "digest": digest}).status_code == 302
    assert place(numbers[0])["place"] == "placed"
    places.object_to(numbers[2], "Anak saya tiga <b>orang</b>.", actor=carla_of(numbers[2]), now=CLOSED)
    assert "Anak saya tiga" not in eva.get(OFFICER).content.decode()
    assert not Look.objects.exists()
    assert "Anak saya tiga &lt;b&gt;" in budi.get(OFFICER).content.decode()
    assert Look.objects.get().what == "officer-ranking"
    assert budi.post(OFFICER, {"act": "answer", "case": numbers[2], "words": "ya"}).status_code == 409
    answer = {"act": "answer", "case": numbers[2], "words": "Tiga anak sudah dihitung dengan nilai 30."}
    assert budi.post(OFFICER, answer).status_code == 302
    assert place(numbers[2])["objection"] == "answered"


@pytest.mark.parametrize(
    ("values", "status"),
    [({"act": "drop"}, 400), ({"act": "answer", "case": "X"}, 404), ({"act": "annul", "words": "x"}, 409)],
)
def test_what_makes_no_sense_is_said_so(staff, numbers, at, browser_of, values, status):  # noqa: F811
    at(CLOSED)
    signed(staff)
    assert browser_of("budi", "head").post(OFFICER, values).status_code == status


def test_the_applicant_sees_rank_points_and_law_and_can_object(staff, numbers, at):
    at(SOON)
    signed(staff)
    row = Case.objects.get(number=numbers[2])
    client = signed_in(row.party)
    page = words_of(client.get(f"/case/{row.number}/"))
    assert place(row.number)["code"] in page
    assert "Perwali contoh 1/2026" in page
    assert client.post(f"/case/{row.number}/ranking/", {"words": ""}).status_code == 409
    assert client.post(f"/case/{row.number}/ranking/", {"words": "Nilai anak saya kurang."}).status_code == 302
    assert "Nilai anak saya kurang." in words_of(client.get(f"/case/{row.number}/"))
    stranger = signed_in(Case.objects.get(number=numbers[0]).party)
    assert stranger.get(f"/case/{row.number}/ranking/").status_code in (403, 404)


def test_an_objection_that_is_too_long_is_not_cut_but_sent_back_with_its_length(staff, numbers, at):
    at(SOON)
    signed(staff)
    row = Case.objects.get(number=numbers[2])
    long = "Nilai anak saya kurang. " * 50
    answer = signed_in(row.party).post(f"/case/{row.number}/ranking/", {"words": long})
    assert answer.status_code == 409
    assert "Tulisan ini 1199 karakter; paling banyak 1000." in words_of(answer)
    assert long.strip() in words_of(answer)
    assert not place(row.number).get("objection")


def test_after_objections_nobody_is_offered_to_object(staff, numbers, at):
    signed(staff)
    at(COUNTS)
    row = Case.objects.get(number=numbers[0])
    assert "<textarea" not in signed_in(row.party).get(f"/case/{row.number}/ranking/").content.decode()


def carla_of(number):
    return Actor(kind="citizen", party=Case.objects.get(number=number).party_id)


def test_a_period_is_named_as_people_say_it(client, staff, numbers):
    signed(staff)
    page = client.get(PUBLIC).content.decode()
    assert "Peringkat pendaftaran mulai 16 November 2026" in page
    assert [words.period(name) for name in ("2026", "2026-10")] == ["2026", "Oktober 2026"]


def test_the_place_stands_beside_the_code_where_a_phone_shows_it(client, staff, numbers):
    signed(staff)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', client.get(PUBLIC).content.decode())
    assert heads[:4] == ["Nomor", "Kode", "Tempat", "Nilai"]


def test_a_period_in_which_nobody_applied_waits_for_nobody(staff, at, browser_of):
    at(CLOSED)
    assert "tidak ada pemohon" in browser_of("sinta", "section-head").text("/officer/rankings/")


def test_a_period_in_which_somebody_applied_waits_to_be_made(staff, numbers, at, browser_of):
    at(CLOSED)
    shown = browser_of("sinta", "section-head").text("/officer/rankings/")
    assert "menunggu disusun" in shown and "tidak ada pemohon" not in shown


def test_only_who_makes_or_signs_a_ranking_is_led_to_it_from_the_desk(staff, browser_of):
    for name, role, led in (("sinta", "section-head", True), ("budi", "head", True), ("lina", "front-desk", False)):
        assert ("/officer/rankings/" in browser_of(name, role).get("/officer/").content.decode()) is led


def test_an_objection_without_an_answer_says_that_the_list_waits_for_it(staff, numbers, at):
    at(SOON)
    signed(staff)
    row = Case.objects.get(number=numbers[2])
    places.object_to(row.number, "Nilai anak saya kurang.", actor=carla_of(row.number), now=SOON)
    client = signed_in(row.party)
    assert "Daftar ini baru berlaku setelah keberatan Anda dijawab." in words_of(client.get(f"/case/{row.number}/"))
    answer = "Kami hitung lagi dari jawaban Anda, dan hasilnya tetap sama."
    places.answer(row.number, answer, actor=staff["kadis"], now=SOON)
    shown = words_of(client.get(f"/case/{row.number}/"))
    assert answer in shown and "setelah keberatan Anda dijawab" not in shown


def test_cases_that_an_earlier_system_handed_over_are_ranked_with_the_others(staff, numbers):
    Case.objects.filter(number=numbers[0]).update(imported=True)
    assert len(places.listed(service(), PERIOD).lines) == 4
