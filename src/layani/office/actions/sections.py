"""Which section of the office a case belongs to once its answers have changed, and which roles it asks for there."""

from collections.abc import Mapping
from typing import Any

from layani.office.house import catalogue
from layani.rules.cases.state import Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue import Service


def section_after(definition: Service, case: Case, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event says of a case whose answers now bring it to another section; {} where they do not."""
    if not definition.section:
        return {}
    sections = catalogue().office.sections
    steps = [planned(one) for one in case.steps]
    return sections.moved(case.section, sections.of(answers.get(definition.section)), steps, case.revocable)


def asked_in(roles: Mapping[str, str], section: str) -> dict[str, str]:
    """Return roles by what they do, with those that a case of this section asks for; as they are without one."""
    return catalogue().office.sections.asked(roles, section) if section else dict(roles)


def role_in(role: str, section: str) -> str:
    """Return the role that a case of a section asks for; the role itself for a case of none."""
    return catalogue().office.sections.role_for(role, section) if section else role
