"""The service that is tried, read again for every page: what is wrong with it, and what can be shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from layani.rules.catalogue import Catalogue, CatalogueError, Problem, Service
from layani.rules.catalogue.examples import Worked, run_examples, worked_examples
from layani.rules.catalogue.loading import load_office, load_service
from layani.rules.catalogue.model import OfficeFile


@dataclass(frozen=True)
class Tried:
    """One reading of the service's folder.

    office:   None when office.yaml itself is wrong; service: None when the service has an error in its file
    worked:   the answers and findings of each example, by what it shows
    """

    slug: str
    problems: tuple[Problem, ...]
    office: OfficeFile | None = None
    service: Service | None = None
    worked: Mapping[str, Worked] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def catalogue(self) -> Catalogue | None:
        """The office with this service alone; None while there is no service to show."""
        if self.office is None or self.service is None:
            return None
        return Catalogue(self.office, {self.slug: replace(self.service, next=())})


def read_tried(folder: Path, catalogue: Path) -> Tried:
    """Read the folder as it is now; raises nothing, for what is wrong is what the page shows.

    folder: of the service; catalogue: the folder that holds office.yaml
    """
    try:
        office = load_office(catalogue)
    except CatalogueError as fault:
        return Tried(folder.name, fault.problems)
    names = frozenset(path.parent.name for path in catalogue.glob("*/service.yaml")) | {folder.name}
    try:
        service, warnings = load_service(folder, office, names)
    except CatalogueError as fault:
        return Tried(folder.name, fault.problems, office)
    ran = run_examples(folder, service, office)
    return Tried(folder.name, (*warnings, *ran.problems), office, service, worked_examples(folder, service, office))
