"""Sends the messages that are due: at least once, and nearly always exactly once.

What "at least once" means here, exactly. A message goes through three steps: it is claimed (its next try is set into
the future, and that is committed), handed to the gateway, and marked as sent (committed). A process that dies

* before the claim is committed: nothing was sent, and the message is still due;
* between claim and gateway: nothing was sent, and it is sent at its next try;
* between gateway and mark: the gateway has it, and gets it **once more** at the next try, with the same ``ref``
  (Message-ID, Idempotency-Key), by which a gateway that cares drops the second one. This is the only way to a
  double; it concerns the one message in hand, never those before it.

Two workers never send one message at the same time, because only one of them can claim it. Handing over happens
outside any transaction, so that a slow gateway blocks no act.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from layani.office.actions.draft_reminders import KIND as DRAFT_ENDS
from layani.office.actions.parties import Person, person_of
from layani.office.actions.rectifying import ANSWERED as DATA_ANSWERED
from layani.office.actions.telling import THEIR_TURN
from layani.office.actions.telling_of_mandates import words_of_mandate
from layani.office.actions.telling_others import NAMED, OTHERS, addressed, tell_others, words_for_others
from layani.office.actions.texting import count_text, may_tell_named, may_text
from layani.office.actions.vouching import REPLACED, addresses_before
from layani.office.gateways.key_store import KeyGone
from layani.office.gateways.notification import Notifier, NotSent, notifier
from layani.office.house import calendar, catalogue
from layani.office.jobs.job import Job
from layani.office.tables.models.cases import Event
from layani.office.tables.models.papers import Message
from layani.office.tables.projection import event_of
from layani.rules.catalogue.kinds.date import show_date
from layani.rules.voice.messages import Written, written, written_to_others

log = logging.getLogger(__name__)

# How long to wait after the first, second … try that failed; after the last one the message is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
MOST_TRIES = len(PAUSES) + 1
# The other jobs wait while this one sends; what is left goes with the next sweep.
LONGEST_SWEEP = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Copy:
    """A message for one address of its party: ``channel`` is "phone" or "email"."""

    channel: str
    to: str
    subject: str
    text: str


def send_due(now: datetime, notifier: Notifier, *, longest: float = LONGEST_SWEEP) -> int:
    """Send what is due, for about ``longest`` seconds; returns how many messages were sent or given up."""
    if not Message.objects.due(now).exists():
        return 0  # without a transaction, so that an idle office's one writer is not disturbed
    ended, stop = 0, time.monotonic() + longest
    while time.monotonic() < stop and (message := claim(now)):
        ended += deliver(message, notifier, now)
    return ended


@transaction.atomic
def claim(now: datetime) -> Message | None:
    """Take the next due message: it is due again only after its pause. None when nothing is due."""
    message = Message.objects.due(now).locked_for_sending().select_related("party", "case").first()
    if message:
        message.tries += 1
        message.due_at = now + PAUSES[min(message.tries, len(PAUSES)) - 1]
        message.save(update_fields=["tries", "due_at"])
        _tell_others(message, now)
    return message


def _tell_others(message: Message, now: datetime) -> None:
    """Leave the messages to people whom the case names; a case that was erased names nobody any more."""
    try:
        tell_others(message, now)
    except (KeyGone, InvalidTag):
        log.warning("The people whom the case of message %s names are not told: it was erased.", message.pk)


def deliver(message: Message, notifier: Notifier, now: datetime) -> bool:
    """Hand a claimed message to every channel that has not taken it yet; True when it is sent or given up."""
    if message.kind == OTHERS:  # what it had to do was done when it was claimed
        message.sent_at = now
        return _end(message, "sent_at")
    try:
        copies = copies_of(message, notifier)
    except (KeyGone, InvalidTag):
        return _give_up(message, now, "erased")
    if not copies:
        return _give_up(message, now, "no-address")
    failures = [failure for copy in copies if (failure := _hand_over(message, copy, notifier, now))]
    if not failures:
        message.sent_at = now
        return _end(message, "sent_at")
    if all(failure.for_good for failure in failures):
        return _give_up(message, now, "not-accepted")
    return message.tries >= MOST_TRIES and _give_up(message, now, "too-many-tries")


def copies_of(message: Message, notifier: Notifier) -> tuple[Copy, ...]:
    """Return the message for each address that the party gave and this office can reach; raises KeyGone."""
    addresses = _addresses(message)
    words = words_of(message)
    text = {"phone": words.sms, "email": words.email}
    return tuple(
        Copy(channel, to, words.subject, text[channel])
        for channel, to in addresses.items()
        if notifier.reaches(channel)
    )


def _addresses(message: Message) -> Mapping[str, str]:
    if message.kind.startswith(NAMED):
        return addressed(message)
    return addresses_before(message) if message.kind == REPLACED else addresses_of(person_of(message.party))


def addresses_of(person: Person) -> Mapping[str, str]:
    """Return {channel: address}; empty for a person who gave neither phone nor e-mail."""
    return {channel: to for channel, to in (("phone", person.phone), ("email", person.email)) if to}


def words_of(message: Message) -> Written:
    """Return the message in the party's language, and to others in both; it needs the row's case and party."""
    if message.kind.startswith(NAMED):
        return written_to_others(message.kind, {one: _values(message, one) for one in ("id", "en")})
    return written(message.kind, _values(message, message.party.language), message.party.language)


def _values(message: Message, language: str) -> dict[str, object]:
    """Return what the message's places hold, in a language."""
    number = message.case.number if message.case else ""
    return {
        **message.params,
        **{
            name: words.in_(language) for name, words in (words_for_others(message) | words_of_mandate(message)).items()
        },
        **_day_of(message, language),
        "office": catalogue().office.name.in_(language).partition(",")[0],
        "number": number,
        "phone": catalogue().office.contacts.phone,
        "link": settings.SITE_ADDRESS.rstrip("/") + _path_of(message),
    }


