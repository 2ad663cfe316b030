"""Hold each list by which places were given out against its fingerprint, and against the acts that ranked by it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby, pairwise
from json import loads
from typing import Any

from layani.office.actions.looking_through import BEFORE_ALL, legible_at
from layani.office.actions.ranking_periods import as_closed, rank_step
from layani.office.gateways.sealing import canonical
from layani.office.house import calendar, service
from layani.office.tables.models import Event, Ranking, RankingLine

ROWS_AT_A_TIME = 500
RANKED, ANNULLED, COUNTS = "ranked", "rank_annulled", "rank_final"
FROM_THE_LINE = ("code", "rank", "score", "place")


def altered_rankings() -> Iterator[tuple[str, str]]:
    """Yield (which list, what is wrong), without a person's name: of each list, then of the acts that have no line."""
    for ranking in Ranking.objects.order_by("pk").iterator(chunk_size=ROWS_AT_A_TIME):
        yield from legible_at(f"ranking {ranking.name}", _in_ranking(ranking))
    yield from _without_a_line()


def _in_ranking(ranking: Ranking) -> Iterator[tuple[str, str]]:
    where, found = f"ranking {ranking.name}", sha256(b'{"lines":[')  # as ``ranking.List.digest`` has it, line by line
    comma, version, ranked, ends = b"", "", False, set[datetime | None]()
    for lines in _lines(ranking):
        acts = _acts([line.case_id for line in lines])
        version = version or lines[0].case.version
        for line in lines:
            found.update(comma + canonical([line.code, line.rank, line.score, line.points, line.place]))
            comma, of_case = b",", acts.get(line.case_id, [])
            mine = next((act for act in of_case if act.act == RANKED and _data(act)["ranking"] == ranking.name), None)
            ranked = ranked or mine is not None
            ends.add(_after(of_case, mine))
            at = f"{where}, line {line.seat}"
            yield from legible_at(at, ((at, what) for what in _in_line(ranking, line, mine, of_case)))
    if not (ranking.signed_at or ranked):
        return  # a draft, to which nothing is committed
    if ranking.annulled_at and ranking.annulled_at not in ends and _anybody_waited(ranking, ranking.annulled_at):
        yield where, "is taken back, and no act of its cases says so"
    if ranking.digest not in _fingerprints(ranking, version, found):
        yield where, "does not have the fingerprint that its acts carry: a line, a score, the order or the seed differs"


def _lines(ranking: Ranking) -> Iterator[Sequence[RankingLine]]:
    rows = ranking.lines.select_related("case").order_by("seat")
    lines = list(rows[:ROWS_AT_A_TIME])
    while lines:
        yield lines
        lines = list(rows.filter(seat__gt=lines[-1].seat)[:ROWS_AT_A_TIME])


def _acts(cases: Sequence[int]) -> Mapping[int, Sequence[Event]]:
    found = Event.objects.filter(case_id__in=cases, act__in=(RANKED, ANNULLED, COUNTS)).order_by("case_id", "seq")
    return {case: list(some) for case, some in groupby(found, key=lambda one: one.case_id)}


def _data(act: Event) -> Mapping[str, Any]:
    data: Mapping[str, Any] = loads(act.body)["data"]
    return data


def _in_line(ranking: Ranking, line: RankingLine, act: Event | None, acts: Sequence[Event]) -> Iterator[str]:
    if act is None:
        if ranking.signed_at:
            yield "was ranked by no act of its case"
        return
    said = _data(act)
    if any(said[name] != getattr(line, name) for name in FROM_THE_LINE):
        yield "is not what the act of its case says"
    if (said["digest"], said["places"]) != (ranking.digest, ranking.places):
        yield "was ranked by a list of another fingerprint or with other places"
    if (ranking.signed_by_id, ranking.signed_at) != (loads(act.body)["by"]["officer"], act.recorded_at):
        yield "was signed by another person or at another time than the list says"
    yield from _of_its_end(ranking, line, act, acts)


def _after(acts: Sequence[Event], mine: Event | None) -> datetime | None:
    """Return when the list was taken back by which an act ranked, as its case says; None where it was not."""
    follows = (then for one, then in pairwise([one for one in acts if one.act != COUNTS]) if one is mine)
    then = next(follows, None)
    return then.recorded_at if then is not None and then.act == ANNULLED else None


def _of_its_end(ranking: Ranking, line: RankingLine, mine: Event, acts: Sequence[Event]) -> Iterator[str]:
    then = _after(acts, mine)
    if then is not None and then != ranking.annulled_at:
        yield "was taken back at another time than the list says"
    counted = next((one for one in acts if one.act == COUNTS and one.seq > mine.seq), None)
    if counted and then is None and ranking.final_at and counted.recorded_at > ranking.final_at:
        yield "began to count later than the list says"
    if ranking.final_at and counted is None and then is None and _was_open(line, ranking.final_at):
        yield "does not count by its acts, and the list says that it counts"


def _was_open(line: RankingLine, at: datetime) -> bool:
    """Say whether a case certainly was open; of one whose decision was set aside, its row says no more."""
    rest = line.case.rest
    if rest.get("reopened_at") or rest.get("objection", {}).get("earlier"):
        return False
    return all(one > at for one in (line.case.decided_at, line.case.closed_at) if one)


def _anybody_waited(ranking: Ranking, at: datetime) -> bool:
    return any(_was_open(line, at) for lines in _lines(ranking) for line in lines)


def _fingerprints(ranking: Ranking, version: str, lines: Any) -> set[str]:
    """Return the fingerprints that a list can have; the rules between equals stand in its service, not in its row.

    version: under which the first of its cases was filed; lines: the hash so far (SHA-256)
    """
    day, found = calendar().local(ranking.made_at).date(), set()
    for known in (service(ranking.service, version), service(ranking.service)):
        for one in (as_closed(known, ranking.period, day), known):
            if ranks := rank_step(one):
                end = canonical({"places": ranking.places, "seed": ranking.seed, "ties": list(ranks[2].ties)})
                whole = lines.copy()
                whole.update(b"]," + end[1:])
                found.add(whole.hexdigest())
    return found


def _without_a_line() -> Iterator[tuple[str, str]]:
    """Yield the acts that ranked by a list which is not there, or has no line for their case."""
    last = BEFORE_ALL
    rows = Event.objects.filter(act=RANKED).select_related("case").order_by("pk")
    while acts := list(rows.filter(pk__gt=last)[:ROWS_AT_A_TIME]):
        lines = RankingLine.objects.filter(case_id__in={act.case_id for act in acts}).select_related("ranking")
        held = {(line.case_id, line.ranking.name) for line in lines}
        for act in acts:
            yield from legible_at(f"{act.case.number}, act {act.seq}", _lineless(act, held))
        last = acts[-1].pk


def _lineless(act: Event, held: set[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    name = str(_data(act)["ranking"])
    if (act.case_id, name) not in held:
        yield f"ranking {name}", f"has no line for {act.case.number}, which act {act.seq} ranked by it"
