"""The letter: issued with the register's next number, handed over, and set on paper whenever it is asked for."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings

from layani.office.actions.acting import Deed, Done, act_on, keep_refused
from layani.office.actions.blanks.ledger import ENDED, blank_for, note_double, note_used
from layani.office.actions.deciding import Part, Why
from layani.office.actions.letters.content import Corrects, Opened, content_of, letter_number, owed, words_of
from layani.office.actions.letters.typesetting import pdf_of
from layani.office.actions.letters.wording import Wording
from layani.office.actions.numbering import ALPHABET
from layani.office.actions.parties import person_of
from layani.office.actions.renewing import take_its_place
from layani.office.actions.viewing import opened_events
from layani.office.actor import Actor
from layani.office.gateways.sealing import canonical, open_bytes, open_sealed, seal, seal_bytes
from layani.office.house import calendar, catalogue, key_store, service
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.letter_papers import LetterPaper
from layani.office.tables.models.papers import Letter
from layani.office.tables.models.people import User
from layani.office.tables.models.signatures import Signature
from layani.office.tables.projection import state_of
from layani.rules.cases.acts.issuing import PROXY
from layani.rules.cases.parts import CORRECTED_BY, SIGNS
from layani.rules.cases.state import GRANTED_STATUSES, Case
from layani.rules.refusal import Refused

BOUND, SIGNED_PAPER = "letter", "signed-letter"
NO_CODE = "····-····-····-····"
CODE_GROUPS, GROUP = 4, 4  # sixteen letters of five bits: 80 bits, not to be guessed
WAYS = frozenset({"download", "counter", "post"})


def issue(number: str, *, actor: Actor, now: datetime, at: datetime | None = None) -> Done:
    """Issue the letter of a decided case; a second call finds the first letter instead of making another.

    at: when it was issued, if not now; only the importer may say so

    Raises Refused while nothing is decided. A process that dies on the way leaves neither letter nor number, and the
    sweep ``issue_letters`` finds the case again.
    """
    written: list[Letter] = []
    papers: list[bytes] = []

    def finish(row: CaseRow, case: Case) -> Deed:
        known = Letter.objects.of_decision(row)  # numbered for a signature that the office asks for no more
        if known:
            content, owes = opened_letter(known, row), owed_now(row, case)
        else:
            known, content, owes = new_letter(row, case, at or now)
        letter = known
        written.append(letter)
        digest = sha256(canonical(content)).hexdigest()
        data = {"letter": letter.number, "outcome": case.outcome, **({"owes": owes} if owes else {})}
        if not case.imported:  # what was imported has its letter elsewhere
            papers.append(pdf_of(content))
            data["paper"] = sha256(papers[0]).hexdigest()
        return Deed("issue", data, personal={"letter": digest}, at=at)

    def keep(row: CaseRow, case: Case) -> None:
        written[0].save()
        if papers:
            keep_paper(written[0], row, papers[0])
        if not written[0].in_force:  # a part that was granted before an objection held until now
            put_in_force(written[0], now)
        take_its_place(case, now)

    deed = Deed("issue", once=once_for(number), role=actor.kind, finish=finish, at=at)
    return act_on(number, deed, actor=actor, now=now, also=keep)


def once_for(number: str) -> str:
    """Return the key under which the letter of a case's present decision is issued once."""
    case = state_of(CaseRow.objects.get(number=number))
    again = case.reopened_at.isoformat() if case.reopened_at else ""
    return f"letter/{number}{case.objection.get('answered_at', '')}{again}"


def drafted_refusal(row: CaseRow, *, why: Why, actor: Actor, now: datetime) -> Wording:
    """Return what the citizen would read if the case were refused for this; nothing is written."""
    refused = replace(state_of(row), status="refused", ground=why.ground)
    return _drafted(row, refused, now, actor, (why.fact, why.language))


def drafted_part(row: CaseRow, *, part: Part, actor: Actor, now: datetime) -> Wording:
    """Return what the citizen would read if this part were granted; nothing is written."""
    granted = replace(state_of(row), status="granted", part_ground=part.ground)
    return _drafted(row, granted, now, actor, (part.fact, part.language), part.given)


def drafted_grant(row: CaseRow, *, actor: Actor, now: datetime) -> Wording:
    """Return what the citizen would read if the case were granted; nothing is written."""
    return _drafted(row, replace(state_of(row), status="granted"), now, actor)


