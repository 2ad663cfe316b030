"""A letter as it would say what an example says: the definition's own test of its letters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from layani.rules.catalogue.fields import show
from layani.rules.catalogue.letter_choices import chosen_in, each_values, with_each
from layani.rules.catalogue.letter_figures import FEE, fee_value, figure_values
from layani.rules.catalogue.letters import (
    PLACE,
    Findings,
    finding_values,
    first_of,
    list_values,
    names_in,
    with_rows,
    without_remarks,
)
from layani.rules.catalogue.model import OfficeFile, Service


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about a case: the answers, and what the steps found, by the step's name in expressions.

    facts: as ``scope.office_facts`` makes them on the day of filing, with these findings
    """

    answers: Mapping[str, Any]
    findings: Findings = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def sample_letter(service: Service, office: OfficeFile, outcome: str, language: str, said: Said) -> str | None:
    """Return a letter with what was said in place and ``[case.number]`` for what only a case has; None if absent."""
    answers = said.answers
    letter = service.letters.get((outcome, language))
    if letter is None:
        return None
    valid = service.gives.validity
    values = {
        **{name: show(one, answers.get(name), language) for name, one in service.fields.items()},
        **list_values(service.fields, answers, language),
        **finding_values(service, said.findings, language),
        **figure_values(service, answers, said.facts, language),
        FEE: fee_value(service, answers, said.facts, language),
        "gives.name": service.gives.name.in_(language),
        "gives.valid": valid.in_(language) if valid else "–",
        "office.name": office.name.in_(language),
        "service.name": service.name.in_(language),
        "party.name": str(answers.get("name", "[party.name]")),
    }

    def value(place: re.Match[str]) -> str:
        return first_of(place, {name: f"[{name}]" for name in names_in(place)} | values)

    chosen = chosen_in(service, answers, said.findings, language)
    values |= each_values(chosen)
    return PLACE.sub(value, with_each(with_rows(without_remarks(letter), service.fields, answers), chosen))
