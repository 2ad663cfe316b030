"""What the office writes to a citizen: a short text for a phone, and a letter by e-mail.

Neither holds anything personal but the case number and its link: who reads over a shoulder, or an old number's new
owner, learns no name, no service and no reason. The page behind the link asks for the receipt's code. Only those whom
somebody else's application names learn the service: they have no page, and must know whether it concerns them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layani.rules.text import Text

ONE_SMS = 160
"""Characters of one text message in the GSM alphabet (3GPP TS 23.038); a longer one costs as much as two."""
TWO_SMS = 300
"""What a message to people whom an application names may take; two joined ones hold 306 (2 times 153)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of message with its places.

    They are {office}, {number}, {link}, {answer_by}, {until}, {code}, {minutes} and {phone}, the office's; {service}
    and {by}, until when to object, for people whom an application names.
    """

    sms: Text
    subject: Text
    email: Text


@dataclass(frozen=True, slots=True)
class Written:
    """A message in one language, ready to be sent."""

    sms: str
    subject: str
    email: str


WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "filed": Wording(
            sms=Text(
                id="{office}: permohonan {number} sudah kami terima. Lacak: {link}",
                en="{office}: we have your application {number}. Follow it: {link}",
            ),
            subject=Text(id="Permohonan {number} sudah kami terima", en="We have your application {number}"),
            email=Text(
                id="Permohonan Anda sudah kami terima dengan nomor {number}.\n\n"
                "Siapa yang sedang mengerjakannya dan paling lambat kapan selesai, bisa Anda lihat di sini:\n{link}\n\n"
                "Simpan kode pada tanda terima. Kode itu membuka halaman permohonan Anda, dan tanda terima itu bukti "
                "bahwa kami menerimanya.",
                en="We have your application. Its number is {number}.\n\n"
                "See here who is working on it and by when it will be done:\n{link}\n\n"
                "Keep the code on your receipt. It opens the page of your application, and the receipt is your proof "
                "that we have it.",
            ),
        ),
        "turn": Wording(
            sms=Text(
                id="{office}: yang ditunggu sudah selesai, permohonan {number} mulai dikerjakan: {link}",
                en="{office}: what it waited for is done, and work on {number} begins: {link}",
            ),
            subject=Text(id="Permohonan {number} mulai dikerjakan", en="Work on application {number} begins"),
            email=Text(
                id="Permohonan {number} menunggu permohonan Anda yang lain. Yang itu sudah selesai, jadi sekarang "
                "permohonan ini dikerjakan.\n\nPaling lambat kapan selesai, bisa Anda lihat di sini:\n{link}",
                en="Application {number} waited for another one of yours. That one is done, so work on this one begins "
                "now.\n\nSee here by when it will be done:\n{link}",
            ),
        ),
        "turn-without": Wording(
            sms=Text(
                id="{office}: yang ditunggu permohonan {number} tidak dikabulkan. Lihat pilihan Anda: {link}",
                en="{office}: what {number} waited for was not granted. See what you can do: {link}",
            ),
            subject=Text(
                id="Permohonan {number}: yang ditunggu tidak dikabulkan",
                en="Application {number}: what it waited for was not granted",
            ),
            email=Text(
                id="Permohonan {number} menunggu permohonan Anda yang lain, dan yang itu tidak dikabulkan. "
                "Tanpa itu permohonan ini pun tidak dapat dikabulkan. Kami tidak menutupnya begitu saja.\n\n"
                "Anda dapat menariknya, atau menunjukkan bukti lain bila petugas bertanya:\n{link}",
                en="Application {number} waited for another one of yours, which was not granted or was closed. Without "
                "it this one cannot be granted either. We do not simply close it.\n\n"
                "You can take it back, or give another proof when an officer asks:\n{link}",
            ),
        ),
        "asked": Wording(
            sms=Text(
                id="{office}: lengkapi permohonan {number} paling lambat {answer_by}: {link}",
                en="{office}: please answer by {answer_by} what is missing from {number}: {link}",
            ),
            subject=Text(
                id="Ada yang kurang pada permohonan {number}", en="Application {number}: something is missing"
            ),
            email=Text(
                id="Permohonan {number} belum lengkap.\n\n"
                "Semua yang kurang tertulis di satu daftar, beserta cara melengkapinya:\n{link}\n\n"
                "Mohon jawab paling lambat {answer_by}.\n\n"
                "Kami hanya meminta satu kali. Selama menunggu Anda, batas waktu kami berhenti.",
                en="Application {number} is not complete yet.\n\n"
                "Everything that is missing is on one list, with how to put it right:\n{link}\n\n"
                "Please answer by {answer_by}.\n\n"
                "We ask only once. Our own time limit stands still while we wait for you.",
            ),
        ),
        "granted": Wording(
            sms=Text(
                id="{office}: permohonan {number} dikabulkan. Langkah berikutnya: {link}",
                en="{office}: application {number} is granted. What comes next: {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan", en="Application {number} is granted"),
            email=Text(
                id="Permohonan {number} dikabulkan.\n\n"
                "Suratnya sedang kami siapkan. Kami kabari begitu terbit:\n{link}",
                en="Application {number} is granted.\n\n"
                "We are preparing the letter and will tell you when it is issued:\n{link}",
            ),
        ),
        "ranked": Wording(
            sms=Text(
                id="{office}: peringkat untuk permohonan {number} sudah diumumkan. Nomor Anda: {link}",
                en="{office}: the ranking for application {number} is published. Your rank: {link}",
            ),
            subject=Text(id="Peringkat untuk permohonan {number}", en="The ranking for application {number}"),
            email=Text(
                id="Peringkat untuk permohonan {number} sudah diumumkan.\n\n"
                "Nomor Anda, nilainya, dan sampai kapan Anda dapat mengajukan keberatan ada di sini:\n{link}",
                en="The ranking for application {number} is published.\n\n"
                "Your rank, your points, and until when you may object are here:\n{link}",
            ),
        ),
        "rank-answered": Wording(
            sms=Text(
                id="{office}: keberatan Anda pada permohonan {number} sudah dijawab: {link}",
                en="{office}: your objection in application {number} is answered: {link}",
            ),
            subject=Text(id="Keberatan Anda ({number}) sudah dijawab", en="Your objection ({number}) is answered"),
            email=Text(
                id="Keberatan Anda atas peringkat, permohonan {number}, sudah dijawab. Baca di sini:\n{link}",
                en="Your objection to the ranking, application {number}, is answered. Read it here:\n{link}",
            ),
        ),
        "expedite-answered": Wording(
            sms=Text(
                id="{office}: permintaan percepatan {number} sudah dijawab: {link}",
                en="{office}: we answered whether {number} may go ahead: {link}",
            ),
            subject=Text(
                id="Permintaan percepatan {number} sudah dijawab", en="Application {number}: whether it may go ahead"
            ),
            email=Text(
                id="Permintaan agar permohonan {number} dilayani lebih dahulu sudah kami jawab, dengan alasannya.\n\n"
                "Baca di sini:\n{link}",
                en="We have answered whether application {number} may go ahead of others, and why.\n\n"
                "Read it here:\n{link}",
            ),
        ),
        "moved-up": Wording(
            sms=Text(
                id="{office}: satu tempat kosong, dan permohonan {number} mendapatkannya. {link}",
                en="{office}: a place fell free, and application {number} has it. {link}",
            ),
            subject=Text(id="Permohonan {number} mendapat tempat", en="Application {number} has a place"),
            email=Text(
                id="Satu tempat kosong. Menurut urutan daftar tunggu, tempat itu untuk permohonan {number}.\n\n"
                "Keputusannya menyusul. Lihat di sini:\n{link}",
                en="A place fell free. In the order of the waiting list it goes to application {number}.\n\n"
                "The decision follows. See it here:\n{link}",
            ),
        ),
        "refused": Wording(
            sms=Text(
                id="{office}: permohonan {number} sudah diputuskan. Alasan dan jalan keluar: {link}",
                en="{office}: application {number} is decided. Reason and what you can do: {link}",
            ),
            subject=Text(id="Permohonan {number} sudah diputuskan", en="Application {number} is decided"),
            email=Text(
                id="Permohonan {number} sudah diputuskan, dan tidak dapat dikabulkan.\n\n"
                "Dasar hukumnya, fakta yang kami temukan, dan yang bisa Anda lakukan sekarang tertulis di sini:\n"
                "{link}\n\nAnda dapat mengajukan keberatan. Caranya ada di halaman yang sama.",
                en="Application {number} is decided, and it could not be granted.\n\n"
                "The legal ground, the fact that we found, and what you can do now are here:\n{link}\n\n"
                "You may object. The same page says how.",
            ),
        ),
        "deemed": Wording(
            sms=Text(
                id="{office}: batas waktu lewat, jadi permohonan {number} dikabulkan oleh hukum. {link}",
                en="{office}: our time was up, so application {number} is granted by law. {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan oleh hukum", en="Application {number} is granted by law"),
            email=Text(
                id="Kami tidak memutuskan permohonan {number} pada waktunya. Menurut hukum, permohonan itu dianggap "
                "dikabulkan.\n\nBuktinya ada di sini:\n{link}\n\nKami minta maaf atas keterlambatan ini.",
                en="We did not decide application {number} in time. By law it counts as granted.\n\n"
                "The proof of it is here:\n{link}\n\nWe are sorry for the delay.",
            ),
        ),
        "issued": Wording(
            sms=Text(
                id="{office}: surat untuk permohonan {number} sudah terbit. Unduh: {link}",
                en="{office}: the letter for application {number} is issued. Download it: {link}",
            ),
            subject=Text(id="Surat untuk permohonan {number} sudah terbit", en="The letter for {number} is issued"),
            email=Text(
                id="Surat untuk permohonan {number} sudah terbit. Unduh di sini:\n{link}\n\n"
                "Dengan kode QR pada surat, siapa saja dapat memeriksa bahwa kami menerbitkannya.\n\n"
                "Bagaimana pelayanan kami? Di halaman yang sama ada survei singkat. Jawaban Anda tidak dilihat bersama "
                "nama Anda.",
                en="The letter for application {number} is issued. Download it here:\n{link}\n\n"
                "With the QR code on it, anyone can check that we issued it.\n\n"
                "How did we serve you? The same page has a short survey. Nobody sees your answers beside your name.",
            ),
        ),
        "refusal-issued": Wording(
            sms=Text(
                id="{office}: surat putusan {number} sudah ada. Alasan dan jalan keluar: {link}",
                en="{office}: the letter on {number} is there. Reason and what you can do: {link}",
            ),
            subject=Text(id="Surat putusan atas permohonan {number}", en="The letter on application {number}"),
            email=Text(
                id="Surat putusan atas permohonan {number} sudah ada. Unduh di sini:\n{link}\n\n"
                "Di dalamnya tertulis dasar hukum, fakta yang kami temukan, dan yang bisa Anda lakukan sekarang. Anda "
                "dapat mengajukan keberatan. Caranya ada di halaman yang sama.",
                en="The letter on application {number} is there. Download it here:\n{link}\n\n"
                "It says the legal ground, the fact that we found, and what you can do now. You may object. The same "
                "page says how.",
            ),
        ),
        "granted-with-letter": Wording(
            sms=Text(
                id="{office}: permohonan {number} dikabulkan. Unduh suratnya: {link}",
                en="{office}: application {number} is granted. Download the letter: {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan", en="Application {number} is granted"),
            email=Text(
                id="Permohonan {number} dikabulkan, dan suratnya sudah terbit. Unduh di sini:\n{link}\n\n"
                "Dengan kode QR pada surat, siapa saja dapat memeriksa bahwa kami menerbitkannya.\n\n"
                "Bagaimana pelayanan kami? Di halaman yang sama ada survei singkat. Jawaban Anda tidak dilihat bersama "
                "nama Anda.",
                en="Application {number} is granted, and its letter is issued. Download it here:\n{link}\n\n"
                "With the QR code on it, anyone can check that we issued it.\n\n"
                "How did we serve you? The same page has a short survey. Nobody sees your answers beside your name.",
            ),
        ),
        "refused-with-letter": Wording(
            sms=Text(
                id="{office}: permohonan {number} sudah diputuskan. Alasan dan jalan keluar: {link}",
                en="{office}: application {number} is decided. Reason and what you can do: {link}",
            ),
            subject=Text(id="Permohonan {number} sudah diputuskan", en="Application {number} is decided"),
            email=Text(
                id="Permohonan {number} sudah diputuskan, dan tidak dapat dikabulkan.\n\n"
                "Dasar hukumnya, fakta yang kami temukan, dan yang bisa Anda lakukan sekarang tertulis di surat ini:\n"
                "{link}\n\nAnda dapat mengajukan keberatan. Caranya ada di halaman yang sama.",
                en="Application {number} is decided, and it could not be granted.\n\n"
                "The legal ground, the fact that we found, and what you can do now are in this letter:\n{link}\n\n"
                "You may object. The same page says how.",
            ),
        ),
        "deemed-with-letter": Wording(
            sms=Text(
                id="{office}: batas waktu lewat, jadi {number} dikabulkan oleh hukum. Unduh suratnya: {link}",
                en="{office}: our time was up, so {number} is granted by law. Your letter: {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan oleh hukum", en="Application {number} is granted by law"),
            email=Text(
                id="Kami tidak memutuskan permohonan {number} pada waktunya. Menurut hukum, permohonan itu dianggap "
                "dikabulkan.\n\nSuratnya sudah terbit. Unduh di sini:\n{link}\n\n"
                "Kami minta maaf atas keterlambatan ini.",
                en="We did not decide application {number} in time. By law it counts as granted.\n\n"
                "Its letter is issued. Download it here:\n{link}\n\nWe are sorry for the delay.",
            ),
        ),
        "moved": Wording(
            sms=Text(
                id="{office}: batas waktu permohonan {number} berubah. Hari baru dan alasannya: {link}",
                en="{office}: the last day for {number} has changed. The new day and why: {link}",
            ),
            subject=Text(
                id="Batas waktu permohonan {number} berubah", en="The last day for application {number} has changed"
            ),
            email=Text(
                id="Hari terakhir kami harus memutuskan permohonan {number} berubah.\n\n"
                "Hari yang baru dan alasannya tertulis di sini:\n{link}\n\n"
                "Anda tidak perlu melakukan apa pun.",
                en="The last day by which we must decide application {number} has changed.\n\n"
                "The new day and the reason are here:\n{link}\n\n"
                "There is nothing that you have to do.",
            ),
        ),
        "version-changed": Wording(
            sms=Text(
                id="{office}: aturan baru kini berlaku juga untuk {number}. Apa dan mengapa: {link}",
                en="{office}: new rules now count for {number} too. Which and why: {link}",
            ),
            subject=Text(
                id="Aturan baru berlaku juga untuk permohonan {number}",
                en="New rules count for application {number} too",
            ),
            email=Text(
                id="Ada aturan baru, dan menurut hukum aturan itu berlaku juga untuk permohonan {number} yang sedang "
                "kami proses. Jawaban Anda dan yang sudah dikerjakan tetap.\n\n"
                "Alasannya dan hukumnya tertulis di sini:\n{link}\n\n"
                "Anda tidak perlu melakukan apa pun. Bila masih ada yang kami perlukan, kami menulis lagi.",
                en="There are new rules, and by law they count for application {number} too, which is still open. "
                "Your answers and what was done so far stay.\n\n"
                "The reason and the law are here:\n{link}\n\n"
                "There is nothing that you have to do. If we need anything more, we write again.",
            ),
        ),
        "warned": Wording(
            sms=Text(
                id="{office}: jawab paling lambat {answer_by}, atau {number} kami tutup: {link}",
                en="{office}: answer by {answer_by}, or {number} is closed: {link}",
            ),
            subject=Text(
                id="Permohonan {number} akan ditutup bila tidak dijawab",
                en="Application {number} will be closed without an answer",
            ),
            email=Text(
                id="Pada permohonan {number} masih ada yang kurang, dan kami belum menerima jawaban Anda.\n\n"
                "Jawab paling lambat {answer_by}:\n{link}\n\n"
                "Sesudah itu permohonan ini kami tutup. Anda tetap dapat mengajukan lagi.",
                en="Something is still missing from application {number}, and we have no answer from you.\n\n"
                "Answer by {answer_by}:\n{link}\n\n"
                "After that day we close it. You can always apply again.",
            ),
        ),
        "lapsed": Wording(
            sms=Text(
                id="{office}: {number} ditutup karena tidak dijawab. Anda dapat mengajukan lagi: {link}",
                en="{office}: {number} is closed, for no answer came. You can apply again: {link}",
            ),
            subject=Text(id="Permohonan {number} ditutup", en="Application {number} is closed"),
            email=Text(
                id="Permohonan {number} kami tutup, karena yang kurang tidak dilengkapi pada waktunya.\n\n"
                "Ini bukan penolakan. Anda dapat mengajukan lagi kapan saja:\n{link}",
                en="We have closed application {number}, because what was missing did not come in time.\n\n"
                "This is not a refusal. You can apply again at any time:\n{link}",
            ),
        ),
        "silent": Wording(
            sms=Text(
                id="{office}: waktu {number} lewat tanpa keputusan. Anda boleh mengajukan keberatan: {link}",
                en="{office}: the limit of {number} has passed without a decision. You may object: {link}",
            ),
            subject=Text(
                id="Batas waktu permohonan {number} lewat tanpa keputusan",
                en="The limit of application {number} has passed without a decision",
            ),
            email=Text(
                id="Kantor tidak memutuskan permohonan {number} pada waktunya. Menurut hukum itu berarti penolakan, "
                "dan Anda boleh mengajukan keberatan. Caranya:\n{link}\n\n"
                "Kantor tetap wajib memutuskan permohonan Anda, dengan alasannya.",
                en="The office has not decided application {number} in time. By law that is a refusal, "
                "and you may object to it. How:\n{link}\n\n"
                "The office still has to decide your application, and to say why.",
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
        "their-turn": Wording(
            sms=Text(
                id="{office}: giliran Anda pada {number}, sampai {answer_by}: {link}",
                en="{office}: it is your turn in {number}, until {answer_by}: {link}",
            ),
            subject=Text(id="Giliran Anda pada permohonan {number}", en="Application {number}: it is your turn"),
            email=Text(
                id="Sebelum permohonan {number} berjalan lagi, ada yang harus Anda lakukan.\n\n"
                "Apa itu, dan caranya, tertulis di sini:\n{link}\n\n"
                "Waktu Anda sampai {answer_by}. Selama itu batas waktu kami berhenti.",
                en="Before application {number} goes on, there is something for you to do.\n\n"
                "What it is, and how, is written here:\n{link}\n\n"
                "You have time until {answer_by}. Our own time limit stands still meanwhile.",
            ),
        ),
        "their-turn-reminded": Wording(
            sms=Text(
                id="{office}: {number} masih menunggu Anda, sampai {answer_by}: {link}",
                en="{office}: {number} still waits for you, until {answer_by}: {link}",
            ),
            subject=Text(id="Permohonan {number} masih menunggu Anda", en="Application {number} still waits for you"),
            email=Text(
                id="Pada permohonan {number} masih ada yang harus Anda lakukan, paling lambat {answer_by}:\n{link}\n\n"
                "Bila sudah, beri tahu kami di halaman itu atau di loket.",
                en="In application {number} there is still something for you to do, by {answer_by}:\n{link}\n\n"
                "If it is done, tell us on that page or at the counter.",
            ),
        ),
        "their-turn-closing": Wording(
            sms=Text(
                id="{office}: lakukan sampai {answer_by}, atau {number} kami tutup: {link}",
                en="{office}: act by {answer_by}, or {number} is closed: {link}",
            ),
            subject=Text(
                id="Permohonan {number} akan ditutup bila tidak ada kabar",
                en="Application {number} will be closed if we hear nothing",
            ),
            email=Text(
                id="Pada permohonan {number} masih ada yang harus Anda lakukan, paling lambat {answer_by}:\n{link}\n\n"
                "Sesudah itu permohonan ini kami tutup. Anda tetap dapat mengajukan lagi.",
                en="In application {number} there is still something for you to do, by {answer_by}:\n{link}\n\n"
                "After that day we close it. You can always apply again.",
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


def written(kind: str, values: Mapping[str, object], language: str) -> Written:
    """Return the message of one kind in ``language`` ("id" or "en"); raises KeyError for an unknown kind or place.

    values: office, number and link; for "asked", "warned" and "revocation-warned" also answer_by, for "reminded" until,
            and for those of "their-turn" answer_by;
            for "code" instead code, minutes, office; for the kinds that begin with "named-" also service, phone and by

    >>> written("code", {"code": "204913", "minutes": 10, "office": "Kecamatan Sukamaju"}, "en").subject
    'Your sign-in code'
    """
    wording = WORDINGS[kind]
    return Written(
        sms=wording.sms.in_(language).format_map(values),
        subject=wording.subject.in_(language).format_map(values),
        email=(wording.email.in_(language) + "\n\n{office}").format_map(values),
    )


def written_to_others(kind: str, values: Mapping[str, Mapping[str, object]]) -> Written:
    """Return the message of one kind to somebody who did not apply: in Indonesian, by e-mail in English below.

    values: language ("id", "en") -> as in ``written``. Which language they read nobody has asked them.
    """
    first, second = (written(kind, values[language], language) for language in ("id", "en"))
    return Written(first.sms, first.subject, f"{first.email}\n\n\n{second.email}")
