"""The key files: made once, readable by the office alone, never silently replaced."""

import os
import stat
import threading

import pytest

from layani.key_file import KeyFileRefused, load, load_or_create
from layani.office.gateways.log_keys import acknowledgement_key, log_key, log_origin, trust_policy
from layani.office.house import catalogue
from layani.rules.record.policy import parse_policy

NAME = "office.example/cases"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys" / "log.key"


def test_the_key_is_made_once_and_found_again(file):
    key = load_or_create(file, NAME)
    assert load_or_create(file, NAME).verifier == key.verifier
    assert load(file, NAME).verifier == key.verifier
    assert sorted(p.name for p in file.parent.iterdir()) == ["log.key", "log.key.pub"]


def test_only_the_offices_user_can_read_the_key_whatever_the_umask(file):
    before = os.umask(0)
    try:
        load_or_create(file, NAME)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644])
def test_a_key_that_others_could_have_read_is_refused_with_the_remedy(file, mode):
    load_or_create(file, NAME)
    file.chmod(mode)
    with pytest.raises(KeyFileRefused, match=f"chmod 600 {file}"):
        load_or_create(file, NAME)


def test_the_key_of_another_record_is_refused(file):
    load_or_create(file, NAME)
    with pytest.raises(KeyFileRefused, match="keeps its name for ever"):
        load_or_create(file, "office.example/other")


@pytest.mark.parametrize(
    "text",
    ["", "junk", "PRIVATE+KEY+a+b", "PRIVATE+KEY+office.example/cases+00000000+AQ==",
     "PRIVATE+KEY+office.example/cases+00000000+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"],
)  # fmt: skip
def test_a_damaged_key_file_is_refused_and_not_shown(file, text):
    load_or_create(file, NAME)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileRefused, match="Restore it from its backup") as refused:
        load_or_create(file, NAME)
    assert "AQABAgME" not in str(refused.value)


def test_when_two_processes_start_at_once_one_key_wins(file):
    found = []
    threads = [threading.Thread(target=lambda: found.append(load_or_create(file, NAME).verifier)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_the_policy_names_both_keys(own_record):
    policy = parse_policy(trust_policy().encode())
    assert policy.logs == (log_key().verifier,)
    assert policy.acknowledgements == (acknowledgement_key().verifier,)
    assert log_key().name == NAME
    assert acknowledgement_key().name == f"{NAME}/acknowledgement"


def test_a_page_can_show_the_policy_without_reading_the_private_keys(own_record):
    text = trust_policy()
    for file in (own_record / "keys").glob("*.key"):
        file.write_text("unreadable", encoding="utf-8")
    assert trust_policy() == text


def test_the_record_is_named_by_the_offices_file_unless_the_settings_say_otherwise(settings):
    settings.LOG_ORIGIN = ""
    assert log_origin() == catalogue().office.log_origin
    settings.LOG_ORIGIN = "other.example/log"
    assert log_origin() == "other.example/log"
