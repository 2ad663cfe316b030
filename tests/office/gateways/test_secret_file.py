"""A secret is whole or not there: nobody ever works under an empty one."""

import os
import secrets
import stat

import pytest

from layani.office.environment import SettingError
from layani.office.gateways.secret_file import LEAST_CHARACTERS, secret_from_file


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys" / "master.key"


def test_a_secret_is_made_once_for_the_offices_user_alone(file):
    before = os.umask(0)
    try:
        made = secret_from_file(file)
    finally:
        os.umask(before)
    assert len(made) >= LEAST_CHARACTERS
    assert secret_from_file(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_of_two_that_start_at_once_both_get_the_same_whole_secret(file, monkeypatch):
    chance, theirs = secrets.token_urlsafe, []

    def while_the_other_starts(size):
        monkeypatch.setattr(secrets, "token_urlsafe", chance)
        theirs.append(secret_from_file(file))
        return chance(size)

    monkeypatch.setattr(secrets, "token_urlsafe", while_the_other_starts)
    assert [secret_from_file(file)] == theirs
    assert len(theirs[0]) >= LEAST_CHARACTERS


def test_a_disk_that_was_full_at_the_first_start_leaves_nothing_behind(file, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as while_full:
        while_full.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            secret_from_file(file)
    assert list(file.parent.iterdir()) == []
    assert len(secret_from_file(file)) >= LEAST_CHARACTERS


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"s" * (LEAST_CHARACTERS - 1), b"\xff" * 64],
    ids=["empty", "blank", "short", "bytes"],
)
def test_an_empty_short_or_broken_secret_is_refused_with_the_way_out(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(SettingError, match="Restore it from its backup") as refused:
        secret_from_file(file)
    assert str(file) in str(refused.value)
    assert "sss" not in str(refused.value)
    assert file.read_bytes() == content
