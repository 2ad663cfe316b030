"""From a real case to an example: every outcome stays, and no word of the real person."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import characters, text

from layani.rules.catalogue import load_catalogue
from layani.rules.catalogue.anonymous.candidates import candidates
from layani.rules.catalogue.anonymous.example import CannotDraw, Happening, Story, drawn, outcome
from layani.rules.catalogue.anonymous.writing import example_lines
from layani.rules.catalogue.course import Doing
from layani.rules.catalogue.examples import run_examples
from layani.rules.catalogue.model import Field
from layani.rules.text import Text

STANDARDS = Path(__file__).parents[2] / "standards_office"
WEEKS = (7, -9, 23, -31, 52, -75)
AT = datetime.fromisoformat("2026-11-24 09:41")
RITA = {"name": "Rita Kusumawardani", "nik": "3275016708910007", "birth_date": "1991-08-27", "phone": "+6285711122233"}
HOME = {"street": "Jalan Pahlawan Revolusi 88B", "rt": "011", "rw": "009", "ward": "99.01.01.1003"}


def file(name):
    return {"id": "7d0e", "name": name, "type": "image/jpeg", "bytes": 250_000, "sha256": "a" * 64}


RESIDENCE = {
    **RITA, "address": HOME, "tenancy": "rent", "contract": file("kontrak-rita.jpg"), "purpose": "other",
    "other_purpose": "Beasiswa untuk anak saya Bayu",
}  # fmt: skip
HALL = {
    **RITA, "purpose": "course", "event_name": "Ulang tahun Rita", "event_date": "2026-12-19",
    "part_of_day": "evening", "guests": 120, "leaves_clean": True,
}  # fmt: skip
MOVE = {
    **RITA, "old_address": "Jalan Cempaka 5, Harapan Baru", "address": {**HOME, "ward": "99.01.02.1001"},
    "moved_on": "2026-11-21", "tenancy": "rent", "contract": file("kontrak-rita.jpg"),
    "family_card": file("KK 3275.jpg"), "family_role": "head",
    "movers": 3, "mover_names": "Bayu\nSekar", "truthful": True,
}  # fmt: skip


def acted(kind, day, hour, **more):
    return Happening(Doing(kind, **more), datetime.fromisoformat(f"2026-11-{day} {hour:02}:13"))


STORIES = {
    "residence-letter": (
        RESIDENCE,
        (
            acted("ask", 24, 11, fields=("contract",)),
            acted("answer", 26, 20, answers={"contract": file("kontrak-rita-terang.jpg")}),
            acted("check complete", 27, 9),
            acted("decide refuse", 27, 14, ground="not-resident"),
        ),
    ),
    "hall-use": (HALL, (acted("check complete", 24, 10), acted("wait", 30, 17))),
    "move-of-address": (MOVE, (acted("check complete", 24, 13), acted("decide refuse", 25, 9, ground="no-proof"))),
}
REAL = (
    "Rita", "Kusumawardani", "3275016708910007", "327501", "1991-08-27", "85711122233", "Pahlawan", "88B", "Beasiswa",
    "Bayu", "Sekar", "Ulang tahun", "Cempaka", "kontrak-rita", "KK 3275", "2026-11-2", "2026-12-19", "2026-11-21",
)  # fmt: skip


def story(catalogue, slug):
    answers, acts = STORIES[slug]
    return Story(catalogue.services[slug], catalogue.office, answers, AT, acts)


@pytest.mark.parametrize("slug", STORIES)
def test_every_outcome_stays_and_no_real_value(catalogue, slug):
    real = story(catalogue, slug)
    made = drawn(real, WEEKS)
    # The time of the filing is rounded, so the length of what follows may differ by minutes; all else is equal.
    assert outcome(made)[0] == outcome(real)[0]
    assert [stand[:3] for stand in outcome(made)[1]] == [stand[:3] for stand in outcome(real)[1]]
    assert len(outcome(made)[1]) == len(real.acts) + 1
    text = "\n".join(example_lines(made, "A real case"))
    assert [one for one in REAL if one.casefold() in text.casefold()] == []


@pytest.mark.parametrize("slug", STORIES)
def test_what_is_written_is_accepted_at_the_end_of_the_examples(catalogue, copy, slug):
    text = "\n".join(("", *example_lines(drawn(story(catalogue, slug), WEEKS), "A real case"), ""))
    with (copy / slug / "examples.yaml").open("a", encoding="utf-8") as examples:
        examples.write(text)
    service = load_catalogue(copy).services[slug]
    ran = run_examples(copy / slug, service, catalogue.office)
    assert [str(problem) for problem in ran.problems] == []
    assert ran.count > 8


def test_what_was_owed_after_the_grant_comes_along(tmp_path):
    offices = load_catalogue(STANDARDS)
    service = offices.services["research-letter"]
    proposal = {**file("proposal-rita.pdf"), "type": "application/pdf"}
    answers = {
        "name": RITA["name"], "nik": RITA["nik"], "phone": RITA["phone"], "title": "Pasar", "campus": "Universitas",
        "ends": "2026-12-05", "proposal": proposal, "places": [{"where": "UPT Pasar"}],
    }  # fmt: skip
    acts = (
        acted("check complete", 24, 10),
        acted("perform", 24, 11),
        acted("decide grant", 24, 13),
        acted("say a duty is done", 26, 9, duty="report"),
        acted("return a duty", 27, 9, duty="report"),
        acted("record a duty", 30, 9, duty="report"),
    )
    real = Story(service, offices.office, answers, AT, acts, {"review": {"sound": True}})
    lines = list(example_lines(drawn(real, WEEKS), "A real case"))
    assert "        duty: report" in lines and "owes: {report: met}" in lines[-1]
    (tmp_path / "examples.yaml").write_text("\n".join(("examples:", *lines, "")), encoding="utf-8")
    ran = run_examples(tmp_path, service, offices.office)
    assert [str(problem) for problem in ran.problems if problem.level == "error"] == []


def test_days_move_together_by_whole_weeks(catalogue):
    real = story(catalogue, "move-of-address")
    made = drawn(real, WEEKS)
    assert made.at.weekday() == real.at.weekday() and made.at.date() != real.at.date()
    moved = {
        (datetime.fromisoformat(made.answers[name]) - datetime.fromisoformat(real.answers[name])).days
        for name in ("birth_date", "moved_on")
    }
    assert moved == {(made.at.date() - real.at.date()).days}


def test_a_nik_keeps_the_day_and_the_sex_in_it_and_belongs_to_nobody(catalogue):
    made = drawn(story(catalogue, "residence-letter"), WEEKS).answers
    born = datetime.fromisoformat(made["birth_date"])
    assert made["nik"][6:12] == f"{born.day + 40:02}{born:%m%y}"
    assert made["nik"].endswith("0000")


def change(copy, old, new):
    path = copy / "residence-letter" / "service.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return load_catalogue(copy)


@pytest.mark.parametrize(
    "must",
    [
        'nik.startsWith("3275")',
        'name != "Rita"',
        'other_purpose.contains("Beasiswa")',
        'address.ward == "99.01.01.1003"',
        "weekday(birth_date) == 2",
        "years(birth_date, today) >= 35",
    ],
)
def test_a_rule_that_reads_a_personal_value_comes_out_as_before(copy, must):
    catalogue = change(copy, "address.ward in office.wards", must)
    real = story(catalogue, "residence-letter")
    made = drawn(real, WEEKS)
    assert outcome(made)[0] == outcome(real)[0]
    for name in ("name", "nik", "birth_date", "phone", "other_purpose"):
        assert made.answers[name] != real.answers[name]
    assert made.answers["address"]["street"] != HOME["street"]


def test_a_kind_that_is_not_known_here_keeps_its_shape_and_nothing_else(catalogue):
    real = {"number": "09.254.294.3-407.000", "holders": [{"name": "Rita K."}]}
    made = next(candidates(catalogue.services["hall-use"], Field("tax", "npwp", Text("a", "b")), real, None))
    assert made == {"number": "11.111.111.1-111.111", "holders": [{"name": "Xxxx X."}]}


def test_a_value_that_no_made_up_one_can_replace_is_told_and_nothing_is_made(copy):
    catalogue = change(copy, "address.ward in office.wards", 'other_purpose == "Beasiswa untuk anak saya Bayu"')
    with pytest.raises(CannotDraw, match="no made-up value of 'other_purpose' keeps every outcome"):
        drawn(story(catalogue, "residence-letter"), WEEKS)


@given(
    name=text(alphabet=characters(categories=["Lu", "Ll"]), min_size=3, max_size=30),
    street=text(alphabet=characters(categories=["Lu", "Ll", "Nd"]), min_size=3, max_size=60),
    told=text(alphabet=characters(categories=["Lu", "Ll", "Nd", "Po"]), min_size=3, max_size=80),
)
@settings(max_examples=40, deadline=None)
def test_whatever_somebody_wrote_none_of_it_is_left(catalogue, name, street, told):
    answers = {**RESIDENCE, "name": name, "other_purpose": told, "address": {**HOME, "street": street}}
    real = Story(catalogue.services["residence-letter"], catalogue.office, answers, AT)
    try:
        made = drawn(real, WEEKS)
    except CannotDraw:
        return  # that is an answer too: nothing is made
    left = "\n".join(
        (made.answers["name"], made.answers["other_purpose"], made.answers["address"]["street"])
    ).casefold()
    assert [one for one in (name, street, told) if one.casefold() in left] == []
    assert outcome(made)[0] == outcome(real)[0]


def test_days_that_cannot_move_are_told(copy):
    catalogue = change(copy, "address.ward in office.wards", 'birth_date == "1991-08-27"')
    with pytest.raises(CannotDraw, match="at no other time would it come out the same"):
        drawn(story(catalogue, "residence-letter"), WEEKS)
