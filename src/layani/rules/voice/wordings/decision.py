"""Words for a decision and its letter: each alone, and both in one message."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
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
        "granted-partly": Wording(
            sms=Text(
                id="{office}: permohonan {number} dikabulkan sebagian. Yang diberikan dan yang tidak: {link}",
                en="{office}: application {number} is granted in part. What you get and what not: {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan sebagian", en="Application {number} is granted in part"),
            email=Text(
                id="Permohonan {number} dikabulkan sebagian.\n\n"
                "Apa yang diberikan, apa yang tidak dan mengapa, dan cara mengajukan keberatan ada di sini:\n{link}",
                en="Application {number} is granted in part.\n\n"
                "What is given, what is not and why, and how to object are written here:\n{link}",
            ),
        ),
        "granted-partly-with-letter": Wording(
            sms=Text(
                id="{office}: permohonan {number} dikabulkan sebagian, suratnya sudah terbit: {link}",
                en="{office}: application {number} is granted in part, its letter is issued: {link}",
            ),
            subject=Text(id="Permohonan {number} dikabulkan sebagian", en="Application {number} is granted in part"),
            email=Text(
                id="Permohonan {number} dikabulkan sebagian, dan suratnya sudah terbit.\n\n"
                "Apa yang diberikan, apa yang tidak dan mengapa, dan cara mengajukan keberatan ada di sini:\n{link}",
                en="Application {number} is granted in part, and its letter is issued.\n\n"
                "What is given, what is not and why, and how to object are written here:\n{link}",
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
        "objection-filed": Wording(
            sms=Text(
                id="{office}: keberatan {number} kami terima, dijawab sampai {answer_by}: {link}",
                en="{office}: we have your objection to {number}; the answer comes by {answer_by}: {link}",
            ),
            subject=Text(id="Keberatan atas {number} kami terima", en="We have your objection to {number}"),
            email=Text(
                id="Keberatan atas keputusan permohonan {number} kami terima.\n\n"
                "Orang lain daripada yang memutuskan menjawabnya, paling lambat {answer_by}:\n{link}",
                en="We have your objection to the decision on application {number}.\n\n"
                "Somebody else than who decided answers it, by {answer_by}:\n{link}",
            ),
        ),
        "objection-upheld": Wording(
            sms=Text(
                id="{office}: keberatan {number} dikabulkan, keputusan baru sampai {until}: {link}",
                en="{office}: your objection to {number} is upheld, new decision by {until}: {link}",
            ),
            subject=Text(id="Keberatan atas {number} dikabulkan", en="Your objection to {number} was upheld"),
            email=Text(
                id="Keberatan atas keputusan permohonan {number} dikabulkan.\n\n"
                "Orang lain memutuskannya lagi, paling lambat {until}. Anda tidak perlu melakukan apa pun:\n{link}",
                en="Your objection to the decision on application {number} was upheld.\n\n"
                "Others decide it again, by {until}. There is nothing that you have to do:\n{link}",
            ),
        ),
        "objection-rejected": Wording(
            sms=Text(
                id="{office}: keberatan atas {number} sudah dijawab. Alasan dan langkah berikutnya: {link}",
                en="{office}: your objection to {number} is answered. The reason and what comes next: {link}",
            ),
            subject=Text(id="Keberatan atas {number} sudah dijawab", en="Your objection to {number} is answered"),
            email=Text(
                id="Keberatan atas keputusan permohonan {number} sudah dijawab, dan keputusan itu tetap.\n\n"
                "Alasannya, dan bagaimana banding kepada atasan, tertulis di sini:\n{link}",
                en="Your objection to the decision on application {number} is answered, and the decision stands.\n\n"
                "Why, and how to appeal to the superior, is written here:\n{link}",
            ),
        ),
    }
)
