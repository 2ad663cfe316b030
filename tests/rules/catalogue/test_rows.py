"""Lists: rows are read whatever is posted, checked one by one, counted, summed and put into letters."""

import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layani.example_office
from layani.rules.catalogue.anonymous.example import Story, drawn
from layani.rules.catalogue.anonymous.writing import example_lines
from layani.rules.catalogue.answers import answers_schema, check_answers, read_form
from layani.rules.catalogue.beginning.samples import sample_answer
from layani.rules.catalogue.examples import worked_examples
from layani.rules.catalogue.fields import KINDS, posted, show
from layani.rules.catalogue.kind import LONGEST_POSTING, Unreadable, posted_parts
from layani.rules.catalogue.letters import list_values, with_rows
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.renderings.paper_form import Edition, paper_form
from layani.rules.catalogue.rows import ROW_KINDS, posted_rows, rows_at_fault
from layani.rules.catalogue.rules import evaluate_rules
from layani.rules.text import Text
from tests.rules.catalogue.test_kinds import ANSWERS, WARDS

FOLDER = Path(layani.example_office.__file__).parent


def column(name, kind, **more):
    options = {"address": WARDS, "choice": ANSWERS}.get(kind, ())
    return Field(name=name, kind=kind, label=Text(name.title(), name.title()), options=options, **more)


HEIRS = Field(
    name="heirs",
    kind="list",
    label=Text("Ahli waris", "Heirs"),
    one=Text("ahli waris", "heir"),
    limits={"least": 1, "most": 4},
    columns=(
        column("name", "text"),
        column("born", "date"),
        column("share", "money", required=False),
        column("home", "address", required=False),
        column("living", "yes no", required=False),
    ),
)
EKA = {"name": "Eka", "born": "2001-02-03", "share": 500, "living": False}
RINA = {"name": "Rina", "born": "1970-07-01"}


def read(form, one=HEIRS):
    return KINDS["list"].read(one, posted_parts(KINDS["list"], one, form))


def boxes(rows, one=HEIRS):
    return {key: [text] for key, text in posted(one, rows).items()}


rows = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Eka", "Rina | x", "{{ name }}", "<b>"]), "born": st.dates().map(str)},
        optional={
            "share": st.integers(0, 10**12),
            "living": st.booleans(),
            "home": st.just({"street": "Jalan 1", "rt": "001", "rw": "002", "ward": "99.01.01.1001"}),
        },
    ).filter(lambda row: "1900" <= row["born"] <= "2199"),
    min_size=1,
    max_size=4,
)


@given(rows)
def test_rows_that_are_shown_in_boxes_are_read_again(value):
    assert read(boxes(value)) == value


@given(rows, st.lists(st.integers(0, 999), min_size=4, max_size=4, unique=True).map(sorted))
def test_gaps_in_the_numbers_close_up(value, numbers):
    form = {}
    for key, texts in boxes(value).items():
        name, place, box = key.split("-", 2)
        form[f"{name}-{numbers[int(place)]}-{box}"] = texts
    assert read(form) == value


@given(
    st.dictionaries(
        st.one_of(
            st.text(max_size=20),
            st.builds(
                "heirs-{}-{}".format, st.integers(-5, 10**6), st.sampled_from(["name", "born-day", "x", "", "-"])
            ),
        ),
        st.lists(st.text(max_size=20), max_size=3),
        max_size=30,
    )
)
def test_whatever_is_posted_is_read_or_refused_in_words(form):
    known = {"name", "born", "share", "home", "living"}
    assert said_or_read(form, known)


def said_or_read(form, known):
    """Say whether a form is refused in both languages, or read as rows of known questions."""
    try:
        return all(set(row) <= known for row in read(form) or [])
    except Unreadable as fault:
        return bool(fault.text.id and fault.text.en)


