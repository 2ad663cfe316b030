"""A product comes to its end: its holder is reminded once, and a later product takes its place."""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_remind(case: Case, act: Act) -> Refusal | None:
    """The holder is reminded once, on the day and not before."""
    if case.remind_at and act.at >= case.remind_at:
        return None
    return Refusal(
        code="nothing-to-remind",
        reason=Text(
            id="Belum waktunya mengingatkan, atau pemegang sudah diingatkan.",
            en="It is not yet time to remind, or the holder was reminded.",
        ),
        remedy=Text(id="Tidak ada yang perlu dilakukan.", en="There is nothing to do."),
    )


def remind(case: Case, event: Event) -> Case:
    """Note that the holder was told."""
    return replace(case, remind_at=None, reminded_at=event.occurred_at)


def check_supersede(case: Case, act: Act) -> Refusal | None:
    """Only what was issued, and holds, is taken the place of."""
    if case.issued_at and not case.revoked_at and not case.superseded_at:
        return None
    return Refusal(
        code="nothing-to-supersede",
        reason=Text(
            id="Surat berkas ini belum terbit, sudah dicabut, atau sudah digantikan.",
            en="The letter of this case is not issued, is revoked, or was superseded.",
        ),
        remedy=Text(id="Muat ulang halaman.", en="Reload the page."),
    )


def supersede(case: Case, event: Event) -> Case:
    """Note whose product holds now; a revocation or a correction that was open has lost its object."""
    return replace(
        case,
        superseded_by=str(event.data.get("by", "")),
        superseded_at=event.occurred_at,
        remind_at=None,
        revocation={},
        revocation_due=None,
        correction={},
        correction_due=None,
    )


SYSTEM = frozenset({"system"})
ACTS = (
    ActRule("remind", GRANTED_STATUSES, SYSTEM, remind, check=check_remind),
    ActRule("supersede", GRANTED_STATUSES, SYSTEM, supersede, check=check_supersede),
)
