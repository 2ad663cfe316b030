"""Give out places: one person makes the list, another signs it, it is published, objected to, and then it counts.

Nobody ranks by hand: the list is worked out from the cases' own answers, and again when it is signed. If anything has
changed in between, the signature is refused and the list is made again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast

from django.db import transaction

from layani.office.actions.acting import Deed, Done, act_on, act_on_locked, keep_refused
from layani.office.actions.numbering import place_code
from layani.office.actions.ranking_periods import as_closed, day_of, rank_step
from layani.office.actions.ranking_refusals import (
    CHANGED,
    COUNTS,
    NO_RANKING,
    NO_REASON,
    NO_SEED,
    NOBODY,
    OWN,
    SIGNED_ALREADY,
    STILL_OPEN,
    TWO_PEOPLE,
    behind,
    not_your_role,
)
from layani.office.actions.viewing import answers_of, findings_of
from layani.office.actor import SYSTEM, Actor
from layani.office.gateways.sealing import canonical
from layani.office.house import calendar, catalogue, codes, facts_on, service
from layani.office.tables.facts import is_own
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.rankings import Ranking, RankingLine
from layani.office.tables.models.record import Checkpoint
from layani.office.tables.prepared import lock
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.ranking import EXCLUDED, PLACED, WAITING, WITHOUT
from layani.rules.cases.state import Case
from layani.rules.catalogue import Service
from layani.rules.catalogue.amounts.model import Quota
from layani.rules.catalogue.amounts.ranking import DRAW, Allotment, Entry, allot, days_of
from layani.rules.catalogue.fees import score_for
from layani.rules.catalogue.model import Step
from layani.rules.catalogue.scope import FINDINGS
from layani.rules.catalogue.step_kinds import Rank
from layani.rules.refusal import Refused

ROWS_AT_ONCE = 500
ANNULLED_WHY_AT_LEAST = 20  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list before it is kept."""

    row: CaseRow
    code: str
    rank: int
    score: int | None
    points: Mapping[str, int]
    place: str


@dataclass(frozen=True, slots=True)
class List:
    """A list as it would be now.

    behind: how many cases of the period are not ready to be ranked; closes: its last second
    """

    lines: tuple[Line, ...]
    seed: str
    behind: int
    closes: datetime

    def digest(self, quota: Quota) -> str:
        """Return the SHA-256 (hex) of everything that the list says."""
        said = [[one.code, one.rank, one.score, dict(one.points), one.place] for one in self.lines]
        content = {"places": quota.places, "ties": list(quota.ties), "seed": self.seed, "lines": said}
        return hashlib.sha256(canonical(content)).hexdigest()


def listed(definition: Service, period: str) -> List | None:
    """Work out the list of a period as it is now; None where there is no such period."""
    found = rank_step(definition)
    day = day_of(found[2], period) if found else None
    if found is None or day is None or (days := days_of(found[2], definition.amounts.intake, day)) is None:
        return None
    quota, clock = found[2], calendar()
    start, end = clock.at(days[0], time()), clock.at(days[1] + timedelta(days=1), time())
    # Those that an earlier system handed over in the middle of a period are ranked with the others.
    mine = CaseRow.objects.received_between(catalogue().office.slug, definition.slug, start, end)
    rows = mine.open().select_related("party").order_by("id")
    states = [(row, state_of(row)) for row in rows]
    ready = [(row, case) for row, case in states if _is_ready(case)]
    seed = _seed(end) if DRAW in quota.ties else ""
    return List(tuple(_lines(ready, quota, seed)), seed, len(states) - len(ready), end - timedelta(seconds=1))


def _is_ready(case: Case) -> bool:
    step = case.open_step
    return step is not None and step.kind == "rank"


def _seed(closed: datetime) -> str:
    """Return what the draw begins with: size and root of the record's first checkpoint that was signed after the close.

    Nobody could know it while it could be applied for. "" before there is one.
    """
    first = Checkpoint.objects.filter(signed_at__gte=closed).order_by("size").first()
    return " ".join(first.text.split("\n")[1:3]) if first else ""


def _lines(ready: Sequence[tuple[CaseRow, Case]], quota: Quota, seed: str) -> list[Line]:
    """Return the lines in their order: the ranked ones, then those that fail a mandatory rule."""
    able = {code_of(row): (row, case) for row, case in ready if not case.failed_mandatory}
    entries = {code: _entry(code, row, case) for code, (row, case) in able.items()}
    found = allot(entries.values(), quota, seed)
    lines = [
        Line(able[code][0], code, number, entries[code].score, entries[code].points, _place(code, found))
        for number, code in enumerate(found.ordered, start=1)
    ]
    failed = sorted((code_of(row), row) for row, case in ready if case.failed_mandatory)
    return [*lines, *(Line(row, code, 0, None, {}, EXCLUDED) for code, row in failed)]


