"""The office's settings for tests: a demo in a folder of its own, on the database that LAYANI_TEST_DATABASE names."""

import os
import tempfile
import zlib
from pathlib import Path

_FOLDER = tempfile.mkdtemp(prefix="layani-test-")
os.environ.setdefault("LAYANI_MODE", "demo")
os.environ["LAYANI_DATA"] = _FOLDER
os.environ["LAYANI_WORK_INSIDE"] = "no"
os.environ["LAYANI_DATABASE_URL"] = os.environ.get("LAYANI_TEST_DATABASE", f"sqlite:///{_FOLDER}/office.sqlite3")

from layani.office.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; only for tests
# A file, as in a real office: SQLite in memory locks whole tables between threads. On a server, two checkouts of the
# project may be tested at the same time.
_CHECKOUT = zlib.crc32(bytes(Path(__file__)))
_SQLITE = "sqlite" in DATABASES["default"]["ENGINE"]  # noqa: F405
_NAME = f"{_FOLDER}/test.sqlite3" if _SQLITE else f"test_layani_{_CHECKOUT:08x}"
DATABASES["default"]["TEST"] = {"NAME": _NAME}  # noqa: F405

# Pages are tested without `collectstatic`; the demo's own test runs it.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT.mkdir(parents=True)  # noqa: F405  whitenoise warns of a folder that is not there
