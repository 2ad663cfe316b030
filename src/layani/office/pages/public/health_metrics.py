"""The office's vital signs for a monitor, in Prometheus' text format; for whoever shows the token."""

import hmac
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from layani import __version__
from layani.office.pages.operator.disk import free_bytes
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.watched import Watched, watched
from layani.office.tables.vital_signs import Signs, signs

BEARER = "Bearer "


def health_metrics(request: HttpRequest) -> HttpResponse:
    """Send the signs to a monitor with LAYANI_HEALTH_TOKEN; 404 where no token is set, 401 without the right one."""
    if not settings.HEALTH_TOKEN:
        raise Http404("No monitor may read here: LAYANI_HEALTH_TOKEN is not set.")
    if not _is_monitor(request):
        answer = HttpResponse("Show the token: Authorization: Bearer …\n", status=401, content_type="text/plain")
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    now = timezone.now()
    gauges = registry(signs(), free_bytes(), watched(None, now), now)
    answer = HttpResponse(generate_latest(gauges), content_type=CONTENT_TYPE_LATEST)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_monitor(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    token = shown.removeprefix(BEARER) if shown.startswith(BEARER) else ""
    return hmac.compare_digest(token.encode(), settings.HEALTH_TOKEN.encode())


def registry(found: Signs, free: int, outside: Watched, now: datetime) -> CollectorRegistry:
    """Return the signs as gauges, in a registry of their own: nothing of one request stays for the next."""
    gauges = CollectorRegistry()

    def gauge(name: str, help: str, value: float) -> None:
        Gauge(f"layani_{name}", help, registry=gauges).set(value)

    Gauge("layani_info", "Version and database.", ["version", "database"], registry=gauges).labels(
        __version__, found.database
    ).set(1)
    gauge("messages_waiting", "Messages that are to be sent.", found.messages.waiting)
    gauge("messages_given_up", "Messages that could not be delivered.", found.messages.undelivered)
    gauge("record_entries", "Entries of the public record.", found.record.size)
    gauge("record_waiting", "Leaves that wait for their place in the record.", found.record.waiting)
    if found.record.signed_at:
        gauge("record_signed_timestamp_seconds", "When it was signed last.", found.record.signed_at.timestamp())
    if outside.standing.asked:
        since = outside.standing.since
        missing = (now - since).total_seconds() if since else 0
        gauge("record_without_quorum_seconds", "For how long too few witnesses have cosigned; 0: enough do.", missing)
    contradicting = sum(line.alarms for line in outside.lines)
    gauge("record_contradicted", "Witnesses that say that the record is not what they saw.", contradicting)
    gauge("disk_free_bytes", "Free space on the disk of LAYANI_DATA.", free)
    ran = Gauge("layani_job_ran_timestamp_seconds", "When the job left its last mark.", ["job"], registry=gauges)
    done = Gauge("layani_job_done", "Rows that the job has finished since its first run.", ["job"], registry=gauges)
    failing = Gauge("layani_job_failing", "1 while the job's last run failed.", ["job"], registry=gauges)
    for job in found.jobs:
        ran.labels(job.job).set(job.ran_at.timestamp())
        done.labels(job.job).set(job.done)
        failing.labels(job.job).set(bool(job.error))
    return gauges


PAGE = Page(
    path="health/metrics",
    name="health-metrics",
    readers=Readers.EVERYONE,
    view=health_metrics,
    methods=("GET", "HEAD"),
)
