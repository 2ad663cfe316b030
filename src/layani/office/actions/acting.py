"""Every act on an existing case goes through here, in five beats: load, gather, ask, write, log."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from layani.office.actions.attempts import keep_attempt
from layani.office.actions.noting_help import note_help
from layani.office.actions.writing import entry_for, write
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical
from layani.office.house import calendar, codes, in_titles, key_store, role_title, section_name
from layani.office.tables.facts import facts_for
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.projection import state_of
from layani.rules import controls
from layani.rules.cases.act import Act
from layani.rules.cases.decider import RULES, decide, evolve, objections
from layani.rules.cases.side_by_side import about
from layani.rules.cases.state import Case
from layani.rules.controls.control import Control, refusals
from layani.rules.discover import discover
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

CONTROLS: tuple[Control, ...] = tuple(discover(controls, "CONTROL").values())


@dataclass(frozen=True)
class Deed:
    """What somebody does to a case.

    data:      the act's values that are not personal; they stand in the event
    personal:  what is sealed with it (answers, facts, free text)
    once:      the sender's idempotency key; the same key again finds the first event instead of acting twice
    sent:      what else was sent under that key and is recorded elsewhere or not at all; another one is other content
    role:      in which the actor acts
    at:        when it happened, if not now; only the importer may say so
    finish:    makes the deed that is recorded, when some of its values can be known only inside the act's transaction
               and after the rules have agreed (the next number of a register); kind and key stay those of this one
    noted:     what the office itself counts for the rules as it acts; it stands in the event, but nobody sent it, and
               the same sending again may find another count
    """

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] | None = None
    once: str | None = None
    sent: Mapping[str, Any] = field(default_factory=dict)
    role: str = ""
    at: datetime | None = None
    finish: Callable[[CaseRow, Case], "Deed"] | None = None
    noted: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What an action did: the case's row and state after it, and the event; ``refused`` is what an observer noted.

    key: of a case that was opened just now; to look it up again would cost as much as a page
    """

    row: CaseRow
    case: Case
    event: EventRow
    refused: tuple[Refusal, ...] = ()
    key: bytes = field(default=b"", repr=False)


# What else belongs into the act's transaction (a letter's row, documents); gets the row and the case after the act.
Also = Callable[[CaseRow, Case], None]


def act_on(
    number: str, deed: Deed, *, actor: Actor, now: datetime, also: Also | None = None, beside: Collection[str] = ()
) -> Done:
    """Do a deed, or raise Refused and change nothing; the attempt is then kept. Raises Case.DoesNotExist.

    beside: numbers of the other cases that ``also`` may change
    """
    try:
        with transaction.atomic():
            if beside:
                CaseRow.objects.lock_together({number, *beside})
            row = CaseRow.objects.locked(number)
            if earlier := sent_before(row, deed, actor):
                return earlier
            return act_on_locked(row, deed, actor=actor, now=now, also=also)
    except Refused as refusal:
        keep_refused(CaseRow.objects.get(number=number), deed, refusal, actor=actor, now=now)
        raise


def act_on_locked(row: CaseRow, deed: Deed, *, actor: Actor, now: datetime, also: Also | None = None) -> Done:
    """Do a deed on a row that the caller has locked in its own transaction, or raise Refused.

    The caller rolls back, and then keeps the attempt (``keep_refused``).
    """
    case = state_of(row)
    act = _act(deed, case, actor, now)
    refused = _against(row, case, act, actor)
    # What happened elsewhere is recorded as it happened; a case of this office is stopped whoever writes it.
    if refused and not (actor.kind == "importer" and case.imported):
        raise Refused(*refused)
    once, request = sending_codes(deed, actor)
    if deed.finish:
        deed = deed.finish(row, case)
        act = replace(act, data={**deed.data, **deed.noted})
    event = decide(case, act, calendar(), observe=True)
    after = evolve(case, event)
    entry = entry_for(
        event,
        key=key_store().get(row.ref),
        prev=bytes(row.head),
        personal=deed.personal,
        recorded_at=now,
        ends=not after.is_open,
    )
    written = write(row, after, entry, once=once, request=request)
    note_help(row, case, after, event, written, now)
    if also:
        also(row, after)
    if refused:
        keep_attempt(row, act, refused, actor=actor, now=now, observed=True)
    return Done(row, after, written, refused)


