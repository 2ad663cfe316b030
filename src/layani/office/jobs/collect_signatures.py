"""Fetches signed letters from the signing service and issues them; while it is away, everything waits."""

import logging
from datetime import datetime, timedelta

from layani.office.actions.signing import collect
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.signing_service import SigningAway
from layani.office.jobs.job import Job
from layani.office.tables.models.signatures import Signature
from layani.rules.refusal import Refused

log = logging.getLogger(__name__)
AT_A_TIME = 200


def run(now: datetime) -> int:
    """Fetch what is ready; returns how many letters were issued."""
    done = 0
    sent = Signature.objects.to_collect().values_list("reference", "case__number")[:AT_A_TIME]
    for reference, number in list(sent):
        try:
            done += collect(reference, number, now=now)
        except KeyGone:
            continue  # the person's data were erased: there is nothing left to write, and nobody to write to
        except Refused as refused:
            # What the letter says has fallen meanwhile; the others must not wait for it.
            log.warning("A signed letter was not issued: %s.", refused.refusals[0].code)
        except SigningAway as fault:
            log.warning("The signing service is away; %d letters wait for it: %s", len(sent) - done, fault)
            break
    return done


JOB = Job("collect-signatures", timedelta(seconds=10), run)
