"""The pages of receipts and of a letter's proof in a real browser: each stage, both languages, phone and desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import filing
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Outbox
from layani.rules.record.hashed_leaf import leaf_name
from layani.rules.record.note import SigningKey
from tests.browser.browsing import window
from tests.browser.test_officer_journey import WINDOWS
from tests.browser.test_permit_pages import session_of
from tests.office.actions.applications import CITIZEN, application
from tests.office.record.witnesses import policy_file

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TAGS = {
    "provisional": ("sementara", "provisional"),
    "late": ("terlambat: kesalahan kantor", "late: the office’s fault"),
    "unwitnessed": ("belum disaksikan", "not yet witnessed"),
    "final": ("final", "final"),
}


@pytest.mark.parametrize("stage", TAGS)
@pytest.mark.parametrize("size", [WINDOWS["phone without scripts"], WINDOWS["desk"]], ids=["phone", "desk"])
def test_each_stage_of_a_receipt(office, stage, size, settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    if stage == "unwitnessed":
        key = SigningKey.from_seed("press.example/w", bytes(32)).verifier.text()
        settings.WITNESSES = policy_file(tmp_path / "witnesses", [f"witness press {key}\n"], 1)
    filed_at = timezone.now() - timedelta(days=2 if stage == "late" else 0)
    number = filing.file(application(), actor=CITIZEN, now=filed_at).row.number
    paths = [f"/case/{number}/receipts/", f"/case/{number}/"]
    if stage in ("unwitnessed", "final"):
        integrate(now=timezone.now())
        paths.append(f"/record/entry/0/{leaf_name(Outbox.objects.get(idx=0).leaf)}/")
    with window(office, **size) as opened:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(number), "url": office}
        opened.page.context.add_cookies([cookie])
        for language in (0, 1):
            if language:
                opened.page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": office}])
            for path in paths:
                opened.open(path).look(f"{path} {stage}")
                if path.startswith("/case/"):
                    assert TAGS[stage][language] in opened.text
        assert opened.faults == []
