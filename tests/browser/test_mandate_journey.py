"""An agent with twelve nurses of whom one did not agree; and a widow whose son acts for her, in real browsers."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from layani.office.actions.mandating import Wish, record
from layani.office.actions.parties import Person, register
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.gateways.notification import DemoNotifier
from layani.office.jobs.send_messages import send_due
from layani.office.tables.models import Agent, Case, DemoMessage, Mandate, ProxyFiling
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_citizen_journey import code, fill, press
from tests.browser.test_officer_journey import sign_in_with_code
from tests.office.citizen.files import PDF
from tests.office.conftest import officer
from tests.office.officer.conftest import PASSWORD, SECRET

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CLERK = Person(nik="3174010101800001", name="Budi Santoso", birth_date="1980-01-01", phone="+6281200000000")
SERVICE = "health-practice-permit"
NURSES, DISAGREES = 12, 7


@pytest.fixture(
    params=[{"width": PHONE}, {"width": PHONE, "scripts": False}, {"width": DESK}], ids=["phone", "no-scripts", "desk"]
)
def shape(request):
    return request.param


def nurse(n):
    nik, born = f"317401{n:02d}01900001", f"1990-01-{n:02d}"
    return register(Person(nik, f"Ns. Sari {n}", born, f"+62813000000{n:02d}"), now=timezone.now())


def enter(seen, person):
    """Sign a citizen in by the code on their phone."""
    seen.open("/sign-in/?next=/mandates/")
    fill(seen, nik=person.nik)
    press(seen)
    fill(seen, code=code())
    press(seen)
    assert seen.path == "/mandates/"


def messages_to(phone):
    send_due(timezone.now() + timedelta(minutes=1), DemoNotifier())
    return list(DemoMessage.objects.filter(to=phone).order_by("-pk"))


def recorded_for_all(budi):
    """The front desk was shown twelve letters; one of them is forged."""
    eva, now = officer("eva", "front-desk"), timezone.now()
    for n in range(1, NURSES + 1):
        seen = f"Surat kuasa nomor {n} RSUD Contoh"
        wish = Wish(nurse(n), budi, (SERVICE,), "letter", now.date(), now.date() + timedelta(days=60), seen=seen)
        record(wish, actor=eva, now=now, once=uuid4())


def file_for(clerk, row, letter):
    """The clerk fills in the form of one nurse and sends it: the letter of the hospital is asked for by an answer."""
    clerk.open(f"/mandates/{row.ref}/")
    clerk.page.get_by_role("link", name="Surat izin praktik").click()
    clerk.page.get_by_label("Perawat").check()
    fill(clerk, str_number="STR-1234567890", permits_held="0", place_name="RSUD Contoh")
    fill(clerk, **{"place-street": "Jalan Rumah Sakit 1", "place-rt": "1", "place-rw": "2"})
    clerk.page.locator("[name='place-ward']").select_option(index=1)
    clerk.page.get_by_label("Di klinik, puskesmas").check()
    clerk.page.get_by_label("Saya menyatakan").check()
    press(clerk, "Periksa sebelum dikirim")
    clerk.page.locator("[name=place_letter]").set_input_files(letter)
    press(clerk, "Periksa sebelum dikirim")
    assert clerk.path.endswith("/check/"), clerk.text
    press(clerk, "Nyatakan benar dan kirim")
    assert clerk.path.startswith("/for/case/"), clerk.text


def look_at_each(clerk, row, number):
    """Examine every page of one filing, as it looks to the clerk."""
    clerk.open(f"/mandates/{row.ref}/").look("a mandate")
    clerk.open(f"/for/{row.ref}/{SERVICE}/").look("form for another")
    press(clerk, "Periksa sebelum dikirim")
    clerk.look("form for another, nothing filled in")
    clerk.open(f"/for/case/{number}/").look("case for another")


def test_twelve_nurses_of_whom_one_did_not_agree(office, shape, tmp_path):
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(PDF)
    budi = register(CLERK, now=timezone.now())
    recorded_for_all(budi)
    mandates = list(Mandate.objects.select_related("giver").order_by("pk"))
    with window(office, **shape) as clerk:
        enter(clerk, CLERK)
        clerk.look("mandates of a clerk")
        assert clerk.text.count("Ns. Sari") == NURSES
        for row in mandates:
            file_for(clerk, row, letter)
        look_at_each(clerk, mandates[0], Case.objects.get(party=mandates[0].giver).number)
        assert ProxyFiling.objects.count() == NURSES and Agent.objects.get().registered_at is not None
        forged = mandates[DISAGREES - 1]
        case = Case.objects.get(party=forged.giver)
        (told, *_) = messages_to(f"+62813000000{DISAGREES:02d}")
        assert CLERK.name in told.text and case.number in told.text
        link = re.search(r"(/stop/\S+/)", told.text)[1]
        with window(office, **shape) as phone:
            phone.open(link).look("who filed what")
            assert CLERK.name in phone.text
            phone.page.get_by_role("link", name="Bukan kehendak saya").click()
            phone.look("asked once")
            press(phone, "Ya, saya tidak menghendakinya")
            phone.look("stopped")
            assert "Sudah dihentikan" in phone.text
            assert phone.faults == []
        case.refresh_from_db()
        assert case.status == "withdrawn"
        assert Case.objects.exclude(pk=case.pk).filter(status="checking").count() == NURSES - 1
        clerk.open(f"/for/case/{case.number}/")
        assert "Ns. Sari" not in clerk.text, "the clerk sees nothing more of her"
        clerk.open("/mandates/").look("mandates after one no")
        assert "Tertutup: kuasanya sudah berakhir" in clerk.text
        assert "tidak menghendaki" in messages_to(CLERK.phone)[0].text
        assert [fault for fault in clerk.faults if "404" not in fault and "410" not in fault] == []
    supervisor_reads(office, shape, case)


def supervisor_reads(office, shape, case):
    cache.clear()
    person = Officer("hana", "Hana", ("supervisor",), PASSWORD, totp=SECRET)
    enter_officer(person, since=timezone.localdate(), check_password=False)
    with window(office, **shape) as hana:
        sign_in_with_code(hana, "hana")
        hana.open("/officer/agents/").look("register of agents")
        assert case.number in hana.text and "12 untuk 12 orang" in hana.text
        assert hana.faults == []


def test_a_widow_lets_her_son_act_for_her(office, shape):
    son, widow = register(CLERK, now=timezone.now()), nurse(3)
    mother = Person(f"317401{3:02d}01900001", "Ns. Sari 3")
    with window(office, **shape) as his:
        enter(his, CLERK)
        his.look("nothing yet")
        press(his, "Tampilkan kode saya")
        his.look("his code")
    shown = Agent.objects.get(party=son).code
    with window(office, **shape) as hers:
        enter(hers, mother)
        hers.page.get_by_role("link", name="Beri kuasa").click()
        hers.look("let somebody act")
        press(hers, "Lanjut")
        hers.look("let somebody act, nothing filled in")
        fill(hers, code=shown)
        hers.page.get_by_label("Surat izin praktik").first.check()
        press(hers, "Lanjut")
        hers.look("once more with the name")
        assert CLERK.name in hers.text
        press(hers, "Ya, beri kuasa")
        hers.look("her mandate")
        row = Mandate.objects.get()
        assert (row.giver_id, row.holder_id) == (widow.pk, son.pk)
        hers.page.get_by_role("link", name="Akhiri kuasa ini").click()
        hers.look("end it?")
        press(hers, "Ya, akhiri")
        hers.look("ended")
        row.refresh_from_db()
        assert row.ended == "person"
        assert hers.faults == []
