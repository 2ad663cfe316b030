"""Where nobody on duty may decide, "Today" names the ways that are open to that case, and they work."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from layani.office.actions import objecting, serving
from layani.office.actions.authorising import confirm_power, enter_power
from layani.office.actor import Actor
from layani.office.house import calendar
from layani.office.tables.models import Case, Role
from layani.rules.text import Text
from tests.office.authority.conftest import acting
from tests.office.conftest import officer
from tests.office.officer.walks import refused

LATE = "/officer/late/"
MINUTE = timedelta(minutes=1)
WHY = "Rekening listrik atas nama pemohon menunjukkan alamat itu."


@pytest.fixture
def number(ana, ben):
    """A decision that was set aside; only who made it and who upheld the objection hold its role."""
    at = timezone.now() - timedelta(minutes=40)
    found = refused(ana, ben, at=at)
    person = Actor("citizen", party=Case.objects.get(number=found).party_id)
    objecting.object_to(found, "Saya tinggal di sini sejak 2019.", actor=person, now=at + 10 * MINUTE)
    objecting.uphold(found, WHY, "decide", actor=officer("sari", "supervisor"), now=at + 11 * MINUTE)
    Role.objects.create(user_id=ben.user, office=ben.office, name="head", since=calendar().local(at).date())
    return found


def test_an_exemption_that_would_not_help_is_not_advised_and_a_mandate_is(number, browser_of):
    hana = browser_of("hana", "supervisor")
    page = hana.text(LATE)
    assert number in page and "mengerjakan keputusan yang dibatalkan" in page
    jam = hana.get(LATE).content.decode().partition('id="jams"')[2].partition("</section>")[0]
    assert "pengecualian" not in jam.lower()
    assert f'href="{reverse("powers")}"' in jam and "tidak mengambil bagian dalam berkas ini" in jam
    assert f'href="{reverse("staff")}"' in jam


def test_the_mandate_that_is_advised_brings_the_case_to_its_holder(number, oki, browser_of):
    lia = officer("lia", "verifier")
    today, now = calendar().local(timezone.now()).date(), timezone.now()
    power = acting("lia", kind="mandate", decree_on=today, since=today, until=today, signs_as=Text("Sekcam", "Deputy"))
    confirm_power(enter_power(power, actor=oki, now=now).pk, actor=officer("hana", "supervisor"), now=now)
    assert Role.objects.filter(user_id=lia.user, name="head").exists()
    assert (
        serving.take_next(actor=replace(lia, roles=frozenset({"verifier", "head"})), now=timezone.now()).row.number
        == number
    )


def test_who_may_not_open_the_register_reads_the_way_without_a_link(number, browser_of):
    gina = browser_of("gina", "head")
    row = Case.objects.get(number=number)
    Case.objects.filter(pk=row.pk).update(barred=f"{row.barred}{gina.actor.user},")
    jam = gina.get(LATE).content.decode().partition('id="jams"')[2].partition("</section>")[0]
    assert "Register wewenang: catat mandat" in jam and reverse("powers") not in jam
