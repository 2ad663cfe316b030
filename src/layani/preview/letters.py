"""The letters of the tried service, filled with the answers and findings of its first example."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from layani.office.actions.letters.content import Opened, content_of
from layani.office.actions.letters.typesetting import pdf_of
from layani.preview.pages import START, e, page, say
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.beginning.samples import PERSON, sample_answer
from layani.rules.catalogue.examples import Worked
from layani.rules.catalogue.partly import LETTER, set_values
from layani.rules.catalogue.planning import planned_step

FACT = "Contoh: alamat di KTP adalah Jalan Melati 1, bukan alamat yang diajukan."


@dataclass(frozen=True)
class Sample(Opened):
    """A made-up case with the answers and findings of an example."""

    worked: Worked = field(default_factory=Worked)

    @property
    def answers(self) -> dict[str, Any]:
        """The made-up answers."""
        return dict(self.worked.answers)

    @property
    def findings(self) -> dict[str, dict[str, Any]]:
        """The made-up findings."""
        return {step: dict(found) for step, found in self.worked.findings.items()}


def sample(service: Service, worked: Worked, name: str, now: datetime) -> dict[str, Any]:
    """Return what a letter says.

    name:  outcome and language ("granted.id")
    """
    outcome, language = name.split(".")
    ground = service.grounds[0].id if service.grounds else ""
    steps = tuple(planned_step(one) for one in service.steps)
    found = dict(worked.answers) or {key: sample_answer(one, now.date()) for key, one in service.fields.items()}
    case = Case(
        number="CONTOH-0001",
        service=service.slug,
        status="granted" if outcome == LETTER else outcome,
        steps=steps,
        received_at=now,
        decided_at=now,
        due_at=now,
        ground=ground,
        part_ground=ground if outcome == LETTER else "",
        done_by={step.id: number for number, step in enumerate(steps)},
    )
    given = {one.name: sample_answer(one, now.date()) for step in service.steps for one in set_values(step.partly)}
    who = str(found.get("name", PERSON["name"]))
    said = Worked(found, worked.findings)
    opened = Sample(case, service, (), who, language, "Nama Pejabat", (FACT, ""), given, worked=said)
    return content_of(opened, "0001/CONTOH", "CONTOH", now)


def letter_page(service: Service, worked: Worked, name: str, now: datetime) -> str:
    """Return the letter as a page, in its language."""
    text = sample(service, worked, name, now)["text"][name.split(".")[1]]
    blocks = "".join(_block(one) for one in text["blocks"])
    closing = "".join(f"<p>{e(line)}</p>" for line in text["closing"].values() if line)
    link = f'<p><a href="{START}letter/{name}.pdf">PDF</a> · <a href="{START}">{say("Kembali", "Back")}</a></p>'
    return page(text["title"], f"{blocks}<p>{e(text['valid'])}</p>{closing}{link}", name.split(".")[1])


def letter_pdf(service: Service, worked: Worked, name: str, now: datetime) -> bytes:
    """Return the letter on paper; English as the translation that follows the Indonesian one."""
    return pdf_of(sample(service, worked, name, now))


def _block(one: Mapping[str, Any]) -> str:
    if one["kind"] == "rows":
        rows = "".join(f"<tr><th>{e(row['label'])}<td>{_runs(row['runs'])}</tr>" for row in one["rows"])
        return f"<table>{rows}</table>"
    if one["kind"] == "list":
        return f"<ul>{''.join(f'<li>{_runs(item)}</li>' for item in one['items'])}</ul>"
    return f"<p>{_runs(one['runs'])}</p>"


def _runs(runs: list[Mapping[str, Any]]) -> str:
    return "".join(f"<strong>{e(run['text'])}</strong>" if run["strong"] else e(run["text"]) for run in runs)
