"""Words for a letter that ends, or that may be revoked."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "data-answered": Wording(
            sms=Text(
                id="{office}: laporan Anda bahwa data Anda keliru sudah dijawab: {link}",
                en="{office}: you told us that your data are wrong. Our answer: {link}",
            ),
            subject=Text(id="Laporan data keliru sudah dijawab", en="Our answer about your data"),
            email=Text(
                id="Anda melaporkan bahwa ada data Anda yang keliru. Jawabannya, dengan alasannya, ada di halaman Data "
                "saya:\n{link}",
                en="You told us that something we hold about you is wrong. Our answer, with its reason, is on the page "
                "My data:\n{link}",
            ),
        ),
        "reminded": Wording(
            sms=Text(
                id="{office}: surat dari {number} berlaku sampai {until}. Perpanjang: {link}",
                en="{office}: the letter of {number} is valid until {until}. Renew: {link}",
            ),
            subject=Text(
                id="Surat dari permohonan {number} segera berakhir", en="The letter of application {number} ends soon"
            ),
            email=Text(
                id="Surat dari permohonan {number} berlaku sampai {until}.\n\n"
                "Bagaimana memperpanjangnya tertulis di sini:\n{link}\n\n"
                "Bila Anda tidak memerlukannya lagi, Anda tidak perlu melakukan apa pun.",
                en="The letter of application {number} is valid until {until}.\n\n"
                "How to renew it is written here:\n{link}\n\n"
                "If you do not need it any more, there is nothing that you have to do.",
            ),
        ),
        "duty-reminded": Wording(
            sms=Text(
                id="{office}: kewajiban {number} paling lambat {until}: {link}",
                en="{office}: what you owe for {number} is due {until}: {link}",
            ),
            subject=Text(
                id="Masih ada yang harus dilakukan untuk {number}", en="There is still something to do for {number}"
            ),
            email=Text(
                id="Permohonan {number} dikabulkan, dan masih ada yang harus Anda lakukan, paling lambat {until}.\n\n"
                "Apa itu, dan bagaimana memberi tahu bahwa sudah dilakukan, tertulis di sini:\n{link}",
                en="Application {number} was granted, and there is still something for you to do, by {until}.\n\n"
                "What it is, and how to say that it is done, is written here:\n{link}",
            ),
        ),
        "duty-late": Wording(
            sms=Text(
                id="{office}: kewajiban {number} lewat waktu ({until}): {link}",
                en="{office}: what you owe for {number} was due {until}: {link}",
            ),
            subject=Text(id="Kewajiban {number} lewat waktu", en="What you owe for {number} is late"),
            email=Text(
                id="Yang harus Anda lakukan untuk permohonan {number} lewat waktunya pada {until}."
                "\n\nLakukan sekarang, dan beri tahu kami di sini:\n{link}",
                en="What you had to do for application {number} was due by {until}."
                "\n\nDo it now, and tell us here:\n{link}",
            ),
        ),
        "duty-again": Wording(
            sms=Text(
                id="{office}: kewajiban untuk {number} belum selesai. Yang masih kurang: {link}",
                en="{office}: what you owe for {number} is not done yet. What is missing: {link}",
            ),
            subject=Text(id="Kewajiban {number} belum selesai", en="What you owe for {number} is not done yet"),
            email=Text(
                id="Petugas melihat yang Anda lakukan untuk permohonan {number}; masih ada yang kurang.\n\n"
                "Apa yang kurang tertulis di sini:\n{link}",
                en="An officer looked at what you did for application {number}; something is still missing.\n\n"
                "What is missing is written here:\n{link}",
            ),
        ),
        "duty-met": Wording(
            sms=Text(
                id="{office}: kewajiban Anda untuk {number} sudah dicatat: {link}",
                en="{office}: what you owed for {number} is recorded as done: {link}",
            ),
            subject=Text(id="Kewajiban {number} sudah dicatat", en="What you owed for {number} is recorded"),
            email=Text(
                id="Petugas melihat dan mencatat yang Anda lakukan untuk permohonan {number}.\n\n"
                "Masih ada yang lain atau tidak, tertulis di sini:\n{link}",
                en="An officer saw and recorded what you did for application {number}.\n\n"
                "Whether anything else is left is written here:\n{link}",
            ),
        ),
        "reminded-ends": Wording(
            sms=Text(
                id="{office}: surat dari {number} berlaku sampai {until}. Selanjutnya: {link}",
                en="{office}: the letter of {number} is valid until {until}. What then: {link}",
            ),
            subject=Text(
                id="Surat dari permohonan {number} segera berakhir", en="The letter of application {number} ends soon"
            ),
            email=Text(
                id="Surat dari permohonan {number} berlaku sampai {until}. Surat ini tidak dapat diperpanjang.\n\n"
                "Apa yang dapat Anda lakukan tertulis di sini:\n{link}",
                en="The letter of application {number} is valid until {until}. It cannot be renewed.\n\n"
                "What you can do is written here:\n{link}",
            ),
        ),
        "correction-proposed": Wording(
            sms=Text(
                id="{office}: surat {number} akan diperbaiki. Setujui/bantah sampai {answer_by}: {link}",
                en="{office}: letter {number} will be corrected. Agree or dispute by {answer_by}: {link}",
            ),
            subject=Text(id="Surat dari {number} akan diperbaiki", en="The letter of {number} is to be corrected"),
            email=Text(
                id="Kami menemukan kekeliruan pada surat dari permohonan {number}. Keputusannya tidak berubah, dan "
                "surat Anda masih berlaku.\n\nBaca apa yang keliru dan apa yang benar, lalu setujui atau bantah "
                "paling lambat {answer_by}:\n{link}",
                en="We found a mistake in the letter of application {number}. What was decided does not change, and "
                "your letter is still valid.\n\nRead what is wrong and what is right, and agree to it or dispute it "
                "by {answer_by}:\n{link}",
            ),
        ),
        "correction-dropped": Wording(
            sms=Text(
                id="{office}: surat {number} tidak jadi diperbaiki dan tetap berlaku: {link}",
                en="{office}: letter {number} stays as it is and is valid: {link}",
            ),
            subject=Text(id="Surat dari {number} tidak jadi diperbaiki", en="The letter of {number} stays as it is"),
            email=Text(
                id="Surat dari permohonan {number} tidak jadi diperbaiki. Surat itu tetap berlaku.\n\n"
                "Alasannya tertulis di sini:\n{link}",
                en="The letter of application {number} is not corrected. It stays valid.\n\n"
                "The reason is here:\n{link}",
            ),
        ),
        "letter-corrected": Wording(
            sms=Text(
                id="{office}: surat perbaikan {number} sudah terbit; yang lama tidak berlaku lagi: {link}",
                en="{office}: the corrected letter of {number} is issued; the old one is void: {link}",
            ),
            subject=Text(
                id="Surat perbaikan dari {number} sudah terbit", en="The corrected letter of {number} is issued"
            ),
            email=Text(
                id="Surat perbaikan dari permohonan {number} sudah terbit dengan nomor baru. Surat yang lama tidak "
                "berlaku lagi; siapa pun yang memindai kodenya membaca begitu.\n\nUnduh yang baru di sini:\n{link}",
                en="The corrected letter of application {number} is issued under a new number. The old one is not "
                "valid any more, and whoever scans its code reads so.\n\nDownload the new one here:\n{link}",
            ),
        ),
        "revocation-warned": Wording(
            sms=Text(
                id="{office}: surat {number} mungkin dicabut. Jawab sebelum {answer_by}: {link}",
                en="{office}: letter {number} may be revoked. Answer by {answer_by}: {link}",
            ),
            subject=Text(
                id="Peringatan: surat dari {number} mungkin dicabut",
                en="Warning: the letter of {number} may be revoked",
            ),
            email=Text(
                id="Kami menemukan sesuatu yang dapat membuat surat dari permohonan {number} dicabut. Surat itu masih "
                "berlaku.\n\nBaca alasannya, dan jawab paling lambat {answer_by}:\n{link}\n\n"
                "Jawaban Anda dibaca orang lain, bukan petugas yang memperingatkan.",
                en="We found something that may lead to the letter of application {number} being revoked. It is still "
                "valid.\n\nRead the reason, and answer by {answer_by}:\n{link}\n\n"
                "Your answer is read by somebody else than the officer who warned you.",
            ),
        ),
        "revocation-dropped": Wording(
            sms=Text(
                id="{office}: surat {number} tetap berlaku; pencabutan tidak dilanjutkan: {link}",
                en="{office}: letter {number} stays valid; it is not revoked: {link}",
            ),
            subject=Text(id="Surat dari {number} tetap berlaku", en="The letter of {number} stays valid"),
            email=Text(
                id="Surat dari permohonan {number} tetap berlaku. Pencabutannya tidak dilanjutkan.\n\n"
                "Alasannya tertulis di sini:\n{link}",
                en="The letter of application {number} stays valid. It is not revoked.\n\nThe reason is here:\n{link}",
            ),
        ),
        "revoked": Wording(
            sms=Text(
                id="{office}: surat dari {number} dicabut. Alasan dan jalan keluarnya: {link}",
                en="{office}: the letter of {number} is revoked. Why, and what you can do: {link}",
            ),
            subject=Text(id="Surat dari {number} dicabut", en="The letter of {number} is revoked"),
            email=Text(
                id="Surat dari permohonan {number} dicabut dan tidak berlaku lagi.\n\n"
                "Alasannya, dan apa yang dapat Anda lakukan, tertulis di sini:\n{link}\n\n"
                "Anda dapat mengajukan keberatan. Caranya, dan sampai kapan, ada di halaman yang sama.",
                en="The letter of application {number} is revoked and not valid any more.\n\n"
                "The reason, and what you can do, are here:\n{link}\n\n"
                "You may object. How, and until when, is on the same page.",
            ),
        ),
    }
)
