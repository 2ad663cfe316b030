"""File an application: the act from which everything else counts."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from layani.office.actions.acting import CONTROLS, Deed, Done, sending_codes, sent_before
from layani.office.actions.amounts import amounts_of, conditions_of
from layani.office.actions.assuring import require_assured
from layani.office.actions.attempts import keep_attempt
from layani.office.actions.filing_documents import Named, documents_in, uploads_in
from layani.office.actions.filing_statement import Made, Sending, insert_filing
from layani.office.actions.numbering import case_number
from layani.office.actions.paper.ledger import OnPaper, note_used, require_enterable
from layani.office.actions.parties import Person, party_row, require_fitting_nik, require_same_person
from layani.office.actions.proxying import ByProxy, contact_problems, note_filing, require_covered, with_agent
from layani.office.actions.renewable import require_kept, require_renewable
from layani.office.actions.subjects import note_subject, subject_of
from layani.office.actions.writing import Entry, entry_for, write
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, codes, facts_on, key_store
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.papers import Document, Draft
from layani.office.tables.models.people import Party
from layani.office.tables.models.webhooks import ProgramCase
from layani.office.tables.prepared import insert
from layani.rules.cases.act import Act, written
from layani.rules.cases.acts.following import behind
from layani.rules.cases.decider import decide, evolve
from layani.rules.cases.state import Case
from layani.rules.cases.state_json import planned
from layani.rules.catalogue import FieldProblem, Service, check_answers, evaluate_rules, steps_for
from layani.rules.catalogue.admission import admission
from layani.rules.catalogue.evidence import evidence_for
from layani.rules.catalogue.fees import priorities_for
from layani.rules.catalogue.planning import afterwards, closes_at, lawful, planned_step
from layani.rules.catalogue.prefill import FromRegister, looked_up_before
from layani.rules.controls.control import Attempt, refusals
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

# Two cases draw one number in thirty billion draws, and a newcomer is entered by the first of two requests.
TRIES = 3


class AnswersRejected(Exception):
    """The answers cannot be filed; ``problems`` says which field and what to write instead."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.text.en}" for problem in problems))


@dataclass(frozen=True)
class Application:
    """What is filed.

    applicant:  the party in the register, or the person who becomes one
    answers:    JSON values by field name, those of identity fields included
    version:    the definition that the form was made from; another one in force now is refused
    at:         when it was filed, if not now; only the importer may say so
    paper:      the receipt on paper by which it was received; then that was when its paper says
    renews:     number of the case whose product is renewed, where the service renews one
    contacted:  when the citizen first came to the counter with it, if that was before
    imported:   what the importer knows and our own rules would otherwise compute (steps, due dates)
    listed:     ticket and items of a list from the door that binds the office (rules/cases/listed.py)
    joined:     what a bundle says of it (actions/bundling.py): number, bundle, waits_for, otherwise, awaits
    proxy:      the mandate by which somebody else brings it (actions/proxying.py)
    looked_up:  the answers about which a register was asked before it was filed (actions/prefilling.py)
    through:    id of the program that files it
    """

    service: Service
    applicant: Party | Person
    answers: Mapping[str, Any]
    channel: str
    draft: UUID | None = None
    version: str = ""
    language: str = "id"
    once: str | None = None
    at: datetime | None = None
    paper: OnPaper | None = None
    contacted: datetime | None = None
    imported: Mapping[str, Any] = field(default_factory=dict)
    renews: str = ""
    joined: Mapping[str, Any] = field(default_factory=dict)
    listed: Mapping[str, Any] = field(default_factory=dict)
    looked_up: tuple[FromRegister, ...] = ()
    proxy: ByProxy | None = None
    through: int | None = None

    def received(self, now: datetime, actor: Actor) -> datetime:
        """Return when it was received: as its paper says, as the importer says, or now."""
        if self.paper is not None:
            return self.paper.at
        return self.at if actor.kind == "importer" and self.at else now


