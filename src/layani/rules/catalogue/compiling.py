"""Turns what a file says into what the house reads: the compiled Service and OfficeFile."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from layani.rules.authority.model import Entry as AuthorityEntry
from layani.rules.cases.calendar import Decree, Openings
from layani.rules.catalogue.afterwards import OwnObjection, Renewal, Revocation
from layani.rules.catalogue.amounts.compiling import AmountsCompiler
from layani.rules.catalogue.amounts.figures import reads_of
from layani.rules.catalogue.answers import CompiledAnswers
from layani.rules.catalogue.closing import Closing
from layani.rules.catalogue.compiling_steps import compile_step
from layani.rules.catalogue.compiling_systems import agreement_of, compile_system
from layani.rules.catalogue.duties import Duty
from layani.rules.catalogue.evidence import hint_of
from layani.rules.catalogue.expressions import Expression, ExpressionError, Reads
from layani.rules.catalogue.expressions.types import YES_NO, Type, record
from layani.rules.catalogue.grammar.amounts import FormulaEntry
from layani.rules.catalogue.grammar.closing import ClosingEntry
from layani.rules.catalogue.grammar.duties import DutyEntry
from layani.rules.catalogue.grammar.form import ColumnEntry, FieldEntry, FromEntry, PageEntry
from layani.rules.catalogue.grammar.office import (
    DecreeEntry,
    DoorEntry,
    Hours,
    OfficeEntry,
    SignerEntry,
    SourceEntry,
)
from layani.rules.catalogue.grammar.parts import LawEntry, Words
from layani.rules.catalogue.grammar.promise import PromiseEntry
from layani.rules.catalogue.grammar.retention import RetentionEntry
from layani.rules.catalogue.grammar.service import GroundEntry, OpenCasesEntry, RuleEntry, ServiceFile
from layani.rules.catalogue.grammar.steps import StepEntry
from layani.rules.catalogue.grammar.validity import ObjectionEntry, RevokeEntry
from layani.rules.catalogue.lasting import lasting_words
from layani.rules.catalogue.model import (
    Contacts,
    Evidence,
    Field,
    FormPage,
    Ground,
    Law,
    OfficeFile,
    Product,
    Register,
    Role,
    Rule,
    Service,
    Step,
    Tell,
)
from layani.rules.catalogue.numbers import NUMBERS, Number
from layani.rules.catalogue.open_cases import OpenCases
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.promise import Answer, Extension, LegalTerm, Outage, Promise
from layani.rules.catalogue.reading import Path_, Source
from layani.rules.catalogue.renderings.step_words import step_note
from layani.rules.catalogue.scope import fact_types, field_types, finding_types
from layani.rules.catalogue.second_officers import ExemptStep, Pool
from layani.rules.catalogue.standard import full_standard
from layani.rules.door.terms import ONE_COUNTER, Door
from layani.rules.money.fee import Fee
from layani.rules.retention.model import Kept
from layani.rules.sections import Section, Sections
from layani.rules.text import Text

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def text(words: Words) -> Text:
    """Return the entry's words as a Text."""
    return Text(id=words.id, en=words.en)


def text_or_none(words: Words | None) -> Text | None:
    """Return the entry's words as a Text, or None."""
    return text(words) if words else None


def compile_office(entry: OfficeEntry, regions: Mapping[str, Text]) -> OfficeFile:
    """Return the office; ``regions`` are the wards of its regions.csv, code -> name."""
    contacts = entry.contacts
    return OfficeFile(
        slug=entry.office,
        prefix=entry.prefix,
        name=text(entry.name),
        kind=entry.kind,
        ward=entry.region,
        timezone=entry.timezone,
        currency=entry.currency,
        hours=_hours(entry.hours),
        contacts=Contacts(text(contacts.address), contacts.phone, contacts.email, contacts.website),
        log_origin=entry.log_origin,
        roles={name: Role(name, text(role.title), role.holders, tuple(role.may)) for name, role in entry.roles.items()},
        closed_on={day: text(words) for day, words in entry.holidays.closed.items()},
        open_on=tuple(entry.holidays.open),
        regions=dict(regions),
        decrees=tuple(sorted((_decree(one) for one in entry.decrees), key=lambda one: one.issued)),
        units={name: _hours(unit.hours) for name, unit in entry.units.items()},
        sources={name: _register(name, one, entry) for name, one in entry.sources.items()},
        systems={name: compile_system(name, one) for name, one in entry.systems.items()},
        signers=tuple(_signer(one, number) for number, one in enumerate(entry.signers, start=1)),
        blanks={name: text(one.name) for name, one in entry.blanks.items()},
        pools=tuple(
            Pool(one.for_, one.asks, text(one.of), frozenset(one.steps), frozenset(one.services)) for one in entry.pool
        ),
        exempt_steps=tuple(ExemptStep(one.service, one.step, one.checked_by) for one in entry.exemptions),
        sections=Sections(
            {slug: Section(text(one.name), tuple(one.takes)) for slug, one in entry.sections.items()},
            {name: dict(role.sections) for name, role in entry.roles.items() if role.sections},
        ),
        facts=dict(entry.facts),
        door=_door(entry.door),
    )


