"""Sets the demo's office up (tables, files, sign-ins) and, with --fill, fills it; run by ``layani demo``."""

import os
import sys
from collections.abc import Iterator

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from layani.city.fill import Made, fill  # noqa: E402
from layani.city.people import citizens  # noqa: E402
from layani.city.signers import powers_to_sign  # noqa: E402
from layani.city.stories import Staff  # noqa: E402
from layani.office.actions.parties import Person, register  # noqa: E402
from layani.office.actions.publishing import open_office  # noqa: E402
from layani.office.actions.staffing import Officer, enter_officer  # noqa: E402
from layani.office.gateways.demo_sign_ins import (  # noqa: E402
    DemoSignIn,
    new_password,
    new_totp,
    read_sign_ins,
    write_sign_ins,
)
from layani.office.house import catalogue  # noqa: E402
from layani.office.tables.models.people import SEEN, User  # noqa: E402
from layani.rules.catalogue import load_catalogue  # noqa: E402

OFFICERS = (
    ("ana", "Ana Lestari", ("front-desk",)),
    ("adi", "Adi Nugroho", ("front-desk",)),
    ("ben", "Ben Siregar", ("verifier", "front-desk")),
    ("citra", "Citra Halim", ("head", "supervisor", "publisher")),
    # Civil registration and the wards.
    ("dara", "Dara Wulandari", ("registrar",)),
    ("evi", "Evi Rahmawati", ("registration-head",)),
    ("wira", "Wira Kusuma", ("ward-officer",)),
    ("lia", "Lia Handayani", ("ward-head",)),
    # Building: two assessors, for the one who assessed the drawings does not visit; three desks side by side.
    ("tono", "Tono Wirawan", ("building-assessor",)),
    ("bagas", "Bagas Permana", ("building-assessor",)),
    ("nia", "Nia Kurniasih", ("planner",)),
    ("dodi", "Dodi Hermawan", ("drainage-engineer",)),
    ("farah", "Farah Amalia", ("fee-officer",)),
    # Permits: one looks up and warns, another decides.
    ("hesti", "Hesti Wulansari", ("health-officer",)),
    ("maya", "Maya Anggraini", ("health-officer",)),
    ("rini", "Rini Oktavia", ("permit-head",)),
    # The education desk: one ranks, another signs.
    ("rudi", "Rudi Santosa", ("education-section-head",)),
    ("sari", "Sari Melati", ("education-head",)),
    # From other units: for what nobody here may check, and for what one person decided alone.
    ("tuti", "Tuti Alawiyah", ("neighbour",)),
    ("gita", "Gita Savitri", ("city-checker",)),
    ("ayu", "Ayu Kartika", ("analyst",)),
    ("indra", "Indra Pratama", ("auditor",)),
    ("oki", "Oki Saputra", ("operator",)),
    # The secretary of the district, who signs for its head by mandate.
    ("sinta", "Sinta Maharani", ("supervisor",)),
)
SHOW_EVERY = 25
# The fill gives way to whoever reads a page meanwhile.
NICE = 10


def set_up() -> None:
    """Make tables, static files and sign-ins; what is there is kept."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    open_office(load_catalogue(settings.CATALOGUE), now=timezone.now())
    if not read_sign_ins(settings.KEY_FOLDER):
        write_sign_ins(settings.KEY_FOLDER, (*demo_citizens(), *_officers()))
        powers_to_sign(timezone.now())


def _officers() -> tuple[DemoSignIn, ...]:
    found = tuple(DemoSignIn(user, name, roles, new_password(), new_totp()) for user, name, roles in OFFICERS)
    for one in found:
        officer = Officer(one.username, one.name, one.roles, one.password, totp=one.totp)
        enter_officer(officer, since=timezone.localdate().replace(month=1, day=1))
    return found


def demo_citizens() -> Iterator[DemoSignIn]:
    """Enter the people to sign in as, and yield how to."""
    for who in citizens():
        person = Person(who.nik, who.name, who.birth_date, who.phone, source="demo")
        register(person, now=timezone.now(), assurance=SEEN)  # so that what they did at the counter is theirs to see
        yield DemoSignIn("", who.name, ("citizen",), nik=who.nik, phone=who.phone)


def fill_with_progress() -> None:
    """Make the cases and say from time to time how many there are."""
    os.nice(NICE)
    names = {role: [user for user, _, roles in OFFICERS if roles[0] == role] for role in catalogue().office.roles}
    officers = {
        role: tuple(User.objects.filter(username__in=users).values_list("pk", flat=True))
        for role, users in names.items()
    }
    for made in fill(Staff(officers), timezone.now()):
        if made.cases % SHOW_EVERY == 0 or made.cases == made.total:
            print(shown(made), flush=True)


def shown(made: Made) -> str:
    """Return the progress as the terminal shows it.

    >>> shown(Made(25, 250))
    'Sample data:  10 %, 25 of 250 cases'
    """
    return f"Sample data: {made.cases * 100 // made.total:3} %, {made.cases} of {made.total} cases"


if __name__ == "__main__":
    try:
        fill_with_progress() if "--fill" in sys.argv else set_up()
    except KeyboardInterrupt:
        sys.exit(130)  # stopped by hand; the next start goes on from here
