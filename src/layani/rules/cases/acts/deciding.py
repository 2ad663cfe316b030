"""The decision: granted, refused on a listed ground, or granted by law because the office was silent."""

from typing import Final

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.evidence import expired
from layani.rules.cases.changing import replace
from layani.rules.cases.silence import granted_by_silence, limit_of
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import OUTSIDE_KINDS
from layani.rules.refusal import Refusal
from layani.rules.text import Text

FACT_AT_LEAST = 20  # characters: "tidak lengkap" alone tells a citizen nothing


def check_grant(case: Case, act: Act) -> Refusal | None:
    """A grant is given in the step of deciding, on what was looked up not too long ago."""
    if expired(case, act.at):
        return Refusal(
            code="lookup-expired",
            reason=Text(
                id="Data instansi lain dilihat terlalu lama yang lalu untuk masih diandalkan.",
                en="Another body's register was looked up too long ago to be relied on.",
            ),
            remedy=Text(
                id="Lihat lagi di halaman berkas, lalu putuskan.", en="Look it up again on this page, then decide."
            ),
        )
    if case.fee_waits and act.by.kind != "importer":
        return _fee_not_set(case)
    return (_check_part(case, act) if "part_ground" in act.data else None) or _in_deciding_step(case)


def _check_part(case: Case, act: Act) -> Refusal | None:
    """A grant of a part refuses the rest: it needs a ground and the fact, and comes too late once silence has granted.

    part_grounds: the grounds on which the service lets a part be refused; none where all or nothing is granted
    """
    if granted_by_silence(case, act.at):
        return _granted_already()
    if not act.data.get("part_grounds"):
        return _NOT_IN_PART
    if act.data["part_ground"] not in act.data["part_grounds"]:
        return _GROUND_MISSING
    return _FACT_MISSING if int(act.data.get("fact_length", 0)) < FACT_AT_LEAST else None


def _fee_not_set(case: Case) -> Refusal:
    steps = ", ".join(case.fee_waits)
    return Refusal(
        code="fee-not-set",
        reason=Text(
            id=f"Biayanya belum dapat dihitung: temuan langkah {steps} belum ada.",
            en=f"The fee cannot be worked out yet: nothing was found in the step {steps}.",
        ),
        remedy=Text(
            id="Selesaikan langkah itu lebih dahulu. Bila langkah itu tidak ada pada berkas ini, mintalah pengelola "
            "layanan memperbaiki biayanya.",
            en="End that step first. If this case has no such step, ask who keeps the service to correct its fee.",
        ),
    )


def check_refuse(case: Case, act: Act) -> Refusal | None:
    """A refusal names one of the service's grounds and the fact; ``grounds`` lists what the service allows.

    rule_met: the rule of the ground, where it came out as met; then ``seen_otherwise`` must say that evidence was seen
    """
    if act.by.kind != "importer" and granted_by_silence(case, act.at):
        return _granted_already()
    if part_stays(case):
        return _PART_STAYS
    if act.data.get("ground") not in act.data.get("grounds", ()):
        return _GROUND_MISSING
    if act.data.get("rule_met") and not act.data.get("seen_otherwise"):
        return Refusal(
            code="rule-is-met",
            reason=Text(
                id="Alasan ini bertentangan dengan hitungan sistem: menurut jawaban pemohon, syaratnya terpenuhi.",
                en="This ground contradicts what the system worked out: by the applicant's answers, its rule is met.",
            ),
            remedy=Text(
                id="Kabulkan, pilih alasan lain, atau nyatakan bahwa Anda melihat bukti yang berkata lain, dan "
                "sebutkan dokumennya dalam fakta. Pernyataan itu tercatat dan dibaca pemeriksa.",
                en="Grant, choose another ground, or state that you saw evidence that says otherwise, and name the "
                "document in the fact. The statement is recorded and read by the inspectorate.",
            ),
        )
    # Another office's log does not say which fact was given; that is not to say that none was.
    unknown = act.by.kind == "importer" and "fact_length" not in act.data
    if not unknown and int(act.data.get("fact_length", 0)) < FACT_AT_LEAST:
        return _FACT_MISSING
    return _in_deciding_step(case)


