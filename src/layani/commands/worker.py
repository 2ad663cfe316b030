"""Runs the office's jobs: logs what happened, sends messages, counts figures, exports, sweeps.

Every job looks for rows that are due and finishes them, each in a transaction of its own, so the worker may be killed
and started again at any time. One worker works for one data folder; a second one waits for the first to end. In the
demo the web process does this itself.

Example:
  layani worker
"""

import argparse
import signal
from types import FrameType

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from layani.office.jobs.worker import Worker, new_worker, run_alone, worker_lock  # noqa: E402
from layani.office.tables.version import require_prepared  # noqa: E402


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take --once."""
    parser.add_argument("--once", action="store_true", help="run every job once and end; 1 if one of them failed")


def run(args: argparse.Namespace) -> int:
    """Run until a signal says stop, or once."""
    require_prepared()
    worker = new_worker()
    if args.once:
        worker.run_due()
        for job, error in worker.errors.items():
            print(f"{job} failed: {error}. The trace is above, in the program log.")
        return 1 if worker.errors else 0
    stop_on_signals(worker)
    print("The worker runs. Stop it with Ctrl-C.", flush=True)
    run_alone(worker, worker_lock())
    return 0


def stop_on_signals(worker: Worker) -> None:
    """Let the job in hand end, and then stop, on Ctrl-C and on SIGTERM."""

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
