"""When somebody has a part in a case, which reasons may be given, and who stands out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from layani.rules.cases.parts import OpenStep, PlannedStep
from layani.rules.cases.state import Case
from layani.rules.looks.purposes import Reader, part_in
from layani.rules.looks.reasons import (
    EVERY_REASON,
    MOST_DAYS_DELAYED,
    REASONS,
    REASONS_OF_AUDIT,
    Said,
    objections_to_reason,
)
from layani.rules.looks.volume import Counted, beside_their_role
from layani.rules.record.look_words import PURPOSES

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
DAY, TODAY = timedelta(days=1), date(2026, 11, 30)
STEPS = (
    PlannedStep(id="check", kind="check", role="front-desk", amount=1, unit="working days"),
    PlannedStep(id="visit", kind="visit", role="surveyor", amount=1, unit="working days"),
    PlannedStep(id="decide", kind="decide", role="head", amount=1, unit="working days"),
)
CASE = Case(number="X", steps=STEPS, step="check", status="checking", step_due_at=NOW + 3 * DAY)
WORDS = "Pemohon menelepon kami."


@pytest.mark.parametrize(("step", "purpose"), [("check", "check"), ("visit", "step"), ("decide", "decide")])
def test_the_purpose_of_the_holder_follows_from_the_step(step, purpose):
    assert part_in(replace(CASE, step=step, holder=7), Reader(7), NOW) == purpose
    assert part_in(replace(CASE, step=step, holder=7), Reader(8), NOW) == ""


def test_the_holder_of_a_step_beside_has_a_part_too():
    case = replace(CASE, holder=3, beside=(OpenStep("visit", holder=7),))
    assert (part_in(case, Reader(7), NOW), part_in(case, Reader(3), NOW), part_in(case, Reader(None), NOW)) == (
        "step",
        "check",
        "",
    )


def test_who_acted_before_has_a_part():
    assert part_in(CASE, Reader(7, acted=True), NOW) == "worked"


@pytest.mark.parametrize(
    ("case", "purpose"),
    [
        (CASE, ""),
        (replace(CASE, step_due_at=NOW - DAY), "late"),
        (replace(CASE, step_due_at=None), ""),
        (replace(CASE, beside=(OpenStep("visit", due_at=NOW - DAY),)), "late"),
        (replace(CASE, step_due_at=NOW - DAY, status="granted", closed_at=NOW), ""),
        (replace(CASE, objection_due=NOW), "settle"),
        (replace(CASE, correction_due=NOW), "settle"),
        (replace(CASE, revocation_due=NOW), "settle"),
        (replace(CASE, expedite={"role": "head"}), "settle"),
        (replace(CASE, expedite={"role": "head", "answered_at": "x"}), ""),
        (replace(CASE, disowned_at=NOW - 29 * DAY), "settle"),
        (replace(CASE, disowned_at=NOW - 30 * DAY), ""),
        (replace(CASE, kept_version={"version": "x"}), "settle"),
    ],
)
def test_a_superior_has_a_part_in_what_waits_for_one(case, purpose):
    assert part_in(case, Reader(9, above=True), NOW) == purpose
    assert part_in(case, Reader(9), NOW) == "", "who supervises nobody has none by that"


def test_who_checks_afterwards_what_one_did_alone_has_a_part():
    assert part_in(replace(CASE, alone={"3": {"step": "check"}}), Reader(9, checks=True), NOW) == "after-check"
    assert part_in(CASE, Reader(9, checks=True), NOW) == ""


def test_every_word_is_said_in_both_languages_and_once():
    for words in (PURPOSES, EVERY_REASON):
        assert all(one.id and one.en for one in words.values())
        assert len({one.id for one in words.values()}) == len({one.en for one in words.values()}) == len(words)
        assert all(len(name) <= 20 for name in words), "as long as the column"


@pytest.mark.parametrize("kind", REASONS)
def test_a_reason_of_the_office(kind):
    assert objections_to_reason(Said(kind, WORDS), audit=False, today=TODAY) == ()


@pytest.mark.parametrize("kind", REASONS_OF_AUDIT)
def test_a_reason_of_the_inspectorate(kind):
    until = TODAY + DAY if kind == "inquiry" else None
    assert objections_to_reason(Said(kind, WORDS, until), audit=True, today=TODAY) == ()


@pytest.mark.parametrize("days", [-1, 0, MOST_DAYS_DELAYED + 1, None])
def test_a_delay_ends(days):
    until = None if days is None else TODAY + days * DAY
    [one] = objections_to_reason(Said("inquiry", WORDS, until), audit=True, today=TODAY)
    assert one.code == "look-delay"


@pytest.mark.parametrize(
    "words", ["NIK 3174015501900002", "telepon 0812-3456-7890", "KK 3174 0155 0190 0002", "surat 12345678"]
)
def test_a_long_number_is_nobodys_business(words):
    assert [one.code for one in objections_to_reason(Said("asked", words), audit=False, today=TODAY)] == ["look-number"]


def test_short_numbers_are_fine():
    assert objections_to_reason(Said("order", "Surat 12/2026 tanggal 5 November"), audit=False, today=TODAY) == ()


def test_many_is_told_beside_the_same_role_only():
    found = beside_their_role(
        [Counted(1, "head", 90, 9, 40), Counted(2, "head", 5, 0, 4), Counted(3, "head", 6, 0, 5),
         Counted(4, "supervisor", 99, 0, 99), Counted(5, "supervisor", 1, 0, 1)]
    )  # fmt: skip
    assert [(one.counted.officer, one.many) for one in found] == [
        (4, False), (1, True), (3, False), (2, False), (5, False),
    ]  # fmt: skip
    assert [one.median for one in found if one.counted.role == "head"] == [5, 5, 5]


def test_few_are_never_many():
    assert not any(one.many for one in beside_their_role([Counted(n, "head", n, 0, n * n) for n in (1, 2, 3)]))