def test_ten_thousand_rows_are_told_to_be_too_many_and_not_read():
    form = {f"heirs-{number}-name": ["x"] for number in range(10_000)}
    started = time.perf_counter()
    assert len(posted_rows(HEIRS, form)) == 5
    with pytest.raises(Unreadable):
        read(form)
    assert time.perf_counter() - started < 1


def test_more_rows_than_the_list_can_have_are_refused_in_words():
    result = KINDS["list"].problem(HEIRS, read(boxes([EKA] * 5)))
    assert "at most 4" in result.en


def test_a_number_written_twice_is_one_row_and_the_last_word_counts():
    form = {**boxes([EKA]), "heirs-00-name": ["Bima"], "heirs-000-name": ["Citra"]}
    assert read(form) == [{**EKA, "name": "Citra"}]


def test_a_row_in_which_nothing_is_written_is_none():
    form = boxes([EKA, RINA]) | {"heirs-7-name": ["  "], "heirs-8-born-day": [""]}
    assert read(form) == [EKA, RINA]


@pytest.mark.parametrize(
    ("key", "texts", "says"),
    [
        ("heirs-1-name", ["x"], "Heir 2, Born: Fill in: Born"),
        ("heirs-0-born-month", ["13"], "Heir 1, Born: Write a date"),
        ("heirs-0-share", ["lots"], "Heir 1, Share: Write an amount"),
        ("heirs-0-name", ["x" * (LONGEST_POSTING + 1)], "Heir 1, Name: Write at most 5000"),
        ("heirs-0-name", ["\ud800"], "Heir 1, Name: Write with ordinary characters"),
    ],
)
def test_what_is_wrong_names_the_row_and_the_question(key, texts, says):
    with pytest.raises(Unreadable) as fault:
        read({**boxes([EKA]), key: texts})
    assert says in fault.value.text.en


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("Eka", "at most 4"),
        ([], "at least 1"),
        ({}, "at least 1"),
        ([EKA] * 5, "at most 4"),
        ([None], "Heir 1: Write the answers"),
        ([EKA, {}], "Heir 2, Name: Fill in"),
        ([{**EKA, "nik": "1"}], "Heir 1: There is no such field"),
        ([{**EKA, "share": 1.5}], "Heir 1, Share"),
        ([{**EKA, "born": ["x"]}], "Heir 1, Born"),
        ([[[[]]]], "Heir 1"),
    ],
)
def test_what_a_program_sends_is_refused_by_row(value, says):
    assert says in KINDS["list"].problem(HEIRS, value).en


def test_what_no_schema_can_say_is_told_by_row():
    assert "Heir 2, Born" in KINDS["list"].confirm(HEIRS, [EKA, {**RINA, "born": "2026-02-30"}]).en


def test_the_schema_for_programs_says_how_few_there_may_be_and_a_draft_may_have_fewer(catalogue):
    two = Field(**{name: getattr(HEIRS, name) for name in HEIRS.__slots__} | {"limits": {"least": 2}})
    assert answers_schema((two,))["properties"]["heirs"]["minItems"] == 2
    assert "at least 2" in KINDS["list"].confirm(two, [EKA]).en


def test_every_kind_of_a_row_can_be_posted_and_shown():
    one = Field(
        name="all", kind="list", label=Text("a", "a"), columns=tuple(column(k.replace(" ", "_"), k) for k in ROW_KINDS)
    )
    row = {
        "address": {"street": "Jalan 1", "rt": "001", "rw": "002", "ward": "99.01.01.1001"},
        "choice": "own",
        "date": "2026-03-27",
        "email": "a@example.org",
        "long_text": "satu\ndua",
        "money": 5_000,
        "nik": "3171011708450001",
        "number": 7,
        "phone": "+6281234567890",
        "text": "Carla",
        "yes_no": True,
    }
    assert set(row) == {name.replace(" ", "_") for name in ROW_KINDS}
    assert read(boxes([row], one), one) == [row]
    assert show(one, [row], "en").startswith("1. Jalan 1")


