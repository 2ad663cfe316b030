"""layani example-from: a case of the office becomes an example that tells nobody who it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from layani.cli import main
from layani.office.actions import checking, deciding, extending, filing, pausing, serving
from layani.office.actions.acting import Deed, act_on
from layani.office.actor import SYSTEM
from layani.office.gateways.key_store import KeyGone
from layani.office.house import catalogue
from layani.office.tables.models import Case
from layani.office.tables.projection import state_of
from layani.rules.cases.act import written
from layani.rules.cases.clock import Term
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.anonymous.findings import told_of_nobody
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.promise import Answer, Extension, LegalTerm, Outage
from tests.office.actions.applications import CITIZEN, application
from tests.office.officer.building import BUILDING

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


def printed_of(number, capsys):
    """Return the example of a case, and the errors that come out when it is run."""
    assert main(["example-from", number]) == 0
    return capsys.readouterr().out


def errors_of(printed, folder):
    folder.mkdir(exist_ok=True)
    (folder / "examples.yaml").write_text(f"examples:\n{printed}", encoding="utf-8")
    ran = run_examples(folder, catalogue().services["residence-letter"], catalogue().office)
    return [str(problem) for problem in ran.problems if problem.level == "error"]


@pytest.fixture
def lawful(monkeypatch):
    """Let the law of the residence letter have a term of its own, an extension, a time to answer, and outages."""
    service = catalogue().services["residence-letter"]
    law = next(iter(service.law))
    promise = replace(
        service.promise,
        legal=LegalTerm(Term(5, "working days"), law, "complete"),
        extension=Extension(Term(3, "working days"), law),
        answer=Answer(Term(14, "calendar days"), Term(10, "calendar days"), law),
        outage=Outage(("SIAK",), Term(2, "working days"), law),
    )
    monkeypatch.setitem(catalogue().services, "residence-letter", replace(service, promise=promise))


@pytest.mark.usefixtures("lawful")
def test_an_extension_and_a_pause_are_shown_and_come_out_again(ana, ben, now, capsys, tmp_path):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    pausing.pause(number, "SIAK", "Pemberitahuan 12/2026", actor=ana, now=now + HOUR)
    serving.take_up(number, actor=ana, now=now + 2 * HOUR)
    pausing.resume(number, actor=ana, now=now + 2 * HOUR)
    checking.check_complete(number, actor=ana, now=now + 3 * HOUR)
    serving.take_next(actor=ben, now=now + 4 * HOUR)
    extending.extend(number, "on-site", actor=ben, now=now + 4 * HOUR)
    deciding.grant(number, actor=ben, now=now + 5 * HOUR)
    printed = printed_of(number, capsys)
    assert [line.strip() for line in printed.splitlines() if line.strip().startswith("- do:")] == [
        "- do: pause", "- do: resume", "- do: check complete", "- do: extend", "- do: decide grant",
    ]  # fmt: skip
    assert "SIAK" in printed and "on-site" in printed and "legal_due" in printed
    assert "12/2026" not in printed and errors_of(printed, tmp_path / "residence-letter") == []


@pytest.mark.usefixtures("lawful")
def test_a_warning_and_a_closing_without_an_answer_are_times_that_pass(ana, now, capsys, tmp_path):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    checking.ask_missing(number, {"purpose": "Tidak terbaca."}, actor=ana, now=now + HOUR)
    row = Case.objects.get(number=number)
    state = state_of(row)
    act_on(number, Deed("warn", role="system"), actor=SYSTEM, now=state.warn_at + HOUR)
    act_on(number, Deed("lapse", {"warning_sent": True}, role="system"), actor=SYSTEM, now=state.answer_by + HOUR)
    printed = printed_of(number, capsys)
    assert printed.count("- do: wait") == 2 and "status: lapsed" in printed and "Tidak terbaca" not in printed
    assert errors_of(printed, tmp_path / "residence-letter") == []


@pytest.mark.usefixtures("lawful")
def test_a_new_calendar_is_no_act_of_an_example(ana, ben, now, capsys, tmp_path):
    number = filing.file(application(), actor=CITIZEN, now=now).row.number
    serving.take_next(actor=ana, now=now + HOUR)
    checking.check_complete(number, actor=ana, now=now + HOUR)
    row = Case.objects.get(number=number)
    moved = {"due_at": written(row.due_at + 24 * HOUR), "was": {"due_at": written(row.due_at)}, "decrees": ["SK 1"]}
    act_on(number, Deed("recalendar", moved, role="system"), actor=SYSTEM, now=now + 2 * HOUR)
    serving.take_next(actor=ben, now=now + 3 * HOUR)
    deciding.grant(number, actor=ben, now=now + 3 * HOUR)
    printed = printed_of(number, capsys)
    assert "recalendar" not in printed and "- do: decide grant" in printed
    assert errors_of(printed, tmp_path / "residence-letter") == []


def test_what_steps_found_tells_of_nobody():
    steps = {one.id: one for one in load_catalogue(BUILDING).services["building-permit"].steps}
    found = {"setback": 4, "floods": False, "remark": "Tetangga bernama Budi", "picture": {"name": "budi.jpg"}}
    assert told_of_nobody(steps["site-visit"], found) == {"setback": 4, "floods": False}
    registered = told_of_nobody(steps["external"], {"number": "PBG-987654-7B"})
    assert registered == {"number": "PBG-111111-B"}
    assert steps["external"].external.number.fits(registered["number"])
