"""Drawn steps get their officers: the case is queued in public, the random number comes, and the lot falls.

Everything that decides is in the record before the number exists. Source of the protocol: docs/reference/draw.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from layani.office.actions.acting import Deed, act_on_locked
from layani.office.actions.draw_pool import (
    away_today,
    drawn_in,
    entries_of,
    holders,
    left_out,
    people_behind,
    pool_for,
    unable,
)
from layani.office.actions.place_in_log import log_of_place
from layani.office.actor import SYSTEM
from layani.office.gateways.beacon import Unreachable, signature_of
from layani.office.house import calendar, catalogue, codes
from layani.office.tables.models.beside import Beside
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.cases import Event as EventRow
from layani.office.tables.models.draws import Draw, Drawn
from layani.office.tables.models.people import User
from layani.office.tables.models.record import Outbox
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.drawing import AS_BEFORE, FIRST, SMALL_POOL
from layani.rules.cases.state import DRAWN_MARK, NOBODY_YET, Case
from layani.rules.record.allocation_leaves import (
    AWAY,
    LOCAL,
    AllocLeaf,
    QueueLeaf,
    VoidLeaf,
    parse_allocation,
)
from layani.rules.record.beacon import QUICKNET
from layani.rules.record.draw import (
    LEAST_POOL,
    awaited_round,
    draw,
    eligible,
    local_promise,
    round_at,
    seed_of,
    time_of,
)
from layani.rules.record.merkle import leaf_hash

AT_A_TIME = 500
OVERDUE_FOR = timedelta(days=1)
"""An officer who has had a step so long, and longer than it may take, without taking it up, is taken for away."""
GIVE_UP_AFTER = timedelta(hours=4)
"""A beacon that cannot be reached for so long after its round holds up no case any longer."""
REMEMBER = timedelta(days=365)
"""Who applies again within this time comes to the same officer."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A drawn step of a locked case: the case as it is for that step, and the case's row."""

    row: CaseRow
    seen: Case

    @property
    def step(self) -> str:
        return self.seen.step


class _Asked:
    """The beacon within one sweep: once it was not reached it is left alone, or each case would wait for it in vain."""

    _reached, _beacon = True, ""

    def signature_of(self, round_: int) -> bytes:
        """Return the round's signature, or raise Unreachable."""
        if not self._reached:
            raise Unreachable("The beacon was not reached a moment ago.")
        try:
            return signature_of(round_)
        except Unreachable:
            self._reached = False
            raise

    def beacon(self, now: datetime) -> str:
        """Return what cases of this sweep wait for: drand where it is wanted and answers, else the office's own number.

        To be asked first where no case is locked, for it may take seconds.
        """
        self._beacon = self._beacon or (QUICKNET if settings.BEACON == "drand" and self._answers(now) else LOCAL)
        return self._beacon

    def _answers(self, now: datetime) -> bool:
        try:
            self.signature_of(round_at(now) - 1)
        except Unreachable:
            return False
        return True


def roles_that_draw() -> tuple[str, ...]:
    """Return the roles of which a service in force draws officers."""
    steps = (step for service in catalogue().services.values() for step in service.steps)
    return tuple(sorted({step.role for step in steps if step.mode == "draw"}))


def draw_officers(now: datetime) -> int:
    """Bring every drawn step one stage further; returns for how many something was done."""
    roles = roles_that_draw()
    for role in roles:
        pool_for(role, now)
    if not roles and not Draw.objects.exists():
        return 0
    done, asked = 0, _Asked()
    for number, step in _waiting():
        if not Draw.objects.running().filter(case__number=number, step=step).exists():
            asked.beacon(now)
        done += _queue(number, step, asked, now)
    for one in Draw.objects.undrawn(AT_A_TIME):
        done += _draw(one, asked, now)
    return done


def redraw_officers(now: datetime) -> int:
    """Draw anew what was drawn to somebody who cannot do it or has left it lying; returns how many steps."""
    asked, found = _Asked(), list(_to_look_at(now))
    if found:
        asked.beacon(now)
    return sum(_look_again(number, step, asked, now) for number, step in found)


def _waiting() -> Iterator[tuple[str, str]]:
    """Yield (number, step) of what waits for its draw, the longest wait first."""
    mark = f"{DRAWN_MARK}{NOBODY_YET}"
    rows = CaseRow.objects.open().filter(imported=False, lane__endswith=mark).order_by("id")
    yield from list(rows.values_list("number", "step")[:AT_A_TIME])
    beside = Beside.objects.filter(lane__endswith=mark).order_by("id")
    yield from list(beside.values_list("number", "step")[:AT_A_TIME])


