"""A program that was entered before tokens had scopes goes on as before: the migration itself, run on a database."""

import os
import subprocess
import sys

SCRIPT = """
import hashlib
from datetime import timedelta
from layani.office.start import start_django
start_django()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

TOKENS = ("tables", "0064_program_tokens")
executor = MigrationExecutor(connection)
executor.loader.replace_migrations = False  # an old office took its steps one by one
executor.loader.build_graph()
before = [one for one in executor.loader.get_migration(*TOKENS).dependencies]
executor.migrate(before)
old = executor.loader.project_state(before).apps
user = old.get_model("tables", "User").objects.create(username="sari", full_name="Sari")
old.get_model("tables", "Role").objects.create(user=user, office="sukamaju", name="front-desk", since="2020-01-01")
digest = hashlib.sha256(b"given-before").digest()
old.get_model("tables", "Program").objects.create(name="kiosk", acts_for=user, token_hash=digest)
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())

from layani.office.tables.models import Program, ProgramToken
now = timezone.now()
found = Program.objects.behind(digest, "sukamaju", now.date(), now)
print(*sorted(found.grant.scopes))
print((ProgramToken.objects.get().ends_at - now + timedelta(minutes=5)).days, found.name, sorted(found.roles))
print(Program.objects.behind(digest, "sukamaju", now.date(), now + timedelta(days=366)))
"""


def test_a_program_entered_before_keeps_its_token_and_what_it_could_do(tmp_path):
    environment = {**os.environ, "LAYANI_MODE": "demo", "LAYANI_DATA": str(tmp_path)}
    environment = {name: value for name, value in environment.items() if name not in ("LAYANI_DATABASE",)}
    environment["DJANGO_SETTINGS_MODULE"] = "layani.office.settings"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "cases:answer cases:events cases:file cases:read documents:upload receipts:read",
        "365 Sari ['front-desk']",
        "None",
    ]
