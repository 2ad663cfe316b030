"""Blanks of who serves no longer: two people count them before they go into the store, or they are missing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from layani.office.actions.blanks import left_behind, stock
from layani.office.actions.blanks.ledger import ledgers
from layani.office.actions.hands import blanks_left, hands_of
from layani.office.tables.models import BlankLine, Role, User
from layani.rules.refusal import Refused
from tests.office.blanks.test_blanks import (  # noqa: F401  fixtures
    STOCK,
    box,
    browser_of,
    citra,
    early,
    gita,
    holding,
    on_blanks,
    words_of,
)


def leaves(actor):
    Role.objects.filter(user=actor.user).update(until=date(2026, 1, 31))


def refused(call, *args, **values):
    with pytest.raises(Refused) as found:
        call(*args, **values, now=timezone.now())
    return found.value.refusals[0].code


@pytest.fixture
def left(box, gita):  # noqa: F811
    leaves(gita)
    return box


def counted(number, gita, citra, second):  # noqa: F811
    line = stock.count("paper", gita.user, number, actor=citra, now=timezone.now())
    stock.see(line.pk, actor=second, now=timezone.now())


def balance(row):
    return ledgers([row])[row.pk][0].balance()


def test_two_people_count_before_the_store_has_them_again(left, gita, citra):  # noqa: F811
    ben = holding("benny", "front-desk")
    assert [(one.holder.pk, one.count) for one in blanks_left(timezone.now())] == [(gita.user, 5)]
    assert hands_of(User.objects.get(pk=gita.user), timezone.now()).blanks[0][1] == 5
    alone = ("KIA000001", "KIA000005", gita.user)
    assert refused(stock.take_back, *alone, actor=citra) == "blank-holder-left"
    assert refused(left_behind.take_over, "paper", gita.user, actor=citra) == "blanks-not-counted"
    counted(4, gita, citra, ben)
    assert refused(left_behind.take_over, "paper", gita.user, actor=citra) == "blanks-not-counted"
    stock.miss("KIA000003", actor=citra, now=timezone.now())
    assert len(left_behind.take_over("paper", gita.user, actor=citra, now=timezone.now())) == 2
    assert gita.user not in balance(left) and len(balance(left)[None]) == 19
    assert ledgers([left])[left.pk][0].missing == (3,) and blanks_left(timezone.now()) == []
    assert refused(left_behind.take_over, "paper", gita.user, actor=citra) == "not-your-blank"


def test_the_count_that_the_leaver_made_is_none(box, gita, citra):  # noqa: F811
    line = stock.count("paper", gita.user, 5, actor=gita, now=timezone.now())
    stock.see(line.pk, actor=citra, now=timezone.now())
    assert refused(left_behind.take_over, "paper", gita.user, actor=citra) == "blank-holder-serves"
    leaves(gita)
    assert refused(left_behind.take_over, "paper", gita.user, actor=citra) == "blanks-not-counted"


def test_a_count_from_when_they_still_served_is_none_nor_one_from_before_a_sheet_moved(box, gita, citra):  # noqa: F811
    ben = holding("benny", "front-desk")
    counted(5, gita, citra, ben)
    Role.objects.filter(user=gita.user).update(until=timezone.localdate())
    tomorrow = timezone.now() + timedelta(days=1)

    def taken(moment):
        return left_behind.take_over("paper", gita.user, actor=citra, now=moment)

    with pytest.raises(Refused) as found:
        taken(tomorrow)
    assert found.value.refusals[0].code == "blanks-not-counted", "counted on their last day"
    line = stock.count("paper", gita.user, 5, actor=citra, now=tomorrow)
    with pytest.raises(Refused):
        taken(tomorrow)
    stock.see(line.pk, actor=ben, now=tomorrow)
    again = BlankLine.objects.filter(kind="handed").latest("pk")
    again.pk = None
    again.save()  # as if sheets had been handed out after the count
    with pytest.raises(Refused):
        taken(tomorrow)
    line = stock.count("paper", gita.user, 5, actor=citra, now=tomorrow)
    stock.see(line.pk, actor=ben, now=tomorrow)
    assert sum(one.last - one.first + 1 for one in taken(tomorrow)) == 5


def test_what_nobody_finds_is_missing_and_never_used(left, gita, citra):  # noqa: F811
    ben = holding("benny", "front-desk")
    assert refused(left_behind.note_gone, "paper", gita.user, actor=ben) == "blanks-not-yours"
    left_behind.note_gone("paper", gita.user, actor=citra, now=timezone.now())
    assert ledgers([left])[left.pk][0].missing == (1, 2, 3, 4, 5)
    assert BlankLine.objects.filter(kind="missing").get().reason == "gone"
    stock.spoil("KIA000002", "found", actor=citra, now=timezone.now())
    assert ledgers([left])[left.pk][0].missing == (1, 3, 4, 5)


def test_the_supervisor_is_called_and_does_it_on_the_page(left, gita, browser_of):  # noqa: F811
    sari, second = browser_of("sari", "supervisor"), browser_of("gani", "front-desk")
    assert "Blangko pada yang tidak bertugas lagi" in sari.text("/officer/late/")
    assert "tidak bertugas lagi dan memegang 5 lembar" in sari.text(STOCK)
    who = {"blank": "paper", "holder": gita.user}
    assert sari.post(STOCK, {"act": "take_over", **who}).status_code == 409
    assert sari.post(STOCK, {"act": "count_left", "counted": "5", **who}).status_code == 302
    line = BlankLine.objects.get(kind="counted")
    assert second.post("/officer/blanks/mine/", {"act": "see", "line": line.pk}).status_code == 302
    assert "Terima semuanya ke gudang" in sari.text(STOCK)
    assert sari.post(STOCK, {"act": "take_over", **who}).status_code == 302
    assert "tidak bertugas lagi" not in sari.text(STOCK)
    assert "Blangko pada yang tidak bertugas lagi" not in sari.text("/officer/late/")
