"""Initials (*paraf*) on a decided letter before it is signed: in order, sent back once, and held up by nobody.

A letter goes through its chain in one round: from the decision (or a decided correction) to the signature. The office
says with each act which round and which link it is; who signs the letter it knows, too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, written
from layani.rules.cases.acts.issuing import DECIDED
from layani.rules.cases.changing import replace
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST: Final = 10  # characters: a reason that somebody else can answer
WHY_PASSED: Final[Mapping[str, Text]] = {
    "objection": Text("dengan keberatan tercatat", "with the objection noted"),
    "late": Text("dilewati, waktunya habis", "passed over, its time was up"),
    "nobody": Text("dilewati, tidak ada yang memegangnya", "passed over, nobody holds the post"),
}
"""Why a letter was signed without the initial of a link."""

_RELOAD = Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state.")


def round_of(case: Case, since: str) -> Mapping[str, Any]:
    """Return what happened in one round; {} before its first act. since: when it began, as the acts name it."""
    return next((one for one in case.initials if one["since"] == since), {})


def links_of(case: Case, edition: int) -> tuple[Mapping[str, Any], ...]:
    """Return the links of the last round of one edition of a case's letter, in order.

    Each has role, at, by (officer), and where it is no plain initial: objects (true), or why it was passed over.
    """
    rounds = [one for one in case.initials if one["edition"] == edition]
    return tuple(rounds[-1].get("links", ())) if rounds else ()


def initialled_by(case: Case, since: str) -> frozenset[int]:
    """Return the officers who gave an initial in a round; none of them is a further link, nor signs."""
    return frozenset(one["by"] for one in round_of(case, since).get("links", ()) if "why" not in one)


def check_initial(case: Case, act: Act) -> Refusal | None:
    """The link whose turn it is, by somebody who is no other link of it."""
    if (refused := _check_turn(case, act)) is not None:
        return refused
    if act.by.officer in initialled_by(case, _since(act)):
        return Refusal(
            "initialled-already",
            Text("Anda sudah memaraf surat ini pada jabatan lain.", "You have initialled this letter in another post."),
            Text(
                "Orang lain yang memarafnya; bila tidak ada, penanda tangan dapat melewatinya.",
                "Somebody else initials it; where there is nobody, the signer can pass over it.",
            ),
        )
    if act.data.get("objects") and int(act.data.get("words_length", 0)) < WORDS_AT_LEAST:
        return _no_words()
    return None


def check_send_back(case: Case, act: Act) -> Refusal | None:
    """Once in a round by the same person, and with a reason."""
    if (refused := check_initial(case, act)) is not None:
        return refused
    if act.by.officer in round_of(case, _since(act)).get("sent_back", ()):
        return Refusal(
            "sent-back-once",
            Text("Anda sudah mengembalikan surat ini satu kali.", "You have sent this letter back once already."),
            Text(
                "Paraf dengan keberatan tercatat: penanda tangan membacanya sebelum menandatangani. Bila pejabat di "
                "atasnya harus memutuskan, jalannya perintah tertulis atau diskresi.",
                "Initial it with your objection noted: the signer reads it before signing. Where a superior must "
                "decide, the way is a written instruction or discretion.",
            ),
        )
    return _no_words() if int(act.data.get("words_length", 0)) < WORDS_AT_LEAST else None


def check_answer(case: Case, act: Act) -> Refusal | None:
    """The signer answers what was sent back, in words."""
    if (refused := _check_waits(case)) is not None:
        return refused
    if not round_of(case, _since(act)).get("back"):
        return Refusal(
            "not-sent-back",
            Text("Surat ini tidak sedang dikembalikan.", "This letter is not sent back to you."),
            _RELOAD,
        )
    return _no_words() if int(act.data.get("words_length", 0)) < WORDS_AT_LEAST else None


def check_pass(case: Case, act: Act) -> Refusal | None:
    """The signer goes on without a link: over an objection, after its time, or where nobody can give it."""
    sent_back = bool(round_of(case, _since(act)).get("back"))
    refused = _check_waits(case) if sent_back else _check_turn(case, act)
    if refused is not None:
        return refused
    if act.data.get("why") not in WHY_PASSED or sent_back != (act.data.get("why") == "objection"):
        return Refusal(
            "still-its-turn",
            Text("Paraf ini masih dalam waktunya.", "This initial is still within its time."),
            Text(
                "Tunggu satu hari kerja sejak surat sampai di mejanya.",
                "Wait until the letter has been on that desk for one working day.",
            ),
        )
    return _no_words() if int(act.data.get("words_length", 0)) < WORDS_AT_LEAST else None


def _check_waits(case: Case) -> Refusal | None:
    if not case.imported and (not case.issued_at or case.correction.get("decided_at")):
        return None
    return Refusal("nothing-to-initial", Text("Surat ini sudah terbit.", "This letter is issued already."), _RELOAD)


def _check_turn(case: Case, act: Act) -> Refusal | None:
    if (refused := _check_waits(case)) is not None:
        return refused
    known = round_of(case, _since(act))
    if known.get("back"):
        return Refusal(
            "with-the-signer",
            Text("Surat ini sedang dikembalikan kepada penanda tangan.", "This letter was sent back to its signer."),
            Text("Tunggu jawabannya; surat kembali ke meja ini.", "Wait for the answer; it comes back to this desk."),
        )
    if act.data.get("link") == len(known.get("links", ())):
        return None
    return Refusal(
        "not-this-link",
        Text("Paraf ini sudah diberikan, atau belum gilirannya.", "This initial is given already, or not yet due."),
        _RELOAD,
    )


def _no_words() -> Refusal:
    return Refusal(
        "no-words",
        Text(
            f"Alasannya belum ditulis (sedikitnya {WORDS_AT_LEAST} huruf).",
            f"The reason is missing (at least {WORDS_AT_LEAST} letters).",
        ),
        Text("Tulis apa yang salah dan di mana.", "Write what is wrong, and where."),
    )


def _since(act: Act | Event) -> str:
    return str(act.data.get("since", ""))


def initial(case: Case, event: Event) -> Case:
    """Note one link: an initial, one with an objection, or that the signer passed over it."""
    link: dict[str, Any] = {
        "role": str(event.data.get("role", "")),
        "at": written(event.occurred_at),
        "by": event.by.officer,
        **({"objects": True} if event.data.get("objects") else {}),
        **({"why": str(event.data.get("why", "late"))} if event.act == "pass_initial" else {}),
    }
    known = {name: value for name, value in _round(case, event).items() if name != "back"}
    return _with(case, {**known, "links": [*known.get("links", ()), link]})


def send_back(case: Case, event: Event) -> Case:
    """Give the letter back to its signer; who did it may not do it again in this round."""
    known = _round(case, event)
    back = {"role": str(event.data.get("role", "")), "at": written(event.occurred_at), "by": event.by.officer}
    return _with(case, {**known, "back": back, "sent_back": [*known.get("sent_back", ()), event.by.officer]})


def answer(case: Case, event: Event) -> Case:
    """Give the letter to the desk again from which it came."""
    return _with(case, {name: value for name, value in _round(case, event).items() if name != "back"})


def _round(case: Case, event: Event) -> Mapping[str, Any]:
    return round_of(case, _since(event)) or {"edition": event.data.get("edition", 0), "since": _since(event)}


def _with(case: Case, changed: Mapping[str, Any]) -> Case:
    others = [one for one in case.initials if one["since"] != changed["since"]]
    return replace(case, initials=(*others, changed))


def passable_from(due_at: datetime, now: datetime, *, sent_back: bool, anybody: bool) -> str:
    """Return why the signer may go on without the link whose turn it is; "" while it must be waited for.

    due_at: the end of its time; anybody: whether anybody is left who can give it today
    """
    if sent_back:
        return "objection"
    if not anybody:
        return "nobody"
    return "late" if now > due_at else ""


OFFICER = frozenset({"officer"})
ACTS = (
    ActRule("initial_letter", DECIDED, OFFICER, initial, check=check_initial),
    ActRule("send_letter_back", DECIDED, OFFICER, send_back, check=check_send_back),
    ActRule("answer_letter_back", DECIDED, OFFICER, answer, check=check_answer),
    ActRule("pass_initial", DECIDED, OFFICER, initial, check=check_pass),
)
