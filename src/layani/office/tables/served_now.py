"""What an officer can be given on a day: not what they could neither grant nor refuse by the authority register."""

from datetime import datetime

from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.authority_register import register_of, with_holders
from layani.office.tables.queues import Server
from layani.rules.authority.deciding import authority_for, resting, rests_for
from layani.rules.authority.model import Question
from layani.rules.refusal import Refusal
from layani.rules.sections import in_section, plain


def server_for(actor: Actor, now: datetime) -> Server:
    """Return an officer as queues know them on this day; one query for those who decide, none for others."""
    return Server(actor.office, actor.roles, actor.user or 0, actor.nik_mac, _rests(actor, now))


def why_it_rests(server: Server, now: datetime) -> tuple[Refusal, ...]:
    """Return for each post of the officer that rests why, until when, and who signs instead.

    No query where nothing rests, and two where something does.
    """
    register = register_of(server.office) if server.rests else None
    if register is None:
        return ()
    day = calendar().local(now).date()
    known = with_holders(register, server.office, day)
    services = {plain(role): service for role, service, _ in sorted(server.rests, reverse=True)}
    asked = [
        Question(post, service, "grant", day, server.user, frozenset({post}))
        for post, service in sorted(services.items())
        if resting(register, post, day) is not None
    ]
    return tuple(said for one in asked if isinstance(said := authority_for(known, one), Refusal))


def _rests(actor: Actor, now: datetime) -> frozenset[tuple[str, str, str]]:
    """Return (role, service, step) of the decisions for which somebody else signs now, or nobody while one is away."""
    held = frozenset(plain(role) for role in actor.roles)
    steps = [
        (step.role, service.slug, step.id)
        for service in catalogue().services.values()
        for step in service.steps
        if step.kind == "decide" and step.role in held
    ]
    register = register_of(actor.office) if steps else None
    if register is None:
        return frozenset()
    day = calendar().local(now).date()
    asked = {(post, name): Question(post, name, "grant", day, actor.user, held) for post, name, _ in steps}
    rests = {key for key, question in asked.items() if rests_for(register, question)}
    found = [one for one in steps if one[:2] in rests]
    sections = catalogue().office.sections.by_slug
    return frozenset((*found, *((in_section(one[0], slug), *one[1:]) for slug in sections for one in found)))
