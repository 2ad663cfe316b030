"""Up to which line a table that only grows is settled: no line can come before it any more.

PostgreSQL gives an id before its transaction commits, so a smaller one may still appear. Whoever has one holds a lock
on the table until then, which ours waits for. SQLite has one writer.
"""

from datetime import datetime, timedelta

from django.db import OperationalError, connection, models, transaction
from django.db.models import Max, Min

from layani.rules.cases.act import written

LOCK_WAIT = "500ms"
"""Of PostgreSQL: whoever writes to a table waits behind us meanwhile, so a busy one is left for the next sweep."""
LOCK_NOT_AVAILABLE = "55P03"
LATE = timedelta(minutes=10)
"""How long a line may wait, and how much slower than another's the clock of a process may be: both take minutes."""


class TableBusy(Exception):
    """Somebody wrote to a table all the time that we waited for it."""


class LeftBehind(Exception):
    """Lines wait for the record much longer than a busy moment takes: somebody keeps a table to themselves."""


def settled(model: type[models.Model], last: int, at_once: int) -> tuple[int, bool]:
    """Return up to which id behind ``last`` no line can come any more, and whether ``at_once`` lines were too few.

    Returns ``last`` when there is none; raises TableBusy.
    """
    rows = model._default_manager.filter(pk__gt=last)
    if not rows.exists():
        return last, False
    newest = _newest(model)
    page = rows.filter(pk__lte=newest).order_by("pk").values_list("pk", flat=True)
    beyond = list(page[at_once - 1 : at_once + 1])
    return (int(beyond[0]), True) if len(beyond) == 2 else (newest, False)


def _newest(model: type[models.Model]) -> int:
    table = model._meta.db_table
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"set local lock_timeout = '{LOCK_WAIT}'")
                    cursor.execute(f"lock table {table} in share mode")
            return int(model._default_manager.aggregate(last=Max("pk"))["last"])
    except OperationalError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise TableBusy(f"{table} was written to for {LOCK_WAIT}.") from fault


def left_behind(model: type[models.Model], last: int, when: str, now: datetime) -> datetime | None:
    """Return when the earliest line behind ``last`` was written, if it waits for longer than LATE; else None.

    when: the column that says it, here or in a table that this one leads to
    """
    earliest: datetime | None = model._default_manager.filter(pk__gt=last).aggregate(earliest=Min(when))["earliest"]
    return earliest if earliest and earliest < now - LATE else None


def require_not_left_behind(model: type[models.Model], last: int, when: str, now: datetime) -> None:
    """Raise LeftBehind for a busy table whose lines wait for longer than LATE."""
    if earliest := left_behind(model, last, when, now):
        raise LeftBehind(
            f"Lines of {model._meta.db_table} have waited for the record since {written(earliest)}: the table was "
            "never free. Look for who keeps a transaction open on it (pg_locks, pg_stat_activity), and end that."
        )
