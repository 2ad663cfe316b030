"""The frame around every page, the parts in it, and the pages that say what went wrong."""

import logging
import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.utils import translation

from layani.office.pages.page import Readers
from layani.office.pages.parts import errors
from layani.office.pages.parts.charts import bar_chart, line_chart
from layani.office.pages.parts.context import Link, links
from layani.rules.text import Text
from tests.office.parts.test_page import CAST

PARTS = Text("Bagian", "Parts")


def words_of(answer):
    return answer.content.decode()


def test_every_page_says_its_language_and_lets_the_reader_change_it(asked, language):
    html = words_of(errors.not_found(asked))
    assert f'<html lang="{language}">' in html
    assert f'value="{language}" lang="{language}" aria-current="true"' in html
    assert 'name="next" value="/some/page/?a=1"' in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_the_address_in_the_frame_is_escaped(rf):
    html = words_of(errors.not_found(rf.get('/"><script>alert(1)</script>')))
    assert "<script" not in html


def test_nothing_on_a_page_needs_a_script_or_an_inline_style(client):
    html = words_of(client.get("/gallery/?bad=1"))
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)


def test_an_officer_finds_the_way_in_at_the_foot_of_every_page(asked, language):
    words = {"id": "Untuk petugas", "en": "For officers"}[language]
    assert f'<a href="/officer/sign-in/">{words}</a>' in words_of(errors.not_found(asked))


def test_the_demo_says_so_and_a_real_office_does_not(asked, settings):
    settings.LAYANI_DEMO = True
    assert 'class="demo"' in words_of(errors.not_found(asked))
    settings.LAYANI_DEMO = False
    assert 'class="demo"' not in words_of(errors.not_found(asked))


def test_a_page_with_problems_says_so_in_its_title(asked, language):
    html = words_of(render(asked, "parts/error_404.html", {"problems": [1]}))
    assert {"id": "<title>Perlu diperbaiki: ", "en": "<title>To be fixed: "}[language] in html


def test_the_offices_name_stands_on_every_page(asked, language):
    html = words_of(errors.not_found(asked))
    assert {"id": "<b>Kecamatan Sukamaju</b>", "en": "<b>Sukamaju District</b>"}[language] in html


@pytest.mark.parametrize("who", CAST)
def test_who_is_signed_in_can_sign_out_and_others_cannot(asked, who):
    asked.actor = CAST[who][0]
    signed_in = asked.actor is not None and (asked.actor.is_citizen or asked.actor.is_officer)
    assert ("Keluar</button>" in words_of(errors.not_found(asked))) == signed_in


def test_a_menu_has_only_pages_that_exist(language):
    assert links({"gallery": PARTS, "no-such-page": PARTS}, language) == (Link(PARTS.in_(language), "/gallery/"),)


def test_the_menu_marks_the_page_that_is_shown(rf, monkeypatch):
    monkeypatch.setattr("layani.office.pages.parts.context.PUBLIC_MENU", {"gallery": PARTS})
    assert '<a href="/gallery/" aria-current="page">' in words_of(errors.not_found(rf.get("/gallery/")))
    assert '<a href="/gallery/">' in words_of(errors.not_found(rf.get("/other/")))


def test_someone_signed_in_without_the_role_is_told_so(client, monkeypatch):
    monkeypatch.setattr(Readers, "admit", lambda readers, actor, **how: False)
    monkeypatch.setattr("layani.office.pages.page._turned_away", _refuse)
    answer = client.get("/gallery/")
    assert answer.status_code == 403
    assert "bukan untuk peran Anda" in words_of(answer)


def _refuse(request: HttpRequest, readers: Readers, actor: object):
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 - stands in for the guard

    raise PermissionDenied


@pytest.mark.parametrize(
    ("page", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.form_expired, 403), (errors.not_found, 404)],
)
def test_each_error_page_has_its_status_and_a_way_on(asked, page, status, language):
    answer = page(asked)
    html = words_of(answer)
    assert answer.status_code == status
    assert html.count("<h1>") == 1
    assert 'class="ds-button" href="/' in html


def test_too_much_at_once_is_answered_with_the_limit(asked, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
    answer = errors.bad_request(asked, RequestDataTooBig())
    assert answer.status_code == 413
    assert "3 MB" in words_of(answer)


def test_the_last_error_page_asks_nothing_of_the_office(asked, monkeypatch, caplog):
    def broken(request):
        raise AssertionError("the last error page must not need the frame")

    monkeypatch.setattr("layani.office.pages.parts.context.frame", broken)
    with caplog.at_level(logging.ERROR):
        answer = errors.server_error(HttpRequest())
    html = words_of(answer)
    incident = re.search(r'class="code">([0-9a-f]{8})<', html)[1]
    assert answer.status_code == 500
    assert incident in caplog.text
    assert "pihak kami" in html
    assert "on our side" in html


def test_the_last_error_page_comes_even_without_static_files(monkeypatch):
    def missing(name):
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    monkeypatch.setattr(errors, "static", missing)
    assert "<link" not in words_of(errors.server_error(HttpRequest()))


ROWS = [("Satu", 1.0, "1,0"), ("Dua", 4.0, "4,0"), ("Tiga", 0.0, "0")]


def test_bars_are_as_long_as_their_values():
    chart = bar_chart("c", PARTS, PARTS, PARTS, ROWS, goal=(3, PARTS))
    first, second, third = chart.bars
    assert second.width == pytest.approx(4 * first.width, abs=0.2)
    assert third.width == 0
    assert [bar.late for bar in chart.bars] == [False, True, False]
    assert first.width < chart.goal_x < second.width


def test_a_chart_of_nothing_is_drawn_without_fault():
    assert bar_chart("c", PARTS, PARTS, PARTS, []).bars == ()
    assert line_chart("c", PARTS, PARTS, PARTS, [], span=(0, 100)).path == ""
    assert bar_chart("c", PARTS, PARTS, PARTS, [("Nol", 0.0, "0")]).bars[0].width == 0


def test_a_line_rises_with_its_values_and_names_at_most_six_times():
    rows = [(str(month), float(month), str(month)) for month in range(24)]
    points = line_chart("c", PARTS, PARTS, PARTS, rows, span=(0, 24)).points
    assert [point.y for point in points] == sorted((point.y for point in points), reverse=True)
    assert sum(point.worded for point in points) <= 6
    assert points[-1].worded


@pytest.mark.parametrize(("name", "chart"), [
    ("bar", bar_chart("c", PARTS, PARTS, PARTS, ROWS)),
    ("line", line_chart("c", PARTS, PARTS, PARTS, ROWS, span=(0, 5))),
])  # fmt: skip
def test_a_chart_is_also_a_table(name, chart):
    html = loader.render_to_string(f"parts/{name}_chart.html", {"chart": chart})
    assert [html.count(f">{shown}<") >= 1 for _, _, shown in ROWS] == [True] * 3
    assert "<table" in html
    assert 'role="img"' in html


def test_svg_is_written_with_points_in_both_languages():
    chart = bar_chart("c", PARTS, PARTS, PARTS, ROWS)
    for language in ("id", "en"):
        with translation.override(language):
            html = loader.render_to_string("parts/bar_chart.html", {"chart": chart})
        assert not re.search(r'(?:width|x|y)="\d+,\d', html)


def test_a_part_that_does_not_exist_is_not_invented():
    with pytest.raises(TemplateDoesNotExist):
        loader.get_template("parts/no_such_part.html")
