"""A receipt on paper is typed in: the application is filed with the time of its paper, by an officer, for a person."""

from dataclasses import dataclass
from datetime import datetime

from layani.office.actions.acting import Done
from layani.office.actions.attempts import keep_attempt
from layani.office.actions.filing import Application, file
from layani.office.actions.paper.ledger import OnPaper, found, require_enterable
from layani.office.actor import Actor
from layani.office.tables.models import PaperNote
from layani.rules.cases.act import Act
from layani.rules.refusal import Refused

DOUBLE = "paper-used"


@dataclass(frozen=True, slots=True)
class Typed:
    """What an officer types from a paper: its number, its code, and when it was given."""

    number: str
    code: str
    at: datetime


def require_typed(typed: Typed, *, actor: Actor, now: datetime) -> OnPaper:
    """Return the receipt, or raise Refused; whoever tries one that may not be typed in leaves an attempt."""
    paper = found(typed.number, typed.code, typed.at)
    try:
        require_enterable(paper, actor, now)
    except Refused as refused:
        _keep(paper, refused, actor, now)
        raise
    return paper


def enter(application: Application, *, actor: Actor, now: datetime) -> Done:
    """File what stands on a paper, or raise AnswersRejected or Refused; a double is kept in the block's ledger, too."""
    try:
        return file(application, actor=actor, now=now)
    except Refused as refused:
        if application.paper is not None:
            _keep(application.paper, refused, actor, now)
        raise


def _keep(paper: OnPaper, refused: Refused, actor: Actor, now: datetime) -> None:
    tried = tuple(one for one in refused.refusals if one.code.startswith("paper-"))
    keep_attempt(None, Act("file:paper", actor.by(), now), tried, actor=actor, now=now)
    if any(one.code == DOUBLE for one in tried):
        PaperNote.objects.create(
            block=paper.block, seq=paper.seq, kind="double", received=paper.at, at=now, officer_id=actor.user
        )
