"""The public pages, the survey and the operator's page in a real browser: phone and desk, light and dark."""

import shutil
import subprocess
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.actions import filing
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import let_in
from layani.office.gateways.demo_sign_ins import DemoSignIn, new_password, new_totp, write_sign_ins
from layani.office.jobs import integrate_record
from layani.office.pages.public.promise_figures import first_month
from layani.office.tables.models import Case, DemoMessage, Figures, Message, Party, Pulse, Survey, WitnessState
from layani.rules.catalogue.renderings.form_code import form_code
from layani.rules.record.note import SigningKey
from layani.rules.voice.survey import KEYS
from tests import available
from tests.browser.browsing import DESK, PHONE, window
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.witnesses import policy_file

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SLUG = "residence-letter"
WINDOWS = {
    "phone": {"width": PHONE},
    "phone at night": {"width": PHONE, "dark": True},
    "desk": {"width": DESK},
}
PAGES = (
    "/demo/", "/demo/messages/", "/promise/", f"/promise/{SLUG}/", "/promise/hall-use/", "/rules/", "/record/",
    "/open-data/", "/about/", "/accessibility/", "/complaints/", "/privacy/", "/service/move-of-address/",
    "/service/move-of-address/standard/", "/developers/",
    f"/form/{form_code(SLUG, date(2025, 1, 2), 'en')}/",
)  # fmt: skip
SIGN_INS = (
    DemoSignIn("", "Sri Rahayu", ("citizen",), nik="3171015507639990", phone="+6281200000990"),
    DemoSignIn("oki", "Oki Saputra", ("operator",), new_password(), new_totp()),
)