def _place(code: str, found: Allotment) -> str:
    return PLACED if code in found.placed else WAITING if code in found.waiting else WITHOUT


def _entry(code: str, row: CaseRow, case: Case) -> Entry:
    """Return what a case brings to the ranking, by the version and the day under which it was filed."""
    definition, day = service(row.service, row.version), calendar().local(row.received_at).date()
    reads = definition.amounts.reads.get("score")
    found = {FINDINGS: findings_of(row)} if reads and FINDINGS in reads.tree else {}
    points = score_for(definition, answers_of(row), {**facts_on(day), **found})
    if points is None:
        return Entry(code, row.received_at, None, {}, case.complete_at)
    return Entry(code, row.received_at, points.total, points.points, case.complete_at)


def code_of(row: CaseRow) -> str:
    """Return the code by which a list names a case; its applicant reads it on the case's page."""
    return place_code(codes().place(row.ref.bytes))


def make(definition: Service, period: str, *, actor: Actor, now: datetime) -> Ranking:
    """Make the list of a period, to be signed by another person; one that nobody has signed yet is replaced."""
    definition = as_closed(definition, period, calendar().local(now).date())
    step, _, quota = _require_ranks(definition)
    _require_role(actor, step.role)
    with transaction.atomic():
        standing = Ranking.objects.standing(definition.slug, period)
        if standing is not None and standing.signed_at:
            raise Refused(SIGNED_ALREADY)
        found = _require_ready(listed(definition, period), quota, now)
        _require_not_own(found, actor)
        if standing is not None:
            standing.delete()
        ranking = Ranking.objects.create(
            office=catalogue().office.slug,
            service=definition.slug,
            period=period,
            places=quota.places,
            seed=found.seed,
            digest=found.digest(quota),
            made_by_id=cast("int", actor.user),
            made_at=now,
        )
        RankingLine.objects.bulk_create(
            (
                RankingLine(
                    ranking=ranking, case=one.row, seat=seat, rank=one.rank, code=one.code, score=one.score,
                    points=dict(one.points), place=one.place,
                )
                for seat, one in enumerate(found.lines, start=1)
            ),
            batch_size=ROWS_AT_ONCE,
        )  # fmt: skip
    return ranking


def sign(definition: Service, period: str, digest: str, *, actor: Actor, now: datetime) -> Ranking:
    """Sign the list that somebody else made: each of its cases is ranked, in one transaction.

    digest: of the list that the signer had before their eyes
    """
    definition = as_closed(definition, period, calendar().local(now).date())
    _, rank, quota = _require_ranks(definition)
    _require_role(actor, rank.signed_by)
    tried: list[tuple[CaseRow, Deed]] = []
    try:
        with transaction.atomic():
            ranking = _to_sign(definition, period, digest, actor)
            found = _require_ready(listed(definition, period), quota, now)
            if found.digest(quota) != digest:
                raise Refused(CHANGED)
            for one in found.lines:
                row = CaseRow.objects.locked(one.row.number)
                row.party = one.row.party
                tried.append((one.row, _ranked(ranking, one, rank.signed_by)))
                act_on_locked(row, tried[-1][1], actor=actor, now=now)
            ranking.signed_by_id, ranking.signed_at = actor.user, now
            ranking.save(update_fields=["signed_by", "signed_at"])
    except Refused as refused:
        if tried:
            keep_refused(*tried[-1], refused, actor=actor, now=now)
        raise
    return ranking


def _to_sign(definition: Service, period: str, digest: str, actor: Actor) -> Ranking:
    """Return the list, locked, that this person may sign."""
    standing = Ranking.objects.select_for_update(of=("self",)).filter(annulled_at=None)
    ranking = standing.filter(service=definition.slug, period=period).first()
    if ranking is None or ranking.digest != digest:
        raise Refused(CHANGED)
    if ranking.signed_at:
        raise Refused(SIGNED_ALREADY)
    if ranking.made_by_id == actor.user:
        raise Refused(TWO_PEOPLE)
    return ranking


def _ranked(ranking: Ranking, one: Line, role: str) -> Deed:
    data = {
        "ranking": ranking.name,
        "digest": ranking.digest,
        "code": one.code,
        "rank": one.rank,
        "score": one.score,
        "place": one.place,
        "places": ranking.places,
    }
    return Deed("ranked", data, role=role)