def _drafted(
    row: CaseRow,
    case: Case,
    now: datetime,
    actor: Actor,
    fact: tuple[str, str] | None = None,
    given: Mapping[str, Any] | None = None,
) -> Wording:
    """Word the letter of a case as it would stand; its number is not known before it is issued, and stands as dots."""
    case = replace(case, decided_at=now)
    said = Opened(
        case=case,
        service=service(case.service, case.version),
        events=opened_events(row),
        name=person_of(row.party).name,
        language=row.party.language,
        decider=actor.name,
        drafted=fact,
        setting=given,
    )
    return words_of(said, "…", now, row.party.language)


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody else who takes a letter at the counter: their name (sealed), and which paper lets them."""

    name: str
    paper: str


def deliver(
    number: str,
    *,
    actor: Actor,
    now: datetime,
    how: str,
    once: str | None = None,
    taker: Taker | None = None,
    blank: str = "",
) -> Done:
    """Note that the letter is in the applicant's hands: the case is served.

    how:   download, counter, or post (it is known to have arrived)
    taker: who took it for the applicant; None for the applicant
    blank: number of the blank on which it is printed, where its service says that it is; what was sent by post names
           it there already
    """
    if how not in WAYS:
        raise ValueError(f"'{how}' is not a way to hand over a letter. Use one of: {', '.join(sorted(WAYS))}.")
    data: dict[str, Any] = {"how": how}
    name = taker.name.strip() if taker else ""
    if taker:
        data |= {"to": PROXY, "paper": taker.paper, "name_length": len(name)}
    personal = {"taker": name} if name else None
    posted = how == "post" and bool(CaseRow.objects.get(number=number).rest.get("posted_at"))
    deed = Deed("deliver", data, personal=personal, once=once)
    return act_on(number, deed, actor=actor, now=now) if posted else _on_blank(number, deed, blank, actor, now)


def _on_blank(number: str, deed: Deed, typed: str, actor: Actor, now: datetime) -> Done:
    """Do what puts a letter out of the house; where its service prints it on a numbered blank, on one of the officer's.

    Whoever names a blank that has ended is refused, and a supervisor sees that.
    """
    row = CaseRow.objects.get(number=number)
    try:
        blank = blank_for(row, typed)
    except Refused as refused:
        keep_refused(row, deed, refused, actor=actor, now=now)
        raise
    if blank is None:
        return act_on(number, deed, actor=actor, now=now)
    printed = replace(deed, data={**deed.data, "blank": blank.number})
    try:
        return act_on(
            number, printed, actor=actor, now=now, also=lambda row, _: note_used(blank, row, actor=actor, now=now)
        )
    except Refused as refused:
        if any(one.code == ENDED for one in refused.refusals):
            note_double(blank, actor=actor, now=now)
        raise


def post_letter(
    number: str, tracking: str, *, actor: Actor, now: datetime, once: str | None = None, blank: str = ""
) -> Done:
    """Note that the letter was sent by post, with the number of the post's receipt (sealed); not that it arrived."""
    tracking = tracking.strip()
    deed = Deed("post_letter", {"tracking_length": len(tracking)}, personal={"tracking": tracking}, once=once)
    return _on_blank(number, deed, blank, actor, now)


class DamagedLetter(Exception):
    """The kept file of a letter, or what it says, cannot be opened: somebody, or a disk, has changed it."""


def letter_pdf(row: CaseRow) -> bytes:
    """Return the issued letter of a case as PDF; raises Letter.DoesNotExist before it is issued, KeyGone after erasure.

    Raises DamagedLetter for one that cannot be opened.

    The file is kept as it was issued or signed, for its act names its SHA-256. One from before that is set anew from
    what was sealed on the day of issue, so it says the same.
    """
    letter = Letter.objects.in_force(row.pk)
    if letter is None:
        raise Letter.DoesNotExist(f"The letter of case {row.number} is not issued.")
    paper = Signature.objects.paper_of(row.pk, letter.edition) or LetterPaper.objects.sealed_of(letter)
    try:
        if paper is None:
            return pdf_of(opened_letter(letter, row))
        return open_bytes(key_store().get(row.ref), paper, SIGNED_PAPER)
    except InvalidTag as fault:
        raise DamagedLetter(
            f"The file of letter {letter.number} cannot be opened: it is not what was kept when the "
            "letter was issued. Put it back from a backup, and run: layani rebuild --check"
        ) from fault


def keep_paper(letter: Letter, row: CaseRow, paper: bytes) -> None:
    """Keep the file of a letter that nobody signed, sealed; in the caller's transaction.

    Another version of the program may set the same letter in other bytes, and its act names these.
    """
    sealed = seal_bytes(key_store().get(row.ref), paper, SIGNED_PAPER)
    LetterPaper.objects.create(letter=letter, sealed=sealed)


def opened_letter(letter: Letter, row: CaseRow) -> dict[str, Any]:
    """Return what a letter says; raises KeyGone after an erasure."""
    content: dict[str, Any] = open_sealed(key_store().get(row.ref), bytes(letter.sealed), BOUND)
    return content


