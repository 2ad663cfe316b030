"""Who may sign on which day, in which form of words, and what somebody else is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layani.rules.authority.deciding import NOBODY, OUTSIDE, authority_for, signers_in_words, unsigned_posts, who_may
from layani.rules.authority.entering import objections_to_entry, objections_to_ruling
from layani.rules.authority.model import ACTS, Entry, Question, Register
from layani.rules.authority.wording import in_one_line, signature_lines
from layani.rules.refusal import Refusal
from layani.rules.text import Text

MONDAY = date(2026, 11, 23)
CITRA, BEN, EVI = 1, 2, 3
GIVEN = {"decree": "821/7/2026", "decree_on": date(2026, 1, 2), "since": date(2026, 1, 2)}
OWN = Entry("1", "head", "own", **GIVEN)
PLH = Entry("2", "head", "plh", **(GIVEN | {"since": MONDAY}), until=date(2026, 11, 25), officer=BEN, name="Ben")
MANDATE = Entry(
    "3", "head", "mandate", **GIVEN, officer=EVI, name="Evi", signs_as=Text("Sekretaris Camat", "Secretary")
)
AWAY = Entry("4", "head", "away", **(GIVEN | {"since": MONDAY}), until=MONDAY)
TITLES = {"head": Text("Camat", "Head of the district"), "clerk": Text("Kepala Seksi", "Section head")}


def register(*entries):
    return Register(entries, TITLES, {"head": ("Citra",)})


def ask(officer, *roles, act="grant", day=MONDAY, service="residence-letter"):
    return Question("head", service, act, day, officer, frozenset(roles))


def test_the_holder_of_the_post_signs_by_its_own_power():
    assert authority_for(register(OWN), ask(CITRA, "head")) is OWN


def test_somebody_without_the_post_is_told_who_may():
    refused = authority_for(register(OWN), ask(BEN, "clerk"))
    assert refused.code == OUTSIDE
    assert refused.remedy.en == "Leave it to: Citra (Head of the district)."


def test_while_somebody_acts_for_the_post_its_holder_does_not_sign_and_reads_why():
    known = register(OWN, PLH)
    refused = authority_for(known, ask(CITRA, "head"))
    assert "until 25 November 2026 by 821/7/2026" in refused.reason.en and "Ben" in refused.remedy.id
    assert authority_for(known, ask(BEN, "head")) is PLH
    assert authority_for(known, ask(CITRA, "head", day=date(2026, 11, 26))) is OWN


def test_who_acts_for_the_head_is_not_the_head_in_what_is_left_out():
    less = replace(PLH, not_acts=frozenset({"revoke"}))
    refused = authority_for(register(OWN, less), ask(BEN, "head", act="revoke"))
    assert "does not reach revoking" in refused.reason.en
    assert refused.code == NOBODY  # the head's own power rests, and the acting one leaves it out


def test_a_mandate_is_signed_for_the_post_also_when_the_queue_of_the_post_is_open_to_the_person():
    assert authority_for(register(OWN, MANDATE), ask(EVI, "head")) is MANDATE
    assert authority_for(register(OWN, MANDATE), ask(CITRA, "head")) is OWN


def test_away_without_a_substitute_stops_everybody_and_blames_the_office():
    refused = authority_for(register(OWN, AWAY), ask(CITRA, "head"))
    assert refused.code == NOBODY and "at the office's side" in refused.remedy.en
    assert unsigned_posts(register(OWN, AWAY), ["head"], MONDAY) == ("head",)
    assert unsigned_posts(register(OWN, AWAY), ["head"], MONDAY + timedelta(days=1)) == ()


def test_a_post_that_nobody_holds_helps_nobody():
    empty = Register((OWN,), TITLES)
    assert signers_in_words(empty, ask(None)) is None and unsigned_posts(empty, ["head"], MONDAY) == ("head",)


def test_a_post_that_the_register_does_not_know_signs_nothing():
    other = replace(OWN, post="clerk")
    assert authority_for(register(other), ask(CITRA, "head")).code == NOBODY


@pytest.mark.parametrize(
    ("entry", "indonesian", "english"),
    [
        (OWN, ["Camat"], ["Head of the district"]),
        (PLH, ["Plh. Camat"], ["Acting head of the district for these days (Plh.)"]),
        (replace(PLH, kind="plt"), ["Plt. Camat"], ["Acting head of the district (Plt.)"]),
        (MANDATE, ["a.n. Camat", "Sekretaris Camat"], ["On behalf of the head of the district (a.n.)", "Secretary"]),
        (
            replace(
                MANDATE, through=Text("Sekretaris Camat", "Secretary"), signs_as=Text("Kepala Seksi", "Section head")
            ),
            ["a.n. Camat", "Sekretaris Camat,", "u.b.", "Kepala Seksi"],
            ["On behalf of the head of the district (a.n.)", "Secretary,", "and for that post (u.b.)", "Section head"],
        ),
    ],
)
def test_the_form_of_words(entry, indonesian, english):
    lines = signature_lines(entry, register())
    assert [line.id for line in lines] == indonesian and [line.en for line in lines] == english


def test_one_line_has_no_comma_twice():
    entry = replace(MANDATE, through=Text("Sekretaris Camat", "Secretary"))
    assert in_one_line(entry, register()).id == "a.n. Camat, Sekretaris Camat, u.b. Sekretaris Camat"


entries = st.builds(
    Entry,
    id=st.just("x"),
    post=st.sampled_from(["head", "clerk"]),
    kind=st.sampled_from(["own", "delegation", "mandate", "plt", "plh", "away"]),
    decree=st.just("1/2026"),
    decree_on=st.just(date(2026, 1, 1)),
    since=st.dates(date(2026, 11, 20), date(2026, 11, 26)),
    until=st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 26)),
    officer=st.sampled_from([CITRA, BEN]),
    not_acts=st.frozensets(st.sampled_from(ACTS), max_size=2),
)


@given(known=st.lists(entries, max_size=5), officer=st.sampled_from([CITRA, BEN]), act=st.sampled_from(ACTS))
def test_an_authority_is_always_in_force_covers_the_act_and_is_among_who_may(known, officer, act):
    book, question = register(*known), ask(officer, "head", act=act)
    found = authority_for(book, question)
    if isinstance(found, Refusal):
        assert found.reason.id and found.remedy.en
        return
    assert found.in_force(MONDAY) and found.covers("residence-letter", act) and found in who_may(book, question)
    assert found.kind in ("own", "delegation") or found.officer == officer


def codes(entry):
    return [one.code for one in objections_to_entry(entry, frozenset({"head"}))]


def test_what_an_entry_must_say():
    assert codes(OWN) == codes(PLH) == codes(MANDATE) == codes(AWAY) == []
    assert codes(replace(OWN, post="clerk")) == ["no-such-post"]
    assert codes(replace(OWN, decree=" ")) == ["no-decree"]
    assert codes(replace(OWN, officer=BEN)) == ["no-person-here"]
    assert codes(replace(PLH, officer=None)) == ["no-person"]
    assert codes(replace(PLH, until=None)) == ["no-end"]
    assert codes(replace(PLH, until=MONDAY + timedelta(days=367))) == ["no-end"]
    assert codes(replace(PLH, until=MONDAY - timedelta(days=1))) == ["ends-before"]
    assert codes(replace(MANDATE, signs_as=None)) == ["no-own-post"]


def test_nobody_confirms_what_they_entered_or_what_names_them():
    assert [one.code for one in objections_to_ruling(CITRA, BEN, CITRA)] == ["confirm-own-entry"]
    assert [one.code for one in objections_to_ruling(CITRA, BEN, BEN)] == ["confirm-own-power"]
    assert objections_to_ruling(CITRA, BEN, EVI) == ()