def _to_look_at(now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (number, step) of what was drawn to who serves no longer or is away, or lies past its time; few queries."""
    asked = ("number", "step", "lane", "step_role", "step_due_at", "holder_id")
    rows = CaseRow.objects.open().filter(imported=False, lane__contains=DRAWN_MARK).order_by("id").values_list(*asked)
    beside = Beside.objects.filter(lane__contains=DRAWN_MARK).order_by("id").values_list(*asked)
    office, day, away = catalogue().office.slug, calendar().local(now).date(), away_today(now)
    serving: dict[str, frozenset[int]] = {}
    for number, step, lane, role, due, holder in (*rows, *beside):
        if role not in serving:
            serving[role] = frozenset(user.pk for user in holders(office, role, day))
        officer = drawn_in(lane)
        lying = holder is None and due is not None and due < now
        if officer != NOBODY_YET and (officer not in serving[role] or officer in away or lying):
            yield number, step


def _locked(number: str, step: str) -> _Open | None:
    """Return a drawn step of a case, locked; None where it is open no more."""
    row = CaseRow.objects.locked(number)
    seen = state_of(row).seen_at(step)
    return _Open(row, seen) if seen.is_open and seen.step == step and seen.drawn_to is not None else None


@transaction.atomic
def _queue(number: str, step: str, asked: _Asked, now: datetime) -> int:
    """Queue a step that waits for its draw, or draw anew where who was drawn may do it no more; 0 where it waits."""
    one = _locked(number, step)
    if one is None or one.seen.drawn_to != NOBODY_YET:
        return 0
    running = Draw.objects.of_step(one.row.pk, step)
    if running is None:
        _begin(one, asked, now)
        return 1
    if not running.drawn.exists():
        return 0
    _fall(one, running, now)
    return 1


def _begin(one: _Open, asked: _Asked, now: datetime) -> None:
    """Give the step to the officer of the same person's earlier application, or queue it, or open it to everybody."""
    if (before := _officer_before(one, now)) is not None:
        _give(one, before, AS_BEFORE, now)
        return
    pool = pool_for(one.seen.step_role, now)
    out = left_out(pool, one.row, one.seen, now)
    if len(entries_of(pool)) - len(out) < LEAST_POOL:
        _give(one, None, SMALL_POOL, now)
        return
    filing, turn = _filing(one.row), _turn(one)
    root = parse_allocation(pool.outbox.leaf.encode()).root  # type: ignore[union-attr]
    beacon = asked.beacon(now)
    local = beacon == LOCAL
    round_ = None if local else awaited_round(now)
    promise = local_promise(codes().local_number(filing, turn, root)) if local else b""
    leaf = QueueLeaf(filing, turn, root, beacon, round_, promise, out, now)
    outbox = Outbox.objects.create(leaf=leaf.text())
    Draw.objects.create(case=one.row, step=one.step, turn=turn, pool=pool, round=round_, outbox=outbox, at=now)


def _filing(row: CaseRow) -> bytes:
    first = EventRow.objects.select_related("outbox").get(case=row, seq=0)
    return leaf_hash(first.outbox.leaf.encode())


def _turn(one: _Open) -> int:
    """Return the number of the case's next draw; one that was void is done again under its own number."""
    last = Draw.objects.filter(case=one.row, step=one.step).order_by("-id").first()
    if last is not None:
        return last.turn
    return Draw.objects.filter(case=one.row).values("turn").distinct().count()


def _officer_before(one: _Open, now: datetime) -> User | None:
    """Return who was drawn for this step of the same person's last application, if they can do it now."""
    earlier = CaseRow.objects.filter(party_id=one.row.party_id, service=one.row.service, imported=False)
    earlier = earlier.filter(pk__lt=one.row.pk, received_at__gte=now - REMEMBER).order_by("-id")[:5]
    drawn = (state_of(row).draws.get(one.step, {}).get("officer") for row in earlier)
    last = next((pk for pk in drawn if pk), NOBODY_YET)
    officer = User.objects.filter(pk=last).first()
    had_it = one.seen.draws.get(one.step, {}).get("officer")
    return officer if officer and officer.pk != had_it and not _unable(officer, one, now) else None


def _unable(officer: User, one: _Open, now: datetime) -> str:
    serving = {user.pk for user in holders(one.row.office, one.seen.step_role, calendar().local(now).date())}
    return unable(officer, one.row, one.seen, serving, away_today(now))


def _draw(running: Draw, asked: _Asked, now: datetime) -> int:
    """Let the lot fall for a queued step once its number is there; returns 0 while it is not."""
    index = running.outbox.idx
    if index is None:
        return 0
    source = b""
    if running.round is not None:
        if now < time_of(running.round):
            return 0
        try:
            source = asked.signature_of(running.round)
        except Unreachable:
            if now < time_of(running.round) + GIVE_UP_AFTER:
                return 0
            _void(running, "unreachable", now)
            return 1
    with transaction.atomic():
        one = _locked(running.case.number, running.step)
        if one is None:  # the step has ended, or was opened to everybody
            _void(running, "ended", now)
        elif not running.drawn.exists():
            _fall(one, running, now, source)
    return 1


def _fall(one: _Open, running: Draw, now: datetime, source: bytes = b"", why: str = FIRST) -> None:
    """Draw from a queue leaf, from the number after the last draw on, until it names somebody who can do it.

    source: the beacon's signature, if there is one and it was not used before
    """
    queue = parse_allocation(running.outbox.leaf.encode())
    if not isinstance(queue, QueueLeaf) or running.outbox.idx is None:
        raise ValueError(f"The leaf of draw {running} is no queue leaf in the record.")
    people = people_behind(one.row.office, one.seen.step_role)
    earlier = list(running.drawn.select_related("officer").order_by("k"))
    before = earlier[-1].officer if earlier else None
    if earlier:
        source = bytes(earlier[0].source)
        why = why if why != FIRST else (_unable(before, one, now) if before else "") or AWAY
    elif running.round is None:
        source = codes().local_number(queue.filing, queue.turn, queue.pool)
    k = earlier[-1].k + 1 if earlier and earlier[-1].k is not None else 0
    gone = [codes().drawn(drawn.officer_id) for drawn in earlier if drawn.officer_id is not None]
    number = AllocLeaf(queue.hash(), running.round, source, "x", 0, FIRST, now).randomness
    seed = seed_of(log_of_place(running.outbox.idx), running.outbox.idx, queue.hash(), queue, number)
    while found := draw(seed, eligible(entries_of(running.pool), queue), gone, k):
        k, name = found
        leaf = AllocLeaf(queue.hash(), running.round, source, name, k, why, now)
        outbox = Outbox.objects.create(leaf=leaf.text())
        Drawn.objects.create(
            draw=running, k=k, officer=people[name], instead_of=before, reason=why, source=source, outbox=outbox, at=now
        )
        reason = _unable(people[name], one, now)
        if not reason:
            _give(one, people[name], why, now, running=running, k=k)
            return
        gone, before, why, k = [*gone, name], people[name], reason, k + 1
    _void(running, "exhausted", now)


@transaction.atomic
def _void(running: Draw, reason: str, now: datetime) -> None:
    queue = leaf_hash(running.outbox.leaf.encode())
    outbox = Outbox.objects.create(leaf=VoidLeaf(queue, reason, now).text())
    Drawn.objects.create(draw=running, reason=reason, outbox=outbox, at=now)


def _give(
    one: _Open, officer: User | None, reason: str, now: datetime, *, running: Draw | None = None, k: int = 0
) -> None:
    """Record in the case who got its step.

    By the code of person and service, sealed with it and erased with the case, an auditor sees that filing again led
    to the same officer.
    """
    mac = one.row.party.nik_mac
    same = codes().subject(b"draw\0" + bytes(mac) + one.row.service.encode()).hex() if mac else ""
    drawn = {"turn": running.turn, "k": k, "beacon": LOCAL if running.round is None else QUICKNET} if running else {}
    data = {"step": one.step, "to": officer.pk if officer else None, "reason": reason, **drawn}
    act_on_locked(one.row, Deed("drawn", data, {"subject": same} if same else None), actor=SYSTEM, now=now)


@transaction.atomic
def _look_again(number: str, step: str, asked: _Asked, now: datetime) -> int:
    """Draw a step anew whose officer serves no longer, is away, or has left it lying past its time."""
    one = _locked(number, step)
    if one is None or not one.seen.drawn_to:
        return 0
    officer = User.objects.get(pk=one.seen.drawn_to)
    why = _unable(officer, one, now) or _left_lying(one, now)
    if not why:
        return 0
    running = Draw.objects.of_step(one.row.pk, step)
    if running is not None and not running.drawn.exists():
        return 0
    if running is None:
        _begin(one, asked, now)
    else:
        _fall(one, running, now, why=why)
    return 1


def _left_lying(one: _Open, now: datetime) -> str:
    seen = one.seen
    if seen.holder is not None or seen.ball != "office" or seen.step_due_at is None or now <= seen.step_due_at:
        return ""
    drawn_at = datetime.fromisoformat(seen.draws[one.step]["at"])
    return AWAY if now - drawn_at > OVERDUE_FOR else ""
