"""layani example-from: a case of the office becomes an example that tells nobody who it was."""

from datetime import timedelta

import pytest

from layani.cli import main
from layani.office.actions import checking, deciding, filing, serving
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue
from layani.rules.catalogue.examples import run_examples
from tests.office.actions.applications import CITIZEN, application

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def number(ana, ben, now):
    done = filing.file(application(), actor=CITIZEN, now=now)
    serving.take_next(actor=ana, now=now + HOUR)
    checking.check_complete(done.row.number, actor=ana, now=now + 2 * HOUR)
    serving.take_next(actor=ben, now=now + 3 * HOUR)
    deciding.grant(done.row.number, actor=ben, now=now + 4 * HOUR)
    return done.row.number


def test_a_case_becomes_an_example_that_is_accepted(number, capsys, tmp_path):
    assert main(["example-from", number]) == 0
    printed = capsys.readouterr().out
    for real in ("3174015501900002", "1990-01-15", "Mawar", "81234567890", number):
        assert real not in printed
    folder = tmp_path / "residence-letter"
    folder.mkdir()
    (folder / "examples.yaml").write_text(f"examples:\n{printed}", encoding="utf-8")
    ran = run_examples(folder, catalogue().services["residence-letter"], catalogue().office)
    assert [str(problem) for problem in ran.problems if problem.level == "error"] == []
    assert "do: decide grant" in printed and "A real case that was granted" in printed


def test_no_such_case_ends_with_2(db, capsys):
    assert main(["example-from", "SKM-2026-0000-0000"]) == 2
    assert "there is no case SKM-2026-0000-0000." in capsys.readouterr().err


def test_an_erased_case_gives_no_example(number, capsys, monkeypatch):
    def gone(row):
        raise KeyGone

    monkeypatch.setattr("layani.commands.example_from.opened_events", gone)
    assert main(["example-from", number]) == 2
    assert "were erased" in capsys.readouterr().err
