"""Turns a bundle's file and the services that it joins into one form, and collects what does not fit."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from layani.rules.catalogue.bundles.lint import lint_bundle
from layani.rules.catalogue.bundles.model import SERVICES, After, Bundle, BundleAnswers, Joined
from layani.rules.catalogue.compiling import text, text_or_none
from layani.rules.catalogue.examples import held
from layani.rules.catalogue.expressions import Expression, ExpressionError
from layani.rules.catalogue.expressions.types import YES_NO
from layani.rules.catalogue.grammar.bundle import BundleFile, JoinedEntry
from layani.rules.catalogue.model import Field, FormPage, Service
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Source
from layani.rules.catalogue.scope import field_types
from layani.rules.text import Text

VERSION_LENGTH = 16
"""Hexadecimal digits of a bundle's version: enough to notice a change, and no more than a draft has room for."""


def compile_bundle(
    source: Source, entry: BundleFile, services: Mapping[str, Service]
) -> tuple[Bundle | None, tuple[Problem, ...]]:
    """Return the bundle over these services, and what is wrong with it; None where that is an error."""
    problems = list(lint_bundle(source, entry, services))
    if any(problem.level == "error" for problem in problems):
        return None, tuple(problems)
    plain = [_joined(one, services[one.service]) for one in entry.services]
    fields = _fields(plain)
    joined = []
    for number, (one, with_when) in enumerate(zip(plain, entry.services, strict=True)):
        try:
            when = (
                Expression.compile(with_when.when, field_types(fields.values()), gives=YES_NO)
                if with_when.when
                else None
            )
        except ExpressionError as fault:
            what = f"the condition {with_when.when} cannot be used."
            problems.append(source.problem(("services", number, "when"), what, str(fault)))
            continue
        joined.append(replace(one, when=when))
    if len(joined) < len(plain):
        return None, tuple(problems)
    found = tuple(joined)
    pages = tuple(_pages(found, fields))
    return (
        Bundle(
            slug=entry.bundle,
            version=_version(source, found),
            name=text(entry.name),
            need=text(entry.need),
            summary=text(entry.summary),
            words={"id": tuple(entry.words.id), "en": tuple(entry.words.en)},
            life_events=tuple(entry.life_events),
            joined=found,
            pages=pages,
            answers=BundleAnswers(pages, found),
        ),
        tuple(problems),
    )


def _joined(entry: JoinedEntry, service: Service) -> Joined:
    after = tuple(After(one.service, one.otherwise, dict(one.gives)) for one in entry.after)
    given = {name for one in after for name in one.gives} | set(entry.sets)
    names = {name: entry.questions.get(name, name) for name in service.fields if name not in given}
    return Joined(
        service, entry.taken == "always", None, text_or_none(entry.why), after, names, held(service, entry.sets)
    )


def _fields(joined: list[Joined]) -> dict[str, Field]:
    """Return the bundle's questions: each as the first service asks it, required where any of them requires it.

    Whether one is asked depends on the services taken (``BundleAnswers``), so no question keeps a condition here.
    """
    found: dict[str, Field] = {}
    for one in joined:
        for name, shared in one.names.items():
            own = one.service.fields[name]
            known = found.get(shared) or replace(own, name=shared, when=None)
            found[shared] = replace(known, required=known.required or own.required)
    return found


def _pages(joined: tuple[Joined, ...], fields: Mapping[str, Field]) -> list[FormPage]:
    pages = [_choosing(joined)] if not all(one.always for one in joined) else []
    placed: set[str] = set()
    for one in joined:
        for page in one.service.pages:
            shared = dict.fromkeys(one.names[field.name] for field in page.fields if field.name in one.names)
            new = tuple(fields[name] for name in shared if name not in placed)
            placed |= set(shared)
            if new:
                pages.append(FormPage(f"{one.slug}-{page.id}", page.title, new))
    return pages


def _choosing(joined: tuple[Joined, ...]) -> FormPage:
    """Return the page on which the person ticks what they want, with what each costs and when it comes."""
    offered = [one for one in joined if not one.always]
    belongs = [one.service.gives.name for one in joined if one.always]
    hint = Text(
        f"{'; '.join(one.id for one in belongs)} selalu termasuk. Centang yang lain yang Anda perlukan.",
        f"{'; '.join(one.en for one in belongs)} always belongs to it. Tick what else you need.",
    )
    field = Field(
        name=SERVICES,
        kind="several",
        label=Text("Apa lagi yang Anda perlukan?", "What else do you need?")
        if belongs
        else Text("Apa yang Anda perlukan?", "What do you need?"),
        hint=hint if belongs else Text("Centang satu atau beberapa.", "Tick one or more."),
        required=not belongs,
        options=tuple((one.slug, _offer(one, joined)) for one in offered),
    )
    return FormPage(SERVICES, Text("Yang Anda perlukan", "What you need"), (field,))


def _offer(one: Joined, joined: tuple[Joined, ...]) -> Text:
    """Return a product with its fee and time, in words."""
    service, names = one.service, {other.slug: other.service.gives.name for other in joined}
    fee, term = service.fee.words(), service.promise.total.words()
    later = [names[after.service] for after in one.after]
    since = Text(
        " setelah " + " dan ".join(name.id for name in later) if later else "",
        " after " + " and ".join(name.en for name in later) if later else "",
    )
    return Text(
        f"{service.gives.name.id} ({fee.id.lower()}, {term.id}{since.id})",
        f"{service.gives.name.en} ({fee.en.lower()}, {term.en}{since.en})",
    )


def _version(source: Source, joined: tuple[Joined, ...]) -> str:
    content: Any = [source.values, [one.service.digest for one in joined]]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:VERSION_LENGTH]
