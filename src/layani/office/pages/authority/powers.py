"""The authority register: what is in force, what waits for a second person, and posts for which nobody may sign."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.authorising import posts
from layani.office.house import calendar, catalogue
from layani.office.pages.auditor.auditor import key_before
from layani.office.pages.page import Page, Readers
from layani.office.tables.authority_register import register_of, with_holders
from layani.office.tables.models.authorities import AuthorityEntry
from layani.rules.authority.deciding import unsigned_posts
from layani.rules.authority.model import Register
from layani.rules.authority.wording import in_one_line
from layani.rules.text import Text

ROWS = 25
STATES = {
    "waits": (Text("Menunggu pengesahan", "Waits for a second person"), "warning"),
    "declined": (Text("Tidak disahkan", "Not confirmed"), "neutral"),
    "later": (Text("Belum mulai", "Begins later"), "info"),
    "over": (Text("Selesai", "Over"), "neutral"),
    "in force": (Text("Berlaku", "In force"), "success"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list: its form of words, whom it names, and how it stands."""

    row: AuthorityEntry
    form: Text
    state: Text
    colour: str


def state_of_entry(row: AuthorityEntry, today: date) -> str:
    """Return how an entry stands on a day; a key of STATES."""
    if row.declined_at is not None:
        return "declined"
    if row.confirmed_at is None:
        return "waits"
    entry = row.entry(row.ended_on)
    if today < entry.since:
        return "later"
    return "in force" if entry.in_force(today) else "over"


def titles() -> Register:
    """Return an empty register that knows the titles of the posts, to word an entry with."""
    return Register((), {name: role.title for name, role in catalogue().office.roles.items()})


def powers(request: HttpRequest) -> HttpResponse:
    """Show one page of the entries, the newest first, below what the office's file says. Three queries."""
    office, today = catalogue().office.slug, calendar().local(timezone.now()).date()
    before = key_before(request)
    rows = list(AuthorityEntry.objects.newest_first(office, before)[: ROWS + 1])
    register = register_of(office)
    known = with_holders(register, office, today) if register else None
    shown = {
        "lines": [_line(row, today) for row in rows[:ROWS]],
        "kept": register is not None,
        "file": [(one, in_one_line(one, titles())) for one in catalogue().office.signers] if not before else [],
        "unsigned": [titles().title(post) for post in unsigned_posts(known, posts(), today)] if known else [],
        "older": f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None,
        "newer": request.path if before else None,
    }
    return render(request, "authority/powers.html", shown)


def _line(row: AuthorityEntry, today: date) -> Line:
    words, colour = STATES[state_of_entry(row, today)]
    return Line(row, form_of(row), words, colour)


def form_of(row: AuthorityEntry) -> Text:
    """Return an entry's form of words in one line; of "away" the post and that its holder is away."""
    if row.kind == "away":
        post = titles().title(row.post)
        return Text(f"{post.id}: berhalangan", f"{post.en}: away")
    return in_one_line(row.entry(), titles())


PAGE = Page(path="authority/", name="powers", view=powers, readers=Readers.AUTHORITY, methods=("GET", "HEAD"))
