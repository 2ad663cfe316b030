"""What a visitor of the demo would otherwise have to wait months for, made once at the end of the fill.

A house on three desks at a time, a permit that ends and one that was revoked, places given out by a ranking, a new
version of a service that the public is asked about, a call from above, and hours on paper.
"""

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from layani.city.beginnings import told
from layani.city.people import Resident, citizens, resident
from layani.city.stories import Staff, Story, latest_open
from layani.office.actions import instructing, publishing, ranking
from layani.office.actions.paper import blocks, declaring
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, service
from layani.office.jobs.integrate_record import integrate
from layani.office.tables.models import Case, Instruction, PaperBlock, Proposal, Ranking
from layani.office.tables.models.people import User
from layani.rules.paper.windows import Declared
from layani.rules.text import Text

HOUSE, PERMIT, GRANT, HALL = "house-building-approval", "health-practice-permit", "education-grant", "hall-use"
# The desks that have done their part, for each house; the last one is granted.
HOUSES: tuple[tuple[str, ...], ...] = (
    (),
    ("drainage",),
    ("planning", "drainage"),
    ("planning", "drainage", "structure"),
    ("planning", "drainage", "structure", "visit"),
    ("planning", "drainage", "structure", "visit", "payment"),
    ("planning", "drainage", "structure", "visit", "payment", "decide"),
)
TAKEN = 11  # the twelve places but one
APPLICANTS = 17  # for the places of last month; one of them has no child at school
FIRST_SERIAL = 700  # of the residents of the scenes; those of the other cases are below
LASTS = timedelta(days=5 * 365)
ENDS_IN, WARNED, REVOKED = timedelta(days=40), timedelta(days=2), timedelta(days=30)
PAPERS, DOWN = 10, timedelta(hours=3)
CONSULTED_DAYS, BEGINS_IN = 14, timedelta(days=30)

FACT = "Pada kunjungan, papan nama praktik sudah diturunkan dan ruangnya dipakai toko."
NO_ANSWER = "Pemegang tidak menjawab, dan pada kunjungan kedua ruangnya masih dipakai toko."
OBJECTION = "Anak saya tiga yang bersekolah, tetapi nilainya seperti hanya satu. Mohon dihitung lagi."
OTHER_OBJECTION = "Penghasilan saya turun sejak bulan lalu, mohon dilihat lagi urutannya."
ANSWER = "Nilainya kami hitung lagi dari jawaban pada hari pendaftaran, dan hasilnya tetap sama."
CALLER = "Kepala dinas kota, lewat telepon; nomornya tidak muncul"
CALLED = "Izin rumah itu harus terbit hari ini juga, jangan menunggu pengukuran garis sempadan."
WHY = Text(
    "Petugas pemadam menyatakan bahwa balai aman untuk 150 orang, bukan 200. Sekaligus kami menjanjikan jawaban tepat "
    "waktu untuk 99 dari 100 permohonan.",
    "The fire brigade says that the hall is safe for 150 people, not 200. We also promise an answer in time to 99 "
    "applications in 100.",
)
COMMENTS = (
    "Setuju soal keselamatan. Tetapi hajatan kami biasanya 180 orang. Apakah halaman boleh dipakai bersama balai?",
    "Mohon tetap boleh 200 untuk rapat RT yang hanya satu jam.",
    "Terima kasih sudah bertanya dahulu kepada warga.",
)
# What the proposal changes: file, words that stand there, words instead.
CHANGES = (
    ("service.yaml", "must: guests <= office.hall_seats", "must: guests <= 150"),
    ("service.yaml", "id: Jumlah tamu tidak melebihi kursi balai", "id: Tamu paling banyak 150 orang"),
    ("service.yaml", "en: There are no more guests than seats", "en: There are at most 150 guests"),
    ("service.yaml", "pledge: 98%", "pledge: 99%"),
    ("examples.yaml", "answers: {guests: 200}", "answers: {guests: 150}"),
)


