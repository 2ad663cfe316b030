"""Online and at the counter are compared of months that are over, and no difference betrays a hidden number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from layani.office.house import catalogue
from layani.office.jobs import figures
from layani.office.pages.public.channel_figures import compared, months
from layani.office.tables.models import Case, Party
from tests.office.officer.conftest import words_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
OCTOBER = datetime(2026, 10, 5, 3, tzinfo=UTC)
SLUG = "residence-letter"


@pytest.fixture(autouse=True)
def forgotten():
    caches["near"].clear()


def decided(channel, count, *, hours=4, refused=0, asked=0, paper=0, start=OCTOBER):
    """So many cases of October, decided so many hours after they came."""
    party, _ = Party.objects.get_or_create(nik_mac=b"n" * 16, defaults={"sealed": b"", "created_at": start})
    for place in range(count):
        Case.objects.create(
            number=f"{channel[:3]}-{start:%m}-{place}", party=party, office=catalogue().office.slug, service=SLUG,
            version="1", channel=channel, status="refused" if place < refused else "granted", lane="", ball="nobody",
            received_at=start, complete_at=start, decided_at=start + timedelta(hours=hours),
            due_at=start + timedelta(days=2), seq=2, head=b"",
            rest={"asked": place < asked, "paper": {"number": "K1-01-8"} if place < paper else {}},
        )  # fmt: skip


def line(channel):
    service = next(one for one in compared(TODAY) if one.service.slug == SLUG)
    return service.lines[["online", "counter"].index(channel)]


def test_both_channels_stand_side_by_side(now):
    decided("online", 10, refused=5, asked=0)
    decided("counter", 8, hours=72, asked=6)
    figures.run(now)
    online, counter = line("online"), line("counter")
    assert (online.decided, online.in_time, online.refused, online.asked) == (10, 100, 50, 0)
    assert (counter.decided, counter.in_time, counter.refused, counter.asked) == (8, 0, 0, 75)
    assert "working day" in counter.median.en


def test_a_small_channel_hides_the_other_too_for_their_sum_is_published(now):
    decided("online", 10)
    decided("counter", 3)
    figures.run(now)
    assert [(one.channel, one.decided) for one in months(TODAY)[SLUG]] == [("counter", None), ("online", None)]
    assert line("online").decided == 0


def test_few_refusals_on_one_channel_hide_those_of_the_other(now):
    decided("online", 20, refused=8)
    decided("counter", 10, refused=2)
    figures.run(now)
    assert [one.refused for one in months(TODAY)[SLUG]] == [None, None]
    assert line("counter").in_time == 100


def test_the_running_month_is_not_told(now):
    decided("online", 10, start=now - timedelta(days=5))
    figures.run(now)
    assert months(TODAY) == {}


def test_the_page_and_its_file(client, now):
    decided("online", 10)
    decided("counter", 8, paper=5)
    figures.run(now)
    if timezone.localdate() < date(2027, 10, 1):
        assert "Loket 8 100" in words_of(client.get("/channels/"))
        rows = client.get("/channels/?as=csv").content.decode().splitlines()
        assert rows[1].startswith(f"{SLUG},counter,2026-10,8,8,0,0,5,")
    assert "/channels/" in client.get("/promise/").content.decode()


def test_an_office_without_figures_says_so(client):
    assert "Belum dapat dibandingkan" in words_of(client.get("/channels/"))
