"""An act that a rule refused is kept: for the indicators, and because the inspectorate may ask who tried what."""

import logging
import os
from datetime import datetime

from django.db import transaction

from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical
from layani.office.tables.models.attempts import Attempt
from layani.office.tables.models.cases import Case
from layani.office.tables.models.record import Outbox
from layani.rules.cases.act import Act, written
from layani.rules.cases.decider import CLOCK_BEHIND
from layani.rules.record.leaf import AttemptLeaf
from layani.rules.record.sealing import SALT_SIZE, commitment
from layani.rules.refusal import Refusal

log = logging.getLogger(__name__)


@transaction.atomic
def keep_attempt(
    row: Case | None, act: Act, refusals: tuple[Refusal, ...], *, actor: Actor, now: datetime, observed: bool = False
) -> None:
    """Write one row and one leaf for each refusal, in a transaction of their own.

    observed: the act happened all the same, because an importer recorded what had happened elsewhere
    """
    if any(refusal.code == CLOCK_BEHIND for refusal in refusals) and not observed:
        log.error(
            "The server's clock is behind the last act on a case: set it right (timedatectl). The act was refused."
        )
    for refusal in refusals:
        salt = os.urandom(SALT_SIZE)
        content = {
            "act": act.kind,
            "at": written(act.at),
            "case": row.number if row else None,
            "code": refusal.code,
            "observed": observed,
            "officer": actor.user,
        }
        body = canonical(content)
        leaf = AttemptLeaf(commitment(body, salt), now).text()
        Attempt.objects.create(
            case=row,
            act=act.kind,
            officer_id=actor.user,
            role=act.by.role,
            code=refusal.code,
            observed=observed,
            at=act.at,
            body=body.decode(),
            salt=salt,
            outbox=Outbox.objects.create(leaf=leaf),
        )
