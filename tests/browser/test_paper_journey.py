"""Three hours without network: a block, an outage, papers typed at the counter and on a tablet, a double and a gap."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.utils import timezone
from pypdf import PdfReader

from layani.office.actions.paper.blocks import issue
from layani.office.actions.paper.numbers import paper_code, paper_number
from layani.office.actions.staffing import Officer, enter_officer
from layani.office.actor import officer_actor, roles_today
from layani.office.house import calendar
from layani.office.tables.models import Case, PaperNote, User
from layani.office.tables.projection import state_of
from layani.rules.cases.clock import due
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_officer_journey import press, sign_in_with_code
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.walks import another

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FORM = "/counter/paper/residence-letter/"
PIN = "melati-2026"


@pytest.fixture
def staff(office):
    cache.clear()
    for name, role in (("eva", "front-desk"), ("hana", "head")):
        person = Officer(name, name.title(), (role,), PASSWORD, totp=SECRET)
        enter_officer(person, since=timezone.localdate(), check_password=False)


@pytest.fixture
def block(staff):
    """Ten numbers that Eva holds since five hours ago."""
    hana, eva = (User.objects.get(username=name) for name in ("hana", "eva"))
    head = officer_actor(hana, roles=roles_today(hana), two_factor=True)
    return issue(eva.pk, 10, actor=head, now=timezone.now() - timedelta(hours=5))


def ago(minutes):
    return calendar().local(timezone.now() - timedelta(minutes=minutes))


def write(tablet, block, seq, minutes, person, *, purpose="bank"):
    """Type what stands on a paper into the form that is open."""
    page, number, at = tablet.page, paper_number(block.number, seq), ago(minutes)
    page.locator("#f-paper_number").fill(number)
    page.locator("#f-paper_code").fill(paper_code(number))
    page.locator("#f-paper-day").fill(f"{at:%Y-%m-%d}")
    page.locator("#f-paper-time").fill(f"{at:%H:%M}")
    page.locator("#f-nik").fill(person.nik)
    page.locator("#f-name").fill(person.name)
    year, month, day = person.birth_date.split("-")
    for part, value in (("day", day), ("month", month), ("year", year)):
        box = page.locator(f"[name=birth_date-{part}]")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(str(int(value)))
        else:
            box.fill(value)
    page.locator("#f-phone").fill("0812 3456 7890")
    page.locator("[name=address-street]").fill("Jl. Mawar 3")
    page.locator("[name=address-rt]").fill("001")
    page.locator("[name=address-rw]").fill("002")
    page.locator("[name=address-ward]").select_option("99.01.01.1001")
    page.locator("[name=tenancy][value=own]").check()
    if purpose:
        page.locator(f"[name=purpose][value={purpose}]").check()


def make_ready(tablet):
    """The officer makes a PIN while there is network, and the tablet keeps the pages."""
    page = tablet.page
    tablet.open("/counter/paper/").look("list, not ready")
    page.wait_for_selector("#tablet[data-kept=yes]")
    page.locator("#t-new").fill(PIN)
    page.locator("#t-make").click()
    page.wait_for_selector("#t-list:not([hidden])")
    tablet.look("list, ready")
    page.reload()
    page.wait_for_selector("#tablet[data-kept=yes]")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def keep(tablet):
    tablet.page.locator("#k-save").click()
    tablet.page.get_by_text("Tersimpan di tablet").wait_for()


def unlock(tablet, pin=PIN):
    tablet.page.locator("#t-pin").fill(pin)
    tablet.page.locator("#t-unlock").click()


def send_all(tablet, said):
    tablet.page.locator("#t-send").click()
    tablet.page.get_by_text(said).wait_for()


def waiting(tablet):
    return tablet.page.locator("#t-entries li").count()


def what_the_device_holds(tablet):
    """The entries in the browser's store, byte for byte as text."""
    return tablet.page.evaluate(
        "new Promise(done => { const asked = indexedDB.open('layani-paper'); asked.onsuccess = () => {"
        " const rows = asked.result.transaction('entries').objectStore('entries').getAll();"
        " rows.onsuccess = () => done(rows.result.map(one => new TextDecoder().decode(one.data)).join('')); }; })"
    )


def type_two_without_network(tablet, block):
    """Numbers 1 and 3; the second of them without a purpose. What is kept cannot be read, and nothing is sent."""
    tablet.page.context.set_offline(True)
    worker = tablet.page.context.service_workers[0]
    assert worker.evaluate("fetch('/health/').then(() => 'on', () => 'off')") == "off"
    tablet.open(FORM)
    write(tablet, block, 1, 150, CARLA)
    keep(tablet)
    tablet.look("form, kept")
    write(tablet, block, 3, 100, another(1), purpose="")
    keep(tablet)
    held = what_the_device_holds(tablet)
    assert len(held) > 500
    assert CARLA.name not in held
    assert CARLA.nik not in held
    tablet.open("/counter/paper/")
    unlock(tablet, "wrong-pin")
    tablet.page.get_by_text("PIN salah").wait_for()
    unlock(tablet)
    tablet.page.wait_for_selector("#t-entries li")
    send_all(tablet, "Masih tanpa jaringan")
    assert waiting(tablet) == 2
    assert Case.objects.count() == 0
    tablet.page.context.set_offline(False)


