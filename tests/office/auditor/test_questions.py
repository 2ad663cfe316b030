"""Questions: asked of the office's own export by the worker, shown with evidence, arithmetic and innocent reasons."""

import argparse
from dataclasses import replace

import pytest

from layani.commands import flags
from layani.lake.export import pseudonym
from layani.lake.indicators import all_indicators
from layani.office.gateways.raised_questions import FILE, read_round
from layani.office.gateways.secret_file import secret_from_file
from layani.office.jobs import export_lake, raise_questions
from layani.office.jobs.export_lake import KEY_FILE
from layani.office.tables.models import Case
from layani.rules.indicators.indicator import Finding, Flag
from layani.rules.text import Text
from tests.office.conftest import officer
from tests.office.officer.walks import granted
from tests.office.security.visitors import officer_client

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, ENGLISH = "/auditor/questions/", argparse.Namespace(language="en")


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    settings.LAKE_FOLDER = tmp_path / "lake"
    return settings


@pytest.fixture
def indra(folders):
    return officer_client("indra", "auditor", headers={"accept-language": "en"})


@pytest.fixture
def exported(folders, now):
    ben = officer("ben", "head")
    number = granted(officer("ana", "front-desk"), ben)
    export_lake.run(now)
    return Case.objects.get(number=number), ben.user


def flagged(settings, row, user):
    """A finding of the first indicator that flags this officer with this case as evidence."""
    key = secret_from_file(settings.KEY_FOLDER / KEY_FILE).encode()
    unit, case = pseudonym(key, f"officer/{user}"), pseudonym(key, f"case/{row.number}")
    rule = all_indicators()[0]
    flag = Flag(
        rule=rule.id, version=rule.version, unit=unit, side="high", value=0.61, expected=0.2, n=40, z=12.5, spread=2.25,
        q=0.00001, threshold=4, reference=Text("rekan", "colleagues"), cases=(case,),
        reason=Text(f"Perkara {unit} menyalip. Mengapa?", f"The cases of {unit} went ahead. Why?"),
        innocent=rule.innocent,
    )  # fmt: skip
    found = Finding(rule, None, rule.measures[0], 400, 0.25, 0.03, 6, 1, (flag,))
    return found, replace(found, flags=())


def test_before_the_first_round_the_page_says_so(indra):
    assert "Nothing has been asked yet" in indra.get(PAGE).content.decode()


def test_without_an_export_nothing_is_asked(now, folders):
    assert raise_questions.run(now) == 0
    assert not (folders.LAKE_FOLDER / FILE).exists()


def test_an_office_too_small_is_told_why_it_cannot_be_asked(indra, exported, now):
    assert raise_questions.run(now) == 0
    page = indra.get(PAGE).content.decode()
    assert page.count("Cannot be asked yet.") == len(all_indicators()) == 3
    assert "of 5 events" in page


def test_a_question_has_its_officer_case_reasons_and_arithmetic_and_no_pseudonym(
    indra, exported, folders, now, monkeypatch, django_assert_num_queries
):
    row, ben = exported
    found, _ = flagged(folders, row, ben)
    monkeypatch.setattr("layani.lake.export.findings_in", lambda _: (found,))
    assert raise_questions.run(now) == 1
    with django_assert_num_queries(2):  # who is asking; nothing is computed in the request
        page = indra.get(PAGE).content.decode()
    for words in (
        f"The cases of officer {ben} went ahead. Why?",
        f'href="/auditor/case/{row.number}/"',
        found.indicator.innocent[0].en,
        "61.0% against 20.0% over 40 cases",
        "z = 12.5",
        "which leaves 8.3 (threshold 4)",
        "q &lt; 0.0001",
        "25.0% on average over 400 cases",
    ):
        assert words in page, words
    assert found.flags[0].unit not in page


def test_where_nobody_stands_out_the_page_says_so(indra, exported, folders, now, monkeypatch):
    monkeypatch.setattr("layani.lake.export.findings_in", lambda _: flagged(folders, *exported)[1:])
    raise_questions.run(now)
    assert "No officer stands out." in indra.get(PAGE).content.decode()


def test_the_same_export_is_asked_once(exported, now, monkeypatch):
    raise_questions.run(now)
    monkeypatch.setattr("layani.lake.export.findings_in", lambda _: pytest.fail("asked again"))
    assert raise_questions.run(now) == 0


@pytest.mark.parametrize("content", ["", "{", '{"format": 9}', '{"format": 1}', "[]", '{"format": 1, "asked": [1]}'])
def test_a_file_that_cannot_be_read_is_as_good_as_none(folders, content):
    folders.LAKE_FOLDER.mkdir()
    (folders.LAKE_FOLDER / FILE).write_text(content)
    assert read_round(folders.LAKE_FOLDER) is None


def test_the_command_tells_that_nothing_was_asked_yet_and_ends_with_2(folders, capsys):
    assert flags.run(ENGLISH) == 2
    assert "Nothing has been asked yet" in capsys.readouterr().err


def test_the_command_prints_a_question_with_case_arithmetic_and_innocent_reasons(
    exported,
    folders,
    now,
    monkeypatch,
    capsys,
):
    row, ben = exported
    found, _ = flagged(folders, row, ben)
    monkeypatch.setattr("layani.lake.export.findings_in", lambda _: (found,))
    raise_questions.run(now)
    assert flags.run(ENGLISH) == 0
    printed = capsys.readouterr().out
    for words in (f"officer {ben} went ahead", row.number, "threshold 4", found.indicator.innocent[0].en):
        assert words in printed, words
