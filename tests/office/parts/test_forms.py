"""Every kind of question is shown so that it can be read, filled in and put right."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from layani.office.pages.parts.forms import SHAPES, field_part
from layani.office.pages.public.gallery import ANSWERS, CONTRACT, FIELDS, PROBLEMS
from layani.rules.catalogue.fields import KINDS, kind_of
from layani.rules.catalogue.kind import posted_parts
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

VALUES = {
    "text": "Carla & Co <b>",
    "long text": "Baris satu\nbaris dua",
    "number": 25,
    "money": 5_000_000,
    "date": "1990-03-05",
    "yes no": False,
    "choice": "rent",
    "several": ["own", "rent"],
    "nik": "3578014503900002",
    "phone": "+6281234567890",
    "email": "carla@example.org",
    "address": {"street": "Jl. Melati 3", "rt": "003", "rw": "012", "ward": "99.01.01.1002"},
    "file": CONTRACT,
    "declaration": True,
}
BY_KIND = {field.kind: field for field in FIELDS if field.source is None}


class Page(HTMLParser):
    """Reads what a browser would post, and what is tied to what."""

    def __init__(self, html):
        super().__init__()
        self.posted, self.ids, self.labels, self.described, self.boxes = {}, [], [], [], []
        self.select, self.area, self.depth = None, None, 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        self.labels += [values["for"]] if "for" in values else []
        self.described += values.get("aria-describedby", "").split()
        self.depth += tag == "label"
        if tag in ("input", "select", "textarea"):
            self.boxes.append((values["id"], self.depth > 0))
        if tag == "select":
            self.select = values["name"]
        elif tag == "option" and "selected" in values:
            self.posted.setdefault(self.select, []).append(values["value"])
        elif tag == "textarea":
            self.area = values["name"]
        elif tag == "input" and (values["type"] not in ("radio", "checkbox") or "checked" in values):
            self.posted.setdefault(values["name"], []).append(values.get("value", ""))

    def handle_endtag(self, tag):
        self.depth -= tag == "label"
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.posted.setdefault(self.area, []).append(data)


def shown(part):
    return render_to_string("parts/form_field.html", {"field": part})


def test_every_kind_of_question_can_be_shown():
    # A list has rows of the others and no boxes of its own: test_rows.py shows it.
    assert {*SHAPES, "list"} == set(KINDS)
    assert set(SHAPES) == set(BY_KIND) == set(VALUES)


@pytest.mark.parametrize("kind", sorted(set(VALUES) - {"file"}))
def test_an_answer_that_is_shown_and_posted_again_stays_the_same(kind):
    asked, value = BY_KIND[kind], VALUES[kind]
    page = Page(shown(field_part(asked, value)))
    assert kind_of(asked).read(asked, posted_parts(kind_of(asked), asked, page.posted)) == value


@pytest.mark.parametrize("kind", sorted(VALUES))
@pytest.mark.parametrize("problem", [None, Text("Tulis lagi.", "Write it again.")])
def test_every_box_has_a_label_and_every_hint_its_box(kind, problem):
    page = Page(shown(field_part(BY_KIND[kind], VALUES[kind], problem)))
    assert page.boxes
    assert all(inside or box in page.labels for box, inside in page.boxes)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.labels) | set(page.described) <= set(page.ids)


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_a_problem_is_told_beside_the_question_and_linked_from_the_summary(kind, language):
    problem = Text("Tulis lagi <sekarang>.", "Write it again <now>.")
    part = field_part(BY_KIND[kind], None, problem)
    html, told = shown(part), problem.in_(language).replace("<", "&lt;").replace(">", "&gt;")
    summary = render_to_string("parts/error_summary.html", {"fields": [part], "problems": [part]})
    page = Page(html)
    assert told in html
    assert told in summary
    assert f'href="#{part.id}"' in summary
    assert part.id in page.ids
    assert f"f-{part.name}-problem" in page.described


def test_no_summary_is_shown_when_nothing_is_wrong():
    assert (
        render_to_string("parts/error_summary.html", {"fields": [field_part(FIELDS[1])], "problems": []}).strip() == ""
    )


def test_what_cannot_be_read_is_shown_as_it_was_written():
    posted = {"born-day": ["31"], "born-month": ["<b>"], "born-year": ["1990"]}
    html = shown(field_part(BY_KIND["date"], problem=PROBLEMS["born"], posted=posted))
    assert Page(html).posted == posted
    assert "&lt;b&gt;" in html


def test_what_the_office_holds_is_shown_and_not_asked():
    asked = FIELDS[0]
    html = shown(field_part(asked, ANSWERS["nik"]))
    assert ANSWERS["nik"] in html
    assert Page(html).boxes == []


def test_at_the_counter_the_officer_types_what_the_identity_would_give():
    html = shown(field_part(FIELDS[0], ANSWERS["nik"], ask_identity=True))
    assert Page(html).posted == {"nik": [ANSWERS["nik"]]}


def test_an_uploaded_file_is_named_and_need_not_be_sent_again(language):
    html = shown(field_part(BY_KIND["file"], CONTRACT))
    assert "sewa.pdf" in html
    assert 'accept=".pdf,.jpg,.png,application/pdf,image/jpeg,image/png"' in html
    assert "5 MB" in html


def test_a_question_of_its_own_page_is_the_pages_heading():
    assert re.search(r"<legend><h1>.*</h1></legend>", shown(field_part(BY_KIND["choice"], heading=True)))
    assert re.search(r"<h1><label .*</label></h1>", shown(field_part(BY_KIND["text"], heading=True)))


def test_a_question_that_may_stay_empty_says_so(language):
    words = {"id": "boleh kosong", "en": "optional"}[language]
    optional = Field("note", "text", Text("Catatan", "Note"), required=False)
    assert words in shown(field_part(optional))
    assert words not in shown(field_part(BY_KIND["text"]))


def test_browsers_may_fill_in_what_they_know():
    assert 'autocomplete="name"' in shown(field_part(BY_KIND["text"]))
    assert 'autocomplete="bday-month"' in shown(field_part(BY_KIND["date"]))
    assert 'autocomplete="tel"' in shown(field_part(BY_KIND["phone"]))