def _door(entry: DoorEntry) -> Door:
    counters = {name: text(words) for name, words in entry.counters.items()} or ONE_COUNTER
    return Door(counters, entry.come_back, entry.lists_bind, entry.answer)


def _signer(entry: SignerEntry, number: int) -> AuthorityEntry:
    return AuthorityEntry(
        id=f"file/{number}",
        post=entry.post,
        kind=entry.kind,
        decree=entry.decree,
        decree_on=entry.dated,
        since=entry.since,
        until=entry.until,
        signs_as=text_or_none(entry.from_),
        services=frozenset(entry.services),
        acts=frozenset(entry.acts),
        initials=tuple(entry.initials),
    )


def _hours(entry: Hours) -> dict[int, Openings]:
    return {day: spans for day, name in enumerate(_WEEKDAYS) if (spans := getattr(entry, name))}


def _register(name: str, entry: SourceEntry, office: OfficeEntry) -> Register:
    return Register(
        id=name,
        name=text(entry.name),
        basis=entry.basis,
        status=entry.status,
        gives=tuple(entry.gives),
        valid=entry.valid,
        fills=tuple(entry.fills),
        system=entry.system or "",
        agreement=agreement_of(office.systems[entry.system]) if entry.system else None,
        granted=entry.access == "granted",
    )


def _decree(entry: DecreeEntry) -> Decree:
    closed = {day: text(words) for day, words in entry.closed.items()}
    return Decree(entry.number, entry.issued, closed, frozenset(entry.open), entry.year)


