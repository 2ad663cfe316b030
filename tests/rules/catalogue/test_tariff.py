"""The tariff that is published: the tables, numbers and formula with which the file itself reckons."""

from datetime import date
from pathlib import Path

import pytest

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.amounts.cell import read_cell
from layani.rules.catalogue.expressions.syntax import parse
from layani.rules.catalogue.expressions.types import DATE, MONEY, NUMBER, Type
from layani.rules.catalogue.renderings.cell_words import cell_words
from layani.rules.catalogue.renderings.formula_words import formula_words
from layani.rules.catalogue.renderings.standard_table import standard_table
from layani.rules.catalogue.renderings.tariff import benefit_tariff, fee_tariff
from layani.rules.text import Text

STANDARDS = load_catalogue(Path(__file__).parents[2] / "standards_office")
PRICED = (Path(__file__).parent / "priced.yaml").read_text(encoding="utf-8")
DAY = date(2026, 12, 1)


def lines(found):
    return [(one.name.en, one.says.en) for one in found]


@pytest.fixture
def hall(copy):
    """Return a function that loads the community hall with another fee, or with one of everything."""

    def load(fee: str = PRICED):
        path = copy / "hall-use" / "service.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("fee: free\n", fee), encoding="utf-8")
        loaded = load_catalogue(copy)
        return loaded.services["hall-use"], loaded.office

    return load


def test_rows_stand_as_in_force_on_the_day_and_then_as_they_change():
    plot = STANDARDS.services["burial-plot"]
    now, later, portion = fee_tariff(plot, STANDARDS.office, DAY).sheets
    assert (now.title.en, later.title.en) == (
        "Rate of three years for an ordinary plot, until 31 December 2026",
        "Rate of three years for an ordinary plot, from 1 January 2027",
    )
    assert [tuple(cell.en for cell in row) for row in now.rows[:2]] == [
        ("AA I", "IDR 100,000"),
        ("AA II", "IDR 80,000"),
    ]
    assert [row[1].en for row in later.rows] == ["IDR 125,000", "IDR 100,000", "IDR 75,000", "IDR 50,000", "IDR 0"]
    assert portion.heads[0] == plot.fields["kind"].label
    (only, _) = fee_tariff(plot, STANDARDS.office, date(2027, 1, 1)).sheets
    assert only.title.en == "Rate of three years for an ordinary plot" and only.rows == later.rows


def test_everything_that_is_reckoned_with_is_told(hall):
    found = fee_tariff(*hall(), DAY)
    assert lines(found.lines) == [
        (
            "Rate times guests and weight of the event",
            "“Rate per guest” × “How many people will come?” × “Weight of the event”",
        ),
        ("At the least", "IDR 15,000"),
        ("At the most", "IDR 300,000"),
        ("Rounding", "down to a multiple of IDR 500"),
        ("when applying", "33 %"),
        ("before the event", "67 %"),
    ]
    assert lines(found.figures) == [
        ("Rate per guest", "IDR 1,000; from 1 January 2027: IDR 1,250"),
        ("A small event", "20"),
    ]
    assert lines(found.waivers) == [("Meeting of residents", "50 % less"), ("Small event", "free")]
    assert lines(found.deposits) == [("Given back after the event", "IDR 100,000")]
    (weight,) = found.sheets
    assert weight.rows[2][1:] == (
        Text("101 atau lebih", "101 or more"),
        Text("2 (olahraga besar)", "2 (large sports event)"),
    )
    assert (weight.otherwise.en, weight.law.id) == ("3", "kep-camat-3-2026")


def test_a_table_that_only_the_benefit_reads_stands_with_the_benefit(hall):
    now, later = benefit_tariff(*hall(), DAY).sheets
    assert now.heads[0].en.startswith("“Sound system” is chosen at") and len(now.rows) == 1
    assert later.title.en == "Equipment, from 15 December 2026" and later.note.en == "All rows that fit are added up."
    assert later.rows[1][0].en == "any"


