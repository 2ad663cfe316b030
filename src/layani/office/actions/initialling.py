"""Initials (*paraf*) on a letter that is decided and waits for its signature: given, sent back, answered, passed over.

A letter lies on one desk at a time (``Signature.desk``); each act is an event of its case and moves it on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from layani.office.actions.acting import Deed, Done, act_on
from layani.office.actions.attempts import keep_attempt
from layani.office.actions.sections import role_in
from layani.office.actor import Actor
from layani.office.house import calendar, catalogue, role_title, service
from layani.office.tables.facts import post_of
from layani.office.tables.models.cases import Case as CaseRow
from layani.office.tables.models.people import Role
from layani.office.tables.models.signatures import WAITING, Signature
from layani.office.tables.projection import state_of
from layani.rules.authority.initials import ON_ONE_DESK, chain_of
from layani.rules.cases.act import Act, written
from layani.rules.cases.acts.initialling_letter import initialled_by, passable_from, round_of
from layani.rules.cases.clock import due
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal, Refused
from layani.rules.sections import plain
from layani.rules.text import Text

NOT_YOURS = Refusal(
    "not-yours-to-initial",
    Text("Surat ini tidak menunggu Anda.", "This letter does not wait for you."),
    Text("Buka antrean paraf Anda.", "Open your queue of letters to initial."),
)
SIGNS_IT = Refusal(
    "signs-it",
    Text(
        "Anda yang menandatangani surat ini, jadi tidak memarafnya.", "You sign this letter, so you do not initial it."
    ),
    Text(
        "Pemegang lain jabatan itu yang memarafnya; bila tidak ada, lewati paraf ini pada halamannya.",
        "Another holder of that post initials it; where there is nobody, pass over this initial on its page.",
    ),
)


def first_desk(case: Case, now: datetime) -> dict[str, Any]:
    """Return the chain of a letter that comes to wait, and the desk on which it begins, as its row has them."""
    own = service(case.service, case.version).gives.initials
    day = calendar().local(now).date()
    chain = chain_of(own, catalogue().office.signers, plain(post_of(case)), case.service, day)
    chain = tuple(role_in(one, case.section) for one in chain)
    return {"chain": list(chain), "desk": chain[0] if chain else "", "desk_since": now if chain else None}


def initialling_roles() -> frozenset[str]:
    """Return the roles that stand in any chain of today's catalogue."""
    signers = (role for one in catalogue().office.signers for role in one.initials)
    services = (role for one in catalogue().services.values() for role in one.gives.initials or ())
    return frozenset((*signers, *services))


def may_initial(row: Signature, actor: Actor) -> bool:
    """Say whether it is an officer's turn to initial a letter: the desk is theirs, and the case is not their own."""
    if not actor.is_officer or actor.user is None or row.desk not in actor.roles or row.signer_id == actor.user:
        return False
    case, party = state_of(row.case), row.case.party
    own = bool(actor.nik_mac) and party.nik_mac is not None and bytes(party.nik_mac) == actor.nik_mac
    agent = bool(actor.nik_mac) and case.proxy.get("agent") == (actor.nik_mac or b"").hex()
    return not (own or agent or actor.user in case.recused or actor.user in initialled_by(case, _since(row)))


def sent_back(row: Signature) -> Mapping[str, Any]:
    """Return what is known of a letter that was sent back to its signer and waits for an answer; {} else."""
    back: Mapping[str, Any] = round_of(state_of(row.case), _since(row)).get("back", {})
    return back


def why_passable(row: Signature, now: datetime) -> str:
    """Return why the signer may go on without the initial that a letter waits for, "" while they may not; one query."""
    if not row.desk or row.desk_since is None:
        return ""
    case = state_of(row.case)
    back = bool(round_of(case, _since(row)).get("back"))
    barred = {row.signer_id, *initialled_by(case, _since(row)), *case.recused}
    day = calendar().local(now).date()
    held = Role.objects.held_on(day).filter(
        office=row.case.office, name__in=(row.desk, plain(row.desk)), user__is_active=True
    )
    return passable_from(
        due(calendar(), row.desk_since, ON_ONE_DESK),
        now,
        sent_back=back,
        anybody=back or held.exclude(user__in=barred).exists(),
    )


