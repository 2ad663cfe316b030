"""Who may sign: by which entry of the register an officer signs an act on a day, or why not and who may.

A person who is named for a post signs by that entry alone: who acts for the head is not the head, also when the
queue of the head was opened to them. While somebody acts for a post, or its holder is away, the post's own power rests.
Source: UU 30/2014 pasal 14(1), (2) and (7): mandates, Plh. and Plt. (verified: quoted in SE BKN 2/SE/VII/2019,
https://www.basishukum.com/sebkn/2/2019/3/a); pasal 12 and 13 on attribution and delegation (recalled).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from layani.rules.authority.model import ACT_WORDS, ACTING, BY_PERSON, BY_POST, Entry, Question, Register
from layani.rules.authority.wording import in_one_line
from layani.rules.dates import day_words
from layani.rules.refusal import Refusal
from layani.rules.text import Text

OUTSIDE = "outside-authority"
NOBODY = "nobody-may-sign"


def authority_for(register: Register, question: Question) -> Entry | Refusal:
    """Return the entry by which the officer of a question may sign, or the refusal with the names of who may."""
    mine = _named(register, question)
    if mine:
        found = next((one for one in mine if one.covers(question.service, question.act)), None)
        return found or _refusal(register, question, _left_out(mine[0], register, question))
    if question.post not in question.roles:
        return _refusal(register, question, _no_entry(register, question))
    if (acts := resting(register, question.post, question.day)) is not None:
        return _refusal(register, question, _rests(acts, register))
    own = next((one for one in _of_post(register, question) if one.covers(question.service, question.act)), None)
    return own or _refusal(register, question, _no_entry(register, question))


def rests_for(register: Register, question: Question) -> bool:
    """Say whether an officer can neither grant nor refuse a service now because their power rests or leaves it out.

    Whom the register does not know at all is another matter: they are told so, and not left without work in silence.
    """
    mine = _named(register, question)
    if mine:
        return not any(one.covers(question.service, act) for one in mine for act in ("grant", "refuse"))
    return resting(register, question.post, question.day) is not None


def left_with_nothing(register: Register, question: Question) -> bool:
    """Say whether an officer has nothing left to do with a decision that can only be refused: they may not refuse it.

    As in ``rests_for``, whom the register does not know at all is another matter, and so is whose power rests.
    """
    return reaches(register, replace(question, act="grant")) and not reaches(register, replace(question, act="refuse"))


def reaches(register: Register, question: Question) -> bool:
    """Say whether the power of a question's officer reaches what they want to sign."""
    return isinstance(authority_for(register, question), Entry)


def who_may(register: Register, question: Question) -> tuple[Entry, ...]:
    """Return every entry by which somebody may sign this now; the question's officer does not matter."""
    people = [one for one in on_day(register, question.post, question.day) if one.kind in BY_PERSON]
    posts = [] if resting(register, question.post, question.day) else _of_post(register, question)
    return tuple(one for one in (*people, *posts) if one.covers(question.service, question.act))


def signers_in_words(register: Register, question: Question) -> Text | None:
    """Return the names and forms of who may sign this now, or None when nobody may."""
    found = [_signer(one, register) for one in who_may(register, question) if _somebody(one, register)]
    return Text("; ".join(one.id for one in found), "; ".join(one.en for one in found)) if found else None


def on_day(register: Register, post: str, day: date) -> tuple[Entry, ...]:
    """Return the entries of a post that are in force on a day, in their order."""
    return tuple(one for one in register.entries if one.post == post and one.in_force(day))


def resting(register: Register, post: str, day: date) -> Entry | None:
    """Return why a post's own power rests on a day, or None: somebody acts for it, or its holder is away."""
    found = [one for one in on_day(register, post, day) if one.kind in (*ACTING, "away")]
    return min(found, key=lambda one: one.kind == "away", default=None)


def unsigned_posts(register: Register, posts: Iterable[str], day: date) -> tuple[str, ...]:
    """Return those of some posts for which nobody at all may sign on a day, by name."""
    return tuple(sorted(post for post in posts if not _anybody(register, post, day)))


def _anybody(register: Register, post: str, day: date) -> bool:
    away = resting(register, post, day) is not None
    found = [one for one in on_day(register, post, day) if one.kind in BY_PERSON or (one.kind in BY_POST and not away)]
    return any(_somebody(one, register) for one in found)


def _somebody(entry: Entry, register: Register) -> bool:
    """Say whether anybody stands behind an entry: the power of a post that nobody holds helps nobody."""
    return entry.kind in BY_PERSON or bool(register.holders.get(entry.post))


def _signer(entry: Entry, register: Register) -> Text:
    form = in_one_line(entry, register)
    names = (entry.name,) if entry.kind in BY_PERSON else register.holders.get(entry.post, ())
    who = ", ".join(name for name in names if name)
    return Text(f"{who} ({form.id})", f"{who} ({form.en})") if who else form


def _named(register: Register, question: Question) -> list[Entry]:
    """Return the entries in force that name the officer for this post."""
    if question.officer is None:
        return []
    found = on_day(register, question.post, question.day)
    return [one for one in found if one.kind in BY_PERSON and one.officer == question.officer]


def _of_post(register: Register, question: Question) -> list[Entry]:
    return [one for one in on_day(register, question.post, question.day) if one.kind in BY_POST]


def _refusal(register: Register, question: Question, reason: Text) -> Refusal:
    who = signers_in_words(register, question)
    if who is None:
        return Refusal(
            NOBODY,
            reason,
            Text(
                "Hari ini tidak seorang pun boleh menandatanganinya. Minta pengelola register wewenang mencatat Plt., "
                "Plh. atau mandat. Waktunya tetap berjalan pada kantor, bukan pada pemohon.",
                "Nobody may sign it today. Ask who keeps the authority register to enter an acting official or a "
                "mandate. The time goes on at the office's side, not at the applicant's.",
            ),
        )
    return Refusal(OUTSIDE, reason, Text(f"Serahkan kepada: {who.id}.", f"Leave it to: {who.en}."))


def _no_entry(register: Register, question: Question) -> Text:
    post, act, day = register.title(question.post), ACT_WORDS[question.act], day_words(question.day)
    return Text(
        f"Menurut register wewenang, pada {day.id} Anda tidak berwenang {act.id} layanan ini untuk jabatan {post.id}.",
        f"By the authority register, on {day.en} {act.en} this service for the post “{post.en}” is not in your power.",
    )


def _left_out(entry: Entry, register: Register, question: Question) -> Text:
    form, act = in_one_line(entry, register), ACT_WORDS[question.act]
    return Text(
        f"Wewenang Anda sebagai {form.id} menurut {entry.decree} tidak mencakup {act.id} layanan ini.",
        f"Your power as “{form.en}” by {entry.decree} does not reach {act.en} this service.",
    )


def _rests(entry: Entry, register: Register) -> Text:
    post = register.title(entry.post)
    day = day_words(entry.until) if entry.until else None
    id_, en = (f" sampai {day.id}", f" until {day.en}") if day else ("", "")
    if entry.kind == "away":
        return Text(
            f"Pemegang jabatan {post.id} tercatat berhalangan{id_}, jadi tidak menandatangani.",
            f"The holder of the post “{post.en}” is entered as away{en}, and so does not sign.",
        )
    form = in_one_line(entry, register)
    return Text(
        f"{form.id} yang menandatangani{id_} menurut {entry.decree}; selama itu pemegang jabatan tidak.",
        f"“{form.en}” signs{en} by {entry.decree}; meanwhile the holder of the post does not.",
    )
