"""Words for what happens while a case is worked on."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

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
        "turn-again": Wording(
            sms=Text(
                id="{office}: yang ditunggu permohonan {number} diputuskan lagi, jadi ia menunggu lagi: {link}",
                en="{office}: what {number} waited for is decided anew, so it waits again: {link}",
            ),
            subject=Text(
                id="Permohonan {number} menunggu lagi",
                en="Application {number} waits again",
            ),
            email=Text(
                id="Keputusan atas permohonan Anda yang lain dibatalkan dan diputuskan lagi. Permohonan {number} "
                "tertahan karena keputusan itu, jadi sekarang ia menunggu lagi. Anda tidak perlu melakukan apa pun.\n\n"
                "Keadaannya dapat Anda lihat di sini:\n{link}",
                en="The decision on another application of yours was set aside and is made anew. Application {number} "
                "was held up or refused because of it, so it waits again now. You need do nothing.\n\n"
                "See here how it stands:\n{link}",
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
    }
)
