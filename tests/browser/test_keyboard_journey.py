"""The whole way without a mouse or a finger: the Tab key reaches each thing, and it can be seen where one is."""

import pytest

from layani.office.tables.models import Case
from tests.browser.browsing import DESK, PHONE, window
from tests.browser.test_citizen_journey import code
from tests.browser.test_officer_journey import staff, three_cases
from tests.office.conftest import CARLA
from tests.office.officer.conftest import PASSWORD, SECRET
from tests.office.officer.sign_in_codes import code_of

__all__ = ["staff", "three_cases"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FURTHEST = 90
"""Tab stops, beyond which nobody would still look for something."""

# What has the focus: its words (of its label, or its own), what kind of thing it is, and whether one sees the focus.
FOCUSED = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));  // it has scrolled there
    const e = document.activeElement;
    const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
    const style = getComputedStyle(e);
    const drawn = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
    const near = [e, e.parentElement, e.labels && e.labels[0]].filter(Boolean).map((x) => getComputedStyle(x));
    const box = e.getBoundingClientRect();
    return {
        words: (label || e.getAttribute("aria-label") || e.innerText || e.value || "").trim(),
        name: e.getAttribute("name") || "",
        seen: e === document.body || near.some(drawn),
        inside: e === document.body || (box.bottom > 0 && box.top < innerHeight),
    };
}"""


class Keyboard:
    """Somebody who uses a window by keys alone; what they could not see is kept among the window's faults."""

    def __init__(self, opened):
        self.opened, self.page = opened, opened.page

    def to(self, what):
        """Press Tab until this has the focus: its words begin so, or it is the field of this name."""
        passed = []
        for _ in range(FURTHEST):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(FOCUSED)
            if not here["seen"]:
                self.opened.faults.append(f"{self.opened.path}: the focus cannot be seen at {here['words'][:40]!r}")
            if not here["inside"]:
                self.opened.faults.append(f"{self.opened.path}: the focus is out of sight at {here['words'][:40]!r}")
            if here["words"].startswith(what) or here["name"] == what:
                return
            passed.append(here["words"][:30] or here["name"])
        raise AssertionError(f"{self.opened.path}: {what!r} was not among the {FURTHEST} stops: {passed}")

    def type(self, name, words):
        """Go to a field and type."""
        self.to(name)
        self.page.keyboard.type(words)

    def press(self, words):
        """Go to a button or a link and press Enter; wait for what comes."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")

    def tick(self, what):
        """Go to a box or a choice and press the space bar."""
        self.to(what)
        self.page.keyboard.press("Space")


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_an_application_is_made_with_keys_alone(office, width):
    with window(office, width=width) as opened:
        opened.open("/")
        carla = Keyboard(opened)
        carla.type("q", "domisili")
        with opened.page.expect_navigation():
            opened.page.keyboard.press("Enter")
        carla.press("Surat keterangan domisili")
        carla.press("Ajukan sekarang")
        carla.type("nik", CARLA.nik)
        carla.to("Baru pertama kali di sini?")
        opened.page.keyboard.press("Enter")
        opened.page.locator("[name=phone]").wait_for()  # keys come faster here than from any hand
        carla.type("name", CARLA.name)
        carla.type("phone", "081234567890")
        carla.press("Kirim")
        carla.type("code", code())
        with opened.page.expect_navigation():
            opened.page.keyboard.press("Enter")
        assert opened.path == "/apply/residence-letter/you/", opened.text
        carla.press("Lanjut")
        carla.type("address-street", "Jalan Mawar 3")
        carla.type("address-rt", "1")
        carla.type("address-rw", "12")
        carla.type("address-ward", "Suka")
        carla.press("Lanjut")
        carla.tick("Milik saya sendiri")
        carla.press("Lanjut")
        carla.press("Lanjut")  # nothing chosen: the page says so, and one goes on from there
        assert opened.page.locator(".ds-validation-message, [class*=error]").count()
        carla.tick("Membuka rekening bank")
        carla.press("Lanjut")
        carla.press("Nyatakan benar dan kirim")
        assert opened.path == f"/case/{Case.objects.get().number}/filed/"
        assert opened.faults == []


def test_officers_check_and_decide_with_keys_alone(office, three_cases):
    first = three_cases[0]
    with window(office, width=DESK) as opened:
        eva = signed_in(opened, "eva")
        eva.press("Layani berikutnya")
        assert opened.path == f"/officer/case/{first}/"
        eva.press("Berkas lengkap")
        opened.page.context.clear_cookies()
        hana = signed_in(opened, "hana")
        hana.press("Layani berikutnya")
        assert opened.path == f"/officer/case/{first}/"
        hana.press("Kabulkan")
        assert Case.objects.get(number=first).status == "granted"
        assert opened.faults == []


def signed_in(opened, name):
    """Sign an officer in by keys."""
    opened.open("/officer/sign-in/")
    officer = Keyboard(opened)
    officer.type("Nama pengguna", name)
    officer.type("Kata sandi", PASSWORD)
    officer.press("Lanjut")
    officer.type("Kode", code_of(SECRET))
    officer.press("Masuk")
    return officer
