"""The promise and what became of it: exact where it may be said, silent where people could be recognised."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from django.core.cache import caches

from layani.office.house import service
from layani.office.pages.public.promise_figures import (
    day_minutes,
    first_month,
    lines,
    promised_minutes,
    together,
    working_words,
)
from layani.office.tables.models import Case, Figures, Survey
from layani.rules.catalogue import Term
from layani.rules.voice.survey import KEYS
from tests.office.public.conftest import SLUG

PAGE = f"/promise/{SLUG}/"


def text_of(answer):
    """Return the page's words, its markup taken away."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r" ([,.])", r"\1", " ".join(words.split()))


def english(client, path):
    return client.get(path, headers={"accept-language": "en"})


def test_the_page_says_promise_actual_median_and_ninetieth_percentile(client, today, month):
    month(10, decided=40, on_time=39)
    words = text_of(english(client, PAGE))
    assert "We promise a decision within 2 working days" in words
    assert "In October 2026, 39 of 40 applications were decided in time." in words
    assert "half were done within 1 h 30 min" in words
    assert "97 %" in words


def test_a_share_is_rounded_down_and_the_verdict_uses_the_exact_numbers(client, today, month):
    month(9, decided=1000, on_time=949)
    page = text_of(english(client, PAGE))
    assert "94 %" in page
    assert "Promise not kept" in page
    Figures.objects.update(on_time=950)
    caches["near"].clear()  # or a minute passes
    assert "Promise kept" in text_of(english(client, PAGE))


def test_ninety_nine_point_nine_is_not_a_hundred(client, today, month):
    month(10, decided=1000, on_time=999)
    assert "100 %" not in text_of(english(client, "/promise/"))


def test_a_month_with_fewer_than_five_decisions_is_hidden_and_in_no_sum(month):
    month(8, decided=4, on_time=1, refused=2)
    month(9, decided=20, on_time=20, refused=6)
    found = lines(Figures.objects.order_by("month"))
    assert (found[0].decided, found[0].on_time, found[0].refused, found[0].median_minutes) == (None,) * 4
    kept = together(service(SLUG), found)
    assert (kept.decided, kept.on_time, kept.refused) == (20, 20, 6)


def test_few_refusals_are_hidden_within_a_month_of_many_decisions(client, today, month):
    month(9, decided=77, on_time=77, refused=3)
    row = next(csv.DictReader(io.StringIO(client.get(f"{PAGE}data.csv").content.decode())))
    assert (row["decided"], row["refused"], row["deemed_granted"]) == ("77", "<5", "0")
    assert "&lt;5" in client.get(PAGE).content.decode()


def test_few_refusals_are_not_said_to_be_none(client, today, month):
    month(9, refused=3)
    assert "fewer than five in any month" in text_of(english(client, PAGE))
    month(10, refused=6)
    caches["near"].clear()  # or a minute passes
    assert "6 applications were refused" in text_of(english(client, PAGE))
    assert "not in this sum" in text_of(english(client, PAGE))


def test_no_refusal_is_said_to_be_none(client, today, month):
    month(9)
    assert "None was refused." in text_of(english(client, PAGE))


@pytest.mark.parametrize("file", ["", "data.csv", "data.json"])
def test_no_download_tells_what_the_page_hides(client, today, month, file):
    month(9, decided=4, on_time=3, refused=2, received=3)
    month(10, decided=50, on_time=50)
    content = client.get(PAGE + file).content.decode()
    assert "2026-09,<5,<5,<5,<5,<5,," in content or file != "data.csv"
    if file == "data.json":
        found = client.get(PAGE + file).json()["months"][0]
        assert [found[name] for name in ("received", "decided", "on_time", "refused", "median_minutes")] == [None] * 5
        assert "decided" in found["hidden"]


def test_a_service_without_decisions_says_so(client, today, db):
    assert "Too few have been decided" in text_of(english(client, PAGE))


def test_one_month_alone_has_no_line(client, today, month):
    month(10)
    page = client.get(PAGE).content.decode()
    assert "polyline" not in page
    assert page.count('<svg viewBox="0 0 360') == 1


def test_every_chart_has_title_description_and_a_table(client, today, month):
    for number in (7, 8, 9, 10):
        month(number, on_time=10 + number)
    page = client.get(PAGE).content.decode()
    charts = re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        label = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', chart)
        assert re.search(rf'<title id="{label[1]}">[^<]+</title>', chart)
        assert re.search(rf'<desc id="{label[2]}">[^<]+</desc>', chart)
        assert chart.count("<tr>") == 5


def test_only_the_last_twelve_months_are_shown(client, today, month):
    month(10, decided=90, on_time=0, year=2025)
    month(11, decided=50, on_time=50, year=2025)
    assert "Decided 50 " in text_of(english(client, PAGE))
    assert "2025-10" not in client.get(f"{PAGE}data.csv").content.decode()


@pytest.fixture
def heard(decided_cases, now):
    last_month = now - timedelta(days=31)

    def heard(answers, offers, score=4):
        for place, case in enumerate(decided_cases(offers)):
            answered = place < answers
            Survey.objects.create(
                case=case, office=case.office, service=SLUG, offered_at=last_month,
                answered_at=last_month if answered else None,
                scores=dict.fromkeys(KEYS, score) if answered else {},
            )  # fmt: skip

    return heard


