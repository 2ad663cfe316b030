"""The operator lets a program in and shuts it out; its token is known to nobody else."""

import pytest

from layani import cli
from layani.office.house import catalogue
from layani.office.tables.models import Program, Role, User
from tests.office.api.conftest import Caller
from tests.office.api.conftest import filing as body

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    user = User.objects.create_user(username="sari")
    Role.objects.create(user=user, office=catalogue().office.slug, name="front-desk", since="2020-01-01")
    return user


def layani(*words):
    return cli.main(["program", *words])


def test_a_program_files_until_it_is_revoked(sari, capsys):
    assert layani("enter", "kiosk", "--for", "sari") == 0
    token = capsys.readouterr().out.strip()
    assert len(token) >= 43
    assert Caller(token).post("/cases/", body(), once="by-a-kiosk").status_code == 201
    assert token.encode() not in bytes(Program.objects.get().token_hash)
    assert layani("revoke", "kiosk") == 0
    assert Caller(token).post("/cases/", body(), once="by-a-kiosk").status_code == 401


def test_an_officer_who_leaves_takes_the_program_along(sari, capsys):
    layani("enter", "kiosk", "--for", "sari")
    caller = Caller(capsys.readouterr().out.strip())
    User.objects.update(is_active=False)
    assert caller.post("/cases/", body(), once="by-a-kiosk").status_code == 401


def test_the_list_shows_who_acts_for_whom_and_no_token(sari, capsys):
    layani("enter", "kiosk", "--for", "sari")
    token = capsys.readouterr().out.strip()
    assert layani("list") == 0
    shown = capsys.readouterr().out
    assert shown == "kiosk  acts for sari  in force\n"
    assert token not in shown


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "kiosk\x1b[31m", "ki\udcffosk"])
def test_a_name_that_nobody_could_read_is_refused(sari, capsys, name):
    assert layani("enter", name, "--for", "sari") == 2
    assert "Write such as: kiosk-7" in capsys.readouterr().err
    assert not Program.objects.exists()


def test_what_cannot_be_done_says_why(sari, capsys):
    assert layani("enter", "kiosk", "--for", "nobody") == 2
    assert "no officer 'nobody'" in capsys.readouterr().err
    layani("enter", "kiosk", "--for", "sari")
    assert layani("enter", "kiosk", "--for", "sari") == 2
    assert "Revoke it first" in capsys.readouterr().err
    assert layani("revoke", "gate") == 1
