"""Steps that neither check nor decide, walked through at the officers' browsers, from the visit to the notice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from layani.office import house
from layani.office.actions import deciding, performing, serving
from layani.office.actions.rebuilding import differences
from layani.office.jobs.deem_granted import grant_silent
from layani.office.jobs.end_notices import end_notices
from layani.office.pages.citizen.case_words import ball_words
from layani.office.pages.citizen.progress import steps_of
from layani.office.pages.citizen.timeline import timeline
from layani.office.tables.models import Attempt, Case, Document, Event
from layani.office.tables.projection import event_of, state_of
from layani.rules.refusal import Refused
from tests.office.citizen.files import png
from tests.office.officer.building import building_office, staff_of_the_building_office, up_to
from tests.office.officer.conftest import words_of

__all__ = ["building_office"]

pytestmark = pytest.mark.usefixtures("building_office")
SEEN = {"setback": "4", "floods": "no", "team": "Sinta\nSari"}
EVIDENCE = "Laporan gangguan 778: situs menjawab 503 pukul 10.15"
OBJECTION = "Pagar akan menutup jalan ke rumah saya."


@pytest.fixture
def early():
    return timezone.now() - timedelta(days=20)


@pytest.fixture
def eva(browser_of, building_office):
    return browser_of("eva", "front-desk")


@pytest.fixture
def sinta(browser_of, building_office):
    return browser_of("sinta", "surveyor")


@pytest.fixture
def staff(db, building_office):
    return staff_of_the_building_office()


def page(number):
    return f"/officer/case/{number}/"


def post(browser, case, act, **values):
    step = Case.objects.get(number=case).step
    return browser.post(page(case), {"act": act, "step": step, "once": str(uuid4()), **values})


def on_the_desk(browser, number):
    browser.post("/officer/")
    assert Case.objects.get(number=number).holder_id == browser.actor.user
    return number


def told_to_the_citizen(number):
    row = Case.objects.get(number=number)
    events = [event_of(one) for one in Event.objects.all_of_case(row.pk)]
    case = state_of(row)
    titles = [part.title.id for part in steps_of(case, events, timezone.now())]
    return titles, [entry.words.id for entry in timeline(case, events)], ball_words(case).id


def test_a_visit_is_reported_on_the_case_page_and_its_findings_decide_a_rule(sinta, staff, early):
    number = on_the_desk(sinta, up_to("site-visit", staff, early))
    shown = sinta.text(page(number))
    assert "Peninjauan lokasi" in shown and "Jarak ke jalan (meter)" in shown and "Mata anggaran: 1.03.02.2.01" in shown
    photo = SimpleUploadedFile("rumah.png", png(), "image/png")
    response = post(sinta, number, "visit", **SEEN, picture=photo)
    assert (response.status_code, response.url) == (302, f"/officer/?done=visit&case={number}")
    row = Case.objects.get(number=number)
    assert (row.step, row.holder, row.rest["rules"]["far-enough"]) == ("assess", None, "passed")
    assert "flood-proof" not in row.rest["rules"]  # it does not flood there
    report = sinta.text(page(number))
    assert "Berita acara peninjauan lokasi" in report and "yang meninjau: Sinta, Sari" in report
    assert "Jarak ke jalan (meter): 4" in report  # what the rule read
    assert Document.objects.get(case=row).media_type == "image/png"


def test_what_was_found_and_who_went_is_sealed(sinta, staff, early):
    number = on_the_desk(sinta, up_to("site-visit", staff, early))
    post(sinta, number, "visit", **SEEN, remark="Tetangga bernama Budi")
    event = Event.objects.get(act="visit")
    assert event.sealed and not any(word in event.body for word in ("Budi", "Sari", 'setback":'))


def test_a_visit_that_lacks_something_says_what_and_keeps_what_was_typed(sinta, staff, early):
    number = on_the_desk(sinta, up_to("site-visit", staff, early))
    photo = SimpleUploadedFile("rumah.png", png(), "image/png")
    response = post(sinta, number, "visit", setback="jauh", team="Sinta\nSari", picture=photo)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Tulis angka bulat, misalnya 25." in html and "Isi: Daerah banjir?" in html
    assert "Pilih foto ini sekali lagi." in html and 'value="jauh"' in html and "Sinta\nSari</textarea>" in html
    assert not Document.objects.exists() and Case.objects.get(number=number).step == "site-visit"


def test_a_visit_by_one_alone_is_refused_and_the_attempt_kept(sinta, staff, early):
    number = on_the_desk(sinta, up_to("site-visit", staff, early))
    response = post(sinta, number, "visit", **{**SEEN, "team": "Sinta\nSinta"})
    assert response.status_code == 409 and "paling sedikit 2 orang" in words_of(response)
    assert 'name="setback" value="4"' in response.content.decode()  # nobody measures twice for a name
    assert Attempt.objects.get().code == "team-too-small"


def test_a_negative_finding_blocks_the_grant(staff, early):
    number = up_to("external", staff, early, setback=2)
    assert Case.objects.get(number=number).rest["rules"]["far-enough"] == "failed"
    Case.objects.filter(number=number).update(step="decide", step_role="head", status="deciding", lane="x")
    at = timezone.now()
    serving.take_next(actor=staff["kadis"], now=at)
    with pytest.raises(Refused, match="mandatory has failed: The road is at least three metres away"):
        deciding.grant(number, actor=staff["kadis"], now=at)


def test_an_initial_passes_the_case_to_the_next_link_with_a_note_to_the_decider(browser_of, staff, early):
    sek = browser_of("sek2", "section-head")
    number = on_the_desk(sek, up_to("initial-section", staff, early, floors=2))
    assert "Paraf dan teruskan" in sek.text(page(number))
    post(sek, number, "initial", words="Gambar belum ditandatangani.")
    assert Case.objects.get(number=number).step_role == "secretary"
    assert "Sek2, " in sek.text(page(number)) and "Gambar belum ditandatangani." in sek.text(page(number))
    assert "ditandatangani" not in Event.objects.get(act="initial").body


def test_a_case_in_another_system_leaves_the_desk_and_comes_back_with_its_number(eva, staff, early):
    number = on_the_desk(eva, up_to("external", staff, early))
    assert "Langkah ini dikerjakan di SIMBG" in eva.text(page(number))
    due = Case.objects.get(number=number).due_at
    post(eva, number, "external_sent")
    titles, lines, ball = told_to_the_citizen(number)
    assert ball.startswith("Sedang diproses di SIMBG, di luar kantor ini.")
    assert "Pengurusan di SIMBG" in titles and "sekarang giliran instansi itu" in lines[0]
    assert "Menunggu pihak di luar kantor" in eva.text("/officer/") and number in eva.text("/officer/")
    eva.post("/officer/", {"case": number})
    assert post(eva, number, "outage", words=EVIDENCE).url == page(number)
    assert EVIDENCE in eva.text(page(number))
    assert "PBG-&lt;6 angka&gt;" in post(eva, number, "external_done", number="12").content.decode()
    post(eva, number, "external_done", number="pbg-123456-7b")
    row = Case.objects.get(number=number)
    assert (row.step, row.ball, row.due_at) == ("notice", "office", due)
    assert "pbg-123456-7b" in eva.text(page(number))


def test_only_the_role_of_the_step_takes_up_what_waits_outside(eva, sinta, staff, early):
    number = on_the_desk(eva, up_to("external", staff, early))
    post(eva, number, "external_sent")
    assert number not in sinta.text("/officer/")
    response = sinta.post("/officer/", {"case": number})
    assert response.status_code == 409 and "Langkah ini milik peran" in words_of(response)
    assert Case.objects.get(number=number).holder is None


def test_a_case_that_waits_for_the_office_is_not_picked_by_its_number(eva, staff, early):
    first, second = up_to("external", staff, early), up_to("external", staff, early + timedelta(hours=3))
    assert eva.post("/officer/", {"case": second}).status_code == 409
    assert Attempt.objects.get().code == "head-of-queue"
    assert Case.objects.filter(holder=None, number__in=(first, second)).count() == 2


def test_a_notice_hangs_out_takes_objections_and_is_closed_when_it_is_over(eva, staff, early):
    number, opened = up_to("notice", staff, early), early + timedelta(hours=5)
    dewi = staff["dewi"]
    serving.take_next(actor=dewi, now=opened)
    performing.open_notice(number, "notice", actor=dewi, now=opened)
    _, lines, ball = told_to_the_citizen(number)
    assert ball.startswith("Sedang diumumkan kepada publik sampai ") and lines[0].startswith("Diumumkan kepada publik")
    serving.take_up(number, actor=dewi, now=opened + timedelta(days=1))
    against = performing.Objection(OBJECTION, "Pak Joko")
    performing.take_objection(number, "notice", against, actor=dewi, now=opened + timedelta(days=1))
    with pytest.raises(Refused, match="not over"):
        performing.close_notice(number, "notice", actor=dewi, now=opened + timedelta(days=2))
    serving.put_back(number, "still-outside", actor=dewi, now=opened + timedelta(days=3))
    eva.post("/officer/", {"case": number})
    shown = eva.text(page(number))
    assert OBJECTION in shown and "Pak Joko" in shown
    assert "Masa keberatan" in words_of(post(eva, number, "notice_objection", words=OBJECTION))
    post(eva, number, "notice_closed")
    assert Case.objects.get(number=number).status == "deciding"
    assert "Joko" not in "".join(event.body for event in Event.objects.all())


def test_a_notice_that_is_over_waits_in_the_queue_again(eva, staff, early):
    number, opened = up_to("notice", staff, early), early + timedelta(hours=5)
    serving.take_next(actor=staff["dewi"], now=opened)
    performing.open_notice(number, "notice", actor=staff["dewi"], now=opened)
    assert end_notices(opened + timedelta(days=9)) == 0
    assert end_notices(timezone.now()) == 1
    assert end_notices(timezone.now()) == 0
    on_the_desk(eva, number)


def test_what_is_late_at_another_system_is_on_the_list_of_the_head(eva, staff, early):
    number = on_the_desk(eva, up_to("external", staff, early))
    post(eva, number, "external_sent")
    office = house.catalogue().office.slug
    assert [row.number for row in Case.objects.endangered(office, timezone.now())] == [number]


def test_each_step_of_the_citizens_page_ends_when_its_own_act_was_done(staff, early):
    row = Case.objects.get(number=up_to("notice", staff, early))
    events = [event_of(one) for one in Event.objects.all_of_case(row.pk)]
    parts = steps_of(state_of(row), events, timezone.now())
    ends = {part.title.id: part.done_at for part in parts if part.done_at}
    assert list(ends) == [
        "Permohonan diterima", "Kelengkapan sudah diperiksa", "Lokasi sudah ditinjau", "Penilaian teknis",
        "Sudah diparaf", "Pengurusan di SIMBG",
    ]  # fmt: skip
    assert list(ends.values()) == sorted(ends.values()) and len(set(ends.values())) == 6


def test_who_checked_does_not_visit(staff, early, db):
    number = up_to("site-visit", staff, early)
    both = staff["dewi"].__class__(**{**vars(staff["dewi"]), "roles": frozenset({"front-desk", "surveyor"})})
    assert serving.take_next(actor=both, now=early + timedelta(hours=1)) is None
    assert Case.objects.get(number=number).barred == f",{both.user},"


def test_the_rows_of_such_cases_can_be_built_again_from_their_events(staff, early):
    up_to("notice", staff, early, floors=1)
    assert list(differences()) == [1]


def test_the_form_of_a_step_speaks_english(sinta, staff, early):
    number = on_the_desk(sinta, up_to("site-visit", staff, early))
    assert "At least 2 people." in sinta.text(page(number), headers={"accept-language": "en"})


def test_a_form_of_a_step_that_has_ended_ends_nothing(sinta, staff, early):
    number = on_the_desk(sinta, up_to("assess", staff, early))
    response = sinta.post(page(number), {"act": "visit", "step": "site-visit", "once": str(uuid4()), **SEEN})
    assert response.status_code == 409 and Case.objects.get(number=number).step == "assess"


def test_silence_is_looked_for_outside_the_office_too(eva, staff, early):
    number = on_the_desk(eva, up_to("external", staff, early))
    post(eva, number, "external_sent")
    Case.objects.filter(number=number).update(silence_grants=True, due_at=early)
    row = Case.objects.get(number=number)
    Case.objects.filter(number=number).update(rest={**row.rest, "must": []})
    assert grant_silent(timezone.now()) == 1
