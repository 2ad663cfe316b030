"""``layani print``: the papers of a service from the command line, without a database."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

import layani.example_office
from layani.cli import main
from layani.rules.catalogue.renderings.form_code import read_form_code

FOLDER = Path(layani.example_office.__file__).parent


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def words(file) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


@pytest.mark.parametrize(
    ("asked", "title"), [(["form", "hall-use"], "FORMULIR PERMOHONAN"), (["standard", "hall-use"], "STANDAR PELAYANAN")]
)
def test_it_writes_the_paper_and_says_where(capsys, asked, title):
    assert main(["print", *asked]) == 0
    file = capsys.readouterr().out.strip()
    assert file == f"hall-use.{asked[0]}.id.pdf" and title in words(file)


def test_language_file_and_catalogue_can_be_named(tmp_path, capsys):
    shutil.copytree(FOLDER, tmp_path / "catalogue", ignore=shutil.ignore_patterns("__*"))
    service = tmp_path / "catalogue" / "hall-use" / "service.yaml"
    service.write_text(
        service.read_text(encoding="utf-8").replace("version: 2026-11-01", "version: 2027-02-03"), encoding="utf-8"
    )
    assert main(["print", "form", "hall-use", "--language", "en", "--out", "a.pdf", "--folder", "catalogue"]) == 0
    paper = words("a.pdf")
    assert "APPLICATION FORM" in paper
    code = read_form_code(paper.split("Form code")[1].split()[0])
    assert (str(code.version), code.language) == ("2027-02-03", "en")


def test_what_cannot_be_done_is_said_with_what_there_is(tmp_path, capsys):
    assert main(["print", "form", "moon-landing"]) == 2
    assert "There are: birth-certificate" in capsys.readouterr().err
    assert main(["print", "form", "hall-use", "--folder", "nowhere"]) == 2
    assert main(["print", "form", "hall-use", "--out", "no/folder.pdf"]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_catalogue_with_errors_prints_nothing(tmp_path, capsys):
    shutil.copytree(FOLDER, tmp_path / "catalogue", ignore=shutil.ignore_patterns("__*"))
    (tmp_path / "catalogue" / "hall-use" / "service.yaml").write_text("service: hall-use\n", encoding="utf-8")
    assert main(["print", "form", "hall-use", "--folder", "catalogue"]) == 1
    assert "hall-use/service.yaml" in capsys.readouterr().out
    assert not list(tmp_path.glob("*.pdf"))


def test_nothing_but_the_paper_is_written_where_it_is_run(tmp_path):
    # A process of its own: in this one the office's settings were read long ago.
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("LAYANI_", "DJANGO_"))}
    asked = [sys.executable, "-m", "layani.cli", "print", "form", "hall-use"]
    done = subprocess.run(asked, cwd=tmp_path, env=variables, check=False, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["hall-use.form.id.pdf"]