@dataclass(frozen=True, slots=True)
class FromTheDoor:
    """What an applicant brings from the front door.

    contacted: when they came, if they did today
    lists:     service -> ticket and items of a list that binds the office
    """

    contacted: datetime | None = None
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def file(application: Application, *, actor: Actor, now: datetime) -> Done:
    """Open a case, or raise AnswersRejected or Refused and change nothing.

    The key of the case is durable before the case is; a process that dies between leaves an orphan key, no half case.
    """
    day = _day(application.paper.at if application.paper else now)
    application = replace(application, service=application.service.on(facts_on(day)))
    deed = _deed(application, documents_in(application.service, application.answers))
    require_no_objection(application, actor, now)
    try:
        _require_current(application)
        _require_mandate(application, actor, now)
        _require_answers(application, day)
        _require_renewable(application, now)
    except (Refused, AnswersRejected):
        # What was filed before under this key stays filed, also when the form has changed since.
        if earlier := sent_before(None, deed, actor):
            return earlier
        raise
    return _filed(application, deed, actor, now)


def sent_already(application: Application, actor: Actor) -> Done | None:
    """Return what was filed before under this application's key, or None; raises Refused if that was something else."""
    deed = _deed(application, documents_in(application.service, application.answers))
    return sent_before(None, deed, actor)


def _filed(application: Application, deed: Deed, actor: Actor, now: datetime, tries: int = TRIES) -> Done:
    """Make the case and write it; where a number was drawn twice or a newcomer filed twice at once, try again."""
    try:
        return _made(application, deed, actor, now)
    except (IntegrityError, Refused, AnswersRejected) as fault:
        # Or the same key was sent before: then its documents are the first case's.
        if earlier := sent_before(None, deed, actor):
            return earlier
        if tries == 1 or not isinstance(fault, IntegrityError):
            raise
    return _filed(application, deed, actor, now, tries - 1)


def _made(application: Application, deed: Deed, actor: Actor, now: datetime) -> Done:
    paper = require_enterable(application.paper, actor, now) if application.paper else {}
    party, key, row = _new_rows(application, now)
    at = application.received(now, actor)
    content = {**_content(application, at), **paper}
    event = decide(
        None, Act("file", actor.by("importer" if application.imported else actor.kind), at, content), calendar()
    )
    entry = entry_for(event, key=key, personal=deed.personal, recorded_at=now)
    sending = sending_codes(deed, actor)
    done = _write(application, party, row, evolve(Case(), event), entry, sending, actor)
    return replace(done, key=key)


def require_no_objection(application: Application, actor: Actor, now: datetime) -> None:
    """Ask whether the citizen is known surely enough, and the controls about an officer or agent who files; or raise
    Refused.
    """
    if application.channel == "online":
        require_assured(application.service, actor)
    by_officer = actor.is_officer and actor.nik_mac
    if not (by_officer or application.proxy):
        return
    applicant = application.applicant
    mac = codes().nik(applicant.nik) if isinstance(applicant, Person) else applicant.nik_mac
    own = bool(by_officer) and mac is not None and bytes(mac) == actor.nik_mac
    attempt = Attempt(act="file", officer=actor.user, own_case=own)
    if application.proxy:
        attempt = with_agent(attempt, application.proxy, actor, now)
    if refused := refusals(attempt, CONTROLS):
        keep_attempt(None, Act("file", actor.by(), now), refused, actor=actor, now=now)
        raise Refused(*refused)


def _deed(application: Application, documents: Sequence[UUID]) -> Deed:
    personal: dict[str, Any] = {"answers": dict(application.answers), "documents": [str(ref) for ref in documents]}
    if application.looked_up:
        personal["said"] = {one.name: one.said for one in application.looked_up}
    if application.proxy:
        personal |= application.proxy.personal()
    applicant = application.applicant
    sent = {
        "applicant": vars(applicant) if isinstance(applicant, Person) else applicant.pk,
        "channel": application.channel,
        "language": application.language,
        "version": application.version,
        "renews": application.renews,
        **({"paper": application.paper.number} if application.paper else {}),
        **({"bundle": sorted(application.joined["bundle"]["cases"])} if application.joined else {}),
    }
    return Deed("file", {"service": application.service.slug}, personal=personal, once=application.once, sent=sent)


ANOTHER_VERSION = Refusal(
    code="another-version",
    reason=Text(
        id="Formulir layanan ini sudah diperbarui sejak Anda mulai mengisi.",
        en="The form of this service was renewed since you began.",
    ),
    remedy=Text(
        id="Jawaban Anda tersimpan. Periksa lagi setiap halaman, lalu kirim.",
        en="Your answers are kept. Look through each page again, then send.",
    ),
)


