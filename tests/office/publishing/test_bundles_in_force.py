"""A running office's bundle joins what is in force; its own file is read when the office starts, as office.yaml is."""

import logging
from datetime import date

import pytest

from layani.office import house
from layani.office.gateways.in_force import Published, read_register, write_register
from tests.office.publishing.conftest import edit, forget

pytestmark = pytest.mark.django_db
BUNDLE = "losing-a-relative"


def test_it_joins_the_services_in_force_and_not_those_of_the_folder(folder):
    before = house.catalogue().bundles[BUNDLE]
    edit(folder, ("minutes: 4", "minutes: 9"), service="family-card")
    forget()
    after = house.catalogue().bundles[BUNDLE]
    assert after.version == before.version
    assert after.joined[1].service.minutes == 4


def test_a_bundle_whose_file_is_edited_stays_as_it_was_until_the_office_starts_again(folder):
    house.catalogue()
    path = folder / BUNDLE / "bundle.yaml"
    path.write_text(path.read_text().replace("en: After a death in the family", "en: After a death"))
    house.publication_changed()
    assert house.catalogue().bundles[BUNDLE].name.en == "After a death in the family"
    forget()
    assert house.catalogue().bundles[BUNDLE].name.en == "After a death"


def test_one_that_does_not_fit_what_is_in_force_is_not_offered_and_the_log_says_why(folder, settings, caplog):
    kept = settings.VERSION_FOLDER
    register = dict(read_register(kept))
    first = register["death-grant"][0]
    register["death-grant"] = [Published(first.version, first.digest, date(2999, 1, 1))]  # it has not begun yet
    write_register(register, kept)
    forget()
    with caplog.at_level(logging.WARNING):
        assert BUNDLE not in house.catalogue().bundles
    assert "the office has no service 'death-grant'" in caplog.text
    assert "family-card" in house.catalogue().services  # the services are offered all the same
