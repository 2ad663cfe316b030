"""A finding that is made again stands beside the first one, for who decides and for whom it concerns."""

import shutil
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from layani.office.actions import deciding, objecting, performing, serving
from layani.office.actions.deciding import Why
from layani.office.actions.performing import Found
from layani.office.actor import Actor, let_in
from layani.office.tables.models import Case, Event
from layani.office.tables.projection import state_of
from layani.rules.refusal import Refused
from tests.office.conftest import officer
from tests.office.officer.building import BUILDING, ROLES, run_office, up_to

FACT = "Jarak bangunan ke jalan hanya dua meter menurut berita acara."
REASON = "Peninjauan pertama mengukur dari pagar dan bukan dari dinding."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def short_office(settings, db, tmp_path):
    """The building office whose service hangs out no notice."""
    folder = shutil.copytree(BUILDING, tmp_path / "office")
    path = folder / "building-permit" / "service.yaml"
    text = path.read_text(encoding="utf-8")
    text = text[: text.index("  - notice:")] + text[text.index("  - decide:") :]
    path.write_text(text, encoding="utf-8")
    (folder / "building-permit" / "examples.yaml").write_text("examples: []\n", encoding="utf-8")
    settings.VERSION_FOLDER = tmp_path / "versions"
    with run_office(settings, folder):
        yield


@pytest.fixture
def found_twice(short_office, browser_of):
    """A permit refused for a setback of two metres, objected to, and measured again by somebody else: four."""
    staff = {name: officer(name, role) for name, role in ROLES.items()}
    at = timezone.now() - timedelta(days=1)
    number = up_to("decide", staff, at, setback=2)
    at += timedelta(hours=2)
    serving.take_next(actor=staff["kadis"], now=at)
    deciding.refuse(number, Why("against-the-rules", FACT), actor=staff["kadis"], now=at + MINUTE)
    party = Case.objects.get(number=number).party
    objecting.object_to(number, REASON, actor=Actor(kind="citizen", party=party.pk), now=at + 2 * MINUTE)
    objecting.uphold(number, REASON, "site-visit", actor=officer("sari", "supervisor"), now=at + 3 * MINUTE)
    again = Found("site-visit", {"setback": 4, "floods": False}, ("A", "B"))
    rudi = staff["rudi"]
    assert (
        serving.take_next(actor=rudi, now=at + 4 * MINUTE) is None
    )  # who made the first finding does not make another
    tono = officer("tono", "surveyor")
    assert serving.take_next(actor=tono, now=at + 5 * MINUTE).row.number == number
    performing.finish(number, again, actor=tono, now=at + 6 * MINUTE)
    return number


def test_the_officers_read_both_beside_each_other(found_twice, browser_of):
    browser = browser_of("tini", "surveyor")
    browser.post("/officer/")
    html = browser.get(f"/officer/case/{found_twice}/").content.decode()
    part = html[html.index('id="again-1"') :]
    assert part.index("<td>2</td>") < part.index("<td>4</td>") and "berbeda" in part
    assert "Rudi" in part and "Tono" in part and part.count("Juru ukur") >= 2


def test_the_applicant_reads_what_a_rule_rests_on_without_names(found_twice):
    client, row = Client(), Case.objects.get(number=found_twice)
    session = client.session
    let_in(session, row.party)
    session.save()
    html = client.get(f"/case/{found_twice}/").content.decode()
    part = html[html.index('id="again-1"') :]
    assert part.index("<td>2</td>") < part.index("<td>4</td>")
    assert "Rudi" not in html and "Tono" not in html and "Juru ukur" in part and "Foto lokasi" not in part


def test_nobody_makes_a_finding_again_in_a_step_that_is_over_and_the_first_stays(found_twice):
    tono = officer("tuti", "surveyor")
    Case.objects.filter(number=found_twice).update(holder=tono.user)
    before = Event.objects.filter(act="visit").count()
    with pytest.raises(Refused):
        performing.finish(
            found_twice, Found("site-visit", {"setback": 9, "floods": False}, ("A", "B")), actor=tono,
            now=timezone.now(),
        )  # fmt: skip
    assert Event.objects.filter(act="visit").count() == before == 2
    assert state_of(Case.objects.get(number=found_twice)).rules["far-enough"] == "passed"
