"""An answer of an open case is put right because its person has shown that it is wrong.

It may change which rules hold, for nothing is decided yet. It may not change the course: other steps, another fee or
other questions are another application. A decided case has other roads (``rules/rectifying``).
"""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.checking import rules_after
from layani.rules.cases.acts.evidence import after_answer
from layani.rules.cases.acts.following import still_without
from layani.rules.cases.changing import replace
from layani.rules.cases.silence import granted_by_silence
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.cases.steps import as_found
from layani.rules.rectifying.deciding import DECIDED, NOT_HELD
from layani.rules.refusal import Refusal
from layani.rules.text import Text

CHANGES_COURSE = Refusal(
    "changes-course",
    Text(
        "Dengan data itu langkah, biaya, atau pertanyaannya menjadi lain, jadi ini permohonan yang lain.",
        "With that the steps, the fee or the questions would be others, so it is another application.",
    ),
    Text(
        "Jalannya: pemohon menarik permohonan ini dan mengajukan yang baru dengan data yang benar.",
        "The road: the applicant withdraws this one and files a new one with what is right.",
    ),
)


def check_put_right(case: Case, act: Act) -> Refusal | None:
    """Only what is named, and not once the law has granted the case."""
    if not act.data.get("fields"):
        return NOT_HELD
    return DECIDED if granted_by_silence(case, act.at) else None


def put_right(case: Case, event: Event) -> Case:
    """Take the rules as they come out with what is right; what was recorded of the wrong answer is no evidence."""
    return replace(
        as_found(after_answer(case, event), event.data),
        **rules_after(case, event),
        kept_version={},  # with other answers it may follow, and is looked at again
        without=still_without(case, event.data.get("fields", ())),
    )


ACTS = (ActRule("put_right", OPEN_STATUSES, frozenset({"officer"}), put_right, check=check_put_right),)
