"""Somebody else signs a decided letter, because who decided may not sign today: they take it over and answer for it."""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.acts.initialling_letter import initialled_by
from layani.rules.cases.acts.issuing import DECIDED
from layani.rules.cases.changing import replace
from layani.rules.cases.parts import SIGNS
from layani.rules.cases.state import Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_take(case: Case, act: Act) -> Refusal | None:
    """Only a letter that is decided and not issued waits for a signature; who initialled it does not sign it.

    A decided correction is such a letter, too.
    """
    if act.by.officer in initialled_by(case, str(act.data.get("since", ""))):
        return Refusal(
            "initialled-it",
            Text("Anda sudah memaraf surat ini.", "You have initialled this letter."),
            Text("Orang lain yang menandatanganinya.", "Somebody else signs it."),
        )
    if not case.imported and (not case.issued_at or case.correction.get("decided_at")):
        return None
    return Refusal(
        "nothing-to-sign",
        Text("Surat berkas ini sudah terbit.", "The letter of this case is issued already."),
        Text("Muat ulang halaman untuk melihat keadaan terakhir.", "Reload the page to see the latest state."),
    )


def take(case: Case, event: Event) -> Case:
    """Note who signs it from here on; who decided stays who decided."""
    if event.by.officer is None:
        return case
    return replace(case, done_by={**case.done_by, SIGNS: event.by.officer})


ACTS = (ActRule("take_signature", DECIDED, frozenset({"officer"}), take, check=check_take),)
