"""``python -m tests.browser.screenshots docs/images``: starts a demo and takes the pictures of the README."""

import base64
import hmac
import json
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import available

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
FILL_SECONDS = 420
COUNTED_SECONDS = 75  # the sweep that counts the public figures runs once a minute


def main(folder: Path) -> None:
    """Take every picture; an existing one is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "layani.cli", "demo", "--port", str(port), "--data", data]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            wait_until_filled(demo)
            time.sleep(COUNTED_SECONDS)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=available.chromium(), args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
                )
                take(browser, f"http://127.0.0.1:{port}", Path(data), folder)
                browser.close()
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.communicate(timeout=60)


def wait_until_filled(demo: "subprocess.Popen[str]") -> None:
    """Read the demo's progress until all its cases are made."""
    assert demo.stdout
    until = time.monotonic() + FILL_SECONDS
    for line in demo.stdout:
        if "100 %" in line:
            return
        if time.monotonic() > until:
            break
    raise TimeoutError("The demo was not filled in time.")


def take(browser: Browser, office: str, data: Path, folder: Path) -> None:
    """Take the pictures of the phone and of the desk."""
    phone = browser.new_context(viewport=PHONE, locale="id-ID", device_scale_factor=2).new_page()
    desk = browser.new_context(viewport=DESK, locale="en-GB").new_page()
    people = json.loads((data / "keys" / "demo-sign-ins.json").read_text(encoding="utf-8"))
    phone.goto(f"{office}/")
    phone.screenshot(path=folder / "services-phone.png")
    phone.goto(f"{office}/service/residence-letter/")
    phone.screenshot(path=folder / "service-phone.png")
    desk.goto(f"{office}/promise/residence-letter/")
    desk.screenshot(path=folder / "promise-desk.png")
    serve_next(desk, office, next(one for one in people if one["username"] == "ana"))
    desk.screenshot(path=folder / "case-desk.png")


def serve_next(page: Page, office: str, officer: dict[str, str]) -> None:
    """Sign an officer in and press "serve next"."""
    page.goto(f"{office}/officer/")
    page.fill("[name=login]", officer["username"])
    page.fill("[name=password]", officer["password"])
    page.click("main button[type=submit], main form button")
    page.fill("[name=code]", one_time_code(officer["totp"]))
    page.click("main form button")
    page.goto(f"{office}/officer/")
    page.click("button.start")
    page.wait_for_url("**/officer/case/**")


def one_time_code(secret: str) -> str:
    """Return the code of this half minute (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
