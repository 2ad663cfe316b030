"""Start the example office on this machine, with test sign-ins and made-up cases.

The first page answers within seconds; the cases are filled in behind it, with progress shown here and on the
operator's page. A sample witness on this machine watches the record. A second start keeps what is there. Everything
lies in one folder; delete it to begin anew. Stop it with Ctrl-C.

Example:
  layani demo --port 8080
"""

import argparse
import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from layani.watchers import beside
from layani.watchers.witness import WitnessDamaged

LEAST_FREE_MB = 200
OPEN_WITHIN = 60.0  # seconds for the first page, on a slow machine
STOP_WITHIN = 15.0  # seconds; then the processes are killed, which loses nothing
PORTS = range(1, 65_536)
# Packages of the office that the demo starts with; the first that is missing is named with its remedy.
NEEDS = (
    "django",
    "allauth",
    "ninja",
    "csp",
    "whitenoise",
    "granian",
    "psycopg",
    "yaml",
    "cel",
    "jsonschema_rs",
    "typst",
)
TAKEN_OVER = ("LAYANI_CATALOGUE", "LAYANI_SIGNING", "LAYANI_SIGNING_KEYS")
"""Settings that the demo heeds: what services it offers, and how its letters are signed. It drops all others."""
OWN = ("LAYANI_MODE", "LAYANI_DATA", "LAYANI_SITE", "LAYANI_HOSTS")
"""Settings that the demo makes itself, from its options."""
SIGNINGS = ("none", "local", "ink", "fake")
SIGN_INS = Path("keys", "demo-sign-ins.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="folder for everything the demo writes")
    parser.add_argument("--no-fill", action="store_true", help="start with an empty office")


def run(args: argparse.Namespace) -> int:
    """Set the office up, serve it, and fill it until stopped; 2 if it cannot start, with the remedy."""
    require_packages()
    trouble = port_trouble(args.host, args.port) or folder_trouble(args.data)
    if trouble := trouble or signing_trouble(os.environ.get("LAYANI_SIGNING", "none")):
        print(trouble, file=sys.stderr)
        return 2
    environment = demo_environment(os.environ, args)
    if dropped := dropped_settings(os.environ):
        _say(f"Not heeded by a demo: {', '.join(dropped)}.")
    try:
        witness = beside.prepare(args.data / "witness")
    except WitnessDamaged as fault:
        print(f"The sample witness cannot start: {fault}", file=sys.stderr)
        return 2
    environment["LAYANI_WITNESSES"] = str(witness.asked_for.absolute())
    _say("Setting up the office …")
    if subprocess.run([sys.executable, "-m", "layani.city.set_up"], env=environment, check=False).returncode:
        print("The office could not be set up; the reason stands above.", file=sys.stderr)
        return 2
    # A polite request to end (kill, a container that stops) ends the demo as Ctrl-C does.
    signal.signal(signal.SIGTERM, _as_interrupt)
    processes = [subprocess.Popen(_server(args), env=environment)]  # noqa: S603  our own interpreter and options
    try:
        if not _opens(processes[0], args):
            print("The web server did not start; the reason stands above.", file=sys.stderr)
            return 2
        if not args.no_fill:
            processes.append(subprocess.Popen([sys.executable, "-m", "layani.city.set_up", "--fill"], env=environment))
        _watch(witness, args, environment, processes)
        return processes[0].wait()
    except KeyboardInterrupt:
        _say("\nStopping. Everything is kept; the next start goes on from here.")
        return 0
    finally:
        _end(processes)


def _watch(
    witness: beside.Beside,
    args: argparse.Namespace,
    environment: "dict[str, str]",
    processes: "list[subprocess.Popen[bytes]]",
) -> None:
    """Let a sample witness watch the record, behind the first page; without it the record says that nobody has."""
    started = beside.start(witness, args.data / "keys" / "log.key.pub", environment)
    if started is None:
        _say("The sample witness was not started: the record has no key yet. The office goes on without it.")
    else:
        processes.append(started)


def require_packages() -> None:
    """Raise ModuleNotFoundError, which the command line answers with the remedy, if a package is missing."""
    for name in NEEDS:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


def port_trouble(host: str, port: int) -> str:
    """Return why nothing can listen there and what to do, or nothing."""
    if port not in PORTS:
        return f"{port} is no port. Write one from 1024 to 65535, for example:  make demo PORT=8001"
    no_address = f"{host} is no address of this machine. Leave --host out, or write an address that this machine has."
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except UnicodeError:
        return no_address
    except OSError as fault:
        if isinstance(fault, socket.gaierror) or fault.errno == errno.EADDRNOTAVAIL:
            return no_address
        another = port + 1 if port >= 1024 and port + 1 in PORTS else 8001
        return (
            f"Port {port} of {host} cannot be used ({fault.strerror}). Another program may be listening on it.\n"
            f"Take another port:  make demo PORT={another}"
        )
    return ""


def folder_trouble(data: Path) -> str:
    """Return why the demo cannot live in the folder and what to do, or nothing."""
    if (data / "office.sqlite3").exists() and not (data / SIGN_INS).exists():
        return (
            f"{data} holds an office that is not a demo. A demo has sign-ins that everybody knows, so it is not "
            "started there.\nName another folder:  layani demo --data DIR"
        )
    try:
        data.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(data).free // 1_000_000
    except OSError as fault:
        return f"The folder {data} cannot be made ({fault.strerror}). Name another:  layani demo --data DIR"
    if free < LEAST_FREE_MB:
        return f"The disk of {data} has {free} MB free; the demo needs {LEAST_FREE_MB}. Free some, or use --data."
    return ""


def signing_trouble(kind: str) -> str:
    """Return why letters cannot be signed in this way and what to write, or nothing."""
    if kind in SIGNINGS:
        return ""
    return f"LAYANI_SIGNING is '{kind}', and letters are signed by one of: {', '.join(SIGNINGS)}. Nothing was started."


def demo_environment(variables: "os._Environ[str] | dict[str, str]", args: argparse.Namespace) -> dict[str, str]:
    """Return the environment of the demo's processes.

    Of the settings only ``TAKEN_OVER`` are: a demo must never write into the database of a real office.
    """
    kept = {name: value for name, value in variables.items() if not name.startswith("LAYANI_") or name in TAKEN_OVER}
    return kept | {
        "LAYANI_MODE": "demo",
        "LAYANI_DATA": str(args.data.absolute()),
        "LAYANI_SITE": site(args),
        "LAYANI_HOSTS": f"localhost,127.0.0.1,[::1],{args.host}",
        "DJANGO_SETTINGS_MODULE": "layani.office.settings",
    }


def dropped_settings(variables: "os._Environ[str] | dict[str, str]") -> list[str]:
    """Return the settings of the office that a demo drops although somebody has set them, by name."""
    return sorted(name for name in variables if name.startswith("LAYANI_") and name not in (*TAKEN_OVER, *OWN))


def site(args: argparse.Namespace) -> str:
    """Return the demo's address as the README writes it: a link that named the machine otherwise would sign out."""
    return f"http://{'localhost' if args.host == '127.0.0.1' else args.host}:{args.port}"


def _server(args: argparse.Namespace) -> list[str]:
    # One worker, for SQLite has one writer; several threads, or one visitor who sends a form slowly stops all others.
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port)),
        *("--workers", "1", "--blocking-threads", str(_threads()), "--no-access-log", "--log-level", "warning"),
        "layani.office.wsgi:application",
    ]


def _threads() -> int:
    """Return how many requests are answered side by side: eight, or as many as the server finds no fault with here."""
    return min(8, 2 * (os.cpu_count() or 1) + 1)


def _opens(server: "subprocess.Popen[bytes]", args: argparse.Namespace) -> bool:
    """Wait until the office answers, and say where; False if the server ends before."""
    until = time.monotonic() + OPEN_WITHIN
    while server.poll() is None and time.monotonic() < until:
        if is_answered(args.host, args.port):
            _say(f"The office is open: {site(args)}/demo/\nStop it with Ctrl-C.")
            return True
        time.sleep(0.1)
    return False


def is_answered(host: str, port: int) -> bool:
    """Return whether the office's web server answers there."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(processes: "list[subprocess.Popen[bytes]]") -> None:
    """End what still runs, the fill first, and wait for it."""
    for process in reversed(processes):
        if process.poll() is None:
            process.terminate()
    for process in reversed(processes):
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _say(words: str) -> None:
    print(words, flush=True)
