"""Steps beyond checking and deciding: visits, initials, other systems, public notices."""

import re
import shutil

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue import CatalogueError, evaluate_rules, load_catalogue
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.findings import findings_problems
from layani.rules.catalogue.grammar.amounts import FeeEntry
from layani.rules.catalogue.grammar.examples import ExampleEntry
from layani.rules.catalogue.grammar.service import RuleEntry
from layani.rules.catalogue.grammar.steps import STEP_KINDS, StepEntry
from layani.rules.catalogue.official_number import LONGEST, NumberFormat, NumberFormatError

from .conftest import BUILDING

SEEN = {"site_visit": {"setback": 3, "floods": True}}
FILE = "building-permit/service.yaml"
FAULTS = [
    ("people: 2, roles", "people: 0, roles", "'people': '0' is not possible. Write 1 or more."),
    ("roles: [surveyor]", "roles: [surveyer]", "nobody at the office is called 'surveyer'. Did you mean 'surveyor'?"),
    ("people: 2, roles", "people: 9, roles", "9 people must go, and the roles of the office are held by 7."),
    ("      budget: 1.03.02.2.01\n", "", "'budget' is missing. Add a line such as: budget: 1.06.02.2.01"),
    ("1.03.02.2.01", "later", "'budget': 'later' is not possible. Write it such as: budget: 1.06.02.2.01"),
    ('{is: yes no, label: {id: "Daerah', '{is: file, label: {id: "Daerah', "'is': 'file' is not possible."),
    ("is: number, most: 500", "is: number, longest: 5", "a finding of the kind 'number' does not know 'longest'."),
    ("is: number, most: 500", "is: choice", "'of' is missing: a finding of the kind 'choice' needs it. Add: of:"),
    ("is: number, most: 500", "is: number, least: 9, most: 5", "'least' is greater than 'most'. Exchange them."),
    ("PBG-<6 digits>", "PBG-<six>", "'PBG-<six>-<1-3 letters or digits>' does not say how the number is written."),
    ("https://simbg", "simbg", "'link': 'simbg.example' is not possible. Write it such as: link: https://oss"),
    (
        "within: 12 working days",
        "within: 5 working days",
        "a notice of 10 calendar days does not fit into the 5 working",
    ),
    ("objections: 7", "objections: 11", "objections are taken for 11 calendar days, longer than the notice is public."),
    ("findings.site_visit.setback", "findings.visit.setback", "'findings' has no part 'visit'."),
    ("findings.site_visit.setback >= 3", 'findings.site_visit.setback == "far"', "text"),
    ("by: section-head", "by: surveyor", "the role 'surveyor' may not do a step of the kind 'initial'."),
    (
        "        setback: {is",
        "        team: {is",
        "a finding cannot be called 'team'. The office's form uses this name.",
    ),
    ("      floors: {is", "      findings: {is", "a field cannot be called 'findings'."),
]


def outcomes(service, floors, findings=None):
    results = evaluate_rules(service, {"floors": floors}, {}, findings)
    return {result.rule: result.outcome for result in results}


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[fault[2][:50] for fault in FAULTS])
def test_a_fault_of_a_step_is_told_with_its_line_and_what_to_write(tmp_path, old, new, says):
    shutil.copytree(BUILDING, tmp_path / "office")
    path = tmp_path / "office" / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(tmp_path / "office")
    told = [str(problem) for problem in caught.value.problems]
    assert any(says in one and one.startswith(f"{FILE}: line ") for one in told), told


def test_a_rule_that_reads_a_finding_is_unknown_until_it_is_found(permit):
    assert outcomes(permit, 1) == {"low-enough": "passed", "far-enough": "unknown", "flood-proof": "unknown"}
    assert outcomes(permit, 1, SEEN)["far-enough"] == "passed"


