"""Fill a form in from registers of other bodies, for a person whose identity is established; or ask, and say why.

Only what an agreement lists is fetched, only for questions that are asked, and only when the person has come to them.
What a register said stands in the sealed draft with its moment and end, and goes into the filing's event.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from layani.office.actions.drafting import OpenDraft, Place, change
from layani.office.actions.parties import person_of
from layani.office.actions.system_use import count_looks
from layani.office.gateways.sources import NotConnected, connected
from layani.office.house import calendar
from layani.rules.cases.clock import due
from layani.rules.catalogue.bundles.model import Offered
from layani.rules.catalogue.model import Register
from layani.rules.catalogue.prefill import Lookups, Said, fillable, fits, outdated

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
"""A register that did not answer is not asked again for so long: a form must not wait for it on every page."""


def look_ahead(
    place: Place, form: Offered, names: Collection[str], draft: OpenDraft | None, *, established: bool, now: datetime
) -> bool:
    """Ask the registers about these questions where that is still to be done; returns whether the draft was changed.

    names:       the questions that the person has come to, and that nothing else answers
    established: the office knows that this is the person: their card was seen, and they signed in or hold it here
    Where it is not, what was looked up before is forgotten with the answers that came from it.
    """
    lookups = draft.lookups if draft else Lookups()
    forgotten = _forgotten(lookups, established, now)
    gone = outdated(lookups, lookups.said.keys() - forgotten)
    kept = draft.answers.keys() - gone if draft else frozenset()
    asked = {name for name in names if name not in kept and (name not in lookups.said or name in forgotten)}
    wanted = _wanted(form, asked, lookups, now) if established else {}
    if not wanted and not forgotten:
        return False
    said, silent = fetched(form, wanted, person_of(place.party).nik, now) if wanted else ({}, [])

    def changed(before: OpenDraft) -> OpenDraft:
        known = {name: one for name, one in before.lookups.said.items() if name not in forgotten}
        tried = {**before.lookups.silent, **dict.fromkeys(silent, now)}
        return replace(
            before,
            answers={name: value for name, value in before.answers.items() if name not in gone},
            done=before.done - _pages_of(form, gone | said.keys()),
            lookups=Lookups({**said, **known}, before.lookups.wrong - forgotten, tried),
        )

    change(place, changed, now=now)
    return True


def call_wrong(place: Place, form: Offered, name: str, *, wrong: bool, now: datetime) -> None:
    """Note that the person says a register is wrong about one question, so that it is asked; or take that back."""

    def changed(before: OpenDraft) -> OpenDraft:
        if name not in before.lookups.said:
            return before
        called = before.lookups.wrong | {name} if wrong else before.lookups.wrong - {name}
        return replace(
            before,
            answers={other: value for other, value in before.answers.items() if other != name},
            done=before.done - _pages_of(form, {name}),
            lookups=replace(before.lookups, wrong=called),
        )

    change(place, changed, now=now)


def fetched(
    form: Offered, wanted: Mapping[str, tuple[Register, str]], nik: str, now: datetime
) -> tuple[dict[str, Said], list[str]]:
    """Return what the registers say, by question, and the ids of those that do not answer.

    wanted: question -> (register, element). What a register does not hold, or holds as the form would not take it, is
    Said with the value None: then it is asked of the person.
    """
    said: dict[str, Said] = {}
    silent: list[str] = []
    for register in {one.id: one for one, _ in wanted.values()}.values():
        own = {name: element for name, (one, element) in wanted.items() if one.id == register.id}
        try:
            source = connected(register, settings.CATALOGUE, calendar().local(now).date(), demo=settings.LAYANI_DEMO)
            holds = source.fetch(nik, sorted(set(own.values()))) if nik else {}
            count_looks(register, set(own.values()) if nik else (), now)
        except NotConnected as fault:
            log.warning("A register could not be asked: %s", fault)
            silent.append(register.id)
            continue
        until = due(calendar(), now, register.valid)
        for name, element in own.items():
            value: Any = holds.get(element)
            fitting = value is not None and fits(form.answers.fields[name], form, value)
            said[name] = Said(value if fitting else None, register.id, now, until)
    return said, silent


def _wanted(form: Offered, names: Collection[str], lookups: Lookups, now: datetime) -> dict[str, tuple[Register, str]]:
    return {
        name: (register, element)
        for name, (register, element) in fillable(form).items()
        if name in names and not is_silent(lookups, register.id, now)
    }


def is_silent(lookups: Lookups, register: str, now: datetime) -> bool:
    """Say whether a register did not answer a short while ago."""
    at = lookups.silent.get(register)
    return at is not None and now < at + TRY_AGAIN_AFTER


def _forgotten(lookups: Lookups, established: bool, now: datetime) -> frozenset[str]:
    """Return what the draft may not go on saying of the registers: what has expired, and all of it to a stranger."""
    if not established:
        return frozenset(lookups.said)
    return frozenset(name for name, one in lookups.said.items() if one.until <= now and name not in lookups.wrong)


def _pages_of(form: Offered, names: Iterable[str]) -> frozenset[str]:
    wanted = set(names)
    return frozenset(page.id for page in form.pages if any(one.name in wanted for one in page.fields))
