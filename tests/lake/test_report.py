"""The report: one page that loads nothing, in both languages, in which a hostile value stays a value."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from layani.lake.report.page import page
from layani.lake.report.words import Words
from layani.lake.scan import scanned
from layani.rules.indicators.intervals import wilson
from tests.available import AXE, VNU, chromium
from tests.lake.logs import csv_text, rows, write, xes_text

PLAIN = ("case_id", "activity", "timestamp", "resource")
HOSTILE = "<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>\"'&amp;{n}%s"


def report(folder, content, language="en", name="log.csv"):
    with scanned(write(folder, name, content)) as scan:
        return page(scan, language, f"layani scan {name}")


def flagged(folder, language="en"):
    """A log with deadlines in which Ana's cases pass all others."""
    officers = ("ana", "ben", "eka", "fitri", "gita", "hadi")
    lines = ["case_id,activity,timestamp,resource,deadline,channel"]
    for i in range(300):
        officer, hours = officers[i % 6], 5 if i % 6 == 0 else 40 + (i * 7) % 11 - 5
        for activity, when in (("register", i), ("decide", i + hours)):
            due = f"2026-02-{1 + (i + 72) // 24:02} 12:00"
            time = f"2026-01-{1 + when // 24:02} {when % 24:02}:00"
            lines.append(f"P-{i:04},{activity},{time},{officer},{due},{('desk', 'web')[i % 2]}")
    return report(folder, "\n".join(lines), language)


class Reader(HTMLParser):
    """Collects tags, and checks that every element is closed where it should be."""

    VOID = frozenset({"meta", "br", "hr", "rect", "line"})

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.loads, self.ids, self.links = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append((tag, told))
        self.loads += [told[name] for name in ("src", "srcset", "data", "poster", "action") if name in told]
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def parsed(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_loads_nothing_and_runs_nothing(tmp_path, language):
    html = flagged(tmp_path, language)
    assert "`layani replay`" in html, "it says why a replay's share in time may differ"
    reader = parsed(html)
    names = {tag for tag, _ in reader.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "img", "form", "base", "foreignobject"}
    assert reader.loads == []
    assert all(link.startswith("#") for link in reader.links)
    assert not any(name.startswith("on") or name == "style" for _, attrs in reader.tags for name in attrs)
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"https?://", html)


@pytest.mark.parametrize("language", ["en", "id"])
def test_headings_tables_and_charts_are_told_to_those_who_do_not_see_them(tmp_path, language):
    reader = parsed(flagged(tmp_path, language))
    count = {tag: sum(t == tag for t, _ in reader.tags) for tag in ("h1", "table", "caption", "svg", "title", "desc")}
    assert reader.tags[0] == ("html", {"lang": language})
    assert count["h1"] == 1
    assert count["table"] == count["caption"] > 5
    assert count["svg"] == 3
    assert count["title"] == 1 + count["svg"]
    assert count["desc"] == count["svg"]
    assert len(reader.ids) == len(set(reader.ids))
    assert all(link[1:] in reader.ids for link in reader.links)
    assert all(attrs.get("role") == "img" and attrs["aria-labelledby"] for tag, attrs in reader.tags if tag == "svg")


def test_every_chart_has_its_numbers_in_a_table(tmp_path):
    html = flagged(tmp_path)
    assert html.count("<figure>") == html.count("The numbers as a table") == 3


def test_a_flag_is_a_question_with_its_arithmetic_and_innocent_explanations(tmp_path):
    html = flagged(tmp_path)
    (flag, *_) = re.findall(r'<div class="flag">(.*?)</div>', html)
    assert "ana" in flag
    assert "Why?" in flag
    assert "What may explain it" in flag
    assert flag.count("<li>") == 3
    assert "P-0" in flag
    assert "z = " in flag
    assert "Rule C01, version 3" in flag
    assert "not a verdict" in html
    for word in ("guilty", "fraud", "corrupt", "suspect"):
        assert word not in html.lower()


def test_the_log_s_own_base_rate_stands_with_every_indicator(tmp_path):
    assert flagged(tmp_path).count("Base rate of this log") == 3


def test_the_two_languages_say_the_same_number_of_things_in_different_words(tmp_path):
    english, indonesian = parsed(flagged(tmp_path, "en")), parsed(flagged(tmp_path, "id"))
    assert [tag for tag, _ in english.tags] == [tag for tag, _ in indonesian.tags]
    html = flagged(tmp_path, "id")
    for sentence in ("What was read", "In time", "Whether the promise", "working days", "Why?", "by its name"):
        assert sentence not in html


def test_hostile_values_from_csv_stay_values(tmp_path):
    safe = HOSTILE.replace('"', "'").replace(",", ";")
    data = [(f"{safe}{c}", f"{a}{safe}", t, f"{safe}{o}") for c, a, t, o in rows()]
    html = report(tmp_path, csv_text((f"case {safe}", *PLAIN[1:]), data=data).replace(f"case {safe}", "case_id", 1))
    parsed(html)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html
    html = report(tmp_path, csv_text(("case_id", *PLAIN[1:3], safe), data=data))
    assert "<script" not in html


def test_hostile_values_from_xes_and_a_hostile_file_name_stay_values(tmp_path):
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    name = "<script>alert(3)<&>.xes"
    html = report(tmp_path, xes_text([(c, a + escaped, t, escaped) for c, a, t, _ in rows()]), name=name)
    parsed(html)
    assert "<script" not in html
    assert "<img" not in html


def test_control_characters_and_endless_values_are_tamed(tmp_path):
    data = [(c, a + "\x1b[31m\u0085" + "x" * 5000, t, o) for c, a, t, o in rows()]
    html = report(tmp_path, csv_text(PLAIN, data=data))
    assert "\x1b" not in html
    assert "\u0085" not in html
    assert "x" * 200 not in html
    assert len(html) < 150_000


def test_a_log_without_deadlines_says_so_and_shows_how_long_cases_took(tmp_path):
    html = report(tmp_path, csv_text(PLAIN))
    assert "This log has no deadline of cases" in html
    assert "Half of the 40 closed cases took up to" in html


def test_the_smallest_log_still_makes_a_page(tmp_path):
    html = report(tmp_path, "case_id,activity,timestamp\nK1,A,2024-01-01 08:00\n")
    parsed(html)
    assert "No case has two steps or more" in html


def test_numbers_and_dates_are_written_as_each_language_writes_them():
    low, high = wilson(71, 100)
    assert Words("en").sure(71, 100) == f"71.0% (95% CI {100 * low:.1f}–{100 * high:.1f}%)"
    assert Words("id").sure(71, 100).startswith("71,0% (SK 95% ")
    assert Words("id").n(8577) == "8.577"


@pytest.mark.validator
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_is_valid_html(tmp_path, language):
    file = write(tmp_path, "report.html", flagged(tmp_path, language))
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--also-check-css", str(file)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (360, "dark")])
def test_the_page_is_accessible_and_fits_a_phone(tmp_path, width, scheme):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - absent where there is no browser

    file = write(tmp_path, "report.html", flagged(tmp_path, "id"))
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        shown, asked = context.new_page(), []
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(file.as_uri())
        assert asked == [file.as_uri()]
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        shown.add_script_tag(path=str(AXE))
        found = shown.evaluate("axe.run(document)")["violations"]
        browser.close()
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []


def test_the_style_stands_in_the_package():
    assert (Path(__file__).parents[2] / "src/layani/lake/report/report.css").stat().st_size < 10_000