def test_fees_by_circumstance_are_a_table_and_one_fixed_fee_needs_none(hall):
    rows = """fee:
  - {amount: 0 IDR, law: kep-camat-3-2026, when: purpose == "meeting", says: {id: Rapat, en: Meetings}}
  - {amount: 20_000 IDR, law: kep-camat-3-2026}
"""
    found = fee_tariff(*hall(rows), DAY)
    (sheet,) = found.sheets
    assert sheet.rows[0][0].en.startswith("Meetings, only if “") and sheet.rows[0][1].en == "free"
    assert sheet.otherwise.en == "IDR 20,000"
    service, office = hall()
    assert not fee_tariff(STANDARDS.services["marriage-letters"], office, DAY)


EVERY = """fee:
  - {amount: 0 IDR, law: kep-camat-3-2026, when: purpose == "meeting", says: {id: ID, en: EN}}
  - {amount: 30_000 IDR, law: kep-camat-3-2026, when: purpose != "meeting"}
"""


@pytest.mark.parametrize(
    ("second", "otherwise"), [('purpose != "meeting"', None), ('purpose == "sports"', Text("gratis", "free"))]
)
def test_what_no_answer_can_reach_is_left_out(hall, second, otherwise):
    (sheet,) = fee_tariff(*hall(EVERY.replace('purpose != "meeting"', second)), DAY).sheets
    assert len(sheet.rows) == 2 and sheet.otherwise == otherwise


def test_a_question_without_a_short_list_may_leave_something(hall):
    (sheet,) = fee_tariff(*hall(EVERY.replace("purpose", "guests").replace('"meeting"', "5")), DAY).sheets
    assert sheet.otherwise == Text("gratis", "free")


def test_a_row_that_is_called_like_its_answer_says_so_once(hall):
    words = Text("Rapat warga atau organisasi", "Meeting of residents or an association")
    rows = EVERY.replace("id: ID", f"id: {words.id}").replace("en: EN", f"en: {words.en}")
    (sheet,) = fee_tariff(*hall(rows), DAY).sheets
    assert sheet.rows[0][0] == words


def test_the_standard_says_who_pays_less_and_where_the_tariff_stands():
    plot = STANDARDS.services["burial-plot"]
    delivery, _ = standard_table(plot, fee_tariff(plot, STANDARDS.office, DAY))
    assert [one.en for one in delivery.rows[3].sentences] == [
        "Worked out from your answers", "Poor families: free", "The whole tariff: see the annex",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "column", "english"),
    [
        ("any", NUMBER, "any"),
        (3, NUMBER, "3"),
        (">= 100 && < 500", NUMBER, "100 to 499"),
        ("!= 5", NUMBER, "4 at most or 6 or more"),
        ("< 5_000_000 IDR", MONEY, "less than IDR 5,000,000"),
        ("> 1_000 IDR && <= 2_000 IDR", MONEY, "more than IDR 1,000 and IDR 2,000 at most"),
        (">= 2027-01-01", DATE, "1 January 2027 or more"),
        (True, Type("yes or no"), "yes"),
        ("in [a, b]", Type("text", options=("a", "b", "c")), "First or Second"),
        ("!= a", Type("text", options=("a", "b", "c")), "any but First"),
    ],
)
def test_a_cell_is_said_in_words(written, column, english):
    options = {"a": Text("Satu", "First"), "b": Text("Dua", "Second")}
    assert cell_words(read_cell(written, column), column, options).en == english


@pytest.mark.parametrize(
    ("formula", "english"),
    [
        ("(guests + 2) * 3", "(“How many people will come?” + 2) × 3"),
        ("guests - (guests - 1)", "“How many people will come?” − (“How many people will come?” − 1)"),
        ("guests * 3 / 2", "“How many people will come?” × 3 ÷ 2"),
        ("share(idr(50000), guests + 1)", "IDR 50,000 × (“How many people will come?” + 1) ÷ 1,000"),
        ("guests > 2 ? idr(1) : idr(2)", None),
    ],
)
def test_a_formula_is_said_in_words_or_not_at_all(catalogue, formula, english):
    service = catalogue.services["hall-use"]
    found = formula_words(parse(formula), service.fields, service.amounts)
    assert (found.en if found else None) == english
