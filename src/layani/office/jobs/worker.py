"""Runs every job on its interval; what one of them breaks does not stop the others.

The jobs run one at a time, but for those that take the record's acts in and have them witnessed: they have a thread
beside. An act is promised within seconds, and sending letters or messages takes up to five each time.

Nothing but rows is ever the queue, so a worker that is killed loses nothing: the next one finds the rows still due.
"""

import atexit
import fcntl
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import close_old_connections, connections
from django.db.models import F
from django.utils import timezone

from layani.office import jobs
from layani.office.jobs.job import Job
from layani.office.tables.models.papers import Pulse
from layani.rules.discover import discover

log = logging.getLogger(__name__)

# A job that has nothing to do leaves a mark this often, so that idling costs the database next to nothing.
MARK_EVERY = timedelta(seconds=10)
# A job that fails is tried again later and later, up to this; its error stands on the operator's page all the while.
LONGEST_PAUSE = timedelta(minutes=5)
LOOK_FOR_LOCK_EVERY = 2.0  # seconds
STOP_WITHIN = 10.0  # seconds that a stopping process waits for the job in hand


def all_jobs() -> tuple[Job, ...]:
    """Return the ``JOB`` of every file in this folder."""
    return tuple(discover(jobs, "JOB").values())


@dataclass
class Turn:
    """When a job is next due, on the monotonic clock (seconds), and what has been left unmarked since its last mark."""

    job: Job
    due: float = 0.0
    failures: int = 0
    unmarked: int = 0
    marked_at: datetime | None = None
    error: str = ""

    def pause(self) -> float:
        """Return the seconds until the next run: the job's interval, twice as long after each failure in a row."""
        usual = self.job.every.total_seconds()
        return max(usual, min(usual * 2**self.failures, LONGEST_PAUSE.total_seconds())) if self.failures else usual


class Worker:
    """Runs jobs until it is told to stop."""

    def __init__(
        self, found: Iterable[Job], *, clock: Callable[[], datetime] = timezone.now, monotonic: Callable[[], float]
    ) -> None:
        """Take the jobs, the clock whose time they are given, and the clock that never goes back."""
        self._turns = [Turn(job) for job in found]
        self._clock, self._monotonic = clock, monotonic
        self.stopping = threading.Event()

    def run_until_stopped(self) -> None:
        """Run what is due, wait for what is due next, and so on; raises what ended one of the two threads."""
        beside: Future[None] = Future()
        apart = [turn for turn in self._turns if turn.job.apart]
        threading.Thread(target=self._run_beside, args=(apart, beside), name="layani-record", daemon=True).start()
        self._run_round([turn for turn in self._turns if not turn.job.apart])
        beside.result()

    def _run_beside(self, turns: Sequence[Turn], ended: "Future[None]") -> None:
        try:
            self._run_round(turns)
        except BaseException as fault:  # the other thread raises it
            ended.set_exception(fault)
        else:
            ended.set_result(None)
        finally:
            connections.close_all()  # this thread's own

    def _run_round(self, turns: Sequence[Turn]) -> None:
        try:
            while not self.stopping.is_set():
                close_old_connections()  # one that has died since the last round is opened anew
                self._run_those_due(turns)
                soonest = min((turn.due for turn in turns), default=self._monotonic() + 1)
                self.stopping.wait(max(0.0, soonest - self._monotonic()))
        finally:
            self.stopping.set()  # a worker of which one half has ended must not look alive

    def run_due(self) -> None:
        """Run every job that is due, once, in the order of their names; what they make due is due in the next round."""
        self._run_those_due(self._turns)

    def _run_those_due(self, turns: Iterable[Turn]) -> None:
        for turn in turns:
            if turn.due <= self._monotonic() and not self.stopping.is_set():
                done = self._run(turn)
                turn.due = self._monotonic() + turn.pause()
                if done:
                    self._hurry(turn.job.name)

    def _hurry(self, name: str) -> None:
        """Make the jobs that follow a job due now, unless they failed and wait for that."""
        for turn in self._turns:
            if turn.job.after == name and not turn.failures:
                turn.due = self._monotonic()

    @property
    def errors(self) -> dict[str, str]:
        """Return {job: error} of the jobs whose last run failed."""
        return {turn.job.name: turn.error for turn in self._turns if turn.error}

    def _run(self, turn: Turn) -> int:
        now = self._clock()
        try:
            done, error = turn.job.run(now), ""
        except Exception as fault:  # whatever it is, it is logged, shown, and must not stop the others
            log.exception("The job %s failed; it will be tried again.", turn.job.name)
            done, error = 0, in_short(fault)
        turn.failures = turn.failures + 1 if error else 0
        changed = error != turn.error
        turn.error, turn.unmarked = error, turn.unmarked + done
        if changed or turn.unmarked or turn.marked_at is None or now - turn.marked_at >= MARK_EVERY:
            self._mark(turn, now)
        return done

    def _mark(self, turn: Turn, now: datetime) -> None:
        """Write the job's row in Pulse; without a database there is no row, and the program log has said so."""
        try:
            mark(turn.job.name, now, turn.unmarked, turn.error)
        except Exception:  # see above; the rows handled are counted in the next mark
            log.exception("The mark of the job %s could not be written.", turn.job.name)
        else:
            turn.unmarked, turn.marked_at = 0, now


def mark(job: str, now: datetime, done: int, error: str) -> None:
    """Write that a job ran; ``done`` is added to what it has finished since its first run."""
    if not Pulse.objects.filter(job=job).update(ran_at=now, done=F("done") + done, error=error):
        Pulse.objects.create(job=job, ran_at=now, done=done, error=error)


def in_short(fault: BaseException) -> str:
    """Return the kind of an error and where it arose, without its words: they may name a person.

    >>> in_short(ValueError("Carla"))
    'ValueError'
    """
    ours = [f for f in traceback.extract_tb(fault.__traceback__) if f"{Path('layani')}/" in f.filename]
    where = f" at {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{where}"


def run_alone(worker: Worker, lock_file: Path) -> bool:
    """Run until stopped, once no other worker of this data folder runs; False if it was stopped while waiting."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("a") as lock:
        while not _locked(lock):
            if worker.stopping.wait(LOOK_FOR_LOCK_EVERY):
                return False
        worker.run_until_stopped()
    return True


def _locked(lock: IO[Any]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def worker_lock() -> Path:
    """Return the file whose lock the running worker of this data folder holds."""
    return Path(settings.DATA) / "worker.lock"


def new_worker() -> Worker:
    """Return a worker for every job there is."""
    return Worker(all_jobs(), monotonic=time.monotonic)


def run_inside() -> Worker:
    """Start the worker in a thread of the web process; it stops with the process. One process of several runs it.

    A thread, because the demo is one process; a daemon, because a job that hangs must not keep the process alive.
    What a job has not committed when the process ends is rolled back, and found again by the next worker.
    """
    worker = new_worker()
    thread = threading.Thread(target=run_alone, args=(worker, worker_lock()), name="layani-worker", daemon=True)

    def stop() -> None:
        worker.stopping.set()
        thread.join(STOP_WITHIN)

    atexit.register(stop)
    thread.start()
    return worker
