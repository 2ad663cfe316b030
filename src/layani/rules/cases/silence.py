"""When the office's silence has granted a case, and when an application counts as complete without a word of its own.

Source: UU 30/2014 pasal 53, as changed by UU 11/2020 pasal 175 and kept by UU 6/2023: what is not decided within the
limit after it was received complete is deemed granted by law.
"""

from datetime import datetime

from layani.rules.cases.state import Case


def limit_of(case: Case) -> datetime | None:
    """Return the moment after which silence grants: the law's own, or the promised one; None before it is known.

    What was taken over has a term of its own from then on (acts/taking_over.py), whatever day was told elsewhere.
    """
    return case.legal_due_at if case.taken_over and case.silence_grants else case.legal_due_at or case.due_at


def granted_by_silence(case: Case, at: datetime) -> bool:
    """Say whether the law has granted an open case already at ``at``, whether or not the sweep has come by since.

    Where a rule that the law makes mandatory has failed, silence grants nothing.
    """
    limit = limit_of(case)
    return case.silence_grants and limit is not None and at > limit and not case.failed_mandatory


def counts_from_complete(case: Case) -> bool:
    """Say whether the promise or the law's own term begins only when the application is found complete."""
    return case.promise_starts == "complete" or (case.legal is not None and case.legal[2] == "complete")


def complete_by_silence_at(case: Case) -> datetime | None:
    """Return the moment from which an application that nobody checks counts as complete; None where it never does.

    It is the end of the time of the check step. Without it an office that never checks would never be late.
    """
    step = case.open_step
    silent = case.silence_grants and not case.imported and case.complete_at is None and counts_from_complete(case)
    if not silent or step is None or step.kind != "check" or case.ball != "office":
        return None
    return case.step_due_at
