"""Exemptions from separation of duties: one person proposes one, another agrees, and either ends it before its day.

Each is published when it is agreed on, with all its words. It holds from its first day to its last and not an hour
longer; who needs more proposes another one.
"""

from datetime import datetime, timedelta

from django.db import transaction

from layani.office.actions.asking_for_help import end_exemptions
from layani.office.actions.attempts import keep_attempt
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue
from layani.office.tables.models.exemptions import Exemption as Row
from layani.office.tables.models.exemptions import ExemptionRuling
from layani.rules.cases.act import Act
from layani.rules.cases.second_officer import (
    WORDS_AT_LEAST,
    Exemption,
    Span,
    objections_to_exemption,
    objections_to_ruling,
)
from layani.rules.catalogue.second_officers import exempt_step
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

PROPOSERS = frozenset({"head", "supervisor"})
ENDED_AT_ONCE = 500  # steps that lose their exemption with it; the sweep finds any others within a minute


def propose(one: Exemption, *, actor: Actor, now: datetime) -> Row:
    """Write a proposal down, with its number; raises Refused and writes nothing. What was refused is kept."""
    office, today = catalogue().office, calendar().local(now).date()
    listed = exempt_step(office.exempt_steps, one.service, one.step)
    refused: tuple[Refusal, ...] = () if actor.roles & PROPOSERS and actor.is_officer else (_no_proposer(),)
    refused += objections_to_exemption(
        one, allowed=listed is not None, today=today, others=_spans(one.service, one.step)
    )
    if refused or listed is None:
        _keep(refused, actor, now)
        raise Refused(*refused)
    year = today.year
    with transaction.atomic():
        return Row.objects.create(
            office=office.slug,
            year=year,
            serial=Row.objects.next_serial(office.slug, year),
            service=one.service,
            step=one.step,
            ground=one.ground,
            says=one.says.strip(),
            since=one.since,
            until=one.until,
            one_in=one.one_in,
            checked_by=listed.checked_by,
            proposed_by_id=_officer(actor),
            proposed_at=now,
        )


def rule(number: int, kind: str, why: str, *, actor: Actor, now: datetime) -> ExemptionRuling:
    """Approve or decline a proposal, as a supervisor who neither made it nor does a step of its service.

    Raises Refused, which is kept, and Exemption.DoesNotExist.
    """
    row = Row.objects.ruled().get(pk=number, office=catalogue().office.slug)
    if refused := _against_ruling(row, kind, why, actor, now):
        _keep(refused, actor, now)
        raise Refused(*refused)
    with transaction.atomic():
        Row.objects.next_serial(row.office, row.year)  # one ruling at a time
        again = Row.objects.ruled().get(pk=row.pk)
        spans = _spans(row.service, row.step) if kind == "approved" else []
        overlaps = any(since <= row.until and row.since <= until for since, until in spans)
        if again.approved_at or again.declined_at or overlaps:
            raise Refused(_ruled())
        return ExemptionRuling.objects.create(exemption=row, kind=kind, why=why.strip(), by_id=_officer(actor), at=now)


def end(number: int, why: str, *, actor: Actor, now: datetime) -> ExemptionRuling:
    """End one that holds, at once: yesterday was its last day. The steps that it opened are kept apart again.

    Raises Refused, which is kept, and Exemption.DoesNotExist.
    """
    row = Row.objects.ruled().get(pk=number, office=catalogue().office.slug)
    today = calendar().local(now).date()
    refused: tuple[Refusal, ...] = () if actor.roles & PROPOSERS and actor.is_officer else (_no_proposer(),)
    refused += _bare(why)
    if not row.approved_at or row.ended_on or row.until < today:
        refused += (_ruled(),)
    if refused:
        _keep(refused, actor, now)
        raise Refused(*refused)
    with transaction.atomic():
        ruling = ExemptionRuling.objects.create(
            exemption=row,
            kind="ended",
            last_day=today - timedelta(days=1),
            why=why.strip(),
            by_id=_officer(actor),
            at=now,
        )
    end_exemptions(now, ENDED_AT_ONCE)
    return ruling


def against_ruling_by(row: Row, actor: Actor) -> Refusal | None:
    """Return why somebody may not rule on a proposal, None where they may; that it is ruled on already is not asked."""
    return objections_to_ruling(row.proposed_by_id, actor.user or 0, actor.roles, _doing(row))


def _against_ruling(row: Row, kind: str, why: str, actor: Actor, now: datetime) -> tuple[Refusal, ...]:
    if row.approved_at or row.declined_at:
        return (_ruled(),)
    refused = against_ruling_by(row, actor)
    found = (refused,) if refused else ()
    if kind not in ("approved", "declined"):
        return (*found, _bare_ruling())
    if kind == "approved" and row.until < calendar().local(now).date():
        return (*found, _late())
    return (*found, *_bare(why))


def _doing(row: Row) -> frozenset[str]:
    found = catalogue().services.get(row.service)
    return catalogue().office.sections.held([step.role for step in found.steps]) if found else frozenset()


def _spans(service: str, step: str) -> list[Span]:
    """Return the first and last days of those agreed on for a step; one query."""
    rows = Row.objects.published(catalogue().office.slug).filter(service=service, step=step)
    return [(one.since, min(one.until, one.ended_on) if one.ended_on else one.until) for one in rows]


def _keep(refused: tuple[Refusal, ...], actor: Actor, now: datetime) -> None:
    keep_attempt(None, Act("exemption", actor.by("proposer"), now, {}), refused, actor=actor, now=now)


def _officer(actor: Actor) -> int:
    """Return the id of who acts; the rules have let nobody but an officer come here."""
    if actor.user is None:
        raise AssertionError("an officer has an id")
    return actor.user


def _bare(why: str) -> tuple[Refusal, ...]:
    if len(why.strip()) >= WORDS_AT_LEAST:
        return ()
    return (
        Refusal(
            "exemption-words",
            Text(
                f"Alasannya belum ditulis, paling sedikit {WORDS_AT_LEAST} huruf.",
                f"The reason is missing, at least {WORDS_AT_LEAST} characters.",
            ),
            Text("Tulis alasannya; alasan ini diumumkan.", "Write it; it is published."),
        ),
    )


def _bare_ruling() -> Refusal:
    return Refusal(
        "exemption-ruling",
        Text("Pilih setuju atau tolak.", "Choose to approve or to decline."),
        Text("Tekan salah satu tombol.", "Press one of the buttons."),
    )


def _late() -> Refusal:
    return Refusal(
        "exemption-past",
        Text("Hari terakhirnya sudah lewat.", "Its last day is over."),
        Text("Minta usul yang baru.", "Ask for a new proposal."),
    )


def _no_proposer() -> Refusal:
    return Refusal(
        "exemption-no-power",
        Text("Hanya kepala atau pengawas yang boleh.", "Only a head or a supervisor may do this."),
        Text("Serahkan kepada kepala atau pengawas.", "Leave it to a head or a supervisor."),
    )


def _ruled() -> Refusal:
    return Refusal(
        "ruled-already",
        Text(
            "Sudah diputus, tidak berlaku lagi, atau ada pengecualian lain pada hari-hari itu.",
            "It was ruled on already, holds no more, or another exemption holds on some of these days.",
        ),
        Text("Muat ulang halaman.", "Reload the page."),
    )
