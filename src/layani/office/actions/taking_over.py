"""Take a case over that came from another system while it was open: a supervisor or head, by a record with a number.

What the other system's file says is copied into the office's own questions, as far as it is known. The rules are then
judged as for any other case, so that nobody can grant what a rule of the law forbids or what is not known yet.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on_locked, keep_refused, sent_before
from layani.office.actions.checking import judged
from layani.office.actions.filing import AnswersRejected
from layani.office.actions.subjects import note_subject, subject_of
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, codes, facts_on, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.taking_over import days_after
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service, check_answers
from layani.rules.catalogue.answers import without_unasked
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain
from layani.rules.text import Text

MAY_TAKE_OVER = frozenset({"supervisor", "head"})


def take_over(
    number: str,
    reason: str,
    letter: str,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    once: str | None = None,
) -> Done:
    """Let a case be one of this office's own; raises Refused and keeps the attempt, or AnswersRejected.

    reason:  a name in ``rules.cases.acts.taking_over.TAKE_OVER_REASONS``
    letter:  number of the record by which it was handed over, without anybody's name
    answers: what the other system's file says, by question; what it does not say is left out
    """
    data = {"reason": reason, "letter": letter.strip(), "fields": sorted(answers)}
    deed = Deed("take_over", data, personal={"answers": dict(answers)} if answers else None, once=once)
    try:
        with transaction.atomic():
            row = CaseRow.objects.locked(number)
            above = MAY_TAKE_OVER & actor.roles_in(state_of(row).section)
            deed = replace(deed, role=next(iter(sorted(above)), ""))
            if earlier := sent_before(row, deed, actor):
                return earlier
            if not above:
                raise Refused(_NOT_A_SUPERVISOR)
            if refused := cannot_be_served(state_of(row)):
                raise Refused(refused)
            finish, also = _judging(deed, answers, actor, now)
            return act_on_locked(row, replace(deed, finish=finish), actor=actor, now=now, also=also)
    except Refused as refused:
        keep_refused(CaseRow.objects.get(number=number), deed, refused, actor=actor, now=now)
        raise


def _judging(deed: Deed, answers: Mapping[str, Any], actor: Actor, now: datetime) -> tuple[Any, Any]:
    """Return what completes the deed once the rules have agreed, and what belongs into its transaction."""
    known: list[tuple[Service, dict[str, Any]]] = []

    def finish(row: CaseRow, case: Case) -> Deed:
        facts = {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings_of(row)}
        definition = service(row.service, row.version).on(facts)
        given = without_unasked(definition, {**answers_of(row), **answers})
        _require_not_own(definition, given, actor)
        wrong = tuple(one for one in check_answers(definition, {**given, **answers}) if one.field in answers)
        if wrong:
            raise AnswersRejected(wrong)
        known.append((definition, given))
        values = judged(definition, case, given, facts, now)
        silence = {"silence_grants": definition.promise.if_late == "grant"}
        return replace(deed, data={**deed.data, **values, **silence})

    def also(row: CaseRow, case: Case) -> None:
        definition, given = known[-1]
        if definition.once_per:
            note_subject(row, subject_of(definition, given))

    return finish, also


def _require_not_own(definition: Service, given: Mapping[str, Any], actor: Actor) -> None:
    """Refuse what names the officer by their NIK: the register knows none of such a case, so ``own_case`` is blind."""
    typed = [given.get(name) for name, one in definition.fields.items() if one.kind == "nik"]
    if actor.nik_mac and any(codes().nik(str(one)) == actor.nik_mac for one in typed if one):
        raise Refused(_OWN)


def may_take_over(case: Case, actor: Actor) -> bool:
    """Tell whether somebody may take a case over: it came from elsewhere, is open, and they stand above its desks."""
    return case.imported and case.is_open and bool(MAY_TAKE_OVER & actor.roles_in(case.section))


def days_if_taken(case: Case, now: datetime) -> dict[str, Any]:
    """Return the moments that a case would have if it were taken over now, as its event writes them."""
    silence = catalogue().services[case.service].promise.if_late == "grant"
    return days_after(case, calendar(), now, silence=silence)


def cannot_be_served(case: Case) -> Refusal | None:
    """Say why this office cannot bring a case to its end: it has no such service, or no such role as a step names."""
    found = catalogue()
    if case.service not in found.services:
        return Refusal(
            "no-such-service",
            Text(f"Kantor ini tidak punya layanan “{case.service}”.", f"This office has no service “{case.service}”."),
            Text("Tambahkan layanannya ke katalog lebih dahulu.", "Add the service to the catalogue first."),
        )
    unknown = sorted({plain(step.role) for step in case.steps if step.role} - found.office.roles.keys())
    if not unknown:
        return None
    names = ", ".join(unknown)
    return Refusal(
        "no-such-role",
        Text(f"Kantor ini tidak mempunyai peran: {names}.", f"This office has no such role: {names}."),
        Text(
            "Langkah berkas ini menyebutnya. Tambahkan perannya ke office.yaml lebih dahulu.",
            "The steps of this case name it. Add the role to office.yaml first.",
        ),
    )


_OWN = Refusal(
    code="own-case",
    reason=Text("NIK yang ditulis di berkas ini adalah NIK Anda.", "The NIK that this case names is your own."),
    remedy=Text("Minta atasan lain mengambilnya alih.", "Ask another superior to take it over."),
)
_NOT_A_SUPERVISOR = Refusal(
    code="not-your-role",
    reason=Text(
        "Hanya atasan atau kepala kantor yang dapat mengambil alih berkas dari sistem lain.",
        "Only a supervisor or the head of the office can take a case of another system over.",
    ),
    remedy=Text("Beri tahu atasan Anda.", "Tell your superior."),
)
