"""A service with a computed fee: what its pages say, what is kept of it, and when it takes applications."""

import io
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

import layani.example_office
from layani.office.actions import checking, deciding, issuing, serving
from layani.office.actions.filing import AnswersRejected, Application, file
from layani.office.actor import SYSTEM
from layani.office.house import catalogue, service
from layani.office.pages.public.eligibility_form import fields_read
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import event_of
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.amounts.model import Window
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA

pytestmark = pytest.mark.django_db
PRICED = Path(__file__).parents[2] / "rules" / "catalogue" / "priced.yaml"
ANSWERS = {
    "name": CARLA.name, "nik": CARLA.nik, "birth_date": CARLA.birth_date, "purpose": "meeting",
    "event_name": "Rapat RT", "event_date": "2027-01-12", "part_of_day": "morning", "guests": 40,
    "leaves_clean": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def priced(tmp_path_factory):
    """Return the community hall with everything that is reckoned with; its windows are told by each test."""
    folder = tmp_path_factory.mktemp("office") / "office"
    shutil.copytree(Path(layani.example_office.__file__).parent, folder, ignore=shutil.ignore_patterns("__*"))
    path = folder / "hall-use" / "service.yaml"
    text = path.read_text(encoding="utf-8").replace("fee: free\n", PRICED.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return load_catalogue(folder).services["hall-use"]


@pytest.fixture
def hall(priced, monkeypatch):
    """Return a function that puts the hall into the catalogue with windows of (days until, days until)."""

    def put(*windows, today=None):
        day = today or timezone.localdate()
        intake = tuple(Window(day + timedelta(days=opens), day + timedelta(days=closes)) for opens, closes in windows)
        put_in = replace(priced, amounts=replace(priced.amounts, intake=intake))
        monkeypatch.setitem(catalogue().services, "hall-use", put_in)
        return put_in

    return put


def filed(now, **changed):
    return file(Application(service("hall-use"), CARLA, {**ANSWERS, **changed}, "online"), actor=CITIZEN, now=now).row


def test_what_it_costs_and_why_is_kept_without_the_persons_class(hall, now):
    hall()
    data = event_of(Event.objects.of_case(filed(now).pk).get()).data
    assert data["fee"] == {
        "minor": 2_000_000,
        "currency": "IDR",
        "why": ["parameter:rate:2024-01-01", "table:weight", "row:1", "waiver", "deposit"],
    }
    assert data["pays"]["minor"] == 33_400_000  # 333,000.33 rounded up; no equipment was asked for


def test_a_correction_of_the_answers_corrects_the_fee_and_the_letter_names_the_last(hall, ana, ben, now):
    hall()
    number = filed(now).number
    minute = timedelta(minutes=1)
    serving.take_next(actor=ana, now=now + minute)
    checking.ask_missing(number, {"guests": "Jumlah tamu keliru."}, actor=ana, now=now + 2 * minute)
    with pytest.raises(AnswersRejected):
        checking.answer(number, {"guests": -1}, actor=CITIZEN, now=now + 3 * minute)
    done = checking.answer(number, {"guests": 100}, actor=CITIZEN, now=now + 3 * minute)
    assert event_of(done.event).data["fee"]["minor"] == 5_000_000
    serving.take_next(actor=ana, now=now + 4 * minute)
    checking.check_complete(number, actor=ana, now=now + 5 * minute)
    serving.take_next(actor=ben, now=now + 6 * minute)
    deciding.grant(number, actor=ben, now=now + 7 * minute)
    letter = issuing.issue(number, actor=SYSTEM, now=now + 8 * minute)
    pdf = PdfReader(io.BytesIO(issuing.letter_pdf(letter.row)))
    assert "Biaya resmi: Rp50.000" in " ".join(pdf.pages[0].extract_text().split())


def test_outside_its_windows_nothing_is_filed_and_the_next_day_is_told(hall, now):
    hall((8, 10), today=date(2026, 11, 23))
    with pytest.raises(Refused) as caught:
        filed(now)
    (refusal,) = caught.value.refusals
    assert refusal.code == "not-open"
    assert refusal.remedy.id == "Ajukan dari 1 Desember 2026 sampai 3 Desember 2026."
    assert filed(now + timedelta(days=8)).number
    assert filed(now + timedelta(days=10)).number
    with pytest.raises(Refused, match="Applications closed on 3 December 2026. Ask at the counter"):
        filed(now + timedelta(days=11))
    assert Case.objects.count() == 2


def without_a_must(priced, name):
    """Put the hall into the catalogue with one question that may be left unanswered."""
    fields = tuple(replace(one, required=one.name != name and one.required) for one in priced.fields.values())
    page = replace(priced.pages[0], fields=fields)
    catalogue().services["hall-use"] = replace(priced, answers=type(priced.answers)((page,)))


def test_an_application_whose_fee_cannot_be_told_is_not_filed_as_free(hall, now):
    without_a_must(hall(), "purpose")
    given = {name: value for name, value in ANSWERS.items() if name != "purpose"}
    with pytest.raises(Refused, match="cannot be worked out from your answers") as caught:
        file(Application(service("hall-use"), CARLA, given, "online"), actor=CITIZEN, now=now)
    assert caught.value.refusals[0].code == "fee-unknown"
    assert not Case.objects.exists()


def test_a_correction_after_which_the_fee_cannot_be_told_is_refused(hall, ana, now):
    priced = hall()
    most = replace(priced.fields["guests"], limits={"least": 1, "most": 10**14})
    page = replace(
        priced.pages[0], fields=tuple(most if one.name == "guests" else one for one in priced.fields.values())
    )
    catalogue().services["hall-use"] = replace(priced, answers=type(priced.answers)((page,)))
    number = filed(now).number
    serving.take_next(actor=ana, now=now + timedelta(minutes=1))
    checking.ask_missing(number, {"guests": "Jumlah tamu keliru."}, actor=ana, now=now + timedelta(minutes=2))
    with pytest.raises(Refused, match="cannot be worked out from your answers"):
        checking.answer(number, {"guests": 10**14}, actor=CITIZEN, now=now + timedelta(minutes=3))


def test_the_page_says_how_it_is_worked_out_who_pays_less_and_who_is_first(hall):
    hall((0, 30), (60, 90))
    text = Phone().open("/service/hall-use/").text
    for words in (
        "Dihitung dari jawaban Anda, paling sedikit Rp15.000, paling banyak Rp300.000",
        "Tarif per tamu Rp1.", "Rapat warga potongan 50 %", "Acara kecil gratis",
        "Jaminan kembali setelah acara Rp100.000",
        "Mata anggaran 1.06.02.2.01", "Nilai tertinggi didahulukan", "Lanjut usia", "Kapan bisa mengajukan",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words


def test_a_service_that_is_closed_says_when_it_opens_and_has_no_button(hall):
    hall((5, 9))
    page = Phone().open("/service/hall-use/")
    assert "Pendaftaran sedang tutup" in page.text
    assert "/apply/hall-use/" not in page.page.content.decode()


def test_nobody_fills_in_a_form_that_is_not_taken_and_what_was_begun_says_so_before_it_is_sent(hall, browser):
    hall((5, 9))
    assert Phone(browser).open("/apply/hall-use/").at == "/service/hall-use/"
    hall()
    phone = Phone(browser).open("/apply/hall-use/")
    day = timezone.localdate() + timedelta(days=33)
    when = {"event_date__day": str(day.day), "event_date__month": str(day.month), "event_date__year": str(day.year)}
    phone.fill().fill(purpose="meeting", event_name="Rapat RT").fill(**when, part_of_day="morning").fill(guests="40")
    hall((-9, -5))
    phone.open("/apply/hall-use/check/")
    assert "Pendaftaran sudah ditutup pada" in phone.text
    assert phone.fill(leaves_clean="yes").page.status_code == 409
    assert not Case.objects.exists()


def test_the_check_asks_what_the_fee_needs_and_tells_it_line_by_line(hall):
    priced = hall()
    assert {one.name for one in fields_read(replace(priced, rules=()))} == {"guests", "purpose"}
    phone = Phone().open("/service/hall-use/check/")
    day = timezone.localdate() + timedelta(days=33)
    while day.isoweekday() != 3:
        day += timedelta(days=1)
    phone.fill(
        guests="130", purpose="sports", event_date__day=str(day.day), event_date__month=str(day.month),
        event_date__year=str(day.year),
    )  # fmt: skip
    text = " ".join(phone.text.split())
    assert "Dari mana jumlah ini?" in text
    assert "Bobot acara: 2 (olahraga besar)" in text
    assert "Berapa orang yang akan datang? 130" in text  # every number that went in, so that the sum can be worked out
    assert "Keputusan Camat Sukamaju 3/2026" in text


def test_before_sending_every_line_of_the_fee_is_shown(hall, browser):
    hall()
    phone = Phone(browser).open("/apply/hall-use/")
    day = timezone.localdate() + timedelta(days=33)
    when = {"event_date__day": str(day.day), "event_date__month": str(day.month), "event_date__year": str(day.year)}
    phone.fill().fill(purpose="meeting", event_name="Rapat RT").fill(**when, part_of_day="morning").fill(guests="40")
    assert phone.at == "/apply/hall-use/check/"
    text = " ".join(phone.text.split())
    for words in (
        "Biaya Rp20.000",
        "Dari mana jumlah ini?",
        "Potongan: Rapat warga -Rp20.000",
        "Angsuran: saat mengajukan Rp6.600",
    ):
        assert words in text, words
