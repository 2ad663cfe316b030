"""The example office in two sections, each with its wards, and a residence letter that goes by the address."""

from dataclasses import replace
from datetime import date

from layani.office.actor import officer_actor, roles_today
from layani.office.house import catalogue
from layani.office.tables.models import Role, User
from layani.rules.sections import Section, Sections
from layani.rules.text import Text
from tests.office.conftest import CARLA

NORTH, SOUTH, NOWHERE = "99.01.01.1001", "99.01.01.1003", "99.01.01.1005"
TWO = Sections(
    {
        "north": Section(Text("Loket Utara", "North counter"), ("99.01.01.1001", "99.01.01.1002")),
        "south": Section(Text("Loket Selatan", "South counter"), ("99.01.01.1003", "99.01.01.1004")),
    },
    {"front-desk": {"north": 1, "south": 1}, "head": {"north": 1}, "verifier": {"north": 1, "south": 1}},
)


def in_two():
    """The catalogue of that office."""
    here = catalogue()
    letter = replace(here.services["residence-letter"], section="address")
    return replace(
        here,
        office=replace(here.office, sections=TWO),
        services={**here.services, "residence-letter": letter},
    )


def holder(name, *roles):
    """An officer who holds these roles, as the register of officers has them."""
    user = User.objects.create_user(username=name, password="x", full_name=name.title())
    for role in roles:
        Role.objects.create(user=user, office=catalogue().office.slug, name=role, since=date(2026, 1, 1))
    return officer_actor(user, roles=roles_today(user), two_factor=True)


def living_in(ward, person=CARLA):
    """The answer that says where somebody lives."""
    return {"address": {"street": "Jl. Mawar 3", "rt": "001", "rw": "002", "ward": ward}}
