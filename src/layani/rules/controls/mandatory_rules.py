"""Nobody grants while a rule that the law makes mandatory has failed or is undecided, whoever orders it."""

from collections.abc import Collection, Mapping

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text
from layani.rules.unread import UNREAD


def check(attempt: Attempt) -> Refusal | None:
    """Refuse the grant and name the rules that have failed."""
    if not attempt.failed_rules:
        return None
    return Refusal(
        code="mandatory-rule-failed",
        reason=Text(
            id="Syarat yang diwajibkan hukum tidak terpenuhi: " + "; ".join(r.id for r in attempt.failed_rules) + ".",
            en="A rule that the law makes mandatory has failed: " + "; ".join(r.en for r in attempt.failed_rules) + ".",
        ),
        remedy=_remedy(attempt.roads),
    )


ROADS: Mapping[str, Text] = {
    "notice": Text(
        "minta pemohon mengubah permohonannya dalam daftar kekurangan yang sekali itu",
        "ask the applicant to change the application, in the one list of what is missing",
    ),
    "fact": Text(
        "bila ada data yang keliru, pemohon melaporkannya di Data saya atau di loket dan petugas lain memeriksanya",
        "if a fact is wrong, the applicant says so on My data or at the counter, and another officer looks into it",
    ),
    "discretion": Text(
        "diskresi dengan persetujuan atasan dapat memberi waktu atau menerima bukti yang setara, tidak mengabulkan",
        "discretion that a superior approves can give time or take evidence that is as good, and grants nothing",
    ),
    "objection": Text(
        "sesudah penolakan pemohon dapat mengajukan keberatan dengan bukti",
        "after a refusal the applicant can object with evidence",
    ),
    "new": Text("pemohon dapat mengajukan permohonan baru", "the applicant can file a new application"),
}
"""The lawful roads past a rule that has failed; a refusal names those that are open in the case, in this order."""


def _remedy(roads: Collection[str]) -> Text:
    """Return what to do instead of the grant."""
    found = [says for road, says in ROADS.items() if road in roads]
    told = Text(
        "Bila Anda disuruh mengabulkan, catatlah perintah itu: tidak ada peran yang dapat melewati syarat ini.",
        "If you were told to grant it, write the instruction down: no role can pass this rule.",
    )
    if not found:
        return Text(f"Tolak dengan alasan yang tercantum. {told.id}", f"Refuse on a listed ground. {told.en}")
    return Text(
        f"Jalan yang terbuka: {'; '.join(one.id for one in found)}. Selain itu, tolak dengan alasan yang tercantum. "
        f"{told.id}",
        f"The roads that are open: {'; '.join(one.en for one in found)}. Otherwise refuse on a listed ground. "
        f"{told.en}",
    )


BEN = 2
LIVES_ELSEWHERE = Text(id="Alamat ada di wilayah ini", en="The address lies in this district")
CONTROL = Control(
    id="P27",
    name=Text(id="Syarat wajib", en="Mandatory rules"),
    stops=frozenset({"decide_grant", "deem_granted"}),
    check=check,
    why=Text(
        id="Perintah dari atas atau uang tidak dapat membeli keputusan yang dilarang hukum.",
        en="Neither an order from above nor money can buy a decision that the law forbids.",
    ),
    source=Text(
        id=f"UU 30/2014 pasal 10, kepastian hukum, dan pasal 17, larangan menyalahgunakan wewenang ({UNREAD.id})",
        en=f"UU 30/2014 pasal 10, legal certainty, and pasal 17, no abuse of authority ({UNREAD.en})",
    ),
    owner="inspectorate",
    review="2027-11-30",
    stopped=(
        Attempt(act="decide_grant", officer=BEN, failed_rules=(LIVES_ELSEWHERE,)),
        Attempt(act="deem_granted", failed_rules=(LIVES_ELSEWHERE,)),
    ),
    allowed=(
        Attempt(act="decide_grant", officer=BEN),
        Attempt(act="decide_refuse", officer=BEN, failed_rules=(LIVES_ELSEWHERE,)),
    ),
)