def annul(definition: Service, period: str, why: str, *, actor: Actor, now: datetime) -> Ranking:
    """Take back a signed list that does not count yet, because an objection was right; it is then made again.

    why: in words that everybody reads on the list's page
    """
    _, rank, _ = _require_ranks(definition)
    _require_role(actor, rank.signed_by)
    if len(why.strip()) < ANNULLED_WHY_AT_LEAST:
        raise Refused(NO_REASON)
    with transaction.atomic():
        ranking = Ranking.objects.standing(definition.slug, period)
        if ranking is None or not ranking.signed_at or ranking.final_at:
            raise Refused(COUNTS)
        for line in ranking.lines.select_related("case__party").order_by("seat"):
            if state_of(line.case).place and line.case.decided_at is None and line.case.closed_at is None:
                row = CaseRow.objects.locked(line.case.number)
                row.party = line.case.party
                act_on_locked(row, Deed("rank_annulled", role=rank.signed_by), actor=actor, now=now)
        ranking.annulled_at, ranking.annulled_why = now, why.strip()
        ranking.save(update_fields=["annulled_at", "annulled_why"])
    return ranking


def object_to(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Object to the place that a published list gives; the words are sealed."""
    words = words.strip()
    deed = Deed("rank_objection", {"words_length": len(words)}, personal={"words": words}, once=once)
    return act_on(number, deed, actor=actor, now=now)


def answer(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Answer an objection in words: the list stands."""
    row = CaseRow.objects.get(number=number)
    _, rank, _ = _require_ranks(service(row.service, row.version))
    _require_role(actor, rank.signed_by)
    words = words.strip()
    personal = {"words": words}
    deed = Deed("rank_answered", {"words_length": len(words)}, personal=personal, once=once, role=rank.signed_by)
    return act_on(number, deed, actor=actor, now=now)


def settle(ranking: Ranking, *, now: datetime) -> int:
    """Do what time does to a signed list: it begins to count, who waits moves up, the waiting ends; returns how much.

    Each case in a transaction of its own, so that a process that dies goes on where it was.
    """
    if ranking.lines.with_open_objection().exists():
        return 0
    done = _count(ranking, now)
    if not ranking.final_at:
        return done
    done += _move_up(ranking, now)
    done += _end_waiting(ranking, now)
    if not ranking.lines.waiting().exists():
        ranking.closed_at = now
        ranking.save(update_fields=["closed_at"])
    return done


def _count(ranking: Ranking, now: datetime) -> int:
    """Let the list count, once the time of objections is over."""
    if ranking.final_at:
        return 0
    done = left = 0
    for line in ranking.lines.select_related("case").order_by("seat").iterator(chunk_size=ROWS_AT_ONCE):
        case = state_of(line.case)
        if not case.is_open or case.place.get("final"):
            continue
        if not _happened(line.case.number, "rank_final", now):
            left += 1
            break  # objections are not over: what holds for one holds for the list
        done += 1
    if not left:
        ranking.final_at = now
        ranking.save(update_fields=["final_at"])
    return done


def _move_up(ranking: Ranking, now: datetime) -> int:
    """Give each place that fell free to the first who waits."""
    done = 0
    while _move_one_up(ranking, now):
        done += 1
    return done


def _move_one_up(ranking: Ranking, now: datetime) -> bool:
    with transaction.atomic():
        lock(Ranking, ranking.pk)  # two who count the same free place would give it to two
        line = ranking.lines.waiting().select_related("case").first()
        if line is None or ranking.lines.placed().count() >= ranking.places:
            return False
        return _happened(line.case.number, "moved_up", now)


def _end_waiting(ranking: Ranking, now: datetime) -> int:
    done = 0
    for line in ranking.lines.waiting().select_related("case"):
        until = state_of(line.case).place.get("waits_until")
        if not until or now <= datetime.fromisoformat(until):
            break  # they all began to wait when the list began to count
        done += _happened(line.case.number, "waiting_ended", now)
    return done


def _happened(number: str, kind: str, now: datetime) -> bool:
    """Let the system do something to a case; False where it is not to be done now.

    The rules are asked first, for a refused attempt would be kept at every sweep.
    """
    row = CaseRow.objects.select_related("party").get(number=number)
    from_now = state_of(row).place.get("objections_until")
    if kind == "rank_final" and not (from_now and now > datetime.fromisoformat(from_now)):
        return False
    act_on(number, Deed(kind, role="system"), actor=SYSTEM, now=now)
    return True


def _require_ranks(definition: Service) -> tuple[Step, Rank, Quota]:
    found = rank_step(definition)
    if found is None:
        raise Refused(NO_RANKING)
    return found


def _require_role(actor: Actor, role: str) -> None:
    if role not in actor.roles:
        raise Refused(not_your_role(role))


def _require_ready(found: List | None, quota: Quota, now: datetime) -> List:
    if found is None:
        raise Refused(NO_RANKING)
    if now <= found.closes:
        raise Refused(STILL_OPEN)
    if found.behind:
        raise Refused(behind(found.behind))
    if DRAW in quota.ties and not found.seed:
        raise Refused(NO_SEED)
    if not found.lines:
        raise Refused(NOBODY)
    return found


def _require_not_own(found: List, actor: Actor) -> None:
    if actor.nik_mac and any(is_own(one.row, state_of(one.row), actor) for one in found.lines):
        raise Refused(OWN)
