"""Standards of everyday kinds, written from the documentation alone, as an analyst would.

POSTERS.md beside the office holds the standards as they hang on the wall.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from layani.cli import main
from layani.rules.catalogue import evaluate_rules, load_catalogue
from layani.rules.catalogue.differing import differences
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.reading import parse_yaml
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form
from layani.rules.catalogue.renderings.process import process_of
from layani.rules.catalogue.scope import office_facts

STANDARDS = Path(__file__).parents[2] / "standards_office"
SERVICES = (
    "burial-plot",
    "burial-plot-renewal",
    "fishing-fuel",
    "food-stall-hygiene",
    "home-food-number",
    "marriage-letters",
    "research-letter",
    "road-closure",
    "vehicle-test",
    "water-connection",
)
PLOT, HYGIENE, ROAD = "burial-plot", "food-stall-hygiene", "road-closure"
FOOD, RESEARCH, WATER = "home-food-number", "research-letter", "water-connection"
FAULTS = [
    (PLOT, "examples.yaml", "      - {do: record evidence, fields: [poor]}\n", "", "fields: [poor]}"),
    (
        PLOT,
        "examples.yaml",
        "    findings:\n      plot: {usable: true, cemetery: TPU Melati, place: Blok B blad 3 petak 12}\n"
        "      payment: {done: true, number: STS-004211}\n"
        "    expect: {rules: {old",
        "    expect: {rules: {old",
        "'like' takes over answers, not findings.",
    ),
    (PLOT, "service.yaml", "1 working hour, not", "2 working hours, not", "may take 4 working hours together"),
    (PLOT, "service.yaml", "within: 2 working days", "within: 2 working hours", "of an applicant is given in days."),
    (
        PLOT,
        "service.yaml",
        "within: 2 working days",
        "within: 1 working day\n      if_late: close",
        "nobody's case is closed unreminded",
    ),
    (HYGIENE, "service.yaml", "remind_after: 10 calendar", "remind_after: 10 working", "is given in calendar days"),
    (HYGIENE, "service.yaml", "remind_after: 10", "remind_after: 14", "leaves no time to act."),
    (
        HYGIENE,
        "service.yaml",
        "law: sk-dinkes-7-2026\n      says: {id: Perb",
        "law: sk-1\n      says: {id: Perb",
        "'sk-1' is",
    ),
    (HYGIENE, "service.yaml", "confirm: 1", "pays: fee\n      confirm: 1", "asked to pay, and the service is free"),
    (
        HYGIENE,
        "service.yaml",
        "confirm: 1",
        "after: [inspection]\n      confirm: 1",
        "would act side by side with 'lab'",
    ),
    (PLOT, "service.yaml", '"STS-<6 digits>"', '"STS-<six>"', "does not say how the number is written"),
    (ROAD, "service.yaml", "is: several\n", "is: several\n          longest: 3\n", "does not know 'longest'"),
    (ROAD, "letters/granted.en.md", "works.conditions.each", "works.agrees.each", "is nothing that a case has"),
    (
        ROAD,
        "letters/granted.en.md",
        "works.conditions.each }}",
        "works.conditions.each }}, {{ findings.police.conditions.each }}",
        "the line cannot stand once for each of findings.police.conditions and findings.works.conditions.",
    ),
    (
        FOOD,
        "service.yaml",
        "    by: sanitarian\n    within: 3",
        "    by: nobody\n    within: 3",
        "nobody at the office is called",
    ),
    (FOOD, "service.yaml", "ground: commitment-unmet", "ground: commitment", "'revoke' has no ground 'commitment'."),
    (FOOD, "service.yaml", "remind: 30", "remind: 120", "the holder would be reminded before the time begins."),
    (FOOD, "service.yaml", "- id: kitchen\n", "- id: course\n", "a duty of this name stands above."),
    (FOOD, "service.yaml", "!findings.check_label.fine", "!findings.check_label.good", "cannot be used."),
    (FOOD, "letters/granted.id.md", "owes.course", "owes.kursus", "{{ owes.kursus }} is nothing that a case has."),
    (FOOD, "examples.yaml", "duty: course", "duty: other", "(no-such-duty)"),
    (FOOD, "examples.yaml", "corrected-label: late}", "corrected-label: open}", "'owes' is {course: late"),
    (RESEARCH, "service.yaml", "from: ends", "from: title", "'title' is no question for a day."),
    (
        RESEARCH,
        "service.yaml",
        "remind: 7 c",
        "ground: late\n    remind: 7 c",
        "nothing says how the product is revoked.",
    ),
    (RESEARCH, "service.yaml", "within: 1 month", "within: 3 working days", "is not how long a letter can hold"),
    (
        WATER,
        "service.yaml",
        "      declines: {id: Saya tidak setuju, en: I do not agree}\n",
        "",
        "an offer can be declined.",
    ),
    (
        HYGIENE,
        "service.yaml",
        "confirm: 1",
        "offers: fee\n      declines: {id: a, en: b}\n      confirm: 1",
        "made an offer",
    ),
    (HYGIENE, "examples.yaml", "lab-result: {", "lab_result: {", "Write: lab-result"),
]


def test_the_office_is_clean(capsys):
    assert main(["check", "--strict", "--coverage", str(STANDARDS)]) == 0
    printed = capsys.readouterr().out
    assert printed.count(", 100 %\n") == len(SERVICES)
    assert "NO EXAMPLE" not in printed


@pytest.mark.parametrize("service", SERVICES)
def test_its_examples_prove_it_all(service):
    catalogue = load_catalogue(STANDARDS)
    ran = run_examples(STANDARDS / service, catalogue.services[service], catalogue.office)
    assert ran.problems == ()
    assert ran.coverage.missing == () and ran.coverage.percent == 100


@pytest.mark.parametrize(("service", "file", "old", "new", "says"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_message_says_what_to_write(tmp_path, capsys, service, file, old, new, says):
    shutil.copytree(STANDARDS, tmp_path / "office")
    path = tmp_path / "office" / service / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["check", str(tmp_path / "office")]) == 1
    assert says in capsys.readouterr().out


def test_who_applies_may_be_known_better_than_the_service_asks(tmp_path):
    shutil.copytree(STANDARDS, tmp_path / "office")
    path = tmp_path / "office" / PLOT / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("phone:", "birth_date: 1998-03-15, phone:", 1))
    assert main(["check", str(tmp_path / "office")]) == 0


@pytest.mark.parametrize(
    ("service", "title", "mark"),
    [
        ("burial-plot-renewal", "A poor family pays nothing", ("waiver", "poor", "given")),
        ("burial-plot", "Carla gives the plot to a neighbour", ("revocation", "given-away", "warned")),
    ],
)
def test_a_waiver_and_a_ground_of_revocation_that_no_example_shows_are_missed(service, title, mark, tmp_path):
    shutil.copytree(STANDARDS, tmp_path / "office")
    assert mark in covered(tmp_path / "office", service).marks and not covered(tmp_path / "office", service).missing
    file = tmp_path / "office" / service / "examples.yaml"
    kept = [one for one in file.read_text(encoding="utf-8").split("\n  - example: ") if title not in one.split("\n")[0]]
    file.write_text("\n  - example: ".join(kept), encoding="utf-8")
    assert covered(tmp_path / "office", service).missing == (mark,)


def covered(folder, service):
    office = load_catalogue(folder)
    return run_examples(folder / service, office.services[service], office.office).coverage


def test_whether_a_step_found_something_is_unknown_until_it_is_left_out():
    """While the retest may come a rule on it is not decided; where it does not come the first test decides."""
    catalogue = load_catalogue(STANDARDS)
    service = catalogue.services["vehicle-test"]
    answers = {"kind": "goods", "fuel": "diesel", "made": 2015, "weight": 5000, "day": "2026-12-03"}
    facts = office_facts(catalogue.office, date(2026, 12, 1))

    def brakes(**findings):
        results = evaluate_rules(service, answers, facts, findings)
        return next(one.outcome for one in results if one.rule == "brakes")

    weak = {"same_vehicle": True, "brakes": 45, "smoke": 30, "tread": 25}
    assert brakes() == "unknown"
    assert brakes(test=weak) == "unknown"
    assert brakes(test=weak, repair={"done": True, "seen": "-"}) == "unknown"
    assert brakes(test=weak, repair={"done": False, "seen": "-"}) == "failed"
    assert brakes(test=weak, repair={"done": True, "seen": "-"}, retest={**weak, "brakes": 55}) == "passed"
    assert brakes(test={**weak, "brakes": 60}) == "passed"


def test_what_is_owed_is_said_before_anybody_applies():
    """In the standard, on the paper form and beside the end of the process, in both languages."""
    catalogue = load_catalogue(STANDARDS)
    food, office = catalogue.services[FOOD], catalogue.office
    assert "Afterwards you: Take the course on food safety and pass, within 3 months" in food.standard["procedure"].en
    assert "dalam 3 bulan, bila ditentukan dalam surat" in food.standard["procedure"].id
    form = paper_form(food, office, Edition("id", "https://balai-contoh.example", date(2026, 12, 1)))
    assert [value for name, value in form["facts"] if name == "Sesudah dikabulkan"][0].startswith("Ikuti penyuluhan")
    (note,) = process_of(food, office).notes
    assert note.words.en.startswith("Afterwards: Take the course") and note.on == "granted_step_decide"


def test_what_changes_of_it_is_shown_to_citizens():
    text = (STANDARDS / FOOD / "service.yaml").read_text(encoding="utf-8")
    before, after = (parse_yaml(one, "service.yaml").values for one in (text, text.replace("remind: 30", "remind: 14")))
    (change,) = differences(before, after, {}, {})
    where = "owed after the grant › “Take the course on food safety and pass” (course) › remind"
    assert change.group.citizens and change.where.en == where
