"""The editor of layani try: the same files, nothing lost, nothing that a stranger's page could write."""

import shutil
from pathlib import Path

import pytest

import layani.example_office
from layani.preview import editor
from layani.preview.editing import Changed, NotSaved, editable, held, save, tried_with
from layani.preview.editor import TOKEN, Asked, asked_in

FOLDER = Path(layani.example_office.__file__).parent
SERVICE = "service.yaml"


@pytest.fixture
def hall(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "office", ignore=shutil.ignore_patterns("__*"))
    return tmp_path / "office" / "hall-use"


def posted(hall, name=SERVICE, *, doing="save", old="minutes: 5", new="minutes: 7", mark=None):
    now = held(hall, name)
    return Asked(doing, now.text.replace(old, new), now.mark if mark is None else mark, TOKEN)


def shown(hall, asked, name=SERVICE):
    return editor.editor(hall, hall.parent, name, asked)


def test_a_check_tells_what_is_wrong_with_the_lines_around_it_and_saves_nothing(hall):
    before = (hall / SERVICE).read_bytes()
    page = shown(hall, posted(hall, doing="check", new="minute: 5"))
    assert "Checked; not saved yet." in page
    assert "line 15: &#x27;minute&#x27; is not a key that can stand here." in page
    assert "&gt;   15 minute: 5" in page and "    14 channels: [online, counter]" in page
    assert (hall / SERVICE).read_bytes() == before
    assert list(hall.glob(".*")) == []


def test_what_is_saved_lies_in_the_folder_with_its_mode_and_the_ends_of_lines_of_the_others(hall):
    (hall / SERVICE).chmod(0o640)
    asked = posted(hall)
    page = shown(hall, Asked("save", asked.text.replace("\n", "\r\n"), asked.mark, TOKEN))
    assert "Saved." in page and "No errors, no warnings." in page and '<iframe src="/service/hall-use/"' in page
    content = (hall / SERVICE).read_bytes()
    assert b"minutes: 7" in content and b"\r" not in content
    assert (hall / SERVICE).stat().st_mode & 0o777 == 0o640


def test_what_another_program_changed_meanwhile_is_not_lost(hall):
    asked = posted(hall)
    (hall / SERVICE).write_text("# of the other program\n", encoding="utf-8")
    page = shown(hall, asked)
    assert "Not saved: another program has changed this file" in page
    assert "# of the other program" in page and "minutes: 7" in page
    assert (hall / SERVICE).read_text(encoding="utf-8") == "# of the other program\n"
    with pytest.raises(Changed) as fault:
        save(hall, SERVICE, asked.text, asked.mark)
    assert f'name="mark" value="{fault.value.now.mark}"' in page  # the next "save" replaces it, knowingly
    assert save(hall, SERVICE, asked.text, fault.value.now.mark).text == asked.text


def test_a_letter_that_is_not_there_yet_is_begun(hall):
    (hall / "letters" / "refused.en.md").unlink(missing_ok=True)
    assert "letters/refused.en.md" in editor.files(hall)
    name = "letters/refused.en.md"
    assert "Saved." in shown(hall, Asked("save", "Dear {{ applicant.name }}\n", "", TOKEN), name)
    assert held(hall, name).text.startswith("Dear")
    assert name in editable(hall)


@pytest.mark.parametrize("name", ["../office.yaml", "/etc/passwd", "letters/../../office.yaml", "regions.csv", "x.md"])
def test_no_other_file_can_be_read_or_written(hall, name):
    assert "Sukamaju" not in shown(hall, None, name)
    with pytest.raises(NotSaved, match="is not a file of this service"):
        save(hall, name, "x", "")


def test_a_link_out_of_the_folder_is_neither_read_nor_written(hall, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("secret words", encoding="utf-8")
    link = hall / "letters" / "linked.en.md"
    link.symlink_to(secret)
    assert "secret words" not in shown(hall, None, "letters/linked.en.md")
    with pytest.raises(NotSaved):
        save(hall, "letters/linked.en.md", "x", "")
    assert secret.read_text(encoding="utf-8") == "secret words"


def test_a_draft_in_the_place_of_a_link_writes_only_the_draft(hall, tmp_path):
    outside = tmp_path / "outside.yaml"
    shutil.move(hall / SERVICE, outside)
    (hall / SERVICE).symlink_to(outside)
    before = outside.read_bytes()
    tried_with(hall, hall.parent, SERVICE, "service: hall-use\n")
    assert outside.read_bytes() == before


def test_a_file_that_is_no_text_is_told_and_left(hall):
    (hall / SERVICE).write_bytes(b"service: \xff\n")
    assert "is not UTF-8 text: byte 9 is 0xff" in shown(hall, None)


def test_a_disk_that_takes_nothing_leaves_the_file_and_the_text(hall, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    asked = posted(hall)
    monkeypatch.setattr("layani.preview.editing.os.fsync", full)
    page = shown(hall, asked)
    assert "could not be written: No space left on device" in page and "minutes: 7" in page
    assert "minutes: 5" in held(hall, SERVICE).text
    assert list(hall.glob(".saving-*")) == []


def test_a_text_with_markup_stays_text(hall):
    page = shown(hall, posted(hall, doing="check", new="minutes: </textarea><script>alert(1)</script>"))
    assert "<script>" not in page


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1]], ids=["none", "another", "cut short"])
def test_a_form_of_another_page_is_not_taken(token):
    assert asked_in({"doing": "save", "text": "x", "mark": "", "token": token}) is None
    assert asked_in({"doing": "save", "text": "x", "mark": "", "token": TOKEN}) is not None


def test_every_key_of_the_grammar_is_explained():
    page = editor.words()
    assert "<code>promise</code> <strong>(must be there)</strong><td>when the answer comes" in page
    assert "<code>minutes: 5</code>" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_has_no_fault_that_a_checker_finds(hall, width):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where a browser is

    from tests import available  # noqa: PLC0415

    pages = {"file": shown(hall, posted(hall, doing="check", new="minute: 5")), "files": editor.files(hall)}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=available.chromium(), args=["--no-sandbox"], timeout=90_000)
        page = browser.new_page(viewport={"width": width, "height": 800})
        for name, content in {**pages, "words": editor.words()}.items():
            page.set_content(content)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            page.evaluate(available.AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert (name, wide, [one["id"] for one in found]) == (name, 0, [])
        browser.close()
