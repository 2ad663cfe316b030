"""Hold who holds which role against the staff ledger and the authority register, whose lines are sealed.

A role is a row that anybody with the database can write; what gives it, is a line that two people stand behind, or that
the command line left. So all lines are gone through again in the order in which they took effect, and the roles that
come out must be those that are there. What was given before there was a ledger no line explains: it is named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from layani.office.house import calendar
from layani.office.tables.models import AuthorityRuling, LedgerSeal, Role, StaffEntry, StaffRuling, User
from layani.rules.staffing import AT_ONCE

DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Held:
    """A role as the lines have it. row: the key of its row, where a line names it."""

    user: int
    office: str
    name: str
    since: date
    until: date | None = None
    row: int | None = None

    def is_over(self, last: date) -> bool:
        """Whether it ends on a day or before."""
        return self.until is not None and self.until <= last


@dataclass(frozen=True, slots=True)
class Step:
    """One line at the time at which it took effect: of the staff ledger with what was ruled on it, or of the powers."""

    at: datetime
    entry: StaffEntry | None = None
    ruling: StaffRuling | None = None
    power: AuthorityRuling | None = None


@dataclass(slots=True)
class Replay:
    """The roles that come out, and the accounts by their user names; ``missing``: who joined and has no account."""

    accounts: dict[str, int]
    held: list[Held] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def do(self, step: Step) -> None:
        """Let one line take effect."""
        if step.power:
            self._power(step.power)
        elif step.entry and step.entry.is_from_shell:
            self._at_the_shell(step.entry, step.ruling)
        elif step.entry and step.ruling and step.ruling.kind == "confirmed":
            self._confirmed(step.entry, step.ruling)

    def _at_the_shell(self, entry: StaffEntry, ruling: StaffRuling | None) -> None:
        user = entry.officer_id or 0
        if ruling and ruling.kind == "declined" and entry.kind == "join":
            last = calendar().local(ruling.at).date() - DAY
            given = (one for one in self._of(user, entry.office) if one.name in entry.roles and one.since >= entry.day)
            _end((one for one in given), last)
        elif ruling is None and entry.kind == "join":
            self._give(user, entry)
        elif ruling is None and entry.kind == "leave":
            _end((one for one in self.held if one.user == user), entry.day)

    def _confirmed(self, entry: StaffEntry, ruling: StaffRuling) -> None:
        if entry.kind == "join":
            if (joined := self.accounts.get(entry.username)) is None:
                self.missing.append(entry.username)
            else:
                self._give(joined, entry)
        elif (user := entry.officer_id) and entry.kind in AT_ONCE:
            _end(self._of(user, entry.office), calendar().local(ruling.at).date() - DAY)
        elif user and entry.kind in ("move", "leave"):
            last = entry.day if entry.kind == "leave" else entry.day - DAY
            _end((one for one in self._of(user, entry.office) if one.name not in entry.roles), last)
            if entry.kind == "move":
                self._give(user, entry)

    def _power(self, ruling: AuthorityRuling) -> None:
        entry = ruling.entry
        if ruling.kind == "confirmed" and ruling.role_id is not None:
            self.held.append(
                Held(entry.officer_id or 0, entry.office, entry.post, entry.since, entry.until, ruling.role_id)
            )
        elif ruling.kind == "ended":
            opened = entry.rulings.filter(kind="confirmed").values_list("role_id", flat=True)
            for one in self.held:
                if one.row is not None and one.row in opened:
                    one.until = ruling.last_day

    def _of(self, user: int, office: str) -> list[Held]:
        return [one for one in self.held if (one.user, one.office) == (user, office)]

    def _give(self, user: int, entry: StaffEntry) -> None:
        open_ended = {one.name for one in self._of(user, entry.office) if one.until is None}
        self.held += [Held(user, entry.office, name, entry.day) for name in entry.roles if name not in open_ended]


def _end(held: Iterator[Held] | Sequence[Held], last: date) -> None:
    for one in held:
        if not one.is_over(last):
            one.until = last


def altered_roles() -> Iterator[tuple[str, str]]:
    """Yield which role no line gives, ends otherwise than the lines say or is gone, and which line one person made."""
    names = dict(User.objects.values_list("pk", "username"))
    replay = Replay({name: pk for pk, name in names.items()}, [_before(row) for row in _of_before()])
    for step in _steps():
        if step.entry and _is_one_persons(step.entry, step.ruling):
            yield f"staff ledger, line {step.entry.pk}", "was confirmed by who entered it or whom it concerns"
        replay.do(step)
    yield from ((f"officer {name}", "joined by the staff ledger, and has no account") for name in replay.missing)
    expected = Counter((one.user, one.office, one.name, one.since, one.until) for one in replay.held)
    extra = []
    for row in Role.objects.order_by("pk"):
        told = (row.user_id, row.office, row.name, row.since, row.until)
        if expected[told]:
            expected[told] -= 1
        else:
            extra.append(row)
    left = list(expected.elements())
    for row in extra:
        where = f"role {row.name} of {names.get(row.user_id, row.user_id)} from {row.since} on"
        twin = next((one for one in left if one[:4] == (row.user_id, row.office, row.name, row.since)), None)
        if twin is None:
            yield where, "was given by no line of the staff ledger, and by none of the authority register"
        else:
            left.remove(twin)
            yield where, f"has {row.until or 'none'} as its last day; the ledgers say {twin[4] or 'none'}"
    for user, _, name, since, _ in left:
        yield f"role {name} of {names.get(user, user)} from {since} on", "was given by the ledgers, and is gone"


def roles_before_the_ledger() -> list[str]:
    """Return, as "user name: role", the roles that began before the staff ledger did and hold still."""
    found = (row for row in _of_before() if row.until is None or row.until >= _begins())
    return sorted(f"{row.user.username}: {row.name}" for row in found)


def _begins() -> date:
    """Return the local day of the first line of the staff ledger, or of the first seal, if that is earlier."""
    first = StaffEntry.objects.order_by("entered_at").values_list("entered_at", flat=True).first()
    seal = LedgerSeal.objects.order_by("at").values_list("at", flat=True).first()
    known = [at for at in (first, seal) if at]
    return calendar().local(min(known)).date() if known else date.max


def _of_before() -> list[Role]:
    """Return the roles of before the ledger; those of a power have their line in the authority register."""
    by_power = AuthorityRuling.objects.filter(kind="confirmed").exclude(role=None).values("role")
    rows = Role.objects.filter(since__lt=_begins()).exclude(pk__in=by_power)
    return list(rows.select_related("user").order_by("pk"))


def _before(row: Role) -> Held:
    """Return a role as it stood when the ledger began."""
    ended = row.until if row.until and row.until < _begins() else None
    return Held(row.user_id, row.office, row.name, row.since, ended)


def _steps() -> list[Step]:
    steps = [Step(one.entered_at, one) for one in StaffEntry.objects.filter(entered_by=None)]
    steps += [Step(one.at, one.entry, one) for one in StaffRuling.objects.select_related("entry")]
    powers = AuthorityRuling.objects.filter(kind__in=("confirmed", "ended")).select_related("entry")
    steps += [Step(one.at, power=one) for one in powers]
    return sorted(steps, key=lambda one: (one.at, one.ruling.pk if one.ruling else 0))


def _is_one_persons(entry: StaffEntry, ruling: StaffRuling | None) -> bool:
    """Whether what took effect has one person behind it alone."""
    if ruling is None or ruling.kind != "confirmed":
        return False
    return ruling.by_id in (entry.entered_by_id, entry.officer_id)
