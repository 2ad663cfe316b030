"""What every page's frame shows: the office, the reader, the menu, and whether this is only a demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from layani.office.actions.initialling import initialling_roles
from layani.office.house import catalogue
from layani.office.pages.page import Readers
from layani.office.pages.parts.form_token import token_input
from layani.office.pages.parts.say import language
from layani.rules.sections import plain
from layani.rules.text import Text

# Page name -> words. A page that is not installed is left out of the menu.
PUBLIC_MENU = {
    "services": Text("Layanan", "Services"),
    "follow": Text("Lacak", "Follow"),
    "promises": Text("Janji", "Promises"),
}
CITIZEN_MENU = PUBLIC_MENU | {"my-cases": Text("Permohonan saya", "Applications")}
OFFICER_MENU = {
    "officer": (Readers.OFFICER, Text("Meja saya", "My desk")),
    "counter-hall": (Readers.COUNTER, Text("Aula", "Hall")),
    "counter": (Readers.COUNTER, Text("Loket", "Counter")),
    "supervisor": (Readers.SUPERVISOR, Text("Hari ini", "Today")),
    "publishing": (Readers.PUBLISHING, Text("Versi layanan", "Versions")),
    "letter-initials": (Readers.OFFICER, Text("Paraf", "Initial")),
    "signing": (Readers.OFFICER, Text("Tanda tangan", "Sign")),
    "letter-register": (Readers.REGISTER, Text("Agenda surat", "Letters")),
    "powers": (Readers.AUTHORITY, Text("Wewenang", "Who may sign")),
    "officer-agents": (Readers.OVERSIGHT, Text("Perantara", "Agents")),
    "staff": (Readers.STAFF, Text("Petugas", "Staff")),
    "auditor": (Readers.AUDITOR, Text("Pemeriksaan", "Audit")),
    "operator": (Readers.OPERATOR, Text("Kesehatan sistem", "System health")),
}
IN_SECTIONS = frozenset({"supervisor", "from-elsewhere", "officer-take-over"})
"""The pages, in the menu or not, that also open to who is above one section alone (``Page.in_sections``)."""
FOOT_MENU = {
    "door": Text("Pintu depan", "The front door"),
    "pledge": Text("Maklumat pelayanan", "Our pledge"),
    "promises": Text("Janji & kenyataan", "Promises & results"),
    "record": Text("Catatan publik", "Public record"),
    "verify": Text("Periksa tanda terima", "Verify a receipt"),
    "letters": Text("Periksa surat", "Check a letter"),
    "signers": Text("Siapa yang berwenang", "Who may sign"),
    "systems": Text("Sistem instansi lain", "Other bodies’ systems"),
    "open-data": Text("Data terbuka", "Open data"),
    "complaints": Text("Pengaduan", "Complaints"),
    "privacy": Text("Data pribadi Anda", "Your personal data"),
    "accessibility": Text("Aksesibilitas", "Accessibility"),
    "about": Text("Tentang Layani", "About Layani"),
    "officer-sign-in": Text("Untuk petugas", "For officers"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu, in one language."""

    words: str
    address: str


@cache
def address_of(name: str) -> str | None:
    """Return the address of a page that takes no values, or None when it is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def site_address(path: str) -> str:
    """Return a path of ours as an address that others are told: the site's own, whatever host a request names."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


@cache
def _links(entries: tuple[tuple[str, Text], ...], said_in: str) -> tuple[Link, ...]:
    """Return the installed pages among (name, words). Looking addresses up anew would be half the work of a page."""
    found = ((words, address_of(name)) for name, words in entries)
    return tuple(Link(words.in_(said_in), address) for words, address in found if address is not None)


def links(menu: Mapping[str, Text], said_in: str) -> tuple[Link, ...]:
    """Return the menu's installed pages in one language ("id" or "en")."""
    return _links(tuple(menu.items()), said_in)


def _menu(actor: Any, said_in: str) -> tuple[Link, ...]:
    if actor is not None and actor.is_officer:
        mine = {
            name: words
            for name, (readers, words) in OFFICER_MENU.items()
            if readers.admit(actor, in_section=name in IN_SECTIONS)
        }
        if settings.SIGNING == "none":  # the decision stands for the signature, and there is no queue of letters
            mine.pop("signing", None)
        if settings.SIGNING == "none" or not set(map(plain, actor.roles)) & initialling_roles():
            mine.pop("letter-initials", None)
        return links(mine, said_in)
    return links(CITIZEN_MENU if actor is not None and actor.is_citizen else PUBLIC_MENU, said_in)


@dataclass(frozen=True, slots=True)
class OfficeName:
    """The office's name in two lines: "Kelurahan Sukamaju" and "Kota Contoh"; the second may be empty."""

    name: str
    place: str

    def __str__(self) -> str:
        return self.name


@cache
def _office_name(said_in: str) -> OfficeName:
    """Return the office's name in one language, parted at its first comma."""
    name, _, place = catalogue().office.name.in_(said_in).partition(", ")
    return OfficeName(name, place)


@cache
def _foot(said_in: str) -> SafeString:
    """Return the footer, which is the same on every page of one language."""
    shown = {"language": said_in, "office_name": _office_name(said_in), "foot_menu": links(FOOT_MENU, said_in)}
    return mark_safe(render_to_string("parts/foot.html", shown))  # noqa: S308  the template escaped it


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values."""
    visitor = getattr(request, "visitor", None)
    actor = visitor() if visitor else getattr(request, "actor", None)
    said_in = language()
    return {
        "language": said_in,
        # Two forms stand in the frame, and each asking makes a new mask.
        "csrf_input": SimpleLazyObject(lambda: token_input(request)),
        "demo": settings.LAYANI_DEMO,
        "actor": actor,
        "signed_in": actor is not None and (actor.is_citizen or actor.is_officer),
        "home": address_of("home") or "/",
        "sign_in": address_of("citizen-sign-in"),
        "sign_out": address_of("sign-out") or address_of("account_logout"),
        "office_name": _office_name(said_in),
        "menu": _menu(actor, said_in),
        "foot": _foot(said_in),
    }
