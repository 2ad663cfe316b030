"""Two versions side by side: nothing that the files say may be missing from what is shown."""

import copy
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layani.example_office
from layani.rules.catalogue.differing import differences, nothing_for_citizens, whole
from layani.rules.catalogue.reading import read_yaml

FOLDER = Path(layani.example_office.__file__).parent
HALL = read_yaml(FOLDER / "hall-use" / "service.yaml", "hall-use/service.yaml", within=FOLDER).values
LETTERS = {("granted", "id"): "Yth. Warga\n\nDiizinkan.\n", ("granted", "en"): "Dear resident\n"}


def changed(edit, letters=LETTERS):
    after = copy.deepcopy(HALL)
    edit(after)
    return differences(HALL, after, LETTERS, letters)


def test_the_same_files_differ_in_nothing():
    assert differences(HALL, copy.deepcopy(HALL), LETTERS, dict(LETTERS)) == ()


def test_of_a_new_service_everything_is_new():
    found = differences({}, HALL, {}, LETTERS)
    assert len(found) > 100 and all(one.before is None for one in found)


def test_a_promise_that_became_longer_is_told_with_both_values():
    (one,) = changed(lambda file: file["promise"].update(total="9 working days"))
    assert (one.group.name.en, one.where.en) == ("The promise of time", "promise › total")
    assert (one.before.en, one.after.en) == ("5 working days", "9 working days")


def test_a_new_question_is_told_with_its_words_in_both_languages():
    question = {"is": "text", "label": {"id": "Nama ibu", "en": "Mother's name"}}
    found = changed(lambda file: file["ask"][0]["fields"].update(mother=question))
    label = next(one for one in found if one.where.en.endswith("“Mother's name” (mother) › wording"))
    assert (label.before, label.after.id, label.after.en) == (None, "Nama ibu", "Mother's name")
    assert not nothing_for_citizens(found)


def test_rules_steps_and_questions_are_called_by_their_titles_too():
    rule = HALL["rules"][0]
    found = changed(lambda file: file["rules"][0].update(must="guests < 9"))
    assert (
        found[0].where.id.startswith(f"“{rule['says']['id'][:60]}")
        and f"({rule['id']}) › harus benar" in found[0].where.id
    )
    (step,) = changed(lambda file: file["steps"][0]["check"].update(within="9 working hours"))
    assert step.where.en == "“Check for completeness” (check) › check › within"
    (asked,) = changed(lambda file: file["ask"][3]["fields"]["guests"].update(most=900))
    assert "(guests) › most" in asked.where.en and "“" in asked.where.en.split("(guests)")[0]


def test_a_part_that_is_renamed_is_called_as_it_is_now_and_one_that_is_gone_as_it_was():
    found = changed(lambda file: file["rules"][0]["says"].update(en="Fewer guests"))
    assert "“Fewer guests”" in found[0].where.en
    gone = changed(lambda file: file["rules"].pop(0))
    assert any(HALL["rules"][0]["says"]["en"][:40] in one.where.en for one in gone)


def test_a_rule_that_is_gone_is_told():
    found = changed(lambda file: file["rules"].pop())
    assert found and all(one.after is None or one.where.en == "order" for one in found)


def test_steps_in_another_order_are_told_as_that():
    (one,) = changed(lambda file: file["steps"].reverse())
    assert one.where.en == "order" and one.before.en.split(", ") == one.after.en.split(", ")[::-1]


def test_of_a_letter_the_lines_are_shown():
    (one,) = changed(lambda file: None, {**LETTERS, ("granted", "id"): "Yth. Warga\n\nDiizinkan dengan syarat.\n"})
    assert (one.before.id, one.after.id) == ("Diizinkan.", "Diizinkan dengan syarat.")


def test_another_date_or_law_alone_changes_nothing_for_citizens():
    def edit(file):
        file["version"] = "2027-01-01"
        file["law"][0]["cite"] = "UU 25/2009 pasal 22"

    found = changed(edit)
    assert len(found) == 2 and nothing_for_citizens(found)


def leaves(value, path=()):
    if isinstance(value, dict):
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from leaves(one, (*path, place))
    else:
        yield path


@given(
    st.sampled_from(list(leaves(HALL))), st.sampled_from(["x", 7, None, True, ["x"], {"id": "x", "en": "y"}, {}, []])
)
@settings(max_examples=400, deadline=None)
def test_no_single_change_of_the_file_goes_unseen(path, new):
    after = copy.deepcopy(HALL)
    place = after
    for part in path[:-1]:
        place = place[part]
    old, place[path[-1]] = place[path[-1]], new
    if str(old) != str(new):
        assert differences(HALL, after, {}, {})


@pytest.mark.parametrize("path", [path for path in leaves(HALL) if path[-1] not in ("id", "en")])
def test_nothing_can_be_taken_out_unseen(path):
    after = copy.deepcopy(HALL)
    place = after
    for part in path[:-1]:
        place = place[part]
    del place[path[-1]]
    assert differences(HALL, after, {}, {})


