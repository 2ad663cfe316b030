"""The pages of receipts: each stage in words, the page to print, and the code on it."""

import re
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from layani.office.actions.letters.typesetting import qr_svg
from layani.office.actions.numbering import receipt_code
from layani.office.actions.printing import receipts as printing
from layani.office.actions.receipt_standing import Stage, Standing, standings
from layani.office.house import key_store
from layani.office.jobs.integrate_record import JOB
from layani.office.pages.citizen import receipt_page, receipts
from layani.office.tables.models import Event, Outbox
from layani.rules.record.encoding import encode_base64
from layani.rules.record.hashed_leaf import leaf_name
from layani.rules.record.leaf import CaseEventLeaf
from layani.rules.record.note import SigningKey
from tests.office.citizen.phone import Phone
from tests.office.record.witnesses import policy_file

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def filed_ago():
    return timedelta(0)


@pytest.fixture
def now(filed_ago):
    """Let the case be filed by the server's own clock, which the pages read."""
    return timezone.now() - filed_ago


@pytest.fixture
def case(case, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    return case


@pytest.fixture
def witness(settings, tmp_path):
    key = SigningKey.from_seed("press.example/w", bytes(32)).verifier.text()
    settings.WITNESSES = policy_file(tmp_path / "witnesses", [f"witness press {key}\n"], 1)


STAGES = {
    "promised": ("sementara", "provisional", "berjanji mencatatnya"),
    "late": ("terlambat: kesalahan kantor", "late: the office", "Hak Anda tidak berkurang"),
    "unwitnessed": ("belum disaksikan", "not yet witnessed", "Catatan publik memuatnya"),
    "final": ("final", "final", "Catatan publik memuatnya"),
}


LATE = DAY + timedelta(minutes=1)
with_each_stage = pytest.mark.parametrize(
    ("stage", "filed_ago"), [(one, LATE if one == "late" else timedelta(0)) for one in STAGES]
)
late = pytest.mark.parametrize("filed_ago", [LATE])


@pytest.fixture
def brought(request, stage, case):
    """Bring the receipt of the filing to a stage; return its name."""
    if stage == "unwitnessed":
        request.getfixturevalue("witness")
    if stage in ("unwitnessed", "final"):
        JOB.run(timezone.now())
    return stage


@pytest.fixture
def said(monkeypatch):
    """Collect what goes onto printed pages."""
    kept, real = [], printing.receipt_content
    monkeypatch.setattr(printing, "receipt_content", lambda *given: kept.append(real(*given)) or kept[-1])
    return kept


@with_each_stage
@pytest.mark.parametrize("path", ["", "receipts/"])
def test_each_stage_has_its_tag_and_its_sentence(brought, stage, path, phone, case):
    text = phone.open(f"/case/{case.number}/{path}").text
    tag, _, sentence = STAGES[stage]
    assert tag in text and sentence in text
    others = {words[0] for name, words in STAGES.items() if name not in (stage, "final")}
    tags = phone.client.get(f"/case/{case.number}/{path}").content.decode()
    assert [one for one in others if f">{one}</span>" in tags] == []
    phone.client.post("/language/", {"language": "en", "next": "/"})
    assert STAGES[stage][1] in phone.open(f"/case/{case.number}/{path}").text


def test_a_receipt_in_time_raises_no_alarm(phone, case):
    assert 'role="alert"' not in phone.client.get(f"/case/{case.number}/receipts/").content.decode()


@late
def test_a_receipt_that_is_late_tells_where_to_report_the_office(phone, case):
    assert 'role="alert"' in phone.client.get(f"/case/{case.number}/receipts/").content.decode()
    assert "lapor.go.id" in phone.open(f"/case/{case.number}/receipts/").text


@late
def test_a_late_act_that_the_record_took_at_last_is_late_no_more(phone, case):
    assert "kesalahan kantor" in phone.open(f"/case/{case.number}/receipts/").text
    JOB.run(timezone.now())
    assert "kesalahan kantor" not in phone.open(f"/case/{case.number}/receipts/").text


def test_a_day_to_the_second_is_not_late(case):
    (event,) = Event.objects.filter(case=case)
    assert standings([event], event.recorded_at + DAY)[0].stage is Stage.PROMISED
    assert standings([event], event.recorded_at + DAY + timedelta(microseconds=1))[0].stage is Stage.LATE


@with_each_stage
def test_the_page_to_print_says_what_the_screen_says(brought, stage, case, phone, said):
    for language in ("id", "en"):
        phone.client.post("/language/", {"language": language, "next": "/"})
        answer = phone.client.get(f"/case/{case.number}/receipt/0/page/")
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-1.7")
        assert b"pdfuaid" in answer.content and b"/Type/Pages/Count 1/" in answer.content
    indonesian, english = said
    assert indonesian["title"] != english["title"]
    assert (str(0) in dict(indonesian["rows"]).values()) == (stage in ("unwitnessed", "final"))
    assert STAGES[stage][1].split(":", maxsplit=1)[0] in english["title"].lower() or stage == "final"
    assert phone.client.get(f"/case/{case.number}/receipt/7/page/").status_code == 404


def test_the_page_to_print_holds_nothing_that_opens_the_case(case, phone, said):

    JOB.run(timezone.now())
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    key = key_store().get(case.ref)
    whole = repr(said)
    assert receipt_code(key) not in whole and encode_base64(key[:32]) not in whole and "Carla" not in whole


def test_pages_and_sheet_say_what_others_can_see(phone, case, said):
    """The key in the receipt's file links the entries of a case; the sheet has none."""
    JOB.run(timezone.now())
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    sheet = " ".join(said[0]["says"])
    assert "tidak dengan lembar ini" in sheet and "bentuk yang lama" not in sheet
    assert "berapa tindakan permohonan ini dan kapan" in phone.open(f"/case/{case.number}/receipts/").text
    name = leaf_name(Outbox.objects.get(idx=0).leaf)
    for address in (f"/record/entry/0/{name}/", "/record/"):
        page = Client().get(address).content.decode().lower()
        assert "entri mana" in page and "tanda terimanya" in page and "bentuk yang lama" not in page, address


@pytest.fixture
def old_form(monkeypatch):
    """What is done writes entries as they were before they got blind links."""
    monkeypatch.setattr(CaseEventLeaf, "of_case", partial(CaseEventLeaf.of_case, version=1))


def test_an_entry_of_the_old_form_is_called_so_wherever_it_is_shown(old_form, case, phone, said):
    outbox = Event.objects.get(case=case).outbox
    assert outbox.leaf.startswith("case-event/v1\n")
    JOB.run(timezone.now())
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    assert "dari bentuk yang lama: siapa yang melihat lembar ini" in " ".join(said[0]["says"])
    for address in (f"/record/entry/0/{leaf_name(outbox.leaf)}/", "/record/"):
        assert "bentuk yang lama" in Client().get(address).content.decode(), address


@with_each_stage
def test_the_stated_time_is_the_offices_word_and_never_called_proven(brought, stage, case, phone, said):
    pages = [phone.open(f"/case/{case.number}/{path}").text for path in ("", "receipts/")]
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    assert "keterangan kantor menurut jamnya sendiri. Belum ada saksi" in " ".join(said[0]["says"])
    for text in pages:
        assert "pada waktu yang tertulis;" not in text and "menurut jamnya. Saksi dari luar" in text
    proven = said[0]["says"][0]
    assert "waktu" not in proven
    assert ("menandatangani keadaan catatan" in proven) is (stage in ("unwitnessed", "final"))


@pytest.mark.parametrize("demo", [True, False])
def test_in_a_demo_page_and_sheet_say_that_the_witness_is_a_sample(demo, case, phone, said, settings, monkeypatch):
    settings.LAYANI_DEMO = demo
    seen = Standing(Stage.FINAL, timezone.now(), 0, alone=False)
    for page in (receipt_page, receipts):
        monkeypatch.setattr(page, "standings", lambda events, now: {one.seq: seen for one in events})
    JOB.run(timezone.now())
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    sheet = " ".join((said[0]["state"], *said[0]["says"]))
    assert ("Saksinya pun contoh" in sheet) is demo and ("saksi dari luar kantor sudah" in sheet) is not demo
    assert "paling lambat pada waktu yang ditulis saksi" in sheet
    text = phone.open(f"/case/{case.number}/receipts/").text
    assert ("saksinya hanya contoh" in text) is demo


def test_label_and_value_do_not_run_together_on_the_sheet(case, phone):
    phone.client.post("/language/", {"language": "en", "next": "/"})
    answer = phone.client.get(f"/case/{case.number}/receipt/0/page/")
    text = "\n".join(page.extract_text(extraction_mode="layout") for page in PdfReader(BytesIO(answer.content)).pages)
    assert re.search(r"clock {2,}\d", text), text


def test_its_code_asks_whether_the_record_holds_the_act_and_is_small(case, phone, said):
    JOB.run(timezone.now())
    phone.client.get(f"/case/{case.number}/receipt/0/page/")
    address = said[0]["address"]
    assert said[0]["qr"] == qr_svg(address, smudged="m")
    version_5 = 'viewBox="0 0 37 37"'  # dots; what the design asks for, with a real host and five digits of entries
    longer = address.replace("/entry/0/", "/entry/71034/").replace(address.split("/")[2], "layanan.sukamaju.example")
    assert version_5 in qr_svg(longer, smudged="m")
    answer = Client().get("/" + address.split("/", 3)[3])
    assert answer.status_code == 200 and "Catatan publik memuatnya" in answer.content.decode()


def test_the_code_of_another_entry_is_told_so(case):
    JOB.run(timezone.now())
    leaf = Outbox.objects.get(idx=0).leaf
    name = leaf_name(leaf)
    wrong = ("A" if name[0] != "A" else "B") + name[1:]
    for address, words in (
        (f"/record/entry/0/{wrong}/", "bukan yang tertulis"),
        (f"/record/entry/5/{name}/", "belum sepanjang itu"),
        (f"/record/entry/{10**30}/{name}/", "bukan nomor entri"),
    ):
        answer = Client().get(address)
        assert answer.status_code == 404 and words in answer.content.decode()
        assert leaf.split("\n")[1] not in answer.content.decode()
    assert Client().get(f"/record/entry/0/{name.lower()}/").status_code == 200


def test_an_impossible_number_accuses_nobody_of_cutting_the_record(case):
    JOB.run(timezone.now())
    for number in (2**62 + 1, 10**30):
        said = Client().get(f"/record/entry/{number}/AAAA/").content.decode()
        assert "dipendekkan" not in said and "berisi 1 entri" in said


def test_the_list_of_receipts_costs_a_fixed_number_of_queries(browser, case, django_assert_num_queries):
    browser.get(f"/case/{case.number}/receipts/")
    with django_assert_num_queries(6):  # session, who it is, case, events, places, newest checkpoint
        browser.get(f"/case/{case.number}/receipts/")
