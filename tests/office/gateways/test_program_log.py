"""No line of the program's log keeps a NIK or a phone number, and the operator can still read what is none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layani.office.gateways.program_log import masked

BETWEEN = st.sampled_from(
    ["", " ", "-", ".", "+", "_", "%20", "%2D", "%2520", "%C2%A0", "\u00a0", "\u2013", " \u2013 ", "%20%E2%80%93%20"]
)
BEFORE = st.sampled_from(["", "x=", "/follow/?x=", "nik", "nik:", "(", "%20", "+", "a1b2-", "GET 200 ", "[28/Nov] "])
AFTER = st.sampled_from(["", "/", "&code=AB", "abc", "%20x", ")", " 200 5123", ", Jalan Mawar 3"])


@st.composite
def typed(draw, digits):
    """Digits as somebody may type them: anything between them, and sometimes as an address spells a digit."""
    spelt = [draw(st.sampled_from([digit, digit, digit, f"%3{digit}"])) for digit in draw(digits)]
    return spelt[0] + "".join(draw(BETWEEN) + digit for digit in spelt[1:])


def require_masked(before, number, after):
    """Nothing of the number is left; of what stands around it, what ran together with it may be gone."""
    line = masked(f"{before}{number}{after}")
    left, mark, right = line.partition("[number]")
    assert mark and before.startswith(left) and after.endswith(right), line


@given(before=BEFORE, number=typed(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True)), after=AFTER)
@example(before="/follow/?x=", number="3171 0155 0190 9000", after="")
@example(before="/follow/?x=", number="3171%200155%200190%209000", after="")
@example(before="x=%20", number="3171015501909000", after="")
@example(before="nik", number="3171015501909000", after="x")
def test_no_line_keeps_a_nik_however_its_digits_are_set_apart(before, number, after):
    require_masked(before, number, after)


PHONES = st.one_of(
    st.from_regex(r"08[1-9][0-9]{7,10}", fullmatch=True),
    st.from_regex(r"(00)?628[1-9][0-9]{7,10}", fullmatch=True),
    st.from_regex(r"021[0-9]{7,8}", fullmatch=True),
    st.from_regex(r"8[1-9][0-9]{8,10}", fullmatch=True),
)


@given(before=BEFORE, number=typed(PHONES), after=AFTER)
@example(before="x=", number="0812 3456 7890", after="")
@example(before="x=%2B", number="62%20812-3456-7890", after="")
@example(before="GET 200 ", number="0812.3456.7890", after=" 200 5123")
def test_no_line_keeps_a_phone_number_however_its_digits_are_set_apart(before, number, after):
    require_masked(before, number, after)


@pytest.mark.parametrize(
    "line",
    [
        "The letter of case SKM-2026-1234-5678 waits for the sweep.",
        "/case/SKM-2026-1234-5678-12/",
        "at 2026-11-28T09:00:05.123456+00:00 and 2026-11-28 09:00",
        "Document 550e8400-e29b-41d4-8716-446655440000 contains malware.",
        '"GET /service/?x=%20%7B HTTP/1.1" 200 5123 0.253',
        "connection to server at 127.0.0.1, port 5432 failed",
        "Django 5.2.19, Python 3.11.7, line 123, 90000 bytes, incident 01234567",
    ],
)
def test_what_is_no_number_of_a_person_stays_for_the_operator_to_read(line):
    assert masked(line) == line
