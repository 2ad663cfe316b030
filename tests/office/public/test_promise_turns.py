"""Who was served first, on the public page: never so few that somebody could be recognised, nor by subtraction."""

import pytest

from layani.office.pages.public.promise_turns import turn_lines, turn_values
from layani.office.tables.models import Figures
from tests.office.public.test_promise_pages import PAGE, english, text_of

pytestmark = pytest.mark.django_db


def with_turns(month, first, ahead, in_turn, passed, **more):
    row = month(10, decided=first[0] + ahead[0] + in_turn[0], **more)
    row.turns = {"first": first, "ahead": ahead, "in_turn": in_turn, "passed_over": passed}
    row.save()
    return row


def test_the_page_says_how_many_were_first_and_how_long_they_and_the_passed_over_waited(client, today, month):
    with_turns(month, [12, 15], [0, None], [30, 60], [8, 90])
    words = text_of(english(client, PAGE))
    assert "Who was served first" in words
    assert "October 2026 12 15 min 0 30 1 h 8 1 h 30 min" in words
    assert "is never published" in words


def test_the_page_says_so_while_there_is_nothing_to_say(client, today, month):
    month(10)
    assert "There is no month yet" in text_of(english(client, PAGE))


@pytest.mark.parametrize("few", [1, 4])
def test_fewer_than_five_are_hidden_with_their_waiting_time_and_cannot_be_subtracted(client, today, month, few):
    row = with_turns(month, [few, 15], [0, None], [30, 60], [8, 90])
    [line] = turn_lines([row])
    assert (line.first.count, line.first.words) == (None, None)
    assert line.in_turn.count is None, f"{30 + few} were decided, so 30 would betray {few}"
    assert "15 min" not in text_of(english(client, PAGE))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((20, 0, 3), (None, 0, None)),
        ((6, 2, 30), (6, None, None)),
        ((2, 3, 30), (None, None, 30)),
        ((9, 8, 7), (9, 8, 7)),
    ],
)
def test_of_the_three_parts_of_a_published_sum_never_one_alone_is_hidden(month, counts, shown):
    row = with_turns(month, *([count, 10] for count in counts), [0, None])
    values = turn_values(row)
    assert tuple(values[name] for name in ("first", "ahead", "in_turn")) == shown


def test_the_open_data_have_the_same_numbers_and_no_class(client, today, month):
    with_turns(month, [12, 15], [2, 5], [30, 60], [8, 90])
    table = client.get(f"{PAGE}data.csv").content.decode()
    assert "12,15,<5,,<5,60,8,90" in table
    [row] = client.get(f"{PAGE}data.json").json()["months"]
    assert {"ahead", "in_turn"} <= set(row["hidden"])
    fields = client.get(f"{PAGE}datapackage.json").json()["resources"][0]["schema"]["fields"]
    assert table.splitlines()[0].split(",") == [one["name"] for one in fields]
    assert not {"elderly", "pregnant", "disabled"} & set(table.replace("\n", ",").split(","))


def test_months_of_before_the_turns_were_counted_say_nothing(month):
    assert turn_lines([month(9)]) == ()
    assert set(turn_values(Figures.objects.get()).values()) == {None}
