"""A document is opened by those who may read its case, and can do nothing in their browser."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from layani.office.actions import filing, uploading
from layani.office.actions.parties import register
from layani.office.house import service
from layani.office.tables.models import Case, Document
from tests.office.citizen.files import PDF, png
from tests.office.conftest import CARLA
from tests.office.officer.walks import CITIZEN, answers


@pytest.fixture
def eva(browser_of):
    return browser_of("eva", "front-desk")


def filed_with(content, name, person=CARLA):
    """File with a rental agreement; returns (number, reference of the file)."""
    early = timezone.now() - timedelta(hours=1)
    definition, party = service("residence-letter"), register(person, now=early)
    sent = SimpleUploadedFile(name, content)
    contract = uploading.upload(party, definition.fields["contract"], sent, now=early)
    all_answers = answers(person, tenancy="rent", contract=contract)
    application = filing.Application(definition, party, all_answers, "online")
    return filing.file(application, actor=CITIZEN, now=early).row.number, contract["id"]


def address(number, ref):
    return f"/officer/case/{number}/document/{ref}/"


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [(PDF, "sewa.pdf", "application/pdf"), (png(), "sewa.png", "image/png")],
    ids=["PDF", "PNG"],
)
def test_the_holder_opens_it_in_the_browser_where_it_can_do_nothing(eva, content, name, media):
    number, ref = filed_with(content, name)
    eva.post("/officer/")
    assert f'href="{address(number, ref)}"' in eva.get(f"/officer/case/{number}/").content.decode()
    answer = eva.get(address(number, ref))
    assert answer.status_code == 200
    assert answer.content == content
    assert answer["Content-Type"] == media
    assert answer["Content-Disposition"].startswith('inline; filename="')
    assert "sewa" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert ("sandbox" in policy) == (media != "application/pdf")
    assert "no-store" in answer["Cache-Control"]


def test_a_type_that_browsers_should_not_show_is_only_handed_over(eva):
    number, ref = filed_with(PDF, "sewa.pdf")
    eva.post("/officer/")
    Document.objects.update(media_type="text/html")
    answer = eva.get(address(number, ref))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_else_opens_it(eva, browser_of):
    number, ref = filed_with(PDF, "sewa.pdf")
    eva.post("/officer/")
    answer = browser_of("fajar", "front-desk").get(address(number, ref))
    assert answer.status_code == 403
    assert PDF[:20] not in answer.content


def test_a_document_is_not_opened_through_another_case(eva):
    number, ref = filed_with(PDF, "sewa.pdf")
    other, _ = filed_with(PDF, "lain.pdf", replace(CARLA, nik=f"{CARLA.nik[:12]}0009"))
    eva.post("/officer/")
    assert Case.objects.get(number=number).holder_id == eva.actor.user
    assert eva.get(address(other, ref)).status_code == 404
    assert eva.get(address(number, "00000000-0000-0000-0000-000000000000")).status_code == 404


def test_a_file_in_which_malware_was_found_later_opens_for_nobody(eva):
    number, ref = filed_with(PDF, "sewa.pdf")
    eva.post("/officer/")
    Document.objects.update(scanned="infected")
    answer = eva.get(address(number, ref))
    assert answer.status_code == 410
    assert "program berbahaya" in answer.content.decode()
