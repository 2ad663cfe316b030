"""What the operator sees, and what a monitor may read."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from prometheus_client.parser import text_string_to_metric_families

from layani.office.actions.texting import count_text
from layani.office.jobs import send_messages
from layani.office.jobs.worker import all_jobs
from layani.office.pages.operator.operator import JOBS, PAGE, REASONS
from layani.office.pages.page import guarded
from layani.office.tables.models import Message, Outbox, Party, Pulse, WitnessState
from layani.rules.record.note import SigningKey
from tests.office.conftest import officer
from tests.office.officer.walks import filed
from tests.office.record.witnesses import policy_file

pytestmark = pytest.mark.django_db
TOKEN = "a-long-random-text"  # noqa: S105  of this test


@pytest.fixture
def oki(db):
    return officer("oki", "operator")


@pytest.fixture
def see(rf, oki, monkeypatch):
    """Read the page as the operator."""

    def see(language="en"):
        request = rf.get("/operator/")
        request.actor = oki
        with translation.override(language):
            return guarded(PAGE)(request).content.decode()

    return see


def pulse(job, ago=timedelta(), **values):
    return Pulse.objects.create(job=job, ran_at=timezone.now() - ago, **values)


def test_a_healthy_office_says_so(see):
    pulse("figures", done=12)
    page = see()
    assert "All is well" in page
    assert "Counting the monthly figures" in page


def test_free_space_is_written_as_the_readers_language_writes_numbers(see, monkeypatch):
    monkeypatch.setattr("layani.office.pages.operator.operator.free_bytes", lambda: 81_800_000_000)
    assert "81.8 GB" in see("en")
    assert "81,8 GB" in see("id")


def test_a_counter_says_what_it_counts(see):
    pulse("issue letters")
    page = see()
    assert "Issuing letters that were left unwritten" in page
    assert "count what the job itself finished" in page


def test_a_silent_worker_is_an_alarm_with_its_remedy(see):
    pulse("figures", ago=timedelta(minutes=3))
    page = see()
    assert "Something needs you" in page
    assert "layani worker" in page


def test_a_failing_job_is_named_with_its_error(see):
    pulse("figures", error="KeyError at figures.py, line 88")
    page = see()
    assert "A job fails: Counting the monthly figures" in page
    assert "KeyError at figures.py, line 88" in page


def test_a_full_disk_is_an_alarm(see, monkeypatch):
    pulse("figures")
    monkeypatch.setattr("layani.office.pages.operator.operator.free_bytes", lambda: 10**8)
    assert "nearly full" in see()


def test_messages_that_were_given_up_are_counted_by_reason(see, now):
    party = Party.objects.create(sealed=b"", created_at=now)
    for why in ("no-address", "no-address", "too-many-tries"):
        Message.objects.create(party=party, kind="filed", due_at=now, gave_up_at=now, params={"why": why})
    Message.objects.create(party=party, kind="filed", due_at=now)
    page = see()
    assert REASONS["no-address"].en in page
    assert page.count("<dd>2</dd>") == 1


def test_every_reason_to_give_up_has_words():
    source = Path(send_messages.__file__).read_text(encoding="utf-8")
    assert all(f'"{why}"' in source for why in REASONS if why != "unknown")


def test_every_job_has_words():
    assert {job.name for job in all_jobs()} <= JOBS.keys()


def test_the_page_costs_twelve_queries_however_many_jobs_there_are(see, django_assert_num_queries):
    for place in range(20):
        pulse(f"job-{place}")
    with django_assert_num_queries(12):
        see()


def test_many_text_messages_and_a_jam_are_said_with_what_to_do(see, settings):
    settings.SMS_ALARM = 3
    assert "Very many text messages" not in see()
    for _ in range(3):
        count_text(timezone.now())
    assert "Very many text messages" in see()
    assert "Applications that nobody may serve" not in see()
    filed()
    page = see()
    assert "Applications that nobody may serve" in page and "layani officer enter" in page


def test_the_page_shows_no_persons_data(see, now):
    Message.objects.create(
        party=Party.objects.create(sealed=b"", created_at=now), kind="code", due_at=now, params={"code": "204913"}
    )
    assert "204913" not in see()


def metrics(client, token=None):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.get(reverse("health-metrics"), headers=headers)


def test_without_a_token_in_the_settings_there_are_no_metrics(client, settings):
    settings.HEALTH_TOKEN = ""
    assert metrics(client, "x").status_code == 404
    assert metrics(client).status_code == 404


@pytest.mark.parametrize("token", [None, "wrong", TOKEN + "x", "é"])
def test_a_stranger_reads_no_metrics(client, settings, token):
    settings.HEALTH_TOKEN = TOKEN
    answer = metrics(client, token)
    assert answer.status_code == 401
    assert b"layani" not in answer.content


def test_the_token_is_not_taken_without_its_scheme(client, settings):
    settings.HEALTH_TOKEN = TOKEN
    assert client.get(reverse("health-metrics"), headers={"authorization": TOKEN}).status_code == 401


def test_a_monitor_reads_what_prometheus_can_parse(client, settings, now):
    settings.HEALTH_TOKEN = TOKEN
    pulse("figures", done=7, error="KeyError")
    Outbox.objects.create(leaf="x")
    families = {
        family.name: family for family in text_string_to_metric_families(metrics(client, TOKEN).content.decode())
    }
    assert families["layani_record_waiting"].samples[0].value == 1
    assert families["layani_job_done"].samples[0].value == 7
    assert families["layani_job_failing"].samples[0].labels == {"job": "figures"}
    assert families["layani_job_failing"].samples[0].value == 1


def test_reading_twice_gives_the_same_again(client, settings):
    settings.HEALTH_TOKEN = TOKEN
    first, second = metrics(client, TOKEN).content, metrics(client, TOKEN).content
    assert [line.split()[0] for line in first.splitlines()] == [line.split()[0] for line in second.splitlines()]


@pytest.fixture
def witness(settings, tmp_path):
    """A witness that alone is the quorum; returns its key."""
    key = SigningKey.from_seed("press.example/w", bytes(32)).verifier.as_cosigner()
    settings.WITNESSES = policy_file(
        tmp_path / "witnesses", [f"witness press {key.text()} https://press.example/\n"], 1
    )
    return key


@pytest.mark.parametrize(("hours", "alarm", "waits"), [(0.5, False, False), (1.1, True, False), (4.1, True, True)])
def test_a_missing_quorum_is_an_alarm_after_an_hour(hours, alarm, waits, see, witness):
    pulse("figures")
    at = timezone.now() - timedelta(hours=hours)
    WitnessState.objects.create(vkey=witness.text(), since=at, due_at=at, cosigned_at=at, kept_at=at)
    page = see()
    assert ("Not enough witnesses since" in page) == alarm
    assert ("Releases of money wait" in page) == waits
    assert ("Something needs you" in page) == alarm


@pytest.mark.parametrize(("fault", "alarm"), [("contradicts", True), ("ahead", True), ("timeout", False)])
def test_a_witness_that_contradicts_the_record_is_an_alarm_at_once(fault, alarm, see, witness):
    pulse("figures")
    at = timezone.now()
    WitnessState.objects.create(vkey=witness.text(), since=at, due_at=at, cosigned_at=at, kept_at=at, fault=fault)
    assert ("A witness contradicts this record: press" in see()) == alarm


def test_a_monitor_reads_how_long_there_were_too_few_witnesses(client, settings, witness):
    settings.HEALTH_TOKEN = TOKEN
    at = timezone.now() - timedelta(hours=2)
    row = {"vkey": witness.text(), "since": at, "due_at": at, "cosigned_at": at, "kept_at": at}
    WitnessState.objects.create(**row, fault="ahead")
    content = metrics(client, TOKEN).content.decode()
    families = [family for family in text_string_to_metric_families(content) if family.samples]
    found = {family.name: family.samples[0].value for family in families}
    assert 7190 < found["layani_record_without_quorum_seconds"] < 7260
    assert found["layani_record_contradicted"] == 1
