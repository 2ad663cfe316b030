"""Checked afterwards: the record draws which cases, and an officer of another unit says right or wrong, with why."""

from datetime import datetime

from layani.office.actions.acting import Deed, Done, act_on, keep_refused, not_your_role
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event
from layani.office.tables.models.exemptions import AfterDraw, AfterFinding, DoneAlone
from layani.office.tables.models.record import Checkpoint
from layani.rules.cases.clock import due
from layani.rules.cases.second_officer import CHECKED_WITHIN
from layani.rules.cases.state import Case
from layani.rules.record.checkpoint import parse_checkpoint
from layani.rules.record.merkle import leaf_hash
from layani.rules.record.note import parse_note
from layani.rules.record.sampling import is_sampled
from layani.rules.refusal import Refused


def draw(now: datetime, at_most: int) -> int:
    """Write down what chance says of each step that is not drawn yet; returns for how many.

    Those wait whose leaf is under no signed checkpoint yet.
    """
    done = 0
    for one in DoneAlone.objects.undrawn()[:at_most]:
        first = Checkpoint.objects.filter(size__gt=one.event.outbox.idx).order_by("size").first()
        if first is None:
            break  # the later ones have later places
        root = parse_checkpoint(parse_note(first.text.encode()).text).root
        sampled = is_sampled(leaf_hash(one.event.outbox.leaf.encode()), root, one.exemption.one_in)
        AfterDraw.objects.get_or_create(
            done=one,
            defaults={
                "size": first.size,
                "sampled": sampled,
                "due_at": due(calendar(), now, CHECKED_WITHIN) if sampled else None,
                "at": now,
            },
        )
        done += 1
    return done


def check(number: int, outcome: str, words: str, *, actor: Actor, now: datetime) -> Done:
    """Say how a drawn step was done, or raise Refused. Raises DoneAlone.DoesNotExist for what was not drawn.

    words: why, sealed with the act. A letter that is wrong is not changed by it: that is a revocation or a correction.
    """
    one = DoneAlone.objects.select_related("exemption", "case", "event").get(
        pk=number, draw__sampled=True, exemption__office=catalogue().office.slug
    )
    deed = Deed(
        "after_checked",
        {
            "of": str(one.event.seq),
            "exemption": one.exemption.number,
            "outcome": outcome,
            "words_length": len(words.strip()),
        },
        personal={"words": words.strip()},
        role=one.exemption.checked_by,
    )
    if one.exemption.checked_by not in actor.roles:
        refused = Refused(not_your_role(one.exemption.checked_by))
        keep_refused(one.case, deed, refused, actor=actor, now=now)
        raise refused

    officer = actor.user
    if officer is None:
        raise AssertionError("who holds a role has an id")

    def keep(row: CaseRow, case: Case) -> None:
        event = Event.objects.get(case=row, seq=case.seq - 1)
        AfterFinding.objects.create(done=one, outcome=outcome, event=event, by_id=officer, at=now)

    return act_on(one.case.number, deed, actor=actor, now=now, also=keep)
