"""Whoever examines the office brings their own copy: the database is held against it, whatever is public today."""

import shutil
from datetime import timedelta

import pytest

from layani.cli import main
from layani.office.actions import filing
from layani.office.gateways.log_keys import trust_policy
from layani.office.jobs.integrate_record import integrate
from tests.office.actions.applications import CITIZEN, application
from tests.office.officer.walks import another
from tests.office.record.test_comparing import by_hand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def copied(own_record, now):
    """Give the arguments that name an auditor's copy of two entries, and keys; then the office goes on."""
    for place in range(2):
        filing.file(application(another(place)), actor=CITIZEN, now=now)
    integrate(now=now)
    shutil.copytree(own_record / "log", own_record / "copy")
    (own_record / "policy").write_text(trust_policy(), encoding="utf-8")
    filing.file(application(another(3)), actor=CITIZEN, now=now + DAY)
    integrate(now=now + DAY)
    return ["--check", "--tiles", str(own_record / "copy"), "--policy", str(own_record / "policy")]


def rewrite_public(folder, first, second):
    """Put other bytes into the public bundle, as whoever alters the database would do with it."""
    for bundle in (folder / "log" / "tile" / "entries").rglob("*"):
        if bundle.is_file():
            bundle.write_bytes(bundle.read_bytes().replace(first, second))


def test_an_honest_office_agrees_with_the_copy(copied, capsys):
    assert main(["rebuild", *copied]) == 0
    assert "the public record and your copy of 2 entries: 0 alterations." in capsys.readouterr().out


def test_a_leaf_that_was_exchanged_everywhere_in_the_office_is_found_by_the_copy(copied, own_record, capsys):
    by_hand(
        "update tables_outbox set leaf = replace(leaf, '2026-11-23T02:00:00Z', '2026-11-23T03:00:00Z') where idx = 1"
    )
    rewrite_public(own_record, b"2026-11-23T02:00:00Z", b"2026-11-23T03:00:00Z")
    main(["rebuild", *copied])
    out = capsys.readouterr().out
    assert "entry 1 of your copy is not the leaf that the database has there." in out
    assert "entry 1 of the public record" not in out, "what the office publishes was altered with it"


def test_a_damaged_copy_accuses_nobody(copied, own_record, capsys):
    [bundle] = [
        one for one in (own_record / "copy" / "tile" / "entries").rglob("*") if one.is_file() and one.name == "2"
    ]
    bundle.write_bytes(bundle.read_bytes().replace(b"Z", b"Y"))
    assert main(["rebuild", *copied]) == 2
    assert "is not the record that was signed" in capsys.readouterr().err


def test_keys_that_are_not_the_offices_and_half_of_the_options_are_refused(copied, own_record, capsys):
    other = trust_policy().replace("office.example/cases", "other.example/cases")
    (own_record / "policy").write_text(other, encoding="utf-8")
    assert main(["rebuild", *copied]) == 2
    assert main(["rebuild", *copied[:3]]) == 2
    assert "takes --tiles and --policy together" in capsys.readouterr().err
    assert main(["rebuild", *copied[1:]]) == 2
    assert "takes --check, --tiles and --policy together" in capsys.readouterr().err


def test_verify_database_does_the_same_as_rebuild_check(copied, own_record, capsys):
    for options in (copied[1:], []):
        assert main(["rebuild", "--check", *options]) == 0
        said = capsys.readouterr().out
        assert main(["verify", "database", *options]) == 0
        assert capsys.readouterr().out == said and "0 alterations" in said
    by_hand("update tables_case set status = 'refused'")
    assert main(["verify", "database"]) == 1
    assert main(["verify", "database", *copied[1:3]]) == 2
    said = capsys.readouterr().err
    assert "layani verify database: Comparing with a copy takes --tiles and --policy together" in said


@pytest.mark.parametrize("content", [None, b"", b"cut\n", b"\xff\xfe"])
@pytest.mark.parametrize("whose", ["copy", "log"])
def test_a_checkpoint_that_is_gone_or_cut_is_named(whose, content, copied, own_record, capsys):
    file = own_record / whose / "checkpoint"
    file.unlink() if content is None else file.write_bytes(content)
    code = main(["rebuild", *copied])
    said = "".join(capsys.readouterr())
    assert "fault of Layani" not in said
    if whose == "copy":
        assert code == 2 and "checkpoint" in said and "Nothing was compared" in said
    elif content is not None:
        assert code == 1 and "the public record cannot be read" in said


@pytest.mark.parametrize("level", ["entries", "0"])
@pytest.mark.parametrize("whose", ["copy", "log"])
def test_a_tile_that_is_gone_is_named(whose, level, copied, own_record, capsys):
    for tile in [one for one in (own_record / whose / "tile" / level).rglob("*") if one.is_file()]:
        tile.unlink()
    code = main(["rebuild", *copied])
    said = "".join(capsys.readouterr())
    assert "fault of Layani" not in said
    if whose == "copy":
        assert code == 2 and f"tile/{level}/" in said
    else:
        assert code == (1 if level == "entries" else 0), said


def test_a_difference_is_said_in_words_and_steers_no_terminal(copied, capsys):
    by_hand("update tables_case set due_at = '2026-11-23 02:00:00+00:00', holder_id = null, status = 'x\x1b'")
    assert main(["rebuild", "--check"]) == 1
    said = capsys.readouterr().out
    assert "due_at is 2026-11-23T02:00:00+00:00; its events say nothing." in said and "status is 'x\\x1b'" in said
    assert "datetime" not in said and "\x1b" not in said and "None" not in said
