"""What is swept, and above all what is not: an erased key does not come back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from layani.durable_file import write_durably
from layani.office.actions import filing
from layani.office.gateways.key_store import KeyGone, open_key_store
from layani.office.gateways.log_keys import log_key
from layani.office.house import key_store
from layani.office.jobs import sweep_orphans
from layani.office.jobs.clock_ahead import LONGEST_QUIET, ClockAhead
from layani.office.jobs.integrate_record import SIGNED_LAST
from layani.office.jobs.sweep_orphans import DatabaseBehindRecord, erase_orphan_keys, run
from layani.office.tables.models import SignInCode
from layani.office.tables.models.record import Checkpoint
from layani.rules.record.checkpoint import sign_checkpoint
from tests.office.actions.applications import CITIZEN, application

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_record(settings, tmp_path):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"


@pytest.fixture
def orphan(db, now):
    """A key whose filing died before its case was written."""
    ref = uuid4()
    key_store().new([ref], now)
    return ref


def gone(ref):
    try:
        key_store().get(ref)
    except KeyGone:
        return True
    return False


def code(now, **values):
    ref = uuid4()
    key_store().new([ref], now)
    return SignInCode.objects.create(ref=ref, code_hash=b"x", expires_at=now, sealed=b"x", **values)


def sweep_all(at):
    """Sweep until nothing is left: other tests leave more keys without an owner than one run erases."""
    erased = 0
    while some := erase_orphan_keys(at):
        erased += some
    return erased


def test_a_key_that_nobody_owns_is_erased_a_day_after_it_was_noted(orphan, now):
    noted = now + DAY + MINUTE
    for at in (now + DAY - MINUTE, noted, noted + DAY):
        sweep_all(at)
        assert not gone(orphan)
    assert sweep_all(noted + DAY + MINUTE) >= 1
    assert gone(orphan)


def test_the_keys_of_cases_parties_and_codes_stay(now):
    row = filing.file(application(), actor=CITIZEN, now=now).row
    waiting = code(now)
    for day in (1, 2, 3):
        erase_orphan_keys(now + day * DAY + MINUTE)
    assert not any(map(gone, (row.ref, row.party.ref, waiting.ref)))


def test_a_worker_whose_clock_goes_ahead_erases_no_key_that_is_held_for_the_next_filing(now, settings, monkeypatch):
    """A busy web process makes keys ahead; a worker that is two days ahead sweeps every hour of a day."""
    of_the_web, of_the_worker = (open_key_store(settings.KEY_STORE, settings.KEY_FOLDER) for _ in range(2))
    monkeypatch.setattr(sweep_orphans, "key_store", lambda: of_the_worker)
    for _ in range(4):
        of_the_web.ready(now)
    ahead = now + 2 * DAY
    erase_orphan_keys(ahead)
    held, key = of_the_web.ready(now + timedelta(seconds=1))
    SignInCode.objects.create(ref=held, code_hash=b"x", expires_at=now, sealed=b"x")
    for hours in range(1, 27):
        erase_orphan_keys(ahead + timedelta(hours=hours))
    assert of_the_web.get(held) == key


def test_a_note_on_a_key_that_found_its_owner_is_forgotten(orphan, now):
    erase_orphan_keys(now + DAY + MINUTE)
    owner = SignInCode.objects.create(ref=orphan, code_hash=b"x", expires_at=now, sealed=b"x")
    erase_orphan_keys(now + 2 * DAY + 2 * MINUTE)
    owner.delete()
    assert orphan not in key_store().unowned_before(now + 9 * DAY)


def test_nothing_is_removed_while_the_clock_is_far_beyond_the_last_act(now):
    row = filing.file(application(), actor=CITIZEN, now=now).row
    Session.objects.create(session_key="a", session_data="", expire_date=now + MINUTE)
    with pytest.raises(ClockAhead, match="Put the clock right"):
        run(now + LONGEST_QUIET + MINUTE)
    assert Session.objects.exists()
    assert not gone(row.ref)
    run(now + LONGEST_QUIET)
    assert not Session.objects.exists()


@pytest.mark.parametrize("remembers", ["the public folder", "the key folder", "the database"])
def test_a_database_restored_from_an_old_backup_loses_no_key(remembers, orphan, now, settings):
    checkpoint = sign_checkpoint(3, b"r" * 32, log_key()).render()
    if remembers == "the public folder":
        write_durably(settings.LOG_FOLDER, [("checkpoint", checkpoint.encode())])
    elif remembers == "the key folder":
        write_durably(settings.KEY_FOLDER, [(SIGNED_LAST, checkpoint.encode())])
    else:
        Checkpoint.objects.keep(3, checkpoint, now)
    with pytest.raises(DatabaseBehindRecord, match="restored from an older backup"):
        run(now + DAY + MINUTE)
    assert not gone(orphan)


def test_only_so_many_keys_are_erased_in_one_run(now, monkeypatch):
    noted = now + DAY + MINUTE
    for at in (noted, noted + DAY + MINUTE):
        erase_orphan_keys(at)  # what other tests left
    monkeypatch.setattr(sweep_orphans, "MOST_KEYS", 2)
    key_store().new([uuid4() for _ in range(5)], now)
    erase_orphan_keys(noted)
    assert [erase_orphan_keys(noted + DAY + MINUTE) for _ in range(4)] == [2, 2, 1, 0]


def test_a_code_is_forgotten_a_day_after_it_ended(now):
    old = code(now)
    assert sweep_orphans.forget_codes(now + DAY) == 0
    assert sweep_orphans.forget_codes(now + DAY + MINUTE) == 1
    assert gone(old.ref)


def test_ended_sessions_are_forgotten_and_others_stay(now):
    Session.objects.create(session_key="a", session_data="", expire_date=now - MINUTE)
    Session.objects.create(session_key="b", session_data="", expire_date=now + MINUTE)
    run(now)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b"]


def test_a_second_run_finds_nothing(orphan, now):
    for day in (1, 2):
        run(now + day * (DAY + MINUTE))
    assert gone(orphan)
    assert run(now + 2 * (DAY + MINUTE)) == 0
