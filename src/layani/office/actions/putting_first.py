"""Put a case before others: by a class that an officer sees, or by a published matter that a role lets ahead."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on, act_on_locked, keep_refused, sent_before
from layani.office.actions.evidence import COUNTER
from layani.office.actions.sections import role_in
from layani.office.actor import Actor
from layani.office.house import calendar, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.expediting import Expedite
from layani.office.tables.projection import state_of
from layani.office.tables.queues import wait_for_turn
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.model import Expedite as Matter
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

_NOT_AT_THE_COUNTER = Refusal(
    code="not-at-the-counter",
    reason=Text(
        id="Anda tidak bertugas di loket, tempat pemohon dilihat.",
        en="You do not serve at the counter, where the applicant is seen.",
    ),
    remedy=Text(
        id="Minta petugas loket mencatatnya bersama pemohon.",
        en="Leave it to an officer at the counter, together with the applicant.",
    ),
)


def put_first(number: str, name: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Record that the applicant belongs to one of the service's priority classes, or raise Refused.

    name: the class; words: what was seen. Both are sealed: they tell of health or age. By the counter
    """
    _require_counter(actor, number)
    row, words = CaseRow.objects.get(number=number), words.strip()
    classes = {one.id for one in _definition(row).amounts.priority}
    data = {"known": name in classes, "words_length": len(words)}
    deed = Deed("put_first", data, personal={"class": name, "words": words}, once=once)
    return act_on(number, deed, actor=actor, now=now)


def ask_to_expedite(
    number: str, name: str, words: str, *, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Ask that a case go ahead for one of the matters that its service publishes, or raise Refused.

    name: the matter; words: why it concerns this case (sealed). By the applicant, or by the counter for them
    """
    if actor.is_officer:
        _require_counter(actor, number)
    row, words = CaseRow.objects.get(number=number), words.strip()
    matter = matter_of(_definition(row), name)
    data = {"class": matter.id if matter else "", "known": matter is not None, "words_length": len(words)}
    deed = Deed(
        "expedite_asked",
        {**data, "role": role_in(matter.by, state_of(row).section) if matter else ""},
        personal={"words": words},
        once=once,
    )

    def wait(row: CaseRow, case: Case) -> None:
        asked = case.expedite
        about = {"office": row.office, "service": row.service, "name": asked["class"], "role": asked["role"]}
        Expedite.objects.create(case=row, asked_at=now, **about)

    return act_on(number, deed, actor=actor, now=now, also=wait)


def answer_expedite(
    number: str, words: str, *, granted: bool, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Let the case go ahead, or not, with the reason, which the applicant reads; or raise Refused.

    No more of a matter are granted on one local day than the service publishes, however many officers grant at once.
    """
    words = words.strip()
    kind, deed = "expedite_granted" if granted else "expedite_refused", None
    try:
        with transaction.atomic():
            row = CaseRow.objects.locked(number)
            case = state_of(row)
            role = str(case.expedite.get("role", ""))
            noted = _left(row, case, now) if granted else {}
            mine = role if role in actor.roles else "none"
            data = {"words_length": len(words)}
            deed = Deed(kind, data, personal={"words": words}, once=once, role=mine, noted=noted)
            if earlier := sent_before(row, deed, actor):
                return earlier
            done = act_on_locked(row, deed, actor=actor, now=now)
            day = calendar().local(now).date() if granted else None
            Expedite.objects.filter(case=row).update(answered_at=now, granted_on=day)
            return done
    except Refused as refused:
        keep_refused(CaseRow.objects.get(number=number), deed or Deed(kind), refused, actor=actor, now=now)
        raise


def _require_counter(actor: Actor, number: str) -> None:
    """Refuse whoever does not serve people in person: they have seen nobody, and nobody asked them."""
    if not actor.roles_in(state_of(CaseRow.objects.get(number=number)).section) & COUNTER:
        raise Refused(_NOT_AT_THE_COUNTER)


def _left(row: CaseRow, case: Case, now: datetime) -> Mapping[str, int]:
    """Return how many of this matter may be granted a day, and were today; nobody else grants one meanwhile."""
    name = str(case.expedite.get("class", ""))
    matter = matter_of(_definition(row), name)
    wait_for_turn(f"expedite/{row.office}/{row.service}/{name}")
    granted = Expedite.objects.granted_on(row.office, row.service, name, calendar().local(now).date())
    return {"granted_today": granted, "a_day": matter.a_day if matter else 0}


def matter_of(definition: Service, name: str) -> Matter | None:
    """Return the matter of a service by its name, or None."""
    return next((one for one in definition.amounts.expedite if one.id == name), None)


def _definition(row: CaseRow) -> Service:
    return service(row.service, row.version)
