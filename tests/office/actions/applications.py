"""Applications of the cast, ready to be filed."""

from layani.office.actions.filing import Application
from layani.office.actor import Actor
from layani.office.house import catalogue, service
from tests.office.conftest import CARLA

CITIZEN = Actor(kind="citizen")


def ward():
    return next(iter(catalogue().office.regions))


def answers(person=CARLA, **changed):
    found = {
        "name": person.name,
        "nik": person.nik,
        "birth_date": person.birth_date,
        "phone": person.phone,
        "address": {"street": "Jalan Mawar 3", "rt": "001", "rw": "002", "ward": ward()},
        "tenancy": "own",
        "purpose": "bank",
    }
    return {**found, **changed}


def application(person=CARLA, *, once=None, **changed):
    return Application(service("residence-letter"), person, answers(person, **changed), "online", once=once)