class ServiceCompiler:
    """Compiles one service file and collects the problems of its expressions."""

    def __init__(self, source: Source, office: OfficeFile) -> None:
        self.source = source
        self.office = office
        self.problems: list[Problem] = []
        self.names: dict[str, Type] = {}

    def compile(self, entry: ServiceFile, letters: Mapping[tuple[str, str], str]) -> Service | None:
        """Return the service, or None when ``problems`` says why not."""
        # The types of all fields come first, because the condition of one may read another on a later page.
        plain = [self._field(name, one) for page in entry.ask for name, one in page.fields.items()]
        whole = field_types(plain) | fact_types(self.office) | finding_types(map(compile_step, entry.steps))
        amounts = AmountsCompiler(self.source, whole, self._expression, self.problems)
        figures = amounts.compile_figures(entry, {one.name: one for one in plain})
        # What is read too early, before a step could find it, is the lint's affair: it knows the way there.
        if entry.numbers:
            # They are written out already: what is left under this name is one that is not there, or not above.
            amounts.names[NUMBERS] = record({})
        self.names = names = amounts.names
        pages = tuple(self._page(page, number) for number, page in enumerate(entry.ask))
        asked = {one.name: one for one in plain}
        steps = tuple(self._step(step, number, asked) for number, step in enumerate(entry.steps))
        parts: dict[str, Any] = {
            "pages": pages,
            "rules": tuple(self._rule(rule, number, names) for number, rule in enumerate(entry.rules)),
            "steps": steps,
            "fee": Fee(tuple(amounts.fee_row(row, number) for number, row in enumerate(entry.fee))),
            "amounts": amounts.compile(entry, *figures),
            "numbers": {name: self._number(name, one, names) for name, one in entry.numbers.items()},
            "owes": tuple(self._duty(duty, number, names) for number, duty in enumerate(entry.owes)),
        }
        if any(problem.level == "error" for problem in self.problems):
            return None
        law = {one.id: _law(one) for one in entry.law}
        name = text(entry.name)
        fields = {one.name: one for page in pages for one in page.fields}
        conditional = {one.id: step_note(one, steps, fields, parts["amounts"]) for one in steps}
        standard = full_standard(entry, parts["fee"], pages, self.office, conditional)
        return Service(
            slug=entry.service,
            version=entry.version,
            digest=digest(self.source.values, letters),
            name=name,
            need=text(entry.need),
            summary=text(entry.summary),
            words={"id": tuple(entry.words.id), "en": tuple(entry.words.en)},
            life_events=tuple(entry.life_events),
            applicants=tuple(entry.for_),
            channels=tuple(entry.channels),
            minutes=entry.minutes,
            cases_a_year=entry.cases_a_year or 0,
            law=law,
            standard=standard,
            promise=_promise(entry.promise),
            gives=Product(
                entry.gives.kind,
                entry.gives.letter,
                text_or_none(entry.gives.name) or name,
                lasting_words(entry.gives.lasts) if entry.gives.lasts else text_or_none(entry.gives.valid),
                entry.gives.lasts,
                entry.gives.remind,
                None if entry.gives.initials is None else tuple(entry.gives.initials),
                entry.gives.blank or "",
            ),
            renews=_renewal(entry),
            revocation=_revocation(entry.revoke) if entry.revoke else None,
            objection=_objection(entry.objection) if entry.objection else None,
            tells=tuple(Tell(one.id, one.who, one.at, one.law) for one in entry.tells),
            open_cases=_open_cases(entry.open_cases) if entry.open_cases else None,
            closing=_closing(entry.closes) if entry.closes else None,
            once_per=tuple(entry.once_per),
            section=entry.section or "",
            retention=_retention(entry.retention) if entry.retention else None,
            assurance=entry.assurance,
            grounds=tuple(_ground(one) for one in entry.grounds),
            letters=dict(letters),
            next=tuple(entry.next),
            survey=entry.survey,
            answers=CompiledAnswers(pages, parts["amounts"]),
            reads={
                "rules": Reads(one for rule in parts["rules"] for one in (rule.when, rule.must)),
                "steps": Reads(step.when for step in parts["steps"]),
                "fee": reads_of(parts["fee"].rows),
            },
            **parts,
        )

    def _expression(
        self, written: str | None, path: Path_, names: Mapping[str, Type], gives: Type | None = YES_NO
    ) -> Any:
        """Return the compiled expression, or None after noting a problem. It is a condition if nothing else is said."""
        if written is None:
            return None
        try:
            return Expression.compile(written, names, gives=gives)
        except ExpressionError as fault:
            shown = written if len(written) <= 80 else f"{written[:80]}…"
            self.problems.append(
                self.source.problem(
                    path, f"the {'condition' if gives is YES_NO else 'formula'} {shown} cannot be used.", str(fault)
                )
            )
            return None

    def _page(self, page: PageEntry, number: int) -> FormPage:
        fields = [
            replace(self._field(name, one), when=self._asked_when(name, one, ("ask", number, "fields", name, "when")))
            for name, one in page.fields.items()
        ]
        return FormPage(page.page, text(page.title), tuple(fields))

    def _asked_when(self, name: str, entry: FieldEntry, path: Path_) -> Any:
        others = {other: one for other, one in self.names.items() if other != name}
        return self._expression(entry.when, path, others)

    def _field(self, name: str, entry: FieldEntry) -> Field:
        limits = {key: value for key in ("longest", "least", "most") if (value := getattr(entry, key)) is not None}
        options = tuple((value, text(label)) for value, label in (entry.of or {}).items())
        if entry.is_ == "address":
            own = self.office.wards if entry.within == "office" else self.office.regions
            options = tuple((code, self.office.regions[code]) for code in own)
        return Field(
            columns=tuple(self._column(column, one) for column, one in (entry.each or {}).items()),
            one=text_or_none(entry.one),
            name=name,
            kind=entry.is_,
            label=text(entry.label),
            hint=hint_of(text_or_none(entry.hint), entry.evidence.kind if entry.evidence else ""),
            required=entry.required,
            options=options,
            accept=tuple(entry.accept or ()),
            max_bytes=entry.max_ or 0,
            source="identity" if entry.from_ == "identity" else None,
            register=self._looked_up(entry),
            confirmed=not isinstance(entry.from_, FromEntry) or entry.from_.needed,
            law=entry.law,
            limits=limits,
            evidence=Evidence(entry.evidence.kind, entry.evidence.law) if entry.evidence else None,
        )

    def _column(self, name: str, entry: ColumnEntry) -> Field:
        """Return one question of a list's rows: a plain field, asked of every row."""
        given = {key: getattr(entry, key) for key in entry.model_fields_set}
        return self._field(name, FieldEntry.model_construct(**given))

    def _looked_up(self, entry: FieldEntry) -> tuple[Register, str] | None:
        """Return where a field is looked up; a source that does not exist is the lint's affair."""
        if not isinstance(entry.from_, FromEntry) or entry.from_.source not in self.office.sources:
            return None
        return self.office.sources[entry.from_.source], entry.from_.element

    def _rule(self, entry: RuleEntry, number: int, names: Mapping[str, Type]) -> Rule:
        return Rule(
            id=entry.id,
            says=text(entry.says),
            law=entry.law,
            must=self._expression(entry.must, ("rules", number, "must"), names),
            fix=text(entry.fix),
            mandatory=entry.mandatory,
            when=self._expression(entry.when, ("rules", number, "when"), names),
        )

    def _number(self, name: str, entry: FormulaEntry, names: Mapping[str, Type]) -> Number:
        formula = self._expression(entry.formula, ("numbers", name, "formula"), names, None)
        return Number(text(entry.says), entry.law, formula, Reads((formula,)))

    def _duty(self, entry: DutyEntry, number: int, names: Mapping[str, Type]) -> Duty:
        return Duty(
            entry.id,
            text(entry.says),
            entry.law,
            entry.by,
            entry.within,
            entry.from_ or "",
            self._expression(entry.when, ("owes", number, "when"), names),
            entry.remind,
            entry.ground or "",
        )

    def _step(self, entry: StepEntry, number: int, asked: Mapping[str, Field]) -> Step:
        when = self._expression(entry.work.when, ("steps", number, entry.kind, "when"), self.names)
        return compile_step(entry, when, asked)


