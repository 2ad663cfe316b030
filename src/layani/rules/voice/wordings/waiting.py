"""Words for what the citizen has to do until a day, and for a day that has passed."""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
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
        "draft-ends": Wording(
            sms=Text(
                id="{office}: isian Anda yang belum dikirim kami hapus sesudah {until}. Lanjutkan: {link}",
                en="{office}: what you filled in and did not send is deleted after {until}: {link}",
            ),
            subject=Text(
                id="Isian Anda belum dikirim, dan dihapus sesudah {until}",
                en="You have not sent what you filled in; it is deleted after {until}",
            ),
            email=Text(
                id="Ada isian Anda yang belum dikirim, jadi belum menjadi permohonan. Sesudah {until} isian itu dan "
                "berkasnya kami hapus. Setiap kali Anda mengisinya, waktunya mulai lagi:\n{link}\n\n"
                "Tidak jadi? Tidak perlu berbuat apa-apa.",
                en="You filled something in and did not send it, so it is no application yet. After {until} it is "
                "deleted with its files. Each time you go on with it, its time begins anew:\n{link}\n\n"
                "Changed your mind? There is nothing you need to do.",
            ),
        ),
    }
)
