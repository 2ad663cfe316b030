"""Words for the code with which somebody signs in."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "code": Wording(
            sms=Text(
                id="{code} adalah kode masuk Anda di {office}. Berlaku {minutes} menit. Petugas tidak pernah "
                "memintanya.",
                en="{code} is your sign-in code for {office}. It works for {minutes} minutes. No officer ever asks "
                "for it.",
            ),
            subject=Text(id="Kode masuk Anda", en="Your sign-in code"),
            email=Text(
                id="{code} adalah kode masuk Anda di {office}. Berlaku {minutes} menit.\n\n"
                "Jangan berikan kepada siapa pun. Petugas kami tidak pernah memintanya.\n"
                "Bila Anda tidak sedang masuk, abaikan pesan ini.",
                en="{code} is your sign-in code for {office}. It works for {minutes} minutes.\n\n"
                "Give it to nobody. Our officers never ask for it.\n"
                "If you are not signing in just now, you can ignore this message.",
            ),
        ),
    }
)
