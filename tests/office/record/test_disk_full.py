"""The disk is full at each write in turn, or fails after it: nothing half is public, nothing is lost."""

import errno
import os

import pytest

from layani import durable_file
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models.record import LogState, Outbox
from tests.office.record.test_integrate import NOW, assert_public_is_whole, wait

pytestmark = pytest.mark.django_db
AT_ONCE = 130  # so that a tile becomes full in the middle


class Disk:
    """Writes half of the ``nth`` file and is full, or takes it whole and fails all the same."""

    def __init__(self, write):
        self._write = write
        self.nth, self.count, self.whole = 0, 0, False

    def write(self, file, content, mode):
        self.count += 1
        if self.count != self.nth:
            self._write(file, content, mode)
            return
        self._write(file, content if self.whole else content[: len(content) // 2], mode)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))


@pytest.fixture
def disk(monkeypatch):
    found = Disk(durable_file.write)
    monkeypatch.setattr(durable_file, "write", found.write)
    return found


@pytest.mark.parametrize("whole", [False, True], ids=["half is written", "all is written"])
def test_a_disk_that_is_full_at_any_write_loses_nothing_and_shows_nothing_half(whole, disk, own_record, policy):
    wait(AT_ONCE)
    size = integrate(now=NOW).size
    failed = 0
    for nth in range(1, 50):
        wait(AT_ONCE, start=size)
        disk.nth, disk.count, disk.whole = nth, 0, whole
        try:
            integrate(now=NOW)
        except OSError as full:
            assert full.errno == errno.ENOSPC  # noqa: PT017  whether it comes is what ends the loop
            failed += 1
        else:
            break
        finally:
            disk.nth = 0
        assert assert_public_is_whole(own_record, policy).size >= size
        assert [path for path in own_record.rglob(".*") if path.is_file()] == [], "half a file was left"
        size = integrate(now=NOW).size
        assert assert_public_is_whole(own_record, policy).size == size == (nth + 1) * AT_ONCE
    assert failed >= 4, "tiles, the signature and the checkpoint are a write each"
    assert not Outbox.objects.waiting().exists()
    assert LogState.objects.get().size == (failed + 2) * AT_ONCE


def test_a_clock_that_goes_back_stops_no_sweep(own_record, policy):
    wait(5)
    integrate(now=NOW)
    wait(5, start=5)
    assert integrate(now=NOW.replace(year=2020)).size == 10
    assert assert_public_is_whole(own_record, policy).size == 10
