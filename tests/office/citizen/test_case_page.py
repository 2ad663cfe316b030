"""The page of a case in every state: who has it, until when, why, and what can be done."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import caches
from django.utils import timezone
from pypdf import PdfReader

from layani.office.actions import checking, deciding, issuing, serving
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.filing import Application, file
from layani.office.actions.objecting import Open
from layani.office.actions.parties import Person, register
from layani.office.actor import Actor
from layani.office.house import service
from layani.office.jobs.integrate_record import JOB
from layani.office.pages.citizen.case_words import late_words
from layani.office.pages.citizen.objecting import why_no_objection
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Case, Party, Role, User
from layani.office.tables.models.people import SEEN
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Event
from layani.rules.cases.state import Case as State
from layani.rules.record.note import SigningKey
from tests.office.actions.applications import answers
from tests.office.citizen.phone import Phone
from tests.office.conftest import CARLA, MONDAY
from tests.office.record.witnesses import policy_file


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def look(phone, case):
    """Return a function that opens Carla's case and gives its words."""
    return lambda path="": phone.open(f"/case/{case.number}/{path}").text


@pytest.fixture
def an_hour_later(monkeypatch, now):
    """Let the pages be read on the day of filing, whatever today is: a week later the case would be late."""
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))


def checked(case, ana, now):
    serving.take_next(actor=ana, now=now)
    return checking.check_complete(case.number, actor=ana, now=now)


def granted(case, ana, ben, now):
    checked(case, ana, now)
    serving.take_next(actor=ben, now=now)
    return deciding.grant(case.number, actor=ben, now=now)


def asked(case, ana, now, **items):
    serving.take_next(actor=ana, now=now)
    return checking.ask_missing(case.number, items or {"address": "RT-nya salah."}, actor=ana, now=now)


@pytest.mark.usefixtures("an_hour_later")
def test_a_new_case_waits_at_a_desk_with_a_date_and_the_reason_for_it(look):
    text = look()
    assert text.count("Menunggu diperiksa kelengkapannya") == 2  # the status and its step: one word for one state
    assert "sedang diperiksa" not in text
    assert "Sedang dikerjakan" not in text
    assert "dalam antrean Petugas loket" in text
    assert "Setelah lengkap, keputusan dalam 2 hari kerja" in text
    assert "Keputusan paling lambat" in text


def test_a_taken_case_is_on_a_desk_and_its_officer_is_not_named(look, ana, now):
    serving.take_next(actor=ana, now=now)
    text = look()
    assert "di meja Petugas loket" in text
    assert text.count("Kelengkapan sedang diperiksa") == 2
    assert "Menunggu diperiksa" not in text
    assert "Ana" not in text


@pytest.mark.usefixtures("an_hour_later")
def test_from_completeness_the_promise_counts(look, case, ana, now):
    checked(case, ana, now)
    text = look()
    assert "Menunggu keputusan" in text
    assert "Dihitung 2 hari kerja sejak berkas lengkap, 23 November 2026." in text
    assert "Sejak diterima kantor 1 jam" in text


def test_a_late_case_says_that_it_is_late_and_who_knows_of_it(look, case, ana, now):
    checked(case, ana, now)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=3))
    text = look()
    assert "Kantor terlambat" in text
    assert "terlambat 3 hari kalender" in text


def test_what_is_missing_stands_in_the_officers_words_and_the_clock_stands_still(look, case, ana, now):
    asked(case, ana, now)
    text = look()
    assert "RT-nya salah." in text
    assert "Di mana Anda tinggal sekarang?" in text
    assert "Jam kantor berhenti sejak" in text
    assert "Jawab sekarang" in text
    assert "Jawab paling lambat" in text
    assert "Keputusan paling lambat" not in text, "this date is for the citizen's answer, not for the decision"


def test_a_granted_case_waits_for_its_letter_and_then_has_it(look, case, ana, ben, now):
    granted(case, ana, ben, now)
    assert "Suratnya sedang diterbitkan" in look()
    issuing.issue(case.number, actor=ben, now=now)
    text = look()
    assert "Unduh surat (PDF)" in text
    assert "Unduhan pertama dicatat sebagai penyerahan surat" in text
    assert "Dikabulkan oleh Camat" in text


