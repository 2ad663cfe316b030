"""What a register of another body has to do with a question: filled in from it, called wrong, or why it is asked."""

from dataclasses import replace

from django.utils import timezone

from layani.office.actions.prefilling import is_silent
from layani.office.house import calendar
from layani.office.pages.parts.forms import FieldPart, RegisterPart
from layani.office.pages.parts.say import language
from layani.rules.catalogue.fields import show
from layani.rules.catalogue.model import Field
from layani.rules.catalogue.prefill import Lookups


def with_register(part: FieldPart, one: Field, lookups: Lookups | None, *, established: bool) -> FieldPart:
    """Return the question with where its answer comes from, or why the register does not give it."""
    found = _register(part, one, lookups or Lookups(), established=established)
    return replace(part, register=found) if found else part


def _register(part: FieldPart, one: Field, lookups: Lookups, *, established: bool) -> RegisterPart | None:
    if one.register is None:
        return None
    register, element = one.register
    state = RegisterPart("closed", register.name, register.basis, register.status == "verified")
    if not register.open_on(calendar().local(timezone.now()).date()):
        return state
    if element not in register.fills:
        return None
    if not established:
        return replace(state, state="stranger")
    said = lookups.said.get(one.name)
    if said is not None and said.value is not None and (one.name in lookups.wrong or part.shape == "known"):
        called = "wrong" if one.name in lookups.wrong else "filled"
        words = show(one, said.value, language())
        return replace(state, state=called, said=words, at=said.at, until=said.until)
    if said is not None and said.value is None:
        return replace(state, state="unknown")
    return replace(state, state="silent") if is_silent(lookups, register.id, timezone.now()) else None
