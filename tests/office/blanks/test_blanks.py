"""Numbered blanks: a letter goes out on one that its officer holds; a supervisor sees what is wrong with the rest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from layani.office import house
from layani.office.actions import issuing
from layani.office.actions.blanks import stock
from layani.office.actions.blanks.ledger import ledgers
from layani.office.house import catalogue
from layani.office.tables.models import Attempt, BlankLine, BlankSeries, Case, Event, Letter, Party, Role
from layani.office.tables.projection import event_of
from layani.rules.refusal import Refused
from layani.rules.text import Text
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import officer
from tests.office.officer.conftest import browser_of, words_of  # noqa: F401  a fixture
from tests.office.officer.walks import another, granted, refused

STOCK, MINE = "/officer/blanks/", "/officer/blanks/mine/"
BOX = stock.Box("paper", "SJ-12/2026", "KIA000001", "KIA000020")


@pytest.fixture(autouse=True)
def on_blanks(monkeypatch):
    """The residence letter is printed on a blank."""
    here = catalogue()
    letter = here.services["residence-letter"]
    changed = replace(letter, gives=replace(letter.gives, blank="paper"))
    office = replace(here.office, blanks={"paper": Text("Blangko surat", "Letter blank")})
    monkeypatch.setattr(
        house, "_given", [replace(here, office=office, services={**here.services, letter.slug: changed})]
    )


@pytest.fixture
def early():
    return timezone.now() - timedelta(hours=3)


def holding(name, *roles):
    found = officer(name, *roles)
    for role in roles:
        Role.objects.create(user_id=found.user, office=found.office, name=role, since=date(2026, 1, 1))
    return found


@pytest.fixture
def citra(db):
    return holding("citra", "supervisor")


@pytest.fixture
def gita(db):
    return holding("gita", "front-desk")


@pytest.fixture
def box(citra, gita, early):
    """Twenty blanks came in, and Gita has the first five."""
    stock.receive(BOX, actor=citra, now=early)
    stock.hand_out("KIA000001", "KIA000005", gita.user, actor=citra, now=early)
    return BlankSeries.objects.get()


@pytest.fixture
def letter(ana, ben, early):
    number = granted(ana, ben, at=early)
    issuing.issue(number, actor=ben, now=early + timedelta(minutes=10))
    return number


def deliver(number, blank, actor, how="counter"):
    return issuing.deliver(number, actor=actor, now=timezone.now(), how=how, blank=blank)


def code(call, *args, **values):
    with pytest.raises(Refused) as said:
        call(*args, **values)
    return said.value.refusals[0].code


def stands(row):
    return ledgers([row])[row.pk][0]


def test_a_letter_is_handed_over_on_a_blank_that_the_officer_holds(box, letter, gita):
    assert code(deliver, letter, "", gita) == "blank-needed"
    assert code(deliver, letter, "KIA000099", gita) == "no-such-blank"
    assert code(deliver, letter, "KIA000006", gita) == "not-your-blank"
    assert Attempt.objects.filter(code__in=["blank-needed", "no-such-blank", "not-your-blank"]).count() == 3
    assert Case.objects.get().delivered_at is None
    deliver(letter, "kia 000001", gita)
    assert event_of(Event.objects.get(act="deliver")).data["blank"] == "KIA000001"
    line = BlankLine.objects.of_letter(Letter.objects.get().pk)
    assert (line.first, line.by_id) == (1, gita.user)
    assert stands(box).balance()[gita.user] == (2, 3, 4, 5)


def test_a_number_is_used_once_and_the_second_try_is_seen(box, letter, gita, ana, ben, early):
    deliver(letter, "KIA000001", gita)
    other = granted(ana, ben, another(1), at=early)
    issuing.issue(other, actor=ben, now=early + timedelta(minutes=10))
    assert code(deliver, other, "KIA000001", gita) == "blank-ended"
    assert stands(box).doubles == (1,) and Case.objects.get(number=other).delivered_at is None
    deliver(other, "KIA000003", gita)
    assert stands(box).gaps == (2,)


def test_by_post_it_goes_on_a_blank_too_and_its_arrival_needs_no_second(box, letter, gita):
    post = {"actor": gita, "now": timezone.now()}
    assert code(issuing.post_letter, letter, "JNE-12345", **post) == "blank-needed"
    issuing.post_letter(letter, "JNE-12345", blank="KIA000002", **post)
    deliver(letter, "", gita, how="post")
    assert BlankLine.objects.filter(kind="used").count() == 1 and Case.objects.get().delivered_at


def test_what_the_person_reads_online_is_not_yet_handed_over(box, letter):
    mine = signed_in(Party.objects.get())
    assert mine.get(f"/case/{letter}/letter/")["Content-Type"] == "application/pdf"
    assert Case.objects.get().delivered_at is None


def test_a_refusal_is_on_plain_paper(box, ana, ben, gita, early):
    number = refused(ana, ben, at=early)
    issuing.issue(number, actor=ben, now=early + timedelta(minutes=10))
    assert code(deliver, number, "KIA000001", gita) == "no-blank-needed"
    deliver(number, "", gita)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "gold"}, "blank-series"),
        ({"note": ""}, "blank-series"),
        ({"last": "KIB000020"}, "blank-series"),
        ({"last": "KIA000000"}, "blank-series"),
        ({"last": "KIA009000"}, "blank-series"),
        ({"first": "KIA000020", "last": "KIA000030"}, "blank-series-twice"),
    ],
)
def test_a_series_comes_in_once_and_whole(changed, says, box, citra):
    assert code(stock.receive, replace(BOX, **changed), actor=citra, now=timezone.now()) == says
    assert BlankSeries.objects.count() == 1


def test_only_a_supervisor_moves_blanks_and_only_from_where_they_are(box, citra, gita, ben):
    now = timezone.now()
    assert code(stock.receive, BOX, actor=gita, now=now) == "blanks-not-yours"
    assert code(stock.hand_out, "KIA000006", "KIA000007", gita.user, actor=gita, now=now) == "blanks-not-yours"
    assert code(stock.hand_out, "KIA000005", "KIA000007", gita.user, actor=citra, now=now) == "blanks-elsewhere"
    assert code(stock.hand_out, "KIA000006", "KIA000007", 0, actor=citra, now=now) == "blank-no-holder"
    stock.take_back("KIA000004", "KIA000005", gita.user, actor=citra, now=now)
    assert stands(box).balance()[gita.user] == (1, 2, 3)


def test_a_spoiled_one_needs_the_eyes_of_a_second_person(box, citra, gita):
    ben = holding("vera", "verifier")
    now = timezone.now()
    assert code(stock.spoil, "KIA000001", "-", actor=gita, now=now) == "blank-no-reason"
    assert code(stock.spoil, "KIA000001", "printer", actor=ben, now=now) == "not-your-blank"
    line = stock.spoil("KIA000001", "printer", actor=gita, now=now)
    assert code(stock.see, line.pk, actor=gita, now=now) == "blank-second-person"
    assert [one.pk for one in BlankLine.objects.unseen(box.office)] == [line.pk]
    stock.see(line.pk, actor=ben, now=now)
    assert code(stock.see, line.pk, actor=citra, now=now) == "blank-seen"
    assert not BlankLine.objects.unseen(box.office).exists()
    assert code(stock.spoil, "KIA000001", "printer", actor=gita, now=now) == "not-your-blank"


def test_a_missing_one_is_used_for_nothing_and_if_found_only_spoiled(box, letter, citra, gita):
    now = timezone.now()
    stock.miss("KIA000001", actor=gita, now=now)
    assert code(deliver, letter, "KIA000001", gita) == "blank-missing"
    assert code(stock.spoil, "KIA000001", "found", actor=gita, now=now) == "not-your-blank"
    stock.spoil("KIA000001", "found", actor=citra, now=now)
    assert stands(box).missing == ()


def test_a_day_is_closed_by_two_counts(box, citra, gita):
    now, other = timezone.now(), holding("vera", "verifier")
    assert code(stock.count, "paper", gita.user, 5, actor=other, now=now) == "blanks-not-yours"
    line = stock.count("paper", gita.user, 4, actor=gita, now=now)
    assert (line.expected, line.counted) == (5, 4)
    assert code(stock.see, line.pk, actor=gita, now=now) == "blank-second-person"
    stock.see(line.pk, actor=citra, now=now)
    assert stock.count("paper", None, 15, actor=citra, now=now).expected == 15
    assert code(stock.count, "paper", gita.user, None, actor=gita, now=now) == "blank-no-count"


@pytest.mark.usefixtures("append_only")
@pytest.mark.parametrize("model", [BlankSeries, BlankLine])
def test_the_ledger_takes_no_change_and_no_deletion(box, model):
    for change in (lambda rows: rows.update(by=None), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(model.objects.all())


# Pages.


def test_the_supervisor_and_the_officer_do_it_all_in_a_browser(browser_of, letter, client):  # noqa: F811
    chief, desk = browser_of("citra", "supervisor"), browser_of("gita", "front-desk")
    assert "Belum ada blangko yang masuk" in chief.text(STOCK) and "tidak memegang blangko" in desk.text(MINE)
    sent = {"act": "receive", "blank": "paper", "note": "SJ-9", "first": "KIA000001", "last": "KIA000010"}
    assert chief.post(STOCK, {**sent, "last": "x"}).status_code == 409
    assert chief.post(STOCK, sent).status_code == 302
    sent = {"act": "hand_out", "holder": desk.actor.user, "first": "KIA000001", "last": "KIA000003"}
    assert chief.post(STOCK, sent).status_code == 302
    assert "KIA000001–KIA000003" in desk.text(MINE)
    assert desk.post(MINE, {"act": "spoil", "number": "KIA000001", "reason": "torn"}).status_code == 302
    assert "Blangko rusak" in chief.text(STOCK)
    line = BlankLine.objects.get(kind="spoiled").pk
    assert chief.post(STOCK, {"act": "see", "line": line}).status_code == 302
    assert desk.post(MINE, {"act": "count", "blank": "paper", "counted": "2"}).status_code == 302
    assert "Hitungan Gita: 2 lembar, menurut catatan 2" in chief.text(STOCK)
    deliver(letter, "KIA000003", desk.actor)
    shown = chief.text(STOCK)
    assert "Terlewati" in shown and "KIA000002" in shown and Letter.objects.get().number in shown
    assert chief.post(STOCK, {"act": "?"}).status_code == 400 and desk.post(MINE, {"act": "?"}).status_code == 400
    assert desk.get(STOCK).status_code == 403
    public = words_of(client.get(f"/letter/{Letter.objects.get().code}/"))
    assert "Dicetak di atas blangko nomor KIA000003" in public


def test_the_pages_cost_the_same_for_many_series(browser_of, box, citra, gita, early, django_assert_max_num_queries):  # noqa: F811
    chief = browser_of("kepala", "supervisor")
    for n in range(1, 6):
        span = replace(BOX, first=f"KIA000{n}01", last=f"KIA000{n}20")
        stock.receive(span, actor=citra, now=early)
        stock.hand_out(span.first, f"KIA000{n}05", gita.user, actor=citra, now=early)
    with django_assert_max_num_queries(9):
        assert chief.get(STOCK).content.decode().count('class="ds-card stack" aria-labelledby="s') == 6
