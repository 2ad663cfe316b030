"""How many pages a form has for one citizen, told so that the number never grows while they fill it in."""

from dataclasses import dataclass

from layani.office.pages.citizen.form_flow import Flow
from layani.rules.catalogue import FormPage
from layani.rules.catalogue.model import Field


@dataclass(frozen=True, slots=True)
class Length:
    """How many pages there are at the most; ``certain`` when no answer still to come can change that."""

    most: int
    certain: bool


def length(flow: Flow, page: FormPage) -> Length:
    """Return the length of the form as it is seen on one of its pages.

    Whatever an open question may still bring up is counted in: so the number only falls from page to page.
    """
    settled = (flow.draft.done if flow.draft else frozenset()) - {page.id}
    undecided = _undecided(flow, [part for part in flow.service.pages if part.id not in settled])
    possible = flow.asked | {one.name for one in undecided}
    pages = (part for part in flow.service.pages if part not in flow.closing)
    return Length(sum(any(one.name in possible for one in part.fields) for part in pages), certain=not undecided)


def _undecided(flow: Flow, unsettled: list[FormPage]) -> list[Field]:
    """Return the questions of which it depends on an open one whether they are asked, also by way of one another."""
    fields = {one.name: one for part in unsettled for one in part.fields}
    # What each reads is asked once, and by name: a form of 300 questions is walked through as often as it nests.
    reads = {name: read for name, read in flow.service.answers.depends().items() if name in fields}
    open_names = fields.keys() & flow.asked
    undecided: list[Field] = []
    while new := {name for name, read in reads.items() if read & open_names}:
        undecided += [fields[name] for name in new]
        open_names |= new
        reads = {name: read for name, read in reads.items() if name not in new}
    return undecided
