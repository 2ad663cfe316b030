"""A service may ask for more than somebody's own word before they file online or read a letter."""

from layani.office.actor import Actor
from layani.rules.assurance import DECLARED, HIGH, reaches
from layani.rules.catalogue import Service
from layani.rules.refusal import Refusal, Refused
from layani.rules.text import Text

CODE = "not-assured"


def require_assured(service: Service, actor: Actor) -> None:
    """Raise Refused when the citizen of a session is known less surely than the service asks."""
    if service.assurance == DECLARED or not actor.is_citizen or reaches(actor.assurance, service.assurance):
        return
    raise Refused(not_assured(service.assurance))


SEEN_REFUSAL = Refusal(
    CODE,
    Text(
        "Layanan ini memerlukan KTP yang sudah dilihat petugas atau penyedia identitas; sejauh ini baru kata Anda.",
        "This service asks that an officer or an identity provider has seen your card; so far there is your own word.",
    ),
    Text(
        "Jawaban Anda tersimpan. Bawa KTP asli ke loket: begitu petugas melihatnya, Anda bisa mengirim di sini, atau "
        "petugas mengajukannya bersama Anda.",
        "Your answers are kept. Bring your original card to the counter: once an officer has seen it you can send from "
        "here, or the officer applies together with you.",
    ),
)
PERSON_NOT_SEEN = Refusal(
    CODE,
    Text(
        "Layanan ini memerlukan KTP pemohonnya sudah dilihat petugas atau penyedia identitas; KTP Anda bukan gantinya.",
        "This service asks that an officer or an identity provider has seen the applicant's card; yours does not "
        "replace it.",
    ),
    Text(
        "Jawabannya tersimpan. Orangnya menunjukkan KTP asli di loket, atau Anda mengajukannya di sana dengan kuasa.",
        "The answers are kept. The person shows their original card at the counter, or you file it there under the "
        "mandate.",
    ),
)
HIGH_REFUSAL = Refusal(
    CODE,
    Text(
        "Layanan ini memerlukan masuk dengan akun identitas berjaminan tinggi.",
        "This service asks that you sign in with an identity account of high assurance.",
    ),
    Text(
        "Jawaban Anda tersimpan. Atau bawa KTP asli ke loket: di sana petugas mengajukannya bersama Anda.",
        "Your answers are kept. Or bring your card to the counter: an officer applies there together with you.",
    ),
)


def not_assured(needed: str) -> Refusal:
    """The refusal, with the way that is always open."""
    return HIGH_REFUSAL if needed == HIGH else SEEN_REFUSAL
