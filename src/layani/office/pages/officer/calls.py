"""What waits for the head of the office today, each with its number and the page on which it is dealt with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from django.urls import reverse

from layani.office.actions.authorising import posts
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, role_title
from layani.office.pages.blanks.attention import blanks_to_look_at
from layani.office.pages.page import Readers
from layani.office.pages.paper.attention import papers_to_look_at
from layani.office.tables import supervision
from layani.office.tables.authority_register import register_of, with_holders
from layani.office.tables.supervision import DoorOfDay, Waiting
from layani.rules.authority.deciding import unsigned_posts
from layani.rules.looks.purposes import DISOWNED_WITHIN
from layani.rules.sections import plain
from layani.rules.text import Text

UNSIGNED_FOR = timedelta(days=1)
"""A letter that waits longer than this for its signature must not wait until tomorrow."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something that waits for a person.

    words:  what it is, without the number
    place:  address of the page on which it is dealt with; "" where this reader may not open it
    due:    the earliest day among them, None where none is set
    alarm:  it must not wait until tomorrow
    whom:   who deals with it, where this reader may not; None: the reader does
    """

    words: Text
    count: int
    place: str
    due: datetime | None = None
    alarm: bool = False
    whom: Text | None = None


def calls_for(actor: Actor, door: DoorOfDay, now: datetime) -> list[Call]:
    """Return what waits, the most pressing first; what nobody waits for is left out. Some thirty queries."""
    calls = chain(_at_the_door(door), _of_cases(actor, now), _of_the_house(actor, now))
    return sorted(
        (one for one in calls if one.count),
        key=lambda one: (not (one.alarm or _over(one, now)), one.due is None, one.due or now),
    )


def _over(call: Call, now: datetime) -> bool:
    return call.due is not None and call.due < now


def _at_the_door(door: DoorOfDay) -> Iterator[Call]:
    place = reverse("door-day")
    sent_away = Text("Mengatakan disuruh pulang, belum dijawab", "Say they were sent away, without an answer yet")
    yield Call(sent_away, door.reports, place, alarm=True)
    complaints = Text("Pengaduan SP4N-LAPOR! yang belum dijawab", "Complaints of SP4N-LAPOR! without an answer")
    yield Call(complaints, door.complaints, reverse("officer-sp4n"), door.complaints_due)
    yield Call(Text("Pertanyaan dari jauh yang terlambat", "Questions from elsewhere, late"), door.late, place)
    unended = Text("Nomor antrean dari hari sebelumnya yang belum berakhir", "Tickets of earlier days without an end")
    yield Call(unended, door.unended, place)


def _of_cases(actor: Actor, now: datetime) -> Iterator[Call]:
    office = catalogue().office
    objected = Text("Keberatan atas keputusan", "Objections to decisions")
    yield _call(objected, supervision.objections(office.slug), "objections")
    yield _call(Text("Perbaikan surat", "Corrections of letters"), supervision.corrections(office.slug), "corrections")
    yield from _revocations(actor)
    unsigned, since = supervision.signatures(office.slug)
    says = Text("Surat yang sudah diputus dan belum ditandatangani", "Letters that are decided and not signed")
    yield Call(says, unsigned, reverse("signing"), alarm=since is not None and since < now - UNSIGNED_FOR)
    ahead = Text("Permintaan percepatan", "Requests to go ahead")
    yield _call(ahead, supervision.expedites(office.slug, set(office.roles)), "expedites")
    yield _call(
        Text("Usul diskresi yang menunggu atasan", "Discretion that waits for a superior"),
        supervision.discretions(office.slug), "discretions",
    )  # fmt: skip
    yield _call(
        Text("Laporan bahwa data seseorang keliru", "Reports that somebody's data is wrong"),
        supervision.wrong_data(), "rectifications",
    )  # fmt: skip
    yield _call(
        Text("Pemeriksaan sesudah pengecualian", "Checks after what was done under an exemption"),
        supervision.after_checks(office.slug), "after-checks",
    )  # fmt: skip
    yield _call(
        Text("Usul pengecualian pemisahan tugas", "Proposed exemptions from separation of duties"),
        supervision.exemptions(office.slug), "exemptions-kept",
    )  # fmt: skip
    yield _call(
        Text("Permohonan perantara yang tidak diakui orangnya", "Filed by an agent, disowned by the person"),
        supervision.disowned_since(office.slug, now - DISOWNED_WITHIN), "officer-agents",
    )  # fmt: skip
    yield _call(
        Text("Permohonan yang tidak dapat mengikuti versi baru", "Could not follow a new version"),
        supervision.kept_versions(office.slug), "kept-versions",
    )  # fmt: skip
    yield _call(
        Text("Permohonan dari sistem lain yang belum diambil alih", "From another system, not taken over"),
        supervision.from_elsewhere(office.slug), "from-elsewhere",
    )  # fmt: skip


def _revocations(actor: Actor) -> Iterator[Call]:
    """Tell those that the reader decides from those that wait for another role."""
    deciders = {slug: one.revocation.decides for slug, one in catalogue().services.items() if one.revocation}
    roles = set(map(plain, actor.roles))
    own = frozenset(slug for slug, role in deciders.items() if role in roles)
    others = [role_title(role) for role in dict.fromkeys(deciders.values()) if role not in roles]
    whom = Text(", ".join(one.id for one in others), ", ".join(one.en for one in others))
    says, office = Text("Pencabutan surat", "Revocations of letters"), catalogue().office.slug
    if own:
        yield _call(says, supervision.revocations(office, own), "revocations")
    if others:
        yield replace(_call(says, supervision.revocations(office, but=own), "revocations"), whom=whom)


def _of_the_house(actor: Actor, now: datetime) -> Iterator[Call]:
    office, today = catalogue().office.slug, calendar().local(now).date()
    register = register_of(office)
    known = with_holders(register, office, today) if register is not None else None
    for post in unsigned_posts(known, posts(), today) if known is not None else ():
        title = role_title(post)
        nobody = Text(f"Hari ini tidak ada yang boleh menandatangani: {title.id}", f"Nobody may sign today: {title.en}")
        yield Call(nobody, 1, reverse("signers"), alarm=True)
    # Who only sees that something waits there has somebody else open the page.
    yield _call(
        Text("Kewenangan yang menunggu orang kedua", "Powers that wait for a second person"),
        supervision.powers(office), "powers" if Readers.AUTHORITY.admit(actor) else None,
    )  # fmt: skip
    yield _call(
        Text("Perubahan petugas yang menunggu orang kedua", "Changes of staff that wait for a second person"),
        supervision.staff_changes(office), "staff" if Readers.STAFF.admit(actor) else None,
    )  # fmt: skip
    blanks = blanks_to_look_at(now)
    if blanks is not None:
        says = Text(
            "Blangko yang hilang, ganda, atau menunggu orang kedua", "Blanks missing, doubled or to be confirmed"
        )
        held = Text("Blangko pada yang tidak bertugas lagi", "Blanks with officers who serve no longer")
        yield Call(held, blanks.left, reverse("blanks"), alarm=True)
        yield Call(says, blanks.missing + blanks.doubles + blanks.gaps + blanks.unseen, reverse("blanks"))
    papers = papers_to_look_at(now)
    if papers is not None:
        says = Text("Blok tanda terima kertas yang perlu dilihat", "Blocks of paper receipts to be looked at")
        yield Call(says, papers.others, reverse("paper-blocks"))
        held = Text("Blok tanda terima pada yang tidak bertugas lagi", "Blocks with officers who serve no longer")
        yield Call(held, papers.left, reverse("paper-blocks"), alarm=True)


def _call(words: Text, waiting: Waiting, page: str | None) -> Call:
    return Call(words, waiting.count, reverse(page) if page else "", waiting.due)
