"""The limit has passed in silence, and the law takes silence for a refusal: the applicant may object from now on.

No machine refuses: the case stays open and late, and the office still owes a decision with its ground and its facts.
"""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.deciding import is_silent
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_silence(case: Case, act: Act) -> Refusal | None:
    """Said once, only where the law says so, and only when the limit has passed while the office had to act."""
    limit = case.legal_due_at or case.due_at
    if case.silence_refuses and case.silent_at is None and limit and act.at > limit and is_silent(case):
        return None
    return Refusal(
        code="silence-does-not-refuse",
        reason=Text(
            id="Batas waktu belum lewat, atau diam tidak berarti penolakan, atau sudah dicatat.",
            en="The limit has not passed, or silence is no refusal, or it has been noted.",
        ),
        remedy=Text(id="Putuskan permohonan ini.", en="Decide this application."),
    )


def silence(case: Case, event: Event) -> Case:
    """Note since when the applicant may object; nothing else changes."""
    return replace(case, silent_at=event.occurred_at) if case.is_open else case


ACTS = (ActRule("silence", OPEN_STATUSES, frozenset({"system"}), silence, check=check_silence),)