def part_stays(case: Case) -> bool:
    """Say whether a part was granted before the objection on which the rest is decided anew: that cannot be lost."""
    return bool(case.objection.get("earlier", {}).get("status") == "granted" and case.is_open)


_PART_STAYS: Final = Refusal(
    code="part-stays",
    reason=Text(
        id="Sebagian sudah dikabulkan sebelum keberatan ini, dan itu tidak dapat ditolak lagi.",
        en="A part was granted before this objection, and it cannot be refused again.",
    ),
    remedy=Text(
        id="Kabulkan seluruhnya, atau sebagian, paling sedikit yang sudah dikabulkan.",
        en="Grant all of it, or a part: at least what was granted before.",
    ),
)
_GROUND_MISSING: Final = Refusal(
    code="ground-missing",
    reason=Text(id="Penolakan harus memakai alasan yang tercantum.", en="A refusal must use a listed ground."),
    remedy=Text(id="Pilih alasan dari daftar, atau kabulkan.", en="Choose a ground from the list, or grant."),
)
_FACT_MISSING: Final = Refusal(
    code="fact-missing",
    reason=Text(id="Fakta yang mendasari penolakan belum jelas.", en="The fact behind the refusal is not clear."),
    remedy=Text(
        id="Tulis apa yang ditemukan, di dokumen mana, dengan satu kalimat lengkap.",
        en="Write in one whole sentence what was found and in which document.",
    ),
)
_NOT_IN_PART: Final = Refusal(
    code="not-in-part",
    reason=Text(id="Layanan ini tidak dapat dikabulkan sebagian.", en="This service cannot be granted in part."),
    remedy=Text(id="Kabulkan seluruhnya, atau tolak dengan alasan.", en="Grant all of it, or refuse it on a ground."),
)


def check_deem(case: Case, act: Act) -> Refusal | None:
    """Silence grants only where the law says so, and only when the limit has passed."""
    limit = limit_of(case)
    if case.silence_grants and limit and act.at > limit and is_silent(case):
        return None
    return Refusal(
        code="silence-does-not-grant",
        reason=Text(
            id="Batas waktu belum lewat, atau diam tidak berarti setuju.",
            en="The limit has not passed, or silence does not grant.",
        ),
        remedy=Text(id="Putuskan permohonan ini.", en="Decide this application."),
    )


def is_silent(case: Case) -> bool:
    """Say whether it is the office that owes an answer: passing the case on to others does not save it from that.

    While the clock stands still for another body's system, nobody is silent; a pause that began after the limit was
    none of the law's.
    """
    limit = limit_of(case)
    if case.resume_by and case.paused_at and limit:
        return case.paused_at > limit
    step = case.open_step
    return case.ball == "office" or (case.ball == "outside" and step is not None and step.kind in OUTSIDE_KINDS)


def _granted_already() -> Refusal:
    return Refusal(
        code="granted-by-silence",
        reason=Text(
            id="Batas waktu hukum sudah lewat tanpa keputusan, jadi permohonan ini dianggap dikabulkan.",
            en="The law's limit has passed without a decision, so this application is deemed granted.",
        ),
        remedy=Text(
            id="Kabulkan, atau tunggu: sistem menerbitkan keputusan menurut hukum dalam beberapa menit.",
            en="Grant it, or wait: the system issues the decision of the law within minutes.",
        ),
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
    """Close the question in the citizen's favour, or in a part with the ground on which the rest is refused."""
    return replace(_decided(case, event, "granted"), part_ground=str(event.data.get("part_ground", "")))


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
        work={},
    ).with_ball("nobody", event.occurred_at)


OFFICE = frozenset({"officer", "importer"})
ACTS = (
    ActRule("decide_grant", frozenset({"deciding"}), OFFICE, grant, held=True, check=check_grant),
    ActRule("decide_refuse", frozenset({"deciding"}), OFFICE, refuse, held=True, check=check_refuse),
    ActRule("deem_granted", OPEN_STATUSES, frozenset({"system", "importer"}), deem, check=check_deem),
)