def _ground(entry: GroundEntry) -> Ground:
    return Ground(entry.id, entry.law, text(entry.says), text(entry.remedy), entry.rule or "")


def _renewal(entry: ServiceFile) -> Renewal | None:
    renews = entry.renews or entry.changes
    if renews is None:
        return None
    opens = entry.renews.opens if entry.renews else None
    return Renewal(renews.service, opens, tuple(renews.keeps), tuple(renews.takes))


def _revocation(entry: RevokeEntry) -> Revocation:
    grounds = tuple(Ground(one.id, one.law, text(one.says), text(one.remedy)) for one in entry.grounds)
    return Revocation(entry.law, entry.warns, entry.decides, entry.answer, grounds)


def _objection(entry: ObjectionEntry) -> OwnObjection:
    upholds = entry.silence == "upholds"
    return OwnObjection(entry.law, entry.within, entry.answered, entry.by or "", upholds, text(entry.then))


def _open_cases(entry: OpenCasesEntry) -> OpenCases:
    return OpenCases(tuple(entry.follow), entry.law, text(entry.says))


def _retention(entry: RetentionEntry) -> Kept:
    spans = {"case-granted": entry.granted, "case-refused": entry.refused, "case-withdrawn": entry.withdrawn}
    return Kept({rule: span for rule, span in spans.items() if span is not None}, entry.law)


def _closing(entry: ClosingEntry) -> Closing:
    instead = entry.instead
    return Closing(
        last_day=entry.last_day,
        law=entry.law,
        says=text(entry.says),
        instead=text(instead.says),
        service=instead.service or "",
        letters=text_or_none(entry.letters),
    )


def _promise(entry: PromiseEntry) -> Promise:
    legal = LegalTerm(entry.legal.term, entry.legal.law, entry.legal.from_) if entry.legal else None
    extension = Extension(entry.extension.by, entry.extension.law) if entry.extension else None
    answer = Answer(entry.answer.within, entry.answer.warn_after, entry.answer.law) if entry.answer else None
    out = entry.outage
    outage = Outage(tuple(out.systems), out.most, out.law) if out else None
    law = entry.law or (entry.legal.law if entry.legal else None)
    return Promise(entry.total, entry.counts_from, entry.pledge, entry.if_late, law, legal, extension, answer, outage)


def _law(entry: LawEntry) -> Law:
    return Law(entry.id, entry.cite, entry.source, entry.status, entry.checked_on, text_or_none(entry.says))


def digest(values: Mapping[str, Any], letters: Mapping[tuple[str, str], str]) -> str:
    """Return the SHA-256 (hex) of the file's values and the letters; comments and layout do not count."""
    content = {
        "service": values,
        "letters": {f"{outcome}.{language}": body for (outcome, language), body in letters.items()},
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
