"""The plan of a case's money, and what the lint says of places, ties and conditions."""

import shutil

import pytest
import yaml

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.amounts.plan import plan_in_words, plan_of
from layani.rules.catalogue.problems import CatalogueError
from tests.rules.catalogue.conftest import BUILDING

GRANT = BUILDING.parent / "grant_office"


@pytest.fixture
def said(tmp_path):
    """Return what the lint says of the grant after a change, errors and warnings, as one text."""

    def of(change):
        folder = tmp_path / "office"
        shutil.copytree(GRANT, folder)
        path = folder / "school-grant" / "service.yaml"
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(values)
        path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
        try:
            catalogue = load_catalogue(folder)
        except CatalogueError as fault:
            return "\n".join(str(one) for one in fault.problems)
        return "\n".join(str(one) for one in catalogue.warnings)

    return of


def rank(values):
    return values["steps"][1]["rank"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: v["quota"].update(ties=["wealth"]), "'wealth' decides between nobody"),
        (lambda v: v["quota"].update(ties=["draw", "income"]), "never looked at"),
        (lambda v: v["steps"].pop(1), "nothing keeps more than 2"),
        (lambda v: v.pop("quota"), "there is no 'quota:'"),
        (lambda v: rank(v).update(signed_by="mayor"), "nobody at the office is called 'mayor'"),
        (lambda v: rank(v).update(signed_by="section-head"), "signed by two"),
        (lambda v: rank(v).update(ground="full"), "no ground 'full'"),
        (lambda v: rank(v).pop("waits"), "how long the waiting list stands"),
        (lambda v: v["quota"].update(waiting_list=False), "no waiting list that could"),
        (lambda v: v["promise"].update(if_late="grant"), "silence cannot grant"),
        (lambda v: v["promise"].update({"from": "complete"}), "does not count from the close"),
        (lambda v: v["promise"].pop("answer"), "holds up everybody's ranking"),
        (lambda v: rank(v).update(when="children > 1"), "leave cases out"),
        (lambda v: v["steps"].reverse(), "complete"),
        (lambda v: v["pays"]["instalments"][1]["condition"].update(by="mayor"), "is called 'mayor'"),
        (lambda v: v.update(channels=["online"]), "has no counter"),
    ],
)  # fmt: skip
def test_the_lint_says_what_is_wrong_with_places_evidence_and_conditions(said, change, words):
    assert words in said(change)


def test_as_it_stands_it_is_right(said):
    assert [
        line
        for line in said(lambda values: None).splitlines()
        if "school-bus" not in line and "sensitive data" not in line
    ] == []


def test_the_parts_are_together_the_whole_and_the_deposit_goes_back():
    service = load_catalogue(GRANT).services["school-grant"]
    plan = plan_of(service, {"income": 100, "children": 1}, {"today": "2026-11-20"})
    assert [(one.id, one.way, one.amount.minor) for one in plan] == [
        ("pays:1", "to the applicant", 50_000_000), ("pays:2", "to the applicant", 50_000_000),
    ]  # fmt: skip
    assert "condition: The report of the first term was seen" in plan_in_words(plan, "en")
    assert plan_in_words((), "id") == "–"
