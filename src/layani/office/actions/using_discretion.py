"""Discretion: an official who decides proposes it for one case, a superior approves it, and then it takes effect.

It is written down when it is proposed, so that the inspectorate sees it the same day, and published when it is
approved. It grants nothing: the controls of a decision do not ask whether there is one.
"""

from datetime import datetime

from django.db import transaction

from layani.office.actions.acting import Deed, act_on
from layani.office.actions.attempts import keep_attempt
from layani.office.actions.parties import person_of
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, in_titles
from layani.office.tables.facts import is_own, rule_words
from layani.office.tables.models import Case as CaseRow
from layani.office.tables.models import Discretion as Row
from layani.office.tables.models import DiscretionRuling
from layani.office.tables.projection import state_of
from layani.rules.cases.act import Act
from layani.rules.cases.acts.correcting import deciders
from layani.rules.cases.administration import lawful_times
from layani.rules.cases.clock import due
from layani.rules.cases.discretion import (
    WORDS_AT_LEAST,
    Discretion,
    against_the_rules,
    failed_for_good,
    objections_to_proposal,
    objections_to_ruling,
)
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text


def propose(number: str, one: Discretion, *, actor: Actor, now: datetime) -> Row:
    """Write a proposal down, with its number; raises Refused and writes nothing. What was refused is kept."""
    row = CaseRow.objects.select_related("party").get(number=number)
    if refused := _against_proposing(row, one, actor):
        keep_attempt(row, Act("discretion", actor.by("proposer"), now, {}), refused, actor=actor, now=now)
        raise Refused(*refused)
    office, year = catalogue().office.slug, calendar().local(now).year
    with transaction.atomic():
        return Row.objects.create(
            office=office,
            year=year,
            serial=Row.objects.next_serial(office, year),
            case=row,
            service=row.service,
            kind=one.kind,
            purpose=one.purpose,
            scope=one.scope,
            says=one.says.strip(),
            budget=one.budget,
            costs=one.costs.strip(),
            days=one.days,
            proposed_by_id=_officer(actor),
            roles=sorted(actor.roles_in(state_of(row).section)),
            proposed_at=now,
            due_at=due(calendar(), now, lawful_times()["discretion_answered_within"].within),
        )


def rule(number: int, kind: str, why: str, *, actor: Actor, now: datetime) -> DiscretionRuling:
    """Approve or decline one, as a superior; an approval takes effect on the case in the same transaction."""
    row = Row.objects.select_related("case__party").get(pk=number, office=catalogue().office.slug)
    against = _against_ruling(row, actor, kind, why)
    if against is not None:
        refused = in_titles(against)
        act = Act("discretion", actor.by("superior"), now, {"kind": row.kind})
        keep_attempt(row.case, act, (refused,), actor=actor, now=now)
        raise Refused(refused)
    with transaction.atomic():
        CaseRow.objects.locked(row.case.number)
        if DiscretionRuling.objects.filter(discretion=row).exists():
            raise Refused(_ruled())
        ruling = DiscretionRuling.objects.create(
            discretion=row, kind=kind, why=why.strip(), by_id=_officer(actor), at=now
        )
        if kind == "approved":
            data = {"kind": row.kind, "discretion": row.number, **({"days": row.days} if row.days else {})}
            role = next(iter(sorted(actor.roles & {"supervisor", "head"})), "")
            act_on(row.case.number, Deed("discretion", data, role=role), actor=actor, now=now)
        return ruling


def _officer(actor: Actor) -> int:
    """Return the id of who acts; the rules have let nobody but an officer come here."""
    if actor.user is None:
        raise AssertionError("an officer has an id")
    return actor.user


def may_propose(row: CaseRow, actor: Actor) -> bool:
    """Say whether an officer decides such cases, and may so propose discretion for this one."""
    return bool(deciders(state_of(row)) & actor.roles) and actor.is_officer


def may_rule(row: Row, actor: Actor) -> bool:
    """Say whether somebody is a superior who may rule on a proposal that is open."""
    open_ = not hasattr(row, "ruling")
    return (
        open_ and objections_to_ruling(row.proposed_by_id, frozenset(row.roles), actor.user or 0, actor.roles) is None
    )


def _against_proposing(row: CaseRow, one: Discretion, actor: Actor) -> tuple[Refusal, ...]:
    if not may_propose(row, actor):
        return (
            Refusal(
                "discretion-no-power",
                Text(
                    "Diskresi hanya oleh pejabat yang berwenang memutuskan berkas ini (UU 30/2014 pasal 22 ayat 1).",
                    "Discretion is for the official who may decide this case (UU 30/2014 pasal 22(1)).",
                ),
                Text("Serahkan kepada yang memutuskan.", "Leave it to who decides."),
            ),
        )
    if own := _own(row, actor):
        return (own,)
    against = _against_rules(row, one.kind)
    return (*((against,) if against else ()), *objections_to_proposal(one, (person_of(row.party).name,)))


def failed_rules(case: Case) -> tuple[Text, ...]:
    """Return the mandatory rules that have failed in a case, in the words of its service."""
    return tuple(rule_words(case, rule) for rule in failed_for_good(case))


def _against_rules(row: CaseRow, kind: str) -> Refusal | None:
    return against_the_rules(kind, failed_rules(state_of(row)))


def _against_ruling(row: Row, actor: Actor, kind: str, why: str) -> Refusal | None:
    if kind not in ("approved", "declined") or len(why.strip()) < WORDS_AT_LEAST:
        return Refusal(
            "discretion-words",
            Text(
                f"Alasan atasan belum ditulis, paling sedikit {WORDS_AT_LEAST} huruf.",
                f"The superior's reason is missing, at least {WORDS_AT_LEAST} characters.",
            ),
            Text("Tulis alasannya; alasan persetujuan diumumkan.", "Write it; the reason of an approval is published."),
        )
    if hasattr(row, "ruling"):
        return _ruled()
    refused = objections_to_ruling(row.proposed_by_id, frozenset(row.roles), actor.user or 0, actor.roles)
    refused = refused or _own(row.case, actor)
    return refused or (_against_rules(row.case, row.kind) if kind == "approved" else None)


def _own(row: CaseRow, actor: Actor) -> Refusal | None:
    """Refuse in one's own case: discretion must raise no conflict of interest (pasal 24 huruf e)."""
    case = state_of(row)
    return _conflict() if is_own(row, case, actor) or actor.user in case.recused else None


def _conflict() -> Refusal:
    return Refusal(
        "own-case",
        Text(
            "Anda berkepentingan dalam berkas ini, jadi tidak boleh memakai diskresi di sini.",
            "You have an interest in this case, and so may use no discretion in it.",
        ),
        Text("Serahkan kepada pejabat lain yang berwenang.", "Leave it to another official with the power."),
    )


def _ruled() -> Refusal:
    return Refusal(
        "ruled-already",
        Text("Usul ini sudah diputus.", "This proposal was ruled on already."),
        Text("Muat ulang halaman.", "Reload the page."),
    )
