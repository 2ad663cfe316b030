"""Check completeness: complete, or everything that is missing in one notice; and the citizen's answer to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.amounts import amounts_of, conditions_of
from layani.office.actions.filing import AnswersRejected, attach
from layani.office.actions.filing_documents import documents_in, uploads_in
from layani.office.actions.proxying import ByProxy, note_act, require_still_covered
from layani.office.actions.sections import asked_in, section_after
from layani.office.actions.subjects import note_subject, subject_of
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import SYSTEM, Actor
from layani.office.house import calendar, facts_on, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event
from layani.office.tables.projection import event_of
from layani.rules.cases.state import Case
from layani.rules.catalogue import FieldProblem, Service, check_answers, evaluate_rules
from layani.rules.catalogue.admission import fee_untold
from layani.rules.catalogue.answers import asked_fields, without_unasked
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.fees import priorities_for
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

# Without the name: it may be anything that somebody typed.
_NOT_A_QUESTION = Refusal(
    code="not-a-question",
    reason=Text(
        id="Yang diminta harus isian yang memang ditanyakan pada permohonan ini.",
        en="Only what this application was asked can be asked for again.",
    ),
    remedy=Text(id="Pilih dari daftar di halaman berkas.", en="Choose from the list on the case's page."),
)


def _nothing_revealed(definition: Service, names: Collection[str]) -> Refusal:
    labels = [definition.fields[name].label for name in sorted(names) if name in definition.fields]
    return Refusal(
        code="nothing-revealed",
        reason=Text(
            id=f"Ini belum dijawab, jadi tidak ada cacat yang terlihat: {'; '.join(one.id for one in labels)}",
            en=f"This was not answered, so no answer reveals a defect: {'; '.join(one.en for one in labels)}",
        ),
        remedy=Text(
            id="Yang tidak ada dalam daftar dan tidak dijawab tidak boleh diminta.",
            en="What stands on no list and was not answered may not be asked for.",
        ),
    )


_NOT_ASKED = Text(
    id="Ini tidak diminta: kantor mengambilnya dari permohonan Anda yang lain.",
    en="This was not asked for: the office takes it from another application of yours.",
)


def check_complete(number: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Find the application complete: the promise's clock runs from here."""
    return act_on(number, Deed("check_complete", once=once), actor=actor, now=now)


def deem_complete(number: str, *, now: datetime) -> Done:
    """Count an application as complete because nobody checked it in time, or raise Refused."""
    return act_on(number, Deed("deem_complete", role="system"), actor=SYSTEM, now=now)


def ask_missing(
    number: str,
    items: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
    once: str | None = None,
    revealed: Collection[str] = (),
) -> Done:
    """Ask once for all that is missing.

    items:    field name -> what is wrong with it, in the officer's words to the citizen (sealed)
    revealed: those that stand on no list from the door, and whose defect only the answer reveals
    Raises Refused for a field that this application was not asked: the names stand in the event for all to read, and
    the citizen could not answer.
    """

    def finish(row: CaseRow, case: Case) -> Deed:
        # Only after the rules have agreed: which fields an application was asked tells how earlier ones were answered,
        # and whoever may not ask must not learn it by trying.
        definition = service(row.service, row.version).on(facts_on(calendar().local(row.received_at).date()))
        if not set(items) <= asked_fields(definition, answers_of(row)):
            raise Refused(_NOT_A_QUESTION)
        if unanswered := set(told) - answers_of(row).keys():
            raise Refused(_nothing_revealed(definition, unanswered))
        return asked

    told = sorted(set(revealed) & set(items))
    data = {"items": sorted(items), **({"revealed": told} if told else {})}
    asked = Deed("ask_missing", data, personal={"words": dict(items)}, once=once)
    return act_on(number, replace(asked, finish=finish), actor=actor, now=now)


