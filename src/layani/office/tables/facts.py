"""What the controls look at: rows turned into facts, with few queries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from layani.office.actor import Actor
from layani.office.house import calendar, role_title, service
from layani.office.tables.authority_register import asked
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.exemptions import Exemption
from layani.office.tables.projection import state_of
from layani.office.tables.queues import Server, ahead_of
from layani.office.tables.served_now import served_next
from layani.rules.authority.model import SIGNED_ACTS, Entry, Question
from layani.rules.cases.acts.ranking import place_of
from layani.rules.cases.parts import ASKED_AHEAD_BY, CORRECTION_PROPOSED_BY, WARNED_BY
from layani.rules.cases.second_officer import exempt_from
from layani.rules.cases.silence import granted_by_silence
from layani.rules.cases.state import Case, other_case
from layani.rules.controls.control import LIFTED, OBJECTION, Attempt
from layani.rules.controls.revoked_before import GRANTS
from layani.rules.refusal import Refusal
from layani.rules.sections import plain, plain_in
from layani.rules.text import Text


def facts_for(
    act: str,
    row: CaseRow,
    case: Case,
    actor: Actor,
    *,
    ahead: int | None = None,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Attempt:
    """Return the facts of an attempted act; the row's party must be loaded.

    One query for ``take`` and for the grant of what rests on another case; for what is signed, one of the authority
    register, and another where it says no; none otherwise.

    case:  as it is for the open step that the act is about (``about``)
    ahead: how many cases wait ahead of this one, where the caller knows it; data: the act's values
    at:    when it is done; without it the authority register is not asked
    """
    return Attempt(
        act=act,
        officer=actor.user,
        done_by=case.done_by,
        not_same_as=_kept_apart(act, case),
        own_case=is_own(row, case, actor),
        recused=actor.user in case.recused,
        did_before=actor.user in case.objection.get("barred", ()),
        answered_it=actor.user is not None and actor.user == case.objection.get("answered_by"),
        desk=role_title(case.step_role) if case.step_role else None,
        drawn_to=case.drawn_to if actor.is_officer else None,
        ahead=_ahead(row, case, actor, at) if act == "take" and ahead is None else ahead or 0,
        unseen=_labels(case) if act == "decide_grant" and case.unseen else (),
        place=place_of(case),
        for_want_of_place=act == "decide_refuse" and for_want_of_place(case, str((data or {}).get("ground", ""))),
        earlier=_earlier(case) if act in GRANTS else "",
        failed_rules=tuple(rule_words(case, rule) for rule in case.failed_mandatory),
        roads=roads_past_a_rule(case, at) if case.failed_mandatory else (),
        outside_authority=_outside(act, case, actor, at),
        exemption=_exemption(act, case, actor, at),
    )


def _exemption(act: str, case: Case, actor: Actor, at: datetime | None) -> str:
    """Return the number of the exemption by which an officer may do the open step, if it holds at that moment.

    One query, where the case has one and the officer needs it. It may have been ended before its last day.
    """
    number = exempt_from(case, actor.by()) if case.exempt and act in LIFTED and at is not None else ""
    if not number or at is None:
        return ""
    day = calendar().local(at).date()
    held = Exemption.objects.in_force(case.office, day).filter(service=case.service, step=case.step)
    return number if any(one.number == number for one in held) else ""


def roads_past_a_rule(case: Case, at: datetime | None) -> tuple[str, ...]:
    """Return the lawful roads past a mandatory rule that has failed, which are open in a case; no query."""
    if case.imported:
        return ("new",)
    step, open_ = case.open_step, case.is_open
    asks = bool(open_ and step and step.kind == "check" and not case.asked and not case.complete_at)
    said = open_ and not (at and granted_by_silence(case, at))
    return (
        *(("notice",) if asks else ()),
        *(("fact",) if said else ()),
        *(("discretion",) if open_ and step and step.kind == "decide" else ()),
        *(("objection",) if any(one.kind == "decide" for one in case.steps) else ()),
        "new",
    )


def is_own(row: CaseRow, case: Case, actor: Actor) -> bool:
    """Say whether the officer is the applicant, or who filed it for them."""
    if not actor.nik_mac:
        return False
    applicant = row.party.nik_mac is not None and bytes(row.party.nik_mac) == actor.nik_mac
    return applicant or case.proxy.get("agent") == actor.nik_mac.hex()


def _outside(act: str, case: Case, actor: Actor, at: datetime | None) -> Refusal | None:
    found = authority(act, case, actor, at) if at else None
    return found if isinstance(found, Refusal) else None


def authority(act: str, case: Case, actor: Actor, at: datetime) -> Entry | Refusal | None:
    """Return by which power an officer signs an act at a moment, or why not; None for what is not signed by an officer,
    and where the office keeps no authority register.
    """
    post = _post(act, case)
    if act not in SIGNED_ACTS or not actor.is_officer or not post:
        return None
    day = calendar().local(at).date()
    # A corrected letter says what the first one said, so it needs the power to say that.
    said = signed_act(act, case)
    # The register knows posts, and not the sections in which they are held.
    roles = plain_in(actor.roles, case.section) if case.section else actor.roles
    return asked(case.office, Question(plain(post), case.service, said, day, actor.user, roles))


def signed_act(act: str, case: Case) -> str:
    """Return what the authority register calls an act: the letter of a refusal needs the power to refuse."""
    return "refuse" if act in LETTERS and case.status == "refused" else SIGNED_ACTS[act]


LETTERS = frozenset({"correct", "take_signature"})
"""Acts by which an officer signs what was decided before."""


def _post(act: str, case: Case) -> str:
    if act == "revoke":
        return str(case.revocable.get("decides", ""))
    if act in LETTERS:
        return post_of(case)
    return case.step_role


def post_of(case: Case) -> str:
    """Return the post that decides a case, whose power its letter needs."""
    return next((step.role for step in reversed(case.steps) if step.kind == "decide"), "")


def _earlier(case: Case) -> str:
    """Return what became of the products on which a case rests; "" where there are none.

    It is the one that it renews or changes, and those of its bundle for which it waited.
    """
    cases = case.bundle.get("cases", {})
    numbers = [number for number in (case.renews, *(cases.get(name) for name in case.otherwise)) if number]
    if not numbers:
        return ""
    found = [state_of(row) for row in CaseRow.objects.filter(number__in=numbers)]
    if any(one.revoked_at for one in found):
        return "revoked"
    return "warned" if any(one.revocation_due for one in found) else "stands"


def _kept_apart(act: str, case: Case) -> tuple[str, ...]:
    """Return what must have been done by others before this act."""
    if act in ("revoke", "drop_revocation"):
        return (WARNED_BY,)
    if act == "take_signature":
        return next((step.kept_apart for step in reversed(case.steps) if step.kind == "decide"), ())
    if act == "correct":
        # Where the service asks for four eyes at the decision, it asks for them here, too.
        return (CORRECTION_PROPOSED_BY,) if any(s.not_same_as for s in case.steps if s.kind == "decide") else ()
    if act == "expedite_granted":
        return (ASKED_AHEAD_BY,)
    if act in OBJECTION or act == "after_checked":
        return tuple(case.done_by)
    step = case.open_step
    # An imported log has visits and checks out of order; one that is not the open step shares nothing with it.
    other = step is not None and _KIND_OF.get(act, step.kind) != step.kind
    return () if step is None or other else case.kept_apart


_KIND_OF = {"perform": "perform", "visit": "visit", "check_complete": "check", "ask_missing": "check"}
"""The kind of step to which an act belongs, where another one may be open."""


def for_want_of_place(case: Case, ground: str) -> bool:
    """Say whether a ground is that on which a ranking's service refuses those without a place."""
    if not ground or not place_of(case):
        return False
    steps = service(case.service, case.version).steps
    return any(step.rank and step.rank.ground == ground for step in steps)


