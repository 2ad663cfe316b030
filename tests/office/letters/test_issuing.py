"""A letter is issued once, with the register's next number, and says what was decided."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from layani.office.actions import deciding, issuing
from layani.office.actor import SYSTEM
from layani.office.house import key_store
from layani.office.tables.models import Attempt, Case, Event, Letter, Message, Party
from layani.rules.refusal import Refused
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.walks import FACT, another, filed, granted, refused

LATER = MONDAY + timedelta(minutes=10)


def issued(number, now=LATER):
    return issuing.issue(number, actor=SYSTEM, now=now)


def test_a_grant_gets_a_letter_with_the_years_first_number(ana, ben, read_pdf):
    done = issued(granted(ana, ben))
    assert done.case.letter == "0001/SKM/XI/2026"
    assert done.row.issued_at == LATER
    _, text = read_pdf(issuing.letter_pdf(done.row))
    for words in (
        "0001/SKM/XI/2026",
        "PEMERINTAH KOTA CONTOH",
        "KECAMATAN SUKAMAJU",
        CARLA.name,
        CARLA.nik,
        "Ben",
        "Rp0",
    ):
        assert words in text, words


def test_a_refusal_gets_a_letter_with_ground_fact_law_and_remedy(ana, ben, read_pdf):
    done = issued(refused(ana, ben))
    _, text = read_pdf(issuing.letter_pdf(done.row))
    for words in (
        "tidak dapat kami kabulkan",
        "Anda tidak tinggal di alamat itu",
        FACT,
        "PP",
        "Ajukan lagi",
        "21 hari kerja",
    ):
        assert words in text, words


def test_the_letter_speaks_indonesian_and_adds_a_translation_for_who_reads_english(ana, ben, read_pdf):
    number = granted(ana, ben)
    Party.objects.update(language="en")
    reader, text = read_pdf(issuing.letter_pdf(issued(number).row))
    assert len(reader.pages) == 2
    assert "Ditetapkan pada 23 November 2026" in text
    assert "the Indonesian text holds" in text
    assert "GOVERNMENT OF THE CITY OF CONTOH" in text


def test_a_second_call_finds_the_first_letter(ana, ben):
    number = granted(ana, ben)
    first, second = issued(number), issued(number, LATER + timedelta(hours=1))
    assert first.event.pk == second.event.pk
    assert Letter.objects.count() == 1
    assert not Attempt.objects.exists()


def test_nothing_is_issued_before_the_decision(db):
    number = filed()
    with pytest.raises(Refused):
        issued(number)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("decided", "told"), [(granted, "granted-with-letter"), (refused, "refused-with-letter")], ids=["grant", "refusal"]
)
def test_a_decision_whose_letter_follows_at_once_is_one_message(ana, ben, decided, told):
    number = decided(ana, ben)
    assert (
        not Message.objects.due(MONDAY + timedelta(minutes=4)).exclude(kind="filed").exists()
    )  # it waits for the letter
    issued(number, MONDAY + timedelta(minutes=4, seconds=1))
    issued(number)
    message = Message.objects.exclude(kind="filed").get()
    assert (message.kind, message.due_at) == (told, MONDAY + timedelta(minutes=4, seconds=1))


@pytest.mark.parametrize(
    ("decided", "told"), [(granted, "issued"), (refused, "refusal-issued")], ids=["grant", "refusal"]
)
def test_a_letter_that_comes_after_the_decision_was_told_has_a_message_with_words_of_its_own(ana, ben, decided, told):
    number = decided(ana, ben)
    Message.objects.update(tries=1)  # taken up for sending, or sent
    issued(number)
    assert Message.objects.filter(case__number=number).latest("pk").kind == told
    assert Message.objects.count() == 3


def test_a_decision_without_its_letter_is_told_all_the_same(ana, ben):
    granted(ana, ben)
    assert Message.objects.due(MONDAY + timedelta(minutes=5)).filter(kind="granted").exists()


def test_the_event_holds_the_number_and_seals_the_letters_digest(ana, ben):
    done = issued(granted(ana, ben))
    assert '"letter":"0001/SKM/XI/2026"' in done.event.body
    assert '"sealed":' in done.event.body
    assert CARLA.name not in done.event.body


def test_the_letter_in_the_database_cannot_be_read_without_the_cases_key(ana, ben):
    done = issued(granted(ana, ben))
    sealed = bytes(Letter.objects.get().sealed)
    assert CARLA.name.encode() not in sealed
    content = issuing.opened_letter(Letter.objects.get(), done.row)
    assert content["text"]["id"]["name"] == CARLA.name
    assert content["initials"] == "C*** W***"


def test_a_letter_that_fails_gives_its_number_back(ana, ben, monkeypatch):
    number, other = granted(ana, ben), granted(ana, ben, another(11), at=MONDAY + timedelta(hours=1))
    with monkeypatch.context() as broken:
        broken.setattr(Letter, "save", lambda self: (_ for _ in ()).throw(OSError("the disk is full")))
        with pytest.raises(OSError, match="disk"):
            issued(number)
    assert Case.objects.get(number=number).issued_at is None
    assert issued(other, LATER + timedelta(hours=2)).case.letter == "0001/SKM/XI/2026"
    assert issued(number, LATER + timedelta(hours=2)).case.letter == "0002/SKM/XI/2026"


def test_numbers_begin_anew_each_year_of_the_office(ana, ben):
    first, second = granted(ana, ben), granted(ana, ben, another(11), at=MONDAY + timedelta(hours=1))
    # 18:30 UTC on New Year's Eve is already next year in Jakarta.
    assert issued(first, datetime(2026, 12, 31, 16, 30, tzinfo=UTC)).case.letter == "0001/SKM/XII/2026"
    assert issued(second, datetime(2026, 12, 31, 18, 30, tzinfo=UTC)).case.letter == "0001/SKM/I/2027"


@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_once_get_numbers_without_gaps(ana, ben):
    numbers = [granted(ana, ben, another(place), at=MONDAY + timedelta(hours=place)) for place in range(8)]
    start, faults = threading.Barrier(4), []

    def work(mine):
        try:
            start.wait()
            for number in mine:
                issued(number, MONDAY + timedelta(days=1))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    # Every case is issued by two threads, so that both the register and the case are fought over.
    threads = [threading.Thread(target=work, args=(numbers[place % 2 :: 2],)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, 9))
    assert Event.objects.filter(act="issue").count() == 8


def test_the_qr_code_opens_the_letters_own_page(ana, ben, read_codes):
    from layani.office.actions.letters import typesetting  # noqa: PLC0415  only this test draws pictures

    done = issued(granted(ana, ben))
    letter = Letter.objects.get()
    content = issuing.opened_letter(letter, done.row)
    assert read_codes(typesetting.picture_of(content)) == [f"{settings.SITE_ADDRESS}/letter/{letter.code}/"]


def test_the_same_letter_is_the_same_file(ana, ben):
    row = issued(granted(ana, ben)).row
    assert issuing.letter_pdf(row) == issuing.letter_pdf(row)


def test_the_letter_is_made_for_archives_and_for_screen_readers(ana, ben, read_pdf):
    reader, _ = read_pdf(issuing.letter_pdf(issued(granted(ana, ben)).row))
    said = reader.xmp_metadata
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in metadata
    assert "pdfaid:part" in metadata
    assert reader.trailer["/Root"]["/Lang"].startswith("id")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "0001/SKM/XI/2026" in said.dc_title["x-default"]


HOSTILE = (
    '#panic("x") *tebal* _miring_ `kode` $x^2$ #read("/etc/passwd")',
    "{{ nik }} **tebal** | sel | <b>&amp;</b> \\ // /* */",
    '"]}) #sys.inputs @ref <label> https://example.org = Judul',
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(ana, ben, read_pdf, name):
    number = granted(ana, ben, replace(CARLA, name=name))
    _, text = read_pdf(issuing.letter_pdf(issued(number).row))
    assert "".join(name.split()) in "".join(text.split())


@pytest.mark.parametrize("name", ["علي", "王小明", "Carla 😀", "ꦥꦫꦩꦺꦱ꧀"])
def test_a_name_in_letters_that_no_font_has_does_not_stop_the_letter(ana, ben, name):
    number = granted(ana, ben, replace(CARLA, name=name))
    assert issuing.letter_pdf(issued(number).row).startswith(b"%PDF")


def test_a_deemed_grant_says_that_the_law_granted(ana, read_pdf, monkeypatch):
    number = filed()
    Case.objects.update(silence_grants=True, due_at=MONDAY + timedelta(days=2))
    deciding.deem_granted(number, now=MONDAY + timedelta(days=3))
    _, text = read_pdf(issuing.letter_pdf(issued(number, MONDAY + timedelta(days=3)).row))
    assert "dianggap dikabulkan menurut hukum" in text
    assert "25 November 2026" in text


def test_a_letter_is_delivered_once_and_closes_the_case(ana, ben):
    number = granted(ana, ben)
    issued(number)
    done = issuing.deliver(number, actor=ana, now=LATER, how="counter")
    assert done.row.delivered_at == done.row.closed_at == LATER
    with pytest.raises(Refused):
        issuing.deliver(number, actor=ana, now=LATER, how="counter")


def test_a_letter_cannot_be_delivered_by_an_unknown_way(ana, ben):
    number = granted(ana, ben)
    issued(number)
    with pytest.raises(ValueError, match="pigeon"):
        issuing.deliver(number, actor=ana, now=LATER, how="pigeon")


def test_after_an_erasure_nobody_can_set_the_letter(ana, ben):
    row = issued(granted(ana, ben)).row
    key_store().erase(row.ref)
    with pytest.raises(LookupError):
        issuing.letter_pdf(row)


CODE = "K7Q4-9TBM-X2HD-5P3W"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("k7q4 9tbm x2hd 5p3w", CODE), ("K7Q49TBMX2HD5P3W", CODE), ("k7q4", None), ("U" * 16, None), ("", None)],
)
def test_a_typed_code_is_read_in_its_one_spelling(typed, read):
    assert issuing.read_code(typed) == read


def test_the_register_is_part_of_the_acts_transaction(ana, ben):
    number = granted(ana, ben)

    def killed():
        with transaction.atomic():
            issued(number)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed()
    assert not Letter.objects.exists()
    assert Case.objects.get(number=number).issued_at is None


def test_a_long_letter_goes_on_to_another_page_and_ends_with_its_check(ana, ben, read_pdf):
    fact = "Pada kartu keluarga tertulis alamat di kelurahan lain. " * 18
    reader, _ = read_pdf(issuing.letter_pdf(issued(refused(ana, ben, fact=fact)).row))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    assert ["Periksa keaslian" in page for page in pages] == [False, True]
    assert "1 / 2" in pages[0]