def new_code() -> str:
    """Return a random code such as K7Q4-9TBM-X2HD-5P3W."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_GROUPS * GROUP))
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(text: str) -> str | None:
    """Return the code that someone typed, in its one spelling, or None if it cannot be one.

    >>> read_code("k7q4 9tbm x2hd 5p3w")
    'K7Q4-9TBM-X2HD-5P3W'
    """
    letters = "".join(c for c in text.upper() if c.isalnum()).translate(str.maketrans("ILO", "110"))
    if len(letters) != CODE_GROUPS * GROUP or any(c not in ALPHABET for c in letters):
        return None
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def new_letter(
    row: CaseRow, case: Case, now: datetime, *, signing: str = ""
) -> tuple[Letter, dict[str, Any], dict[str, Any]]:
    """Return the unsaved letter with the register's next number, what it says, and what is owed after a grant.

    Of a case that has a letter it is the next edition, which counts once ``put_in_force`` was called. The caller holds
    the transaction. signing: how it will be signed ("electronic", "ink"); "" where the decision
    stands for it
    """
    before = Letter.objects.last_of(row.pk)
    opened = opened_for_letter(row, case, signing)
    # The number comes last, because from here on every other letter of the office waits for this one.
    day = calendar().local(now).date()
    serial = Letter.objects.next_serial(case.office, day.year)
    code = new_code()
    content = content_of(opened, letter_number(serial, catalogue().office.prefix, day), code, now)
    letter = Letter(
        case=row,
        edition=before.edition + 1 if before else 0,
        in_force=Letter.objects.in_force(row.pk) is None,
        office=case.office,
        year=day.year,
        serial=serial,
        number=content["number"],
        code=code,
        sealed=seal(key_store().get(row.ref), content, BOUND),
        issued_at=now,
    )
    return letter, content, owed(opened) if case.status in GRANTED_STATUSES else {}


def owed_now(row: CaseRow, case: Case) -> dict[str, Any]:
    """Return what is owed after a grant, without its days; nothing after a refusal."""
    return owed(opened_for_letter(row, case, "")) if case.status in GRANTED_STATUSES else {}


def reword(letter: Letter, row: CaseRow, case: Case) -> None:
    """Write a letter that has its number but no signature anew, because somebody else signs it; number and code stay.

    The caller holds the transaction.
    """
    before = opened_letter(letter, row)
    opened = opened_for_letter(row, case, str(before.get("signing", "electronic")))
    content = content_of(opened, letter.number, letter.code, letter.issued_at)
    Letter.objects.filter(pk=letter.pk).update(sealed=seal(key_store().get(row.ref), content, BOUND))


def put_in_force(letter: Letter, now: datetime) -> None:
    """Let a later edition of a case's letter take the place of the one that counts; in the caller's transaction."""
    Letter.objects.filter(case=letter.case_id, in_force=True).update(in_force=False, superseded_at=now)
    Letter.objects.filter(pk=letter.pk).update(in_force=True)


def set_aside(row: CaseRow, now: datetime, *, granted: bool, issued: bool) -> None:
    """Let the letter of a decision that was set aside count no more, nor be signed; in the caller's transaction.

    Where a part was granted by a letter that is out, that stays until the new one.
    """
    Signature.objects.drop_unsigned(row.pk)
    if granted and issued:
        return
    Letter.objects.filter(case=row, in_force=True).update(in_force=False, superseded_at=now)


def draft_pdf(row: CaseRow, now: datetime, signing: str) -> bytes:
    """Return a decided case's letter as it will stand, marked as a draft, without number and code; nothing is kept."""
    content = content_of(opened_for_letter(row, state_of(row), signing), "…", NO_CODE, now)
    return pdf_of({**content, "draft": True, "address": f"{settings.SITE_ADDRESS.rstrip('/')}/letter/"})


def opened_for_letter(row: CaseRow, case: Case, signing: str) -> Opened:
    """Return a decided case with all that its letter is written from."""
    return Opened(
        case=case,
        service=service(case.service, case.version),
        events=opened_events(row),
        name=person_of(row.party).name,
        language=row.party.language,
        decider=_decider(case),
        signing=signing,
        corrects=_corrected(row) if case.correction.get("decided_at") else None,
    )


def _corrected(row: CaseRow) -> Corrects | None:
    """Return which letter of a case the next one corrects."""
    first, counts = Letter.objects.edition_of(row.pk, 0), Letter.objects.in_force(row.pk)
    return Corrects(counts.number, counts.issued_at, first.issued_at) if first and counts else None


def _decider(case: Case) -> str:
    """Return the full name of who signs: who decided, or the correction, or took it over; empty when the law did."""
    known = case.done_by.get(SIGNS) or (case.done_by[CORRECTED_BY] if case.correction.get("decided_at") else None)
    if known:
        return str(User.objects.get(pk=known))
    deciding = [case.done_by[step.id] for step in case.steps if step.kind == "decide" and step.id in case.done_by]
    return str(User.objects.get(pk=deciding[-1])) if deciding and case.status != "deemed_granted" else ""
