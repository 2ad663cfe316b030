"""What can be done about a step that nobody on duty may do: only ways that are open to it, each with its page."""

from dataclasses import dataclass

from django.urls import reverse

from layani.office.actions.asking_for_help import APART
from layani.office.house import catalogue
from layani.office.tables.unserved import Stuck
from layani.rules.catalogue.second_officers import exempt_step, pool_for
from layani.rules.sections import plain
from layani.rules.text import Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way out in words, and the address of the page on which it is gone; "" where it goes by itself."""

    words: Text
    place: str = ""


def ways_out(one: Stuck) -> tuple[Way, ...]:
    """Return the ways for one step; no query.

    What an objection set aside, a declared conflict and a case of one's own are lifted by no exemption, and the pool
    decides nothing: there somebody else must be given the power.
    """
    found = (_pool(one), _exemption(one), _power() if _decides(one) else None, _role())
    return tuple(way for way in found if way)


def to_refuse() -> Way:
    """Return the way where something can only be refused and nobody on duty may refuse."""
    return _register(Text("yang mencakup penolakan", "that reaches refusals"))


def _register(which: Text) -> Way:
    """Return the way by the authority register, for a power of some kind."""
    return Way(
        Text(
            f"Register wewenang: catat mandat atau Plt./Plh. {which.id}. Seorang operator atau pengawas memasukkannya, "
            "dan orang kedua dari mereka, yang namanya tidak tercantum, mengesahkannya.",
            f"The authority register: enter a mandate or an acting official {which.en}. An operator or a supervisor "
            "enters it, and a second of them, whom it does not name, confirms it.",
        ),
        reverse("powers"),
    )


def _decides(one: Stuck) -> bool:
    return one.case.open_step is not None and one.case.open_step.kind == "decide"


def _pool(one: Stuck) -> Way | None:
    step = one.case.open_step
    if step is None or not one.kept or step.id in one.case.pooled:
        return None
    pool = pool_for(catalogue().office.pools, plain(step.role), step.kind, one.case.service)
    if pool is None:
        return None
    return Way(
        Text(
            f"{pool.of.id} diminta dengan sendirinya, bila di sana ada yang boleh mengerjakannya.",
            f"{pool.of.en} is asked by itself, if somebody there may do it.",
        )
    )


def _exemption(one: Stuck) -> Way | None:
    step = one.case.open_step
    if step is None or step.id in one.case.exempt or all(kept.why != APART for kept in one.kept):
        return None
    if exempt_step(catalogue().office.exempt_steps, one.case.service, step.id) is None:
        return None
    return Way(
        Text("Usulkan pengecualian pemisahan tugas.", "Propose an exemption from separation of duties."),
        reverse("exemptions-kept"),
    )


def _power() -> Way:
    return _register(
        Text(
            "untuk petugas lain yang tidak mengambil bagian dalam berkas ini",
            "for another officer, who took no part in this case",
        )
    )


def _role() -> Way:
    return Way(
        Text(
            "Register petugas: minta operator mencatat peran itu untuk petugas lain; orang kedua mengesahkannya.",
            "The register of officers: ask the operator to enter the role for another officer; a second person "
            "confirms it.",
        ),
        reverse("staff"),
    )
