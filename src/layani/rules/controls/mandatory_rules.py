"""Nobody grants while a rule that the law makes mandatory has failed or is undecided, whoever orders it."""

from layani.rules.controls.control import Attempt, Control
from layani.rules.refusal import Refusal
from layani.rules.text import Text


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
        remedy=Text(
            id="Tolak dengan alasan yang tercantum. Bila ada data yang keliru atau permohonannya diubah, pemohon dapat "
            "mengajukan lagi. Bila Anda disuruh mengabulkan, catatlah perintah itu: tidak ada peran yang dapat "
            "melewati syarat ini.",
            en="Refuse on a listed ground. If a fact was given wrongly, or the application is changed, the applicant "
            "may file again. If you were told to grant it, write the instruction down: no role can pass this rule.",
        ),
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
        id="UU 30/2014 pasal 10, kepastian hukum, dan pasal 17, larangan menyalahgunakan wewenang "
        "(dari ingatan; naskahnya masih harus dibaca)",
        en="UU 30/2014 pasal 10, legal certainty, and pasal 17, no abuse of authority "
        "(recalled; the text is still to be read)",
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
