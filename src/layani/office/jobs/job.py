"""What a job is: a sweep that finishes the rows that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Job:
    """One sweep; a job's file holds it as ``JOB``.

    every:  the least time between two runs
    run:    takes the time now, finishes what is due, each row in a transaction of its own, and returns how many
            rows it finished. It must do no harm when it runs twice, or when the process dies in its middle.
    after:  name of the job whose work makes this one due at once, in the same thread
    apart:  whether a running worker runs it in the thread beside, where no slow job keeps it waiting
    """

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    after: str = ""
    apart: bool = False
