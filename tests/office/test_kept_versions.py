"""A case is judged by the version under which it was filed, also when the service was renewed or is gone."""

import shutil
from datetime import timedelta

import pytest

from layani.office import house
from layani.office.actions import checking, deciding, filing, issuing, serving
from layani.office.actor import SYSTEM
from layani.office.environment import SettingError
from layani.office.gateways.kept_versions import VersionChanged, keep_versions
from layani.rules.catalogue import load_catalogue
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
OLD = "2026-11-01"


@pytest.fixture
def folder(settings, tmp_path):
    """The office's catalogue in a folder of its own, its versions kept."""
    shutil.copytree(settings.CATALOGUE, tmp_path / "catalogue")
    settings.CATALOGUE, settings.VERSION_FOLDER = tmp_path / "catalogue", tmp_path / "versions"
    forget()
    house.keep_catalogue()
    yield settings.CATALOGUE
    forget()


def forget():
    house.in_force.cache_clear()
    house._kept.cache_clear()


def renew(folder, **pieces):
    """Change the residence letter's file, as an analyst does, and let the office start anew."""
    file = folder / "residence-letter" / "service.yaml"
    text = file.read_text()
    for old, new in pieces.values():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    forget()


VERSION = (f"version: {OLD}", "version: 2026-12-24")
TURNED = ("must: address.ward in office.wards", "must: '!(address.ward in office.wards)'")


def test_an_answer_is_judged_by_the_version_of_the_filing(folder, ana, ben, now):
    elsewhere = {"street": "Jalan Mawar 3", "rt": "001", "rw": "002", "ward": "99.01.02.1001"}
    number = filing.file(application(address=elsewhere), actor=CITIZEN, now=now).row.number
    renew(folder, version=VERSION, rule=TURNED)
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.ask_missing(number, {"purpose": "Untuk apa?"}, actor=ana, now=now + 2 * MINUTE)
    case = checking.answer(number, {"purpose": "school"}, actor=CITIZEN, now=now + 3 * MINUTE).case
    assert (case.version, case.rules["lives-here"]) == (OLD, "failed")
    serving.take_next(actor=ana, now=now + 4 * MINUTE)
    checking.check_complete(number, actor=ana, now=now + 5 * MINUTE)
    serving.take_next(actor=ben, now=now + 6 * MINUTE)
    with pytest.raises(Refused, match="mandatory"):
        deciding.grant(number, actor=ben, now=now + 7 * MINUTE)


def test_a_case_of_a_service_that_is_no_longer_offered_is_decided_and_gets_its_letter(folder, ana, ben, now):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    for file in folder.glob("*/service.yaml"):
        file.write_text(file.read_text().replace("residence-letter, ", "").replace("next: [residence-letter]", ""))
    shutil.rmtree(folder / "residence-letter")
    forget()
    assert "residence-letter" not in house.catalogue().services
    serving.take_next(actor=ana, now=now + MINUTE)
    checking.check_complete(number, actor=ana, now=now + 2 * MINUTE)
    serving.take_next(actor=ben, now=now + 3 * MINUTE)
    deciding.grant(number, actor=ben, now=now + 4 * MINUTE)
    assert issuing.issue(number, actor=SYSTEM, now=now + 5 * MINUTE).case.letter


def test_other_contents_under_a_version_that_was_in_force_are_refused_with_the_remedy(folder, settings):
    renew(folder, rule=TURNED)
    changed = load_catalogue(folder)
    with pytest.raises(VersionChanged, match="version 2026-11-01 was in force with other contents"):
        keep_versions(changed, folder, settings.VERSION_FOLDER, replace=False)
    keep_versions(changed, folder, settings.VERSION_FOLDER, replace=True)
    keep_versions(changed, folder, settings.VERSION_FOLDER, replace=False)


@pytest.mark.parametrize("target", ["outside.txt", "service.yaml"])
def test_a_link_in_a_services_folder_is_refused_and_nothing_behind_it_is_copied(folder, tmp_path, settings, target):
    (tmp_path / "outside.txt").write_text("secret")
    place = folder / "residence-letter"
    (place / "linked.yaml").symlink_to(tmp_path / target if target == "outside.txt" else place / target)
    with pytest.raises(SettingError, match=r"linked\.yaml is a link to"):
        keep_versions(load_catalogue(folder), folder, tmp_path / "kept", replace=True)
    assert not (tmp_path / "kept" / "residence-letter").exists()
