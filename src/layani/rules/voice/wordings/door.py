"""Words to somebody with a ticket: a text message when the turn is near, and the replies of a chat.

A reply of a chat may be longer than a text message, for it costs nothing by its length.
"""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text

SHORT: Mapping[str, Text] = MappingProxyType(
    {
        "near": Text(
            id="{office}: giliran nomor {number} sudah dekat, {ahead} orang lagi. Kembalilah ke aula: {link}",
            en="{office}: number {number} is near, {ahead} before you. Come back to the hall: {link}",
        ),
        "answered": Text(
            id="{office}: pertanyaan Anda (nomor {number}) sudah dijawab: {link}",
            en="{office}: your question (number {number}) is answered: {link}",
        ),
        "listed": Text(
            id="{office}: daftar yang masih kurang (nomor {number}): {link}",
            en="{office}: the list of what is missing (number {number}): {link}",
        ),
        "filed": Text(
            id="{office}: permohonan Anda diterima (nomor {number}): {link}",
            en="{office}: your application was taken (number {number}): {link}",
        ),
    }
)
"""Messages that go to a phone by whatever way its person chose."""

CHAT: Mapping[str, Text] = MappingProxyType(
    {
        "chat-opened": Text(
            id="Halo, ini {office}. Pertanyaan Anda tercatat dengan nomor {number}. Seorang petugas menjawab paling "
            "lambat {until}.\n\nTentang apa? Balas dengan angkanya:\n{menu}\n0. Yang lain\n\nTulis BATAL untuk "
            "membatalkan. Jangan kirim NIK, foto KTP, atau data pribadi lain di sini.\n{link}",
            en="Hello, this is {office}. Your question is noted under number {number}. An officer answers by "
            "{until}.\n\nWhat is it about? Reply with the number:\n{menu}\n0. Something else\n\nWrite BATAL to cancel. "
            "Send no NIK, no photo of your card and no other personal data here.\n{link}",
        ),
        "chat-need": Text(
            id="Baik, tercatat: {need}. Jawabannya kami kabarkan di sini.",
            en="Noted: {need}. We tell you here when it is answered.",
        ),
        "chat-more": Text(
            id="Tercatat pada nomor {number}. Kami jawab paling lambat {until}.",
            en="Noted under number {number}. We answer by {until}.",
        ),
        "chat-no-nik": Text(
            id="Yang mirip NIK di pesan Anda sudah kami hapus. Kami tidak memerlukannya di sini, dan tidak akan pernah "
            "memintanya lewat WhatsApp.",
            en="What looked like a NIK in your message is deleted. We do not need it here, and will never ask for it "
            "by WhatsApp.",
        ),
        "chat-text-only": Text(
            id="Kami hanya membaca tulisan di sini. Foto dan suara tidak kami simpan. Tulislah pertanyaan Anda.",
            en="We read only text here. Photos and voice are not kept. Please write your question.",
        ),
        "chat-cancelled": Text(
            id="Nomor {number} dibatalkan. Tulis lagi kapan saja.",
            en="Number {number} is cancelled. Write again at any time.",
        ),
    }
)
"""What the office replies in a chat."""


TITLE = Text("Tentang nomor Anda, {number}", "About your number, {number}")
"""Above a message, where its way has a place for a title."""


def ticket_title(number: int, language: str) -> str:
    """Return the title of a message about a ticket.

    >>> ticket_title(4, "id")
    'Tentang nomor Anda, 4'
    """
    return TITLE.in_(language).format(number=number)


def ticket_words(kind: str, values: Mapping[str, object], language: str) -> str:
    """Return a message about a ticket; raises KeyError for an unknown kind or place.

    >>> ticket_words("chat-more", {"number": 4, "until": "Senin 16.00"}, "id")
    'Tercatat pada nomor 4. Kami jawab paling lambat Senin 16.00.'
    """
    return {**SHORT, **CHAT}[kind].in_(language).format_map(values)
