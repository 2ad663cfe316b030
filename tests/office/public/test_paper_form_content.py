"""What stands on a paper form: each kind of question with its boxes, whatever the words in it are, however many."""

import io
import time
from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest
from pypdf import PdfReader

from layani.office.actions.printing.forms import form_pdf
from layani.office.actions.printing.standards import standard_pdf
from layani.office.house import catalogue
from layani.rules.catalogue.fields import KINDS
from layani.rules.catalogue.model import Field, FormPage
from layani.rules.catalogue.renderings.bpmn import bpmn_of
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form
from layani.rules.text import Text

ENGLISH = Edition("en", "https://office.example")
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
    content = paper_form(with_fields(*fields), OFFICE, Edition(language, "https://office.example"))
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
    for made in (form_pdf(service, OFFICE, ENGLISH), standard_pdf(service, OFFICE, "en")):
        assert packed(HOSTILE) in packed(text_of(made))
    root = Xml.fromstring(bpmn_of(service, OFFICE, "en"))  # noqa: S314  our own
    assert HOSTILE in {one.get("name") for one in root.iter()}


def test_three_hundred_questions_are_a_matter_of_a_moment():
    many = with_fields(*(Field(f"f{n}", "text", Text(f"Pertanyaan {n}", f"Question {n}")) for n in range(300)))
    began = time.process_time()
    made = form_pdf(many, OFFICE, ENGLISH)
    assert time.process_time() - began < 5, "seconds"
    assert "300. Question 299" in text_of(made)
