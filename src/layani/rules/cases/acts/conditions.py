"""What must be met before a part of an amount is due, such as a report that was seen: recorded after the grant.

That a condition is met says that a part may be paid. It says nothing of whether it was.
"""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

SEEN_AT_LEAST = 20  # characters, as of the fact of a refusal


def check_met(case: Case, act: Act) -> Refusal | None:
    """A condition of this case is recorded once, by its role, with what was seen (``words_length`` characters)."""
    part = str(act.data.get("part", ""))
    if part not in case.conditions or part in case.met:
        return Refusal(
            "no-such-condition",
            Text(
                "Bagian ini tidak mempunyai syarat, atau syaratnya sudah dicatat.",
                "This part has no condition, or it is recorded already.",
            ),
            Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
        )
    if int(act.data.get("words_length", 0)) >= SEEN_AT_LEAST:
        return None
    return Refusal(
        "seen-missing",
        Text("Apa yang dilihat belum jelas.", "What was seen is not clear."),
        Text(
            "Tulis dengan satu kalimat lengkap apa yang dilihat, dan di dokumen mana.",
            "Write in one whole sentence what was seen, and in which document.",
        ),
    )


def met(case: Case, event: Event) -> Case:
    """Remember that a part is due now."""
    part = str(event.data.get("part", ""))
    return replace(case, met=(*case.met, part)) if part in case.conditions and part not in case.met else case


ACTS = (ActRule("condition_met", GRANTED_STATUSES, frozenset({"officer"}), met, check=check_met),)
