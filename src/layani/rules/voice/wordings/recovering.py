"""Words about getting back to one's applications: they name neither the person nor an application."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "recovery-code": Wording(
            sms=Text(
                id="{code} adalah kode untuk tanda terima yang hilang di {office}. Berlaku {minutes} menit. Petugas "
                "tidak pernah memintanya.",
                en="{code} is the code for a lost receipt at {office}. It works for {minutes} minutes. No officer "
                "ever asks for it.",
            ),
            subject=Text(id="Kode untuk tanda terima yang hilang", en="The code for a lost receipt"),
            email=Text(
                id="{code} adalah kode untuk mendapat kembali nomor dan kode tanda terima di {office}. Berlaku "
                "{minutes} menit.\n\n"
                "Jangan berikan kepada siapa pun. Petugas kami tidak pernah memintanya.\n"
                "Bila Anda tidak memintanya, abaikan pesan ini: tidak ada yang berubah.",
                en="{code} is the code to get number and code of a lost receipt at {office} again. It works for "
                "{minutes} minutes.\n\n"
                "Give it to nobody. Our officers never ask for it.\n"
                "If you did not ask for it, you can ignore this message: nothing changes.",
            ),
        ),
        "codes-renewed": Wording(
            sms=Text(
                id="{office}: kode tanda terima Anda diganti; yang lama tidak berlaku. Bukan Anda? Hubungi {phone} "
                "atau datang dengan KTP.",
                en="{office}: your receipt codes were replaced; the old ones are void. Not you? Call {phone} or come "
                "with your identity card.",
            ),
            subject=Text(id="Kode tanda terima Anda diganti", en="Your receipt codes were replaced"),
            email=Text(
                id="Kode tanda terima permohonan Anda diganti dengan yang baru. Yang lama tidak berlaku lagi; "
                "permohonannya sendiri tidak berubah.\n\n"
                "Bila bukan Anda yang memintanya, hubungi {phone}, atau datang dengan KTP.",
                en="The receipt codes of your applications were replaced by new ones. The old ones are void; the "
                "applications themselves have not changed.\n\n"
                "If it was not you who asked for that, call {phone}, or come with your identity card.",
            ),
        ),
        "contact-replaced": Wording(
            sms=Text(
                id="{office}: nomor atau surel ini diganti di loket dengan KTP asli. Bukan Anda? Hubungi {phone} atau "
                "datang dengan KTP.",
                en="{office}: our counter put another contact in the place of this one. Not you? Call {phone} or come "
                "with your card.",
            ),
            subject=Text(id="Nomor atau surel Anda diganti", en="Your phone or e-mail was replaced"),
            email=Text(
                id="Di loket kami, nomor atau surel yang menerima pesan ini diganti dengan yang lain, dengan KTP asli. "
                "Selama tiga hari, yang baru belum dapat dipakai untuk tanda terima yang hilang.\n\n"
                "Bila bukan Anda yang datang, hubungi {phone}, atau datang dengan KTP.",
                en="At our counter, the phone or e-mail that gets this message was replaced by another, with the "
                "original card. For three days the new one cannot be used for a lost receipt.\n\n"
                "If it was not you who came, call {phone}, or come with your identity card.",
            ),
        ),
    }
)