def test_the_first_download_hands_the_letter_over_and_a_look_ahead_does_not(browser, case, ana, ben, now):
    granted(case, ana, ben, now)
    assert browser.get(f"/case/{case.number}/letter/").status_code == 302
    issuing.issue(case.number, actor=ben, now=now)
    browser.head(f"/case/{case.number}/letter/")
    case.refresh_from_db()
    assert case.delivered_at is None
    for _ in range(2):
        assert browser.get(f"/case/{case.number}/letter/").content.startswith(b"%PDF")
    case.refresh_from_db()
    assert case.delivered_at
    assert [event.act for event in case.events.all()].count("deliver") == 1


def test_a_refusal_shows_ground_law_fact_remedy_and_how_to_object(look, case, ana, ben, now):
    checked(case, ana, now)
    serving.take_next(actor=ben, now=now)
    fact = "Ketua RT menyatakan tidak ada yang bernama demikian."
    deciding.refuse(case.number, deciding.Why("not-resident", fact), actor=ben, now=now)
    text = look()
    for words in (
        "Anda tidak tinggal di alamat itu", fact, "Jalan keluar", "mengajukan keberatan sampai", "21 hari kerja",
        "UU 30/2014", "contoh",
    ):  # fmt: skip
        assert words in text, words


def test_when_the_time_to_object_is_over_the_page_says_so_in_its_place(look, case, ana, ben, now, monkeypatch):
    checked(case, ana, now)
    serving.take_next(actor=ben, now=now)
    deciding.refuse(case.number, deciding.Why("not-resident", "Tidak ada yang bernama demikian."), actor=ben, now=now)
    assert "Ajukan keberatan" in look()
    over = Open("refused", timezone.now() - timedelta(minutes=1))
    monkeypatch.setattr("layani.office.pages.citizen.objecting.open_to_objection", lambda case: over)
    text = look()
    assert "Waktu mengajukan keberatan berakhir pada" in text
    assert "Ajukan keberatan" not in text


def test_a_refusal_that_was_imported_says_where_one_objects(case, ana, ben, now):
    checked(case, ana, now)
    serving.take_next(actor=ben, now=now)
    done = deciding.refuse(
        case.number, deciding.Why("not-resident", "Ketua RT menyatakan tidak ada nama itu."), actor=ben, now=now
    )
    assert why_no_objection(done.case, now) is None
    said = why_no_objection(replace(done.case, imported=True), now)
    assert said is not None and "di luar sistem ini" in said.id


def test_a_fact_in_another_language_is_marked_and_said(look, browser, case, ana, ben, now):
    checked(case, ana, now)
    serving.take_next(actor=ben, now=now)
    why = deciding.Why("not-resident", "Nobody of this name lives at that address.", language="en")
    deciding.refuse(case.number, why, actor=ben, now=now)
    assert "ditulis petugas dalam bahasa Inggris" in look()
    page = browser.get(f"/case/{case.number}/").content.decode()
    assert '<span lang="en">Nobody of this name lives at that address.</span>' in page
    letter = issuing.letter_pdf(issuing.issue(case.number, actor=ben, now=now).row)
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(letter)).pages)
    assert "bahasa Inggris" in " ".join(said.split())


def test_silence_that_grants_is_told_as_such(phone, carla, as_carla, ana, now):
    given = {
        "name": CARLA.name, "nik": CARLA.nik, "birth_date": CARLA.birth_date, "purpose": "meeting",
        "event_name": "Rapat RT", "event_date": "2027-01-12", "part_of_day": "morning", "guests": 20,
        "leaves_clean": True,
    }  # fmt: skip
    row = file(Application(service("hall-use"), carla, given, "online"), actor=as_carla, now=now).row
    checked(row, ana, now)
    deciding.deem_granted(row.number, now=now + timedelta(days=30))
    text = phone.open(f"/case/{row.number}/").text
    assert "Permohonan Anda dikabulkan menurut hukum" in text
    assert "karena batas waktu lewat tanpa keputusan" in text


@pytest.mark.parametrize(("rules", "grants"), [({"seats": "passed"}, True), ({"seats": "failed"}, False)])
def test_silence_is_not_said_to_grant_against_a_mandatory_rule(rules, grants):
    case = State(silence_grants=True, due_at=MONDAY - timedelta(hours=1), rules=rules, must=("seats",))
    words = late_words(case, MONDAY)
    assert ("dianggap dikabulkan" in words.id and "is granted" in words.en) is grants
    assert ("Kantor terlambat" in words.id) is not grants


def test_the_rules_that_were_checked_are_shown_with_their_law(look):
    text = look()
    assert "Anda tinggal di kecamatan ini" in text
    assert "terpenuhi" in text
    assert "Wajib menurut hukum." in text


