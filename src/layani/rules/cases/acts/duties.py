"""What a granted case still owes: the holder says that it is done, a role looks and records it; the clock reminds.

Nothing follows by itself when it is late. The role is told, and where the service names a ground for it, two people can
revoke after a warning, as for every other ground (revoking.py).
"""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, Change, written
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.duties import lates_at, looked_at, open_duties, reminds_at
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

SEEN_AT_LEAST = 20
"""Characters of what the role saw, as of a condition (conditions.py)."""
AGAIN_AT_LEAST = 10
"""Characters of what is still to be done."""


def check_said(case: Case, act: Act) -> Refusal | None:
    """The holder says it once, until the role has looked."""
    one = _duty(case, act.data)
    return _none_such() if one is None or one.get("said_at") else None


def check_met(case: Case, act: Act) -> Refusal | None:
    """A duty that is open is recorded once, with what was seen (``words_length`` characters)."""
    if _duty(case, act.data) is None:
        return _none_such()
    return _too_short() if int(act.data.get("words_length", 0)) < SEEN_AT_LEAST else None


def check_again(case: Case, act: Act) -> Refusal | None:
    """What is said to be done and is not goes back, with what is still to be done."""
    one = _duty(case, act.data)
    if one is None or not one.get("said_at"):
        return _none_such()
    return _too_short() if int(act.data.get("words_length", 0)) < AGAIN_AT_LEAST else None


def check_reminded(case: Case, act: Act) -> Refusal | None:
    """The holder is reminded once, on the day and not before, unless they said that it is done."""
    one = _duty(case, act.data)
    day = reminds_at(one) if one else None
    return None if day and act.at >= day else _too_early()


def check_late(case: Case, act: Act) -> Refusal | None:
    """It is late once its last moment has passed, unless the holder said before that it is done."""
    one = _duty(case, act.data)
    day = lates_at(one) if one else None
    return None if day and act.at >= day else _too_early()


def _duty(case: Case, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return open_duties(case).get(str(data.get("duty", "")))


def _noted(name: str, *cleared: str) -> Change:
    """Return what writes a moment into a duty, and takes others out of it."""

    def change(case: Case, event: Event) -> Case:
        duty = str(event.data.get("duty", ""))
        if duty not in case.duties:
            return case
        kept = {key: value for key, value in case.duties[duty].items() if key not in cleared}
        new = kept | ({name: written(event.occurred_at)} if name else {})
        return looked_at(replace(case, duties={**case.duties, duty: new}))

    return change


def _none_such() -> Refusal:
    return Refusal(
        code="no-such-duty",
        reason=Text(
            id="Kewajiban ini tidak ada, sudah dicatat, atau sedang menunggu pihak lain.",
            en="There is no such duty, it is recorded already, or somebody else has to act on it.",
        ),
        remedy=Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
    )


def _too_short() -> Refusal:
    return Refusal(
        code="seen-missing",
        reason=Text("Apa yang dilihat belum jelas.", "What was seen is not clear."),
        remedy=Text(
            "Tulis dengan satu kalimat lengkap apa yang dilihat atau apa yang masih kurang.",
            "Write in one whole sentence what was seen, or what is still to be done.",
        ),
    )


def _too_early() -> Refusal:
    return Refusal(
        code="nothing-to-note",
        reason=Text("Belum waktunya, atau sudah dicatat.", "It is not yet time, or it is noted already."),
        remedy=Text("Tidak ada yang perlu dilakukan.", "There is nothing to do."),
    )


def record_day(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the last moment of the duty, for the message that tells of it."""
    return {**act.data, "owed_by": case.duties.get(str(act.data.get("duty", "")), {}).get("due_at")}


SYSTEM, OFFICER, CITIZEN = frozenset({"system"}), frozenset({"officer"}), frozenset({"citizen"})
ACTS = (
    ActRule("duty_said", GRANTED_STATUSES, CITIZEN, _noted("said_at"), check=check_said),
    ActRule("duty_met", GRANTED_STATUSES, OFFICER, _noted("met_at"), check=check_met),
    ActRule("duty_again", GRANTED_STATUSES, OFFICER, _noted("", "said_at"), check=check_again),
    ActRule("duty_reminded", GRANTED_STATUSES, SYSTEM, _noted("reminded_at"), check=check_reminded, record=record_day),
    ActRule("duty_late", GRANTED_STATUSES, SYSTEM, _noted("late_at"), check=check_late, record=record_day),
)
