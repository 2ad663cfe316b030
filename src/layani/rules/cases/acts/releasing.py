"""The head of the office frees a desk that is stuck: the case goes back to its place in the queue, to whoever is next.

Nobody chooses by this who gets the case, and it overtakes nobody: its time of arrival stays.
"""

from collections.abc import Mapping
from typing import Final

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

RELEASE_REASONS: Final[Mapping[str, Text]] = {
    "absent": Text("petugasnya tidak masuk", "its officer is absent"),
    "gone": Text("petugasnya tidak bertugas lagi", "its officer serves no longer"),
    "overdue": Text("langkahnya terlambat di meja itu", "its step is late on that desk"),
}


def check_release(case: Case, act: Act) -> Refusal | None:
    """Another officer's desk, for a listed and true reason."""
    if case.holder is None or case.holder == act.by.officer:
        return _not_stuck()
    reason = act.data.get("reason")
    late = case.step_due_at is not None and act.at > case.step_due_at
    return None if reason in RELEASE_REASONS and (reason != "overdue" or late) else _no_reason()


def release(case: Case, event: Event) -> Case:
    """Take the case off the desk; it waits where it stood."""
    return replace(case, holder=None)


def _not_stuck() -> Refusal:
    return Refusal(
        code="not-on-another-desk",
        reason=Text(id="Berkas ini tidak ada di meja petugas lain.", en="This case is on no other officer's desk."),
        remedy=Text(id="Berkas di meja Anda sendiri dikembalikan dari halamannya.", en="Put your own back yourself."),
    )


def _no_reason() -> Refusal:
    return Refusal(
        code="reason-missing",
        reason=Text(
            id="Alasan mengosongkan meja belum dipilih, atau tidak benar untuk berkas ini.",
            en="No reason for freeing the desk was chosen, or it is not true of this case.",
        ),
        remedy=Text(
            id="Pilih alasan yang benar; pemohon dan pemeriksa membacanya.",
            en="Choose a true one; the applicant and the inspectorate read it.",
        ),
    )


ACTS = (ActRule("release", OPEN_STATUSES, frozenset({"officer"}), release, check=check_release),)
