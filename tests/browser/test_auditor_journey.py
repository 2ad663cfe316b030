"""Indra of the inspectorate finds a case, reads its acts, the attempts and the questions: on a phone and at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.lake.indicators import all_indicators
from layani.office.gateways.raised_questions import Asked, Question, Round, write_round
from layani.office.jobs import integrate_record
from layani.rules.text import Text
from tests.browser.browsing import DESK, PHONE, window
from tests.office.auditor.test_one_case import tried
from tests.office.conftest import CARLA, officer
from tests.office.officer.walks import filed
from tests.office.security.visitors import officer_client

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WINDOWS = {"phone": {"width": PHONE}, "phone at night": {"width": PHONE, "dark": True}, "desk": {"width": DESK}}


@pytest.fixture
def number(office, settings, tmp_path):
    """A case with an attempt on it, and a question that names it."""
    settings.LAKE_FOLDER, settings.LOG_FOLDER = tmp_path, tmp_path / "log"
    settings.KEY_FOLDER = tmp_path / "keys"
    now = timezone.now()
    number = filed(at=now - timedelta(hours=2))
    tried(number, officer("ana", "front-desk", nik=CARLA.nik), now)
    integrate_record.run(now)
    reason = Text("Perkara petugas 7 menyalip 61 % antrean. Mengapa?", "The cases of officer 7 went ahead. Why?")
    question = Question(7, reason, 0.61, 0.2, 40, 12.5, 2.25, 0.00001, 4, Text("rekan", "colleagues"), (number,))
    asked = [
        Asked(one.id, one.version, None, one.measures[0].name, 400, 0.25, 6, 1, 30, (question,) * (place == 0))
        for place, one in enumerate(all_indicators())
    ]
    write_round(tmp_path, Round(now, "events-x", 1200, tuple(asked)))
    return number


@pytest.mark.parametrize("look", WINDOWS.values(), ids=WINDOWS)
def test_the_inspectorate_reads_everything_without_a_fault(office, number, look):
    session = officer_client("indra", "auditor").cookies["sessionid"].value
    with window(office, **look) as indra:
        indra.page.context.add_cookies([{"name": "sessionid", "value": session, "url": office}])
        indra.open("/auditor/").look("auditor")
        indra.page.get_by_label("Nomor permohonan").fill(number.lower())
        indra.page.get_by_role("button", name="Buka").click()
        assert indra.path == f"/auditor/case/{number}/"
        indra.look("why it is opened")
        indra.page.get_by_role("button", name="Simpan alasan dan buka").click()
        assert "Alasannya belum dipilih" in indra.text
        indra.look("without a reason")
        indra.page.get_by_label("Sampel pemeriksaan rutin").check()
        indra.page.get_by_label("Dengan kata-kata Anda").fill("Sampel bulan ini.")
        indra.page.get_by_role("button", name="Simpan alasan dan buka").click()
        indra.look("one case")
        assert "Bukti entri 0" in indra.text
        for path in ("attempts/", "questions/", "looks/", "find/?number=x"):
            indra.open(f"/auditor/{path}").look(path)
        indra.open("/auditor/questions/").page.get_by_role("link", name=number).click()
        assert indra.path == f"/auditor/case/{number}/"
        assert [fault for fault in indra.faults if "status of 404" not in fault and "status of 422" not in fault] == []
