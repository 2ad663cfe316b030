"""``layani replay`` in a process of its own, as a stranger runs it: a fresh office that leaves nothing behind."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from tests.office.replay.small_logs import MAP, csv, ordinary, row, xes

FRESH_MAP = MAP.replace("id: residence-letter", "id: permit")


@pytest.fixture
def replay(tmp_path):
    """Run ``layani replay`` with a temporary folder of this test, and return what it did."""
    (tmp_path / "tmp").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LAYANI_", "DJANGO_"))}

    def run(*args, **more):
        command = [sys.executable, "-m", "layani.cli", "replay", *map(str, args)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env={**environment, "TMPDIR": str(tmp_path / "tmp"), **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def small(tmp_path):
    """Return a log and its map."""
    rows = (
        ordinary("K-1", channel="Web") + ordinary("K-2", 1, decider="ana") + [row("K-2", "coffee", 9, "Carla Wijaya")]
    )
    (tmp_path / "map.yaml").write_text(FRESH_MAP, encoding="utf-8")
    return csv(tmp_path, rows), tmp_path / "map.yaml"


class Tags(HTMLParser):
    """Collects tags and addresses of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href", "action")]


def test_trying_a_log_leaves_nothing_behind_and_touches_no_office(replay, small, tmp_path):
    live = tmp_path / "live"
    done = replay(small[0], "--map", small[1], LAYANI_DATA=str(live), LAYANI_DATABASE_URL="postgresql:///live")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "9 rows read, 9 used; 2 cases; 8 rows became typed acts (88.9%)." in done.stdout
    assert "Four eyes (P01): " in done.stdout
    assert not live.exists() and not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_report_is_one_page_that_loads_nothing_and_names_nobody(replay, small, tmp_path, language):
    out = tmp_path / "report.html"
    done = replay(small[0], "--map", small[1], "--report", out, "--lang", language)
    assert "`layani scan`" in out.read_text("utf-8"), "it says why a scan's share in time may differ"
    assert done.returncode == 0, done.stderr
    page = out.read_text(encoding="utf-8")
    found = Tags(page)
    assert f'<html lang="{language}">' in page and "script" not in found.tags
    assert all(address.startswith("#") for address in found.addresses)
    assert not re.search(r"Carla|small:ana|>ana<|K-1|K-2", page)
    told = {
        "en": ("This is no list of wrongdoing", "coffee", "0 differences"),
        "id": ("bukan daftar kesalahan", "coffee", "0 perbedaan"),
    }
    assert all(text in page for text in told[language])


def test_a_kept_office_has_the_cases_and_the_same_log_again_files_nothing(replay, small, tmp_path):
    office = tmp_path / "office"
    first = replay(small[0], "--map", small[1], "--keep", office)
    again = replay(small[0], "--map", small[1], "--keep", office)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert first.stdout == again.stdout
    assert f"LAYANI_DATA={office}" in first.stdout
    settings = {"DATA": office, "CATALOGUE": office / "catalogue", "DATABASE_URL": f"sqlite:///{office}/office.sqlite3"}
    rebuilt = subprocess.run(
        [sys.executable, "-m", "layani.cli", "rebuild", "--check"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "layani.office.settings", "LAYANI_MODE": "demo"}
        | {f"LAYANI_{name}": str(value) for name, value in settings.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert rebuilt.stdout.splitlines() == [
        "2 cases looked at, 0 differences.",
        "Compared with their leaves and the public record: 0 alterations.",
        "This is a demo, filled with a past while it runs: no date was called too old. An office's would be.",
    ]
    assert (office / "log" / "checkpoint").exists()


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(replay, small, tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    (other / "one.jpg").write_bytes(b"x")
    done = replay(small[0], "--map", small[1], "--keep", other)
    assert done.returncode == 2 and "photos holds something else" in done.stderr
    assert [file.name for file in other.iterdir()] == ["one.jpg"]


def test_both_formats_tell_the_same(replay, small, tmp_path):
    rows = ordinary("K-1") + ordinary("K-2", 1, decider="ana")
    text = FRESH_MAP.replace("deadline: deadline, channel: channel", "deadline: none, channel: none")
    small[1].write_text(text, encoding="utf-8")
    told = [replay(write(tmp_path, rows), "--map", small[1]).stdout for write in (csv, xes)]
    assert told[0] == told[1] and "Four eyes" in told[0]


def test_a_dry_run_counts_and_lists_and_writes_nothing(replay, small, tmp_path):
    done = replay(small[0], "--map", small[1], "--dry-run")
    assert done.returncode == 0
    assert "8 rows would be typed acts (88.9%)" in done.stdout
    assert re.search(r"1\s+coffee coffee: the map does not name this activity", done.stdout)
    assert "Lines of the map that fit no row: 23, 24, 25, 26, 27" in done.stdout
    assert not list((tmp_path / "tmp").iterdir())


def test_a_draft_of_a_map_can_be_used_at_once(replay, small, tmp_path):
    drafted = replay(small[0], "--draft-map", "--timezone", "Asia/Makassar")
    assert "timezone: Asia/Makassar" in drafted.stdout
    (tmp_path / "draft.yaml").write_text(drafted.stdout, encoding="utf-8")
    used = replay(small[0], "--map", "draft.yaml", "--dry-run")
    assert (used.returncode, "9 rows would be typed acts (100.0%)" in used.stdout) == (0, True), used.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("act: issue", "act: isue"), "map.yaml: line 29: 'act': 'isue' is not an act. Write one of: file,"),
        (("{outcome: ", "{outcom: "), "map.yaml: line 27: the log has no column 'outcom'. Did you mean 'outcome'?"),
        (("officer: officer", "officer: oficer"), "There is no column named 'oficer'. The columns are: case,"),
    ],
)
def test_a_fault_of_the_map_is_told_with_its_line_and_nothing_is_made(replay, small, tmp_path, change, told):
    small[1].write_text(FRESH_MAP.replace(*change), encoding="utf-8")
    done = replay(small[0], "--map", small[1])
    assert done.returncode == 2 and told in done.stderr, done.stderr
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "No map is named.\nWrite: --draft-map > map.yaml"),
        (("--map", "none.yaml"), "none.yaml: the file cannot be read"),
        (("--map", "map.yaml", "--database", "postgresql:///x"), "Write: --keep FOLDER --database URL"),
        (("--map", "map.yaml", "--into", "this-office", "--keep", "x"), "Two offices are named."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(replay, small, args, told):
    done = replay(small[0], *args)
    assert done.returncode == 2 and told in done.stderr, done.stderr


def test_a_log_that_is_none_and_a_log_that_is_not_there_are_refused(replay, small, tmp_path):
    (tmp_path / "page.csv").write_text("<!doctype html><p>not found</p>", encoding="utf-8")
    assert "page.csv is a HTML file" in replay("page.csv", "--map", small[1]).stderr
    missing = replay("none.csv", "--map", small[1])
    assert (missing.returncode, "Traceback" in missing.stderr) == (2, False)


def test_this_office_takes_a_log_only_for_a_service_that_it_offers(replay, small, tmp_path):
    done = replay(
        small[0], "--map", small[1], "--into", "this-office", LAYANI_MODE="demo", LAYANI_DATA=str(tmp_path / "live")
    )
    assert done.returncode == 2
    assert "This office does not offer a service “permit”" in done.stderr
