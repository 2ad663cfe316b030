"""The letter is issued, and it reaches the citizen: two events, not one."""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.duties import looked_at, with_days
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.cases.validity import ends
from layani.rules.refusal import Refusal
from layani.rules.text import Text

DECIDED = GRANTED_STATUSES | {"refused"}


def check_issue(case: Case, act: Act) -> Refusal | None:
    """A letter is issued once."""
    if not case.issued_at:
        return None
    return Refusal(
        code="issued-once",
        reason=Text(id="Surat untuk berkas ini sudah terbit.", en="The letter of this case has been issued."),
        remedy=Text(id="Unduh surat yang sudah ada.", en="Download the letter that exists."),
    )


def check_deliver(case: Case, act: Act) -> Refusal | None:
    """Only an issued letter that was not revoked can be delivered, and it is delivered once."""
    if case.revoked_at:
        return Refusal(
            code="letter-revoked",
            reason=Text(id="Surat ini sudah dicabut.", en="This letter was revoked."),
            remedy=Text(
                id="Jangan serahkan. Tunjukkan kepada pemegangnya alasan pencabutan dan cara berkeberatan.",
                en="Do not hand it over. Show its holder why it was revoked and how to object.",
            ),
        )
    if case.issued_at and not case.delivered_at:
        return None
    return Refusal(
        code="nothing-to-deliver",
        reason=Text(id="Tidak ada surat yang perlu diserahkan.", en="There is no letter to be delivered."),
        remedy=Text(id="Terbitkan surat dahulu.", en="Issue the letter first."),
    )


def record_issue(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the product's last moment, the day of the reminder, and the days of what is owed, from the letter's date."""
    owes = {"owes": with_days(act.data["owes"], act.at, calendar)} if act.data.get("owes") else {}
    return {**ends(case, act.at, calendar), **act.data, **owes}


def issue(case: Case, event: Event) -> Case:
    """Note the letter's number, and until when what it gives holds."""
    issued = replace(
        case,
        issued_at=event.occurred_at,
        letter=str(event.data.get("letter", "")),
        valid_until=moment(event.data.get("valid_until")),
        remind_at=moment(event.data.get("remind_at")),
    )
    owes = event.data.get("owes")
    return looked_at(replace(issued, duties=dict(owes))) if owes else issued


def deliver(case: Case, event: Event) -> Case:
    """Note that the citizen has it: the case is served."""
    return replace(case, delivered_at=event.occurred_at, closed_at=case.closed_at or event.occurred_at)


ANYONE = frozenset({"citizen", "officer", "system", "importer"})
ACTS = (
    ActRule(
        "issue", DECIDED, frozenset({"officer", "system", "importer"}), issue, check=check_issue, record=record_issue
    ),
    ActRule("deliver", DECIDED, ANYONE, deliver, check=check_deliver),
)
