"""A headless Chromium at the office's live server: opens pages as people do and tells what is wrong with them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests import available

PHONE, DESK = 360, 1280
# A cold machine that reads Chromium from its disk for the first time takes long; what hangs still ends.
WAIT_MS = 90_000


class Chromium:
    """The Chromium that a file's tests share, since its start takes longer than most of them; conftest.py ends it."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """Return it, started if it is not running."""
        if self._browser is None:
            play = self._running.enter_context(sync_playwright())
            self._browser = self._running.enter_context(
                play.chromium.launch(executable_path=available.chromium(), args=["--no-sandbox"], timeout=WAIT_MS)
            )
        return self._browser

    def end(self) -> None:
        """Close it, and with it Playwright's loop in this thread."""
        self._browser = None
        self._running.close()


CHROMIUM = Chromium()


@dataclass
class Window:
    """One window: its page, the address of the office, and everything that was found wrong while it was used."""

    page: Page
    office: str
    scripts: bool
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Window":
        """Open a page of the office."""
        self.page.goto(self.office + path)
        return self

    def look(self, where: str) -> None:
        """Examine the page that is open: nothing may stick out, and the accessibility checker may find nothing."""
        self.page.wait_for_load_state("load")
        if not self.scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{where}: {wide} pixels stick out at the side")
        self.page.evaluate(available.AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        for violation in found["violations"]:
            places = ", ".join(node["target"][0] for node in violation["nodes"][:3])
            self.faults.append(f"{where}: {violation['id']} ({violation['impact']}) at {places}")

    @property
    def path(self) -> str:
        """The path of the open page, without its query."""
        return self.page.url.removeprefix(self.office).split("?")[0].split("#")[0]

    @property
    def text(self) -> str:
        """What can be read on the open page."""
        return self.page.inner_text("body")


def _complaint(said: ConsoleMessage) -> bool:
    """Say whether the browser complains of something else than that a form was sent back (422), which is meant."""
    return said.type == "error" and "status of 422" not in said.text


@contextmanager
def window(office: str, *, width: int, scripts: bool = True, dark: bool = False) -> Iterator[Window]:
    """Open a window of a width, which knows nothing of the windows before it.

    Whatever the browser complains about (also a blocked style or script) is a fault.
    """
    with CHROMIUM.browser().new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="id-ID",
    ) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        opened = Window(page, office, scripts)
        page.on("console", lambda said: _complaint(said) and opened.faults.append(f"the browser said: {said.text}"))
        yield opened
