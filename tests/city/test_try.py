"""layani try: one service live while it is edited, and nothing of it is left."""

import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

import layani.example_office
from layani.cli import main
from layani.preview import pages
from layani.preview.letters import letter_page
from layani.preview.tried import read_tried

FOLDER = Path(layani.example_office.__file__).parent
WAIT_SECONDS = 60
NOON = datetime.fromisoformat("2026-12-01 12:00")


@pytest.fixture
def hall(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*"))
    return tmp_path / "office" / "hall-use"


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_a_saved_change_is_on_the_next_page_and_a_stop_leaves_nothing(hall, port, tmp_path):
    def get(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=WAIT_SECONDS) as answer:
            return answer.read()

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LAYANI_", "DJANGO_"))}
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "layani.cli", "try", str(hall), "--port", str(port)],
        env={**environment, "TMPDIR": str(tmp_path / "tmp")}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    try:
        assert any(f"http://127.0.0.1:{port}/try/" in line for line in process.stdout)
        page = get("/service/hall-use/").decode()
        assert "7 menit" not in page and '<a href="/try/">0 errors, 0 warnings</a></aside>' in page
        change(hall / "service.yaml", "minutes: 5", "minutes: 7")
        assert "7 menit" in get("/service/hall-use/").decode()
        change(hall / "service.yaml", "minutes: 7", "minute: 7")
        for path in ("/service/hall-use/", "/try/", "/try/rules/"):
            told = get(path).decode()
            assert "hall-use/service.yaml: line 15: &#x27;minute&#x27; is not a key that can stand here." in told
            assert "Traceback" not in told
        change(hall / "service.yaml", "minute: 7", "minutes: 7")
        assert "Kursus menjahit" in get("/try/letter/granted.id").decode()
        assert get("/try/letter/refused.en.pdf").startswith(b"%PDF")
        # The sample person is signed in by one button, as often as one likes.
        for _ in range(7):
            visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with visitor.open(f"http://127.0.0.1:{port}/try/sign-in/", data=b"", timeout=WAIT_SECONDS) as form:
                assert form.url.endswith("/apply/hall-use/you/")
        assert "tanpa kode" in get("/apply/hall-use/").decode()  # who is not signed in finds the button there, too
        strange = urllib.request.Request(f"http://127.0.0.1:{port}/try/", headers={"Host": "elsewhere.example"})
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(strange, timeout=WAIT_SECONDS)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def tried(hall):
    return read_tried(hall, hall.parent)


def test_the_rules_are_shown_with_what_they_read_for_answers_typed_in(hall):
    answers = "purpose: sale\nguests: 300\nevent_date: 2026-12-19\npart_of_day: evening"
    shown = pages.rules(tried(hall), {"answers": answers}, NOON)
    assert "<strong>failed</strong><br>Kurangi jumlah tamu" in shown and "Invite fewer guests" in shown
    assert "guests = 300" in shown and "<code>guests &lt;= office.hall_seats</code>" in shown
    assert "leaves_clean: " in shown  # what is missing before it can be filed
    assert "check (front-desk, 1 hari kerja" in shown and "decide (verifier, 3 hari kerja" in shown


def test_the_box_begins_with_the_example_that_is_chosen(hall):
    shown = pages.rules(tried(hall), {"example": "A wedding for three hundred does not fit"}, NOON)
    assert "guests: 300" in shown and "They can be filed." in shown


def test_what_an_example_found_comes_along_and_can_be_changed():
    permit = tried(FOLDER / "health-practice-permit")
    title = next(name for name, one in permit.worked.items() if "visit" in one.findings)
    shown = pages.rules(permit, {"example": title}, NOON)
    assert '<textarea id="findings"' in shown and "visit:" in shown
    first = permit.worked[title]
    answers = pages._as_yaml(first.answers, permit.service, NOON)  # noqa: SLF001  as the box shows them
    good = {"room": True, "hands": True, "waste": True}

    def steps(**found):
        below = "\n".join(f"  {name}: {str(value).lower()}" for name, value in {**good, **found}.items())
        text = pages.rules(permit, {"answers": answers, "findings": f"visit:\n{below}"}, NOON)
        return text.partition("Steps</span><td>")[2].partition("</tr>")[0], text

    whole, _ = steps()
    more, told = steps(waste=False)
    assert more.count("(") > whole.count("(") and "again" in more and "again" not in whole
    assert "findings.visit.waste = false" in told
    for wrong in ("vist:\n  room: true", "visit: yes", "- 1", "visit:\n  room: 5"):
        assert '<p class="error">' in pages.rules(permit, {"answers": answers, "findings": wrong}, NOON), wrong


@pytest.mark.parametrize("typed", ["a: &a 1\nb: *a", "- 1", "guests: [", "guests: <script>alert(1)</script>"])
def test_what_is_typed_wrong_is_told_and_never_runs(hall, typed):
    shown = pages.rules(tried(hall), {"answers": typed}, NOON)
    assert '<p class="error">' in shown
    assert "<script>" not in shown


def test_warnings_and_examples_that_come_out_otherwise_are_on_the_page(hall):
    change(hall / "examples.yaml", "due: 2026-12-09 16:00  #", "due: 2026-12-08 16:00  #")
    shown = pages.start(tried(hall))
    assert '<form method="post" action="/try/sign-in/"><button>' in shown
    assert "hall-use/examples.yaml: line" in shown and "&#x27;due&#x27; is 2026-12-09 16:00" in shown
    assert "Surat granted.id" in shown


def test_an_office_that_is_wrong_and_a_service_of_others_are_no_traceback(hall):
    change(hall.parent / "move-of-address" / "service.yaml", "minutes: 8", "minute: 8")
    assert tried(hall).errors == 0  # only the service that is tried is looked at
    change(hall.parent / "office.yaml", "office: sukamaju", "offices: sukamaju")
    assert "office.yaml: line" in pages.start(tried(hall))


def test_a_service_without_examples_can_be_tried(hall):
    (hall / "examples.yaml").unlink()
    assert "the examples are missing" in pages.start(tried(hall))
    assert "guests: 1" in pages.rules(tried(hall), {}, NOON)


def test_a_service_is_named_by_its_folder_or_in_the_catalogue(hall, tmp_path):
    folder_of = importlib.import_module("layani.commands.try").folder_of  # no import statement can name this module
    assert folder_of(str(hall), tmp_path) == hall
    assert folder_of("hall-use", hall.parent) == hall
    assert folder_of("hall-use", tmp_path) is None


def test_what_is_no_service_is_told(tmp_path, capsys):
    assert main(["try", str(tmp_path)]) == 2
    assert "there is no service.yaml in" in capsys.readouterr().err


def test_the_letters_say_what_the_first_example_found():
    tried = read_tried(FOLDER / "business-number", FOLDER)
    worked = next(iter(tried.worked.values()))
    shown = letter_page(tried.service, worked, "granted.id", NOON.astimezone())
    assert worked.findings["oss"]["number"] in shown
