"""Letters whose signer may not sign today: whoever may takes one over, by an act of their own, and then it is theirs.

The authority register is asked on the day of signing, not only on that of the decision. Nothing moves by itself, for
whoever signs answers for it; and nothing is stuck, for every letter is open to all who may sign it that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.attempts import keep_attempt
from layani.office.actions.authorising import signed
from layani.office.actions.issuing import reword
from layani.office.actor import Actor
from layani.office.house import calendar
from layani.office.tables.facts import is_own
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.papers import Letter
from layani.office.tables.models.signatures import WAITING, Signature
from layani.office.tables.projection import state_of
from layani.office.tables.signing_rights import Rights, rights
from layani.rules.cases.act import Act, written
from layani.rules.cases.acts.initialling_letter import initialled_by
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain
from layani.rules.text import Text

AT_A_TIME = 200
"""Letters of others that are looked through for one page, those that wait longest."""


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter that the reader may take over, and why its signer may not sign it today."""

    row: Signature
    why: Refusal


def why_not(row: CaseRow, *, actor: Actor, now: datetime) -> Refusal | None:
    """Return why an officer may not sign the letter of a case today, with the names of who may; None where they may."""
    found = _rights(row.office, now, actor, ())
    return found.refuses(state_of(row), actor.user or 0)


def require_right(row: CaseRow, *, actor: Actor, now: datetime) -> None:
    """Raise Refused where the officer may not sign today; the attempt is kept."""
    if (refused := why_not(row, actor=actor, now=now)) is not None:
        keep_attempt(row, Act("take_signature", actor.by("signer"), now, {}), (refused,), actor=actor, now=now)
        raise Refused(refused)


def open_letters(*, actor: Actor, now: datetime) -> list[OpenLetter]:
    """Return the letters of others that this officer may take over now, the longest wait first; five queries."""
    if not actor.is_officer or actor.user is None:
        return []
    rows = list(Signature.objects.of_others(actor.office, actor.user)[:AT_A_TIME])
    if not rows:
        return []
    known = _rights(actor.office, now, actor, {row.signer_id for row in rows})
    found = []
    for row in rows:
        case = state_of(row.case)
        why = known.refuses(case, row.signer_id)
        others = actor.user not in initialled_by(case, written(row.since) or "") and _free(row.case, case, actor)
        if why is not None and others and known.refuses(case, actor.user) is None:
            found.append(OpenLetter(row, why))
    return found


def may_read(row: Signature, *, actor: Actor, now: datetime) -> bool:
    """Say whether an officer may read a letter of another's queue: who could take it over."""
    return any(one.row.pk == row.pk for one in open_letters(actor=actor, now=now))


def take_over(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Sign in place of who decided, who may not sign today; raises Refused, with who may where it is not this officer.

    A letter that has its number already keeps it, and is worded anew with who signs it.
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    with transaction.atomic():
        waiting = Signature.objects.select_for_update().filter(case=row, state=WAITING).first()
        known = _rights(row.office, now, actor, {waiting.signer_id} if waiting else ())
    if waiting is None:
        raise Refused(_not_waiting())
    told = {"edition": waiting.edition, "since": written(waiting.since)}
    deed = Deed("take_signature", told, once=once, role=_role(known, actor))
    if (mine := known.refuses(state_of(row), actor.user or 0)) is not None:
        keep_attempt(row, Act("take_signature", actor.by("signer"), now, {}), (mine,), actor=actor, now=now)
        raise Refused(mine)
    if waiting.signer_id == actor.user or known.refuses(state_of(row), waiting.signer_id) is None:
        raise Refused(_still_theirs(str(waiting.signer)))

    def keep(row: CaseRow, case: Case) -> None:
        moved = Signature.objects.filter(pk=waiting.pk, state=WAITING, signer_id=waiting.signer_id)
        if not moved.update(signer_id=actor.user, fault=""):
            raise Refused(_not_waiting())
        letter = Letter.objects.edition_of(row.pk, waiting.edition)
        if letter is not None:
            reword(letter, row, case)

    return act_on(number, signed(deed, actor=actor, now=now), actor=actor, now=now, also=keep)


def _free(row: CaseRow, case: Case, actor: Actor) -> bool:
    """Say whether the officer has nothing to do with a case: not their own, no step that must be another's."""
    apart = next((step.kept_apart for step in reversed(case.steps) if step.kind == "decide"), ())
    mine = any(case.done_by.get(name) == actor.user for name in apart)
    return not (is_own(row, case, actor) or mine or actor.user in case.recused)


def _rights(office: str, now: datetime, actor: Actor, others: Sequence[int] | set[int] | tuple[()]) -> Rights:
    """Return the rights of the others, and of the actor by the roles that they act with."""
    found = rights(office, calendar().local(now).date(), list(others))
    return Rights(found.day, found.register, {**found.roles, actor.user or 0: actor.roles})


def _role(known: Rights, actor: Actor) -> str:
    """Return the role in which somebody signs: that of the post, which the queue of these days gives them."""
    return next((role for role in sorted(actor.roles) if known.register is None or plain(role) in _posts(known)), "")


def _posts(known: Rights) -> set[str]:
    return {one.post for one in known.register.entries} if known.register else set()


def _not_waiting() -> Refusal:
    return Refusal(
        "nothing-to-sign",
        Text("Surat ini tidak menunggu tanda tangan.", "This letter does not wait for a signature."),
        Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
    )


def _still_theirs(name: str) -> Refusal:
    return Refusal(
        "still-theirs",
        Text(
            f"{name} yang memutuskan, dan hari ini berwenang menandatanganinya.",
            f"{name} decided it, and may sign it today.",
        ),
        Text(f"Serahkan kepada {name}.", f"Leave it to {name}."),
    )
