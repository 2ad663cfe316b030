"""Words for people whom an application names, and who did not make it."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        # To people whom an application names, and who did not make it: they have no page, so the message itself must
        # say what it is about. Whom it is about, such as who died or who applied, it does not say.
        "named-filed": Wording(
            sms=Text(
                id="{office}: Anda disebut dalam permohonan {service} ({number}). Keberatan atau ingin tahu isinya? "
                "Telepon {phone} atau datang dengan KTP, {by}.",
                en="{office}: an application for {service} ({number}) names you. You may object or ask what it says: "
                "call {phone} or come with your identity card, {by}.",
            ),
            subject=Text(id="Permohonan {service} menyebut Anda", en="An application for {service} names you"),
            email=Text(
                id="Seseorang mengajukan permohonan {service} pada kantor kami dan menyebut Anda di dalamnya. "
                "Nomornya {number}.\n\n"
                "Bila Anda ingin tahu isinya atau berkeberatan, telepon {phone} atau datang ke kantor, {by}. Sebutkan "
                "nomor itu dan bawa KTP Anda.",
                en="Somebody has applied to our office for {service}, and the application names you. "
                "Its number is {number}.\n\n"
                "If you want to know what it says, or if you object, call {phone} or come to the office, {by}. Give "
                "that number and bring your identity card.",
            ),
        ),
        "named-decided": Wording(
            sms=Text(
                id="{office}: permohonan {service} ({number}), yang menyebut Anda, sudah diputuskan. Keberatan? "
                "Telepon {phone} atau datang dengan KTP.",
                en="{office}: the application for {service} ({number}), which names you, is decided. You may object: "
                "call {phone} or come with your identity card.",
            ),
            subject=Text(id="Permohonan {service} sudah diputuskan", en="The application for {service} is decided"),
            email=Text(
                id="Permohonan {service} dengan nomor {number}, yang menyebut Anda, sudah diputuskan.\n\n"
                "Bila Anda ingin tahu isinya atau berkeberatan, telepon {phone} atau datang ke kantor, dan sebutkan "
                "nomor itu. Bawa KTP Anda.",
                en="The application for {service} with the number {number}, which names you, is decided.\n\n"
                "If you want to know what it says, or if you object, call {phone} or come to the office, and give that "
                "number. Bring your identity card.",
            ),
        ),
        "named-issued": Wording(
            sms=Text(
                id="{office}: surat dari permohonan {service} ({number}), yang menyebut Anda, sudah terbit. "
                "Keberatan? Telepon {phone} atau datang dengan KTP.",
                en="{office}: the letter of the application for {service} ({number}), which names you, is issued. "
                "You may object: call {phone} or come with your identity card.",
            ),
            subject=Text(id="Surat dari permohonan {service} sudah terbit", en="The letter for {service} is issued"),
            email=Text(
                id="Surat dari permohonan {service} dengan nomor {number}, yang menyebut Anda, sudah terbit.\n\n"
                "Bila Anda ingin tahu isinya atau berkeberatan, telepon {phone} atau datang ke kantor, dan sebutkan "
                "nomor itu. Bawa KTP Anda.",
                en="The letter of the application for {service} with the number {number}, which names you, is "
                "issued.\n\n"
                "If you want to know what it says, or if you object, call {phone} or come to the office, and give that "
                "number. Bring your identity card.",
            ),
        ),
    }
)
