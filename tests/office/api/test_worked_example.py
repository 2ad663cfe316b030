"""The worked example of the reference, typed into a shell against a running office."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from layani.office.actions.programs import Right, enter_program
from layani.office.house import calendar, catalogue
from layani.office.tables.models import Role, User
from layani.rules.systems.scopes import SCOPES
from tests.docs.console import Command, matches, steps
from tests.office.citizen.files import PDF

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"
MARK = "--- next command ---"


@pytest.fixture
def token(transactional_db):
    user = User.objects.create_user(username="sari")
    Role.objects.create(user=user, office=catalogue().office.slug, name="front-desk", since="2020-01-01")
    now = timezone.now()
    right = Right(acts_for="sari", system="village-app", scopes=tuple(SCOPES), until=calendar().local(now).date())
    return enter_program("kiosk", right, now=now)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing: sudo apt-get install -y curl")
def test_the_worked_example_does_what_the_page_shows(live_server, token, tmp_path):
    files = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "application.json").write_text(files[0], encoding="utf-8")
    (tmp_path / "sewa.pdf").write_bytes(PDF)
    commands = [step for step in steps(PAGE) if isinstance(step, Command)]
    script = f"\necho; echo '{MARK}'\n".join(command.line for command in commands)
    environment = {"PATH": os.environ["PATH"], "OFFICE": live_server.url, "TOKEN": token}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    printed = re.split(rf"\n+{MARK}\n", f"\n{done.stdout}")
    assert len(printed) == len(commands) >= 7, done.stdout + done.stderr
    for command, output in zip(commands, printed, strict=True):
        assert matches(command.shown, output.strip()), f"{command.line}\nprinted:\n{output}"