def _ahead(row: CaseRow, case: Case, actor: Actor, at: datetime | None) -> int:
    """Count the earlier cases of the same queue; a case that this officer may not handle does not block the queue.

    A case that is on a desk or waits for someone else stands in no queue, so taking it overtakes nobody. Nor does
    taking the next one overtake what the officer put back themselves today.
    """
    if case.holder is not None or case.ball != "office":
        return 0
    if actor.user is None:
        return ahead_of(row, case.queue, None)
    server = served_next(actor, at) if at else Server(actor.office, actor.roles, actor.user, actor.nik_mac)
    return ahead_of(row, case.queue, server)


def _labels(case: Case) -> tuple[Text, ...]:
    """Return the questions whose evidence nobody has recorded, in the words of the service."""
    fields = service(case.service, case.version).fields
    return tuple(fields[name].label if name in fields else Text(name, name) for name in case.unseen)


def rule_words(case: Case, rule: str) -> Text:
    """Return a rule that a case has failed in the words of its service, or the case that was not granted."""
    for other in case.without:
        if rule == other_case(other):
            name = service(other).name
            return Text(f"{name.id} tidak dikabulkan", f"{name.en} was not granted")
    try:
        rules = service(case.service, case.version).rules
    except KeyError:  # an imported case of a service that this office never had
        rules = ()
    return next((one.says for one in rules if one.id == rule), Text(id=rule, en=rule))
