"""What the office's sweeps do with the case of an example while time passes: each in the order of the clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from layani.rules.cases.act import Act
from layani.rules.cases.act import moment as moment_of
from layani.rules.cases.acts.lapsing import closes
from layani.rules.cases.acts.ranking import waits_until
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.duties import next_duty
from layani.rules.cases.state import GRANTED_STATUSES, By, Case
from layani.rules.refusal import Refused

Stops = Callable[[Case, Act], bool]
"""Whether a control stops an act of the clock."""

Owes = Mapping[str, Mapping[str, Any]]
"""What a case owes after the grant, as ``duties.owed_by`` returns it."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_SECOND: Final = timedelta(seconds=1)


def run_until(
    case: Case, since: datetime, until: datetime, calendar: Calendar, stops: Stops, owes: Owes = NOTHING
) -> Case:
    """Return the case after all that the clock does with it between two moments (UTC); owes: once it is granted."""
    swept = _run_on(case, since, until, calendar)
    swept = _refused_by_silence(_granted_by_silence(swept, since, until, calendar, stops), since, until, calendar)
    swept = _notice_over(_unanswered(swept, since, until, calendar), since, until, calendar)
    given = issued(_counted(swept, until, calendar), since, calendar, owes)
    return _owing(_reminded(given, since, until, calendar), since, until, calendar)


def issued(case: Case, since: datetime, calendar: Calendar, owes: Owes = NOTHING) -> Case:
    """Issue the letter of what was just granted, where something can become of the product later."""
    later_matters = case.status in GRANTED_STATUSES and (case.lasts or case.revocable or owes)
    if not later_matters or case.issued_at:
        return case
    return _swept(case, "issue", case.decided_at or since, calendar, {"owes": owes} if owes else NOTHING)


def _run_on(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Let a clock that stands still run on when its longest pause has passed."""
    if not (case.is_open and case.resume_by and case.resume_by < until):
        return case
    return _swept(case, "resume", max(case.resume_by + _SECOND, since), calendar)


def _granted_by_silence(case: Case, since: datetime, until: datetime, calendar: Calendar, stops: Stops) -> Case:
    """Grant by law what the office left undecided, one second after the limit."""
    limit = case.legal_due_at or case.due_at
    if not (case.is_open and case.silence_grants and limit and limit < until):
        return case
    act = Act("deem_granted", By("system"), max(limit + _SECOND, since))
    if stops(case, act):
        return case
    try:
        return evolve(case, decide(case, act, calendar))
    except Refused:  # the citizen has the ball: the clock stands still
        return case


def _refused_by_silence(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Note that the law takes the office's silence for a refusal."""
    limit = case.legal_due_at or case.due_at
    if not (case.is_open and case.silence_refuses and case.silent_at is None and limit and limit < until):
        return case
    try:
        return _swept(case, "silence", max(limit + _SECOND, since), calendar)
    except Refused:  # the citizen has the ball: the clock stands still
        return case


def _unanswered(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Warn who has not answered, and then close the case, where the service says so."""
    if case.status == "waiting" and case.warned_at is None and case.warn_at and case.warn_at <= until:
        case = _swept(case, "warn", max(case.warn_at, since), calendar)
    if case.status == "waiting" and case.warned_at and case.answer_by and case.answer_by < until and closes(case):
        # In an example every message leaves the office.
        case = _swept(case, "lapse", case.answer_by + _SECOND, calendar, {"warning_sent": True})
    return case


def _notice_over(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Put a case back into the queue when its notice has hung out for its time."""
    for one in case.open_steps():
        ends = moment_of(one.work.get("ends_at"))
        if ends and ends <= until and one.ball == "outside":
            case = _swept(case, "notice_over", max(ends, since), calendar, {"step": one.id})
    return case


def _counted(case: Case, until: datetime, calendar: Calendar) -> Case:
    """Let a ranking count when objections are over, and the waiting end."""
    objections = moment_of(case.place.get("objections_until"))
    if case.is_open and objections and objections < until and not case.place.get("final"):
        case = _swept(case, "rank_final", objections + _SECOND, calendar)
    waits = waits_until(case)
    if case.is_open and waits and waits < until:
        case = _swept(case, "waiting_ended", waits + _SECOND, calendar)
    return case


def _reminded(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Remind the holder on the day."""
    if case.remind_at is None or case.remind_at > until:
        return case
    return _swept(case, "remind", max(case.remind_at, since), calendar)


def _owing(case: Case, since: datetime, until: datetime, calendar: Calendar) -> Case:
    """Remind of what is owed, and note what is late, each on its day."""
    while case.duty_at and case.duty_at <= until:
        name, act = next_duty(case, case.duty_at)
        case = _swept(case, act, max(case.duty_at, since), calendar, {"duty": name})
    return case


def _swept(
    case: Case, act: str, at: datetime, calendar: Calendar, data: Mapping[str, Any] = MappingProxyType({})
) -> Case:
    return evolve(case, decide(case, Act(act, By("system"), at, data), calendar))
