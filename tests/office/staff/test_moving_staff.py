"""Two people stand behind every change of staff; days do the rest, and nobody gives anything to themselves."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from layani.office.actions.inviting import OperatorExists, accept, invite_first, invited
from layani.office.actions.moving_staff import Person, confirm_change, decline_change, enter_change
from layani.office.actions.staffing import KnownPerson, Officer, end_roles, enter_officer
from layani.office.house import catalogue
from layani.office.tables.models import DemoMessage, Invitation, Role, StaffEntry, StaffRuling, User
from layani.rules.refusal import Refused
from layani.rules.staffing import Change
from tests.office.conftest import CARLA, MONDAY

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PASSWORD = "tujuh gajah di pasar"


def change(kind="join", username="dewi", **said):
    known = User.objects.filter(username=username).values_list("pk", flat=True).first()
    given = {
        "name": "Dewi Lestari", "day": TODAY, "decree": "800/12/2026", "officer": known,
        "roles": ("verifier",) if kind in ("join", "move") else (),
    }  # fmt: skip
    return Change(kind, username, **(given | said))


def entered(said, by, **person):
    return enter_change(said, Person(**person), actor=by, now=MONDAY).pk


def held(user, day=TODAY):
    return Role.objects.names_of(user.pk, catalogue().office.slug, day)


def code_of(raised):
    return raised.value.refusals[0].code


def test_who_joins_has_the_roles_from_the_day_and_makes_their_own_password(oki, citra):
    number = entered(change(day=TODAY + timedelta(days=7)), oki, nik=CARLA.nik)
    done = confirm_change(number, actor=citra, now=MONDAY)
    dewi = User.objects.get(username="dewi")
    assert (held(dewi), held(dewi, TODAY + timedelta(days=7))) == (frozenset(), frozenset({"verifier"}))
    assert not dewi.has_usable_password() and len(bytes(dewi.nik_mac)) == 16
    assert accept(done.word, PASSWORD, now=MONDAY, today=TODAY).check_password(PASSWORD)
    with pytest.raises(Refused):
        accept(done.word, "another-long-password", now=MONDAY, today=TODAY)


def test_one_person_has_one_account(oki, citra):
    """With two, they would check and decide the same case, and enter and confirm the same change."""
    first, second = entered(change(), oki, nik=CARLA.nik), entered(change(username="lestari"), oki, nik=CARLA.nik)
    confirm_change(first, actor=citra, now=MONDAY)
    with pytest.raises(Refused) as raised:
        confirm_change(second, actor=citra, now=MONDAY)
    assert code_of(raised) == "known-person" and "dewi" in str(raised.value)
    with pytest.raises(Refused) as raised:
        entered(change(username="sari"), oki, nik=CARLA.nik)
    assert code_of(raised) == "known-person"
    with pytest.raises(KnownPerson):
        enter_officer(Officer("sari", "Sari", ("head",), PASSWORD, nik=CARLA.nik), since=TODAY)
    again = Officer("dewi", "Dewi Lestari", ("head",), PASSWORD, nik=CARLA.nik)
    assert enter_officer(again, since=TODAY).username == "dewi"
    User.objects.filter(username="dewi").update(is_active=False)
    assert confirm_change(second, actor=citra, now=MONDAY).word


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"decree": " "}, "no-decree"),
        ({"day": TODAY - timedelta(days=1)}, "past-day"),
        ({"roles": ()}, "no-role"),
        ({"roles": ("king",)}, "strange-role"),
        ({"name": ""}, "no-name"),
        ({"username": "oki"}, "own-roles"),
        ({"kind": "move", "username": "nobody"}, "no-such-officer"),
    ],
)
def test_what_cannot_be_is_not_entered(oki, said, code):
    with pytest.raises(Refused) as raised:
        entered(change(**said), oki)
    assert code in {one.code for one in raised.value.refusals}
    assert not StaffEntry.objects.exists()


def test_nobody_confirms_what_they_entered_or_what_is_about_themselves(oki, citra):
    number = entered(change(), oki)
    with pytest.raises(Refused) as raised:
        confirm_change(number, actor=oki, now=MONDAY)
    assert code_of(raised) == "confirm-own-entry"
    about_oki = entered(change("move", "oki", roles=("head",)), citra)
    with pytest.raises(Refused) as raised:
        confirm_change(about_oki, actor=oki, now=MONDAY)
    assert code_of(raised) == "own-roles"
    assert not Role.objects.exists()


def test_who_keeps_no_ledger_enters_and_confirms_nothing(ben, oki):
    with pytest.raises(Refused) as raised:
        entered(change(), ben)
    assert code_of(raised) == "not-a-keeper"
    with pytest.raises(Refused):
        confirm_change(entered(change(), oki), actor=ben, now=MONDAY)


def test_an_entry_is_ruled_on_once(oki, citra):
    number = entered(change(), oki)
    decline_change(number, actor=oki, now=MONDAY)
    with pytest.raises(Refused) as raised:
        confirm_change(number, actor=citra, now=MONDAY)
    assert code_of(raised) == "ruled-already"
    assert not User.objects.filter(username="dewi").exists()


def test_who_moves_ends_one_role_the_day_before_another_begins(oki, citra, bens_roles):
    friday = TODAY + timedelta(days=4)
    confirm_change(entered(change("move", "ben", roles=("head",), day=friday), oki), actor=citra, now=MONDAY)
    assert held(bens_roles, friday - timedelta(days=1)) == {"verifier"}
    assert held(bens_roles, friday) == {"head"}


def test_a_role_that_stays_keeps_its_beginning(oki, citra, bens_roles):
    confirm_change(entered(change("move", "ben", roles=("head", "verifier")), oki), actor=citra, now=MONDAY)
    assert Role.objects.get(user=bens_roles, name="verifier").since == date(2026, 1, 1)


def test_who_leaves_serves_through_the_last_day_and_their_session_is_over_after_it(oki, citra, bens_roles):
    browser = Client()
    browser.force_login(bens_roles, backend="layani.office.tables.signed_in.OfficerBackend")
    today = timezone.localdate()
    Role.objects.filter(user=bens_roles).update(until=today)
    assert browser.get("/officer/").status_code == 302 and "_auth_user_id" in browser.session
    assert "authenticate" in browser.get("/officer/")["Location"] or "2fa" in browser.get("/officer/")["Location"]
    Role.objects.filter(user=bens_roles).update(until=today - timedelta(days=1))
    assert browser.get("/officer/")["Location"].startswith("/officer/sign-in/login/")
    number = entered(change("leave", "ben", day=TODAY), oki)
    confirm_change(number, actor=citra, now=MONDAY)
    assert held(bens_roles, TODAY + timedelta(days=1)) == frozenset()


def test_the_first_operator_begins_by_a_link_and_only_where_there_is_none():
    word = invite_first("oki", "Oki Saputra", now=MONDAY, today=TODAY)
    newer = invite_first("oki", "Oki Saputra", now=MONDAY, today=TODAY)
    with pytest.raises(Refused):
        invited(word, now=MONDAY, today=TODAY)
    assert not Role.objects.exists()
    oki = accept(newer, PASSWORD, now=MONDAY, today=TODAY)
    assert held(oki) == {"operator"}
    with pytest.raises(OperatorExists):
        invite_first("eve", "Eve", now=MONDAY, today=TODAY)


def test_the_first_operators_link_expires_and_is_worth_nothing_once_there_is_another(oki):
    word = invite_first("eve", "Eve", now=MONDAY, today=TODAY)
    with pytest.raises(Refused):
        invited(word, now=MONDAY + timedelta(hours=1), today=TODAY)
    Role.objects.create(user_id=oki.user, office=oki.office, name="operator", since=TODAY)
    with pytest.raises(Refused):
        accept(word, PASSWORD, now=MONDAY, today=TODAY)


def recovery(oki, citra):
    return confirm_change(entered(change("recover", "ben"), oki), actor=citra, now=MONDAY).word


def test_a_lost_sign_in_is_replaced_by_two_people_after_a_day_and_its_owner_is_told(oki, citra, bens_roles):
    User.objects.filter(pk=bens_roles.pk).update(email="ben@office.example")
    word = recovery(oki, citra)
    assert "Masuklah sekarang juga" in DemoMessage.objects.get(to="ben@office.example").text
    with pytest.raises(Refused) as raised:
        accept(word, PASSWORD, now=MONDAY + timedelta(hours=23), today=TODAY)
    assert code_of(raised) == "invitation-early"
    accept(word, PASSWORD, now=MONDAY + timedelta(hours=25), today=TODAY)
    bens_roles.refresh_from_db()
    assert bens_roles.check_password(PASSWORD)


def test_who_signs_in_meanwhile_stops_it(oki, citra, bens_roles):
    word = recovery(oki, citra)
    User.objects.filter(pk=bens_roles.pk).update(last_login=MONDAY + timedelta(hours=3))
    with pytest.raises(Refused) as raised:
        accept(word, PASSWORD, now=MONDAY + timedelta(hours=25), today=TODAY)
    assert code_of(raised) == "invitation-over"
    bens_roles.refresh_from_db()
    assert not bens_roles.check_password(PASSWORD)


@pytest.mark.parametrize("table", [StaffEntry, StaffRuling])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_ledger_is_never_changed(oki, citra, append_only, table, verb):
    confirm_change(entered(change(), oki), actor=citra, now=MONDAY)
    rows = table.objects.all()
    change_them = {"delete": lambda: rows._raw_delete(rows.db), "update": lambda: rows.update(kind="declined")}[verb]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change_them()


def test_the_word_of_a_link_stands_nowhere(oki, citra):
    word = confirm_change(entered(change(), oki), actor=citra, now=MONDAY).word
    assert word.encode() not in bytes(Invitation.objects.get().code)


def test_the_command_line_ends_roles_with_a_later_end_too(bens_roles):
    """Who acts for the head holds that role until a day; leaving the office does not wait for it."""
    acting = {"user": bens_roles, "office": catalogue().office.slug, "name": "head", "since": TODAY}
    Role.objects.create(**acting, until=TODAY + timedelta(days=20))
    Role.objects.create(**{**acting, "name": "supervisor"}, until=TODAY)
    assert end_roles("ben", on=timezone.localtime(MONDAY)).roles == 2
    assert held(bens_roles) == {"verifier", "head", "supervisor"} and not held(bens_roles, TODAY + timedelta(days=1))
