"""The worker: every job in its turn, and a broken one stops no other."""

import fcntl
import re
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from layani.office.jobs.job import Job
from layani.office.jobs.worker import LONGEST_PAUSE, Worker, all_jobs, in_short, run_alone
from layani.office.tables.models import Pulse

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Hands:
    """Both clocks of a worker, moved by the test."""

    def __init__(self):
        self.seconds = 0.0

    def monotonic(self):
        return self.seconds

    def now(self):
        return MONDAY + timedelta(seconds=self.seconds)


@pytest.fixture
def hands():
    return Hands()


def worker_for(hands, *jobs):
    return Worker(jobs, clock=hands.now, monotonic=hands.monotonic)


def job(name, run, seconds=1):
    return Job(name, timedelta(seconds=seconds), run)


def broken(now):
    raise ValueError("Carla Wijaya")


def test_a_job_runs_again_when_its_interval_has_passed(hands):
    times = []
    worker = worker_for(hands, job("minute", lambda now: times.append(now) or 0, seconds=60))
    for hands.seconds in (0, 59, 60, 90, 121):
        worker.run_due()
    assert times == [MONDAY + timedelta(seconds=s) for s in (0, 60, 121)]


def test_a_job_that_follows_another_runs_as_soon_as_that_one_did_something(hands):
    asked, added = [], [0, 5, 0]
    follower = Job("ask", timedelta(seconds=60), lambda now: asked.append(hands.seconds) or 0, after="integrate")
    worker = worker_for(hands, follower, job("integrate", lambda now: added.pop(0)))
    for hands.seconds in (0, 1, 1, 2, 2):
        worker.run_due()
    assert asked == [0, 1]  # at the start, and in the round after the five


def test_a_job_that_failed_is_not_hurried_by_the_one_it_follows(hands):
    tries = []

    def fails(now):
        tries.append(hands.seconds)
        raise ValueError

    follower = Job("ask", timedelta(seconds=60), fails, after="integrate")
    worker = worker_for(hands, follower, job("integrate", lambda now: 1))
    for hands.seconds in (0, 1, 2, 3):
        worker.run_due()
    assert tries == [0]


def test_a_job_follows_one_that_there_is_and_that_runs_in_the_same_thread():
    apart = {one.name: one.apart for one in all_jobs()}
    assert all(apart[one.after] == one.apart for one in all_jobs() if one.after)


def test_a_broken_job_stops_no_other_and_leaves_its_trace(hands, caplog):
    worker = worker_for(hands, job("a", broken), job("b", lambda now: 3))
    worker.run_due()
    assert Pulse.objects.get(job="b").done == 3
    assert Pulse.objects.get(job="a").error.startswith("ValueError")
    assert "Traceback" in caplog.text


def test_an_error_is_shown_without_its_words_because_they_may_name_a_person(hands):
    worker_for(hands, job("a", broken)).run_due()
    assert "Carla" not in Pulse.objects.get(job="a").error


def test_an_error_says_where_in_our_code_it_arose():
    with pytest.raises(AttributeError) as fault:
        Worker([None], monotonic=lambda: 0.0).run_due()
    assert re.fullmatch(r"AttributeError at worker.py, line \d+", in_short(fault.value))


def test_a_job_that_keeps_failing_is_tried_later_and_later(hands):
    tries = []

    def fail(now):
        tries.append(hands.seconds)
        raise ValueError

    worker = worker_for(hands, job("a", fail))
    for second in range(3600):
        hands.seconds = second
        worker.run_due()
    gaps = [after - before for before, after in zip(tries, tries[1:], strict=False)]
    assert gaps[:3] == [2, 4, 8]
    assert max(gaps) == LONGEST_PAUSE.total_seconds()


def test_a_job_that_recovers_returns_to_its_interval_and_its_error_is_gone(hands):
    answers = iter([ValueError(), 1, 0, 0])

    def run(now):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    worker = worker_for(hands, job("a", run))
    for hands.seconds in (0, 2, 3):
        worker.run_due()
    assert Pulse.objects.get(job="a").error == ""
    assert worker.errors == {}


def test_an_idle_job_leaves_a_mark_every_ten_seconds_only(hands, django_assert_num_queries):
    worker = worker_for(hands, job("a", lambda now: 0))
    worker.run_due()
    with django_assert_num_queries(0):
        for hands.seconds in range(1, 10):
            worker.run_due()
    with django_assert_num_queries(1):
        hands.seconds = 10
        worker.run_due()


def test_the_mark_counts_everything_ever_finished(hands):
    worker = worker_for(hands, job("a", lambda now: 2))
    for hands.seconds in range(5):
        worker.run_due()
    assert Pulse.objects.get(job="a").done == 10


def test_a_worker_without_a_database_goes_on(hands, monkeypatch, caplog):
    def no_database(*args):
        raise RuntimeError("no database")

    monkeypatch.setattr("layani.office.jobs.worker.mark", no_database)
    ran = []
    worker = worker_for(hands, job("a", lambda now: ran.append(now) or 1))
    for hands.seconds in (0, 1):
        worker.run_due()
    assert len(ran) == 2
    assert "could not be written" in caplog.text


def test_a_second_worker_of_the_same_folder_waits_and_can_be_stopped(hands, tmp_path):
    lock = tmp_path / "worker.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        worker = worker_for(hands, job("a", lambda now: pytest.fail("a second worker ran")))
        timer = threading.Timer(0.1, worker.stopping.set)
        timer.start()
        assert run_alone(worker, lock) is False
        timer.join()


@pytest.mark.django_db(transaction=True)
def test_a_stopped_worker_ends_after_the_job_in_hand(hands, tmp_path):
    ran = []

    def run(now):
        ran.append("a")
        worker.stopping.set()
        return 1

    worker = worker_for(hands, job("a", run), job("b", lambda now: ran.append("b") or 1))
    assert run_alone(worker, tmp_path / "worker.lock")
    assert ran == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_slow_job_does_not_keep_one_that_runs_apart_waiting(tmp_path):
    ran_beside = threading.Event()

    def slow(now):
        found.append(ran_beside.wait(10))  # a job in the same thread would come only after this one
        worker.stopping.set()
        return 0

    found = []
    worker = Worker(
        [job("a", slow), Job("b", timedelta(seconds=1), lambda now: ran_beside.set() or 0, apart=True)],
        monotonic=time.monotonic,
    )
    assert run_alone(worker, tmp_path / "worker.lock")
    assert found == [True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("apart", [True, False])
def test_when_one_thread_of_the_worker_breaks_the_worker_ends_with_its_fault(tmp_path, apart):
    class Broken(BaseException):
        """What no job raises, and nobody catches."""

    def breaks(now):
        raise Broken

    others = Job("a", timedelta(seconds=1), lambda now: 0, apart=not apart)
    worker = Worker([others, Job("b", timedelta(seconds=1), breaks, apart=apart)], monotonic=time.monotonic)
    with pytest.raises(Broken):
        run_alone(worker, tmp_path / "worker.lock")
    assert worker.stopping.is_set()


def test_the_record_is_taken_in_and_witnessed_apart_from_all_other_jobs():
    assert {one.name for one in all_jobs() if one.apart} == {"integrate-record", "ask-witnesses"}


def test_every_job_of_the_office_has_a_name_of_its_own():
    names = [found.name for found in all_jobs()]
    assert len(set(names)) == len(names)
    assert all(found.every >= timedelta(seconds=1) for found in all_jobs())
