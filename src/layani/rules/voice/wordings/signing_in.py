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
        "passkey-added": Wording(
            sms=Text(
                id="{office}: kunci sandi ditambahkan untuk masuk sebagai Anda. Bukan Anda? Masuk dengan kode dan "
                "hapus, atau hubungi {phone}.",
                en="{office}: a passkey was added to sign in as you. Not you? Sign in with a code and remove it, or "
                "call {phone}.",
            ),
            subject=Text(id="Kunci sandi ditambahkan", en="A passkey was added"),
            email=Text(
                id="Sebuah perangkat dapat masuk sebagai Anda sejak sekarang, dengan kunci sandi.\n\n"
                "Bila bukan Anda yang menambahkannya, masuklah dengan kode dan hapus kunci itu, atau hubungi {phone}.",
                en="From now on a device can sign in as you, with a passkey.\n\n"
                "If it was not you who added it, sign in with a code and remove it, or call {phone}.",
            ),
        ),
        "passkey-removed": Wording(
            sms=Text(
                id="{office}: sebuah kunci sandi Anda dihapus. Kode ke telepon tetap berlaku. Bukan Anda? Hubungi "
                "{phone}.",
                en="{office}: one of your passkeys was removed. The code to your phone still works. Not you? Call "
                "{phone}.",
            ),
            subject=Text(id="Kunci sandi dihapus", en="A passkey was removed"),
            email=Text(
                id="Sebuah kunci sandi Anda dihapus. Anda tetap dapat masuk dengan kode.\n\n"
                "Bila bukan Anda yang menghapusnya, hubungi {phone}.",
                en="One of your passkeys was removed. You can still sign in with a code.\n\n"
                "If it was not you who removed it, call {phone}.",
            ),
        ),
    }
)
