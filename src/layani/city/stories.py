"""What happens to a made-up case: told act by act in working hours, through the office's own actions."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from layani.city.findings import found
from layani.office.actions import issuing, surveying
from layani.office.actions.acting import Deed, act_on
from layani.office.actions.taking_over import take_over
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, facts_on, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.people import User
from layani.rules.cases.clock import add_working_time
from layani.rules.cases.parts import PlannedStep
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.course_work import rules_after
from layani.rules.voice.survey import KEYS

IMPORTER = Actor(kind="importer")
HEAD, HANDED_OVER_BY = "head", "BA-1/2026 (contoh)"
# Shares of the past cases; made up, and nothing is measured by them.
ASKED, REFUSED, LATE, ANSWERED, PLEASED = 0.12, 0.06, 0.06, 0.55, 0.9
# What the notice asks for, by service: field and the officer's words.
ASKS = {
    "residence-letter": ("purpose", "Mohon tulis untuk keperluan apa surat ini dipakai."),
    "move-of-address": ("old_address", "Mohon tulis alamat lama dengan nama jalan dan kelurahannya."),
    "hall-use": ("event_name", "Mohon tulis nama acara yang lengkap."),
    "id-card": ("reason", "Mohon pilih lagi: kartunya hilang atau rusak? Surat polisinya tidak cocok."),
    "birth-certificate": ("birth_letter", "Foto surat lahirnya gelap. Mohon foto lagi di tempat terang."),
    "poverty-letter": ("rt_letter", "Surat RT-nya untuk orang lain. Mohon unggah yang atas nama Anda."),
    "marriage-dispensation": ("wedding_place", "Mohon tulis alamat akad dengan RT dan RW-nya."),
    "heirs-statement": ("statement", "Lembar kedua belum ditandatangani saksi. Mohon unggah lagi."),
    "education-grant": ("income", "Mohon tulis penghasilan semua yang bekerja di rumah Anda."),
    "health-practice-permit": ("place_letter", "Suratnya belum ditandatangani pimpinan. Mohon unggah lagi."),
    "house-building-approval": ("land_paper", "Halaman kedua sertifikat tidak terbaca. Mohon foto lagi."),
}
# A ground on which each service may be refused, and the fact.
REFUSALS = {
    "residence-letter": ("not-resident", "Ketua RT menyatakan bahwa pemohon tidak tinggal di alamat yang ditulis."),
    "move-of-address": ("not-living-there", "Pada kunjungan, rumah di alamat yang ditulis ternyata masih kosong."),
    "hall-use": ("hall-taken", "Balai sudah dipakai kelompok lain pada hari dan waktu yang sama."),
    "id-card": ("recorded-elsewhere", "Di SIAK sidik jari pemohon tercatat atas nama lain sejak 2019."),
    "birth-certificate": ("registered-already", "Anak itu sudah punya akta, terbit di kota tempat ibunya melahirkan."),
    "marriage-dispensation": ("no-important-reason", "Undangan yang sudah dicetak belum menjadi alasan yang penting."),
}
# The ground and the fact where a mandatory rule fails.
AGAINST_THE_RULES = {
    "hall-use": ("against-the-rules", "Isian pada formulir tidak memenuhi syarat pemakaian balai."),
    "poverty-letter": ("not-in-need", "Tidak ada di DTSEN, dan petugas kelurahan belum pernah menengok rumahnya."),
    "heirs-statement": ("heirs-disagree", "Seorang anak dari perkawinan pertama berkeberatan saat kami hubungi."),
}


@dataclass(frozen=True)
class Staff:
    """Ids of the officers who did the past's work, by role."""

    by_role: Mapping[str, tuple[int, ...]]

    def serves(self, definition: Service) -> bool:
        """Return whether every step of a service has somebody."""
        return all(self.by_role.get(step.role) for step in definition.steps)

    def who(self, role: str, chance: random.Random, barred: Collection[int] = ()) -> Actor:
        """Return a holder of a role who is not barred, through whom the importer writes."""
        return Actor(kind="importer", user=chance.choice([one for one in self.by_role[role] if one not in barred]))

    def officer(self, role: str) -> Actor:
        """Return the first holder of a role, who acts here and now, and not through the importer."""
        user = User.objects.get(pk=self.by_role[role][0])
        roles = frozenset({role})
        return Actor(kind="officer", user=user.pk, name=str(user), office=catalogue().office.slug, roles=roles)


