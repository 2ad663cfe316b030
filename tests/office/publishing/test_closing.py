"""A service ends by a version that two people put in force, and by nothing else."""

from datetime import date, timedelta

import pytest

from layani.commands import compare
from layani.office.actions import filing
from layani.office.actions.publishing import Wanted, changes_of, propose, publish
from layani.office.house import catalogue, service
from layani.office.tables.models import Case
from layani.rules.refusal import Refused
from tests.office.actions.applications import CITIZEN, application
from tests.office.publishing.conftest import WHY, edit
from tests.office.publishing.test_publishing import clock_at
from tests.office.security.visitors import officer_client

pytestmark = pytest.mark.django_db
LETTER = "residence-letter"
CLOSES = """closes:
  last_day: %s
  law: uu-25-2009-21
  says: {id: KTP sudah cukup sebagai bukti., en: The identity card is proof enough.}
  instead: {says: {id: Tunjukkan KTP Anda., en: Show your identity card.}}
  letters: {id: Surat yang ada tetap berlaku., en: Letters stay valid.}
"""
DAY = timedelta(days=1)


def pieces(last_day="2027-02-03"):
    return [("\nsteps:", f"\n{CLOSES % last_day}steps:")]


@pytest.fixture
def proposed(folder, sari, now):
    filing.file(application(), actor=CITIZEN, now=now)
    edit(folder, *pieces(), service=LETTER)
    return propose(LETTER, Wanted(WHY, 0, "Hukumnya sudah berlaku"), actor=sari, now=now)


def test_who_publishes_reads_that_it_ends_and_whom_it_meets(proposed):
    first = changes_of(proposed)[0]
    assert first.group.name.en == "The service ends"
    assert proposed.report["closing"] == {"open": 1, "drafts": 0}
    shown = officer_client("citra", "publisher").get(f"/publishing/{proposed.pk}/").content.decode()
    assert "Layanan ditutup" in shown and "1 permohonan sedang berjalan" in shown
    assert "hari terakhir mengajukan" in shown


def test_the_public_reads_it_too(proposed, client):
    assert "KTP sudah cukup sebagai bukti." in client.get(f"/consultation/{proposed.pk}/").content.decode()


def test_it_ends_on_the_day_that_the_version_says(proposed, citra, now, monkeypatch):
    publish(proposed.pk, actor=citra, now=now + DAY)
    assert service(LETTER).closing is None
    clock_at(monkeypatch, "2027-02-01")
    assert service(LETTER).closing.last_day == date(2027, 2, 3)
    later = now + timedelta(days=(date(2027, 2, 3) - now.date()).days)
    assert filing.file(application(), actor=CITIZEN, now=later).row.number
    with pytest.raises(Refused) as refused:
        filing.file(application(), actor=CITIZEN, now=later + DAY)
    assert refused.value.refusals[0].code == "service-closed"
    first = Case.objects.order_by("id").first()
    assert service(LETTER, first.version).closing is None  # what was filed before keeps a version that goes on


def test_a_bundle_that_joins_it_goes_on_being_offered_until_then(folder, sari, citra, now, monkeypatch):
    bundle = next(iter(catalogue().bundles.values()))
    slug = next(one.slug for one in bundle.joined if one.always)
    text = (folder / slug / "service.yaml").read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version: "))
    law = service(slug).rules[0].law
    closes = CLOSES.replace("uu-25-2009-21", law) % "2027-02-03"
    (folder / slug / "service.yaml").write_text(
        text.replace(version, "version: 2027-02-01").replace("\nsteps:", f"\n{closes}steps:"), encoding="utf-8"
    )
    made = propose(slug, Wanted(WHY, 0, "Hukumnya sudah berlaku"), actor=sari, now=now)
    publish(made.pk, actor=citra, now=now + DAY)
    clock_at(monkeypatch, "2027-02-01")
    assert bundle.slug in catalogue().bundles


def test_the_command_says_so_too(folder, capsys):
    edit(folder, *pieces(), service=LETTER)
    told = compare.compared(folder / LETTER, 50)
    assert told["closing"] == {"open": 0, "drafts": 0}
    assert "The service ends: 0 open cases are finished" in "\n".join(compare._words(told))