def _require_current(application: Application) -> None:
    """Refuse a form that was filled in for another version of the service."""
    current = str(application.service.version)
    if application.version and application.version != current:
        raise Refused(ANOTHER_VERSION)


def _require_answers(application: Application, day: date) -> None:
    if application.imported:
        return
    problems = check_answers(application.service, application.answers)
    if application.proxy:
        problems += contact_problems(application.proxy, application.service, application.answers)
    if later := application.joined.get("awaits"):  # another case of the bundle will answer them
        problems = tuple(problem for problem in problems if problem.field not in later)
    if problems:
        raise AnswersRejected(problems)
    if refused := admission(application.service, application.answers, facts_on(day)):
        raise Refused(*refused)


def _require_mandate(application: Application, actor: Actor, now: datetime) -> None:
    """Refuse what somebody brings for another without a mandate in force; costs nothing for everybody else."""
    if application.proxy and isinstance(application.applicant, Party):
        require_covered(application.proxy, application.applicant, application.service, actor=actor, now=now)


def _require_renewable(application: Application, now: datetime) -> None:
    """Refuse a renewal of what this applicant cannot renew; costs nothing for every other service."""
    service, applicant = application.service, application.applicant
    if service.renews is None or application.imported:
        return
    # Whom the register does not know holds nothing that could be renewed.
    party = applicant if isinstance(applicant, Party) else Party(pk=None)
    row = require_renewable(service, application.renews, party, now)
    require_kept(service, row, application.answers)


def _new_rows(application: Application, now: datetime) -> tuple[Party, bytes, CaseRow]:
    """Return the party (saved or not), the case's durable key, and the unsaved case row."""
    party = application.applicant
    ref, key = key_store().ready(now)
    if isinstance(party, Person):
        known = Party.objects.with_nik_now(codes().nik(party.nik)) if party.nik else None
        if known is None:
            require_fitting_nik(party)
            party_ref, party_key = key_store().ready(now)
            newcomer = party_row(party, ref=party_ref, key=party_key, now=now, language=application.language)
            return newcomer, key, CaseRow(ref=ref)
        require_same_person(known, party)
        party = known
    return party, key, CaseRow(ref=ref)


def _content(application: Application, at: datetime) -> dict[str, Any]:
    """Return the values of the filing's event: what the projection needs, and how each rule came out."""
    service = application.service
    facts = facts_on(_day(at))
    results = () if application.imported else evaluate_rules(service, application.answers, facts)
    steps = [planned(planned_step(step)) for step in steps_for(service, application.answers, facts)]
    if waits_for := application.joined.get("waits_for"):
        steps = behind(steps, waits_for)
    values = {
        "number": case_number(catalogue().office.prefix, _day(at)),
        "office": catalogue().office.slug,
        "service": service.slug,
        "version": str(service.version),
        "definition": service.digest,
        "channel": application.channel,
        "steps": steps,
        "rules": {result.rule: result.outcome for result in results},
        "must": [result.rule for result in results if result.mandatory],
        **amounts_of(service, application.answers, facts),
        **conditions_of(service, application.answers, facts),
        "promise": [service.promise.total.amount, service.promise.total.unit],
        "promise_starts": service.promise.starts,
        "silence_grants": service.promise.if_late == "grant",
        **lawful(service.promise),
        **afterwards(service),
        **_about_earlier(application),
        **({"evidence": needed} if (needed := evidence_for(service, application.answers, _day(at))) else {}),
        **({"closes_at": written(closes)} if (closes := closes_at(service, calendar(), _day(at))) else {}),
        **({"put_first": True} if priorities_for(service, application.answers, facts) else {}),
        **({"contact_at": written(application.contacted)} if application.contacted else {}),
        **({"listed": dict(application.listed)} if application.listed else {}),
        **({"looked_up": looked_up_before(application.looked_up)} if application.looked_up else {}),
        **(application.proxy.data() if application.proxy else {}),
        **application.joined,
        **application.imported,
    }
    sections = catalogue().office.sections
    return sections.kept(values, sections.of(application.answers.get(service.section))) if service.section else values


