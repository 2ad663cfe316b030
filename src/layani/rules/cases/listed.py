"""The list that somebody was given at the door binds the office when their case is checked.

Nothing beyond it may be asked for, but a defect that only the answer reveals: what was answered, and shows itself as
wrong. Such a request says so, is shown to the applicant as one, and is counted.
"""

from layani.rules.cases.act import Act
from layani.rules.cases.state import Case
from layani.rules.refusal import Refusal
from layani.rules.text import Text

BEYOND = Refusal(
    code="list-binds",
    reason=Text(
        id="Pemohon membawa daftar yang mengikat kantor; selain isinya, tidak ada lagi yang boleh diminta.",
        en="The applicant brought a list that binds the office; nothing beyond it may be asked for.",
    ),
    remedy=Text(
        id="Hapus yang di luar daftar. Bila cacatnya baru terlihat dari jawabannya, nyatakan begitu; itu dihitung.",
        en="Leave out what is beyond the list. If only the answer reveals the defect, say so; that is counted.",
    ),
)


def beyond_the_list(case: Case, act: Act) -> Refusal | None:
    """Return why a notice may not ask for what it does, where its applicant brought a list that binds."""
    if not case.listed:
        return None
    outside = set(act.data.get("items", ())) - set(case.listed.get("items", ()))
    return BEYOND if outside - set(act.data.get("revealed", ())) else None