def keep_refused(row: CaseRow, deed: Deed, refused: Refused, *, actor: Actor, now: datetime) -> None:
    """Keep a refused deed as an attempt; the caller's transaction is rolled back already."""
    keep_attempt(row, _act(deed, state_of(row), actor, now), refused.refusals, actor=actor, now=now)


def _act(deed: Deed, case: Case, actor: Actor, now: datetime) -> Act:
    at = deed.at if actor.kind == "importer" and deed.at else now
    return Act(deed.kind, actor.by(deed.role or _role_in(case, actor, deed.data)), at, {**deed.data, **deed.noted})


def would_refuse(row: CaseRow, kind: str, *, actor: Actor, now: datetime, **data: Any) -> tuple[Refusal, ...]:
    """Return what the rules would say against an act, without trying it: nothing is changed and no attempt kept.

    data: the act's values, as a deed would carry them. A page shows it beside a button; the act asks again.
    """
    case = state_of(row)
    return _against(row, case, Act(kind, actor.by(_role_in(case, actor, data)), now, data), actor)


def _against(row: CaseRow, case: Case, act: Act, actor: Actor) -> tuple[Refusal, ...]:
    """Ask the case's own rules, the officer's role of today, and every control."""
    case = about(case, act.by, act.data)
    said = objections(case, act) + refusals(facts_for(act.kind, row, case, actor, data=act.data, at=act.at), CONTROLS)
    said = tuple(in_titles(one) for one in said)
    if actor.is_officer and not actor.reaches(case.section):
        return (_another_section(case.section), *said)
    # A role may have ended since the officer took the case.
    rule = RULES[act.kind]
    if actor.is_officer and rule.held and rule.by_role and case.step_role not in actor.roles:
        return (not_your_role(case.step_role), *said)
    return said


def _another_section(section: str) -> Refusal:
    name = section_name(section)
    return Refusal(
        code="another-section",
        reason=Text(
            id=f"Berkas ini milik bagian “{name.id}”, dan peran Anda tidak berlaku di sana.",
            en=f"This case belongs to the section “{name.en}”, in which none of your roles holds.",
        ),
        remedy=Text(
            id="Serahkan kepada petugas bagian itu.",
            en="Leave it to the officers of that section.",
        ),
    )


def not_your_role(role: str) -> Refusal:
    """The refusal for an officer without the role that the step asks for."""
    title = role_title(role)
    return Refusal(
        code="not-your-role",
        reason=Text(
            id=f"Langkah ini milik peran “{title.id}”, dan Anda tidak memegangnya.",
            en=f"This step belongs to the role “{title.en}”, which you do not hold.",
        ),
        remedy=Text(
            id="Bila berkas ada di meja Anda, kembalikan ke antrean. Bila peran itu memang milik Anda, minta operator "
            "mencatatnya.",
            en="If the case is on your desk, put it back in the queue. If the role is yours, ask the operator to enter "
            "it.",
        ),
    )


def _role_in(case: Case, actor: Actor, data: Mapping[str, Any]) -> str:
    """Return the role in which an officer acts when nobody says otherwise: that of the open step, if they hold it."""
    role = about(case, actor.by(""), data).step_role
    return role if role in actor.roles else ""


def sending_codes(deed: Deed, actor: Actor) -> tuple[bytes | None, bytes | None]:
    """Return the codes of the idempotency key and of what was sent under it, or (None, None) without a key."""
    if not deed.once:
        return None, None
    sent = {"kind": deed.kind, "data": dict(deed.data), "personal": deed.personal, "sent": dict(deed.sent)}
    return codes().sending(actor.sender, deed.once), codes().request(canonical(sent))


def sent_before(row: CaseRow | None, deed: Deed, actor: Actor) -> Done | None:
    """Return what an earlier sending with the same key did; raises Refused if it had other content."""
    once, request = sending_codes(deed, actor)
    # Nearly always there is none, and asking for the key alone is a third of the cost of asking for the event.
    known = next(iter(EventRow.objects.filter(once=once).values_list("pk", flat=True)[:1]), None) if once else None
    if known is None:
        return None
    event = EventRow.objects.select_related("case__party").get(pk=known)
    if bytes(event.request or b"") != request or (row and event.case_id != row.pk):
        raise Refused(
            Refusal(
                code="key-used",
                reason=Text(
                    id="Kunci pengiriman ini sudah dipakai untuk isi yang lain.",
                    en="This idempotency key was already used for other content.",
                ),
                remedy=Text(id="Pakai kunci baru untuk isi baru.", en="Use a new key for new content."),
            )
        )
    return Done(event.case, state_of(event.case), event)