# In a service


def test_a_rule_that_fails_over_a_list_names_the_rows(catalogue):
    service = catalogue.services["heirs-statement"]
    answers = {"other_heirs": [{"name": "Eka"}, {"name": "Rina"}, {"name": "Eka"}], "nik": "1"}
    results = {one.rule: one for one in evaluate_rules(service, answers, {})}
    assert results["named-once"].outcome == "failed"
    assert results["named-once"].rows == {"other_heirs": (0, 2)}


def test_the_words_name_the_rows():
    assert rows_at_fault({"heirs": HEIRS}, {"heirs": (1, 3)}).en == "Look at: Heir 2, Heir 4."
    assert rows_at_fault({"heirs": HEIRS}, {}) is None


def test_a_line_of_a_letter_stands_once_for_each_row_and_nothing_written_becomes_markup():
    letter = "| Heir | {{ heirs.name }}, {{ heirs.share or heirs.born }} |\nThey are {{ heirs.size }}. {{ name }}"
    rows = [{"name": "Eka | **x** {{ case.number }}", "born": "2001-02-03"}, RINA]
    lines = with_rows(letter, {"heirs": HEIRS}, {"heirs": rows}).split("\n")
    assert lines[1] == "| Heir | {{ heirs.1.name }}, {{ heirs.1.share or heirs.1.born }} |"
    assert lines[2] == "They are {{ heirs.size }}. {{ name }}"
    values = list_values({"heirs": HEIRS}, {"heirs": rows}, "en")
    assert values["heirs.size"] == "2"
    assert values["heirs.0.name"] == "Eka | **x** {{ case.number }}"
    assert values["heirs.1.share"] == "–"


def test_a_list_without_rows_leaves_its_line_out():
    assert with_rows("a\n- {{ heirs.name }}\nb", {"heirs": HEIRS}, {}) == "a\nb"


def test_on_paper_it_is_a_table_with_blank_rows_and_a_note_for_more(catalogue):
    form = paper_form(
        catalogue.services["heirs-statement"],
        catalogue.office,
        Edition("en", "https://example.org", date(2026, 11, 28)),
    )
    (table,) = [q for section in form["sections"] for q in section["questions"] if q["shape"] == "table"]
    assert table["rows"] == 6
    assert [head for head, _ in table["heads"]][0] == "Full name"
    assert "At most 30" in table["more"]


def test_a_sample_fits_the_form(catalogue):
    one = catalogue.services["heirs-statement"].fields["other_heirs"]
    (row,) = sample_answer(one, None)
    assert KINDS["list"].confirm(one, [row]) is None


def test_a_page_with_a_list_is_read_and_the_whole_is_checked(catalogue):
    service = catalogue.services["heirs-statement"]
    form = {"other_heirs-0-name": ["Eka"], "other_heirs-0-relation": ["child"], "other_heirs-3-name": ["Rina"]}
    result = read_form(service, "heirs", form, {})
    assert [one.field for one in result.problems] == ["other_heirs"]
    assert "Heir 2" in result.problems[0].text.en
    good = read_form(service, "heirs", {**form, "other_heirs-3-relation": ["spouse"]}, {})
    assert good.problems == ()
    assert [row["name"] for row in good.answers["other_heirs"]] == ["Eka", "Rina"]
    told = {one.field for one in check_answers(service, {"other_heirs": [{"name": "Eka", "nik": 5}]})}
    assert "other_heirs" in told