def _about_earlier(application: Application) -> dict[str, Any]:
    """Return which case's product is renewed, or changed: then the new product keeps the earlier one's end."""
    service = application.service
    if not application.renews:
        return {}
    values = {"renews": application.renews}
    if service.renews and service.renews.opens is None and (row := CaseRow.objects.numbered(application.renews)):
        return values | ({"ends_with": row.rest["valid_until"]} if row.rest.get("valid_until") else {})
    return values


def attach(named: Sequence[Named], party: Party, row: CaseRow) -> None:
    """Bind uploads to a case, or raise what ``not_bound`` says; the caller holds the transaction."""
    uploads = {one.code: one.ref for one in named}
    if uploads and Document.objects.bind(uploads, party.pk, row.pk) != len(uploads):
        raise not_bound(named, party, row)


def not_bound(named: Sequence[Named], party: Party, row: CaseRow) -> Refused | AnswersRejected:
    """Return why uploads could not be bound to a case; asked only then, so that a filing pays nothing for it.

    AnswersRejected: an answer says of a file what the office did not find when it took it. Refused: one is not the
    party's own upload, or is another case's already.
    """
    refs = {one.ref for one in named}
    own = Document.objects.filter(Q(case=None) | Q(case=row.pk), ref__in=refs, party=party.pk, answer_mac__isnull=False)
    found = {document.ref: document for document in own}
    others = [one for one in named if one.ref in found and bytes(found[one.ref].answer_mac or b"") != one.code]
    if others and refs == found.keys():
        return AnswersRejected(tuple(FieldProblem(one.field, _unlike(found[one.ref])) for one in others))
    return Refused(_document_missing())


def _unlike(document: Document) -> Text:
    kept = f"{document.media_type}, {document.size} B"
    return Text(
        id=f"Keterangan berkas ini (id, name, type, bytes, sha256) tidak sama dengan catatan kantor saat berkas "
        f"diunggah ({kept}). Tulis jawaban ini persis seperti yang Anda terima saat mengunggah, atau unggah lagi.",
        en=f"What this says of the file (id, name, type, bytes, sha256) is not what the office noted at its upload "
        f"({kept}). Write this answer exactly as the upload gave it, or upload the file again.",
    )


def _document_missing() -> Refusal:
    return Refusal(
        code="document-missing",
        reason=Text(
            id="Satu dokumen atau lebih tidak ditemukan di antara unggahan pemohon ini.",
            en="One or more documents are not among this applicant's uploads.",
        ),
        remedy=Text(id="Unggah dokumen itu lagi, lalu kirim.", en="Upload the document again, then send."),
    )


def _day(moment: datetime) -> date:
    return calendar().local(moment).date()


def _write(
    application: Application,
    party: Party,
    row: CaseRow,
    case: Case,
    entry: Entry,
    sending: Sending,
    actor: Actor,
) -> Done:
    """Write party, case, event, leaf and message; on PostgreSQL in one statement, elsewhere row by row."""
    # One statement is a transaction by itself: two round trips less. Inside another transaction it needs a savepoint.
    fast = connection.vendor == "postgresql"
    about = subject_of(application.service, application.answers)
    more = application.draft or application.proxy or application.paper or about
    alone = fast and not more and not connection.in_atomic_block
    named = uploads_in(application.service, application.answers)
    with nullcontext() if alone else transaction.atomic():
        made = Made(party, row, case, entry, sending, named, application.through)
        written = _in_one_statement(made) if fast else _row_by_row(made)
        if about is not None:
            note_subject(row, about)
        if application.proxy:
            note_filing(row, application.proxy, actor=actor, now=entry.recorded_at)
        if application.draft:
            Draft.objects.filter(ref=application.draft).delete()
        if application.paper:
            note_used(application.paper, written)
    return Done(row, case, written)


def _in_one_statement(made: Made) -> EventRow:
    event = insert_filing(made)
    if event is None:
        raise not_bound(made.named, made.party, made.row)
    return event


def _row_by_row(made: Made) -> EventRow:
    party, row = made.party, made.row
    if party.pk is None:
        insert(party)
    row.party = party
    event = write(row, made.case, made.entry, once=made.sending[0], request=made.sending[1])
    attach(made.named, party, row)
    if made.through:
        insert(ProgramCase(program_id=made.through, case=row))
    return event