def _path_of(message: Message) -> str:
    """Return the page that a message's link opens."""
    return f"/case/{message.case.number}/" if message.case else reverse(_PAGES.get(message.kind, "my-cases"))


# Kind of message that is about no case -> the page that its link opens, where that is not the list of cases.
_PAGES = {DATA_ANSWERED: "own-data"}
# Kind of message -> its place for a day, the acts of which the last one says the day, and under which name.
_DAYS = {
    "asked": ("answer_by", ("ask_missing", "warn"), "answer_by"),
    "warned": ("answer_by", ("ask_missing", "warn"), "answer_by"),
    "revocation-warned": ("answer_by", ("warn_revocation",), "answer_by"),
    "objection-filed": ("answer_by", ("objection_filed",), "due"),
    "objection-upheld": ("until", ("objection_upheld", "objection_silent"), "due_at"),
    "correction-proposed": ("answer_by", ("propose_correction",), "answer_by"),
    "reminded": ("until", ("issue",), "valid_until"),
    "duty-reminded": ("until", ("duty_reminded",), "owed_by"),
    "duty-late": ("until", ("duty_late",), "owed_by"),
    "reminded-ends": ("until", ("issue",), "valid_until"),
}


def _day_of(message: Message, language: str) -> dict[str, str]:
    """Return the day that the message tells, as its place: by when to answer, or until when the letter holds."""
    if message.kind.startswith(THEIR_TURN):  # whatever act has handed it over
        until = message.case.rest.get("answer_by") if message.case else None
        day = calendar().local(datetime.fromisoformat(until)).date().isoformat() if until else ""
        return {"answer_by": show_date(day, language) if day else "–"}
    if message.kind == DRAFT_ENDS:
        return {"until": show_date(message.params["ends"], language)}
    if message.kind not in _DAYS:
        return {}
    place, acts, name = _DAYS[message.kind]
    said = Event.objects.of_case(message.case_id or 0).filter(act__in=acts).last()
    moment = event_of(said).data.get(name) if said else None
    day = calendar().local(datetime.fromisoformat(moment)).date().isoformat() if moment else ""
    return {place: show_date(day, language) if day else "–"}


def _hand_over(message: Message, copy: Copy, notifier: Notifier, now: datetime) -> NotSent | None:
    """Send one copy unless its channel has taken it in an earlier try; returns why it was not sent."""
    taken = message.params.get("taken", [])
    if copy.channel in taken:
        return None
    if message.kind.startswith(NAMED) and not may_tell_named(copy.to, now):
        log.warning("Message %s waits: whom it names was told of too many applications today.", message.pk)
        return NotSent("This person was told of too many applications today.")
    if copy.channel == "phone" and not may_text(copy.to, now):
        log.warning("Message %s waits: its phone has had too many messages today.", message.pk)
        return NotSent("This phone has had too many messages today.")
    to = {"to_phone": copy.to} if copy.channel == "phone" else {"to_email": copy.to}
    try:
        notifier.send(**to, subject=copy.subject, text=copy.text, ref=f"message-{message.pk}-{copy.channel}")
    except NotSent as failure:
        return failure
    if copy.channel == "phone":
        count_text(now)
    message.params = {**message.params, "taken": [*taken, copy.channel]}
    message.save(update_fields=["params"])
    return None


def _give_up(message: Message, now: datetime, why: str) -> bool:
    """End the tries; the operator's page counts it and says why."""
    message.gave_up_at = now
    message.params = {**message.params, "why": why}
    return _end(message, "gave_up_at")


def _end(message: Message, column: str) -> bool:
    """Write how the message ended; of its values only what says so is kept, for a code must not stay."""
    message.params = {name: message.params[name] for name in ("taken", "why", "tells", "to") if name in message.params}
    message.save(update_fields=[column, "params"])
    return True


def run(now: datetime) -> int:
    """Send what is due by the office's own gateways."""
    return send_due(now, notifier())


JOB = Job("send-messages", timedelta(seconds=2), run)
