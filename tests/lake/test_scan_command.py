"""``layani scan`` at the keyboard: where the report goes, what is said, and how it ends."""

import fcntl
import gzip
import os

import pytest

from layani.cli import main
from tests.lake.logs import csv_text, write

PLAIN = ("case_id", "activity", "timestamp", "resource")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_report_is_written_beside_and_named(here, capsys):
    file = write(here, "berkas.csv.gz", csv_text(PLAIN))
    assert main(["scan", str(file)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "berkas.csv.report.html"
    assert told.out.startswith("160 rows read, 160 used; 40 cases")
    assert "berkas.csv.gz" in told.err
    assert (here / "berkas.csv.report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_out_and_language_are_obeyed(here, capsys):
    write(here, "log.csv", csv_text(PLAIN))
    assert main(["scan", "log.csv", "--out", "laporan.html", "--lang", "id"]) == 0
    assert "160 baris dibaca" in capsys.readouterr().out
    assert '<html lang="id">' in (here / "laporan.html").read_text(encoding="utf-8")


def test_options_reach_the_report_and_its_command_line_can_be_repeated(here):
    write(here, "log.csv", csv_text(("a b", "what", "when", "who"), separator=";"))
    line = ["scan", "log.csv", "--case-column", "a b", "--activity-column", "what", "--time-column", "when"]
    line += ["--resource-column", "who", "--separator", ";", "--timezone", "Asia/Jakarta", "--hours", "07:30-14:00"]
    assert main([*line, "--week", "6", "--out", "r.html"]) == 0
    html = (here / "r.html").read_text(encoding="utf-8")
    assert "--case-column &#x27;a b&#x27;" in html
    assert "6 days a week from Monday, 07:30–14:00" in html


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["missing.csv"], "cannot be opened"),
        (["missing.csv", "--lang", "id"], "tidak dapat dibuka"),
        (["log.csv", "--hours", "8-4"], "--hours 08:00-16:00"),
        (["log.csv", "--separator", "ab"], "--separator tab"),
        (["log.csv", "--memory", "lots"], "--memory 2GB"),
        (["log.csv", "--memory", "1MB"], "Raise --memory"),
        (["log.csv", "--out", "nowhere/report.html"], "nowhere"),
        (["log.csv", "--max-gigabytes", "0.00000001"], ""),
    ],
)
def test_what_cannot_be_done_ends_with_2_a_reason_and_a_remedy(here, capsys, line, said):
    write(
        here, "log.csv", csv_text(PLAIN) if "--max-gigabytes" not in line else gzip.compress(csv_text(PLAIN).encode())
    )
    assert main(["scan", *line]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) >= 2, "a reason and a remedy"
    assert not list(here.glob("*.html"))
    assert not list(here.glob(".report-*"))


def test_what_is_no_file_is_written_into_and_stays_what_it_is(here):
    write(here, "log.csv", csv_text(PLAIN))
    os.mkfifo(here / "pipe")
    (here / "kept.html").write_text("old", encoding="utf-8")
    (here / "link.html").symlink_to("kept.html")
    reader = os.open(here / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 1 << 20)
    assert main(["scan", "log.csv", "--out", "pipe"]) == 0
    assert main(["scan", "log.csv", "--out", "link.html"]) == 0
    assert os.read(reader, 15) == b"<!DOCTYPE html>"
    os.close(reader)
    assert (here / "pipe").is_fifo() and (here / "link.html").is_symlink()
    assert (here / "kept.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("written", ["nan", "inf", "-1", "0", "four"])
@pytest.mark.parametrize("option", ["--max-gigabytes", "--max-ratio"])
def test_a_limit_that_is_none_is_refused(here, capsys, option, written):
    assert main(["scan", "log.csv", option, written]) == 2
    assert f"'{written}' is not a number above 0" in capsys.readouterr().err


def test_an_old_report_survives_a_scan_that_fails(here):
    write(here, "broken.csv", "no table")
    (here / "report.html").write_text("old", encoding="utf-8")
    assert main(["scan", "broken.csv", "--out", "report.html"]) == 2
    assert (here / "report.html").read_text(encoding="utf-8") == "old"


def test_the_file_itself_is_not_changed_and_nothing_is_left_behind(here, monkeypatch):
    spill = here / "tmp"
    spill.mkdir()
    monkeypatch.setenv("TMPDIR", str(spill))
    monkeypatch.setattr("tempfile.tempdir", None)
    file = write(here, "log.csv", csv_text(PLAIN))
    before = file.read_bytes()
    assert main(["scan", "log.csv"]) == 0
    assert file.read_bytes() == before
    assert list(spill.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_no_half_report(here, capsys, monkeypatch):
    write(here, "log.csv", csv_text(PLAIN))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["scan", "log.csv"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert {path.name for path in here.iterdir()} == {"log.csv"}