def test_every_act_has_a_receipt(look, phone, case, ana, now):
    checked(case, ana, now)
    page = phone.open(f"/case/{case.number}/").page.content.decode()
    for seq in range(3):
        assert f"/case/{case.number}/receipt/{seq}/" in page
        answer = phone.client.get(f"/case/{case.number}/receipt/{seq}/")
        assert answer.content.startswith(b"provisional-receipt/v1")
        assert f'{case.number}-{seq + 1}.txt"' in answer["Content-Disposition"]
    assert phone.client.get(f"/case/{case.number}/receipt/3/").status_code == 404


def test_once_the_record_holds_the_act_its_receipt_is_final(phone, case):
    JOB.run(timezone.now())
    answer = phone.client.get(f"/case/{case.number}/receipt/0/")
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert answer["Content-Disposition"].endswith(f'{case.number}-1.tlog-proof"')


def test_a_receipt_without_enough_witnesses_says_so_in_its_name(phone, case, settings, tmp_path):
    key = SigningKey.from_seed("press.example/w", bytes(32)).verifier.text()
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    settings.WITNESSES = policy_file(tmp_path / "witnesses", [f"witness press {key}\n"], 1)
    JOB.run(timezone.now())
    answer = phone.client.get(f"/case/{case.number}/receipt/0/")
    assert answer["Content-Disposition"].endswith('-1.belum-disaksikan.tlog-proof"')
    answer = phone.client.get(f"/case/{case.number}/receipt/0/", headers={"accept-language": "en"})
    assert "-1.not-yet-witnessed.tlog-proof" in answer["Content-Disposition"]


def test_the_paper_receipt_holds_number_code_and_where_to_follow(look, case):
    text = look("print/")
    for words in (case.number, "Kode tanda terima", "/follow/", "Kecamatan Sukamaju"):
        assert words in text


def test_the_survey_is_offered_once_the_case_has_ended(look, phone, case, ana, ben, now):
    assert "Bagaimana kami melayani Anda?" not in look()
    granted(case, ana, ben, now)
    assert "Bagaimana kami melayani Anda?" in look()
    assert f'href="/survey/{case.number}/"' in phone.page.content.decode()


def test_withdrawing_asks_first_and_happens_once(phone, case):
    form = phone.open(f"/case/{case.number}/withdraw/").filled()
    case.refresh_from_db()
    assert case.status == "checking"
    phone.send(form).send(form)
    assert phone.page.status_code == 200
    assert "Ditarik kembali" in phone.text
    assert [event.act for event in case.events.all()].count("withdraw") == 1


def test_an_ended_case_cannot_be_withdrawn(phone, case, ana, ben, now):
    granted(case, ana, ben, now)
    assert phone.open(f"/case/{case.number}/withdraw/").at == f"/case/{case.number}/"


def test_a_case_of_a_service_that_is_no_longer_offered_still_shows(look, case):
    Case.objects.filter(pk=case.pk).update(service="old-permit")
    assert "Old permit" in look()


def test_an_act_of_another_system_is_told_as_a_note(look, case, now):
    importer = Actor(kind="importer")
    act_on(case.number, Deed("note", {"what": "x"}, role="importer"), actor=importer, now=now)
    act_on(case.number, Deed("consult", role="importer"), actor=importer, now=now)
    text = look()
    assert "Sebuah catatan dibuat" in text
    assert "Instansi lain sedang memberi pendapat" in text


def test_words_from_people_are_never_taken_for_html(phone, case, ana, now):
    asked(case, ana, now, address="<script>alert(1)</script>" + "panjang" * 60)
    page = phone.client.get(f"/case/{case.number}/").content
    assert b"<script>" not in page
    assert b"&lt;script&gt;" in page


@pytest.mark.parametrize("path", ["", "filed/", "print/"])
def test_the_pages_speak_english_too(phone, case, path):
    phone.client.post("/language/", {"language": "en", "next": "/"})
    text = phone.open(f"/case/{case.number}/{path}").text
    assert "Decision at the latest" in text
    assert "Keputusan" not in text


def test_a_case_page_costs_a_fixed_number_of_queries(browser, case, ana, now, django_assert_num_queries):
    checked(case, ana, now)
    caches["near"].clear()
    # session, who it is, case with its party, events, its receipt: 2; once a minute who may sign: 2
    with django_assert_num_queries(8):
        browser.get(f"/case/{case.number}/")
    with django_assert_num_queries(6):
        browser.get(f"/case/{case.number}/")


