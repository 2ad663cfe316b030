"""A product is revoked: never without a warning, a time to answer it, a listed ground, and two people.

The roles, the grounds and the time are those of the version under which the product was applied for.
"""

from collections.abc import Mapping
from typing import Any

from layani.rules.cases.act import Act, ActRule, moment, written
from layani.rules.cases.acts.deciding import FACT_AT_LEAST
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.clock import Term, due
from layani.rules.cases.duties import looked_at
from layani.rules.cases.parts import WARNED_BY
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST = 5
"""Characters of a holder's answer: a slip of the finger is no answer, "tidak benar" is one."""


def check_warn(case: Case, act: Act) -> Refusal | None:
    """A warning is given for a product that holds, on a listed ground, with the fact, by the role that warns."""
    if not case.revocable or not case.issued_at:
        return _not_revocable()
    if case.revoked_at or case.superseded_at or (case.valid_until and act.at > case.valid_until):
        return _holds_no_more()
    if case.revocation_due:
        return _warned_already()
    if act.by.role != case.revocable["warns"]:
        return _another_role(case.revocable["warns"])
    return _without_reason(case, act)


def record_warn(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the last moment at which an answer is in time."""
    if not case.revocable:
        return act.data  # only an observed log comes here
    term = Term(*case.revocable["answer"])
    return {**act.data, "answer_by": written(due(calendar, act.at, term))}


def warn(case: Case, event: Event) -> Case:
    """Open the revocation; the product holds on."""
    done = dict(case.done_by)
    if event.by.officer is not None:
        done[WARNED_BY] = event.by.officer
    by = event.data.get("answer_by")
    opened = {"ground": event.data.get("ground", ""), "warned_at": written(event.occurred_at), "answer_by": by}
    return replace(case, revocation=opened, revocation_due=moment(by), done_by=done)


def check_answer(case: Case, act: Act) -> Refusal | None:
    """The holder answers while the revocation is open, also after the time to answer; an officer types it for them."""
    if not case.revocation_due:
        return _no_warning()
    if act.by.kind == "officer" and act.by.role not in (case.revocable["warns"], case.revocable["decides"]):
        return _another_role(case.revocable["warns"])
    if int(act.data.get("words_length", 0)) < WORDS_AT_LEAST:
        return Refusal(
            code="answer-empty",
            reason=Text(id="Jawaban belum ditulis.", en="The answer is not written yet."),
            remedy=Text(
                id="Tulis dengan kata-kata sendiri mengapa surat itu harus tetap berlaku.",
                en="Write in your own words why the letter should stay valid.",
            ),
        )
    return None


def answer(case: Case, event: Event) -> Case:
    """Note that there is an answer, which the office must read; it need not wait longer once the holder gave it.

    What an officer wrote down of the holder's words shortens no time: nobody but the officer knows that they were said.
    """
    said = {"answered_at": written(event.occurred_at)}
    if event.by.kind == "citizen":
        said["heard_at"] = said["answered_at"]
    return replace(case, revocation={**case.revocation, **said})


def check_revoke(case: Case, act: Act) -> Refusal | None:
    """Only after the holder answered or the time has passed, by the role that decides, with the fact."""
    if (refusal := check_drop(case, act)) is not None:
        return refusal
    if not case.revocation.get("heard_at") and case.revocation_due and act.at <= case.revocation_due:
        return Refusal(
            code="answer-awaited",
            reason=Text(
                id="Pemegang masih mempunyai waktu untuk menjawab peringatan.",
                en="The holder still has time to answer the warning.",
            ),
            remedy=Text(
                id="Tunggu jawabannya, atau sampai batas waktunya lewat.",
                en="Wait for the answer, or until the time has passed.",
            ),
        )
    return None


def check_drop(case: Case, act: Act) -> Refusal | None:
    """The matter is closed by the role that decides, with the reason."""
    if not case.revocation_due:
        return _no_warning()
    if act.by.role != case.revocable["decides"]:
        return _another_role(case.revocable["decides"])
    return None if _long_enough(act) else _no_fact()


def revoke(case: Case, event: Event) -> Case:
    """End the product from now on; the ground stays with the case. A correction that was open has lost its object."""
    revoked = replace(
        case, revoked_at=event.occurred_at, revocation_due=None, remind_at=None, correction={}, correction_due=None
    )
    return looked_at(revoked) if case.duties else revoked


def drop(case: Case, event: Event) -> Case:
    """Let the product be."""
    return replace(case, revocation={}, revocation_due=None)


def _without_reason(case: Case, act: Act) -> Refusal | None:
    if act.data.get("ground") not in case.revocable["grounds"]:
        return Refusal(
            code="ground-missing",
            reason=Text(
                id="Pencabutan harus memakai alasan yang tercantum.", en="A revocation must use a listed ground."
            ),
            remedy=Text(id="Pilih alasan dari daftar.", en="Choose a ground from the list."),
        )
    return None if _long_enough(act) else _no_fact()


def _long_enough(act: Act) -> bool:
    return int(act.data.get("fact_length", 0)) >= FACT_AT_LEAST


def _no_fact() -> Refusal:
    return Refusal(
        code="fact-missing",
        reason=Text(id="Fakta atau alasannya belum jelas.", en="The fact or the reason is not clear."),
        remedy=Text(
            id="Tulis apa yang ditemukan, di mana, dan kapan, dengan satu kalimat lengkap.",
            en="Write in one whole sentence what was found, where and when.",
        ),
    )


def _not_revocable() -> Refusal:
    return Refusal(
        code="not-revocable",
        reason=Text(
            id="Layanan ini tidak mempunyai alasan pencabutan, atau suratnya belum terbit.",
            en="This service has no ground for a revocation, or the letter is not issued.",
        ),
        remedy=Text(
            id="Yang keliru diputuskan dapat diadukan kepada pengawas.",
            en="What was decided wrongly can be brought before the inspectorate.",
        ),
    )


def _holds_no_more() -> Refusal:
    return Refusal(
        code="holds-no-more",
        reason=Text(id="Surat ini sudah tidak berlaku.", en="This letter does not hold any more."),
        remedy=Text(
            id="Periksa surat penggantinya, bila ada.", en="Look at the letter that took its place, if there is one."
        ),
    )


def _warned_already() -> Refusal:
    return Refusal(
        code="warned-already",
        reason=Text(id="Pemegang sudah diperingatkan.", en="The holder was warned already."),
        remedy=Text(id="Tunggu jawabannya, lalu putuskan.", en="Wait for the answer, then decide."),
    )


def _no_warning() -> Refusal:
    return Refusal(
        code="no-warning",
        reason=Text(id="Tidak ada pencabutan yang sedang berjalan.", en="No revocation is open."),
        remedy=Text(
            id="Pencabutan dimulai dengan peringatan kepada pemegang.",
            en="A revocation begins with a warning to the holder.",
        ),
    )


def _another_role(role: str) -> Refusal:
    return Refusal(
        code="not-your-role",
        reason=Text(
            id=f"Ini milik peran “{role}”, dan Anda tidak bertindak dalam peran itu.",
            en=f"This belongs to the role “{role}”, in which you do not act.",
        ),
        remedy=Text(id="Serahkan kepada pemegang peran itu.", en="Leave it to somebody who holds that role."),
    )


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule("warn_revocation", GRANTED_STATUSES, OFFICE, warn, check=check_warn, record=record_warn),
    ActRule("answer_revocation", GRANTED_STATUSES, OFFICE | {"citizen"}, answer, check=check_answer),
    ActRule("revoke", GRANTED_STATUSES, OFFICE, revoke, check=check_revoke),
    ActRule("drop_revocation", GRANTED_STATUSES, OFFICE, drop, check=check_drop),
)