@pytest.fixture
def decided_cases(carla_party, now):
    def make(count):
        return [
            Case.objects.create(
                number=f"SKM-{place}", party=carla_party, office="sukamaju", service=SLUG, version="1",
                channel="online", status="granted", lane="", ball="nobody", received_at=now, decided_at=now, seq=1,
                head=b"", rest={},
            )
            for place in range(count)
        ]  # fmt: skip

    return make


def test_the_index_is_shown_with_offers_and_answers(client, today, month, heard):
    heard(answers=6, offers=9)
    words = text_of(english(client, PAGE))
    assert "Satisfaction index (IKM) 100.00" in words
    assert "6 of 9" in words
    assert "With the weight 0.11 of many older reports the index is 99.00." in words


def test_four_answers_show_no_index_and_not_how_many(client, today, month, heard):
    heard(answers=4, offers=9)
    words = text_of(english(client, PAGE))
    assert "no month that is over has had five answers to the survey or more" in words
    assert "100.00" not in words
    assert "4 of 9" not in words
    assert client.get(f"{PAGE}data.json").json()["survey"]["answers"] is None


def test_the_figures_and_the_survey_are_asked_once_a_minute_and_in_each_language(
    client, today, month, heard, django_assert_num_queries
):
    heard(answers=6, offers=9)
    month(10)
    with django_assert_num_queries(4):
        client.get(PAGE)
    with django_assert_num_queries(0):
        assert "Kata warga" in client.get(PAGE).content.decode()
    with django_assert_num_queries(2):
        assert "What people say" in english(client, PAGE).content.decode()


def test_all_promises_cost_one_query_a_minute(client, today, month, django_assert_num_queries):
    month(10)
    month(10, slug="hall-use")
    with django_assert_num_queries(1):
        page = english(client, "/promise/")
    assert text_of(page).count("in time") >= 2


def test_the_description_fits_the_file_it_describes(client, today, month):
    month(9, refused=3)
    package = client.get(f"{PAGE}datapackage.json").json()
    resource = package["resources"][0]
    header = client.get(PAGE + resource["path"]).content.decode().splitlines()[0]
    assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
    assert "<5" in resource["schema"]["missingValues"]
    assert package["licenses"]


@pytest.mark.parametrize("demo", [True, False])
def test_the_figures_of_a_demo_say_so_and_others_say_that_imported_cases_do_not_count(client, month, settings, demo):
    settings.LAYANI_DEMO = demo
    month(9)
    assert client.get(f"{PAGE}data.json").json()["demo"] is demo
    assert ("made up" in client.get(f"{PAGE}datapackage.json").json()["title"]) is demo
    page = text_of(english(client, PAGE))
    assert ("This is only a demo" in page) is demo
    assert ("Cases of another system that were brought in later do not count" in page) is not demo


@pytest.mark.parametrize("path", ["/promise/no-such/", "/promise/no-such/data.csv", f"{PAGE}data.xlsx", f"{PAGE}../x"])
def test_what_does_not_exist_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_working_time_is_said_as_people_say_it():
    day = int(day_minutes())
    assert working_words(45).id == "45 menit"
    assert working_words(60).en == "1 h"
    assert working_words(day).en == "1 working day"
    assert working_words(day * 5 // 2).id == "2,5 hari kerja"


def test_a_promise_in_calendar_days_has_no_line_in_working_time():
    assert promised_minutes(Term(3, "calendar days")) is None
    assert promised_minutes(Term(4, "working hours")) == 240
    assert promised_minutes(Term(15, "working minutes")) == 15


def test_the_twelve_months_before_the_running_one_are_shown(today):
    assert str(first_month(today)) == "2025-11-01"


@pytest.mark.parametrize("path", ["", "data.csv", "data.json"])
def test_two_looks_a_day_apart_show_nothing_of_the_case_between_them(client, today, month, path):
    month(10, decided=40, on_time=39, refused=6)
    running = month(11, decided=20, on_time=20, refused=5)
    first = text_of(client.get(PAGE + path))
    Figures.objects.filter(pk=running.pk).update(decided=21, refused=6, received=23)
    caches["near"].clear()  # or a minute passes
    assert text_of(client.get(PAGE + path)) == first


def test_a_promise_that_has_changed_is_told_with_the_month_until_which_it_held(client, today, month):
    for number, days in ((8, 3), (9, 3), (10, 2)):
        Figures.objects.filter(pk=month(number).pk).update(promised=[[days, "working days"]])
    answer = english(client, PAGE)
    words = text_of(answer)
    assert "We promise a decision within 2 working days" in words
    assert "until September 2026 3 working days." in words
    assert "until Sep 26 3 working days, now 2 working days" in words
    assert "Dashed line: promise" not in words  # it would measure some months against a promise that they never had
    row = next(csv.DictReader(io.StringIO(client.get(f"{PAGE}data.csv").content.decode())))
    assert row["promised"] == "3 working days"


def test_a_promise_that_never_changed_is_told_once(client, today, month):
    for number in (9, 10):
        Figures.objects.filter(pk=month(number).pk).update(promised=[[2, "working days"]])
    words = text_of(english(client, PAGE))
    assert "another one before" not in words
    assert "Dashed line: promise, 2 working days." in words


def test_the_promises_of_a_hidden_month_are_hidden_too(client, today, month):
    Figures.objects.filter(pk=month(9, decided=4).pk).update(promised=[[7, "working days"]])
    month(10)
    assert "7 working days" not in text_of(english(client, PAGE))


def test_the_share_in_time_names_the_first_month_that_it_counts(client, today, month):
    month(8, decided=0)
    month(9, decided=3)
    month(10)
    assert "In time since October 2026" in text_of(english(client, PAGE))
