"""The letter is issued, and it reaches the citizen: two events, not one."""

from collections.abc import Mapping
from typing import Any, Final

from layani.rules.cases.act import Act, ActRule, moment
from layani.rules.cases.calendar import Calendar
from layani.rules.cases.changing import replace
from layani.rules.cases.duties import looked_at, with_days
from layani.rules.cases.state import GRANTED_STATUSES, Case, Event
from layani.rules.cases.validity import ends
from layani.rules.refusal import Refusal
from layani.rules.text import Text

DECIDED = GRANTED_STATUSES | {"refused"}
SELF, PROXY = "self", "proxy"
"""Who took a letter at the counter."""
PROXY_PAPERS: Final[Mapping[str, Text]] = {
    "mandate": Text("Surat kuasa", "A power of attorney"),
    "family-card": Text("Kartu keluarga yang sama", "The same family card"),
    "guardian": Text("Penetapan perwalian", "A decision on guardianship"),
}
"""What lets somebody else take it."""
NAME_AT_LEAST, TRACKING_AT_LEAST = 3, 4  # characters


def check_issue(case: Case, act: Act) -> Refusal | None:
    """A letter is issued once."""
    if not case.issued_at:
        return None
    return Refusal(
        code="issued-once",
        reason=Text(id="Surat untuk berkas ini sudah terbit.", en="The letter of this case has been issued."),
        remedy=Text(id="Unduh surat yang sudah ada.", en="Download the letter that exists."),
    )


def check_deliver(case: Case, act: Act) -> Refusal | None:
    """Only an issued letter that was not revoked can be delivered, and it is delivered once."""
    if case.revoked_at:
        return Refusal(
            code="letter-revoked",
            reason=Text(id="Surat ini sudah dicabut.", en="This letter was revoked."),
            remedy=Text(
                id="Jangan serahkan. Tunjukkan kepada pemegangnya alasan pencabutan dan cara berkeberatan.",
                en="Do not hand it over. Show its holder why it was revoked and how to object.",
            ),
        )
    if case.issued_at and not case.delivered_at:
        return _to_whom(act)
    return Refusal(
        code="nothing-to-deliver",
        reason=Text(id="Tidak ada surat yang perlu diserahkan.", en="There is no letter to be delivered."),
        remedy=Text(id="Terbitkan surat dahulu.", en="Issue the letter first."),
    )


def check_post(case: Case, act: Act) -> Refusal | None:
    """A letter is sent by post once, with the number under which the post can be asked for it."""
    if case.posted_at:
        return Refusal(
            "posted-once",
            Text("Surat ini sudah dikirim lewat pos.", "This letter was sent by post already."),
            Text("Catat penerimaannya bila buktinya sudah ada.", "Record that it arrived once there is proof of it."),
        )
    if (refused := check_deliver(case, Act("post_letter", act.by, act.at, {}))) is not None:
        return refused
    if int(act.data.get("tracking_length", 0)) >= TRACKING_AT_LEAST:
        return None
    return Refusal(
        "tracking-missing",
        Text("Nomor resinya belum ditulis.", "The number of the post’s receipt is missing."),
        Text("Salin dari resi pos.", "Copy it from the receipt of the post."),
    )


def _to_whom(act: Act) -> Refusal | None:
    """Return what is missing where somebody else took it: their name, and the paper that lets them."""
    if act.data.get("to", SELF) == SELF:
        return None
    named = int(act.data.get("name_length", 0)) >= NAME_AT_LEAST
    if named and act.data.get("to") == PROXY and act.data.get("paper") in PROXY_PAPERS:
        return None
    return Refusal(
        "proxy-unnamed",
        Text(
            "Nama pengambilnya atau surat yang membolehkannya belum dicatat.",
            "The name of who takes it, or the paper that lets them, is missing.",
        ),
        Text(
            "Tulis nama pada KTP-nya dan pilih suratnya, atau serahkan kepada pemohon sendiri.",
            "Write the name on their card and choose the paper, or hand it to the applicant.",
        ),
    )


def record_issue(case: Case, act: Act, calendar: Calendar) -> Mapping[str, Any]:
    """Add the product's last moment, the day of the reminder, and the days of what is owed, from the letter's date."""
    dated = moment(act.data.get("dated")) or act.at
    owes = {"owes": with_days(act.data["owes"], dated, calendar)} if act.data.get("owes") else {}
    return {**ends(case, dated, calendar), **act.data, **owes}


def issue(case: Case, event: Event) -> Case:
    """Note the letter's number, and until when what it gives holds."""
    issued = replace(
        case,
        issued_at=event.occurred_at,
        letter=str(event.data.get("letter", "")),
        valid_until=moment(event.data.get("valid_until")),
        remind_at=moment(event.data.get("remind_at")),
    )
    owes = event.data.get("owes")
    return looked_at(replace(issued, duties=dict(owes))) if owes else issued


def post(case: Case, event: Event) -> Case:
    """Note that it is on its way; only its arrival makes it delivered."""
    return replace(case, posted_at=event.occurred_at)


def deliver(case: Case, event: Event) -> Case:
    """Note that the citizen has it: the case is served."""
    return replace(case, delivered_at=event.occurred_at, closed_at=case.closed_at or event.occurred_at)


ANYONE = frozenset({"citizen", "officer", "system", "importer"})
ACTS = (
    ActRule(
        "issue", DECIDED, frozenset({"officer", "system", "importer"}), issue, check=check_issue, record=record_issue
    ),
    ActRule("post_letter", DECIDED, frozenset({"officer", "importer"}), post, check=check_post),
    ActRule("deliver", DECIDED, ANYONE, deliver, check=check_deliver),
)
