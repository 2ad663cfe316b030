"""The record's sweep, as the worker runs it."""

import pytest

from layani.office.jobs import integrate_record
from layani.office.tables.models import Outbox


@pytest.mark.django_db(transaction=True)
def test_one_run_takes_in_everything_that_waits_batch_after_batch(settings, tmp_path, monkeypatch, now):
    settings.KEY_FOLDER, settings.LOG_FOLDER = tmp_path / "keys", tmp_path / "log"
    monkeypatch.setattr(integrate_record, "BATCH", 3)
    Outbox.objects.bulk_create(Outbox(leaf=f"leaf {place}") for place in range(7))
    assert [integrate_record.run(now), integrate_record.run(now)] == [7, 0]
    assert not Outbox.objects.waiting().exists()
