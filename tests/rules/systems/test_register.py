"""The register of systems: what it holds, when an agreement holds, and what the check says of it."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import layani.example_office
from layani.rules.cases.acts.evidence import LOOKED_UP
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.grammar.office import OfficeEntry
from layani.rules.systems.registered import WARN_DAYS, Agreement, NumberForm, holds, standing, to_renew
from layani.rules.systems.warnings import register_warnings

EXAMPLE = Path(layani.example_office.__file__).parent
OFFICE = load_catalogue(EXAMPLE).office
ENTRY = yaml.safe_load((EXAMPLE / "office.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 29)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days, days, days)
def test_an_agreement_holds_from_its_date_to_its_last_day_and_no_longer(dated, until, day):
    made = Agreement("1", min(dated, until), max(dated, until))
    assert holds(made, day) is (made.dated <= day <= made.until)
    soon = holds(made, day) and (made.until - day).days <= WARN_DAYS
    assert (standing(made, day) == "ends soon") is soon


def test_without_an_agreement_nothing_holds_and_without_an_end_it_goes_on():
    assert not holds(None, DAY) and standing(None, DAY) == "none"
    assert holds(Agreement("1", DAY), date(2099, 1, 1))


def with_agreement(name, made):
    """Return the office with another agreement of one system, and of the sources that stand on it."""
    systems = {**OFFICE.systems, name: replace(OFFICE.systems[name], agreement=made)}
    sources = {key: replace(one, agreement=made) if one.system == name else one for key, one in OFFICE.sources.items()}
    return replace(OFFICE, systems=systems, sources=sources)


def test_the_example_office_has_nothing_to_renew():
    assert to_renew(OFFICE.systems.values(), DAY) == [] and register_warnings(OFFICE, DAY) == []


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (None, "no agreement is entered"),
        (Agreement("1", date(2024, 1, 1), date(2026, 11, 28)), "ended on 2026-11-28"),
        (Agreement("1", date(2024, 1, 1), DAY + timedelta(days=60)), "ends on 2027-01-28"),
        (Agreement("1", date(2027, 1, 1)), "holds only from 2027-01-01"),
    ],
)
def test_the_check_warns_of_what_needs_care(made, said):
    found = register_warnings(with_agreement("siak", made), DAY)
    assert said in found[0].what and "'siak'" in found[0].what and found[0].level == "warning"


def test_sixty_one_days_before_the_end_nothing_is_said():
    made = Agreement("1", date(2024, 1, 1), DAY + timedelta(days=61))
    assert register_warnings(with_agreement("siak", made), DAY) == []


def test_what_is_typed_by_hand_needs_no_agreement():
    assert OFFICE.systems["oss"].agreement is None and not OFFICE.systems["oss"].exchanges


def test_a_source_without_an_agreement_is_warned_of_and_gives_no_access():
    source = replace(OFFICE.sources["population"], system="", agreement=None)
    office = replace(OFFICE, sources={"population": source})
    assert not source.access and not source.open_on(DAY)
    assert "no system with an agreement stands behind it" in register_warnings(office, DAY)[0].what


def test_an_agreement_that_is_over_leaves_what_the_applicant_declares(tmp_path):
    folder = tmp_path / "grant_office"
    shutil.copytree(Path(__file__).parents[2] / "grant_office", folder)
    file = folder / "office.yaml"
    text = file.read_text(encoding="utf-8")
    assert "dated: 2020-01-01}" in text
    file.write_text(text.replace("dated: 2020-01-01}", "dated: 2020-01-01, until: 2026-01-01}"), encoding="utf-8")
    found = [one for one in load_catalogue(folder).services.values() if any(f.confirmed for f in one.fields.values())]
    names = {name for one in found for name, field in one.fields.items() if field.register and field.confirmed}
    answers = {name: 1 for one in found for name in one.fields}
    needed = {
        day: {name for one in found for name, kind in evidence_for(one, answers, day).items() if kind == LOOKED_UP}
        for day in (date(2026, 1, 1), date(2026, 1, 2))
    }
    assert needed[date(2026, 1, 1)] and needed[date(2026, 1, 1)] <= names and needed[date(2026, 1, 2)] == set()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda entry: entry["systems"]["oss"]["number"].update(example="123"), "does not fit"),
        (lambda entry: entry["systems"]["oss"]["number"].update(pattern="[0-9"), "no regular expression"),
        (lambda entry: entry["systems"]["siak"]["agreement"].update(until=date(2020, 1, 1)), "ends before it begins"),
        (lambda entry: entry["systems"]["siak"].update(roles=["janitor"]), "none of the roles"),
        (lambda entry: entry["sources"]["population"].update(system="nobodys"), "names no system"),
        (lambda entry: entry["systems"]["siak"].update(link="telepathy"), "api"),
    ],
)
def test_what_cannot_be_is_refused(change, why):
    entry = yaml.safe_load((EXAMPLE / "office.yaml").read_text(encoding="utf-8"))
    change(entry)
    with pytest.raises(ValidationError, match=why.replace("(", "\\(")):
        OfficeEntry.model_validate(entry)


@given(st.text(max_size=30))
def test_a_number_fits_as_a_whole_or_not_at_all(text):
    form = NumberForm("[0-9]{13}", "1234567890123")
    assert form.fits(text) is (len(text) == 13 and text.isascii() and text.isdigit())
