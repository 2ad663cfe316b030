"""Look at one service while you edit it: save, load the page again, and see it.

Shows the service's page, its form, its rules for answers that you type in, and its letters, as the office will. What
`layani check` finds is on the page, with file, line and what to write; the files can be edited there too. One button
signs a sample person in, without a code, and opens the form. The office
that it needs lies in a folder of its own, which is deleted in the end: no database of yours is touched. Stop it with
Ctrl-C.

Example:
  layani try residence-letter
  layani try my-office/business-letter --port 8080
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import layani.example_office
from layani.commands.demo import OPEN_WITHIN, demo_environment, is_answered, port_trouble, require_packages

EXAMPLE_OFFICE = Path(layani.example_office.__file__).parent
STOP_WITHIN = 5.0  # seconds; then it is killed, which loses nothing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("service", help="the service's folder, or the name of one in the catalogue")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")


def run(args: argparse.Namespace) -> int:
    """Serve the service until stopped; 2 with the reason when it cannot be."""
    require_packages()
    folder = folder_of(args.service, Path(os.environ.get("LAYANI_CATALOGUE") or EXAMPLE_OFFICE))
    if folder is None:
        print(
            f"layani try: there is no service.yaml in '{args.service[:80]}'. Write a service's folder, such as "
            "my-office/business-letter, or begin one with: layani new-service",
            file=sys.stderr,
        )
        return 2
    if trouble := port_trouble(args.host, args.port):
        print(trouble.replace("make demo PORT=", "layani try … --port "), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _as_interrupt)
    with tempfile.TemporaryDirectory(prefix="layani-try-") as data:
        return _serve(args, folder, Path(data))


def folder_of(service: str, catalogue: Path) -> Path | None:
    """Return the folder that is meant: a path, or a name in the catalogue; None when neither holds a service.yaml."""
    for folder in (Path(service), catalogue / service):
        if (folder / "service.yaml").is_file():
            return folder.resolve()
    return None


def _serve(args: argparse.Namespace, folder: Path, data: Path) -> int:
    # A folder without an office beside it is shown in the example office.
    catalogue = folder.parent if (folder.parent / "office.yaml").is_file() else EXAMPLE_OFFICE
    args.data = data
    environment = {**demo_environment({**os.environ}, args), "LAYANI_WORK_INSIDE": "no"}
    environment.pop("LAYANI_CATALOGUE", None)
    server: subprocess.Popen[bytes] | None = None
    try:
        print("Setting up an office to try it in …", flush=True)
        if subprocess.run([sys.executable, "-m", "layani.city.set_up"], env=environment, check=False).returncode:
            print("The office could not be set up; the reason stands above.", file=sys.stderr)
            return 2
        place = [str(folder), str(catalogue), "--host", args.host, "--port", str(args.port)]
        # A session of its own: Ctrl-C reaches this process alone, which then ends the server in its own time.
        server = subprocess.Popen(  # noqa: S603  our own interpreter and options
            [sys.executable, "-m", "layani.preview.server", *place], env=environment, start_new_session=True
        )
        if not _opens(server, args):
            print("The web server did not start; the reason stands above.", file=sys.stderr)
            return 2
        print(f"{folder.name} is at http://{args.host}:{args.port}/try/\nStop it with Ctrl-C.", flush=True)
        return 2 if server.wait() else 0
    except KeyboardInterrupt:
        print("\nStopped. Nothing of the trial is kept.", flush=True)
        return 0
    finally:
        _end(server)


def _opens(server: "subprocess.Popen[bytes]", args: argparse.Namespace) -> bool:
    until = time.monotonic() + OPEN_WITHIN
    while server.poll() is None and time.monotonic() < until:
        if is_answered(args.host, args.port):
            return True
        time.sleep(0.1)
    return False


def _end(server: "subprocess.Popen[bytes] | None") -> None:
    """End the server and every process that still answers a request, and wait for it."""
    if server is None:
        return
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(server.pid, number)
        except ProcessLookupError:
            break
        until = time.monotonic() + STOP_WITHIN
        while server.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
    server.wait()


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
