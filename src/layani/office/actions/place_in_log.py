"""Which of the office's logs gave an entry its place, where a log was ended and the next one repeats its entries."""

from layani.office.gateways.ended_logs import EndedLog, ended_logs
from layani.office.gateways.log_keys import log_origin
from layani.office.tables.models.record import Outbox
from layani.rules.record.continuation import CONTINUES


def log_of_place(index: int) -> str:
    """Return the name of the log in which the entry at ``index`` got its place; no later log changes that.

    One query for each ended log, none where none was ended.
    """
    for log in ended_logs():
        ends_at = _ends_at(log)
        if ends_at is None or index < ends_at:
            return log.origin
    return log_origin()


def least_of_log_in_use() -> int | None:
    """Return the least size of a checkpoint of the log in use; None while an ended log is not continued yet."""
    ended = ended_logs()
    if not ended:
        return 0
    ends_at = _ends_at(ended[-1])
    return None if ends_at is None else ends_at + 1


def _ends_at(log: EndedLog) -> int | None:
    """Return the place of the entry that says that another log continues this one; None while it has none."""
    said = Outbox.objects.filter(idx__gte=log.size, leaf__startswith=f"{CONTINUES}\n{log.origin}\n")
    return said.order_by("idx").values_list("idx", flat=True).first()
