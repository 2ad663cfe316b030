"""Carla, whose husband has died, and the officers who carry the first of her cases to its end."""

from datetime import timedelta

from layani.office.actions import checking, deciding, issuing, performing, serving
from layani.office.actions.bundling import BundleApplication, file_bundle
from layani.office.actions.deciding import Why
from layani.office.actions.performing import Found
from layani.office.actions.uploading import upload
from layani.office.actor import SYSTEM, Actor
from layani.office.house import catalogue, service
from layani.office.tables.models import Case
from tests.office.citizen.files import PDF, sent
from tests.office.conftest import CARLA, officer

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NUMBER = "9901-KM-23112026-0004"
EVERYTHING = ["family-card", "id-card", "death-grant"]


def bundle():
    return catalogue().bundles["losing-a-relative"]


def paper(party, now):
    """Upload the death letter and return the answer that names it."""
    return upload(party, service("death-certificate").fields["death_letter"], sent(PDF), now=now)


def answers(letter, services=EVERYTHING, **changed):
    """Answers to the bundle's questions; those that nobody is asked then are left out."""
    found = {
        "services": list(services),
        "name": CARLA.name,
        "nik": CARLA.nik,
        "birth_date": CARLA.birth_date,
        "phone": CARLA.phone,
        "deceased_name": "Danu Wijaya",
        "deceased_nik": "3171011203950002",
        "died_on": "2026-11-20",
        "died_in": "Kota Contoh",
        "death_letter": letter,
        "relation": "spouse",
        "hands_in": True,
        "bank": "Bank Contoh",
        "account": "1234567890",
        "truthful": True,
        **changed,
    }
    asked = bundle().answers.asked(found)
    return {name: value for name, value in found.items() if name in asked}


def file_all(party, now, given=None, **more):
    """File the bundle for a party that is signed in; return the rows by service."""
    given = answers(paper(party, now)) if given is None else given
    application = BundleApplication(bundle(), party, given, "online", **more)
    done = file_bundle(application, actor=Actor(kind="citizen", party=party.pk), now=now)
    return {one.row.service: one.row for one in done}


def staff():
    """One officer for each role in the way of a death certificate."""
    return {name: officer(name, role) for name, role in STAFF.items()}


STAFF = {"dewi": "front-desk", "rudi": "registrar", "kepala": "registration-head"}


def to_the_decision(number, people, at):
    """Check a death certificate and enter it in SIAK; return when."""
    serving.take(number, actor=people["dewi"], now=at)
    checking.check_complete(number, actor=people["dewi"], now=at + MINUTE)
    serving.take(number, actor=people["rudi"], now=at + 2 * MINUTE)
    performing.finish(number, Found("siak", {"number": NUMBER}), actor=people["rudi"], now=at + 3 * MINUTE)
    serving.take(number, actor=people["kepala"], now=at + 4 * MINUTE)
    return at + 5 * MINUTE


def granted(number, people, at, *, issued=True):
    """Grant a death certificate, with its letter; return when."""
    at = to_the_decision(number, people, at)
    deciding.grant(number, actor=people["kepala"], now=at)
    if issued:
        issuing.issue(number, actor=SYSTEM, now=at + MINUTE)
    return at + 2 * MINUTE


def refused(number, people, at):
    """Refuse a death certificate, its letter still to be written; return when."""
    at = to_the_decision(number, people, at)
    why = Why("letter-not-true", "Surat itu tidak ditandatangani dokter mana pun.")
    deciding.refuse(number, why, actor=people["kepala"], now=at)
    return at + MINUTE


def row(number):
    return Case.objects.get(number=number)
