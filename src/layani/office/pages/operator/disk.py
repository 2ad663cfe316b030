"""How much room is left for what the office writes."""

import shutil

from django.conf import settings

# A day of a busy office with uploads; below this the operator must act.
LOW_BYTES = 1_000_000_000


def free_bytes() -> int:
    """Return the free bytes on the disk of LAYANI_DATA."""
    return shutil.disk_usage(settings.DATA).free
