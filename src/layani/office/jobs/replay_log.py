"""A whole replay in one office: the acts, then the proofs that nothing was lost, then what it shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.utils import timezone

from layani.office.actions.imported import replayed_figures
from layani.office.actions.importing import Progress, import_log
from layani.office.actions.rebuilding import differences
from layani.office.house import catalogue
from layani.office.jobs.integrate_record import integrate
from layani.rules.importing.figures import Figures
from layani.rules.importing.plan import Plan
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


@dataclass(frozen=True)
class Replayed:
    """The figures, and (cases rebuilt, differences found, leaves in the record), the latter only in a fresh office."""

    figures: Figures
    checked: tuple[int, int, int] | None


def replay_log(plan: Plan, *, fresh: bool, progress: Progress | None = None) -> Replayed:
    """Replay a plan into the office of the settings; raises Refused when it does not offer the map's service.

    fresh: the office is there for this log alone: its tables are made, and afterwards checked
    """
    if fresh:
        call_command("migrate", verbosity=0)
    service = catalogue().services.get(plan.map.service.id)
    if service is None:
        raise Refused(_no_service(plan))
    done = import_log(plan, service, now=timezone.now(), progress=progress)
    shown = replayed_figures(
        sorted(done.cases.values()), kept_by=plan.map.promise.kept_by, end_of_log=plan.log.first_and_last[1]
    )
    return Replayed(shown, _checked() if fresh else None)


def _no_service(plan: Plan) -> Refusal:
    slug = plan.map.service.id
    return Refusal(
        "no-such-service",
        Text(id=f"Kantor ini tidak mempunyai layanan “{slug}”.", en=f"This office does not offer a service “{slug}”."),
        Text(
            id="Tambahkan foldernya ke katalog, atau sebutkan salah satu layanan kantor di “service: id” pada peta: "
            f"{', '.join(sorted(catalogue().services))}.",
            en="Add its folder to the catalogue, or name one of the office's services under “service: id” in the map: "
            f"{', '.join(sorted(catalogue().services))}.",
        ),
    )


def _checked() -> tuple[int, int, int]:
    """Compute every case again from its events, and take every leaf into the record."""
    cases = found = 0
    for item in differences():
        cases, found = (item, found) if isinstance(item, int) else (cases, found + 1)
    return cases, found, max(_sizes())


def _sizes() -> Iterator[int]:
    while True:
        step = integrate(now=timezone.now())
        yield step.size
        if not step.added:
            return
