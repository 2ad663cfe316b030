"""The questions that decide whether a person qualifies and what it costs, and no more of each."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from layani.rules.catalogue import FormPage, Service
from layani.rules.catalogue.answers import CompiledAnswers
from layani.rules.catalogue.expressions import Expression
from layani.rules.catalogue.fees import columns_behind, fee_expressions
from layani.rules.catalogue.fields import kind_of
from layani.rules.catalogue.model import Field, Rule

FORMS_KEPT = 100


def fields_read(service: Service) -> tuple[Field, ...]:
    """Return the questions that decide the mandatory rules and the fee, and those on which these questions depend.

    Files are left out: whether they suffice, an officer sees later. So are lists: to fill in rows is to apply already.
    """
    names = {name for one in _expressions(service) for name in _names(service, one)}
    return tuple(one for name, one in service.fields.items() if name in names and one.kind not in ("file", "list"))


def rules_of_lists(service: Service) -> tuple[Rule, ...]:
    """Return the rules that read a list, which this short form does not ask for."""
    lists = {name for name, one in service.fields.items() if one.kind == "list"}
    return tuple(
        rule
        for rule in service.rules
        if any(lists & set(_names(service, one)) for one in (rule.must, rule.when) if one)
    )


@lru_cache(maxsize=FORMS_KEPT)
def short_form(service: Service) -> Service:
    """Return the service with a form of these questions alone; of an address only what the rules read is asked."""
    wanted = {one.name: replace(one, parts=_parts_read(service, one)) for one in fields_read(service)}
    pages = (
        FormPage(page.id, page.title, tuple(wanted[one.name] for one in page.fields if one.name in wanted))
        for page in service.pages
    )
    asked = tuple(page for page in pages if page.fields)
    return replace(service, pages=asked, answers=CompiledAnswers(asked, service.amounts))


def _expressions(service: Service) -> list[Expression]:
    """Return the expressions of the mandatory rules and the fee, with all that decides what these read."""
    found = [one for rule in service.rules if rule.mandatory for one in (rule.must, rule.when) if one]
    found += fee_expressions(service)
    for one in found:  # grows while it is read, until no question depends on a further one
        conditions = [service.fields[name].when for name in _names(service, one)]
        found += [when for when in (*conditions, *columns_behind(service, one)) if when and when not in found]
    return found


def _names(service: Service, one: Expression) -> Iterable[str]:
    """Return the fields that an expression reads, also by way of has(answers.NAME)."""
    return {part for path in one.paths for part in path[:2]} & service.fields.keys()


def _parts_read(service: Service, one: Field) -> tuple[str, ...]:
    """Return the boxes of a question that are read, in their order; () when it is read as a whole."""
    read = {path[1:] for expression in _expressions(service) for path in expression.paths if path[0] == one.name}
    if not read or () in read:
        return ()
    return tuple(part for part in kind_of(one).parts if part in {path[0] for path in read})
