"""A renter with a cheap phone: the network breaks off twice, and nothing is lost, asked twice or filed twice."""

import pytest

from layani.office.tables.models import Case
from tests.browser.browsing import PHONE, window
from tests.browser.people.cast import real_faults, sign_in_as_carla
from tests.browser.test_citizen_journey import fill_address
from tests.browser.test_citizen_journey import press as send
from tests.office.citizen.files import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 30_000, "uploadThroughput": 15_000}
"""A second-generation network in the hills: bytes a second, milliseconds."""


@pytest.fixture
def photo(tmp_path):
    """A photo of the lease, as a cheap phone takes it."""
    path = tmp_path / "sewa.jpg"
    path.write_bytes(jpeg(1200, 1600))
    return path


class Network:
    """The network of one window: slow, or gone."""

    def __init__(self, carla):
        self.page = carla.page
        self.session = carla.page.context.new_cdp_session(carla.page)
        self.session.send("Network.enable")
        self.set(offline=False)

    def set(self, *, offline):
        self.session.send("Network.emulateNetworkConditions", {**SLOW, "offline": offline})

    def breaks_off(self):
        """Press the button of the page while there is no network, as one does in a tunnel.

        A form says so and sends nothing; a page without its script sends, and that fails.
        """
        self.set(offline=True)
        button = self.page.locator("main form button").first
        if self.page.locator("#kept").count():
            self.page.locator("#kept").wait_for(state="visible")
            assert "Tidak ada jaringan" in self.page.locator("#kept").inner_text()
            button.click(no_wait_after=True)
        else:
            with self.page.expect_event("requestfailed"):
                button.click(no_wait_after=True)
        self.set(offline=False)


def test_the_network_breaks_off_twice(office, photo):
    with window(office, width=PHONE) as carla:
        carla.open("/service/residence-letter/")
        network = Network(carla)
        carla.page.get_by_role("link", name="Ajukan sekarang").first.click()
        sign_in_as_carla(carla, newcomer=True)
        carla.look("what the office knows")
        send(carla)
        fill_address(carla)
        network.breaks_off()
        carla.open("/case/").look("back after the tunnel")
        carla.page.get_by_role("link", name="Surat keterangan domisili").first.click()
        carla.page.get_by_role("link", name="Lanjutkan", exact=True).click()
        assert carla.path == "/apply/residence-letter/address/", carla.text
        fill_address(carla)
        send(carla)
        carla.page.get_by_label("Sewa atau kos").check()
        send(carla)
        carla.page.locator("[name=contract]").set_input_files(photo)
        network.breaks_off()
        carla.open("/case/").look("begun, after the photo did not get through")
        carla.page.get_by_role("link", name="Surat keterangan domisili").first.click()
        carla.page.get_by_role("link", name="Lanjutkan", exact=True).click()
        carla.look("where it was")
        carla.page.locator("[name=contract]").set_input_files(photo)
        send(carla)
        carla.page.get_by_label("Membuka rekening bank").check()
        send(carla)
        carla.look("check the answers")
        network.breaks_off()
        carla.open("/case/").look("did it go out?")
        assert Case.objects.count() == 0, "it did not, and her page says so: it is still among what she began"
        carla.page.get_by_role("link", name="Surat keterangan domisili").first.click()
        carla.page.get_by_role("link", name="Lanjutkan", exact=True).click()
        send(carla)
        carla.page.go_back()
        send(carla)
        carla.open("/case/")
        assert Case.objects.count() == 1
        assert Case.objects.get().number in carla.text
        faults = [fault for fault in real_faults(carla) if "ERR_INTERNET_DISCONNECTED" not in fault]
        assert faults == []
