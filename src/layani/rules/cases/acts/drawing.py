"""An officer gets a step by a draw, or it is opened to everybody of the role because a draw was not possible."""

from typing import Final

from layani.rules.cases.act import Act, ActRule, written
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

FIRST: Final = "first"
AS_BEFORE: Final = "as-before"
"""Who applies again for the same thing comes to the officer who had it before; nothing is drawn."""
SMALL_POOL: Final = "small-pool"
"""Fewer than four could be drawn, so that everybody of the role may take it."""

REASONS: Final = {
    FIRST: Text("undian pertama", "first draw"),
    AS_BEFORE: Text("diajukan lagi oleh orang yang sama", "filed again by the same person"),
    SMALL_POOL: Text("kurang dari empat petugas dapat diundi", "fewer than four officers could be drawn"),
    "away": Text("petugas sebelumnya tidak bertugas", "the officer before is away"),
    "recused": Text("petugas sebelumnya punya benturan kepentingan", "the officer before has a conflict of interest"),
    "own-case": Text("berkas petugas sebelumnya sendiri", "it is the officer's own case"),
    "four-eyes": Text("petugas sebelumnya mengerjakan langkah lain", "the officer before did another step"),
    "role-ended": Text("peran petugas sebelumnya berakhir", "the role of the officer before has ended"),
}
"""Why an officer got a step, in words; the same codes stand in the public record."""


def check_drawn(case: Case, act: Act) -> Refusal | None:
    """Only an open step that says so is drawn, to somebody else than before and never to who may not do it."""
    step, to = case.open_step, act.data.get("to")
    wanted = isinstance(to, int) and to not in case.barred and to != case.drawn_to
    if step is not None and step.id == act.data.get("step") and step.draw and (to is None or wanted):
        return None
    return Refusal(
        code="not-to-be-drawn",
        reason=Text(
            id="Langkah ini tidak sedang menunggu undian, atau petugas itu tidak boleh mengerjakannya.",
            en="This step does not wait for a draw, or that officer may not do it.",
        ),
        remedy=Text(id="Tidak ada yang perlu dilakukan.", en="Nothing needs to be done."),
    )


def drawn(case: Case, event: Event) -> Case:
    """Give the step to who was drawn, off the desk of the one before; to everybody where nobody could be drawn."""
    data = event.data
    before = case.draws.get(case.step, {})
    entry = {
        "officer": data.get("to"),
        "at": written(event.occurred_at),
        "reason": data.get("reason", ""),
        "redraws": before.get("redraws", 0) + (1 if before else 0),
        "beacon": data.get("beacon", ""),
    }
    return replace(case, holder=None, draws={**case.draws, case.step: entry})


ACTS = (ActRule("drawn", OPEN_STATUSES, frozenset({"system"}), change=drawn, check=check_drawn),)
