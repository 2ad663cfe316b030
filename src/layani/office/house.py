"""What the office is made of while it runs: its catalogue, calendar, key store and codes, each opened once."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from layani.office.gateways.in_force import InForce, read_register
from layani.office.gateways.kept_versions import files_of, keep_versions, kept_version
from layani.office.gateways.key_store import KeyStore, open_key_store
from layani.office.gateways.party_codes import PartyCodes
from layani.office.gateways.secret_file import secret_from_file
from layani.rules.cases.calendar import Calendar
from layani.rules.catalogue import Catalogue, Service
from layani.rules.catalogue.rules import office_facts
from layani.rules.catalogue.working_time import calendar_of
from layani.rules.record.look_words import HOUSE_ROLES
from layani.rules.refusal import Refusal
from layani.rules.sections import plain, section_of
from layani.rules.text import Text

_given: list[Catalogue] = []


def catalogue() -> Catalogue:
    """The office, as its file said when the process started, and its services as they are in force today.

    Before anything was ever published (while developing, in tests) they are those of the catalogue's folder.
    """
    return _given[-1] if _given else in_force().catalogue()


@cache
def in_force() -> InForce:
    """What knows which services are in force."""
    return InForce(settings.CATALOGUE, settings.VERSION_FOLDER)


def publication_changed() -> None:
    """Look at once at what is in force, in this process; the others do within a second."""
    in_force().look_again()


def use_catalogue(found: Catalogue) -> None:
    """Take this catalogue instead of the folder's; only before it was first asked for (``layani try``)."""
    _given.append(found)


def service(slug: str, version: str = "") -> Service:
    """The service with this name, as it is now or as it was in a version; raises KeyError.

    version: that under which a case was filed; one that was never kept (an imported case) is read as the one of now
    """
    found = catalogue().services.get(slug)
    if found is not None and version in ("", str(found.version)):
        return found
    return _kept(slug, version) or catalogue().services[slug]


def service_on(slug: str, day: date) -> Service:
    """The service as it was in force on a day; as it is now where nothing was published by then. Raises KeyError."""
    return (None if _given else in_force().on(slug, day)) or catalogue().services[slug]


@lru_cache(maxsize=256)
def _kept(slug: str, version: str) -> Service | None:
    return kept_version(slug, version, settings.VERSION_FOLDER)


def kept_files(slug: str, version: str) -> dict[str, str]:
    """Return {path: text} of a service's files as they were in a version, or nothing when it was never kept."""
    return files_of(settings.VERSION_FOLDER / slug / version / slug)


def keep_catalogue() -> None:
    """Keep the versions that this office runs with; raises VersionChanged where one was kept with other contents."""
    if read_register(settings.VERSION_FOLDER) is not None:
        return  # what was published is kept already, and the folder holds only drafts
    keep_versions(catalogue(), settings.CATALOGUE, settings.VERSION_FOLDER, replace=settings.LAYANI_DEMO)


def role_title(role: str) -> Text:
    """The title of a role, with its section if it holds in one; what the office no longer has is shown by its name."""
    if section := section_of(role):
        title, name = role_title(plain(role)), section_name(section)
        return Text(f"{title.id}, {name.id}", f"{title.en}, {name.en}")
    found = catalogue().office.roles.get(role)
    return found.title if found else HOUSE_ROLES.get(role, Text(role, role))


def section_name(section: str) -> Text:
    """The name of a section; one that the office no longer has is shown by its slug."""
    known = catalogue().office.sections.by_slug.get(section)
    return known.name if known else Text(section, section)


_ROLES_QUOTED = re.compile(r"“([a-z][a-z0-9@-]*(?:, [a-z][a-z0-9@-]*)*)”")


def _titled(words: str, known: set[str], language: str) -> str:
    def say(quoted: re.Match[str]) -> str:
        names = quoted[1].split(", ")
        return "“" + ", ".join(role_title(one).in_(language) if plain(one) in known else one for one in names) + "”"

    return _ROLES_QUOTED.sub(say, words)


def in_titles(refusal: Refusal) -> Refusal:
    """The refusal with the titles of the roles that rules, which know no titles, have quoted by name: “verifier”."""
    known = {*catalogue().office.roles, *HOUSE_ROLES}

    def titled(words: Text) -> Text:
        return Text(_titled(words.id, known, "id"), _titled(words.en, known, "en"))

    return Refusal(refusal.code, titled(refusal.reason), titled(refusal.remedy))


@cache
def calendar() -> Calendar:
    """The office's working time."""
    return calendar_of(catalogue().office)


@lru_cache(maxsize=4)
def facts_on(today: date) -> dict[str, Any]:
    """What rules may read beside the answers on one day: the office's wards, its holidays of two years, the date."""
    return office_facts(catalogue().office, today, calendar().days_off((today.year, today.year + 1)))


@cache
def key_store() -> KeyStore:
    """The keys of cases and parties."""
    return open_key_store(settings.KEY_STORE, settings.KEY_FOLDER)


@cache
def codes() -> PartyCodes:
    """The office-keyed codes of the party register."""
    return PartyCodes(secret_from_file(settings.KEY_FOLDER / "office.key").encode("ascii"))
