"""An office that is built once for several tests, each of which finds it as it was built."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


@contextmanager
def lasting(blocker: Any, folder: Path, **settings: Any) -> Iterator[None]:
    """Let what is written within stay until the end of the block, while each test undoes its own; then undo it all.

    blocker: pytest-django's ``django_db_blocker``; folder: of the office's keys and record, and settings: others of its
    Ask for ``django_db_setup`` beside it, in a fixture of the scope "module".
    """
    own = override_settings(LOG_FOLDER=folder / "log", KEY_FOLDER=folder / "keys", **settings)
    kept = transaction.atomic()
    kept._from_testcase = True  # as Django's own tests: a durable transaction is one all the same
    with blocker.unblock(), own, kept:
        yield
        transaction.set_rollback(True)
