"""An officer records what they did with the paper behind an answer: who, when and what stand in the event."""

from dataclasses import replace

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_evidence(case: Case, act: Act) -> Refusal | None:
    """Only what this application needs is recorded, in the kind that it needs, and once."""
    field = str(act.data.get("field", ""))
    wanted = case.evidence_needed.get(field)
    if wanted and wanted == act.data.get("kind") and field not in case.evidence:
        return None
    return Refusal(
        code="no-such-evidence",
        reason=Text(
            id="Bukti ini tidak diperlukan permohonan ini, atau sudah dicatat.",
            en="This application needs no such evidence, or it is recorded already.",
        ),
        remedy=Text(
            id="Muat ulang halaman untuk melihat bukti yang masih kurang.",
            en="Reload the page to see which evidence is still missing.",
        ),
    )


def noted(case: Case, event: Event) -> Case:
    """Remember what was recorded."""
    field, kind = event.data.get("field"), event.data.get("kind")
    return replace(case, evidence={**case.evidence, str(field): str(kind)}) if field and kind else case


def after_answer(case: Case, event: Event) -> Case:
    """Take away what was recorded of answers that have been corrected since, and what is not needed any more.

    An event of an older version does not say what is needed; then nothing changes.
    """
    if "evidence" not in event.data:
        return case
    needed = dict(event.data["evidence"])
    corrected = set(event.data.get("fields", ()))
    kept = {name: kind for name, kind in case.evidence.items() if name not in corrected and needed.get(name) == kind}
    return replace(case, evidence_needed=needed, evidence=kept)


ACTS = (ActRule("evidence_noted", OPEN_STATUSES, frozenset({"officer"}), noted, check=check_evidence),)
