"""The authority register of an office as rules read it: the powers of its file, and what two people entered."""

from dataclasses import replace
from datetime import date

from layani.office.house import catalogue
from layani.office.tables.models.authorities import AuthorityEntry
from layani.office.tables.models.people import Role
from layani.rules.authority.deciding import authority_for, signers_in_words
from layani.rules.authority.model import BY_PERSON, Entry, Question, Register
from layani.rules.refusal import Refusal
from layani.rules.sections import plain


def register_of(office: str) -> Register | None:
    """Return the register without the names of holders, or None where the office keeps none; one query."""
    here = catalogue().office
    rows = AuthorityEntry.objects.confirmed_of(office)
    entries = (*here.signers, *(row.entry(row.ended_on) for row in rows))
    if not entries:
        return None
    return Register(entries, {name: role.title for name, role in here.roles.items()})


def with_holders(register: Register, office: str, day: date) -> Register:
    """Add who holds each post by themselves on a day; one query. Who only acts for a post is not its holder."""
    stand_in = {(one.post, one.officer) for one in register.entries if one.kind in BY_PERSON and one.in_force(day)}
    held: dict[str, list[str]] = {}
    posts = {one.post for one in register.entries}
    roles = Role.objects.held_on(day).filter(office=office, name__in=_names(posts), user__is_active=True)
    for role in roles.select_related("user").order_by("user__full_name", "user_id"):
        if (plain(role.name), role.user_id) not in stand_in:
            held.setdefault(plain(role.name), []).append(str(role.user))
    return replace(register, holders={post: tuple(dict.fromkeys(names)) for post, names in held.items()})


def _names(posts: set[str]) -> list[str]:
    """Return the roles by which somebody holds one of these posts, in the whole office or in a section."""
    return sorted(posts | {name for name in catalogue().office.sections.names() if plain(name) in posts})


def asked(office: str, question: Question) -> Entry | Refusal | None:
    """Return by which entry an officer may sign, or the refusal that names who may; None without a register.

    One query, and one more for a refusal.
    """
    register = register_of(office)
    if register is None:
        return None
    found = authority_for(register, question)
    if isinstance(found, Refusal):
        return authority_for(with_holders(register, office, question.day), question)
    return found


def nobody_signs(office: str, post: str, service: str, day: date) -> bool:
    """Say whether a case that is to be decided for a post waits because nobody may sign it on a day; two queries.

    False where the office keeps no register.
    """
    register = register_of(office)
    if register is None:
        return False
    known = with_holders(register, office, day)
    return all(signers_in_words(known, Question(post, service, act, day)) is None for act in ("grant", "refuse"))
