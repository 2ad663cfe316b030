"""The office as it stands in production: nothing of the demo, no debugging, and only what was collected is served."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).parents[3]
SHOW = """
import django; django.setup()
from django.conf import settings
from layani.office.pages.page import url_patterns
print(settings.DEBUG, settings.LAYANI_DEMO, settings.TLS, settings.WORK_INSIDE)
print(sorted(pattern.name for pattern in url_patterns() if pattern.callback.page.only_for_trying))
"""


def production(tmp_path, *command, **more):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "layani.office.settings",
        "LAYANI_MODE": "production",
        "LAYANI_DATA": str(tmp_path),
        "LAYANI_SITE": "https://office.example",
        "LAYANI_HOSTS": "office.example",
        **more,
    }
    return subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )


def test_django_s_own_checks_for_deployment_find_nothing(tmp_path):
    done = production(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("asked", [{}, {"DEBUG": "1", "DJANGO_DEBUG": "true", "LAYANI_DEBUG": "yes"}])
def test_nothing_turns_debugging_or_the_demo_on(tmp_path, asked):
    done = production(tmp_path, "-c", SHOW, **asked)
    assert done.stdout == "False False True False\n[]\n", done.stdout + done.stderr


def test_a_key_that_was_not_given_is_made_and_nobody_else_can_read_it(tmp_path):
    done = production(tmp_path, "-c", "import django; django.setup()")
    assert done.returncode == 0, done.stderr
    keys = list((tmp_path / "keys").iterdir())
    assert [key.name for key in keys] == ["session.key"]
    assert all(key.stat().st_mode & 0o077 == 0 for key in keys)


@pytest.fixture
def collected(settings, tmp_path):
    """An office with one collected file, and files around it that are nobody's business."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "layani.css").write_text("body{}")
    (tmp_path / "secret.txt").write_text("secret")
    client = Client()
    client.handler.load_middleware()
    return client


def test_a_collected_file_is_served(collected):
    answer = collected.get("/static/layani.css")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"body{}")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/..%2fsecret.txt",
        "/static//etc/passwd",
        "/static/./../secret.txt",
        "/static/css/layani.css",
        "/static/",
        "/static",
        "/static/layani.css/../../secret.txt",
        "/static/\\..\\secret.txt",
        "/media/secret.txt",
        "/var/keys/session.key",
        "/.git/config",
        "/office.sqlite3",
    ],
)
def test_nothing_but_what_was_collected_is_served(collected, path):
    answer = collected.get(path)
    assert answer.status_code == 404, path


FIRST = """
import gc, sys
from layani.office.wsgi import application
from django.test import Client
before = {name for name in sys.modules if name.startswith("layani")}
client = Client(headers={"Host": "office.example", "X-Forwarded-Proto": "https"})
answers = [client.get(path).status_code for path in ("/.well-known/security.txt", "/api/v1/services/", "/api/nothing")]
late = {name for name in sys.modules if name.startswith("layani")} - before
print(answers, sorted(late), gc.get_freeze_count() > 50_000)
"""


def test_the_first_reader_waits_for_nothing_that_could_be_loaded_before(tmp_path):
    """The database is away on purpose: to warm up asks nobody."""
    done = production(tmp_path, "-W", "ignore", "-c", FIRST, LAYANI_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.stdout == "[200, 200, 404] [] True\n", done.stdout + done.stderr


def test_an_office_whose_catalogue_is_broken_does_not_start(tmp_path):
    broken = tmp_path / "catalogue"
    broken.mkdir()
    (broken / "office.yaml").write_text("office: nowhere")
    done = production(tmp_path, "-W", "ignore", "-c", FIRST, LAYANI_CATALOGUE=str(broken))
    assert done.returncode != 0
    assert "office.yaml" in done.stderr
