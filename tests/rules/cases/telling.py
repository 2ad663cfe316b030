"""Cases that are told act by act, for tests of what follows from them."""

from datetime import UTC, datetime, timedelta

from layani.rules.cases.act import Act
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import By, Case
from layani.rules.cases.state_json import planned

OFFICE = Calendar()
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09:00 in Jakarta
ANA, CARLA, SYSTEM = By("officer", 1, "front-desk"), By("citizen"), By("system")
STEPS = (
    PlannedStep("check", "check", "front-desk", 4, "working hours"),
    PlannedStep("decide", "decide", "head", 1, "working days"),
)


def filing(promise, starts, **more):
    return {
        "number": "SKM-1", "office": "sukamaju", "service": "hall-use", "version": "2026-12-01", "channel": "online",
        "steps": [planned(step) for step in STEPS], "promise": promise, "promise_starts": starts, **more,
    }  # fmt: skip


def told(calendar, *acts):
    """Return the case after acts of (time since the act before, kind, who, values)."""
    case, at = None, MONDAY
    for after, kind, by, data in acts:
        at += after
        case = evolve(case or Case(), decide(case, Act(kind, by, at, data), calendar))
    return case


def checked(values, waits, calendar=OFFICE):
    """Return a case that was filed, asked about, answered and found complete after these waits."""
    taken = timedelta(minutes=1)
    return told(
        calendar,
        (timedelta(), "file", CARLA, values),
        (waits[0], "take", ANA, {}),
        (taken, "ask_missing", ANA, {"items": ["contract"]}),
        (waits[1], "answer", CARLA, {}),
        (waits[2], "take", ANA, {}),
        (taken, "check_complete", ANA, {}),
    )
