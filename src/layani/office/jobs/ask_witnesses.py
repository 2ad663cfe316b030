"""Asks the witnesses to cosign the newest checkpoint, side by side, and publishes what they signed. A sweep.

What is due is read from the rows, so a worker that died between publishing and asking asks when it is back. Each
question runs in a thread of its own that touches no database; the sweep waits for a moment only, and takes what comes
later in one of the next sweeps. A witness that is slow or dead delays nobody.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from layani.office.actions.cosigning import Question, prover, publish_cosigned, questions, settle
from layani.office.gateways.witness_client import Outcome, ask
from layani.office.gateways.witness_policy import require_usable
from layani.office.jobs.job import Job

PATIENCE: Final = 0.25  # seconds that a sweep waits for the answers to what it has just asked

_Name = tuple[Path, str]  # the record that asks, and the witness's key


@dataclass(frozen=True, slots=True)
class _Pending:
    question: Question
    answer: "Future[Outcome]"


_pending: dict[_Name, _Pending] = {}


def run(now: datetime) -> int:
    """Ask whoever is due and take in what has come; returns how many cosignatures were kept.

    Raises what our own side did wrong (tiles that are missing, a file of witnesses that cannot be used any more), after
    everything else was done.
    """
    mine = Path(settings.LOG_FOLDER)
    kept = _take(now)
    asked = [one for one in questions(now) if (mine, one.key.text()) not in _pending]
    for one in asked:
        _pending[mine, one.key.text()] = _Pending(one, _start(one))
    if asked:
        wait([_pending[mine, one.key.text()].answer for one in asked], timeout=PATIENCE)
        kept += _take(now)
    publish_cosigned()
    require_usable()
    return kept


def _start(question: Question) -> "Future[Outcome]":
    """Ask in a thread of its own; a daemon, so that no witness keeps a process alive that is told to stop."""
    answer: Future[Outcome] = Future()
    prove = prover(question.size)

    def work() -> None:
        try:
            answer.set_result(ask(str(question.address), question.checkpoint, question.key, question.old, prove))
        except Exception as fault:
            answer.set_exception(fault)

    threading.Thread(target=work, name=f"layani-witness-{question.name}", daemon=True).start()
    return answer


def _take(now: datetime) -> int:
    """Take in every answer that has come; returns how many cosignatures were kept."""
    mine, kept, wrong = Path(settings.LOG_FOLDER), 0, []
    for name in _come(mine):
        pending = _pending.pop(name)
        fault = pending.answer.exception()
        if fault is None:
            kept += settle(pending.question, pending.answer.result(), now=now)
        else:
            wrong.append(fault)
    if wrong:
        raise wrong[0]
    return kept


def _come(mine: Path) -> Iterable[_Name]:
    return [name for name, pending in _pending.items() if name[0] == mine and pending.answer.done()]


JOB = Job("ask-witnesses", timedelta(seconds=1), run, after="integrate-record", apart=True)
