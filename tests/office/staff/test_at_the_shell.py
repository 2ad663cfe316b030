"""What is done to the staff on the server's command line stands in the ledger, and waits for somebody to look at it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from layani.cli import main
from layani.office.actions.moving_staff import confirm_change, decline_change
from layani.office.house import catalogue
from layani.office.tables.models import Invitation, Role, StaffEntry, StaffRuling, User
from layani.rules.refusal import Refused
from tests.office.conftest import officer

pytestmark = pytest.mark.django_db
ENTER = ["officer", "enter", "sari", "--name", "Sari Dewi", "--role", "front-desk", "--role", "verifier"]


def held(name):
    user = User.objects.get(username=name)
    return Role.objects.names_of(user.pk, catalogue().office.slug, timezone.localdate())


@pytest.fixture
def sari(db):
    """The line of Sari, whom somebody at the server has entered."""
    assert main(ENTER) == 0
    return StaffEntry.objects.get()


def test_who_is_entered_works_at_once_and_the_ledger_says_by_nobody(sari, capsys):
    assert held("sari") == {"front-desk", "verifier"}
    assert (sari.kind, sari.officer.username, sari.roles) == ("join", "sari", ["front-desk", "verifier"])
    assert sari.entered_by is None and sari.is_from_shell and not sari.rulings.exists()
    assert list(StaffEntry.objects.waiting(catalogue().office.slug)) == [sari]


def test_the_command_says_that_it_waits(db, capsys):
    main(ENTER)
    assert "waits for an operator or a supervisor" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--role", "king"], ["--nik", "1"]])
def test_what_could_not_be_entered_leaves_no_line(db, wrong):
    assert main([*ENTER, *wrong]) == 2
    assert not StaffEntry.objects.exists() and not User.objects.filter(username="sari").exists()


def test_who_is_ended_has_a_line_and_who_held_nothing_has_none(sari):
    assert main(["officer", "end", "sari"]) == 0
    assert main(["officer", "end", "nobody"]) == 1
    assert [(one.kind, one.username) for one in StaffEntry.objects.order_by("pk")] == [
        ("join", "sari"),
        ("leave", "sari"),
    ]


def test_a_keeper_confirms_it_and_nothing_is_done_twice(sari, oki):
    done = confirm_change(sari.pk, actor=oki, now=timezone.now())
    assert (done.word, done.cases) == ("", 0)
    assert not Invitation.objects.exists()  # she has her first password
    assert StaffRuling.objects.get().by_id == oki.user and held("sari") == {"front-desk", "verifier"}
    with pytest.raises(Refused):
        decline_change(sari.pk, actor=oki, now=timezone.now())


def test_declined_the_roles_that_it_gave_are_over_today_and_others_stay(sari, oki):
    user = User.objects.get(username="sari")
    before = timezone.localdate() - timedelta(days=30)
    Role.objects.create(user=user, office=catalogue().office.slug, name="head", since=before)
    decline_change(sari.pk, actor=oki, now=timezone.now())
    assert held("sari") == {"head"}


def test_declined_what_ended_does_not_come_back_by_itself(sari, oki):
    main(["officer", "end", "sari"])
    line = StaffEntry.objects.get(kind="leave")
    ends = list(Role.objects.values_list("until", flat=True))
    decline_change(line.pk, actor=oki, now=timezone.now())
    assert list(Role.objects.values_list("until", flat=True)) == ends


def test_nobody_confirms_what_is_about_themselves(db):
    main(["officer", "enter", "eva", "--name", "Eva", "--role", "operator"])
    user = User.objects.get(username="eva")
    eva = officer("other-eva", "operator")
    with pytest.raises(Refused, match="about yourself"):
        confirm_change(
            StaffEntry.objects.get().pk, actor=type(eva)(**(vars(eva) | {"user": user.pk})), now=timezone.now()
        )


@pytest.mark.parametrize("role", ["front-desk", "head", "verifier", "auditor", "analyst", "publisher"])
def test_no_other_role_rules_on_it(sari, role):
    other = officer("other", role)
    for rule in (confirm_change, decline_change):
        with pytest.raises(Refused, match="for an operator or a supervisor"):
            rule(sari.pk, actor=other, now=timezone.now())
    assert not StaffRuling.objects.exists()


def test_the_ledger_still_refuses_every_change(sari, append_only):
    for change in (StaffEntry.objects.all().delete, lambda: StaffEntry.objects.update(decree="800/1")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize("page", ["/staff/", "/staff/ledger/", "/staff/{pk}/"])
def test_every_page_of_the_ledger_says_where_it_came_from(sari, browser_of, page):
    text = browser_of("oki", "operator").text(page.format(pk=sari.pk))
    assert "di server; oleh siapa tidak diketahui" in text and "None" not in text


def test_on_its_page_a_keeper_reads_what_confirming_means_and_does_it(sari, browser_of):
    oki = browser_of("oki", "operator")
    assert "Ini sudah berlaku" in oki.text(f"/staff/{sari.pk}/")
    oki.post(f"/staff/{sari.pk}/", {"doing": "confirm"})
    assert StaffRuling.objects.get().kind == "confirmed"