def declare_outage(boss):
    boss.open("/officer/paper/hours/").look("hours")
    boss.page.locator("#reason").select_option("network")
    for name, at in (("since", ago(180)), ("until", ago(10))):
        boss.page.locator(f"#{name}-day").fill(f"{at:%Y-%m-%d}")
        boss.page.locator(f"#{name}-time").fill(f"{at:%H:%M}")
    press(boss, "Nyatakan gangguan")
    boss.look("declared")


def send_and_mend(tablet):
    """The first is taken; the second comes back with what is wrong, is mended, and is taken."""
    send_all(tablet, "Selesai. Yang masih ada")
    assert waiting(tablet) == 1
    tablet.page.get_by_text(f"{paper_number(1, 1)} → {Case.objects.get().number}").wait_for()
    tablet.look("list, sent, one to mend")
    tablet.page.get_by_role("link", name="Perbaiki").click()
    tablet.page.locator("#k-pin").fill(PIN)
    tablet.page.locator("#k-unlock").click()
    tablet.page.get_by_text("Perbaiki di atas").wait_for()
    assert tablet.page.locator("#f-name").input_value() == another(1).name
    tablet.page.locator("[name=purpose][value=school]").check()
    keep(tablet)
    tablet.open("/counter/paper/")
    unlock(tablet)
    tablet.page.wait_for_selector("#t-entries li")
    send_all(tablet, "Selesai. Semuanya sudah masuk.")
    assert waiting(tablet) == 0


def type_a_double(tablet, block):
    tablet.open(FORM)
    write(tablet, block, 3, 100, CARLA)
    press(tablet, "Masukkan")
    tablet.look("a double")
    assert "sudah diketik oleh Eva" in tablet.text


def look_at_the_day(boss):
    boss.open("/officer/door/").look("the day")
    assert "1 nomor belum jelas ke mana" in boss.text
    boss.open("/officer/paper/").look("blocks")
    boss.page.get_by_role("link", name="Blok K1").click()
    boss.look("the block")
    assert paper_number(1, 2) in boss.text
    assert "Diketik dua kali" in boss.text
    boss.open("/officer/paper/1/print/").look("the sheets")


def test_three_hours_without_network(office, block):
    with window(office, width=PHONE) as tablet, window(office, width=DESK) as boss:
        sign_in_with_code(tablet, "eva")
        make_ready(tablet)
        type_two_without_network(tablet, block)
        sign_in_with_code(boss, "hana")
        declare_outage(boss)
        send_and_mend(tablet)
        type_a_double(tablet, block)
        look_at_the_day(boss)
        assert [fault for fault in tablet.faults if not expected(fault)] == []
        assert boss.faults == []
    for seq, minutes in ((1, 150), (3, 100)):
        case = PaperNote.objects.get(kind="used", seq=seq).case
        state = state_of(case)
        assert abs(case.received_at - ago(minutes)) < timedelta(minutes=2)
        assert state.step_due_at == due(calendar(), case.received_at, state.open_step.within)
    assert Case.objects.count() == 2


def expected(fault):
    """Say whether the browser complains of what this day is about: no network, a refused double, a form sent back."""
    return any(words in fault for words in ("ERR_INTERNET_DISCONNECTED", "409", "422", "Failed to load resource"))


def test_whoever_holds_a_paper_asks_on_a_phone(office, block):
    number = paper_number(1, 2)
    with window(office, width=PHONE) as visitor:
        visitor.open("/paper/").look("asking")
        visitor.page.locator("#f-number").fill(number)
        visitor.page.locator("#f-code").fill(paper_code(number))
        press(visitor, "Lihat")
        visitor.look("not typed in")
        press(visitor, "Sampaikan kepada pengawas")
        visitor.look("told")
        visitor.open("/channels/").look("channels")
        assert visitor.faults == []


def test_each_number_takes_one_sheet_of_paper_in_both_languages(office, block):
    with window(office, width=DESK) as boss:
        sign_in_with_code(boss, "hana")
        boss.open(f"/officer/paper/{block.number}/print/")
        pages = PdfReader(BytesIO(boss.page.pdf(format="A4"))).pages
    sheets = [" ".join(page.extract_text().split()) for page in pages]
    for seq in range(1, block.size + 1):
        holding = [text for text in sheets if paper_number(block.number, seq) in text]
        assert len(holding) == 1, f"number {seq} stands on {len(holding)} pages of {len(sheets)}"
        assert "untuk Anda" in holding[0] and "Receipt, for you" in holding[0]
        assert holding[0].count(paper_number(block.number, seq)) == 2
