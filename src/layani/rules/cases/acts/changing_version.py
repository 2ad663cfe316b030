"""A law makes a new version count for open cases: a case goes over to it, or it is noted why it keeps its own."""

from layani.rules.cases.act import Act, ActRule
from layani.rules.cases.changing import replace
from layani.rules.cases.state import OPEN_STATUSES, Case, Event
from layani.rules.refusal import Refusal
from layani.rules.text import Text


def check_version(case: Case, act: Act) -> Refusal | None:
    """The version that it had must be the one that was looked at, and the new one a later one."""
    looked_at, new = act.data.get("was"), act.data.get("version", "")
    if not case.imported and looked_at == case.version and new > case.version:
        return None
    return Refusal(
        code="version-changed-meanwhile",
        reason=Text(
            id="Berkas ini tidak lagi memakai versi yang tadi dilihat, atau versi yang baru tidak lebih baru.",
            en="This case does not have the version any more that was looked at, or the new one is not later.",
        ),
        remedy=Text(
            id="Tidak ada yang perlu dilakukan: sistem melihatnya lagi dalam semenit.",
            en="Nothing has to be done: the system looks at it again within a minute.",
        ),
    )


def version_changed(case: Case, event: Event) -> Case:
    """Judge it by the new version from now on; what was answered and done stays."""
    data = event.data
    return replace(
        case,
        version=data.get("version", case.version),
        rules=dict(data.get("rules", case.rules)),
        must=tuple(data.get("must", case.must)),
        kept_version={},
    )


def version_kept(case: Case, event: Event) -> Case:
    """Keep its version, and note which one it could not follow and why."""
    return replace(case, kept_version={key: event.data.get(key) for key in ("version", "law", "why")})


SYSTEM = frozenset({"system"})
ACTS = (
    ActRule("version_changed", OPEN_STATUSES, SYSTEM, version_changed, check=check_version),
    ActRule("version_kept", OPEN_STATUSES, SYSTEM, version_kept, check=check_version),
)
