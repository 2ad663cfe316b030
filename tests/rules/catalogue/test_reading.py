"""YAML of the catalogue: where each value stands, and what hostile or broken files meet."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.catalogue import CatalogueError
from layani.rules.catalogue.reading import LARGEST_FILE, parse_yaml, read_yaml

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def refused(text):
    with pytest.raises(CatalogueError) as fault:
        parse_yaml(text, "some/service.yaml")
    (problem,) = fault.value.problems
    return problem


def test_every_key_and_item_knows_its_line():
    source = parse_yaml("name:\n  id: Satu\n  en: One\nfor:\n  - person\n  - organisation\n", "x.yaml")
    assert source.line(("name",)) == 1
    assert source.line(("name", "en")) == 3
    assert source.line(("for", 1)) == 6
    assert source.line(("name", "missing", "below")) == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (LAUGHS, 1, "it uses an anchor (&) or an alias (*). Write the part out"),
        ("a: 1\nb: *a\n", 2, "it uses an anchor (&) or an alias (*)."),
        ("a: 1\na: 2\n", 2, "'a' stands here a second time (first in line 1). Keep one of the two."),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            1,
            "it uses the tag 'tag:yaml.org,2002:python/object/apply:os.system'.",
        ),
        ("a:\n\tb: 1\n", 2, "a tab stands where YAML wants spaces. Indent with spaces."),
        ("a: {id: Apa: ini, en: What}\n", 1, "Put a text that holds , : # or a bracket inside {…} or […] in quotes."),
        ("a: [1, 2\nb: 3\n", 2, "it is not YAML"),
        ("a: b: c\n", 1, "it is not YAML"),
        ("? [a, b]\n: 1\n", 1, "a key is not text."),
        ("~: 1\n", 1, "a key is not text."),
        ("", 1, "the file is empty. Begin it with a line such as: service: residence-letter"),
        ("- a\n", 1, "the file does not begin with a key."),
        ("just words\n", 1, "the file does not begin with a key."),
        ("a: 2026-02-30\n", 1, "'2026-02-30' is not possible (day is out of range for month)."),
        ("[" * 200, 1, "it is nested more than 20 levels deep."),
        ("a: " + "[" * 2000 + "]" * 2000, 1, "it is nested more than 20 levels deep."),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here. Remove the line ---"),
        ('a: "\\ud800"\n', 1, "a text holds a control character."),
        ('a: 1\n"\\0": 2\n', 2, "a text holds a control character."),
        ("a: 1\nb: \ud800\n", 2, "it contains the control character U+D800."),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_its_line(text, line, message):
    problem = refused(text)
    assert (problem.line, problem.file) == (line, "some/service.yaml")
    assert message in str(problem)


def test_laughs_are_refused_at_once():
    began = time.process_time()
    refused(LAUGHS)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a: 1\nb: \xff\n", 2, "byte 0xff is not UTF-8. Save the file with the encoding UTF-8."),
        (b"a: 1\nb: \x00\n", 2, "it contains a NUL character."),
        (b"a: " + b"x" * LARGEST_FILE, 0, "the file has 1,000,003 bytes, more than 1,000,000."),
        ("a: satu".encode("utf-16"), 1, "is not UTF-8."),
        (b"a: 1\nb: \x1b[31m\n", 2, "it contains the control character U+001B."),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, line, message):
    (tmp_path / "service.yaml").write_bytes(content)
    with pytest.raises(CatalogueError) as fault:
        read_yaml(tmp_path / "service.yaml", "x/service.yaml")
    (problem,) = fault.value.problems
    assert problem.line == line
    assert message in str(problem)


def test_a_missing_file_is_named_without_its_folder(tmp_path):
    with pytest.raises(CatalogueError, match=r"^x/service\.yaml: the file cannot be read") as fault:
        read_yaml(tmp_path / "service.yaml", "x/service.yaml")
    assert str(tmp_path) not in str(fault.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("007", "007"),
        ("08:30", "08:30"),
        ("1:30", "1:30"),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("99.01.01.1001", "99.01.01.1001"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("50_000 IDR", "50_000 IDR"),
    ],
)
def test_a_value_is_read_as_a_clerk_means_it(written, value):
    assert parse_yaml(f"a: {written}\n", "x").values == {"a": value}


def test_a_byte_order_mark_of_a_windows_editor_is_passed_over(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(tmp_path / "x.yaml", "x.yaml").values == {"a": 1, "b": 2}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_problem_and_never_crashes(text):
    try:
        source = parse_yaml(text, "x.yaml")
    except CatalogueError as fault:
        problem, *others = fault.problems
        if others or not problem.write:
            raise
    else:
        assert isinstance(source.values, dict)
