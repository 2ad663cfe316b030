"""The decision: granted, refused on a listed ground, or granted by law because the office was silent."""

from dataclasses import replace

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

FACT_AT_LEAST = 20  # characters: "tidak lengkap" alone tells a citizen nothing


def check_grant(case: Case, act: Act) -> Refusal | None:
    """A grant is given in the step of deciding."""
    return _in_deciding_step(case)


def check_refuse(case: Case, act: Act) -> Refusal | None:
    """A refusal names one of the service's grounds and the fact; ``grounds`` lists what the service allows."""
    if act.data.get("ground") not in act.data.get("grounds", ()):
        return Refusal(
            code="ground-missing",
            reason=Text(id="Penolakan harus memakai alasan yang tercantum.", en="A refusal must use a listed ground."),
            remedy=Text(id="Pilih alasan dari daftar, atau kabulkan.", en="Choose a ground from the list, or grant."),
        )
    # Another office's log does not say which fact was given; that is not to say that none was.
    unknown = act.by.kind == "importer" and "fact_length" not in act.data
    if not unknown and int(act.data.get("fact_length", 0)) < FACT_AT_LEAST:
        return Refusal(
            code="fact-missing",
            reason=Text(
                id="Fakta yang mendasari penolakan belum jelas.", en="The fact behind the refusal is not clear."
            ),
            remedy=Text(
                id="Tulis apa yang ditemukan, di dokumen mana, dengan satu kalimat lengkap.",
                en="Write in one whole sentence what was found and in which document.",
            ),
        )
    return _in_deciding_step(case)


def check_deem(case: Case, act: Act) -> Refusal | None:
    """Silence grants only where the law says so, and only when the limit has passed."""
    limit = case.legal_due_at or case.due_at
    if case.silence_grants and limit and act.at > limit and case.ball == "office":
        return None
    return Refusal(
        code="silence-does-not-grant",
        reason=Text(
            id="Batas waktu belum lewat, atau diam tidak berarti setuju.",
            en="The limit has not passed, or silence does not grant.",
        ),
        remedy=Text(id="Putuskan permohonan ini.", en="Decide this application."),
    )


def _in_deciding_step(case: Case) -> Refusal | None:
    step = case.open_step
    if step and step.kind == "decide":
        return None
    return Refusal(
        code="not-the-step",
        reason=Text(
            id="Berkas ini belum sampai pada langkah keputusan.",
            en="This case has not come to the step of deciding.",
        ),
        remedy=Text(id="Selesaikan langkah sebelumnya dahulu.", en="Finish the step before it first."),
    )


def grant(case: Case, event: Event) -> Case:
    """Close the question in the citizen's favour."""
    return _decided(case, event, "granted")


def refuse(case: Case, event: Event) -> Case:
    """Close the question against the citizen, with ground, fact and remedy."""
    return replace(_decided(case, event, "refused"), ground=str(event.data.get("ground", "")))


def deem(case: Case, event: Event) -> Case:
    """Close the question by law: the office was silent for too long."""
    return _decided(case, event, "deemed_granted")


def _decided(case: Case, event: Event, status: str) -> Case:
    done = dict(case.done_by)
    if event.by.officer is not None and case.step:
        done[case.step] = event.by.officer
    return replace(
        case,
        status=status,
        done_by=done,
        complete_at=case.complete_at or event.occurred_at,
        decided_at=event.occurred_at,
        step="",
        step_due_at=None,
        holder=None,
        paused_at=None,
    ).with_ball("nobody", event.occurred_at)


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule("decide_grant", frozenset({"deciding"}), OFFICE, grant, held=True, check=check_grant),
    ActRule("decide_refuse", frozenset({"deciding"}), OFFICE, refuse, held=True, check=check_refuse),
    ActRule("deem_granted", OPEN_STATUSES, frozenset({"system", "importer"}), deem, check=check_deem),
)
