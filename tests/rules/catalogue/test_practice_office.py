"""What ends, is renewed, changed and revoked: one change to the office of practice permits a time, and what is said."""

import shutil
from pathlib import Path

import pytest

from layani.rules.catalogue import CatalogueError, load_catalogue
from layani.rules.catalogue.examples import run_examples

PRACTICE = Path(__file__).parents[2] / "practice_office"
FIRST, RENEWAL, CHANGE = "practice-permit", "practice-permit-renewal", "practice-permit-change"
FAULTS = [
    (
        RENEWAL,
        "  service: practice-permit\n",
        "  service: practice-permt\n",
        "the office has no service 'practice-permt'",
    ),
    (
        RENEWAL,
        "  service: practice-permit\n",
        "  service: practice-permit-renewal\n",
        "nobody could apply the first time",
    ),
    (RENEWAL, "keeps: [profession]", "keeps: [profesion]", "no field 'profesion'. Did you mean 'profession'?"),
    (RENEWAL, "keeps: [profession]", "keeps: [name]", "the office knows 'name' already"),
    (RENEWAL, "keeps: [profession]", "keeps: [place]", "'place' is taken over twice"),
    (RENEWAL, "opens: 90 calendar days", "opens: 6 years", "one could renew before the product begins"),
    (RENEWAL, "opens: 90 calendar days", "opens: soon", "'soon' is not how long a letter can hold"),
    (RENEWAL, "place: {is: text,", "place: {is: long text,", "'place' is a text there and a long text here"),
    (FIRST, "lasts: 5 years, remind: 60 calendar days", "remind: 60 calendar days", "nothing says when it ends"),
    (FIRST, "remind: 60 calendar days", "remind: 7 years", "reminded before the product begins"),
    (FIRST, "lasts: 5 years", "lasts: 5 years, valid: {id: lima tahun, en: five years}", "both say how long it holds"),
    (FIRST, "warns: inspector", "warns: inspektor", "nobody at the office is called 'inspektor'"),
    (FIRST, "warns: inspector", "warns: head", "would have to warn and to revoke"),
    (FIRST, "answer: 14 calendar days", "answer: 2 calendar days", "2 days to answer"),
    (FIRST, "answer: 14 calendar days", "answer: 14 calendar days if possible", "A promise has no escape"),
    (FIRST, "id: other-place", "id: registration-ended", "a ground of this name stands above"),
    (FIRST, "revoke:\n  law: perda-2", "revoke:\n  law: perda-3", "perda-3"),
    (
        CHANGE,
        "remind: 60 calendar days",
        "remind: 60 calendar days, lasts: 5 years",
        "ends when the earlier product ends",
    ),
    (
        CHANGE,
        "changes:\n",
        "renews: {service: practice-permit, opens: 1 month}\nchanges:\n",
        "it renews and changes at once",
    ),
]


@pytest.mark.parametrize(("service", "old", "new", "says"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_is_told_with_its_file_and_line(tmp_path, service, old, new, says):
    shutil.copytree(PRACTICE, tmp_path / "office")
    path = tmp_path / "office" / service / "service.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(tmp_path / "office")
    told = [str(problem) for problem in refused.value.problems if problem.level == "error"]
    assert any(says in one and f"{service}/service.yaml: line" in one for one in told), told


@pytest.mark.parametrize("service", [FIRST, RENEWAL, CHANGE])
def test_the_office_and_its_examples_are_right(service):
    catalogue = load_catalogue(PRACTICE)
    assert catalogue.warnings == ()
    assert run_examples(PRACTICE / service, catalogue.services[service], catalogue.office).problems == ()
