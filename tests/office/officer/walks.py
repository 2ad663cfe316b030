"""Short walks of a case, so that a test can begin where its claim begins."""

from dataclasses import replace
from datetime import timedelta

from layani.office.actions import checking, deciding, filing, serving
from layani.office.actor import Actor
from layani.office.house import catalogue, service
from layani.office.tables.models import Case
from tests.office.conftest import CARLA, MONDAY

CITIZEN = Actor(kind="citizen")
FACT = "Pada kartu keluarga tertulis alamat di kelurahan lain."


def answers(person=CARLA, **other):
    """The answers of a residence letter that can be granted; ``other`` replaces some."""
    return {
        "name": person.name,
        "nik": person.nik,
        "birth_date": person.birth_date,
        "phone": person.phone,
        "address": {"street": "Jl. Mawar 3", "rt": "001", "rw": "002", "ward": next(iter(catalogue().office.regions))},
        "tenancy": "own",
        "purpose": "bank",
        **other,
    }


def filed(person=CARLA, *, at=MONDAY, **other):
    """File for a person and return the number."""
    application = filing.Application(service("residence-letter"), person, answers(person, **other), "online")
    return filing.file(application, actor=CITIZEN, now=at).row.number


def checked(checker, person=CARLA, *, at=MONDAY, **other):
    """File, and let the checker find it complete."""
    number = filed(person, at=at, **other)
    serving.take_next(actor=checker, now=at + timedelta(minutes=1))
    checking.check_complete(number, actor=checker, now=at + timedelta(minutes=2))
    return number


def on_the_deciders_desk(checker, decider, person=CARLA, *, at=MONDAY, **other):
    """File, check, and put it on the decider's desk."""
    number = checked(checker, person, at=at, **other)
    assert serving.take_next(actor=decider, now=at + timedelta(minutes=3)).row.number == number
    return number


def granted(checker, decider, person=CARLA, *, at=MONDAY, **other):
    """File, check and grant."""
    number = on_the_deciders_desk(checker, decider, person, at=at, **other)
    deciding.grant(number, actor=decider, now=at + timedelta(minutes=4))
    return number


def refused(checker, decider, person=CARLA, *, at=MONDAY, fact=FACT, **other):
    """File, check and refuse."""
    number = on_the_deciders_desk(checker, decider, person, at=at, **other)
    deciding.refuse(number, deciding.Why("not-resident", fact), actor=decider, now=at + timedelta(minutes=4))
    return number


def another(place):
    """Another citizen, whose NIK differs in its last digits."""
    return replace(CARLA, nik=f"{CARLA.nik[:12]}{place + 101:04d}", name=f"Warga {place}")


def with_failed_rule(number, rule="lives-here"):
    """Let a mandatory rule of this case have failed, as its filing would have recorded it."""
    row = Case.objects.get(number=number)
    Case.objects.filter(pk=row.pk).update(rest={**row.rest, "rules": {rule: "failed"}, "must": [rule]})
    return number
