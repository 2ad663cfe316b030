"""The operator lets a program in and shuts it out; its token is known to nobody else."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from layani import cli
from layani.city.set_up import OFFICERS
from layani.commands import program
from layani.office.actions import programs
from layani.office.house import catalogue
from layani.office.tables.models import Program, ProgramToken, Role, User
from tests.office.api.conftest import Caller
from tests.office.api.conftest import filing as body

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)
KIOSK = (
    "enter", "kiosk", "--for", "sari", "--system", "village-app", "--scope", "cases:file", "--scope", "cases:read",
    "--until", str(SOON),
)  # fmt: skip


@pytest.fixture
def sari():
    user = User.objects.create_user(username="sari")
    Role.objects.create(user=user, office=catalogue().office.slug, name="front-desk", since="2020-01-01")
    return user


def layani(*words):
    return cli.main(["program", *words])


def test_a_program_files_until_it_is_revoked(sari, capsys):
    assert layani(*KIOSK) == 0
    token = capsys.readouterr().out.strip()
    assert len(token) >= 43
    assert Caller(token).post("/cases/", body(), once="by-a-kiosk").status_code == 201
    assert bytes(ProgramToken.objects.get().token_hash) == hashlib.sha256(token.encode()).digest()
    assert layani("revoke", "kiosk") == 0
    assert Caller(token).post("/cases/", body(), once="by-a-kiosk").status_code == 401


def test_an_officer_who_leaves_takes_the_program_along(sari, capsys):
    layani(*KIOSK)
    caller = Caller(capsys.readouterr().out.strip())
    User.objects.update(is_active=False)
    assert caller.post("/cases/", body(), once="by-a-kiosk").status_code == 401


def test_the_list_shows_who_acts_for_whom_and_no_token(sari, capsys):
    layani(*KIOSK)
    token = capsys.readouterr().out.strip()
    assert layani("list") == 0
    shown = capsys.readouterr().out
    assert shown == (
        "kiosk  of village-app  acts for sari  in force\n"
        "    may: cases:file cases:read\n"
        f"    token of {TODAY} until {SOON}, never used\n"
    )
    assert token not in shown


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "kiosk\x1b[31m", "ki\udcffosk"])
def test_a_name_that_nobody_could_read_is_refused(sari, capsys, name):
    assert layani("enter", name, *KIOSK[2:]) == 2
    assert "Write such as: kiosk-7" in capsys.readouterr().err
    assert not Program.objects.exists()


def test_what_cannot_be_done_says_why(sari, capsys):
    assert layani("enter", "kiosk", "--for", "nobody", *KIOSK[4:]) == 2
    assert "no officer 'nobody'" in capsys.readouterr().err
    layani(*KIOSK)
    assert layani(*KIOSK) == 2
    assert "Revoke it first" in capsys.readouterr().err
    assert layani("revoke", "gate") == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (("--system", "nobodys"), "no system 'nobodys'"),
        (("--scope", "cases:decide"), "'cases:decide' is no scope"),
        (("--service", "no-such"), "no service 'no-such'"),
        (("--network", "10.4.0.7/16"), "'10.4.0.7/16' is no network"),
        (("--until", str(TODAY - timedelta(days=1))), "A token ends on a day from"),
        (("--until", str(TODAY + timedelta(days=733))), "A token ends on a day from"),  # also where midnight passes
    ],
)
def test_a_right_that_cannot_be_is_refused_and_nothing_is_kept(sari, capsys, changed, why):
    assert layani(*KIOSK, *changed) == 2
    assert why in capsys.readouterr().err
    assert not Program.objects.exists()


def test_a_program_without_a_scope_is_refused(sari, capsys):
    assert layani(*KIOSK[:6], *KIOSK[-2:]) == 2
    assert "A program without a scope can do nothing" in capsys.readouterr().err


def test_two_tokens_are_in_force_while_a_program_moves_to_the_new_one(sari, capsys):
    layani(*KIOSK)
    first = capsys.readouterr().out.strip()
    assert layani("rotate", "kiosk", "--until", str(SOON), "--overlap", "3", "--scope", "cases:read") == 0
    second = capsys.readouterr().out.strip()
    assert [Caller(token).get("/cases/SKM-0").status_code for token in (first, second)] == [404, 404]
    # Another scope holds for both: a token that leaked must not keep what the program lost.
    assert [Caller(one).post("/cases/", body(), once="by-a-kiosk").status_code for one in (first, second)] == [403, 403]
    old, new = ProgramToken.objects.order_by("pk")
    assert (old.ends_at - new.issued_at, old.ends_at < new.ends_at) == (timedelta(days=3), True)
    ProgramToken.objects.filter(pk=old.pk).update(ends_at=timezone.now())
    assert [Caller(token).get("/cases/SKM-0").status_code for token in (first, second)] == [401, 404]


def test_without_an_overlap_the_earlier_token_ends_at_once(sari, capsys):
    layani(*KIOSK)
    first = capsys.readouterr().out.strip()
    layani("rotate", "kiosk", "--until", str(SOON), "--overlap", "0")
    assert Caller(first).get("/cases/SKM-0").status_code == 401


def test_the_remedy_of_a_missing_scope_is_a_command_that_works_and_takes_nothing_away(sari, capsys):
    layani(*KIOSK)
    first = capsys.readouterr().out.strip()
    refusal = Caller(first).get("/receipts/SKM-0/0/final").json()["refusals"][0]
    told = refusal["remedy"]["en"].partition("layani program ")[2].replace("NAME", "kiosk")
    assert layani(*told.split()) == 0
    second = capsys.readouterr().out.strip()
    for token in (first, second):
        assert Caller(token).get("/receipts/SKM-0/0/final").status_code == 404
        assert Caller(token).get("/cases/SKM-0").status_code == 404
    assert Program.objects.get().scopes == "cases:file cases:read receipts:read"
    old, new = ProgramToken.objects.order_by("pk")
    assert programs.last_day(new.ends_at) == SOON


def test_without_a_token_in_force_a_rotation_needs_its_day(sari, capsys):
    layani(*KIOSK)
    ProgramToken.objects.update(ends_at=timezone.now())
    assert layani("rotate", "kiosk") == 2
    assert "--until DATE" in capsys.readouterr().err
    assert layani("rotate", "kiosk", "--until", str(SOON)) == 0


def test_the_officer_of_the_documented_example_is_a_clerk_of_the_demo():
    said = Path("docs/how-to/connect-another-system.md").read_text() + str(program.__doc__)
    officers = {name for name in re.findall(r"layani program enter \S+ --for (\S+)", said)}
    assert officers and officers <= {name for name, _, roles in OFFICERS if "front-desk" in roles}


def test_what_is_not_there_cannot_be_rotated(sari, capsys):
    assert layani("rotate", "gate", "--until", str(SOON)) == 2
    assert "No program 'gate' is in force" in capsys.readouterr().err
    layani(*KIOSK)
    assert layani("rotate", "kiosk", "--until", str(SOON), "--overlap", "91") == 2


def test_the_scopes_are_listed(capsys):
    assert layani("scopes") == 0
    assert "cases:file  File applications in an applicant's name" in capsys.readouterr().out
