"""The environment's readers: what they return, list and refuse."""

from datetime import timedelta
from pathlib import Path

import pytest

from layani.office.environment import MASK, Environment, SettingError


def test_each_reader_returns_its_own_type():
    read = Environment(
        {
            "LAYANI_NAME": " Kelurahan ",
            "LAYANI_DEMO": "Yes",
            "LAYANI_PORT": "8000",
            "LAYANI_WAIT": "15m",
            "LAYANI_HOSTS": "a.example, b.example,",
            "LAYANI_MAIL": "file",
            "LAYANI_DATA": "/srv/layani",
        }
    )
    assert read.text("LAYANI_NAME", help="") == "Kelurahan"
    assert read.flag("LAYANI_DEMO", help="") is True
    assert read.number("LAYANI_PORT", help="") == 8000
    assert read.duration("LAYANI_WAIT", help="") == timedelta(minutes=15)
    assert read.names("LAYANI_HOSTS", help="") == ("a.example", "b.example")
    assert read.choice("LAYANI_MAIL", ("file", "smtp"), help="") == "file"
    assert read.path("LAYANI_DATA", help="") == Path("/srv/layani")


def test_what_is_not_set_or_empty_takes_its_default():
    read = Environment({"LAYANI_PORT": "  "})
    assert read.number("LAYANI_PORT", 8000, help="") == 8000
    assert read.flag("LAYANI_DEMO", False, help="") is False
    assert read.names("LAYANI_HOSTS", (), help="") == ()
    assert read.path("LAYANI_DATA", "var", help="") == Path("var").absolute()


@pytest.mark.parametrize(
    ("call", "words", "sentence"),
    [
        (lambda r: r.flag("LAYANI_X", help=""), "perhaps", "must be yes or no"),
        (lambda r: r.number("LAYANI_X", help=""), "8000x", "must be a whole number"),
        (lambda r: r.number("LAYANI_X", help=""), "-1", "must be 0 or more"),
        (lambda r: r.number("LAYANI_X", help="", most=65_535), "65536", "must be 65535 or less"),
        (lambda r: r.number("LAYANI_X", help=""), "9" * 5000, "must be a whole number"),
        (lambda r: r.duration("LAYANI_X", help=""), "15", "a number and a unit"),
        (lambda r: r.url("LAYANI_X", help=""), "office.example", "an address with '://'"),
        (lambda r: r.url("LAYANI_X", schemes=("https",), help=""), "ftp://a", "must begin with https://"),
        (lambda r: r.choice("LAYANI_X", ("file", "smtp"), help=""), "sms", "must be one of file, smtp"),
    ],
)
def test_a_wrong_value_is_refused_with_name_value_reason_and_example(call, words, sentence):
    with pytest.raises(SettingError) as refused:
        call(Environment({"LAYANI_X": words}))
    assert str(refused.value).startswith(f"LAYANI_X is '{words}'")
    assert sentence in str(refused.value)
    assert "Write, for example: LAYANI_X=" in str(refused.value)


def test_a_required_setting_that_is_missing_says_what_it_is_for():
    with pytest.raises(
        SettingError, match=r"LAYANI_ORIGIN is not set.*The address.*Write, for example: LAYANI_ORIGIN=https://"
    ):
        Environment({}).url("LAYANI_ORIGIN", help="The address that citizens type.")


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")
    read = Environment({"LAYANI_KEY_FILE": str(tmp_path / "key")})
    assert read.secret("LAYANI_KEY", help="") == "s3cret"
    assert read.settings[0].origin == "file"


@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "cannot be read"), ("", "is empty"), (b"\xff\xfe", "cannot be read")]
)
def test_a_secret_file_that_is_missing_empty_or_not_text_is_refused(tmp_path, content, sentence):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingError, match=sentence):
        Environment({"LAYANI_KEY_FILE": str(file)}).secret("LAYANI_KEY", help="")


def test_a_secret_given_twice_is_refused():
    with pytest.raises(SettingError, match="both set"):
        Environment({"LAYANI_KEY": "a", "LAYANI_KEY_FILE": "/b"}).secret("LAYANI_KEY", help="")


def test_no_secret_and_no_password_appears_in_the_list_or_in_an_error():
    read = Environment({"LAYANI_KEY": "hidden", "LAYANI_DATABASE_URL": "postgresql://ana:hidden@db/office"})
    read.secret("LAYANI_KEY", default="also-hidden", help="")
    read.url("LAYANI_DATABASE_URL", help="")
    assert "hidden" not in repr(read.settings)
    assert read.settings[1].value == f"postgresql://ana:{MASK}@db/office"
    with pytest.raises(SettingError) as refused:
        Environment({"LAYANI_U": "postgresql://ana:hidden@db/x"}).url("LAYANI_U", schemes=("sqlite",), help="")
    assert "hidden" not in str(refused.value)


def test_a_setting_is_read_only_once():
    read = Environment({})
    read.text("LAYANI_NAME", "a", help="")
    with pytest.raises(SettingError, match="read twice"):
        read.text("LAYANI_NAME", "b", help="")


def test_the_list_tells_type_default_value_and_origin():
    read = Environment({"LAYANI_WAIT": "2h"})
    read.duration("LAYANI_WAIT", timedelta(minutes=90), help="How long.")
    read.flag("LAYANI_DEMO", True, help="Whether.")
    wait, demo = read.settings
    assert (wait.type, wait.default, wait.value, wait.origin, wait.help) == (
        "duration",
        "90m",
        "2h",
        "environment",
        "How long.",
    )
    assert (demo.default, demo.value, demo.origin) == ("yes", "yes", "default")


def test_a_misspelt_setting_is_told_with_the_nearest_one():
    read = Environment({"LAYANI_ORIGN": "https://a", "LAYANI_KEY_FILE": "", "HOME": "/"})
    read.url("LAYANI_ORIGIN", "https://b", help="")
    read.secret("LAYANI_KEY", "k", help="")
    assert read.unknown() == ("LAYANI_ORIGN is set, but there is no such setting. Did you mean LAYANI_ORIGIN?",)