def test_a_value_that_is_named_order_is_told_as_any_other():
    for old, new in ((5, 10), (None, 10), (5, None)):
        before, after = ({"parameters": {"order": one}} if one else {"parameters": {"a": 1}} for one in (old, new))
        found = differences({**before, "x": 1}, {**after, "x": 1}, {}, {})
        assert any(one.where.en == "parameters › order" for one in found)


def test_another_order_is_told_also_when_something_came_or_went():
    before = {"steps": [{"id": "verify"}, {"id": "decide"}]}
    after = {"steps": [{"id": "decide"}, {"id": "extra"}, {"id": "verify"}]}
    for old, new in ((before, after), (after, before)):
        assert any(one.where.en == "order" for one in differences(old, new, {}, {}))


def test_a_step_that_is_called_order_does_not_hide_another_order():
    text = [{"id": "order", "en": "order"}, {"id": "b", "en": "b"}]
    assert differences({"words": text}, {"words": text[::-1]}, {}, {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a, b"], ["a", "b"]), ([[1, 2], [3]], [[1], [2, 3]]), (1, "1"), (True, "true"), (None, ""), ([], ""),
        ({}, "{}"), (["a"], "a"), ({"id": "a", "en": "a"}, "a"), ({"en": "a"}, {"id": "", "en": "a"}),
    ],
)  # fmt: skip
def test_what_reads_alike_but_is_not_the_same_is_told_with_two_values_that_differ(old, new):
    (one,) = differences({"x": old}, {"x": new}, {}, {})
    assert one.before.en != one.after.en


def test_a_letter_whose_lines_end_otherwise_is_told_with_two_values_that_differ():
    (one,) = differences({}, {}, {("granted", "id"): "a\nb\n"}, {("granted", "id"): "a\u2028b\n"})
    assert one.before.id != one.after.id


def test_very_long_letters_are_compared_in_a_moment():
    old, new = ("".join(f"baris {(n * 7) % 9_973} {word}\n" for n in range(8_000)) for word in ("lama", "baru"))
    begun = time.process_time()
    differences({}, {}, {("granted", "id"): old}, {("granted", "id"): new})
    assert time.process_time() - begun < 5


def _seconds(before, after):
    """Return the processor's seconds of the quickest of five, for the others hold what Python tidied up meanwhile."""
    found = []
    for _ in range(5):
        begun = time.process_time()
        assert differences(before, after, {}, {})
        found.append(time.process_time() - begun)
    return min(found)


@pytest.mark.parametrize(
    "of",
    [
        lambda many: ([{"id": f"r{i}"} for i in range(many)], [{"id": f"r{i}"} for i in reversed(range(many))]),
        lambda many: ([{"id": "same", "n": i} for i in range(many)], [{"id": "same", "n": -i} for i in range(many)]),
    ],
    ids=["another order", "the same name"],
)
def test_ten_times_as_many_items_take_about_ten_times_as_long(of):
    few, many = ([{"rules": rules} for rules in of(count)] for count in (500, 5_000))
    assert _seconds(*many) < 40 * max(_seconds(*few), 0.005)


def test_what_changes_comes_before_the_day_from_which_it_holds():
    found = changed(lambda file: (file.update(version="2027-02-01"), file["promise"].update(pledge="99%")))
    assert [one.group.name.en for one in found] == ["The promise of time", "Version"]


def test_questions_and_choices_in_another_order_are_told_for_people_see_that_order():
    def swap(file):
        guests = next(page for page in file["ask"] if page["page"] == "guests")
        guests["fields"] = dict(reversed(guests["fields"].items()))
        of = guests["fields"]["equipment"]["of"]
        guests["fields"]["equipment"]["of"] = dict(reversed(of.items()))

    told = {one.where.en: (one.before.en, one.after.en) for one in changed(swap)}
    assert told == {
        "“Guests” (guests) › questions › order": ("guests, equipment", "equipment, guests"),
        "“Guests” (guests) › questions › “What do you need?” (equipment) › choices › order": (
            "chairs, sound, projector",
            "projector, sound, chairs",
        ),
    }


def test_the_order_of_other_keys_says_nothing_and_is_not_told():
    assert changed(lambda file: file.update(promise=dict(reversed(file["promise"].items())))) == ()


def test_a_worked_case_that_changed_is_told_and_is_no_matter_of_citizens():
    before = whole(HALL, "examples:\n  - {example: Small, answers: {guests: 40}}\n")
    after = whole(HALL, "examples:\n  - {example: Small, answers: {guests: 50}}\n")
    (one,) = differences(before, after, LETTERS, LETTERS)
    assert one.group.name.en == "Worked cases that test the service"
    assert (one.where.en, one.before.en, one.after.en) == ("Small › answers › guests", "40", "50")
    assert nothing_for_citizens([one])
