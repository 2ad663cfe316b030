"""How a case's page tells of the pool, of an exemption, and of the check afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from layani.office.house import role_title
from layani.office.pages.public.service import step_name
from layani.office.tables.models import DoneAlone
from layani.rules.cases.acts.second_officers import OUTCOMES
from layani.rules.cases.state import Case
from layani.rules.text import Text


def _pool_asked(data: Mapping[str, Any]) -> Text:
    role = role_title(str(data.get("role", "")))
    return Text(
        f"Tidak seorang pun di unit ini boleh mengerjakan langkah berikutnya, jadi {role.id} dari unit lain diminta; "
        "janji waktunya tetap",
        f"Nobody of this unit may do the next step, so “{role.en}” of another unit was asked; the promise stays as it "
        "is",
    )


def _exempted(data: Mapping[str, Any]) -> Text:
    number, one_in = data.get("exemption"), data.get("one_in")
    return Text(
        f"Satu petugas boleh mengerjakan dua langkah, dengan pengecualian {number}; satu dari {one_in} berkas seperti "
        "ini diperiksa sesudahnya",
        f"One officer may do two steps, under exemption {number}; one in {one_in} of such cases is checked afterwards",
    )


def _over(data: Mapping[str, Any]) -> Text:
    number = data.get("exemption")
    return Text(
        f"Pengecualian {number} berakhir; dua langkah kembali dikerjakan dua orang",
        f"Exemption {number} ended; two steps take two people again",
    )


def _checked(data: Mapping[str, Any]) -> Text:
    found = OUTCOMES.get(str(data.get("outcome")), Text("–", "–"))
    return Text(
        f"Petugas unit lain memeriksanya sesudahnya: {found.id.lower()}",
        f"An officer of another unit checked it afterwards: {found.en.lower()}",
    )


SECOND_OFFICERS: Mapping[str, Callable[[Mapping[str, Any]], Text]] = {
    "pool_asked": _pool_asked,
    "exempted": _exempted,
    "exemption_over": _over,
    "after_checked": _checked,
}


@dataclass(frozen=True, slots=True)
class Alone:
    """One step that an officer did with another one: by which exemption, and what came of it.

    drawn: it is checked afterwards; size: of the checkpoint that drew, 0 before one did; found: how, None before that
    """

    step: Text
    number: str
    one_in: int
    drawn: bool
    size: int
    found: Text | None


def done_alone(pk: int, case: Case) -> list[Alone]:
    """Return what one officer did alone in a case; one query, where there is something."""
    if not case.alone:
        return []
    kinds = {step.id: step.kind for step in case.steps}
    return [
        Alone(
            step_name(case.service, row.step, kinds.get(row.step, "")),
            row.exemption.number,
            row.exemption.one_in,
            draw is not None and draw.sampled,
            draw.size if draw else 0,
            OUTCOMES[finding.outcome] if finding else None,
        )
        for row in DoneAlone.objects.of_case(pk)
        for draw, finding in [(getattr(row, "draw", None), getattr(row, "finding", None))]
    ]