def plan(staff: Staff, now: datetime) -> list[Callable[[random.Random], None]]:
    """Return what is to be made, in order; what this catalogue or these officers cannot serve is left out."""
    one, other = citizens()
    scenes: list[Callable[[random.Random], None]] = []
    if _served(PERMIT, staff):
        scenes += [
            partial(_ending, one, staff, now),
            partial(_warned, other, staff, now),
            partial(_revoked, staff, now),
        ]
    if _served(GRANT, staff):
        scenes += [partial(_applied, place, staff, now) for place in range(APPLICANTS)]
        scenes.append(partial(_ranked, staff, now))
    if _served(HOUSE, staff):
        # The oldest first: whoever took one before it would have picked it out of the queue.
        places = reversed(range(len(HOUSES)))
        scenes += [partial(_house, place, None if place else one, HOUSES[place], staff, now) for place in places]
    if staff.by_role.get("head") and staff.by_role.get("front-desk"):
        scenes.append(partial(_on_paper, staff, now))
    if HALL in catalogue().services:
        scenes.append(partial(_consulted, now))
    if _served(HOUSE, staff):
        scenes.append(partial(_called, staff, now))
    return scenes


def _served(slug: str, staff: Staff) -> bool:
    found = catalogue().services.get(slug)
    return found is not None and staff.serves(found)


def _somebody(chance: random.Random, place: int) -> Resident:
    return resident(chance, FIRST_SERIAL + place)


def _house(
    place: int, who: Resident | None, done: tuple[str, ...], staff: Staff, now: datetime, chance: random.Random
) -> None:
    """Make a house whose desks have done so much of their work."""
    arrived = latest_open(now) - timedelta(hours=5, days=2 * len(done))
    story = told(who or _somebody(chance, place), HOUSE, arrived, staff, now, chance)
    story.checked()
    for step in done:
        if step == "decide":
            _granted(story)
        else:
            story.worked_at(step)
    story.taken_over()


def _granted(story: Story) -> None:
    decider = story.holder()
    story.then("take", decider, after=0.5)
    story.then("decide_grant", decider, after=0.3)
    story.issued()


def _permit(who: Resident, issued: datetime, staff: Staff, now: datetime, chance: random.Random) -> Story:
    """Make a permit that was issued about then."""
    story = told(who, PERMIT, issued, staff, now, chance)
    story.checked()
    story.worked()
    _granted(story)
    story.then("deliver", after=0.5, data={"how": "download"})
    return story


