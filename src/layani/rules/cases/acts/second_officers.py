"""A step goes to the pool, or is done under an exemption while that holds; what was done so is checked afterwards."""

from typing import Final

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text

OUTCOMES: Final = {"right": Text("Benar", "Right"), "wrong": Text("Keliru", "Wrong")}
WORDS_AT_LEAST: Final = 20  # characters
_ENDED: Final = frozenset({"granted", "refused", "deemed_granted", "withdrawn", "lapsed"})


def check_waits(case: Case, act: Act) -> Refusal | None:
    """Only a step that waits in a queue of the office goes to others."""
    if case.step and case.step == act.data.get("step") and case.holder is None and case.ball == "office":
        return None
    return Refusal(
        "not-waiting",
        Text("Berkas ini tidak sedang menunggu kantor.", "This case is not waiting for the office."),
        Text("Tidak ada yang perlu dilakukan.", "Nothing needs to be done."),
    )


def check_over(case: Case, act: Act) -> Refusal | None:
    """Only an exemption that this step has ends there; also on somebody's desk, for it holds for nobody any more."""
    holds = case.exempt.get(str(act.data.get("step", "")), {})
    if holds and holds["number"] == act.data.get("exemption"):
        return None
    return Refusal(
        "no-such-exemption",
        Text("Langkah ini tidak memakai pengecualian itu.", "This step has no such exemption."),
        Text("Tidak ada yang perlu dilakukan.", "Nothing needs to be done."),
    )


def check_finding(case: Case, act: Act) -> Refusal | None:
    """A finding says right or wrong, with its reason, of a step that one officer did alone, and is made once."""
    done = case.alone.get(str(act.data.get("of", "")), {})
    if not done or done.get("found") or done.get("exemption") != act.data.get("exemption"):
        return Refusal(
            "nothing-to-check",
            Text("Pemeriksaan ini sudah selesai, atau tidak ada.", "This check is done, or there is none."),
            Text("Muat ulang daftar.", "Reload the list."),
        )
    if act.data.get("outcome") not in OUTCOMES or int(act.data.get("words_length", 0)) < WORDS_AT_LEAST:
        return Refusal(
            "finding-bare",
            Text(
                f"Pilih benar atau keliru, dan tulis alasannya paling sedikit {WORDS_AT_LEAST} huruf.",
                f"Choose right or wrong, and write the reason in at least {WORDS_AT_LEAST} characters.",
            ),
            Text("Betulkan, lalu kirim lagi.", "Correct it, and send it again."),
        )
    return None


def ask_pool(case: Case, event: Event) -> Case:
    """Put the step into the queue of the pool, where it keeps its time of arrival and its day."""
    step, role = event.data.get("step"), event.data.get("role")
    return replace(case, pooled={**case.pooled, str(step): str(role)}) if step and role else case


def exempt(case: Case, event: Event) -> Case:
    """Open the step to who did another one; it goes back from the pool, which could not do it either."""
    step = str(event.data.get("step", ""))
    if not step or "exemption" not in event.data:
        return case
    holds = {"number": event.data["exemption"], "until": event.data["until"], "one_in": event.data["one_in"]}
    pooled = {name: role for name, role in case.pooled.items() if name != step}
    return replace(case, exempt={**case.exempt, step: holds}, pooled=pooled)


def end_exemption(case: Case, event: Event) -> Case:
    """Keep the step apart again."""
    step = event.data.get("step")
    return replace(case, exempt={name: one for name, one in case.exempt.items() if name != step})


def note_finding(case: Case, event: Event) -> Case:
    """Note how it was found; a letter that is wrong is for a revocation or a correction."""
    done = str(event.data.get("of", ""))
    if done not in case.alone:
        return case
    return replace(case, alone={**case.alone, done: {**case.alone[done], "found": event.data["outcome"]}})


_SYSTEM: Final = frozenset({"system"})
ACTS = (
    ActRule("pool_asked", OPEN_STATUSES, _SYSTEM, ask_pool, check=check_waits),
    ActRule("exempted", OPEN_STATUSES, _SYSTEM, exempt, check=check_waits),
    ActRule("exemption_over", OPEN_STATUSES, _SYSTEM, end_exemption, check=check_over),
    ActRule("after_checked", OPEN_STATUSES | _ENDED, frozenset({"officer"}), note_finding, check=check_finding),
)
