"""The page on verifying a receipt does what it says: its commands are typed beside a receipt, a policy and a record."""

from pathlib import Path

import pytest

from tests.docs.console import Command, matches, steps
from tests.docs.test_tutorial import run
from tests.rules.record.small_log import entries_around, final_receipt, openings, provisional_receipt, write_log
from tests.rules.record.vectors import ACKNOWLEDGEMENT_KEY, LOG_VKEY

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "verify-a-receipt.md"
INSTALLERS = {"sudo apt-get install -y python3-cryptography", "requirements/install base"}
"""Commands that fetch packages; which packages the verifier needs, test_record_command.py shows."""
SIZE, INDEX = 600, 256


@pytest.fixture
def folder(tmp_path):
    """Return what the page says that its reader has, under the names that it uses."""
    filed = openings()[0]
    keys = f"log {LOG_VKEY}\n# acknowledgement {ACKNOWLEDGEMENT_KEY.verifier.text()}\nquorum none\n"
    (tmp_path / "policy").write_text(keys, encoding="utf-8")
    (tmp_path / "SKM-2026-000123-1.tlog-proof").write_text(final_receipt(filed, SIZE, INDEX), encoding="utf-8")
    (tmp_path / "SKM-2026-000123-1.txt").write_text(provisional_receipt(filed), encoding="utf-8")
    write_log(tmp_path / "record", entries_around(filed.leaf, SIZE, INDEX))
    return tmp_path


def test_the_page_on_verifying_does_what_it_says(folder):
    typed = [step for step in steps(PAGE) if isinstance(step, Command) and step.line not in INSTALLERS]
    assert len(typed) == 6
    for step in typed:
        printed = run(step, folder)
        assert matches(step.shown, printed), f"$ {step.line}\nprinted:\n{printed}"


def test_the_installer_that_the_page_names_has_the_set_that_it_names():
    assert (ROOT / "requirements" / "base.txt").is_file()
