"""Decides whether an act may happen to a case, and what the case is after it."""

from collections.abc import Iterable
from datetime import timedelta

from layani.rules.cases import acts
from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.objecting import overtaken
from layani.rules.cases.acts.taking_over import taken_over_elsewhere
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.handing_over import handed_over
from layani.rules.cases.second_officer import done_alone, exempt_from
from layani.rules.cases.side_by_side import about, settled
from layani.rules.cases.state import Case, Event
from layani.rules.discover import discover
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

RULES: dict[str, ActRule] = {rule.kind: rule for found in discover(acts, "ACTS").values() for rule in found}


# A clock that runs this far behind the last act is wrong; less is the skew between machines.
CLOCK_SKEW = timedelta(seconds=5)
CLOCK_BEHIND = "clock-behind"


def objections(case: Case | None, act: Act) -> tuple[Refusal, ...]:
    """Return why the case's own rules refuse the act; empty when they do not."""
    rule = RULES[act.kind]
    if (case is None) != (not rule.statuses):
        return (_out_of_place(case, act),)
    if case is None:
        return ()
    case = about(case, act.by, act.data)
    if case.status not in rule.statuses or act.by.kind not in rule.by:
        return (_out_of_place(case, act),)
    if elsewhere := taken_over_elsewhere(case, act):
        return (elsewhere,)
    if act.by.kind != "importer" and case.last_at and act.at < case.last_at - CLOCK_SKEW:
        return (_clock_behind(),)
    if rule.held and act.by.kind == "officer" and case.holder != act.by.officer:
        return (_not_on_your_desk(),)
    if case.resume_by and rule.held and not rule.paused and act.by.kind == "officer":
        return (_stands_still(),)
    refusal = rule.check(case, act)
    return (refusal,) if refusal else ()


def decide(case: Case | None, act: Act, calendar: Calendar, *, observe: bool = False) -> Event:
    """Return the event of an act, or raise Refused and change nothing.

    observe: an imported log happened as it happened; its acts are recorded whatever the rules say
    """
    if not observe and (refusals := objections(case, act)):
        raise Refused(*refusals)
    before = about(case or Case(), act.by, act.data)
    data = RULES[act.kind].record(before, act, calendar)
    if number := exempt_from(before, act.by):
        data = {**data, "exemption": number}
    return Event(act=act.kind, seq=before.seq, by=act.by, occurred_at=act.at, data=data)


def evolve(case: Case, event: Event) -> Case:
    """Return the case after one more event."""
    before = about(case, event.by, event.data)
    changed = done_alone(before, RULES[event.act].change(before, event), event)
    changed = overtaken(handed_over(case, changed, event))
    if changed.branches:
        changed = settled(case, changed, event.occurred_at)
    return replace(changed, seq=event.seq + 1, last_act=event.act, last_at=event.occurred_at)


def replay(events: Iterable[Event]) -> Case:
    """Return the case that the events add up to."""
    case = Case()
    for event in events:
        case = evolve(case, event)
    return case


def _out_of_place(case: Case | None, act: Act) -> Refusal:
    return Refusal(
        code="out-of-place",
        reason=Text(
            id="Tindakan ini tidak dapat dilakukan pada keadaan berkas sekarang.",
            en="This act does not fit the present state of the case.",
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat keadaan terakhir.", en="Reload the page to see the latest state."
        ),
    )


def _clock_behind() -> Refusal:
    return Refusal(
        code=CLOCK_BEHIND,
        reason=Text(
            id="Jam server lebih lambat daripada tindakan terakhir pada berkas ini. Waktunya tidak dapat dicatat.",
            en="The server's clock is behind the last act on this case, so the time could not be recorded truly.",
        ),
        remedy=Text(
            id="Tidak ada yang berubah. Coba lagi sebentar lagi; operator diberi tahu untuk membetulkan jam.",
            en="Nothing was changed. Try again later; the operator is told to set the clock right.",
        ),
    )


def _stands_still() -> Refusal:
    return Refusal(
        code="clock-stands-still",
        reason=Text(
            id="Jam berkas ini sedang berhenti karena sistem instansi lain mati.",
            en="The clock of this case stands still, because another body's system is out.",
        ),
        remedy=Text(
            id="Bila sistemnya sudah jalan, jalankan jam lebih dahulu; bila belum, kembalikan berkas ke antrean.",
            en="If the system works again, let the clock run on first; if not, put the case back in the queue.",
        ),
    )


def _not_on_your_desk() -> Refusal:
    return Refusal(
        code="not-on-your-desk",
        reason=Text(id="Berkas ini tidak ada di meja Anda.", en="This case is not on your desk."),
        remedy=Text(id="Tekan \u201cLayani berikutnya\u201d.", en="Press \u201cServe next\u201d."),
    )