def test_a_case_that_nobody_may_sign_today_says_that_this_is_the_offices_time(browser, case, ana, now, phone):
    checked(case, ana, now)
    assert "tidak seorang pun" in phone.open(f"/case/{case.number}/").text  # no account holds the post of the head
    caches["near"].clear()
    user = User.objects.create_user("citra", full_name="Citra")
    Role.objects.create(user=user, office="sukamaju", name="head", since=date(2026, 1, 1))
    assert "tidak seorang pun" not in phone.open(f"/case/{case.number}/").text


def test_the_list_costs_the_same_for_one_case_and_for_many(
    browser, carla, as_carla, case, now, django_assert_num_queries
):
    for minutes in range(1, 24):
        given = Application(service("residence-letter"), carla, answers(), "online")
        file(given, actor=as_carla, now=now + timedelta(minutes=minutes))
    with django_assert_num_queries(6):  # session, who it is, cursor, cases, who filed them for another, drafts
        first = browser.get("/case/")
    page = Phone(browser).open("/case/")
    assert page.text.count("SKM-2026") == 20
    older = first.content.decode().split('rel="next" href="')[1].split('"')[0]
    assert page.open(older).text.count("SKM-2026") == 4
    assert case.number in page.text


def test_the_list_shows_only_ones_own(phone, case, now):
    dan = Person(nik="3174010101800001", name="Dan", birth_date="1980-01-01", phone="+6281200000000")
    other = Application(service("residence-letter"), register(dan, now=now), answers(dan), "online")
    theirs = file(other, actor=Actor(kind="citizen"), now=now).row
    text = phone.open("/case/").text
    assert case.number in text
    assert theirs.number not in text


def test_an_empty_list_says_what_to_do(phone):
    assert "Belum ada permohonan" in phone.open("/case/").text


def test_each_step_is_named_by_how_far_it_is(look, case, ana, ben, now):
    text = look()
    assert "Menunggu diperiksa kelengkapannya" in text
    assert "Keputusan menyusul" in text
    assert "Surat menyusul" in text
    assert "sudah diperiksa" not in text
    checked(case, ana, now)
    text = look()
    assert "Kelengkapan sudah diperiksa" in text
    assert "Menunggu keputusan" in text
    serving.take_next(actor=ben, now=now)
    assert "Sedang diputuskan" in look()
    deciding.grant(case.number, actor=ben, now=now)
    text = look()
    assert "Sudah diputuskan" in text
    assert "Surat sedang diterbitkan" in text


def test_a_step_that_waits_for_the_citizen_says_so(look, case, ana, now):
    asked(case, ana, now)
    assert "Kelengkapan menunggu jawaban Anda" in look()


def test_what_another_system_tells_names_the_role_whose_step_it_was():
    planned = (("check", "front-desk"), ("decide", "head"))
    steps = tuple(PlannedStep(kind, kind, role, 1, "working days") for kind, role in planned)
    told = [
        Event(act, seq, By("importer", 1, "importer"), MONDAY)
        for seq, act in enumerate(("file", "check_complete", "answer", "decide_grant"))
    ]
    words = [entry.words.id for entry in timeline(State(steps=steps), told)]
    assert words[0] == "Dikabulkan oleh Camat"
    assert words[1].startswith("Anda menjawab")
    assert words[2].startswith("Petugas loket menyatakan")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_printed_receipt_says_the_fee_and_where_to_complain_as_the_counters_does(browser, case, language):
    page = browser.get(f"/case/{case.number}/print/", headers={"accept-language": language}).content.decode()
    words = {"id": ("Biaya", "<b>Rp0</b>", "minta uang"), "en": ("Fee", "<b>IDR 0</b>", "ask for money")}[language]
    for said in (*words, "+62 21 5550 1000", "lapor.go.id"):
        assert said in page


def test_a_fee_that_is_not_set_yet_or_not_known_here_is_not_said_to_be_nothing(browser, case):
    case.rest["fee_waits"] = ["verify"]
    case.save()
    page = browser.get(f"/case/{case.number}/print/").content.decode()
    assert "ditetapkan setelah" in page and "Rp0" not in page
    Case.objects.filter(pk=case.pk).update(imported=True)
    Party.objects.filter(pk=case.party_id).update(assurance=SEEN)
    page = browser.get(f"/case/{case.number}/print/").content.decode()
    assert "Biaya" not in page and "Ada yang minta uang" in page
