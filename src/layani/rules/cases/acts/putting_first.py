"""A case goes before others: by a priority class that an officer sees, or by an expedite class that a role grants.

A class of people is never capped and needs nobody's leave. It tells of health or age, so the event says only that one
of the service's classes was recorded, and the seal which. An expedite class is for a matter, such as a flight tomorrow:
it is asked for, answered with a reason, and given to so many a day.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from layani.rules.cases.act import Act, ActRule, written
from layani.rules.cases.parts import ASKED_AHEAD_BY
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.urgency import EXPEDITED, RECORDED, with_reason
from layani.rules.refusal import Refusal
from layani.rules.text import Text

WORDS_AT_LEAST = 10  # characters: "hamil tua", "terbang besok pagi"


def check_put_first(case: Case, act: Act) -> Refusal | None:
    """One of the service's classes (``known``), once, with what was seen (``words_length`` characters)."""
    if RECORDED in case.put_first:
        return _done_already()
    if act.data.get("known") is not True:
        return _no_such_class()
    return _without_words(act)


def put_first(case: Case, event: Event) -> Case:
    """Let the case be served before those in no class, in every step that is still to come."""
    return replace(case, put_first=with_reason(case.put_first, RECORDED))


def check_ask(case: Case, act: Act) -> Refusal | None:
    """A class that the service publishes (``known``), once, with why it concerns this case."""
    if case.expedite:
        return _asked_already()
    if act.data.get("known") is not True:
        return _no_such_class()
    return _without_words(act)


def ask(case: Case, event: Event) -> Case:
    """Let the request wait for the role that may grant it (``role``); the case keeps its place meanwhile."""
    found = {"class": event.data.get("class", ""), "role": event.data.get("role", "")}
    typist = {ASKED_AHEAD_BY: event.by.officer} if event.by.officer is not None else {}
    return replace(
        case,
        expedite={**found, "asked_at": written(event.occurred_at)},
        done_by={**case.done_by, **typist},
    )


def check_grant(case: Case, act: Act) -> Refusal | None:
    """Only so many a day (``a_day``; ``granted_today`` were), by the role that the service names, with the reason."""
    if refusal := _check_answer(case, act):
        return refusal
    most = int(act.data.get("a_day", 0))
    if int(act.data.get("granted_today", 0)) < most:
        return None
    return Refusal(
        code="expedite-full",
        reason=Text(
            id=f"Untuk alasan ini paling banyak {most} berkas sehari, dan jumlah itu sudah tercapai hari ini.",
            en=f"For this reason at most {most} cases a day go ahead, and so many have today.",
        ),
        remedy=Text(
            id="Tolak dengan penjelasan, atau kabulkan besok bila masih berguna.",
            en="Refuse it with an explanation, or grant it tomorrow if that still helps.",
        ),
    )


def grant(case: Case, event: Event) -> Case:
    """Let the case be served before those in no class, after those whom the law puts first."""
    return replace(_answered(case, event, granted=True), put_first=with_reason(case.put_first, EXPEDITED))


def refuse(case: Case, event: Event) -> Case:
    """Keep the case where it is."""
    return _answered(case, event, granted=False)


def _answered(case: Case, event: Event, *, granted: bool) -> Case:
    answer: Mapping[str, Any] = {"answered_at": written(event.occurred_at), "granted": granted}
    return replace(case, expedite={**case.expedite, **answer})


def _check_answer(case: Case, act: Act) -> Refusal | None:
    if not case.expedite or case.expedite.get("answered_at"):
        return Refusal(
            code="nothing-asked",
            reason=Text(
                id="Tidak ada permintaan percepatan yang menunggu.", en="No request to go ahead waits for an answer."
            ),
            remedy=Text(id="Muat ulang halaman.", en="Reload the page."),
        )
    if act.by.role != case.expedite["role"]:
        role = case.expedite["role"]
        return Refusal(
            code="not-your-role",
            reason=Text(id=f"Percepatan ini diputuskan peran “{role}”.", en=f"The role “{role}” decides this request."),
            remedy=Text(id="Serahkan kepada pemegang peran itu.", en="Leave it to whoever holds that role."),
        )
    return _without_words(act)


def _without_words(act: Act) -> Refusal | None:
    if int(act.data.get("words_length", 0)) >= WORDS_AT_LEAST:
        return None
    return Refusal(
        code="reason-missing",
        reason=Text(id="Alasannya belum jelas.", en="The reason is not clear."),
        remedy=Text(
            id="Tulis dengan satu kalimat apa yang dilihat atau mengapa.",
            en="Write in one sentence what was seen, or why.",
        ),
    )


def _no_such_class() -> Refusal:
    return Refusal(
        code="no-such-class",
        reason=Text(id="Layanan ini tidak mempunyai golongan itu.", en="This service has no such class."),
        remedy=Text(id="Pilih dari daftar layanan ini.", en="Choose from this service's list."),
    )


def _done_already() -> Refusal:
    return Refusal(
        code="put-first-already",
        reason=Text(id="Berkas ini sudah didahulukan.", en="This case is served first already."),
        remedy=Text(id="Tidak ada yang perlu dilakukan.", en="Nothing needs to be done."),
    )


def _asked_already() -> Refusal:
    return Refusal(
        code="expedite-once",
        reason=Text(
            id="Percepatan berkas ini sudah pernah diminta.", en="It was asked already that this case go ahead."
        ),
        remedy=Text(id="Baca jawabannya di halaman berkas.", en="Read the answer on the case's page."),
    )


ACTS = (
    ActRule("put_first", OPEN_STATUSES, frozenset({"officer"}), put_first, check=check_put_first),
    ActRule("expedite_asked", OPEN_STATUSES, frozenset({"citizen", "officer"}), ask, check=check_ask),
    ActRule("expedite_granted", OPEN_STATUSES, frozenset({"officer"}), grant, check=check_grant),
    ActRule("expedite_refused", OPEN_STATUSES, frozenset({"officer"}), refuse, check=_check_answer),
)
