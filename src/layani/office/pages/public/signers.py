"""Who may sign what in this office today, by which decree, and what nobody may sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from layani.office.actions.authorising import posts
from layani.office.house import calendar, catalogue
from layani.office.pages.page import Page, Readers
from layani.office.pages.parts.minute import body
from layani.office.tables.authority_register import register_of, with_holders
from layani.rules.authority.deciding import on_day, resting, unsigned_posts
from layani.rules.authority.model import ACT_WORDS, BY_PERSON, KIND_WORDS, Entry, Register
from layani.rules.authority.wording import in_one_line
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Power:
    """One power of a post: in which form, by whom, what it leaves out; ``rests`` while somebody acts for the post."""

    entry: Entry
    form: Text
    kind: Text
    who: tuple[str, ...]
    left_out: tuple[Text, ...]
    rests: bool


@dataclass(frozen=True, slots=True)
class Post:
    """One post that decides: its title, its powers of the day, the services that it decides."""

    title: Text
    powers: Sequence[Power]
    services: Sequence[Text]
    nobody: bool


def signers(request: HttpRequest) -> HttpResponse:
    """Show it; made once a minute, with two queries."""
    today = calendar().local(timezone.now()).date()
    shown = body("public/signers_body.html", today.isoformat(), lambda: found(today))
    return render(request, "public/signers.html", {"body": shown})


def found(today: date) -> dict[str, object]:
    """Return what the page lists on a day."""
    office = catalogue().office
    register = register_of(office.slug)
    if register is None:
        return {"kept": False, "posts": [], "today": today}
    register = with_holders(register, office.slug, today)
    nobody = unsigned_posts(register, posts(), today)
    listed = [_post(post, register, today, post in nobody) for post in sorted(posts())]
    return {"kept": True, "posts": listed, "today": today}


def _post(post: str, register: Register, today: date, nobody: bool) -> Post:
    services = catalogue().services.values()
    decided = [one.name for one in services if any(step.kind == "decide" and step.role == post for step in one.steps)]
    away = resting(register, post, today) is not None
    powers = [_power(one, register, away) for one in on_day(register, post, today)]
    return Post(register.title(post), powers, decided, nobody)


def _power(entry: Entry, register: Register, away: bool) -> Power:
    services = catalogue().services
    out = (
        *(ACT_WORDS[act] for act in sorted(entry.not_acts)),
        *(services[one].name for one in sorted(entry.not_services) if one in services),
    )
    by_person = entry.kind in BY_PERSON
    who = (entry.name,) if by_person else register.holders.get(entry.post, ())
    form = in_one_line(entry, register)
    return Power(entry, form, KIND_WORDS[entry.kind], who, out, away and entry.kind in ("own", "delegation"))


PAGE = Page(path="signers/", name="signers", readers=Readers.EVERYONE, view=signers, methods=("GET", "HEAD"))
