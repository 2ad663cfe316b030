"""The small cast: Ana assesses, Ben decides, Carla is a citizen, Dan is an outsider."""

import importlib
from datetime import UTC, datetime

import pytest
from django.db import connection

from layani.office.actions.parties import Person
from layani.office.actor import Actor
from layani.office.house import catalogue, codes
from layani.office.tables.models import User

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
CARLA = Person(
    nik="3174015501900002", name="Carla Wijaya", birth_date="1990-01-15", phone="+6281234567890", source="declared"
)


APPEND_ONLY = [
    importlib.import_module(f"layani.office.tables.migrations.{name}")
    for name in (
        "0002_append_only", "0005_looks", "0015_publications", "0030_tickets", "0034_authority_register",
        "0042_instructions", "0053_mandates", "0068_retention", "0058_discretion", "0050_paper_receipts",
    "0061_staff_ledger", "0071_blanks", "0073_exemptions", "0076_recovery", "0080_rectifications",
    "0081_paper_handed_on", "0084_proxy_acts", "0087_outside_reminders", "0095_witnessing", "0096_restorations",
    "0097_epoch_indices", "0098_key_changes", "0099_draws", "0104_looks_with_purpose", "0106_ledger_seals",
    )
]  # fmt: skip
PROTECTED = (
    "tables_event", "tables_attempt", "tables_outbox", "tables_look", "tables_proposal", "tables_ruling",
    "tables_ticketevent", "tables_authorityentry", "tables_authorityruling", "tables_instruction",
    "tables_mandateevent", "tables_proxyfiling", "tables_agentlook", "tables_erasure", "tables_hold",
    "tables_holdruling", "tables_discretion", "tables_discretionruling", "tables_paperblock", "tables_paperwindow",
    "tables_afterdraw", "tables_afterfinding", "tables_blankline", "tables_blankseen", "tables_blankseries",
    "tables_cosignature", "tables_donealone", "tables_draw", "tables_drawn", "tables_drawpool", "tables_epochindex",
    "tables_exemption", "tables_exemptionruling", "tables_keychange", "tables_ledgerseal", "tables_lookbatch",
    "tables_lookreason", "tables_outsidereminder",
    "tables_paperline", "tables_papernote", "tables_paperoffer", "tables_papertaken", "tables_paperwindowend",
    "tables_proxyact", "tables_receiptrenewal", "tables_rectification", "tables_rectificationanswer",
    "tables_rectificationtold", "tables_restoration", "tables_staffentry", "tables_staffruling", "tables_witnessed",
)  # fmt: skip
# What the tests' own flush does between tests (SQLite deletes, PostgreSQL truncates); refusing it has its own test.
FLUSH = {"sqlite": "delete", "postgresql": "truncate"}


def refusals_of_the_flush():
    """Return (name, table, statement) of the triggers that would stop the tests' flush."""
    verb = FLUSH[connection.vendor]
    known = [one for made in APPEND_ONLY for one in (made.SQLITE if connection.vendor == "sqlite" else made.POSTGRESQL)]
    for table in PROTECTED:
        name = f"{table}_no_{verb}"
        yield name, table, next(statement for statement in known if f"create trigger {name} " in statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for name, table, _ in refusals_of_the_flush():
            cursor.execute(f"drop trigger {name}" + (f" on {table}" if connection.vendor == "postgresql" else ""))


@pytest.fixture
def append_only(db):
    """Put the triggers back for this test; its roll-back takes them away again."""
    with connection.cursor() as cursor:
        for _, _, statement in refusals_of_the_flush():
            cursor.execute(statement)


@pytest.fixture
def now():
    return MONDAY


def officer(name, *roles, nik=None):
    user = User.objects.create_user(username=name, password="x", full_name=name.title())
    mac = codes().nik(nik) if nik else None
    return Actor(
        kind="officer", user=user.pk, name=name, office=catalogue().office.slug, roles=frozenset(roles), nik_mac=mac,
        two_factor=True,
    )  # fmt: skip


@pytest.fixture
def ana(db):
    return officer("ana", "front-desk", "head")


@pytest.fixture
def ben(db):
    return officer("ben", "head", "verifier")


@pytest.fixture
def dan(db):
    return officer("dan")
