"""The pages of retention: what is due, what was erased, and a hold that two people stand behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from layani.office.actions import erasing
from layani.office.actions.parties import find_party
from layani.office.tables.models import Case, Hold
from layani.office.tables.models.people import SEEN
from tests.office.citizen.conftest import signed_in
from tests.office.conftest import CARLA, MONDAY
from tests.office.officer.walks import filed, refused

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=5 * 366)


def day(name, value):
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def form(number, **changed):
    until = timezone.localdate() + timedelta(days=90)
    return {"number": number, "reason": "court", "letter": "12/PTUN/2031"} | day("until", until) | changed


def test_one_holds_another_confirms_and_another_ends_it(oki, indra):
    number = filed(at=timezone.now())
    assert "Tidak ada yang ditahan" in oki.text("/retention/holds/")
    assert oki.post("/retention/holds/", form(number.lower())).status_code == 302
    row = Hold.objects.get()
    own = oki.text("/retention/holds/")
    assert "Menunggu pengesahan" in own
    assert "Anda yang memasukkannya" in own
    answer = oki.post("/retention/holds/", {"doing": "confirm", "hold": row.pk})
    assert answer.status_code == 409
    assert indra.post("/retention/holds/", {"doing": "confirm", "hold": row.pk}).status_code == 302
    assert "Ditahan" in indra.text("/retention/holds/")
    assert indra.post("/retention/holds/", {"doing": "confirm", "hold": row.pk}).status_code == 409
    assert indra.post("/retention/holds/", {"doing": "lift", "hold": row.pk}).status_code == 302
    assert "Selesai" in indra.text("/retention/holds/")


def test_what_is_missing_is_said_and_what_was_typed_stays(oki):
    answer = oki.post("/retention/holds/", form("", letter="12/PTUN/2031"))
    assert answer.status_code == 422
    assert "12/PTUN/2031" in answer.content.decode()
    assert oki.post("/retention/holds/", form("XX-1")).status_code == 409


@pytest.mark.parametrize(
    "posted", [{"doing": "eat", "hold": "1"}, {"doing": "lift", "hold": "x"}, {"doing": "lift", "hold": "9"}]
)
def test_nonsense_is_a_bad_request(oki, posted):
    assert oki.post("/retention/holds/", posted).status_code == 400


def test_the_page_shows_the_schedule_and_what_was_erased(ana, ben, oki):
    number = refused(ana, ben)
    empty = oki.text("/retention/")
    assert "Belum ada yang dihapus" in empty
    assert "perlu diperiksa" in empty
    erasing.erase_due(LATER)
    assert number in oki.text("/retention/")
    assert oki.get("/retention/?before=1").status_code == 200


def test_my_data_says_until_when_and_that_it_was_erased(ana, ben):
    number = refused(ana, ben)
    party = find_party(CARLA.nik)
    party.assurance = SEEN
    party.save()
    browser = signed_in(party)
    page = browser.get("/my-data/", headers={"Accept-Language": "en"}).content.decode()
    assert "Erased after" in page
    assert "2031" in page
    (told,) = browser.get("/my-data/file/").json()["applications"]
    assert told["erased_after"].startswith("2031-11-")
    erasing.erase_due(LATER)
    page = browser.get("/my-data/", headers={"Accept-Language": "en"}).content.decode()
    assert "Erased on" in page
    assert browser.get(f"/case/{number}/").status_code == 410
    assert Case.objects.get(number=number).status == "refused"


def test_the_public_reads_the_schedule(client):
    page = client.get("/privacy/", headers={"Accept-Language": "en"}).content.decode()
    assert "60 months since the decision" in page
    assert "to be checked" in page
    assert "instruction" not in page
