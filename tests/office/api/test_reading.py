"""JSON is read as its strict standard says, and nothing of a body is repeated in the refusal."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.office.api.reading import DEEPEST, NotUnderstood, read_json, too_deep

SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=15,
)


@given(VALUES, st.booleans())
def test_what_is_written_is_read(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only).encode()
    if not too_deep(text):
        assert read_json(text) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_are_refused(body):
    with suppress(NotUnderstood):
        read_json(body)


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, 5000])
def test_depth_has_a_limit(depth):
    body = b"[" * depth + b"]" * depth
    assert too_deep(body) == (depth > DEEPEST)


def test_many_shallow_brackets_are_not_deep():
    assert not too_deep(json.dumps({"a": [{"b": []}] * 1000}).encode())
    assert not too_deep(json.dumps("[{" * DEEPEST).encode()) or DEEPEST < 40  # within strings they count too