@pytest.fixture
def folders(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    settings.KEY_FOLDER.mkdir()
    write_sign_ins(settings.KEY_FOLDER, SIGN_INS)
    caches["near"].clear()


@pytest.fixture
def filled(transactional_db, folders):
    """An office with a year of figures, answers to the survey, messages, and a record."""
    now = timezone.now()
    month = first_month(now.date())
    for place in range(12):
        late = place % 3
        Figures.objects.create(
            office="sukamaju", service=SLUG, month=month, received=40 + place, decided=38, on_time=38 - late,
            refused=late * 3, deemed=0, median_minutes=120 + 30 * place, p90_minutes=600 + 60 * place, computed_at=now,
        )  # fmt: skip
        month = (month + timedelta(days=31)).replace(day=1)
    case = filing.file(application(), actor=CITIZEN, now=now).row
    answers(case, now)
    for place in range(25):
        text = f"Kecamatan Sukamaju: permohonan sudah kami terima. http://localhost:8000/case/{case.number}/"
        DemoMessage.objects.create(to="+6281200000001", subject=f"Pesan {place}", text=text, sent_at=now)
    integrate_record.run(now)
    return case


def answers(case, now):
    """Let six of nine have answered the survey."""
    for place in range(9):
        other = Case.objects.get(pk=case.pk)
        other.pk, other.number, other._state.adding = None, f"SKM-2026-{place}", True
        other.save()
        answered = place < 6
        Survey.objects.create(
            case=other, office=case.office, service=SLUG, offered_at=now, answered_at=now if answered else None,
            scores=dict.fromkeys(KEYS, 3) if answered else {},
        )  # fmt: skip


@pytest.mark.parametrize("kind", WINDOWS.values(), ids=WINDOWS)
def test_every_public_page_reads_well_and_hides_nothing_from_anyone(office, filled, kind):
    with window(office, **kind) as seen:
        for path in PAGES:
            seen.open(path).look(path)
            for summary in seen.page.locator("main summary").all():
                summary.click()
            seen.look(f"{path}, all opened")
    assert seen.faults == []


@pytest.mark.parametrize("path", PAGES)
def test_an_office_that_has_just_begun_shows_empty_pages_that_explain_themselves(office, folders, path):
    with window(office, width=PHONE) as seen:
        seen.open(path).look(path)
        assert seen.page.locator("h1").count() == 1
    assert seen.faults == []


@pytest.mark.parametrize("hours", [0, 2, 5])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_who_watches_the_record_reads_well_with_and_without_a_quorum(office, filled, settings, tmp_path, width, hours):
    names = ("ombudsman-kota-contoh.example", "koran-pagi.example", "universitas-negeri-contoh.example")
    keys = [SigningKey.from_seed(f"{name}/w1", bytes([n]) * 32).verifier for n, name in enumerate(names)]
    lines = [f"witness {key.name.split('/')[0]} {key.text()} https://{key.name}/\n" for key in keys]
    settings.WITNESSES = policy_file(tmp_path / "witnesses", lines, 2)
    at = timezone.now() - timedelta(hours=hours)
    for key, fault in zip(keys, ("", "timeout", "contradicts"), strict=True):
        own = key.as_cosigner().text()
        WitnessState.objects.create(
            vkey=own, since=at, due_at=at, line_size=1234, cosigned_at=at, kept_at=at, fault=fault
        )
    caches["near"].clear()
    with window(office, width=width) as seen:
        seen.open("/record/").look(f"record with witnesses, {hours} h")
        assert ("pencairan uang menunggu" in seen.page.locator(".ds-alert h2").first.inner_text()) == (hours == 5)
    assert seen.faults == []


def test_a_reader_without_scripts_sees_the_same_numbers(office, filled):
    with window(office, width=PHONE, scripts=False) as seen:
        seen.open(f"/promise/{SLUG}/")
        assert "Janji ditepati" in seen.text
        seen.page.get_by_text("Lihat angkanya").first.click()
        seen.page.locator("figure table").first.wait_for(state="visible")
        seen.page.locator("figure svg").first.wait_for(state="visible")


def test_a_page_says_the_same_in_english(office, filled):
    with window(office, width=PHONE) as seen:
        seen.open(f"/promise/{SLUG}/")
        seen.page.locator("button[value=en]").click()
        assert "We promise a decision within 2 working days" in seen.text
        seen.look("promise in English")
    assert seen.faults == []


@pytest.fixture
def decided(filled):
    Case.objects.filter(pk=filled.pk).update(status="granted", decided_at=timezone.now())
    return filled


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_carla_answers_the_survey_and_is_told_what_is_missing(office, decided, client, width):
    session = client.session
    let_in(session, decided.party)
    session.save()
    with window(office, width=width) as seen:
        cookie = {"name": "sessionid", "value": session.session_key, "url": office}
        seen.page.context.add_cookies([cookie])
        seen.open(f"/survey/{decided.number}/").look("survey")
        seen.page.get_by_role("button", name="Kirim").click()
        seen.look("survey, nothing chosen")
        for key in KEYS:
            seen.page.locator(f"input[name={key}][value='3']").check()
        seen.page.locator("textarea").fill("Petugasnya ramah.")
        seen.page.get_by_role("button", name="Kirim").click()
        assert "Terima kasih" in seen.text
        seen.look("survey, thanks")
    assert [fault for fault in seen.faults if "422" not in fault] == []
    assert Survey.objects.get(case=decided).scores == dict.fromkeys(KEYS, 3)


@pytest.fixture
def oki(transactional_db):
    one = SIGN_INS[1]
    enter_officer(Officer(one.username, one.name, one.roles, one.password, totp=one.totp), since=timezone.localdate())
    return one


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_operator_signs_in_from_the_demos_page_and_sees_what_fails(office, filled, oki, width):
    now = timezone.now()
    Pulse.objects.create(job="figures", ran_at=now, done=12)
    Pulse.objects.create(job="send-messages", ran_at=now, error="ConnectionError at notification.py, line 88")
    party = Party.objects.create(sealed=b"", created_at=now)
    Message.objects.create(party=party, kind="filed", due_at=now, gave_up_at=now, params={"why": "no-address"})
    with window(office, width=width) as seen:
        seen.open("/demo/")
        seen.page.get_by_role("button", name="Masuk sebagai oki").click()
        seen.page.wait_for_url("**/operator/")
        assert "Tugas gagal: Mengirim pesan" in seen.text
        seen.look("operator")
    assert seen.faults == []


@pytest.mark.validator
def test_the_validator_finds_no_error_in_any_public_page(client, filled, tmp_path, plain_static_files):
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in PAGES:
        for language in ("id", "en"):
            answer = client.get(path, headers={"accept-language": language})
            assert answer.status_code == 200
            (pages / f"{path.strip('/').replace('/', '-')}-{language}.html").write_bytes(answer.content)
    command = [shutil.which("java"), "-jar", str(available.VNU), "--errors-only", "--format", "text", str(pages)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.fixture
def plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
