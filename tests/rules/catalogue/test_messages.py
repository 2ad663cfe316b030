"""Each fault of a service file is told with its file and line, why it is one, and what to write."""

from pathlib import Path

import pytest
import yaml

from layani.rules.catalogue import CatalogueError, load_catalogue

HALL = "hall-use/service.yaml"
MOVE = "move-of-address/service.yaml"
HOME = "residence-letter/service.yaml"
SERVICES = ("hall-use/", "move-of-address/", "residence-letter/")
FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))


def changed(problems, fault):
    """Return the problems after the change of a fault, and after the further ones that it may need."""
    found = problems(fault["file"], fault.get("old"), fault["new"])
    further = fault.get("and", [])
    for more in further if isinstance(further, list) else [further]:
        found = problems(*(more[key] for key in ("file", "old", "new")))
    return found


@pytest.mark.parametrize("fault", FAULTS["errors"], ids=lambda fault: fault["says"][:60])
def test_a_fault_is_told_with_its_place_and_what_to_write(problems, fault):
    found = changed(problems, fault)
    errors = [str(problem) for problem in found if problem.level == "error"]
    assert any(fault["says"] in error for error in errors), found
    assert all(error.startswith(("office.yaml", "regions.csv", *SERVICES)) for error in errors)


@pytest.mark.parametrize("fault", FAULTS["warnings"], ids=lambda fault: fault["says"][:60])
def test_what_could_be_better_is_a_warning_and_no_error(problems, fault):
    found = changed(problems, fault)
    assert {problem.level for problem in found} == {"warning"}
    assert any(fault["says"] in str(problem) for problem in found), found


def test_an_office_without_wards_is_possible(problems):
    assert problems("regions.csv", None, "code,name\n") == []


def test_a_letter_that_is_no_text_is_refused(problems):
    (problem,) = problems("hall-use/letters/granted.id.md", None, b"# Izin\n\xff")
    assert str(problem).startswith("hall-use/letters/granted.id.md: line 2: byte 0xff is not UTF-8.")


def test_an_address_within_the_office_needs_its_wards(problems, copy):
    regions = "code,name\n99.01.02.1001,Harapan Baru\n"
    (copy / "regions.csv").write_text(regions)
    found = problems(HOME, "        is: address\n", "        is: address\n        within: office\n")
    assert any("'within: office' needs the wards of the office, and regions.csv has none." in str(one) for one in found)


def test_opening_hours_that_are_all_empty_are_refused(problems):
    text = "hours:\n" + "".join(
        f"  {day}: 08:00-12:00, 13:00-16:00\n" for day in ("monday", "tuesday", "wednesday", "thursday")
    )
    (problem,) = problems("office.yaml", text + "  friday: 08:00-11:30, 13:00-16:30\n", "hours: {}\n")
    assert "the office is never open. No promise could ever be kept." in str(problem)


def test_rules_without_any_ground_for_refusal_are_refused(problems, copy):
    path = copy / HOME
    text = path.read_text(encoding="utf-8")
    start, end = text.index("grounds:"), text.index("next:")
    found = problems(HOME, text[start:end], "")
    assert any("there are rules, but no ground for a refusal." in str(problem) for problem in found)


def test_a_missing_letter_is_asked_for(problems, copy):
    (copy / "hall-use/letters/granted.en.md").unlink()
    (problem,) = problems(HALL, "minutes: 5", "minutes: 6")
    assert str(problem).startswith("hall-use/letters/granted.en.md: the letter is missing. Add the file:")


def test_all_faults_of_a_catalogue_are_told_at_once(problems, copy):
    for file in (MOVE, HOME):
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8").replace("fee: free\n", ""), encoding="utf-8")
    found = problems(HALL, "minutes: 5", "minute: 5")
    assert {problem.file for problem in found} == {HALL, MOVE, HOME}


def test_an_office_without_services_says_so(copy, problems):
    for folder in SERVICES:
        (copy / folder / "service.yaml").unlink()
    (problem,) = problems("office.yaml", "prefix: SKM", "prefix: SKN")
    assert "it holds no service. Add a folder with a service.yaml." in str(problem)


def test_a_service_that_may_not_be_read_is_named_and_not_just_missing(copy, monkeypatch):
    stat = Path.stat

    def forbidden(path, **options):
        if "hall-use" in path.parts[-2:]:
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", forbidden)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(copy)
    said = "hall-use/service.yaml: the file cannot be read (Permission denied). Add the file, or make it readable."
    assert said in [str(problem) for problem in caught.value.problems]


def test_a_folder_that_may_not_be_looked_into_is_told(copy, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(CatalogueError, match="the folder cannot be looked into \\(Permission denied\\)"):
        load_catalogue(copy)


def test_each_requirement_of_one_text_is_told_once(problems):
    old = "  complaints:\n"
    new = "  requirements: {id: 'Fotokopi KTP, fotokopi KK, pas foto, pernyataan bermeterai', en: Papers}\n" + old
    told = [problem.saves.requirement for problem in problems(HALL, old, new) if problem.saves]
    assert told == ["copy of a document that a government office issued", "duty stamp", "printed photographs"]


def test_a_law_of_the_file_excuses_a_requirement(problems):
    old = "label: {id: Nama acara, en: Name of the event}"
    assert problems(HALL, old, f"law: kep-camat-3-2026\n        {old.replace('Nama acara', 'Surat bermeterai')}") == []


def test_a_requirement_that_is_asked_and_written_out_is_counted_once(problems):
    old = "label: {id: Nama acara, en: Name of the event}"
    problems(HALL, old, old.replace("Nama acara", "Pernyataan bermeterai"))
    found = problems(HALL, "  complaints:\n", "  requirements: {id: Pernyataan bermeterai, en: Paper}\n  complaints:\n")
    assert [one.saves.requirement for one in found if one.saves] == ["duty stamp"]
    assert "'event_name' asks" in str(found[0])
