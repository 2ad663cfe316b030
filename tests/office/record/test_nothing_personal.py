"""Whatever stands in an act, its leaf has the exact grammar and holds nothing of a person."""

import os
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from layani.office.actions.writing import entry_for
from layani.rules.cases.state import By, Event
from layani.rules.importing.words import ACTS
from layani.rules.record.leaf import NO_PREVIOUS, CaseEventLeaf, LedgerLeaf, parse_leaf
from layani.rules.record.sealing import commitment

PERSONAL = st.one_of(
    st.from_regex(r"[1-9][0-9]{15}", fullmatch=True),  # NIK
    st.from_regex(r"\+628[0-9]{8,10}", fullmatch=True),
    st.from_regex(r"[a-z]{3,12}\.[a-z]{3,12}@[a-z]{3,10}\.example", fullmatch=True),
    st.builds(
        "{} {}".format, st.sampled_from(["Carla", "Ns. Sari", "Raden Ayu"]), st.sampled_from(["Wijaya", "Putri"])
    ),
    st.from_regex(r"Jl\. [A-Z][a-z]{4,12} [0-9]{1,3}\n?", fullmatch=True),
)
VALUES = st.recursive(
    PERSONAL, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PERSONAL, inner, max_size=3)
)
DATA = st.dictionaries(st.sampled_from(["fact", "ground", "to", "answers", "note"]) | PERSONAL, VALUES, max_size=4)
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def words_in(value):
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from (name, *words_in(one))
    else:
        for one in value:
            yield from words_in(one)


@settings(max_examples=50)
@given(act=st.sampled_from(sorted(ACTS)), data=DATA, personal=DATA, seq=st.integers(0, 10**6), ends=st.booleans())
def test_no_act_puts_anything_of_a_person_into_its_leaf(act, data, personal, seq, ends):
    event = Event(act=act, seq=seq, by=By("citizen"), occurred_at=AT, data=data)
    made = entry_for(event, key=os.urandom(64), prev=NO_PREVIOUS, personal=personal, recorded_at=AT, ends=ends)
    leaf = parse_leaf(made.leaf.encode())
    assert isinstance(leaf, CaseEventLeaf)
    assert leaf.text() == made.leaf
    known = {"fact", "ground", "to", "answers", "note"}
    assert [word for word in {*words_in(data), *words_in(personal)} - known if word in made.leaf] == []


@given(words=st.lists(PERSONAL, min_size=1, max_size=5), salt=st.binary(min_size=32, max_size=32))
def test_no_line_of_a_ledger_puts_anything_of_a_person_into_its_leaf(words, salt):
    text = LedgerLeaf(commitment("\n".join(words).encode(), salt), AT).text()
    assert parse_leaf(text.encode()).text() == text
    assert [word for word in words if word in text] == []