def _ending(who: Resident, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a permit that can be renewed now."""
    _permit(who, now - LASTS + ENDS_IN, staff, now, chance)


def _warned(who: Resident, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a permit whose holder was warned and has not answered yet."""
    story = _permit(who, now - WARNED - REVOKED, staff, now, chance)
    _warning(story, now - WARNED)


def _revoked(staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make a permit that was revoked after a warning that nobody answered."""
    story = _permit(_somebody(chance, len(HOUSES)), now - 4 * REVOKED, staff, now, chance)
    _warning(story, now - REVOKED)
    story.at = latest_open(now - timedelta(days=3))
    role = str(story.case.revocable["decides"])
    data = {"fact_length": len(NO_ANSWER)}
    story.then("revoke", staff.who(role, chance), data=data, personal={"fact": NO_ANSWER}, role=role)


def _warning(story: Story, at: datetime) -> None:
    story.at = latest_open(at)
    role = str(story.case.revocable["warns"])
    data = {"ground": "not-practising-there", "fact_length": len(FACT)}
    story.then("warn_revocation", story.staff.who(role, story.chance), data=data, personal={"fact": FACT}, role=role)


def _last_month(now: datetime) -> date:
    """Return the first day of the month before that in which the office was last open."""
    first = calendar().local(latest_open(now)).date().replace(day=1)
    return (first - timedelta(days=1)).replace(day=1)


def _applied(place: int, staff: Staff, now: datetime, chance: random.Random) -> None:
    """Make an application for one of last month's places, found complete."""
    arrived = calendar().at(_last_month(now) + timedelta(days=1 + place), datetime.min.time())
    one, other = citizens()
    who = {0: one, 1: other}.get(place) or _somebody(chance, len(HOUSES) + 1 + place)
    # The first of the two people to sign in as has a place, the other one waits; the last has no child at school. All
    # places are taken by families with more points than the other one, or a draw might give that one a place.
    given = {
        **{number: {"children": 2 + number % 3} for number in range(2, 2 + TAKEN)},
        0: {"children": 4, "income": 95_000_000},
        1: {"children": 1, "income": 410_000_000},
        APPLICANTS - 1: {"children": 0},
    }.get(place)
    told(who, GRANT, arrived, staff, now, chance, given=given).checked()


def _ranked(staff: Staff, now: datetime, chance: random.Random) -> None:
    """Let one person make the list and another sign it, and two applicants object; one of them has an answer."""
    definition, period = service(GRANT), f"{_last_month(now):%Y-%m}"
    if Ranking.objects.standing(GRANT, period):
        return
    integrate(now=timezone.now())  # the draw begins with what the record's first signature after the month says
    step = next(step for step in definition.steps if step.rank)
    at = latest_open(now)
    made = ranking.make(definition, period, actor=staff.officer(step.role), now=at)
    signer = staff.officer(step.rank.signed_by if step.rank else "")
    signed = ranking.sign(definition, period, made.digest, actor=signer, now=at)
    waiting = [line.case for line in signed.lines.waiting().select_related("case__party").order_by("seat")]
    for row, words in zip(waiting, (OTHER_OBJECTION, OBJECTION), strict=False):
        ranking.object_to(row.number, words, actor=Actor(kind="citizen", party=row.party_id), now=at)
    if waiting:
        ranking.answer(waiting[0].number, ANSWER, actor=signer, now=at)


def _on_paper(staff: Staff, now: datetime, chance: random.Random) -> None:
    """Let the network have been down on the last open day; the papers of a clerk's block can be typed in now."""
    if PaperBlock.objects.exists():
        return
    head, holder = staff.officer("head"), staff.by_role["front-desk"][0]
    until = latest_open(now)
    blocks.issue(holder, PAPERS, actor=head, now=until - DOWN - timedelta(days=1))
    outage = Declared("outage", until - DOWN, until, "network")
    declaring.declare(outage, actor=head, now=now)


def _called(staff: Staff, now: datetime, chance: random.Random) -> None:
    """Let somebody above call the officer who decides on a house, who writes it down and decides nothing else."""
    row = Case.objects.filter(service=HOUSE, step="decide", decided_at=None).order_by("pk").first()
    if row is None or Instruction.objects.exists():
        return
    told = instructing.Told(CALLER, f"{calendar().local(now):%d-%m-%Y} 10.15", "phone", CALLED, case=row)
    once = UUID(int=chance.getrandbits(128), version=4)
    instructing.write_down(told, actor=staff.officer(row.step_role), now=timezone.now(), once=once)


def _consulted(now: datetime, chance: random.Random) -> None:
    """Propose a new version of the hall's service, on which the public comments."""
    analyst = User.objects.filter(username="ayu").first()
    if analyst is None or Proposal.objects.undecided().filter(service=HALL).exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, HALL)
        shutil.copytree(settings.CATALOGUE / HALL, draft)
        begins = calendar().local(now).date() + BEGINS_IN
        version = ("service.yaml", f"version: {service(HALL).version}", f"version: {begins}")
        for name, old, new in (version, *CHANGES):
            path = draft / name
            path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        wanted = publishing.Wanted(WHY, CONSULTED_DAYS)
        actor = Actor(kind="officer", user=analyst.pk, roles=frozenset({publishing.ANALYST}))
        proposal = publishing.propose(HALL, wanted, actor=actor, now=timezone.now(), folder=draft)
    for words in COMMENTS:
        publishing.comment(proposal.pk, words, now=timezone.now())