def waits_for_initials(row: Signature) -> Refusal:
    """Return that a letter is not to be signed yet, with the desk that it waits on."""
    title = role_title(row.desk)
    return Refusal(
        "waits-for-initials",
        Text(f"Surat ini menunggu paraf: {title.id}.", f"This letter waits for an initial: {title.en}."),
        Text(
            "Surat muncul di antrean Anda setelah diparaf. Lewat satu hari kerja Anda boleh melewatinya.",
            "It comes to your queue once it is initialled. After one working day you may pass over it.",
        ),
    )


def give_initial(
    number: str, words: str = "", *, objects: bool = False, actor: Actor, now: datetime, once: str | None = None
) -> Done:
    """Initial a letter, with a note if there is one; objects: with one's objection noted. Raises Refused."""
    said = {"objects": True} if objects else {}
    return _act(number, "initial_letter", words, said, actor=actor, now=now, once=once)


def send_back(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Send a letter back to its signer with the reason, once. Raises Refused."""
    return _act(number, "send_letter_back", words, {}, actor=actor, now=now, once=once)


def answer_back(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Answer what was sent back; the letter goes to the same desk again. Raises Refused."""
    return _act(number, "answer_letter_back", words, {}, actor=actor, now=now, once=once)


def pass_over(number: str, words: str, *, actor: Actor, now: datetime, once: str | None = None) -> Done:
    """Go on without the initial whose turn it is: over its objection, after its time, or where nobody can give it."""
    row = _waiting(number)
    return _act(number, "pass_initial", words, {"why": why_passable(row, now)}, actor=actor, now=now, once=once)


BY_SIGNER = frozenset({"answer_letter_back", "pass_initial"})


def _act(
    number: str, kind: str, words: str, said: Mapping[str, Any], *, actor: Actor, now: datetime, once: str | None
) -> Done:
    row, words = _waiting(number), words.strip()
    _require(row, kind, actor, now)
    known = round_of(state_of(row.case), _since(row))
    data = {
        "edition": row.edition,
        "since": _since(row),
        "link": len(known.get("links", ())),
        "role": row.desk,
        "words_length": len(words),
        **said,
    }

    def move(_: CaseRow, case: Case) -> None:
        """Put it on the next desk; whoever was faster has moved it already."""
        done = len(round_of(case, _since(row)).get("links", ()))
        desk = row.chain[done] if done < len(row.chain) else ""
        here = Signature.objects.filter(pk=row.pk, state=WAITING, signer_id=row.signer_id, desk=row.desk)
        if not here.update(desk=desk, desk_since=now if desk else None):
            raise Refused(NOT_YOURS)

    role = "" if kind in BY_SIGNER else row.desk
    deed = Deed(kind, data, personal={"words": words} if words else None, once=once, role=role)
    return act_on(number, deed, actor=actor, now=now, also=move)


def _require(row: Signature, kind: str, actor: Actor, now: datetime) -> None:
    """Raise Refused where it is not this officer's to do; who signs a letter does not initial it."""
    signer = row.signer_id == actor.user
    if kind in BY_SIGNER:
        refused = None if signer else NOT_YOURS
    elif actor.is_officer and row.desk in actor.roles:
        refused = SIGNS_IT if signer else None
    else:
        refused = NOT_YOURS
    if refused is not None:
        keep_attempt(row.case, Act(kind, actor.by(row.desk), now, {}), (refused,), actor=actor, now=now)
        raise Refused(refused)


def _waiting(number: str) -> Signature:
    row = Signature.objects.waiting(number)
    if row is None or not row.desk:
        raise Refused(NOT_YOURS)
    return row


def _since(row: Signature) -> str:
    return written(row.since) or ""