def test_an_example_that_is_drawn_from_a_case_names_nobody_of_its_rows(catalogue):
    service = catalogue.services["heirs-statement"]
    worked = worked_examples(FOLDER / "heirs-statement", service, catalogue.office)
    wulan = {"name": "Wulandari", "relation": "spouse", "nik": "3171014107700003", "phone": "+6281377788899"}
    real = {
        **next(iter(worked.values())).answers,
        "other_heirs": [wulan, {**wulan, "name": "Joko", "email": "j.h@gmail.com"}],
    }
    story = Story(service, catalogue.office, real, datetime(2026, 11, 30, 9, 30))  # noqa: DTZ001  local, as examples are
    text = "\n".join(example_lines(drawn(story, (1, 2, 3, -1)), "drawn")).lower()
    assert text.count("relation: spouse") == 2
    assert [word for word in ("wulan", "joko", "81377788899", "j.h@gmail", wulan["nik"]) if word in text] == []


# What the lint says, with file and line

LIST = """
  - page: people
    title: {id: Orang, en: People}
    fields:
      people:
        is: list
        label: {id: Siapa saja?, en: Who are they?}
        one: {id: orang, en: person}
        each:
          called: {is: text, label: {id: Dipanggil, en: Called}}
  - page: address
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("is: text, label: {id: Dipanggil", "is: file, label: {id: Dipanggil", "'file' cannot stand in the rows"),
        ("is: text, label: {id: Dipanggil", "is: list, label: {id: Dipanggil", "'list' cannot stand in the rows"),
        ("is: text, label: {id: Dipanggil", "is: textt, label: {id: Dipanggil", "no field of the kind 'textt'"),
        ("is: text, label: {id: Dipanggil", "is: choice, label: {id: Dipanggil", "'of' is missing"),
        ("is: text, label: {id: Dipanggil", "is: text, when: true, label: {id: Dipanggil", "'when' is not a key"),
        ("          called:", "          size:", "cannot be called 'size'"),
        ("        one: {id: orang, en: person}\n", "", "'one' is missing"),
        ("        is: list\n", "        is: list\n        most: 51\n", "a list has 1 to 50 rows, not 51"),
        ("        is: list\n", "        is: text\n", "does not know 'each'"),
        ("      people:\n", "      also: {is: text, label: {id: Juga, en: Also}}\n      people:\n", "shares its page"),
    ],
)
def test_a_list_that_cannot_be_is_told_with_its_line(problems, old, new, says):
    assert old in LIST
    found = problems("residence-letter/service.yaml", "\n  - page: address\n", LIST.replace(old, new, 1))
    told = [one for one in found if says in one.what]
    assert told, [str(one) for one in found]
    assert told[0].line > 1


def test_a_letter_line_cannot_name_two_lists(problems):
    second = (
        LIST.replace("page: people", "page: others").replace("people:", "others:").removesuffix("  - page: address\n")
    )
    found = problems("residence-letter/service.yaml", "\n  - page: address\n", second.rstrip() + LIST)
    assert [one for one in found if one.level == "error"] == []
    line = "{{ people.called }} {{ others.called }} {{ people.size }} {{ people.nobody }}\n"
    found = problems("residence-letter/letters/granted.en.md", "# ", f"{line}# ")
    assert any("rows of two lists" in one.what for one in found)
    assert any("people.nobody" in one.what for one in found)


TELLS = "tells:\n  - {id: folk, who: people, at: filed, law: uu-25-2009-21}\nsteps:\n"


@pytest.mark.parametrize(
    ("tells", "says"),
    [
        (TELLS, "nobody of 'people' can be reached"),
        (TELLS.replace("who: people", "who: person"), "'person' is no list of the form"),
        (TELLS.replace("law: uu-25-2009-21", "law: nothing"), "the law 'nothing' is not listed"),
        (
            TELLS.replace("steps:", "  - {id: folk, who: people, at: decided, law: uu-25-2009-21}\nsteps:"),
            "also called",
        ),
    ],
)
def test_who_is_told_must_be_reachable(problems, tells, says):
    problems("residence-letter/service.yaml", "\n  - page: address\n", LIST)
    found = problems("residence-letter/service.yaml", "steps:\n", tells)
    assert any(says in one.what for one in found), [str(one) for one in found]
