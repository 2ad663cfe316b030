"""The person says that they did not agree to what somebody else filed in their name.

An open case ends as by a withdrawal, not held: nobody in the office then has power over the person's no, no clock runs
out into a grant by silence, and an application costs nothing to file again. What was decided stays decided.
"""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.leaving import withdraw
from layani.rules.cases.acts.working import EVERY_STATUS
from layani.rules.cases.changing import replace
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_disown(case: Case, act: Act) -> Refusal | None:
    """Once, and only of what somebody else filed."""
    if case.proxy and case.disowned_at is None:
        return None
    return Refusal(
        code="nothing-to-disown",
        reason=Text(
            id="Permohonan ini Anda ajukan sendiri, atau sudah Anda nyatakan bukan kehendak Anda.",
            en="You filed this application yourself, or have said already that you did not agree to it.",
        ),
        remedy=Text(
            id="Untuk menghentikan permohonan sendiri, masuk lalu tekan “Tarik permohonan ini”.",
            en="To stop an application of your own, sign in and press “Withdraw this application”.",
        ),
    )


def disown(case: Case, event: Event) -> Case:
    """Note it, and close what is open."""
    noted = replace(case, disowned_at=event.occurred_at)
    if not case.is_open:
        return noted
    return replace(withdraw(noted, event), beside=(), resume_by=None, paused_for="")


ACTS = (ActRule("disown", EVERY_STATUS, frozenset({"citizen"}), disown, check=check_disown),)
