"""What an officer can be given on a day: not what they could neither grant nor refuse by the authority register."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.authority_register import register_of, with_holders
from layani.office.tables.left_to_refuse import left_to_refuse
from layani.office.tables.models.cases import Case
from layani.office.tables.projection import state_of
from layani.office.tables.queues import Server
from layani.rules.authority.deciding import authority_for, left_with_nothing, resting, rests_for
from layani.rules.authority.model import Question, Register
from layani.rules.refusal import Refusal
from layani.rules.sections import in_section, plain


def server_for(actor: Actor, now: datetime) -> Server:
    """Return an officer as queues know them on this day.

    One query for those who decide, none for others; one or two more for whose power reaches no refusal.
    """
    bare = Server(actor.office, actor.roles, actor.user or 0, actor.nik_mac)
    decisions = _decisions(actor)
    register = register_of(actor.office) if decisions else None
    if register is None:
        return bare
    rests = _those(decisions, rests_for, register, actor, now)
    grants_alone = _those(decisions - rests, left_with_nothing, register, actor, now)
    # What nobody but they wait for may be in another section of the office than theirs; it is no queue of theirs then.
    closed = left_to_refuse(actor.office, {(service, step) for _, service, step in grants_alone})
    at = frozenset(f"{one.case.number}/{one.case.step}" for one in closed if one.case.step_role in actor.roles)
    sections = catalogue().office.sections.by_slug
    everywhere = ((in_section(one[0], slug), *one[1:]) for slug in sections for one in rests)
    return replace(bare, rests=frozenset((*rests, *everywhere)), closed=at)


def served_next(actor: Actor, now: datetime) -> Server:
    """Return an officer as ``server_for``, passed over for what they put back themselves since midnight."""
    midnight = calendar().at(calendar().local(now).date(), time())
    return replace(server_for(actor, now), passes=midnight)


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


def only_to_refuse(server: Server, now: datetime) -> tuple[Refusal, ...]:
    """Return for each post of the officer whose queue holds what they may not refuse, and can only be refused, who may.

    No query where there is nothing of the kind, and three where there is.
    """
    register = register_of(server.office) if server.closed else None
    if register is None:
        return ()
    day = calendar().local(now).date()
    known = with_holders(register, server.office, day)
    steps = dict(one.split("/") for one in sorted(server.closed))
    rows = Case.objects.filter(number__in=steps).order_by("service", "number")
    services = {plain(state_of(row).seen_at(steps[row.number]).step_role): row.service for row in rows}
    asked = [
        Question(post, service, "refuse", day, server.user, frozenset({post}))
        for post, service in sorted(services.items())
    ]
    return tuple(said for one in asked if isinstance(said := authority_for(known, one), Refusal))


Decision = tuple[str, str, str]  # role, service, step


def _decisions(actor: Actor) -> frozenset[Decision]:
    """Return the decisions of this office that one of an officer's roles takes."""
    held = frozenset(plain(role) for role in actor.roles)
    return frozenset(
        (step.role, service.slug, step.id)
        for service in catalogue().services.values()
        for step in service.steps
        if step.kind == "decide" and step.role in held
    )


def _those(
    decisions: frozenset[Decision], asked: Callable[[Register, Question], bool], register: Register, actor: Actor,
    now: datetime,
) -> frozenset[Decision]:  # fmt: skip
    """Return the decisions of which the register says that something is so for an officer now."""
    day, held = calendar().local(now).date(), frozenset(plain(role) for role in actor.roles)
    keys = {one[:2] for one in decisions}
    true = {key for key in keys if asked(register, Question(key[0], key[1], "grant", day, actor.user, held))}
    return frozenset(one for one in decisions if one[:2] in true)