def test_a_rule_whose_condition_waits_for_a_finding_is_not_left_out_before_it_is_known(permit):
    dry = {"site_visit": {"setback": 3, "floods": False}}
    assert outcomes(permit, 1, SEEN)["flood-proof"] == "unknown"  # it applies, and the assessment is still to come
    assert "flood-proof" not in outcomes(permit, 1, dry)
    assert outcomes(permit, 1, SEEN | {"assess": {"raised": False}})["flood-proof"] == "failed"


def test_a_rules_trace_says_which_finding_it_read(permit):
    far = next(one for one in evaluate_rules(permit, {"floors": 1}, {}, SEEN) if one.rule == "far-enough")
    assert far.used == {"findings.site_visit.setback": 3}


def test_a_visit_asks_for_its_findings_like_a_form(permit):
    visit = next(step for step in permit.steps if step.kind == "visit")
    assert [problem.field for problem in findings_problems(visit, {"setback": 501})] == ["setback", "floods"]
    assert findings_problems(visit, SEEN["site_visit"]) == ()


def test_a_number_of_another_system_is_held_against_its_format(permit):
    external = next(step for step in permit.steps if step.external)
    (problem,) = findings_problems(external, {"number": "PBG-12345"})
    assert "ditulis seperti ini: PBG-<6 angka>-<1 sampai 3 huruf atau angka>." in problem.text.id
    assert findings_problems(external, {"number": " pbg-123456-7b "}) == ()


def test_an_example_with_findings_that_cannot_be_is_told(tmp_path, permit):
    office = load_catalogue(BUILDING).office
    wrong = {"site-visit": {"setback": "far", "floods": True}, "external": {"number": "7"}, "decide": {"yes": True}}
    example = {"example": "A", "answers": {"floors": 1}, "findings": wrong, "expect": {}}
    folder = tmp_path / "building-permit"
    folder.mkdir()
    (folder / "examples.yaml").write_text(yaml.safe_dump({"examples": [example]}))
    told = " ".join(str(problem) for problem in run_examples(folder, permit, office).problems)
    assert "the step 'site-visit' could not end so: 'setback': Write a whole number from 0 to 500." in told
    assert "the step 'external' could not end so: 'number': SIMBG registration number is written like this" in told
    assert "no step that finds something is called 'decide'." in told


def test_what_the_how_to_shows_can_be_written():
    page = BUILDING.parents[1] / "docs" / "how-to" / "describe-the-steps.md"
    shown: dict[str, list] = {"steps": [], "rules": [], "examples": [], "fee": []}
    for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        ((key, items),) = yaml.safe_load(block).items()
        shown[key] += [items] if key == "fee" else items
    assert {StepEntry.model_validate(one).kind for one in shown["steps"]} == {*STEP_KINDS}
    assert [RuleEntry.model_validate(one).id for one in shown["rules"]] == ["far-enough"]
    assert len([ExampleEntry.model_validate(one) for one in shown["examples"]]) == 1
    assert [FeeEntry.model_validate(one).law for one in shown["fee"]] == ["perda-1-2024"]


@pytest.mark.parametrize("words", ["", "1234", "<0 digits>", "<5-2 digits>", "<99 digits>", "<3 digit", "<x{1,9}>"])
def test_what_says_no_format_is_refused(words):
    with pytest.raises(NumberFormatError, match="Write what stands there as it is"):
        NumberFormat.parse(words)


@given(st.integers(1, 9), st.integers(0, 9), st.text(max_size=LONGEST * 3))
def test_a_format_takes_what_is_written_so_and_nothing_longer(least, more, text):
    form = NumberFormat.parse(f"N<{least}-{least + more} digits>")
    assert all(form.fits("n" + "7" * length) for length in range(least, least + more + 1))
    assert not form.fits("N" + "7" * (least + more + 1))
    assert form.fits(text) == (
        text.strip().upper()[:1] == "N"
        and least <= len(text.strip()) - 1 <= least + more
        and all(one in "0123456789" for one in text.strip()[1:])
    )
