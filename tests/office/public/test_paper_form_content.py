"""What stands on a paper form: each kind of question with its boxes, whatever the words in it are, however many."""

import io
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from pypdf import PdfReader

from layani.office.actions.printing.forms import form_pdf
from layani.office.actions.printing.standards import standard_pdf
from layani.office.house import catalogue
from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.model import Field, FormPage
from layani.rules.catalogue.renderings.bpmn import bpmn_of
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form
from layani.rules.text import Text

DAY = date(2026, 11, 28)
ENGLISH = Edition("en", "https://office.example", DAY)
SERVICE = catalogue().services["hall-use"]
OFFICE = catalogue().office
HOSTILE = '#eval("1+1") *bold* $x$ <b>&amp; \\ "q" @cite `code` //comment [x]'


def text_of(pdf) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def packed(words) -> str:
    return "".join(words.split())


def with_fields(*fields):
    return replace(SERVICE, pages=(FormPage("all", Text("Semua", "All"), fields),))


def questions(*fields, language="en"):
    content = paper_form(with_fields(*fields), OFFICE, Edition(language, "https://office.example", DAY))
    return content["sections"][0]["questions"]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("nik", {"shape": "cells", "groups": [16], "under": []}),
        ("date", {"shape": "cells", "groups": [2, 2, 4], "under": ["day", "month", "year"]}),
        ("yes no", {"shape": "ticks", "ticks": ["Yes", "No"]}),
        ("declaration", {"shape": "ticks", "ticks": ["Yes, I declare it"]}),
        ("file", {"shape": "ticks", "ticks": ["I attach it"]}),
        ("money", {"shape": "lines", "lines": 1, "prefix": "Rp"}),
        ("long text", {"shape": "lines", "lines": 4, "prefix": ""}),
        ("a kind of tomorrow", {"shape": "lines", "lines": 1, "prefix": ""}),
    ],
)
def test_each_kind_has_its_boxes(kind, shape):
    (found,) = questions(Field("one", kind, Text("Satu", "One")))
    assert {name: found[name] for name in shape} == shape


def test_every_kind_of_field_can_be_printed():
    fields = [Field(f"f{n}", kind, Text(kind, kind), options=(("a", Text("a", "a")),)) for n, kind in enumerate(KINDS)]
    assert len(PdfReader(io.BytesIO(form_pdf(with_fields(*fields), OFFICE, ENGLISH))).pages) >= 2


def test_a_short_list_is_ticked_and_a_long_one_written():
    def choice(count):
        options = tuple((str(n), Text(str(n), str(n))) for n in range(count))
        return Field("one", "choice", Text("Satu", "One"), options=options)

    assert [one["shape"] for one in questions(choice(12)) + questions(choice(13))] == ["ticks", "lines"]


def test_what_the_office_holds_is_asked_of_the_others_only_and_the_nik_of_everybody():
    fields = (Field("nik", "nik", Text("NIK", "NIK"), source="identity"),
              Field("name", "text", Text("Nama", "Name"), source="identity"),
              Field("pet", "text", Text("Kucing", "Cat"), required=False))  # fmt: skip
    assert [one["note"] for one in questions(*fields)] == [
        "", "only if you are not yet registered at this office", "may be left empty",
    ]  # fmt: skip


def test_words_are_set_as_they_are_and_never_run():
    words = Text(HOSTILE, HOSTILE)
    service = replace(with_fields(Field("one", "text", words, hint=words)), name=words, summary=words)
    for made in (form_pdf(service, OFFICE, ENGLISH), standard_pdf(service, OFFICE, ENGLISH)):
        assert packed(HOSTILE) in packed(text_of(made))
    root = Xml.fromstring(bpmn_of(service, OFFICE, "en"))  # noqa: S314  our own
    assert HOSTILE in {one.get("name") for one in root.iter()}


def test_three_hundred_questions_are_a_matter_of_a_moment():
    many = with_fields(*(Field(f"f{n}", "text", Text(f"Pertanyaan {n}", f"Question {n}")) for n in range(300)))
    began = time.process_time()
    made = form_pdf(many, OFFICE, ENGLISH)
    assert time.process_time() - began < 5, "seconds"
    assert "300. Question 299" in text_of(made)


STANDARDS = load_catalogue(Path(__file__).parents[2] / "standards_office")


@pytest.mark.parametrize("make", [form_pdf, standard_pdf])
def test_a_paper_prints_the_tariff_by_which_the_office_reckons(make):
    plot = STANDARDS.services["burial-plot"]
    paper = packed(text_of(make(plot, STANDARDS.office, ENGLISH)))
    for words in (
        "Rate of three years for an ordinary plot, until 31 December 2026",
        "Class of block Amount AA I IDR 100,000 AA II IDR 80,000",
        "from 1 January 2027",
        "AA I IDR 125,000",
        "A shared plot of one family 25",
        "Poor families: free",
        "down to a multiple of IDR 1,000",
    ):
        assert packed(words) in paper
    later = packed(text_of(make(plot, STANDARDS.office, replace(ENGLISH, day=date(2027, 1, 1)))))
    assert packed("IDR 125,000") in later and packed("IDR 100,000 AA II IDR 80,000") not in later


def test_a_long_tariff_is_on_the_standard_and_not_on_the_form():
    plot = STANDARDS.services["burial-plot"]
    rate = plot.amounts.tables["rate"]
    long = replace(rate, rows=rate.rows * 20)
    service = replace(plot, amounts=replace(plot.amounts, tables={**plot.amounts.tables, "rate": long}))
    form = paper_form(service, STANDARDS.office, ENGLISH)["tariffs"][0]
    assert not form["tables"] and "see the service standard" in form["note"]
    assert text_of(standard_pdf(service, STANDARDS.office, ENGLISH)).count("AA II") >= 40


def test_what_a_register_gives_is_said_to_be_looked_up_by_the_office():
    moving = catalogue().services["move-of-address"]
    sections = paper_form(moving, OFFICE, ENGLISH)["sections"]
    notes = {one["label"]: one["note"] for section in sections for one in section["questions"]}
    assert "the office looks this up in Population register" in notes["Where did you live before?"]
    assert "looks this up" not in notes["When did you move?"]


def test_the_applicants_step_is_announced_on_paper_with_its_time_and_for_whom():
    standards = load_catalogue(Path(__file__).parents[2] / "standards_office")
    lines = paper_form(standards.services["burial-plot"], standards.office, ENGLISH)["rules"]
    [line] = [one for one in lines if "it is your turn" in one]
    assert "Pay the fee at the regional bank and show the receipt (within 2 working days" in line
    assert line.endswith("only if what is found makes it necessary: The plot is chosen on the map and looked at")
