"""Steps in words: what is done in one, and when it is not needed by everybody."""

from collections.abc import Mapping, Sequence
from typing import Final

from layani.rules.catalogue.amounts.figures import Figures
from layani.rules.catalogue.amounts.model import Amounts
from layani.rules.catalogue.model import Field, Step
from layani.rules.catalogue.renderings.condition_words import only_if
from layani.rules.text import Text

STEP_NAMES: Final = {
    "check": Text("Pemeriksaan kelengkapan", "Check for completeness"),
    "visit": Text("Peninjauan lokasi", "Visit to the place"),
    "initial": Text("Paraf", "Initial"),
    "external": Text("Pengurusan di sistem lain", "Work in another system"),
    "notice": Text("Pengumuman publik", "Public notice"),
    "applicant": Text("Giliran pemohon", "The applicant’s turn"),
    "rank": Text("Peringkat dan pembagian tempat", "Ranking and giving out of places"),
    "decide": Text("Keputusan", "Decision"),
}


def step_title(kind: str, step: str = "") -> Text:
    """Return the name of a step of a kind, however far it is; a kind of another system is shown by its name."""
    return STEP_NAMES.get(kind, Text(step or kind, step or kind))


def name_of(step: Step) -> Text:
    """Return what is done in a step, as its service says it."""
    if step.says:
        return step.says
    if step.external:
        system = step.external.system
        return Text(f"Pengurusan di {system.id}", f"Work in {system.en}")
    return step_title(step.kind, step.id)


def if_found(names: Sequence[Text]) -> Text:
    """Return "only if …" for a step that hangs on what the steps of these names find."""
    return Text(
        f"hanya bila diperlukan menurut yang ditemukan pada: {', '.join(one.id for one in names)}",
        f"only if what is found makes it necessary: {', '.join(one.en for one in names)}",
    )


def step_note(step: Step, steps: Sequence[Step], fields: Mapping[str, Field], amounts: Amounts) -> Text | None:
    """Return "only if …" for a step that not every case takes, or None for one that every case does.

    steps: all of the service, among them those whose findings decide this one
    """
    if step.when is None:
        return None
    finding = Figures(amounts, {}, {}).findings_behind(step.when)
    named = [name_of(one) for one in steps if one.name in finding]
    return if_found(named) if named else only_if(step.when, fields)
