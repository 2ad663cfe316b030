"""The project's own lint rules bite: each is shown a file that breaks it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def complaints(where: str, code: str) -> str:
    """Return ruff's words about ``code`` as if it stood in the file ``where``."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "json", "--stdin-filename", where, "-"]
    done = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False)
    return " ".join(f"{c['code']} {c['message']}" for c in json.loads(done.stdout))


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("from datetime import datetime\nNOW = datetime.now()\n", "take the time as an argument"),
        ("from datetime import date\nTODAY = date.today()\n", "take the day as an argument"),
        ("import time\n", "take the time as an argument"),
        ("import random\n", "take the drawn value as an argument"),
        ("import os\nX = os.environ['X']\n", "take the value as an argument"),
        ("from django.utils import timezone\n", "take values, return values"),
        ("import sqlite3\n", "take the rows' values"),
        ("import subprocess\n", "take its answer as an argument"),
    ],
)
def test_a_rule_may_not_read_the_world(code, remedy):
    assert remedy in complaints("src/layani/rules/cases/example.py", code)


def test_a_page_may_not_reach_into_the_database():
    assert "query-set method" in complaints(
        "src/layani/office/pages/public/example.py", "from django.db import models\n"
    )


def test_business_flow_may_not_go_through_signals():
    code = "from django.db.models.signals import post_save\n"
    assert "actions, not signals" in complaints("src/layani/office/actions/example.py", code)


def test_an_import_inside_a_function_needs_a_reason():
    assert "PLC0415" in complaints("src/layani/office/actions/example.py", "def f():\n    import os\n    return os\n")
