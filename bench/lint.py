"""``layani check`` on a large catalogue: many services, each made from a shipped one with names of its own."""

import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import layani.example_office

SERVICES = 200
SHIPPED = Path(layani.example_office.__file__).parent
OWN_NAMES = (
    "guests",
    "event_date",
    "part_of_day",
    "tenancy",
    "family_role",
    "head_agrees",
    "movers",
    "moved_on",
    "address",
)
"""Answers that are renamed in every copy, so that no condition is the same as another's."""


def catalogue_of(folder: Path, services: int) -> Path:
    """Write a catalogue of ``services`` services into ``folder`` and return it."""
    # A service that renews another one names it, and no copy has that name.
    every = sorted(SHIPPED.glob("*/service.yaml"))
    models = [path.parent for path in every if "\nrenews:" not in path.read_text(encoding="utf-8")]
    for name in ("office.yaml", "regions.csv"):
        shutil.copy(SHIPPED / name, folder / name)
    for number in range(services):
        model = models[number % len(models)]
        copy = folder / f"{model.name}-{number}"
        shutil.copytree(model, copy, ignore=shutil.ignore_patterns("__*"))
        for path in (one for one in copy.rglob("*") if one.is_file()):
            path.write_text(_renamed(path.read_text(encoding="utf-8"), model.name, number), encoding="utf-8")
    return folder


def _renamed(text: str, model: str, number: int) -> str:
    for name in OWN_NAMES:
        own = rf"(?<!page: )(?<!is: )(?<!element: )(?<=[\s(!{{\[]){name}(?=[\s:.,)}}\]])"
        text = re.sub(own, rf"{name}_{number}", text)
    text = re.sub(r"^next: .*$", "next: []", text, flags=re.MULTILINE)
    return text.replace(f"service: {model}\n", f"service: {model}-{number}\n")


def measure(services: int = SERVICES) -> str:
    """Return the rows of the table; the check must pass, or its problems are raised."""
    with tempfile.TemporaryDirectory(prefix="layani-bench-") as folder:
        catalogue_of(Path(folder), services)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [str(Path(sys.executable).parent / "layani"), "check", folder]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"The copies do not pass: {done.stdout[:2000]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    summary = done.stdout.splitlines()[-1]
    return (
        f"\n## layani check\n\n| catalogue | CPU-s | CPU-ms a service |\n|---|---|---|\n"
        f"| {summary} | {seconds:.2f} | {seconds * 1000 / services:.1f} |\n"
    )
