"""A ward with too few people: its residence letter takes two checks and a decision, each by somebody else."""

import shutil
from pathlib import Path

import layani.example_office
from layani.rules.catalogue import load_catalogue

FOLDER = Path(layani.example_office.__file__).parent
STEPS = """
  - check: {by: front-desk, within: 2 working hours}
  - check: {id: again, by: verifier, within: 2 working hours, not_same_as: [check]}
  - decide: {by: head, within: 1 working day, not_same_as: [check, again]}
"""
OFFICE = """
  neighbour:
    title: {id: Pemeriksa Kecamatan Sukadamai, en: Checker of Sukadamai District}
    holders: 2
    may: [check]
pool:
  - for: verifier
    asks: neighbour
    of: {id: Kecamatan Sukadamai, en: Sukadamai District}
exemptions:
  - {service: residence-letter, step: decide, checked_by: neighbour}
  - {service: residence-letter, step: again, checked_by: neighbour}
"""


def ward_in(folder):
    """Return the catalogue of the example office with such a letter, a pool, and two steps that may be exempt."""
    others = {path.parent.name for path in FOLDER.glob("*/service.yaml")} - {"residence-letter"}
    copy = folder / "ward"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__*", "having-*", "losing-*", *others))
    service = copy / "residence-letter" / "service.yaml"
    text = service.read_text(encoding="utf-8")
    start, end = text.index("\nsteps:") + len("\nsteps:"), text.index("\ngrounds:")
    service.write_text(text[:start] + STEPS + text[end:], encoding="utf-8")
    office = copy / "office.yaml"
    text = office.read_text(encoding="utf-8")
    # The demo has a pool and an exemption of its own; the ward has others.
    start, end = text.index("  # From elsewhere:"), text.index("# Other bodies' systems.")
    office.write_text(text[:start] + OFFICE.lstrip("\n") + text[end:], encoding="utf-8")
    (copy / "residence-letter" / "examples.yaml").unlink(missing_ok=True)
    return load_catalogue(copy)
