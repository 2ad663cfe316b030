"""Leaves the message that an act calls for: one for one decision, although the letter follows it by a moment."""

from datetime import datetime, timedelta

from layani.office.actions.renewable import has_renewal
from layani.office.actions.telling_others import OTHERS, definition_of
from layani.office.house import calendar
from layani.office.tables.models.cases import Case
from layani.office.tables.models.papers import Message
from layani.office.tables.prepared import insert
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.lapsing import closes
from layani.rules.cases.handing_over import HANDED

FILED_BY_PROXY = "filed-by-proxy"
"""The message of a filing where somebody else filed it: who filed what, with a link by which it is stopped."""

# Acts of which the party is told.
TOLD = {
    "file": "filed",
    "ask_missing": "asked",
    "decide_refuse": "refused",
    "decide_grant": "granted",
    "deem_granted": "deemed",
    "issue": "issued",
    "extend": "moved",
    "recalendar": "moved",
    "version_changed": "version-changed",
    "warn": "warned",
    "lapse": "lapsed",
    "silence": "silent",
    "remind": "reminded",
    "warn_revocation": "revocation-warned",
    "drop_revocation": "revocation-dropped",
    "revoke": "revoked",
    "objection_filed": "objection-filed",
    "objection_upheld": "objection-upheld",
    "objection_rejected": "objection-rejected",
    "objection_silent": "objection-upheld",
    "propose_correction": "correction-proposed",
    "drop_correction": "correction-dropped",
    "reissue": "letter-corrected",
    "ranked": "ranked",
    "rank_answered": "rank-answered",
    "moved_up": "moved-up",
    "predecessor_ended": "turn",
    "predecessor_reopened": "turn-again",
    "expedite_granted": "expedite-answered",
    "expedite_refused": "expedite-answered",
    "duty_reminded": "duty-reminded",
    "duty_late": "duty-late",
    "duty_again": "duty-again",
    "duty_met": "duty-met",
}
# A decision's message waits so long for its letter: three sweeps of those that write letters (jobs/issue_letters.py).
WAIT_FOR_LETTER = timedelta(seconds=15)
THEIR_TURN = "their-turn"
"""The message that it is the applicant's turn to do something, whatever act has opened that step."""

THEIR_TURN_WARNED = ("their-turn-reminded", "their-turn-closing")
"""The reminder where the case stays, and where it is closed."""

PARTLY = "granted-partly"
DECISIONS = frozenset({PARTLY, "granted", "refused", "deemed"})
# A case's status, or that it was granted in part -> the message of its decision while that still waits, and what it
# becomes once the letter is there.
TOGETHER = {
    "granted": ("granted", "granted-with-letter"),
    PARTLY: (PARTLY, "granted-partly-with-letter"),
    "refused": ("refused", "refused-with-letter"),
    "deemed_granted": ("deemed", "deemed-with-letter"),
}
# A case's status -> what tells of the letter when the decision's message has gone out.
LETTER_ALONE = {"refused": "refusal-issued"}


def tell(row: Case, act: str, now: datetime) -> None:
    """Leave a row to be sent, if the party is told of such an act; the caller holds the transaction."""
    kind = _kind_of(row, act, now)
    theirs = HANDED in row.rest.get("work", {}) and row.status == "waiting"
    if theirs and row.rest["paused_at"] == row.rest["last_at"]:
        insert(Message(party_id=row.party_id, case=row, kind=THEIR_TURN, due_at=now))
    if act == "warn" and theirs:
        kind = THEIR_TURN_WARNED[closes(state_of(row))]
    if act == "answer" and tells_at_filing(row):
        insert(Message(party_id=row.party_id, case=row, kind=OTHERS, due_at=now))
    if kind is None or (act == "predecessor_ended" and row.rest.get("waits_for")):
        return
    if act == "predecessor_ended" and row.rest.get("without"):
        kind = "turn-without"
    if act == "issue":
        if _joined(row, now):
            return
        kind = LETTER_ALONE.get(row.status, kind)
    due = now + WAIT_FOR_LETTER if kind in DECISIONS else now
    insert(Message(party_id=row.party_id, case=row, kind=kind, due_at=due))


def _kind_of(row: Case, act: str, now: datetime) -> str | None:
    """Return the message that an act calls for: also that nothing renews a letter any more, or of a part granted."""
    if act == "remind" and not has_renewal(row.service, calendar().local(now).date()):
        return "reminded-ends"
    if act == "file":
        return told_of_filing(bool(row.rest.get("proxy")))
    if act == "decide_grant" and row.rest.get("part_ground"):
        return PARTLY
    return TOLD.get(act)


def told_of_filing(by_proxy: bool) -> str:  # noqa: FBT001  the one thing that decides it
    """Return the message that a filing calls for."""
    return FILED_BY_PROXY if by_proxy else TOLD["file"]


def _joined(row: Case, now: datetime) -> bool:
    """Let the decision's message, where it was not taken up for sending yet, tell of the letter too; at most once."""
    alone, both = TOGETHER.get(PARTLY if row.rest.get("part_ground") else row.status, ("", ""))
    waiting = Message.objects.to_send().filter(case=row, kind=alone, tries=0)
    return waiting.update(kind=both, due_at=now) > 0


def tells_at_filing(row: Case) -> bool:
    """Say whether people whom the answers name are told of the case: then so must be whoever is new in them."""
    definition = definition_of(row)
    return definition is not None and any(one.at == "filed" for one in definition.tells)
