"""What `layani check` says of the register of systems on a day: agreements that are missing, over, or end soon."""

from collections.abc import Iterable
from datetime import date

from layani.rules.catalogue.model import OfficeFile
from layani.rules.catalogue.problems import Problem
from layani.rules.systems.registered import OtherSystem, standing, to_renew

_SAYS = {
    "none": "data go to or from '{name}', and no agreement is entered.",
    "not yet": "the agreement with '{name}' holds only from {dated} on.",
    "over": "the agreement with '{name}' ended on {until}.",
    "ends soon": "the agreement with '{name}' ends on {until}.",
}


def register_warnings(office: OfficeFile, day: date) -> list[Problem]:
    """Return a warning for each system whose agreement needs care, and for each source without one."""
    found = [_warning(one, day) for one in to_renew(office.systems.values(), day)]
    return [*found, *_without(office)]


def _warning(one: OtherSystem, day: date) -> Problem:
    made = one.agreement
    what = _SAYS[standing(made, day)].format(
        name=one.id, dated=made.dated if made else "", until=made.until if made else ""
    )
    write = f"Renew it, and write under systems: {one.id}: its number, dated and until."
    why = "Without one, what that body holds stays what the applicant declares."
    return Problem("office.yaml", 0, what, write, why, level="warning")


def _without(office: OfficeFile) -> Iterable[Problem]:
    for source in office.sources.values():
        if source.granted and source.agreement is None:
            what = f"'{source.id}' says access: granted, and no system with an agreement stands behind it."
            write = f"Write under sources: {source.id}: system: and a name of 'systems', with its agreement."
            why = "Until then nobody looks there: the answers stay what the applicant declares."
            yield Problem("office.yaml", 0, what, write, why, level="warning")