def answer(
    number: str,
    corrected: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    once: str | None = None,
    proxy: ByProxy | None = None,
) -> Done:
    """Take the citizen's answer to the notice: the corrected fields are merged, the rules evaluated again.

    All of it is worked out while nobody else can act on the case: a version that a law has made count for it a moment
    ago would else be answered by the rules of the one before. Raises AnswersRejected or Refused.

    proxy: the mandate by which somebody else answers (actions/proxy_answering.py), asked again and locked inside the
           act; the person is told in the same act
    """
    worked_out: list[_Answered] = []
    by = proxy.data() if proxy else {}
    personal = {"answers": dict(corrected), **(proxy.personal() if proxy else {})}
    deed = Deed("answer", {"fields": sorted(corrected), **by}, personal=personal, once=once)

    def finish(row: CaseRow, case: Case) -> Deed:
        if proxy:
            require_still_covered(proxy, row, actor=actor, now=now)
        found = _answered(row, case, corrected, now)
        worked_out.append(found)
        documents = [str(ref) for ref in documents_in(found.definition, corrected)]
        return replace(deed, data={**deed.data, **found.data}, personal={**personal, "documents": documents})

    def keep(row: CaseRow, case: Case) -> None:
        found = worked_out[-1]
        if uploads := uploads_in(found.definition, corrected):
            attach(uploads, row.party, row)
        if found.definition.once_per:
            note_subject(row, subject_of(found.definition, found.answers))
        if proxy:
            note_act(row, proxy, "answer", now)

    return act_on(number, replace(deed, finish=finish), actor=actor, now=now, also=keep)


@dataclass(frozen=True, slots=True)
class _Answered:
    """What follows from an answer: the service as it counts for the case, all answers, and the event's values."""

    definition: Service
    answers: Mapping[str, Any]
    data: Mapping[str, Any]


def _answered(row: CaseRow, case: Case, corrected: Mapping[str, Any], now: datetime) -> _Answered:
    """Work out an answer on a locked case; raises AnswersRejected or Refused."""
    findings = findings_of(row)
    # The law of the day on which it was filed counts, for what is asked and for the fee as for the rules.
    facts = {**facts_on(calendar().local(row.received_at).date()), FINDINGS: findings}
    definition = service(row.service, row.version).on(facts)
    merged = {**answers_of(row), **corrected}
    # A correction can make an earlier answer one that is no longer asked: who owns the home needs no rental agreement.
    answers = {**without_unasked(definition, merged), **corrected}
    # What another case of the bundle should have given, and did not, is nothing that the citizen left out.
    _require_asked(row, corrected.keys() & case.awaits.keys())
    later = case.awaits.keys() - answers.keys()
    if problems := tuple(one for one in check_answers(definition, answers) if one.field not in later):
        raise AnswersRejected(problems)
    if refused := fee_untold(definition, answers, facts):
        raise Refused(refused)
    return _Answered(definition, answers, judged(definition, case, answers, facts, now))


def judged(
    definition: Service, case: Case, answers: Mapping[str, Any], facts: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return what follows from a case's answers as an event keeps it: rules, evidence, amounts, conditions, section.

    facts: of the day of filing, with what the steps found so far
    """
    results = evaluate_rules(definition, answers, facts, facts[FINDINGS])
    first = priorities_for(definition, answers, facts)
    data = {
        "rules": {r.rule: r.outcome for r in results},
        "must": [r.rule for r in results if r.mandatory],
        "evidence": evidence_for(definition, answers, calendar().local(now).date()),
        **amounts_of(definition, answers, facts),
        **({"put_first": bool(first)} if definition.amounts.priority else {}),
        "conditions": conditions_of(definition, answers, facts).get("conditions", {}),
        **section_after(definition, case, answers),
    }
    return {**data, "conditions": asked_in(data["conditions"], data.get("section", case.section))}


def _require_asked(row: CaseRow, names: Collection[str]) -> None:
    """Raise AnswersRejected for a question that another case answers, unless a notice has asked it of the citizen."""
    if not names:
        return
    notices = Event.objects.of_case(row.pk).filter(act="ask_missing")
    asked = {name for notice in notices for name in event_of(notice).data.get("items", ())}
    if unasked := sorted(set(names) - asked):
        raise AnswersRejected(tuple(FieldProblem(name, _NOT_ASKED) for name in unasked))