@dataclass
class Story:
    """One case of the past; ``at`` is the moment up to which it has been told, ``now`` that at which it is written."""

    number: str
    case: Case
    at: datetime
    now: datetime
    chance: random.Random
    staff: Staff
    answers: Mapping[str, Any] = field(default_factory=dict)
    findings: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def then(
        self,
        kind: str,
        actor: Actor = IMPORTER,
        *,
        after: float = 0.0,
        data: Mapping[str, Any] | None = None,
        personal: Mapping[str, Any] | None = None,
        role: str = "",
    ) -> None:
        """Do the next act ``after`` so many working hours, but not in the future."""
        self.wait(after)
        deed = Deed(kind, data or {}, personal, role=role, at=self.at)
        self.case = act_on(self.number, deed, actor=actor, now=self.now).case

    def wait(self, hours: float) -> None:
        """Let so many working hours pass, up to the last moment at which the office was open."""
        self.at = max(self.at, min(later(self.at, hours), latest_open(self.now)))

    def holder(self) -> Actor:
        """Return an officer who may do the open step."""
        return self.staff.who(self.case.step_role, self.chance)

    def _may(self, step: PlannedStep) -> Actor:
        """Return an officer who may do a step: not who did one from which it is kept apart."""
        case = self.case.seen_at(step.id) if self.case.beside else self.case
        return self.staff.who(step.role, self.chance, case.barred)

    def worked(self) -> bool:
        """Do what lies between checking and deciding; False where it has not come to the decision by now."""
        while self.case.open_step and self.case.open_step.kind != "decide":
            if not self._step(self.case.open_step):
                return False
        return True

    def worked_at(self, name: str) -> None:
        """Do one of the steps that are open side by side."""
        self._step(next(step for step in self.case.steps if step.id == name))

    def _step(self, step: PlannedStep) -> bool:
        """Do one step of another kind than check and decide, and say whether it has ended."""
        here, officer = {"step": step.id}, self._may(step)
        self.then("take", officer, after=self.chance.uniform(0.1, 1), data=here)
        if step.kind == "initial":
            self.then("initial", officer, after=0.1, data=here)
        elif step.kind == "notice":
            self.then("notice_opened", officer, after=0.2, data=here)
            ends = datetime.fromisoformat(self.case.work["ends_at"])
            if ends >= latest_open(self.now):
                return False
            self.at = ends
            self.then("take", officer, after=0.5, data=here)
            self.then("notice_closed", officer, after=0.1, data=here)
        elif step.kind == "external":
            self.then("external_sent", officer, after=0.1, data=here)
            self.then("take", officer, after=self.chance.uniform(0.3, 1.5), data=here)
            self._found("external_done", officer, step, {"fits": True})
        elif step.kind == "applicant":
            self._found("turn_done", officer, step, {"done": True})
        else:
            self._found(step.kind, officer, step, {})
        return True

    def _found(self, act: str, officer: Actor, step: PlannedStep, more: Mapping[str, Any]) -> None:
        """End a step with what the officer found, and have the rules worked out with it."""
        values = found(self.case.service, step.id, calendar().local(self.at).date(), self.chance)
        definition = service(self.case.service)
        self.findings[step.id.replace("-", "_")] = values
        facts = facts_on(calendar().local(self.case.received_at or self.at).date())
        rules = rules_after(definition, self.case.rules, self.answers, facts, self.findings)
        data = {"step": step.id, "found": sorted(values), "rules": rules, **more}
        self.then(act, officer, after=0.2, data=data, personal={"findings": values, "team": [], "documents": []})

    def taken_over(self) -> None:
        """Let a case that is still open be the office's own, so that a refusal in the demo can be objected to."""
        if self.case.is_open and self.staff.by_role.get(HEAD):
            head = self.staff.officer(HEAD)
            at = max(self.at, latest_open(self.now))  # nobody works at night
            self.case = take_over(self.number, "system", HANDED_OVER_BY, {}, actor=head, now=at).case

    def checked(self) -> None:
        """Somebody takes the case and finds it complete; now and then only after asking for what is missing."""
        checker = self.holder()
        self.then("take", checker, after=self.chance.uniform(0.2, 2.5))
        if self.chance.random() < ASKED:
            self.asked(checker)
            self.then("answer", after=self.chance.uniform(2, 20), data={"fields": [ASKS[self.case.service][0]]})
            self.then("take", checker, after=self.chance.uniform(0.2, 1))
        self.then("check_complete", checker, after=self.chance.uniform(0.1, 0.6))

    def asked(self, checker: Actor) -> None:
        """The notice goes out: everything that is missing, once."""
        field, words = ASKS[self.case.service]
        self.then("ask_missing", checker, after=0.2, data={"items": [field]}, personal={"words": {field: words}})

    def decided(self) -> None:
        """Somebody else decides: in time mostly, late at times, and by law where silence grants."""
        late = self.chance.random() < LATE
        if late and self.case.silence_grants and self.case.due_at and not self.case.failed_mandatory:
            self.at = min(max(self.at, self.case.due_at + timedelta(minutes=1)), self.now)
            self.then("deem_granted")
            return
        decider = self.holder()
        self.then("take", decider, after=self.chance.uniform(22, 40) if late else self.chance.uniform(0.5, 6))
        if self.case.failed_mandatory:
            self.refused(decider, *AGAINST_THE_RULES[self.case.service])
        elif self.case.service in REFUSALS and self.chance.random() < REFUSED:
            self.refused(decider, *REFUSALS[self.case.service])
        else:
            self.then("decide_grant", decider, after=0.3)

    def refused(self, decider: Actor, ground: str, fact: str) -> None:
        """The case is refused on a listed ground with its fact."""
        grounds = [one.id for one in service(self.case.service).grounds]
        data = {"ground": ground, "grounds": grounds, "fact_length": len(fact)}
        self.then("decide_refuse", decider, after=0.3, data=data, personal={"fact": fact})

    def issued(self) -> None:
        """The letter is written."""
        self.wait(0.1)
        self.case = issuing.issue(self.number, actor=IMPORTER, now=self.now, at=self.at).case

    def served(self) -> None:
        """The citizen has the letter; every second one says how it was."""
        self.then("deliver", after=self.chance.uniform(0.1, 3), data={"how": "download"})
        surveying.offer(CaseRow.objects.get(number=self.number), now=self.at)
        if self.chance.random() < ANSWERED:
            scores = (3, 3, 4, 4) if self.chance.random() < PLEASED else (1, 2, 3)
            marks = {key: self.chance.choice(scores) for key in KEYS}
            surveying.answer(self.number, marks, actor=IMPORTER, now=self.at)


def later(moment: datetime, hours: float) -> datetime:
    """Return the moment so many working hours after ``moment``."""
    return add_working_time(calendar(), moment, timedelta(hours=hours))


def latest_open(now: datetime) -> datetime:
    """Return the last moment up to ``now`` at which the office was open: nobody works at night, not even in a demo."""
    day = calendar().local(now).date()
    while True:
        for opens, closes in reversed(calendar().openings(day)):
            if calendar().at(day, opens) <= now:
                return min(calendar().at(day, closes), now).astimezone(UTC)
        day -= timedelta(days=1)
