"""The network goes while somebody fills in the form on a phone: they read it, and nothing that they typed is gone."""

import pytest

from tests.browser.browsing import PHONE, window
from tests.browser.test_citizen_journey import code, fill, fill_address, press
from tests.office.conftest import CARLA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ADDRESS = "/apply/residence-letter/address/"
STREET = "#f-address-street"


def begun(carla):
    """Sign in, and come to the address."""
    carla.open("/sign-in/?next=/apply/residence-letter/")
    fill(carla, nik=CARLA.nik)
    carla.page.get_by_text("Baru pertama kali di sini?").click()
    fill(carla, name="Carla", phone="0812 3456 7890")
    press(carla)
    fill(carla, code=code())
    press(carla)
    press(carla)
    assert carla.path == ADDRESS


def pressed(carla):
    """Press Continue, which leads nowhere."""
    carla.page.get_by_role("button", name="Lanjut", exact=True).click(no_wait_after=True)


def kept(carla):
    return carla.page.evaluate("Object.keys(sessionStorage).map((name) => sessionStorage.getItem(name)).join()")


def test_offline_it_says_so_before_sending_and_the_fields_stay(office):
    with window(office, width=PHONE) as carla:
        begun(carla)
        fill_address(carla)
        typed = carla.page.locator(STREET).input_value()
        carla.page.context.set_offline(True)
        carla.page.locator("#kept").wait_for(state="visible")
        assert "Tidak ada jaringan" in carla.page.locator("#kept").inner_text()
        pressed(carla)
        assert carla.path == ADDRESS
        assert carla.page.locator(STREET).input_value() == typed
        carla.page.context.set_offline(False)
        carla.look("the network is back")
        press(carla)
        assert carla.path != ADDRESS, carla.text
        assert kept(carla) == "", "what has arrived is forgotten"


def test_what_was_lost_on_the_way_is_filled_in_again_without_identity_numbers(office):
    with window(office, width=PHONE) as carla:
        begun(carla)
        fill_address(carla)
        carla.page.locator(STREET).fill("Jalan Mawar 3")
        carla.page.route(
            f"**{ADDRESS}", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
        )
        pressed(carla)
        carla.page.wait_for_timeout(500)
        carla.page.unroute(f"**{ADDRESS}")
        carla.open(ADDRESS).look("filled in again")
        assert carla.page.locator(STREET).input_value() == "Jalan Mawar 3"
        assert "kami isikan lagi" in carla.text
        carla.page.locator(STREET).fill(f"Jalan {CARLA.nik}")
        carla.page.context.set_offline(True)
        pressed(carla)
        assert CARLA.nik not in kept(carla)
        assert "slip" not in kept(carla) and "csrf" not in kept(carla)
        carla.page.context.set_offline(False)
        carla.page.context.clear_cookies(name="sessionid")
        carla.open("/sign-in/")
        assert kept(carla) == "", "the next person of a shared phone finds nothing"


def test_a_file_that_is_too_large_is_told_its_size_before_it_is_sent(office, tmp_path):
    photo = tmp_path / "sewa.pdf"
    photo.write_bytes(b"%PDF-" + b"0" * 6_500_000)
    with window(office, width=PHONE) as carla:
        begun(carla)
        fill_address(carla)
        press(carla)
        carla.page.get_by_label("Sewa").check()
        press(carla)
        assert carla.path == "/apply/residence-letter/contract/"
        carla.page.locator("input[type=file]").set_input_files(photo)
        assert "Berkas ini 6,6 MB; paling besar 5,0 MB" in carla.text
        pressed(carla)
        assert carla.path == "/apply/residence-letter/contract/"
        carla.look("told before it is sent")
        assert "Berkas ini 6,6 MB" in carla.text
